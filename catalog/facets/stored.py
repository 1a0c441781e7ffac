"""Policies and products as they stand in the database, made into values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from catalog.facets.counting import Count, Counter, Thing
from catalog.facets.policy import (
    BRAND,
    NO,
    PRICE,
    RESERVED,
    STOCK,
    YES,
    Facet,
    Kind,
    Policy,
    parameter,
    slug_of,
)
from catalog.models.variant import OPTION_FIELDS
from cms.querysets import modified_at
from seo.commerce import IN_STOCK, PRE_ORDERS

if TYPE_CHECKING:
    from catalog.models import CategoryPage

Fact = tuple[str, str, str]
Value = tuple[str, str, Decimal | None, bool | None]


# Policies -------------------------------------------------------------------------------------------------


def policy_of(category: "CategoryPage", attributes: Mapping[str, Any]) -> Policy:
    """The policy set for the category or the nearest above it, in any language; else every filter, none indexed."""
    from catalog.models import CategoryPage, FacetPolicy

    steps = range(category.steplen, len(category.path) + 1, category.steplen)
    trail = CategoryPage.objects.filter(path__in=[category.path[:step] for step in steps])
    stored = (
        FacetPolicy.objects.filter(category__translation_key__in=trail.values("translation_key"))
        .order_by("-category__depth")
        .first()
    )
    return as_policy(stored, attributes) if stored else default_policy(attributes)


def default_policy(attributes: Mapping[str, Any]) -> Policy:
    """What a category offers when nobody has said: everything there is to filter by, nothing of it indexed."""
    marked = [code for code, attribute in attributes.items() if attribute.is_facet]
    codes = [*OPTION_FIELDS, *(code for code in marked if code not in OPTION_FIELDS), BRAND, STOCK, PRICE]
    return Policy(tuple(filter(None, (_facet(code, attributes) for code in codes))))


def as_policy(stored: Any, attributes: Mapping[str, Any]) -> Policy:
    """A stored policy as a value; filters whose attribute is gone are left out."""
    from catalog.models.facets import bounds_of

    facets = [
        _facet(value["code"], attributes, value["is_indexable"], bounds_of(value["bounds"] or ""))
        for value in (block.value for block in stored.facets)
    ]
    offered = {facet.code: facet.name for facet in facets if facet is not None}
    pairs = [(block.value["first"], block.value["second"]) for block in stored.pairs]
    return Policy(
        facets=tuple(facet for facet in facets if facet is not None),
        pairs=frozenset(
            frozenset({offered[first], offered[second]})
            for first, second in pairs
            if first in offered and second in offered
        ),
        minimum=stored.minimum,
    )


def _facet(
    code: str, attributes: Mapping[str, Any], is_indexable: bool = False, bounds: tuple[Decimal, ...] = ()
) -> Facet | None:
    from catalog.models.facets import BUILT_IN

    if code in BUILT_IN:
        kind = {STOCK: Kind.STOCK, PRICE: Kind.PRICE}.get(code, Kind.TEXT)
        return Facet(code, kind, BUILT_IN[code], is_indexable=is_indexable and kind is Kind.TEXT)
    attribute = attributes.get(code)
    if attribute is None or parameter(code) in RESERVED | BUILT_IN.keys():
        return None
    kind = {"number": Kind.NUMBER, "boolean": Kind.BOOLEAN}.get(attribute.type, Kind.TEXT)
    return Facet(code, kind, attribute.label, attribute.unit, is_indexable, bounds)


# Products -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offered:
    """What filters ask of one variant; `values` are its options."""

    price: Decimal
    currency: str
    is_there: bool
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A product of a list: its page, the thing it is about, and what orders need."""

    page_id: int
    thing_id: int
    path: str
    title: str
    published: datetime | None
    brand: str
    changed: datetime | None = None


# So many ids are named in one query; SQLite takes no more than 32,766 parameters.
MOST_IDS = 30_000


@dataclass(frozen=True)
class Stock:
    """The products of some lists with everything filters may ask of them, as they stand in the database."""

    products: list[Listed]
    variants: Mapping[int, list[Offered]] = field(default_factory=dict)
    facts: Mapping[int, list[Value]] = field(default_factory=dict)

    @classmethod
    def read(cls, products: Any, codes: Iterable[str]) -> "Stock":
        """Three queries for up to `MOST_IDS` products; of attributes only those with these codes.

        Variants and facts are asked for by the ids just read: asked by the same subquery once more, PostgreSQL without
        fresh statistics runs it for every row.
        """
        from catalog.models import AttributeValue, Variant

        products = products.with_thing()
        columns = ("pk", "thing_id", "path", "title", "first_published_at", "brand__name", modified_at())
        listed = [Listed(*row) for row in products.order_by("path").values_list(*columns)]
        ids = sorted({product.thing_id for product in listed})
        chunks = [ids[start : start + MOST_IDS] for start in range(0, len(ids), MOST_IDS)]
        variants, facts, now = defaultdict(list), defaultdict(list), timezone.now()
        columns = (
            "product_id",
            "price",
            "currency",
            "availability",
            "available_from",
            "stock",
            *OPTION_FIELDS,
        )
        rows = (
            Variant.objects.filter(product__in=chunk).order_by().values_list(*columns) for chunk in chunks
        )
        for thing, price, currency, availability, comes, stock, *options in chain.from_iterable(rows):
            has_come = availability in PRE_ORDERS and comes is not None and comes <= now
            is_there = (availability in IN_STOCK or has_come) and (stock is None or stock > 0)
            variants[thing].append(Offered(price, currency, is_there, tuple(options)))
        values = AttributeValue.objects.filter(attribute__code__in=set(codes)).order_by()
        columns = ("product_id", "attribute__code", "text", "number", "boolean")
        rows = (values.filter(product__in=chunk).values_list(*columns) for chunk in chunks)
        for thing, *value in chain.from_iterable(rows):
            facts[thing].append(tuple(value))
        return cls(listed, variants, facts)

    def count(self, policy: Policy, products: Iterable[Listed] | None = None) -> Count:
        """Some of the products, by default all, ready to be asked what a policy offers."""
        by_code = {facet.code: facet for facet in policy.facets}
        counter = Counter()
        for product in self.products if products is None else products:
            facts = [_fact(by_code, *value) for value in self.facts.get(product.thing_id, ())]
            if product.brand and BRAND in by_code:
                facts.append((BRAND, slug_of(product.brand), product.brand))
            variants = self.variants.get(product.thing_id, ())
            counter.currencies.update(variant.currency for variant in variants)
            counter.add(
                Thing(product.page_id, product.title, product.published, product.changed),
                [fact for fact in facts if fact is not None],
                [(variant.price, _values(by_code, variant)) for variant in variants],
            )
        return counter.count()


def _values(by_code: Mapping[str, Facet], variant: Offered) -> list[Fact]:
    values = [
        (name, slug_of(text), text)
        for name, text in zip(OPTION_FIELDS, variant.values, strict=True)
        if text and name in by_code
    ]
    return [*values, (STOCK, YES, "")] if variant.is_there and STOCK in by_code else values


def _fact(
    by_code: Mapping[str, Facet], code: str, text: str, number: Decimal | None, boolean: bool | None
) -> Fact | None:
    facet = by_code.get(code)
    match facet and facet.kind:
        case None:
            return None
        case Kind.NUMBER:
            return (facet.name, facet.slug_of_number(number), "") if number is not None else None
        case Kind.BOOLEAN:
            return (facet.name, YES if boolean else NO, "") if boolean is not None else None
        case _:
            return (facet.name, slug_of(text), text) if text else None
