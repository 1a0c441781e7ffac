"""The bodies of answers to writes."""

from typing import Any, Literal

from ninja import Schema


class RedirectMade(Schema):
    """A redirect that a new address leaves behind."""

    from_path: str
    to_path: str
    status: int


class Written(Schema):
    """A product of a source, as it stands now. `version` is its entity tag, for If-Match."""

    id: int
    external_id: str
    live: bool
    url: str | None
    path: str | None
    version: str


class ProductWritten(Written):
    """What a write did, or would do with `dry_run`: then with the `head` the page would have, and no `version`."""

    status: Literal["created", "updated", "unchanged"]
    unchanged: bool
    dry_run: bool
    old_path: str | None
    redirects: list[RedirectMade]
    head: dict[str, Any] | None
    version: str | None


class RowError(Schema):
    """One thing that is wrong with a row: where in it, in words, and the rule's name."""

    type: str
    loc: list[str | int]
    msg: str


class FigureRow(Schema):
    """What became of a price or a stock; `id` is the variant's."""

    index: int
    key: str
    status: Literal["updated", "unchanged", "failed"]
    id: int | None
    errors: list[RowError]


class FigureCounts(Schema):
    updated: int = 0
    unchanged: int = 0
    failed: int = 0


class FiguresWritten(Schema):
    """The report of a small write, row by row."""

    dry_run: bool
    counts: FigureCounts
    rows: list[FigureRow]
