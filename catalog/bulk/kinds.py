"""The catalogue's kinds of jobs: products, prices, stock."""

from collections.abc import Collection, Sequence
from typing import Any

from wagtail.models import Site

from catalog.bulk.figures import Figures
from catalog.bulk.missing import WAYS
from catalog.bulk.outcomes import Outcome
from catalog.bulk.products import Options, Products
from catalog.importing import search
from headless.jobs.kinds import Kind
from headless.jobs.models import BulkJob, BulkRow

FEW = 100  # so many new products change nothing about the plans a database makes


class ProductsJob(Kind):
    """Products; when all rows are written those the source no longer names may go, and new ones are indexed."""

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
        way = WAYS.get(self.job.options["missing"])
        if way is not None and way(self.job, self.options).step():
            return True
        if self.job.dry_run:
            return False
        if next(search.index_missing(self.source), 0):
            return True
        if self.job.counts.get("created", 0) > FEW:
            search.analyze()
        return False


class FiguresJob(Kind):
    """Prices, or stock, by the ten thousand."""

    def __init__(self, job: BulkJob) -> None:
        super().__init__(job)
        self.figures = Figures(job.kind, Site.objects.get(pk=job.options["site"]))

    def write(self, rows: Sequence[tuple[int, Any]]) -> list[Outcome]:
        self.figures.seen = set()
        return self.figures.write(rows) if rows else []
