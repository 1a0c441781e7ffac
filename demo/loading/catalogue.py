"""The shelves and what stands on them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from catalog.models import (
    Attribute,
    AttributeValue,
    Brand,
    CategoryPage,
    ProductPage,
    ProductPicture,
    RelatedProduct,
    Variant,
)
from demo import pictures
from demo.content import product_pictures, table
from demo.loading.tree import Tree
from demo.prose import rich_text


def build_catalogue(tree: Tree) -> None:
    """Categories, attributes and products, and then what the products say of each other."""
    for category in table("categories")["category"]:
        build_category(tree, category)
    attributes = {row["code"]: build_attribute(row) for row in table("attributes")["attribute"]}
    for product in table("products")["product"]:
        build_product(tree, product, attributes)
    for product in table("products")["product"]:
        relate_product(tree, product)


def build_category(tree: Tree, facts: dict[str, Any]) -> None:
    parent_path, _, slug = facts["path"].rpartition("/")
    tree.add(
        tree.category(parent_path) if parent_path else tree.home,
        CategoryPage(
            title=facts["name"],
            slug=slug,
            summary=facts["summary"],
            intro=rich_text(facts["intro"], tree.find_page),
            cover=pictures.picture(facts["picture"]),
            show_in_menus=True,
        ),
    )


def build_attribute(facts: dict[str, Any]) -> Attribute:
    attribute, _ = Attribute.objects.get_or_create(
        code=facts["code"],
        defaults={
            "label": facts["label"],
            "type": facts["type"],
            "unit": facts.get("unit", ""),
            "is_facet": facts.get("facet", False),
        },
    )
    return attribute


def build_product(tree: Tree, facts: dict[str, Any], attributes: dict[str, Attribute]) -> None:
    brand, _ = Brand.objects.get_or_create(name=facts["brand"])
    product = ProductPage(
        title=facts["name"],
        slug=facts["slug"],
        external_id=f"demo:{facts['slug']}",
        summary=facts["summary"],
        brand=brand,
        care=rich_text(facts.get("care", ""), tree.find_page),
    )
    product.pictures = [
        ProductPicture(sort_order=order, picture=pictures.picture(name))
        for order, name in enumerate(product_pictures(facts))
    ]
    product.attribute_values = [
        AttributeValue.of(attributes[code], value, sort_order=order)
        for order, (code, value) in enumerate(facts["attributes"].items())
    ]
    page = tree.add(tree.category(facts["category"]), product)
    if not page.variants.exists():
        for position, variant in enumerate(facts["variant"]):
            build_variant(page, facts, variant, position)


def build_variant(page: ProductPage, product: dict[str, Any], facts: dict[str, Any], position: int) -> None:
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    types = product.get("option_types", {})
    variant = Variant(
        product=page,
        position=position,
        sku=facts["sku"],
        gtin=facts.get("gtin", ""),
        mpn=facts.get("mpn", ""),
        price=Decimal(facts["price"]),
        currency="GBP",
        stock=facts.get("stock"),
        availability=facts["availability"],
        condition=facts["condition"],
        picture=pictures.picture(facts["picture"]) if facts.get("picture") else None,
        **{types[label]: value for label, value in facts.get("options", {}).items()},
    )
    if "compare_at" in facts:
        variant.compare_at = Decimal(facts["compare_at"])
        variant.compare_at_from = now
        variant.compare_at_until = now + timedelta(days=facts["sale_days"])
    if "date_in_days" in facts:
        variant.available_from = now + timedelta(days=facts["date_in_days"])
    variant.full_clean()
    variant.save()


def relate_product(tree: Tree, facts: dict[str, Any]) -> None:
    """Description and related products, which may name products made later."""
    page = tree.product(facts["slug"])
    if page.description:
        return
    page.description = rich_text(facts["description"], tree.find_page)
    page.related = [
        RelatedProduct(sort_order=order, page=tree.product(slug))
        for order, slug in enumerate(facts["related"])
    ]
    page.save_revision().publish()
