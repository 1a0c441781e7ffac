"""One import from beginning to end: chunks of products, each read, planned and written on its own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from pathlib import Path

from django.db import DataError, IntegrityError, transaction

from catalog.importing import search
from catalog.importing.categories import CategoryTree
from catalog.importing.drafts import ProductDraft
from catalog.importing.grouping import Assembly
from catalog.importing.mapping import Map
from catalog.importing.pictures import LocalPicture, PictureFolder
from catalog.importing.planning import Planner, ProductPlan
from catalog.importing.problems import BadValue, ImportRefused
from catalog.importing.report import Report
from catalog.importing.scratch import Scratch
from catalog.importing.turns import take_turn
from catalog.importing.writing import Writer
from catalog.models import Attribute, CategoryPage
from cms.models import Page

CHUNK = 100


@dataclass
class Options:
    """What the operator asked for."""

    file: Path
    map: Map
    under: Page
    publish: bool = False
    dry_run: bool = False
    pictures: PictureFolder | None = None
    report: Path | None = None


class Importer:
    """Runs an import. After every chunk `tick` is told the position; `stop` is asked whether to go on."""

    def __init__(
        self,
        options: Options,
        tick: Callable[[str, int, int], None] = lambda what, done, total: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.options = options
        self.tick = tick
        self.stop = stop
        self.scratch = Scratch()
        if options.report and options.report.resolve() == options.file.resolve():
            raise ImportRefused("--report would overwrite the file that is imported.")
        self.report = Report(options.file.name, options.report)
        self.assembly = Assembly(options.file, options.map, self.report, self.scratch)
        source = options.map.source.name
        self.categories = CategoryTree(options.under, source, options.publish)
        self.planner = Planner(source, options.publish)
        self._needs_category = not issubclass(options.under.specific_class, CategoryPage)
        if self._needs_category and options.map.category is None:
            raise ImportRefused(
                "The map names no category, so --under must be the path of one, such as /things/."
            )

    def run(self) -> Report:
        try:
            attributes = self._attributes()
            writer = Writer(self.categories, attributes, self.options.publish)
            for chunk in batched(self._products(), CHUNK):
                self._write(list(chunk), writer, self._find_pictures(chunk))
                source = self.assembly.source
                self.tick("rows", source.position, source.size)
                if self.stop():
                    self.report.stopped = "Interrupted. What was written stays; run it again to go on."
                    break
            if not self.options.dry_run:
                self._finish()
        finally:
            self.report.close()
            self.scratch.close()
        return self.report

    def _finish(self) -> None:
        done = 0
        for count in search.index_missing(self.options.map.source.name):
            done += count
            self.tick("search index", done, done)
        if self.report.rows["created"] or self.report.rows["updated"]:
            search.analyze()

    def _products(self) -> Iterator[ProductDraft]:
        """Products that have a place to stand."""
        for draft in self.assembly.products():
            if draft.categories or not self._needs_category:
                yield draft
            else:
                for row in draft.rows:
                    self.report.skip(row, draft.line, "category", "is missing, and the map has no default")

    def _attributes(self) -> dict[str, Attribute]:
        """The attributes of the map, by code. One that exists with a type that cannot hold the map's is refused."""
        found = Attribute.objects.in_bulk(
            [spec.code for spec in self.options.map.attributes], field_name="code"
        )
        for spec in self.options.map.attributes:
            known = found.get(spec.code)
            if known is None:
                found[spec.code] = known = Attribute(
                    code=spec.code, label=spec.label, type=spec.type, unit=spec.unit, is_facet=spec.is_facet
                )
                if not self.options.dry_run:
                    known.save()
            elif not known.takes(spec.type):
                raise ImportRefused(
                    f"attributes.{spec.code} is {spec.type} in the map, but {known.type} in the catalogue."
                )
        return found

    def _write(
        self, chunk: list[ProductDraft], writer: Writer, pictures: dict[str, LocalPicture | None] | None
    ) -> None:
        """One chunk in one transaction; if the database refuses a value in it, product by product."""
        try:
            plans = self._attempt(chunk, pictures, writer)
        except (DataError, IntegrityError) as error:
            self.categories.forget()
            if len(chunk) > 1:
                for draft in chunk:
                    self._write([draft], writer, pictures)
                return
            for row in chunk[0].rows:
                message = str(error).splitlines()[0]
                self.report.skip(row, chunk[0].line, "row", "the database refused it", message)
            return
        for plan in plans:
            self._count(plan)

    def _attempt(
        self, chunk: list[ProductDraft], pictures: dict[str, LocalPicture | None] | None, writer: Writer
    ) -> list[ProductPlan]:
        with transaction.atomic():
            if self.options.dry_run:
                return self.planner.plan(chunk, pictures)
            take_turn()
            plans = self.planner.plan(chunk, pictures)
            if any(plan.writes for plan in plans):
                writer.write(plans)
            return plans

    def _find_pictures(self, chunk: Iterable[ProductDraft]) -> dict[str, LocalPicture | None] | None:
        """Every picture the chunk names, by name; None for one that cannot be used, which is reported."""
        folder = self.options.pictures
        if folder is None:
            return None
        found: dict[str, LocalPicture | None] = {}
        for draft in chunk:
            named = [(name, draft.row, draft.line) for name in draft.pictures or ()]
            named += [(one.picture, one.row, one.line) for one in draft.variants if one.picture]
            for name, row, line in named:
                if found.get(name) is None:
                    try:
                        found[name] = folder.find(name)
                    except BadValue as bad:
                        found[name] = None
                        self.report.note(row, line, "picture", bad.rule, bad.value)
        return found

    def _count(self, plan: ProductPlan) -> None:
        report = self.report
        for one in plan.refused:
            report.skip(one.row, one.line, one.field, one.rule, one.value)
        if plan.page == "refused":
            return
        for row in plan.rows:
            report.rows[plan.status_of(row)] += 1
        words = {"create": "created", "update": "updated", "publish": "published", "unchanged": "unchanged"}
        report.products[words[plan.page]] += 1
        for one in plan.variants:
            status = "created" if one.variant is None else "updated" if one.changes else "unchanged"
            report.variants[status] += 1
        if plan.absent:
            report.variants["no longer in the file, marked as no longer made"] += len(plan.absent)
