"""A head as people will meet it: a search result, a share card, and what Google can make of its graph."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from seo.google import Finding, findings, types_of, walk
from seo.google.places import BUSINESS_TYPES
from seo.head import Head

# Widths in CSS pixels at which results are cut, measured by peers; Google names none ("Title links", "Snippets").
TITLE_PIXELS = {"desktop": 580, "mobile": 650}
DESCRIPTION_PIXELS = {"desktop": 920, "mobile": 680}


@dataclass(frozen=True, slots=True)
class Kind:
    """A rich result: the types that ask for it, and further nodes whose errors keep it from being shown."""

    words: str
    types: frozenset[str]
    parts: frozenset[str] = frozenset()


# Google Search Central, "Structured data markup that Google Search supports".
KINDS = (
    Kind(
        gettext_noop("Product with price and availability"),
        frozenset({"Product", "ProductGroup"}),
        frozenset({"Offer", "UnitPriceSpecification", "OfferShippingDetails", "MerchantReturnPolicy"}),
    ),
    Kind(gettext_noop("Stars"), frozenset({"AggregateRating"}), frozenset({"Review"})),
    Kind(
        gettext_noop("Article with date and author"),
        frozenset({"Article", "NewsArticle", "BlogPosting"}),
        frozenset({"Person"}),
    ),
    Kind(gettext_noop("Trail instead of the address"), frozenset({"BreadcrumbList"})),
    Kind(gettext_noop("Event"), frozenset({"Event"})),
    Kind(gettext_noop("Video"), frozenset({"VideoObject"})),
    Kind(gettext_noop("Store with address and hours"), frozenset(BUSINESS_TYPES)),
    Kind(gettext_noop("Profile"), frozenset({"ProfilePage"}), frozenset({"Person"})),
    Kind(gettext_noop("Logo and organization"), frozenset({"Organization", "OnlineStore"})),
    Kind(gettext_noop("Site name"), frozenset({"WebSite"})),
)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One result as a search engine sets it; `trail` is the address as people read it, `facts` the line below."""

    title: str
    site_name: str
    trail: tuple[str, ...]
    description: str
    facts: tuple[str, ...]

    @classmethod
    def of(cls, head: Head, price: str = "") -> "SearchResult":
        """`price` is what the page prints; it is shown only where the graph offers something for it."""
        offered = any(
            "price" in node or "priceSpecification" in node for node in walk(head.json_ld.get("@graph"))
        )
        facts = [*_rating(head), *([price] if price and offered else [])]
        address = urlsplit(head.canonical or "")
        steps = [crumb.title for crumb in head.breadcrumbs[1:]] or [
            part for part in address.path.split("/") if part
        ]
        return cls(
            title=head.title,
            site_name=head.site_name,
            trail=(f"{address.scheme}://{address.netloc}", *steps[:-1]),
            description=head.description,
            facts=tuple(facts),
        )


@dataclass(frozen=True, slots=True)
class RichResult:
    """A kind of result Google shows, and whether this graph has all it asks for."""

    words: str
    can_be_shown: bool


@dataclass(frozen=True, slots=True)
class GraphSummary:
    """What Google can show of a graph; `errors` break its rules, `ideas` would make more of it."""

    kinds: tuple[RichResult, ...]
    errors: tuple[Finding, ...]
    ideas: tuple[Finding, ...]

    @classmethod
    def of(cls, head: Head) -> "GraphSummary":
        found = findings(head)
        errors = tuple(finding for finding in found if finding.level == "error")
        present = {type_ for node in walk(head.json_ld.get("@graph")) for type_ in types_of(node)}
        broken = {error.property.partition(".")[0] for error in errors}
        kinds = [
            RichResult(_(kind.words), not broken & (kind.types | kind.parts))
            for kind in KINDS
            if present & kind.types
        ]
        return cls(
            kinds=tuple(kinds),
            errors=errors,
            ideas=tuple(finding for finding in found if finding.level != "error"),
        )


def _rating(head: Head) -> list[str]:
    for node in walk(head.json_ld.get("@graph")):
        if "AggregateRating" in types_of(node) and "ratingValue" in node:
            count = node.get("reviewCount") or node.get("ratingCount") or ""
            return [f"★ {node['ratingValue']} ({count})"]
    return []
