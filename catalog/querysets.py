"""Products, asked for in English."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalog.lifecycle import dates
from cms import changes
from cms.querysets import PageQuerySet
from seo.commerce import IN_STOCK, PRE_ORDERS, Availability

if TYPE_CHECKING:
    from catalog.models import CategoryPage


class ProductQuerySet(PageQuerySet):
    def in_category(self, category: "CategoryPage") -> "ProductQuerySet":
        """Products that stand below `category` in the tree or are also listed in it or below it.

        "Also listed" holds in every language: what was chosen for the original is right on its translations.
        """
        below = Q(path__startswith=category.path, depth__gt=category.depth)
        also = Q(
            pk__in=self.model.more_categories.through.objects.filter(
                categorypage__translation_key__in=type(category)
                .objects.descendant_of(category, inclusive=True)
                .values("translation_key")
            ).values("productpage_id")
        )
        return self.filter(below | also, locale=category.locale_id)

    def with_thing(self) -> "ProductQuerySet":
        """With `thing_id`: the original, which has the variants and facts of all its translations."""
        return self.annotate(thing_id=Coalesce("source_id", "pk"))

    def family(self, originals: Any) -> "ProductQuerySet":
        """The originals with these ids, or of this subquery, and all their translations."""
        return self.filter(Q(pk__in=originals) | Q(source__in=originals))

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
        come = Q(availability__in=PRE_ORDERS, available_from__lte=timezone.now())
        in_stock_now = Q(availability__in=IN_STOCK) | come
        stocked = Exists(variants.filter(in_stock_now).exclude(stock__lte=0))
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

    def settle(self, unseen: Collection[int] = ()) -> None:
        """Write down on the pages' rows what `lifecycle.dates` says of these originals, for their translations too.

        Three queries, and some more for what changed: whoever writes endings or variants in bulk calls it once. Beside
        them the moments at which what a page shows changes by itself: the last that has come, the next to come.
        `unseen` are pages made in the same transaction: nobody saw them before, and their maker records them.
        """
        from catalog.models.variant import Variant

        variants = Variant.objects.filter(product=OuterRef("pk"))
        sold = variants.exclude(availability=Availability.DISCONTINUED)
        ended = {
            pk: (ending, ends_at, has_variants and not is_sold)
            for pk, ending, ends_at, has_variants, is_sold in self.filter(source=None)
            .annotate(has_variants=Exists(variants), is_sold=Exists(sold))
            .values_list("pk", "ending", "ends_at", "has_variants", "is_sold")
        }
        now = timezone.now()
        moments = self._moments(ended)
        family = self.model.objects.family(ended).with_thing()
        changed = defaultdict(list)
        came, coming = defaultdict(list), defaultdict(list)
        stored_columns = ("content_changed_at", "content_changes_at", "closed_from", "unlisted_from")
        for pk, thing, date, next_date, *stored in family.values_list("pk", "thing_id", *stored_columns):
            last = max((moment for moment in moments[thing] if moment <= now), default=None)
            if last is not None and date is not None and last > date:
                came[last].append(pk)
            next_ = min((moment for moment in moments[thing] if moment > now), default=None)
            if next_ != next_date:
                coming[next_].append(pk)
            ending, ends_at, all_discontinued = ended[thing]
            since = min([now, *(date for date in stored if date)])
            wanted = dates(ending, ends_at, all_discontinued=all_discontinued, since=since)
            if wanted != tuple(stored):
                changed[wanted].append(pk)
        for moment, pks in came.items():
            with transaction.atomic():
                pages = self.model.objects.filter(pk__in=pks)
                if pages.changed(moment):
                    changes.record_news(pages, changes.Kind.OFFER)
        for moment, pks in coming.items():
            self.model.objects.filter(pk__in=pks).update(content_changes_at=moment)
        if not changed:
            return
        with transaction.atomic():
            concerned = self.model.objects.filter(pk__in=[pk for pks in changed.values() for pk in pks])
            before = set(concerned.readable().values_list("pk", flat=True))
            for (closed_from, unlisted_from), pks in changed.items():
                self.model.objects.filter(pk__in=pks).update(
                    closed_from=closed_from, unlisted_from=unlisted_from
                )
            after = set(concerned.readable().values_list("pk", flat=True))
            pages = self.model.objects.exclude(pk__in=unseen)
            changes.record_appearance(pages.filter(pk__in=before - after), visible=False)
            changes.record_appearance(pages.filter(pk__in=after - before), visible=True)
            changes.record_news(pages.filter(pk__in=before & after))

    def _moments(self, ended: Mapping[int, tuple[str, datetime | None, bool]]) -> dict[int, set[datetime]]:
        """When the pages of these things show something else by themselves: a reduction begins or ends, a thing can
        be had, an ending takes effect."""
        from catalog.models.variant import Variant

        found: dict[int, set[datetime]] = defaultdict(set)
        for pk, (ending, ends_at, _all_discontinued) in ended.items():
            if ending and ends_at:
                found[pk].add(ends_at)
        dated = Variant.objects.filter(product__in=list(ended)).filter(
            Q(compare_at__isnull=False) | Q(available_from__isnull=False)
        )
        columns = ("product", "compare_at", "compare_at_from", "compare_at_until", "available_from")
        for pk, compare_at, *reduced, available_from in dated.order_by().values_list(*columns):
            found[pk] |= {moment for moment in reduced if moment and compare_at is not None}
            found[pk] |= {available_from} - {None}
        return found

    def _variants(self) -> Any:
        from catalog.models.variant import Variant

        return Variant.objects.filter(product=Coalesce(OuterRef("source_id"), OuterRef("pk")))
