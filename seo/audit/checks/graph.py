"""The JSON-LD graph as a document: its form, its @ids, what Google asks for, what people see (checks 16 to 20)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from seo.audit.finding import Fault, Level, of_page
from seo.audit.page import PageSeen, same_address
from seo.audit.site import SiteSeen
from seo.audit.urls import split
from seo.google import Finding, findings
from seo.google import Level as GoogleLevel
from seo.google.document import Json, described, is_reference, many, types_of, walk

SCRIPT = "script application/ld+json"
SCHEMA = ("https://schema.org", "http://schema.org", "https://schema.org/", "http://schema.org/")
BLANK = {"", "None", "null", "undefined", "NaN", "nan"}

# Rows of Google's tables that a check of its own speaks for; all others are check 18.
OWNED: Mapping[str, int] = {
    "Product.offers": 20,
    "Offer.price": 20,
    "Offer.availability": 20,
    "ProductGroup.productGroupID": 21,
    "ProductGroup.variesBy": 21,
    "ProductGroup.hasVariant": 21,
    "Product.inProductGroupWithID": 21,
    "Product.sku": 22,
    "Product.gtin13|gtin14|gtin12|gtin8|isbn|gtin": 22,
    "Offer.priceSpecification": 23,
    "Offer.priceValidUntil": 23,
    "Offer.validFrom": 23,
    "Organization.aggregateRating": 24,
    "LocalBusiness.aggregateRating": 24,
    "BreadcrumbList.itemListElement": 25,
    "BreadcrumbList.itemListElement.name": 25,
    "WebSite.name": 26,
    "WebSite.url": 26,
    "Organization.logo": 26,
    "Article.author": 27,
    "Article.datePublished": 27,
    "Article.dateModified": 27,
    "LocalBusiness.address": 28,
    "LocalBusiness.address.streetAddress": 28,
    "LocalBusiness.address.addressLocality": 28,
    "LocalBusiness.address.postalCode": 28,
    "LocalBusiness.address.addressCountry": 28,
    "LocalBusiness.geo.latitude": 28,
    "LocalBusiness.geo.longitude": 28,
    "LocalBusiness.openingHoursSpecification": 28,
    "LocalBusiness.telephone": 28,
    "Event.startDate": 29,
    "Event.endDate": 29,
    "Event.location": 29,
    "Event.location.address": 29,
    "Event.eventStatus": 29,
    "Event.previousStartDate": 29,
}


def google_faults(page: PageSeen, number: int) -> Iterator[Fault]:
    """What Google would call an error and check `number` speaks for; what is wrong with every variant is said once."""
    nodes: dict[str, list[str]] = {}
    for finding in _errors(page.json_ld, get_language()):
        if OWNED.get(finding.property, 18) == number:
            nodes.setdefault(finding.message, []).append(finding.node)
    for message, (first, *others) in nodes.items():
        more = ngettext(" So is %(count)d other node.", " So are %(count)d other nodes.", len(others))
        yield Fault(message + (more % {"count": len(others)} if others else ""), first)


@lru_cache(maxsize=4)
def _errors(packed: tuple[bytes, ...], _language: str | None) -> list[Finding]:
    """Judged once for all the checks that ask; the messages are those of the language."""
    graph = PageSeen("", json_ld=packed).graph
    return [finding for finding in findings(graph) if finding.level == GoogleLevel.ERROR]


@of_page(16, Level.ERROR, gettext_lazy("The JSON-LD can be read and has no holes"))
def readable(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    documents = page.documents
    if len(documents) < len(page.json_ld):
        yield Fault(_("A JSON-LD script is no JSON: search engines drop all of it."), SCRIPT)
        return
    for document in documents:
        context = document.get("@context") if isinstance(document, dict) else None
        if not any(said in SCHEMA for said in many(context)):
            yield Fault(_("A JSON-LD script does not name https://schema.org as its @context."), SCRIPT)
    if "<" in page.raw_breaks:
        yield Fault(
            _("A JSON-LD script holds a bare “<”, with which a text could end it: write \\u003C."), SCRIPT
        )
    for path, value in _holes(documents, ""):
        yield Fault(
            _("%(path)s is empty (%(value)s): leave out what is not known.")
            % {"path": path, "value": repr(value) if value is not None else "null"},
            path,
        )


def _holes(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """(path, value) of everything that says nothing."""
    if isinstance(value, dict):
        for name, inner in value.items():
            type_ = str(value.get("@type", ""))
            yield from _holes(inner, f"{type_}.{name}" if type_ else name)
    elif isinstance(value, list):
        for inner in value:
            yield from _holes(inner, path)
    elif value is None or (isinstance(value, str) and value.strip() in BLANK):
        yield path, value


def _references(site: SiteSeen) -> Iterator[Fault]:
    """References into pages that were seen and describe no such thing; and @ids that another build made anew."""
    ids = {url: set(described(page.graph)) for url, page in site.pages.items()}
    everywhere = set().union(*ids.values())
    for url, page in site.pages.items():
        for node in walk(page.graph.get("@graph")):
            if not is_reference(node) or node["@id"] in everywhere:
                continue
            home = same_address(str(node["@id"]))
            answer = site.answer(home)
            seen_without = home in ids
            broken = answer is not None and answer.status >= 400
            if seen_without or broken:
                yield Fault(
                    _("The graph refers to %(id)s, which no page describes.") % {"id": node["@id"]},
                    str(node["@id"]),
                    url,
                )
        before = site.previous.pages.get(url) if site.previous else None
        if before is None or not before.ids:
            continue
        old = {id_ for id_ in before.ids if same_address(id_) == url}
        new = {id_ for id_ in ids[url] if same_address(id_) == url}
        if old and new and not old & new:
            yield Fault(
                _(
                    "Every @id of this page has changed since the last audit, as %(id)s: an @id stays what it is."
                )
                % {"id": min(old)},
                min(new),
                url,
            )


@of_page(
    17,
    Level.ERROR,
    gettext_lazy("One graph whose names are whole, single and lead somewhere"),
    whole=_references,
)
def one_graph(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    documents = page.documents
    if len(page.json_ld) > 1:
        yield Fault(
            _("The page has %(count)d JSON-LD scripts; put everything into one @graph.")
            % {"count": len(documents)},
            SCRIPT,
        )
    elif documents and not (isinstance(documents[0], dict) and isinstance(documents[0].get("@graph"), list)):
        yield Fault(_("The JSON-LD has no @graph."), SCRIPT)
    names: Counter[str] = Counter()
    for node in walk(page.graph.get("@graph")):
        name = node.get("@id")
        if name is None:
            continue
        parts = split(str(name))
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            yield Fault(_("The @id “%(id)s” is not a whole address.") % {"id": name}, str(name))
        if not is_reference(node):
            names[str(name)] += 1
    for name, count in names.items():
        if count > 1 and not _says_the_same(page.graph, name):
            yield Fault(
                _("%(count)d nodes are called %(id)s and say different things.")
                % {"count": count, "id": name},
                name,
            )


def _says_the_same(graph: Json, name: str) -> bool:
    """Whether of the nodes of that name one says all that the others do: a short form inside another node is fine."""
    nodes = [node for node in walk(graph.get("@graph")) if node.get("@id") == name and not is_reference(node)]
    fullest = max(nodes, key=len)
    return all(
        key in {"@type"} or fullest.get(key, value) == value for node in nodes for key, value in node.items()
    )


@of_page(18, Level.ERROR, gettext_lazy("What Google requires of each type is there and of the right form"))
def required(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    yield from google_faults(page, 18)


@of_page(19, Level.ERROR, gettext_lazy("What machines are told is told to people"))
def visible(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    for fact in page.unseen:
        name, _colon, value = fact.partition(": ")
        yield Fault(
            _("The graph says %(name)s is “%(value)s”, and the visible text does not.")
            % {"name": name, "value": value},
            name,
        )


@of_page(20, Level.ERROR, gettext_lazy("A product has one price and one availability; a list is no product"))
def products(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    yield from google_faults(page, 20)
    for node in walk(page.graph.get("@graph")):
        if "Offer" in types_of(node) and isinstance(node.get("availability"), list):
            yield Fault(
                _("An offer has several availabilities; exactly one applies."), str(node.get("@id", "Offer"))
            )
    if page.has_node("CollectionPage"):
        for node in walk(page.graph.get("@graph")):
            if types_of(node) & {"Product", "ProductGroup"} and "offers" in node:
                yield Fault(
                    _(
                        "A list describes a product for sale, “%(name)s”: that belongs on the product's own page."
                    )
                    % {"name": node.get("name", "")},
                    str(node.get("@id", "Product")),
                )
