"""Counting the filters of a category, ours beside one grouped query a filter, at 3,000 and at 20,000 products.

.venv/bin/python -m benchmarks.facets
"""

import random
from typing import Any

from benchmarks import trial

SIZES = (3_000, 20_000)
OPTIONS = {"color": 8, "size": 6, "material": 5}
ATTRIBUTES = {"fuel": 4, "finish": 7, "origin": 12}


def main() -> None:
    trial.start()
    from django.test import RequestFactory

    from wagtail.models import Site

    from catalog.facets.shelves import load, shelf_of
    from catalog.facets.views import FilterView
    from catalog.models import CategoryPage, FacetPolicy
    from home.models import HomePage

    site = Site.objects.get(is_default_site=True)
    home = HomePage.objects.get(pk=site.root_page_id)
    lamps = home.add_child(instance=CategoryPage(title="Lamps", slug="lamps"))
    codes = [*OPTIONS, *ATTRIBUTES, "in-stock", "price"]
    facets = [("facet", {"code": code, "is_indexable": code == "color", "bounds": ""}) for code in codes]
    make_attributes()
    FacetPolicy.objects.create(category=lamps, facets=facets)
    request = RequestFactory().get("/lamps/?color=color-1&fuel=fuel-2")

    def ours() -> int:
        page = CategoryPage.objects.get(pk=lamps.pk)
        page.shelf_path = "/lamps/"
        asked = page.get_asked(request)
        view = FilterView.of(page.shelf, "/lamps/", asked)
        return len(view.facets)

    print("| products | reading anew | every request | one query a filter | ratio |")
    print("|---:|---:|---:|---:|---:|")
    for size in SIZES:
        fill(lamps, size)
        anew = trial.cpu_seconds(lambda: load(lamps), 2)
        shelf_of(lamps)
        warm = trial.cpu_seconds(ours, 5)
        plain = trial.cpu_seconds(lambda: naive(lamps), 3)
        print(
            f"| {size:,} | {anew * 1e3:,.0f} ms | {warm * 1e3:,.1f} ms | {plain * 1e3:,.0f} ms"
            f" | {plain / warm:,.1f} |"
        )


def make_attributes() -> None:
    from catalog.models import Attribute

    for code in ATTRIBUTES:
        Attribute.objects.create(code=code, label=code.title(), type="choice")


def fill(category: Any, size: int) -> None:
    """Products of two variants with values drawn from small sets."""
    from catalog.models import Attribute, AttributeValue, ProductPage, Variant

    draw = random.Random(size)
    trial.add_products(category, size - ProductPage.objects.count())
    changed = list(Variant.objects.filter(color=""))
    for variant in changed:
        for name, values in OPTIONS.items():
            setattr(variant, name, f"{name} {draw.randrange(values)}")
        variant.stock = draw.randrange(4)
    Variant.objects.bulk_update(changed, [*OPTIONS, "stock"], batch_size=300)
    attributes = list(Attribute.objects.all())
    AttributeValue.objects.bulk_create(
        [
            AttributeValue(
                product_id=product, attribute=one, text=f"{one.code} {draw.randrange(ATTRIBUTES[one.code])}"
            )
            for product in ProductPage.objects.filter(attribute_values=None).values_list("pk", flat=True)
            for one in attributes
        ],
        batch_size=1000,
    )


def naive(category: Any) -> int:
    """The same counts by SQL: for each filter one query grouped by its value, under all other filters."""
    from django.db.models import Count, Exists, OuterRef

    from catalog.models import AttributeValue, Variant

    red = Variant.objects.filter(product=OuterRef("pk"), color="color 1")
    fuel = AttributeValue.objects.filter(product=OuterRef("pk"), attribute__code="fuel", text="fuel 2")
    products, found = category.get_products().order_by(), 0
    for name in OPTIONS:
        left = (
            products.filter(Exists(fuel)) if name == "color" else products.filter(Exists(fuel), Exists(red))
        )
        counted = Variant.objects.filter(product__in=left.values("pk")).values(name)
        found += len(counted.annotate(number=Count("product", distinct=True)).order_by())
    for code in ATTRIBUTES:
        left = products.filter(Exists(red)) if code == "fuel" else products.filter(Exists(fuel), Exists(red))
        counted = AttributeValue.objects.filter(product__in=left.values("pk"), attribute__code=code).values(
            "text"
        )
        found += len(counted.annotate(number=Count("product", distinct=True)).order_by())
    return found


if __name__ == "__main__":
    main()
