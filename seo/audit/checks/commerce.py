"""Variants, identifiers and prices (checks 21 to 23)."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stdnum import ean

from seo.audit.checks.graph import google_faults
from seo.audit.finding import Fault, Level, of_page
from seo.audit.page import PageSeen
from seo.audit.site import SiteSeen
from seo.google.document import Json, described, is_reference, many, types_of, walk

GTINS = ("gtin", "gtin8", "gtin12", "gtin13", "gtin14")
NO_BRAND = {"n/a", "na", "none", "no brand", "unbranded", "unknown", "generic", "-", "does not exist"}


def products_of(page: PageSeen, *types: str) -> Iterator[Json]:
    for node in walk(page.graph.get("@graph")):
        if types_of(node) & set(types) and not is_reference(node):
            yield node


@of_page(
    21, Level.ERROR, gettext_lazy("Every variant can be told apart, chosen by address, and found in the feed")
)
def variants(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    yield from google_faults(page, 21)
    known = described(page.graph)
    for group in products_of(page, "ProductGroup"):
        found = [item for item in many(group.get("hasVariant")) if isinstance(item, dict)]
        members = [known.get(item.get("@id", ""), item) for item in found]
        members = [member for member in members if not is_reference(member)]
        name = str(group.get("@id", "ProductGroup"))
        addresses = Counter(str(_url_of(member)) for member in members)
        for member in members:
            node = str(member.get("@id") or member.get("name") or name)
            if not any(member.get(key) for key in ("sku", *GTINS)):
                yield Fault(_("A variant has neither sku nor GTIN."), node)
            url = _url_of(member)
            if not url:
                yield Fault(_("A variant has no address that chooses it."), node)
            elif addresses[url] > 1:
                yield Fault(_("Several variants have the address %(url)s.") % {"url": url}, node)
            yield from _in_feed(group, member, node, site)


def _url_of(product: Json) -> str:
    offers = next((offer for offer in many(product.get("offers")) if isinstance(offer, dict)), {})
    return str(product.get("url") or offers.get("url") or "")


def _in_feed(group: Json, member: Json, node: str, site: SiteSeen) -> Iterator[Fault]:
    for items in (site.merchant or {}).values():
        for item in items:
            if item.get("id") == member.get("sku") and item.get("item_group_id") != group.get(
                "productGroupID"
            ):
                yield Fault(
                    _("The product feed puts %(sku)s into group “%(feed)s”, the page into “%(page)s”.")
                    % {
                        "sku": member.get("sku"),
                        "feed": item.get("item_group_id"),
                        "page": group.get("productGroupID"),
                    },
                    node,
                )
                return


@of_page(22, Level.WARNING, gettext_lazy("Identifiers are real: GTIN, brand, sku"))
def identifiers(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    yield from google_faults(page, 22)
    for product in products_of(page, "Product", "ProductGroup"):
        node = str(product.get("@id") or product.get("sku") or "Product")
        for key in GTINS:
            # A value of another form is said by Google's table.
            code = str(product.get(key) or "")
            if code.isdigit() and (problem := gtin_problem(code)):
                yield Fault(problem % {"gtin": code}, node)
        brand = product.get("brand")
        name = str(brand.get("name", "")) if isinstance(brand, dict) else str(brand or "")
        if name.strip().casefold() in NO_BRAND:
            yield Fault(_("“%(name)s” is no brand: leave it out.") % {"name": name}, node)


def gtin_problem(code: str) -> str:
    """What is wrong with a GTIN, as a sentence with a place for it; empty for a good one.

    Google Merchant Center Help, "GTIN": prefixes 02, 04 and 2 are for use inside a company, 98 and 99 for coupons.
    """
    if len(code) not in {8, 12, 13, 14} or not ean.is_valid(code):
        return _("%(gtin)s is no GTIN: its check digit does not fit.")
    if len(code) == 8:
        return ""
    prefix = code.zfill(14)[1:]
    if prefix.startswith(("02", "04", "2")):
        return _("%(gtin)s begins with a prefix that is restricted to use inside a company.")
    return _("%(gtin)s begins with the prefix of coupons.") if prefix.startswith(("98", "99")) else ""


@of_page(23, Level.ERROR, gettext_lazy("Prices now and before are told apart, and none has ended"))
def prices(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    yield from google_faults(page, 23)
    for offer in products_of(page, "Offer"):
        node = str(offer.get("@id") or offer.get("sku") or "Offer")
        if "priceType" in offer:
            yield Fault(
                _("The price that holds has a priceType; only a former or member price has one."), node
            )
        until = moment(str(offer.get("priceValidUntil", "")))
        if until is not None and until < site.at:
            yield Fault(
                _("The price was valid until %(date)s, which is past: the result may be hidden.")
                % {"date": str(offer["priceValidUntil"])[:10]},
                node,
            )


def moment(said: str) -> datetime | None:
    """A date or moment of a graph; the end of the day for a date, UTC where no zone is given; None for neither."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    if len(said) == 10:
        found = found.replace(hour=23, minute=59, second=59)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
