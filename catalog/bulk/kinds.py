"""The catalogue's kinds of jobs: products, prices, stock."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from wagtail.models import Site

from catalog.bulk.figures import Figures
from catalog.bulk.outcomes import Outcome, Paths
from catalog.bulk.planning import Rights
from catalog.bulk.products import Options, Products
from catalog.importing import search
from catalog.models import ProductPage
from headless.jobs.kinds import Kind
from headless.jobs.models import BulkJob, BulkRow
from headless.jobs.running import report

STEP = 20  # products taken offline in one transaction
FEW = 100  # so many new products change nothing about the plans a database makes


class ProductsJob(Kind):
    """Products; when all rows are written those the source no longer names may go offline, and new ones are indexed."""

    def __init__(self, job: BulkJob) -> None:
        super().__init__(job)
        said = job.options
        self.source = said["source"]
        self.options = Options(
            site=Site.objects.select_related("root_page").get(pk=said["site"]),
            user=job.owner,
            **{name: said[name] for name in ("source", "mode", "match", "publish", "on_slug_change")},
        )
        self.products = Products(self.options, self._seen)

    def write(self, rows: Sequence[tuple[int, Any]]) -> list[Outcome]:
        return self.products.write(rows) if rows else []

    def _seen(self, keys: Collection[str]) -> set[str]:
        """Keys of earlier rows that were written."""
        rows = BulkRow.objects.filter(job=self.job, key__in=keys).exclude(status="failed")
        return set(rows.values_list("key", flat=True))

    def follow(self) -> bool:
        if self.job.options["missing"] == "unpublish" and self._unpublish_missing():
            return True
        if self.job.dry_run:
            return False
        if next(search.index_missing(self.source), 0):
            return True
        if self.job.counts.get("created", 0) > FEW:
            search.analyze()
        return False

    # What is missing -------------------------------------------------------------------------------------

    def _unpublish_missing(self) -> bool:
        """Take some products offline that no row has named; whether there may be more."""
        named = BulkRow.objects.filter(job=self.job, key=OuterRef("external_id"))
        live = ProductPage.objects.filter(live=True, alias_of=None, external_id__startswith=f"{self.source}:")
        missing = live.filter(~Exists(named)).order_by("pk")
        if "missing" not in self.job.notes:
            self.job.notes["missing"] = self._may_go(missing.count(), live.count())
        if not self.job.notes["missing"] or self.job.dry_run:
            return False
        rights, paths = Rights(self.options.user), Paths()
        outcomes = []
        for page in missing[:STEP]:
            if not rights.may("publish", page.path):
                self.job.warn("Nothing more was taken offline: the token's owner may not publish.")
                self.job.notes["missing"] = 0
                break
            page.unpublish(user=self.options.user)
            ProductPage.objects.filter(pk=page.pk).update(absent_since=timezone.now())
            index = self.job.total + self.job.counts.get("unpublished", 0) + len(outcomes)
            path = paths.of(page.url_path)
            outcomes.append(Outcome(index, page.external_id, "unpublished", page.pk, "", path))
        report(self.job, outcomes)
        return bool(outcomes)

    def _may_go(self, missing: int, live: int) -> int:
        """How many may be taken offline; none, and a warning, where the rows are not to be trusted that far."""
        if not missing:
            return 0
        if BulkRow.objects.filter(job=self.job, key="").exists():
            self.job.warn("Nothing was taken offline: of some rows nobody can tell which product they mean.")
            return 0
        share = self.job.options["missing_at_most"]
        if missing > share * live:
            self.job.warn(
                f"Nothing was taken offline: {missing} of {live} products are missing, more than the share of "
                f"{share:g} that missing_at_most allows."
            )
            return 0
        if self.job.dry_run:
            self.job.warn(f"{missing} of {live} products are missing and would be taken offline.")
        return missing


class FiguresJob(Kind):
    """Prices, or stock, by the ten thousand."""

    def __init__(self, job: BulkJob) -> None:
        super().__init__(job)
        self.figures = Figures(job.kind, Site.objects.get(pk=job.options["site"]))

    def write(self, rows: Sequence[tuple[int, Any]]) -> list[Outcome]:
        self.figures.seen = set()
        return self.figures.write(rows) if rows else []
