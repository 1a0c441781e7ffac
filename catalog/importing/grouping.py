"""From rows to products: single rows as they come, grouped files through a scratch database."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalog.importing.drafts import ProductDraft, VariantDraft
from catalog.importing.fields import pick
from catalog.importing.mapping import Map
from catalog.importing.problems import BadValue, RowRefused
from catalog.importing.report import Report
from catalog.importing.rows import Judge
from catalog.importing.scratch import Scratch
from catalog.importing.sources import Fault, Record, Source
from catalog.importing.values import as_text
from catalog.importing.wider import Wider


class Assembly:
    """Drafts of one file. Every row ends in exactly one draft or in one refusal in the report."""

    def __init__(self, path: Path, map: Map, report: Report, scratch: Scratch) -> None:  # noqa: A002 - the field's word
        self.map = map
        self.judge = Judge(map)
        self.report = report
        self.scratch = scratch
        self.source = Source(path, map.source)
        self.wider = Wider(map, path.parent)
        named = set(map.columns_named())
        self.source.check_columns(name for name in sorted(named) if not self.wider.brings(name))
        self._never_seen = named

    def products(self) -> Iterator[ProductDraft]:
        """Products in the order of their first rows."""
        yield from self._grouped() if self.map.group else self._streamed()
        if self.report.read and not self.report.stopped:
            for name in sorted(self._never_seen):
                self.report.warnings.append(f"The column “{name}”, which the map names, is in no row.")

    # Reading -------------------------------------------------------------------------------------------

    def _records(self) -> Iterator[Record]:
        """Readable rows that are not left out on purpose, with everything joined to them."""
        for item in self.source:
            self.report.read += 1
            if isinstance(item, Fault):
                self.report.skip(item.number, item.line, "row", item.rule, item.value)
                if item.final:
                    self.report.stopped = (
                        f"Reading stopped at row {item.number} (line {item.line}): the row {item.rule}."
                    )
                continue
            record = self.wider.widen(item)
            if self._never_seen:
                self._never_seen -= {
                    name for name in self._never_seen if pick(record.values, name) is not None
                }
            yield record

    def _streamed(self) -> Iterator[ProductDraft]:
        for record in self._records():
            if draft := self._alone(record):
                yield draft

    def _grouped(self) -> Iterator[ProductDraft]:
        group = self.map.group
        for record in self._records():
            try:
                own = self.judge.identity(record)
            except RowRefused as refused:
                self._refuse(record, refused)
                continue
            if group.by:
                value = as_text(pick(record.values, group.by))
                self.scratch.keep(record, f"by {group.prefix}{value}" if value else f"id {own}", None)
            else:
                named = pick(record.values, group.members)
                members = group.pattern.findall(named) if isinstance(named, str) else []
                self.scratch.keep(record, own, [as_text(one) for one in members] if members else None)
        for key, rows in self.scratch.groups():
            if group.by:
                draft = self._siblings(key, [record for record, _head in rows])
            elif rows[0][1]:
                draft = self._family(rows)
            else:
                drafts = (self._alone(record) for record, _head in rows)
                draft = next(filter(None, drafts), None)
                # Any further row of this id is a repetition; asking for it reports it.
                list(drafts)
            if draft:
                yield draft

    # Making products -----------------------------------------------------------------------------------

    def _alone(self, record: Record) -> ProductDraft | None:
        """A row that is a product with at most one variant."""
        try:
            self._ask_filter(record)
            identity = self.judge.identity(record)
            self._ask_new("id", identity)
            draft = self.judge.product(record, identity, self._note_of(record))
            if self.map.has_variants:
                draft.variants.append(self._variant(record))
        except RowRefused as refused:
            self._refuse(record, refused)
            return None
        self._see(record, "id", identity)
        return draft

    def _siblings(self, key: str, records: list[Record]) -> ProductDraft | None:
        """Rows with the same group value: the first good one describes the product, each is a variant."""
        kind, _space, identity = key.partition(" ")
        if kind == "id":
            drafts = [draft for record in records if (draft := self._alone(record))]
            return drafts[0] if drafts else None
        draft: ProductDraft | None = None
        refused_ids: set[str] = set()
        for record in records:
            try:
                self._ask_filter(record)
                page = draft or self.judge.product(record, identity, self._note_of(record))
                if self.map.has_variants:
                    page.variants.append(self._variant(record))
                elif draft:
                    raise RowRefused("row", "repeats the product of an earlier row", draft.row)
                draft = page
            except RowRefused as refused:
                self._refuse(record, refused)
                refused_ids |= self._external_ids(record)
        if draft:
            draft.refused = refused_ids
        return draft

    def _family(self, rows: list[tuple[Record, bool]]) -> ProductDraft | None:
        """A head row that describes the product, and the rows it names as its variants."""
        head, children = rows[0][0], [record for record, is_head in rows if not is_head]
        for record in (record for record, is_head in rows[1:] if is_head):
            self._refuse(record, RowRefused("id", "repeats the id of an earlier row", head.number))
        draft = None
        try:
            self._ask_filter(head)
            identity = self.judge.identity(head)
            self._ask_new("id", identity)
            draft = self.judge.product(head, identity, self._note_of(head))
            self._see(head, "id", identity)
        except RowRefused as refused:
            self._refuse(head, refused)
        for record in children:
            try:
                self._ask_filter(record)
                if draft is None:
                    raise RowRefused("row", "the row of its product was skipped", head.number)
                draft.variants.append(self._variant(record))
            except RowRefused as refused:
                self._refuse(record, refused)
                if draft:
                    draft.refused |= self._external_ids(record)
        if draft and not draft.variants:
            self._refuse(head, RowRefused("row", "none of its variants can be imported"))
            return None
        return draft

    # Asking --------------------------------------------------------------------------------------------

    def _ask_filter(self, record: Record) -> None:
        if reason := self.judge.filtered(record):
            raise RowRefused("row", reason)

    def _ask_new(self, kind: str, value: str) -> None:
        if (earlier := self.scratch.seen_in(kind, value)) is not None:
            raise RowRefused(kind, f"repeats the {kind} of an earlier row", f"{value}, row {earlier}")

    def _see(self, record: Record, kind: str, value: str) -> None:
        self.scratch.see(kind, value, record.number)

    def _variant(self, record: Record) -> VariantDraft:
        """The variant of a row, whose SKU and id no earlier row has used."""
        variant = self.judge.variant(record, self._note_of(record))
        self._ask_new("sku", variant.sku)
        self._ask_new("variant", variant.external_id)
        self._see(record, "sku", variant.sku)
        self._see(record, "variant", variant.external_id)
        return variant

    def _external_ids(self, record: Record) -> set[str]:
        try:
            return {self.judge.external(self.judge.identity(record))}
        except RowRefused:
            # Without an id there is no stored variant the row could stand for.
            return set()

    def _refuse(self, record: Record, refused: RowRefused) -> None:
        self.report.skip(record.number, record.line, refused.field, refused.rule, refused.value)

    def _note_of(self, record: Record) -> Any:
        def note(field: str, bad: BadValue) -> None:
            self.report.note(record.number, record.line, field, bad.rule, bad.value)

        return note
