"""The shapes of jobs."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema

State = Literal["queued", "running", "succeeded", "partial", "failed", "cancelled"]
Status = Literal["created", "updated", "unchanged", "failed", "unpublished", "discontinued"]


class Progress(Schema):
    done: int
    total: int


class Counts(Schema):
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    unpublished: int = 0
    discontinued: int = 0


class Job(Schema):
    """A bulk write. `eta` is said while it runs."""

    id: UUID
    kind: str
    state: State
    dry_run: bool
    progress: Progress
    counts: Counts
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    eta: datetime | None
    warnings: list[str]


class JobList(Schema):
    count: int
    items: list[Job]


class RowError(Schema):
    """One thing that is wrong with a row: where in it, in words, and the rule's name."""

    type: str
    loc: list[str | int]
    msg: str


class Row(Schema):
    """What became of a row. `index` counts from 0; `key` is what the source knows it by."""

    index: int
    key: str
    status: Status
    id: int | None
    path: str | None
    old_path: str | None
    redirect_created: bool
    errors: list[RowError]


class RowList(Schema):
    """Rows in their order; `next_cursor` goes on from here, null at the end."""

    items: list[Row]
    next_cursor: str | None
