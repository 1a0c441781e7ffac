"""Products, asked for in English."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, Min, OuterRef, Q, Subquery

from cms.querysets import PageQuerySet
from seo.commerce import Availability

if TYPE_CHECKING:
    from catalog.models import CategoryPage


class ProductQuerySet(PageQuerySet):
    def in_category(self, category: "CategoryPage") -> "ProductQuerySet":
        """Products that stand below `category` in the tree or are also listed in it or below it."""
        below = Q(path__startswith=category.path, depth__gt=category.depth)
        also = Q(
            pk__in=self.model.more_categories.through.objects.filter(
                categorypage__path__startswith=category.path
            ).values("productpage_id")
        )
        return self.filter(below | also)

    def newest(self) -> "ProductQuerySet":
        return self.order_by("-first_published_at", "-pk")

    def of_brand(self, name: str) -> "ProductQuerySet":
        return self.filter(brand__name__iexact=name)

    def with_sku(self, skus: Sequence[str]) -> "ProductQuerySet":
        return self.filter(Exists(self._variants().filter(sku__in=skus)))

    def offered(
        self, *, at_least: Decimal | None, at_most: Decimal | None, in_stock: bool | None
    ) -> "ProductQuerySet":
        """Products with one variant that has all of it at once: a price in the range and, if asked, stock.

        `in_stock=False` asks for products of which no variant in the range is in stock.
        """
        variants = self._variants()
        if at_least is not None:
            variants = variants.filter(price__gte=at_least)
        if at_most is not None:
            variants = variants.filter(price__lte=at_most)
        products = self if at_least is None and at_most is None else self.filter(Exists(variants))
        if in_stock is None:
            return products
        stocked = Exists(variants.filter(availability__in=_IN_STOCK).exclude(stock__lte=0))
        return products.filter(stocked if in_stock else ~stocked)

    def changed_since(self, moment: datetime) -> "ProductQuerySet":
        """Published since, or with a variant that changed since."""
        touched = Exists(self._variants().filter(updated_at__gte=moment))
        return self.filter(Q(last_published_at__gte=moment) | Q(touched))

    def by_price(self, *, descending: bool = False) -> "ProductQuerySet":
        """By the lowest price of a product; products without a price last."""
        lowest = self._variants().order_by().values("product").annotate(lowest=Min("price")).values("lowest")
        price = F("lowest_price")
        order = price.desc(nulls_last=True) if descending else price.asc(nulls_last=True)
        return self.annotate(lowest_price=Subquery(lowest)).order_by(order, "pk")

    def _variants(self) -> Any:
        from catalog.models.variant import Variant

        return Variant.objects.filter(product=OuterRef("pk"))


# What `Variant.stocked_availability` calls in stock when its count allows it.
_IN_STOCK = (
    Availability.IN_STOCK,
    Availability.LIMITED,
    Availability.ONLINE_ONLY,
    Availability.IN_STORE_ONLY,
)
