"""Products of a source that no row of an upload names: taken offline, or ended. A few in each transaction, after the
last row, and none unless the upload can be trusted that far."""

from collections import defaultdict
from collections.abc import Sequence
from typing import ClassVar

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from catalog.bulk.meeting import Shelves
from catalog.bulk.outcomes import Outcome, Paths
from catalog.bulk.planning import Rights
from catalog.bulk.products import Options
from catalog.importing.drafts import ProductDraft
from catalog.importing.planning import ProductPlan
from catalog.importing.turns import take_turn
from catalog.importing.writing import Writer
from catalog.models import ProductPage, Variant
from headless.jobs.models import BulkJob, BulkRow
from headless.jobs.running import report


class Missing:
    """One way to take products off. `status` is what the report says of them."""

    status: ClassVar[str]
    done: ClassVar[str]  # in words, as in "Nothing was taken offline"
    right: ClassVar[str]  # in words, what the token's owner may not
    step_size: ClassVar[int]  # products in one transaction

    def __init__(self, job: BulkJob, options: Options) -> None:
        self.job = job
        self.options = options
        self.prefix = f"{options.source}:"
        self.rights = Rights(options.user)

    def step(self) -> bool:
        """Take some products off; whether there may be more. The caller holds the transaction."""
        take_turn()
        named = BulkRow.objects.filter(job=self.job, key=OuterRef("external_id"))
        standing = self.standing()
        missing = standing.filter(~Exists(named)).order_by("pk")
        if "missing" not in self.job.notes:
            self.job.notes["missing"] = self._may_go(missing.count(), standing.count())
        if not self.job.notes["missing"] or self.job.dry_run:
            return False
        pages = list(missing[: self.step_size])
        if not pages:
            return False
        allowed = [page for page in pages if self.may(page)]
        if len(allowed) < len(pages):
            self.job.warn(f"Not all were {self.done}: the token's owner may not {self.right} them.")
            self.job.notes["missing"] = 0
        self.take_off(allowed)
        paths, index = Paths(), self.job.total + self.job.counts.get(self.status, 0)
        outcomes = [
            self.outcome(number, page, paths.of(page.url_path))
            for number, page in enumerate(allowed, start=index)
        ]
        report(self.job, outcomes)
        return bool(allowed)

    def standing(self) -> QuerySet[ProductPage]:
        """The products of the source, on the site of the upload, that are not off yet."""
        products = ProductPage.objects.of_site(self.options.site)
        return products.filter(alias_of=None, external_id__startswith=self.prefix)

    def may(self, page: ProductPage) -> bool:
        """Whether the token's owner may do it to this one."""
        raise NotImplementedError

    def take_off(self, pages: Sequence[ProductPage]) -> None:
        raise NotImplementedError

    def outcome(self, index: int, page: ProductPage, path: str) -> Outcome:
        raise NotImplementedError

    def _may_go(self, missing: int, standing: int) -> int:
        """How many may be taken off; none, and a warning, where the rows are not to be trusted that far."""
        if not missing:
            return 0
        if BulkRow.objects.filter(job=self.job, key="").exists():
            self.job.warn(f"Nothing was {self.done}: of some rows nobody can tell which product they mean.")
            return 0
        share = self.job.options["missing_at_most"]
        if missing > share * standing:
            self.job.warn(
                f"Nothing was {self.done}: {missing} of {standing} products are missing, more than the share of "
                f"{share:g} that missing_at_most allows."
            )
            return 0
        if self.job.dry_run:
            self.job.warn(f"{missing} of {standing} products are missing and would be {self.done}.")
            self.job.count(self.status, missing)
        return missing


class Unpublished(Missing):
    """Taken offline: their addresses answer nothing until a row names them again."""

    status, done, right, step_size = "unpublished", "taken offline", "publish", 20

    def standing(self) -> QuerySet[ProductPage]:
        return super().standing().filter(live=True)

    def may(self, page: ProductPage) -> bool:
        return self.rights.may("publish", page.path)

    def take_off(self, pages: Sequence[ProductPage]) -> None:
        for page in pages:
            page.unpublish(user=self.options.user)
        ProductPage.objects.filter(pk__in=[page.pk for page in pages]).update(absent_since=timezone.now())

    def outcome(self, index: int, page: ProductPage, path: str) -> Outcome:
        return Outcome(index, page.external_id, self.status, page.pk, "", path)


class Discontinued(Missing):
    """Ended as a variant that left an import is: “no longer made”, at its address, until a row names it again. Variants
    that are not the source's stay for sale."""

    status, done, right, step_size = "discontinued", "discontinued", "change", 100

    def standing(self) -> QuerySet[ProductPage]:
        return super().standing().filter(Exists(self._variants().filter(product=OuterRef("pk"))))

    def may(self, page: ProductPage) -> bool:
        return self.rights.may_sell and self.rights.may("change", page.path)

    def take_off(self, pages: Sequence[ProductPage]) -> None:
        absent: dict[int, list[Variant]] = defaultdict(list)
        for variant in self._variants().filter(product__in=pages):
            absent[variant.product_id].append(variant)
        plans = [_plan_without(page, absent[page.pk]) for page in pages]
        Writer(Shelves(self.options.site), {}, publish=False).write(plans)

    def outcome(self, index: int, page: ProductPage, path: str) -> Outcome:
        return Outcome(index, page.external_id, self.status, page.pk, path)

    def _variants(self) -> QuerySet[Variant]:
        return Variant.objects.filter(external_id__startswith=self.prefix, absent_since=None)


def _plan_without(page: ProductPage, absent: list[Variant]) -> ProductPlan:
    """A plan that leaves the words of a page alone and ends these variants."""
    draft = ProductDraft(0, 0, page.external_id, page.title, page.slug, {})
    return ProductPlan(draft, "unchanged", page.pk, page.import_hash, absent=absent)


WAYS: dict[str, type[Missing]] = {"unpublish": Unpublished, "discontinue": Discontinued}
