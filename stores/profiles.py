"""All stores of a site as the rows other profiles are filled from, and what disagrees in them."""

from wagtail.models import Site

from cms.models import Organization
from seo.places import Location, profile_findings
from stores.models import StorePage


def locations(site: Site) -> list[Location]:
    """Every readable store of a site, in tree order; four queries for any number."""
    stores = list(StorePage.objects.of_site(site).readable().order_by("path"))
    StorePage.load_places(stores)
    return [store.get_location() for store in stores]


def findings(site: Site) -> list[str]:
    """What is missing or differs from the organization, as "code: remark"; a code used twice too."""
    found = locations(site)
    telephone = Organization.for_site(site).telephone
    codes = [location.code for location in found]
    return [
        *(finding for location in found for finding in profile_findings(location, telephone)),
        *(
            f"{code}: more than one store has this code"
            for code in sorted({c for c in codes if codes.count(c) > 1})
        ),
    ]
