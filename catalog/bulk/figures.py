"""Rows of prices or stock: a variant each, and nothing of its page."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import batched
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import Q

from wagtail.models import Site

from pydantic import ValidationError

from catalog.bulk.drafts import figures_of
from catalog.bulk.meeting import Shelves
from catalog.bulk.outcomes import Outcome, refused
from catalog.bulk.planning import variant_problems
from catalog.bulk.rows import Error, PriceRow, StockRow, error, errors_of
from catalog.importing.drafts import ProductDraft, VariantDraft
from catalog.importing.planning import Planner, ProductPlan, VariantPlan
from catalog.importing.turns import take_turn
from catalog.importing.writing import Writer
from catalog.models import Variant

ROWS: dict[str, type[PriceRow | StockRow]] = {"prices": PriceRow, "stock": StockRow}
CHUNK = 500


class Figures:
    """Writes chunks of rows of one kind, `prices` or `stock`."""

    def __init__(self, kind: str, site: Site) -> None:
        self.row_type = ROWS[kind]
        self.planner = Planner("", publish=False)
        self.writer = Writer(Shelves(site), {}, publish=False)
        self.seen: set[int] = set()

    def write_all(self, rows: Sequence[Any], *, dry_run: bool) -> list[Outcome]:
        """Rows of a request, some hundreds in a transaction."""
        outcomes: list[Outcome] = []
        for some in batched(enumerate(rows), CHUNK, strict=False):
            with transaction.atomic():
                outcomes += self.write(some)
                transaction.set_rollback(dry_run)
        return outcomes

    def write(self, rows: Sequence[tuple[int, Any]]) -> list[Outcome]:
        """What became of each (index, row). The caller holds the transaction; a value the database refuses costs its
        own row only."""
        seen = set(self.seen)
        try:
            with transaction.atomic():
                return self._attempt(rows)
        except (DataError, IntegrityError) as failure:
            self.seen = seen
            if len(rows) > 1:
                return [outcome for one in rows for outcome in self.write([one])]
            [(index, row)] = rows
            message = f"The database refused it: {str(failure).splitlines()[0]}"
            return [refused(index, _key_of(row), [error("row", message, "conflict")])]

    def _attempt(self, rows: Sequence[tuple[int, Any]]) -> list[Outcome]:
        take_turn()
        outcomes: dict[int, Outcome] = {}
        good: list[tuple[int, PriceRow | StockRow]] = []
        for index, raw in rows:
            try:
                good.append((index, self.row_type.model_validate(raw)))
            except ValidationError as failure:
                outcomes[index] = refused(index, _key_of(raw), errors_of(failure))
        found = _variants([row for _index, row in good])
        by_product: dict[int, list[tuple[int, VariantPlan]]] = defaultdict(list)
        for index, row in good:
            key = row.sku or row.external_id or ""
            variant, problem = _meant(row, found)
            if variant is None or variant.pk in self.seen:
                problem = problem or error("row", "An earlier row is about the same variant.", "repeated")
                outcomes[index] = refused(index, key, [problem])
                continue
            self.seen.add(variant.pk)
            plan = self._plan(index, row, variant)
            if problems := variant_problems(plan):
                outcomes[index] = refused(index, key, [error(name, msg) for name, msg in problems])
                continue
            status = "updated" if plan.changes else "unchanged"
            outcomes[index] = Outcome(index, key, status, variant.pk)
            if plan.changes:
                by_product[variant.product_id].append((index, plan))
        plans = [
            ProductPlan(
                ProductDraft(row=-1, line=0, external_id="", title="", slug="", values={}),
                "unchanged",
                product_id,
                "",
                variants=[plan for _index, plan in some],
            )
            for product_id, some in by_product.items()
        ]
        if plans:
            self.writer.write(plans)
        return [outcomes[index] for index, _row in rows]

    def _plan(self, index: int, row: PriceRow | StockRow, variant: Variant) -> VariantPlan:
        draft = VariantDraft(index, 0, variant.external_id, variant.sku, figures_of(row))
        plan = self.planner._variant(draft, variant, variant.product_id, None)
        if variant.absent_since is not None and "availability" not in draft.values:
            # A figure alone does not bring back what its source has ceased to name.
            plan.changes = {
                name: value
                for name, value in plan.changes.items()
                if name not in ("absent_since", "availability")
            }
        return plan


def _variants(rows: Sequence[PriceRow | StockRow]) -> tuple[dict[str, Variant], dict[str, list[Variant]]]:
    """The variants rows mean, by SKU and by external id; in one query."""
    skus = [row.sku for row in rows if row.sku]
    ids = [row.external_id for row in rows if row.external_id]
    by_sku: dict[str, Variant] = {}
    by_id: dict[str, list[Variant]] = defaultdict(list)
    if rows:
        for variant in Variant.objects.filter(Q(sku__in=skus) | Q(external_id__in=ids)).order_by("pk"):
            by_sku[variant.sku] = variant
            if variant.external_id:
                by_id[variant.external_id].append(variant)
    return by_sku, by_id


def _meant(
    row: PriceRow | StockRow, found: tuple[dict[str, Variant], dict[str, list[Variant]]]
) -> tuple[Variant | None, Error | None]:
    by_sku, by_id = found
    if (row.sku is None) == (row.external_id is None):
        return None, error("row", "Name the variant by sku or by external_id.", "missing")
    known = [by_sku[row.sku]] if row.sku in by_sku else by_id.get(row.external_id or "", [])
    if len(known) > 1:
        return None, error("external_id", "Several variants have this id.", "conflict")
    name = "sku" if row.sku else "external_id"
    return (known[0], None) if known else (None, error(name, "There is no such variant.", "not_found"))


def _key_of(row: Any) -> str:
    given = row if isinstance(row, dict) else {}
    key = given.get("sku") or given.get("external_id")
    return key[:190] if isinstance(key, str) else ""
