"""Rows of products, written a chunk at a time the way imports are."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import DataError, IntegrityError, transaction

from wagtail.models import Site

from pydantic import ValidationError

from catalog.bulk.drafts import RowDraft, draft_of
from catalog.bulk.meeting import Meeting
from catalog.bulk.outcomes import Outcome, Paths, refused
from catalog.bulk.planning import BY_NUMBER, BulkPlanner, Rights, taken_places, wanted_place
from catalog.bulk.rows import Error, ProductFacts, ProductRow, VariantRow, error, errors_of
from catalog.importing import search
from catalog.importing.planning import ProductPlan
from catalog.importing.turns import take_turn
from catalog.importing.writing import Writer
from catalog.models import ProductPage
from cms.models import User

Seen = Callable[[Collection[str]], Collection[str]]


@dataclass(frozen=True)
class Options:
    """How rows are meant. `exact`: compared with what is stored, whatever the row said the last time."""

    site: Site
    user: User
    source: str
    mode: Literal["upsert", "patch", "replace"] = "upsert"
    match: Literal["external_id", "sku"] = "external_id"
    publish: bool = False
    on_slug_change: Literal["redirect", "keep"] = "redirect"
    exact: bool = False


@dataclass
class _Met:
    """A row on its way: what it is known by, and its page when that is known by something else than the key."""

    index: int
    row: ProductFacts
    key: str
    draft: RowDraft | None = None
    plan: ProductPlan | None = None


class Products:
    """Writes chunks of rows. `seen` says which keys earlier chunks of the same job have had."""

    def __init__(self, options: Options, seen: Seen = lambda keys: ()) -> None:
        self.options = options
        self.seen = seen
        self.rights = Rights(options.user)

    def write(self, rows: Sequence[tuple[int, Any]]) -> list[Outcome]:
        """What became of each (index, row). The caller holds the transaction; a value the database refuses costs its
        own row only."""
        try:
            with transaction.atomic():
                return self._attempt(rows)
        except (DataError, IntegrityError) as failure:
            if len(rows) > 1:
                return [outcome for one in rows for outcome in self.write([one])]
            [(index, row)] = rows
            message = f"The database refused it: {str(failure).splitlines()[0]}"
            return [refused(index, self._key_of(row), [error("row", message, "conflict")])]

    def _attempt(self, rows: Sequence[tuple[int, Any]]) -> list[Outcome]:
        take_turn()
        outcomes: dict[int, Outcome] = {}
        met: list[_Met] = []
        for index, raw in rows:
            try:
                row = raw if isinstance(raw, ProductFacts) else ProductRow.model_validate(raw)
            except ValidationError as failure:
                outcomes[index] = refused(index, self._key_of(raw), errors_of(failure))
            else:
                met.append(_Met(index, row, self._key_of(row)))
        meeting = Meeting(self.options.site, self.options.user)
        meeting.find([one.row for one in met])
        known = self._known_pages(met, meeting)
        seen, skus = set(self.seen({one.key for one in met if one.key})), set()
        for one in met:
            errors = self._problems(one, meeting, seen, skus)
            if errors:
                outcomes[one.index] = refused(one.index, one.key, errors)
                continue
            seen.add(one.key)
            skus |= {variant.sku for variant in one.row.variants or ()}
            one.draft = self._draft(one, meeting, known.get(one.index))
        self._plan_and_write([one for one in met if one.draft], meeting, outcomes)
        return [outcomes[index] for index, _row in rows]

    # Who is meant ----------------------------------------------------------------------------------------

    def _key_of(self, row: Any) -> str:
        """What a row is known by in the report: the external id, or the first SKU where rows are matched by that."""
        given = (
            row
            if isinstance(row, dict)
            else {"id": getattr(row, "id", None), "variants": getattr(row, "variants", None)}
        )
        identity = given.get("id")
        if isinstance(identity, str) and identity:
            return f"{self.options.source}:{identity}"[:190]
        variants = given.get("variants")
        first = variants[0] if isinstance(variants, list) and variants else None
        sku = (
            first.get("sku")
            if isinstance(first, dict)
            else first.sku
            if isinstance(first, VariantRow)
            else ""
        )
        return f"{self.options.source}:{sku}"[:190] if isinstance(sku, str) and sku else ""

    def _known_pages(self, met: Sequence[_Met], meeting: Meeting) -> dict[int, int]:
        """Pages by the index of the row that means them: found by SKU, or by the external id."""
        if self.options.match == "sku":
            return {
                one.index: meeting.variants[variant.sku].product_id
                for one in met
                for variant in reversed(one.row.variants or ())
                if variant.sku in meeting.variants
            }
        if not any(one.row.variants for one in met):
            return {}
        pages = ProductPage.objects.filter(external_id__in=[one.key for one in met], alias_of=None)
        by_key = dict(pages.order_by("-pk").values_list("external_id", "pk"))
        return {one.index: by_key[one.key] for one in met if one.key in by_key}

    def _problems(
        self, one: _Met, meeting: Meeting, seen: Collection[str], skus: Collection[str]
    ) -> list[Error]:
        """What is wrong with a row before it is compared."""
        if not one.key or (self.options.match == "external_id" and getattr(one.row, "id", None) is None):
            name = "variants" if self.options.match == "sku" else "id"
            return [error(name, "This says which product is meant; it is missing.", "missing")]
        if one.key in seen:
            return [error("id", "An earlier row is about the same product.", "repeated")]
        own = [variant.sku for variant in one.row.variants or ()]
        repeated = next((sku for sku in own if sku in skus or own.count(sku) > 1), None)
        if repeated is not None:
            return [
                error(
                    "variants", f"The SKU {repeated} stands in another row or twice in this one.", "repeated"
                )
            ]
        return meeting.problems(one.row)

    def _draft(self, one: _Met, meeting: Meeting, page_id: int | None) -> RowDraft:
        by_sku = self.options.match == "sku" and page_id is not None
        return draft_of(
            one.index,
            one.row,
            meeting,
            external_id=f"{BY_NUMBER}{page_id}" if by_sku else one.key,
            page_id=page_id,
            source=self.options.source,
            moves=self.options.on_slug_change == "redirect",
        )

    # Writing ---------------------------------------------------------------------------------------------

    def _plan_and_write(self, met: list[_Met], meeting: Meeting, outcomes: dict[int, Outcome]) -> None:
        """Plan and write what may be; what turns out to be forbidden only when it really changes is left out, and the
        rest done again without it."""
        if not met:
            return
        patch = self.options.mode == "patch"
        planner = BulkPlanner(
            self.options.source, self.options.publish, patch=patch, exact=self.options.exact
        )
        plans = planner.plan([one.draft for one in met], meeting.pictures)
        taken = taken_places(
            wanted_place(plan, planner.pages.get(plan.draft.external_id), meeting.home_of(one.row))
            for one, plan in zip(met, plans, strict=True)
        )
        good = []
        for one, plan in zip(met, plans, strict=True):
            errors = planner.problems(plan, meeting.home_of(one.row), self.rights, taken)
            if errors:
                outcomes[one.index] = refused(one.index, one.key, errors)
            else:
                one.plan = plan
                good.append(one)
        writer = Writer(meeting.shelves, meeting.attributes, self.options.publish)
        forbidden = {}
        if any(one.plan.writes for one in good):
            with transaction.atomic():
                writer.write([one.plan for one in good])
                for one in good:
                    if problem := planner.forbidden(one.plan, meeting.home_of(one.row), self.rights):
                        forbidden[one.index] = refused(one.index, one.key, [problem])
                transaction.set_rollback(bool(forbidden))
        if forbidden:
            outcomes |= forbidden
            self._plan_and_write([one for one in good if one.index not in forbidden], meeting, outcomes)
            return
        for outcome in self._outcomes(good, planner):
            outcomes[outcome.index] = outcome

    def _outcomes(self, met: Sequence[_Met], planner: BulkPlanner) -> list[Outcome]:
        """What was done, with the addresses of products before and after."""
        paths = Paths()
        new = [one.plan.draft.external_id for one in met if one.plan.page == "create"]
        made = (
            {
                external_id: (pk, url_path)
                for external_id, pk, url_path in ProductPage.objects.filter(external_id__in=new).values_list(
                    "external_id", "pk", "url_path"
                )
            }
            if new
            else {}
        )
        found = []
        for one in met:
            plan, page = one.plan, planner.pages.get(one.plan.draft.external_id)
            outcome = Outcome(one.index, one.key, plan.status_of(one.index))
            if page is None:
                outcome.id, place = made[plan.draft.external_id]
            else:
                outcome.id, place = page["pk"], page["url_path"]
                if outcome.status == "unchanged" and plan.writes:
                    outcome.status = "updated"
                if outcome.status == "created":
                    outcome.status = "updated"  # a new variant of a product there was
            if plan.old_url_path:
                outcome.old_path = paths.of(place)
                place = f"{place.removesuffix(f'{page["slug"]}/')}{plan.draft.new_slug}/"
                outcome.redirect_created = page["live"] or page["first_published_at"] is not None
            outcome.path = paths.of(place)
            found.append(outcome)
        return found


def index(page_ids: Collection[int]) -> None:
    """Make products findable at once; a job does it once for all at its end."""
    search.refresh(page_ids)
