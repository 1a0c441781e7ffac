"""Products, asked for in English."""

from typing import TYPE_CHECKING

from django.db.models import Q

from cms.querysets import PageQuerySet

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
