"""Writing the change log. Called by models where they save, delete and move; see docs/decisions/0014-change-log.md."""

from collections.abc import Iterable, Sequence
from itertools import batched

from django.db import connection
from django.db.transaction import TransactionManagementError

from delivery import relay
from delivery.models import Change

BATCH = 500  # rows held in memory and written by one statement


def record(
    kind: Change.Kind,
    *,
    site_id: int | None = None,
    page_id: int | None = None,
    page_type: str = "",
    locale: str = "",
    urls: Sequence[str] = (),
    old_urls: Sequence[str] = (),
    tags: Sequence[str] = (),
) -> Change:
    """Write one change in the caller's transaction; it is relayed after the commit.

    Raises TransactionManagementError outside a transaction: a change that can be lost, or told of work that was
    rolled back, is worse than none.
    """
    _refuse_outside_a_transaction()
    change = Change(
        kind=kind,
        site_id=site_id,
        page_id=page_id,
        page_type=page_type,
        locale=locale,
        urls=list(urls),
        old_urls=list(old_urls),
        tags=list(tags),
    )
    change.save(force_insert=True)
    relay.after_commit()
    return change


def record_all(changes: Iterable[Change]) -> int:
    """Write many unsaved changes, some hundreds at a time however many there are; how many. Raises as `record` does."""
    _refuse_outside_a_transaction()
    count = 0
    for batch in batched(changes, BATCH, strict=False):
        count += len(Change.objects.bulk_create(batch))
    if count:
        relay.after_commit()
    return count


def _refuse_outside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError(
            "A change is recorded in the transaction that causes it; there is none here. Use transaction.atomic()."
        )
