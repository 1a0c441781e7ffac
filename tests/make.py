"""Plain functions that make one thing each, published and valid unless told otherwise."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.images import ImageFile

from PIL import Image

from catalog.models import (
    Attribute,
    AttributeValue,
    Brand,
    CategoryPage,
    ProductPage,
    ProductPicture,
    Variant,
)
from cms.models import Page, Picture
from home.models import ArticleIndexPage, ArticlePage, AuthorPage, ContentPage, FormPage

_numbers = count(1)


def make_page(parent: Page, model: type[Page], **fields: Any) -> Any:
    """A page of `model` below `parent`; `live=False` makes a draft."""
    number = next(_numbers)
    page = model(
        **{"title": f"{model.__name__} {number}", "slug": f"{model.__name__.lower()}-{number}", **fields}
    )
    parent.refresh_from_db()
    parent.add_child(instance=page)
    if page.live:
        page.save_revision().publish()
        page.refresh_from_db()
    return page


def make_content(parent: Page, **fields: Any) -> ContentPage:
    return make_page(parent, ContentPage, **{"summary": "A page of text.", **fields})


def make_category(parent: Page, **fields: Any) -> CategoryPage:
    return make_page(parent, CategoryPage, **{"summary": "A shelf of things.", **fields})


def make_product(
    parent: Page, variants: int = 1, pictures: int | list[Picture] = 0, **fields: Any
) -> ProductPage:
    """A product with that many variants, told apart by size, and that many or these pictures."""
    fields = {"summary": "A useful thing.", "description": "<p>A useful thing, well made.</p>", **fields}
    product = ProductPage(
        **{"title": f"Product {next(_numbers)}", "slug": f"product-{next(_numbers)}", **fields}
    )
    for picture in [make_picture() for _ in range(pictures)] if isinstance(pictures, int) else pictures:
        product.pictures.add(ProductPicture(picture=picture))
    parent.refresh_from_db()
    parent.add_child(instance=product)
    if product.live:
        product.save_revision().publish()
    for position in range(variants):
        make_variant(product, position=position, size=f"Size {position + 1}" if variants > 1 else "")
    return ProductPage.objects.get(pk=product.pk)


def make_variant(product: ProductPage, **fields: Any) -> Variant:
    number = next(_numbers)
    variant = Variant(
        **{
            "product": product,
            "sku": f"SKU-{number}",
            "price": Decimal("48.00"),
            "currency": "GBP",
            "stock": 7,
            **fields,
        }
    )
    variant.full_clean()
    variant.save()
    return variant


def make_brand(**fields: Any) -> Brand:
    return Brand.objects.create(**{"name": f"Maker {next(_numbers)}", **fields})


def make_attribute(**fields: Any) -> Attribute:
    number = next(_numbers)
    return Attribute.objects.create(
        **{"code": f"attribute-{number}", "label": f"Attribute {number}", **fields}
    )


def make_fact(product: ProductPage, attribute: Attribute, value: Any) -> AttributeValue:
    fact = AttributeValue.of(attribute, value, product=product)
    fact.save()
    return fact


def make_picture(width: int = 60, height: int = 75, **fields: Any) -> Picture:
    """A small picture of one colour."""
    number = next(_numbers)
    data = BytesIO()
    Image.new("RGB", (width, height), (number % 255, 120, 90)).save(data, "PNG")
    file = ImageFile(BytesIO(data.getvalue()), name=f"picture-{number}.png")
    return Picture.objects.create(
        **{"title": f"Picture {number}", "file": file, "alt_text": f"Test card {number}", **fields}
    )


def make_article_index(parent: Page, **fields: Any) -> ArticleIndexPage:
    return make_page(parent, ArticleIndexPage, **fields)


def make_author(parent: Page, **fields: Any) -> AuthorPage:
    return make_page(parent, AuthorPage, **{"summary": "Writes here.", **fields})


def make_article(parent: Page, **fields: Any) -> ArticlePage:
    fields = {
        "summary": "What happened, in one line.",
        "published_at": datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
        "body": [("text", "<p>What happened, at length.</p>")],
        **fields,
    }
    return make_page(parent, ArticlePage, **fields)


def make_form(parent: Page, **fields: Any) -> FormPage:
    return make_page(
        parent, FormPage, **{"to_address": "editors@shop.example", "subject": "A message", **fields}
    )
