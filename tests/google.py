"""Google's property tables as data, and the judge that reads a graph by them.

Source of every row: Google Search Central, the page of the type ("Merchant listing (Product)", "Product
variant (ProductGroup)", "Breadcrumb", "Article", "Profile page", "Site names", "Organization", "Image
metadata", "Carousel").
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = dict[str, Any]
Rule = Callable[[Any], bool]

AVAILABILITY = (
    "BackOrder",
    "Discontinued",
    "InStock",
    "InStoreOnly",
    "LimitedAvailability",
    "OnlineOnly",
    "OutOfStock",
    "PreOrder",
    "PreSale",
    "SoldOut",
)
VARIES_BY = {"color", "size", "suggestedAge", "suggestedGender", "material", "pattern"}


def walk(value: Any) -> Iterator[Json]:
    """Every node of a document, nested ones and references included."""
    if isinstance(value, dict):
        if "@type" in value or "@id" in value:
            yield value
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


def is_reference(node: Json) -> bool:
    return set(node) == {"@id"}


def described(document: Json) -> dict[str, Json]:
    """The nodes with an @id that the document describes, by @id."""
    return {
        node["@id"]: node for node in walk(document["@graph"]) if "@id" in node and not is_reference(node)
    }


def types_of(node: Json) -> set[str]:
    value = node.get("@type", [])
    return {value} if isinstance(value, str) else set(value)


# Rules: what a value must be ---------------------------------------------------------------------------


def text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def address(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"https://[^\s#]+", value) is not None


def moment(value: Any) -> bool:
    return text(value) and datetime.fromisoformat(value).tzinfo is not None


def amount(value: Any) -> bool:
    return text(value) and re.fullmatch(r"\d+\.\d{2}", value) is not None and float(value) > 0


def matches(pattern: str) -> Rule:
    return lambda value: text(value) and re.fullmatch(pattern, value) is not None


def one_of(*members: str) -> Rule:
    return lambda value: value in {f"https://schema.org/{member}" for member in members}


def number(least: int) -> Rule:
    return lambda value: isinstance(value, int) and value >= least


def each(rule: Rule, least: int = 1) -> Rule:
    return lambda value: isinstance(value, list) and len(value) >= least and all(rule(item) for item in value)


def a(*types: str) -> Rule:
    """A node of one of these types; references were resolved before."""
    return lambda value: isinstance(value, dict) and bool(types_of(value) & set(types))


ORGANIZATIONS = ("Organization", "OnlineStore")
PAGES = ("WebPage", "ItemPage", "CollectionPage", "ProfilePage", "ContactPage")
availability = one_of(*AVAILABILITY)
sku = matches(r"[!-~]+")


@dataclass(frozen=True)
class Row:
    """On `page`, every node of `type` has `property` (dots go into nodes) and it keeps `rule`."""

    page: str
    type: str
    property: str
    rule: Rule
    is_required: bool = False

    def __str__(self) -> str:
        return f"{self.page}:{self.type}.{self.property}"


def rows(page: str, type_: str, /, required: dict[str, Rule], recommended: dict[str, Rule]) -> list[Row]:
    return [Row(page, type_, name, rule, True) for name, rule in required.items()] + [
        Row(page, type_, name, rule) for name, rule in recommended.items()
    ]


def offer(page: str) -> list[Row]:
    return rows(
        page,
        "Offer",
        {"price": amount, "priceCurrency": matches("[A-Z]{3}")},
        {
            "availability": availability,
            "itemCondition": one_of("NewCondition", "RefurbishedCondition", "UsedCondition"),
            "url": address,
        },
    )


def image(page: str) -> list[Row]:
    return rows(
        page,
        "ImageObject",
        {"contentUrl": address},
        {"creditText": text, "creator.name": text, "license": address},
    )


def breadcrumb(page: str) -> list[Row]:
    return rows(
        page,
        "BreadcrumbList",
        {"itemListElement": each(a("ListItem"), 2)},
        {},
    )


TABLE = [
    *rows(
        "product",
        "Product",
        {"name": text, "image": each(a("ImageObject"), 3), "offers": a("Offer")},
        {
            "description": text,
            "brand.name": text,
            "sku": sku,
            "gtin13": matches(r"\d{13}"),
            "mpn": text,
            "category": matches(r".{1,750}"),
            "color": text,
            "size": text,
            "material": text,
            "pattern": text,
            "url": address,
        },
    ),
    *offer("product"),
    *rows(
        "product",
        "Offer",
        {},
        {
            "validFrom": moment,
            "priceValidUntil": moment,
            "priceSpecification.price": amount,
            "priceSpecification.priceCurrency": matches("[A-Z]{3}"),
            "priceSpecification.priceType": one_of("StrikethroughPrice"),
        },
    ),
    *image("product"),
    *breadcrumb("product"),
    *rows(
        "variants",
        "ProductGroup",
        {"name": text, "productGroupID": text},
        {
            "variesBy": each(one_of(*VARIES_BY)),
            "hasVariant": each(a("Product"), 2),
            "brand.name": text,
            "description": text,
            "url": address,
            "image": each(a("ImageObject"), 3),
            "category": text,
        },
    ),
    *rows(
        "variants",
        "Product",
        {
            "name": text,
            "image": each(a("ImageObject"), 3),
            "offers": a("Offer"),
            "inProductGroupWithID": text,
        },
        {"sku": sku, "isVariantOf": a("ProductGroup"), "url": address, "color": text, "size": text},
    ),
    *offer("variants"),
    *image("variants"),
    *breadcrumb("variants"),
    *rows(
        "article",
        "Article",
        {},
        {
            "headline": text,
            "image": each(a("ImageObject"), 3),
            "datePublished": moment,
            "dateModified": moment,
            "author": each(a("Person", *ORGANIZATIONS)),
        },
    ),
    *rows("article", "Person", {"name": text}, {"url": address}),
    *image("article"),
    *breadcrumb("article"),
    *rows(
        "author", "ProfilePage", {"mainEntity": a("Person")}, {"dateCreated": moment, "dateModified": moment}
    ),
    *rows(
        "author",
        "Person",
        {"name": text},
        {"description": text, "image": a("ImageObject"), "sameAs": each(address)},
    ),
    *breadcrumb("author"),
    *rows(
        "home",
        "OnlineStore",
        {},
        {
            "name": text,
            "alternateName": text,
            "legalName": text,
            "url": address,
            "logo": a("ImageObject"),
            "description": text,
            "sameAs": each(address),
            "address.streetAddress": text,
            "address.addressLocality": text,
            "address.addressRegion": text,
            "address.postalCode": text,
            "address.addressCountry": matches("[A-Z]{2}"),
            "contactPoint.telephone": matches(r"\+[\d ]+"),
            "contactPoint.email": text,
            "telephone": matches(r"\+[\d ]+"),
            "email": text,
            "foundingDate": text,
            "vatID": text,
        },
    ),
    *rows("home", "WebSite", {"name": text, "url": address}, {"alternateName": text}),
    *rows("category", "ItemList", {"itemListElement": each(a("ListItem"), 2)}, {}),
    *breadcrumb("category"),
    *breadcrumb("content"),
]


def findings(page: str, document: Json) -> list[str]:
    """Which rows of `page` the document does not keep, as "page:Type.property"; a row per broken rule."""
    return [str(row) for row in TABLE if row.page == page and not _keeps(row, document)]


def _keeps(row: Row, document: Json) -> bool:
    known = described(document)
    # A picture's creator is a Person too, but not one the page is about: what counts has an @id.
    nodes = [node for node in known.values() if row.type in types_of(node)]
    return bool(nodes) and all(row.rule(_value(node, row.property, known)) for node in nodes)


def _value(node: Json, path: str, known: dict[str, Json]) -> Any:
    name, _dot, rest = path.partition(".")
    value = _resolved(node.get(name), known)
    if rest:
        return _value(value, rest, known) if isinstance(value, dict) else None
    return value


def _resolved(value: Any, known: dict[str, Json]) -> Any:
    if isinstance(value, list):
        return [_resolved(item, known) for item in value]
    if isinstance(value, dict) and is_reference(value):
        return known.get(value["@id"])
    return value
