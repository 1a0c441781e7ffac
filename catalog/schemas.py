"""The shapes of the catalogue in the API."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from ninja import Schema

from headless.schemas import CardData, Head, Link, PageMeta, PictureData


class MemberPriceWords(Schema):
    name: str
    price: str
    points: str


class VariantWords(Schema):
    """The figures as the page prints them."""

    price: str
    was: str
    reduced_from: str
    reduced_until: str
    availability: str
    availability_note: str
    condition: str
    unit_price: str
    member_prices: list[MemberPriceWords]


class UnitPrice(Schema):
    """What one base costs; units are codes of UN/CEFACT Recommendation 20."""

    price: Decimal
    content: Decimal
    content_unit: str
    base: Decimal
    base_unit: str


class MemberPrice(Schema):
    """What members of a level pay; the level's key ends the @id of its node."""

    tier: str
    price: Decimal
    points: int | None


class Variant(Schema):
    """One thing to buy. Amounts are decimal strings; availability and condition are schema.org's words."""

    sku: str
    gtin: str
    mpn: str
    label: str
    options: dict[str, str]
    path: str
    url: str
    price: Decimal
    was_price: Decimal | None
    price_valid_from: datetime | None
    price_valid_until: datetime | None
    currency: str
    availability: str
    available_from: datetime | None
    stock: int | None
    condition: str
    can_be_bought: bool
    unit_price: UnitPrice | None
    member_prices: list[MemberPrice]
    words: VariantWords


class AttributeFact(Schema):
    code: str
    label: str
    type: str
    value: str | bool | Decimal | None
    unit: str


class Rating(Schema):
    """What approved reviews say together; `words` is how the page prints it."""

    value: Decimal
    best: int
    count: int
    words: str


class ProductCard(CardData):
    """A product in a list: the variant that stands for it, and, with view=full, everything but its head."""

    sku: str
    brand: str
    price: Decimal | None
    was_price: Decimal | None
    currency: str | None
    availability: str | None
    can_be_bought: bool
    reviews: Rating | None
    updated_at: datetime | None
    description: str | None = None
    care: str | None = None
    pictures: list[PictureData] | None = None
    variants: list[Variant] | None = None
    attributes: list[AttributeFact] | None = None


class FacetValue(Schema):
    """`value` is what addresses and `filter` take, `words` is the page's language. `path` leads to the category with
    it, or without it where it is applied; link to it where it is `indexable`, else lead there by a form."""

    value: str
    words: str
    count: int
    path: str
    url: str
    applied: bool
    indexable: bool


class Facet(Schema):
    """A filter of a category. `count` of a value is what it would leave beside all other filters, not its own."""

    name: str
    code: str
    label: str
    type: Literal["text", "number", "boolean", "stock"]
    values: list[FacetValue]


class PriceRange(Schema):
    """The lowest and highest price the other filters leave, and the range that was asked for."""

    lowest: Decimal
    highest: Decimal
    least: Decimal | None
    most: Decimal | None


class AppliedFilter(Schema):
    name: str
    value: str
    label: str
    words: str
    path_without: str


class CombinationSeo(Schema):
    """What search engines are told of the category with these filters; `path` is its one address."""

    path: str
    url: str
    title: str
    heading: str
    description: str
    robots: str
    canonical: str
    indexable: bool


class ProductList(Schema):
    """`count` is null when it was not asked for; `facets` to `seo` are null without a category."""

    count: int | None
    items: list[ProductCard]
    facets: list[Facet] | None = None
    price: PriceRange | None = None
    applied: list[AppliedFilter] | None = None
    seo: CombinationSeo | None = None


class Product(Schema):
    """A product page as resolve/ gives it; `fields` holds variants, pictures, attributes and words."""

    id: int
    type: str
    title: str
    meta: PageMeta
    fields: dict[str, Any]
    head: Head
    breadcrumbs: list[Link]
    more_breadcrumbs: list[list[Link]]


class Category(Schema):
    id: int
    title: str
    path: str
    url: str
    summary: str
    children: list["Category"]


class CategoryTree(Schema):
    items: list[Category]
