"""Who we are and where: no stars for oneself (24), the site and its owner (26), stores (28)."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.checks.graph import google_faults
from seo.audit.finding import Fault, Level, of_page
from seo.audit.page import PageSeen
from seo.audit.site import SiteSeen
from seo.google.document import Json, described, is_reference, many, types_of, walk
from seo.google.rules import as_number
from seo.places import BUSINESS_TYPES

ORGANIZATIONS = {"Organization", "OnlineStore", "OnlineBusiness", "Corporation"}
LOGO_MIN = 112  # pixels, Google: "Organization"
ADDRESS = ("streetAddress", "addressLocality", "addressCountry")


@of_page(24, Level.ERROR, gettext_lazy("No stars for oneself"))
def own_ratings(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    for node in walk(page.graph.get("@graph")):
        if types_of(node) & (ORGANIZATIONS | set(BUSINESS_TYPES)):
            carried = [name for name in ("aggregateRating", "review") if node.get(name)]
            if carried:
                yield Fault(
                    _(
                        "%(name)s rates itself (%(properties)s): such stars are not shown and can bring a penalty."
                    )
                    % {"name": node.get("name", "The organization"), "properties": ", ".join(carried)},
                    str(node.get("@id", "Organization")),
                )


@of_page(26, Level.ERROR, gettext_lazy("The home page says whose site this is"))
def site_and_owner(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    if page.url != site.root:
        return
    yield from google_faults(page, 26)
    sites = page.nodes("WebSite")
    if len(sites) != 1:
        yield Fault(
            _("The home page has %(count)d WebSite nodes; there must be exactly one.")
            % {"count": len(sites)},
            "WebSite",
        )
    elif str(sites[0].get("url")) not in {site.root, site.root.rstrip("/")}:
        yield Fault(
            _("WebSite.url is %(url)s; the site's root is %(root)s.")
            % {"url": sites[0].get("url"), "root": site.root},
            "WebSite.url",
        )
    owners = page.nodes(*ORGANIZATIONS)
    if not owners:
        yield Fault(_("The home page does not describe the organization."), "Organization")
        return
    logo = _described(owners[0].get("logo"), page)
    if not logo:
        yield Fault(_("The organization has no logo."), "Organization.logo")
        return
    sides = [side for side in (_pixels(logo, name) for name in ("width", "height")) if side]
    probed = next((answer.pixels for probe, answer in site.probed.items() if probe.url == _url(logo)), None)
    if min([*sides, *(probed or ())], default=LOGO_MIN) < LOGO_MIN:
        yield Fault(
            _("The logo is smaller than %(least)d × %(least)d pixels.") % {"least": LOGO_MIN},
            "Organization.logo",
        )


def _described(value: Any, page: PageSeen) -> Json:
    if isinstance(value, str):
        return {"url": value}
    if isinstance(value, dict):
        return described(page.graph).get(value.get("@id", ""), value) if is_reference(value) else value
    return {}


def _url(image: Json) -> str:
    return str(image.get("contentUrl") or image.get("url") or "")


def _pixels(image: Json, name: str) -> int | None:
    said = image.get(name)
    found = as_number(said.get("value") if isinstance(said, dict) else said)
    return int(found) if found is not None else None


@of_page(28, Level.ERROR, gettext_lazy("A store's address, place, hours and telephone are whole and right"))
def stores(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    yield from google_faults(page, 28)
    record = (site.truth.locations or {}).get(page.url)
    for store in page.nodes(*BUSINESS_TYPES):
        node = str(store.get("@id", "LocalBusiness"))
        address = next((said for said in many(store.get("address")) if isinstance(said, dict)), None)
        if address is None:
            continue  # said by Google's table
        for name in ADDRESS:
            if not address.get(name):
                yield Fault(_("The address of the store has no %(name)s.") % {"name": name}, node)
        for name in ("geo", "openingHoursSpecification", "telephone"):
            if not store.get(name):
                # Some shops have no telephone, and one without a map place is still listed.
                yield Fault(
                    _("The store does not say its %(name)s.") % {"name": name}, node, level=Level.IDEA
                )
        for name, value in (record or {}).items():
            said = store.get(name) if name == "telephone" else address.get(name)
            if value and said != value:
                yield Fault(
                    _("The page says the store's %(name)s is “%(said)s”; its record says “%(value)s”.")
                    % {"name": name, "said": said or "", "value": value},
                    node,
                )
