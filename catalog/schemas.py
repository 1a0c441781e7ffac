"""The shapes of the catalogue in the API."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from ninja import Schema

from headless.schemas import CardData, Head, Link, PageMeta, PictureData


class VariantWords(Schema):
    """The figures as the page prints them."""

    price: str
    was: str
    reduced_until: str
    availability: str
    availability_note: str
    condition: str


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
    words: VariantWords


class AttributeFact(Schema):
    code: str
    label: str
    type: str
    value: str | bool | Decimal | None
    unit: str


class ProductCard(CardData):
    """A product in a list: the variant that stands for it, and, with view=full, everything but its head."""

    sku: str
    brand: str
    price: Decimal | None
    was_price: Decimal | None
    currency: str | None
    availability: str | None
    can_be_bought: bool
    updated_at: datetime | None
    description: str | None = None
    care: str | None = None
    pictures: list[PictureData] | None = None
    variants: list[Variant] | None = None
    attributes: list[AttributeFact] | None = None


class ProductList(Schema):
    """`count` is null when it was not asked for."""

    count: int | None
    items: list[ProductCard]


class Product(Schema):
    """A product page as resolve/ gives it; `fields` holds variants, pictures, attributes and words."""

    id: int
    type: str
    title: str
    meta: PageMeta
    fields: dict[str, Any]
    head: Head
    breadcrumbs: list[Link]


class Category(Schema):
    id: int
    title: str
    path: str
    url: str
    summary: str
    children: list["Category"]


class CategoryTree(Schema):
    items: list[Category]
