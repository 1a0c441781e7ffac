"""What the stores know of a site that an audit compares with what it sees."""

from wagtail.models import Site

from audit.truth import Known
from stores.models import StorePage


def tell(site: Site, known: Known) -> None:
    """The address and telephone of each store as its record has them, under the names of schema.org."""
    known.truth.locations = {
        store.get_full_url(): {
            "streetAddress": store.street_address,
            "addressLocality": store.locality,
            "postalCode": store.postal_code,
            "addressCountry": store.country,
            "telephone": store.telephone,
        }
        for store in StorePage.objects.of_site(site).readable()
    }
