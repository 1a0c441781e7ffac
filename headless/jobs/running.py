"""Working jobs off: claimed by one runner at a time, a part in a transaction, gone on with after a kill.

The worker does it in a thread of its own: a task of the queue would hold up the relay of changes as long as it takes.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string

from delivery.models import Job as PeriodicJob
from headless.jobs.kinds import Kind, kind_of
from headless.jobs.models import BulkJob, BulkRow

LOST_AFTER = timedelta(seconds=60)  # a job whose runner was not seen so long was killed with it
MOST_TRIES = 5  # without one part written in between
INLINE_ROWS = 200

logger = logging.getLogger("headless")


def work() -> None:
    """The worker's part, every few seconds: begin what waits, go on with what was cut off."""
    while (runner := claim()) is not None:
        run(*runner)


def has_worker() -> bool:
    """Whether a worker runs anywhere: it begins some periodic job every few seconds."""
    return PeriodicJob.objects.filter(began_at__gte=timezone.now() - timedelta(minutes=2)).exists()


def start(job: BulkJob) -> None:
    """Leave a new job to the worker; where none runs, do a small one now and say of any that none does."""
    if has_worker():
        return
    if job.total > INLINE_ROWS:
        job.warn(f"No worker runs here, and the job has more than {INLINE_ROWS} rows: it waits for one.")
        job.save(update_fields=["warnings"])
        return
    job.warn("No worker runs here: the rows were written within the request.")
    job.save(update_fields=["warnings"])
    runner = claim(job.pk)
    if runner is not None:
        run(*runner)
    job.refresh_from_db()


def claim(pk: Any = None) -> tuple[Any, str] | None:
    """Take the oldest job that waits or was deserted, or the one named: its id, and the name to work under."""
    now = timezone.now()
    deserted = Q(state=BulkJob.State.RUNNING, alive_at__lt=now - LOST_AFTER)
    waiting = BulkJob.objects.filter(Q(state=BulkJob.State.QUEUED) | deserted).order_by("created_at", "pk")
    if pk is not None:
        waiting = waiting.filter(pk=pk)
    with transaction.atomic():
        skipping = connection.features.has_select_for_update_skip_locked
        job = waiting.select_for_update(skip_locked=skipping).first()
        if job is None:
            return None
        if job.tries >= MOST_TRIES:
            job.warn(f"It was begun {MOST_TRIES} times and never got on.")
            job.end(BulkJob.State.FAILED)
            return claim(pk)
        job.state, job.runner, job.alive_at = BulkJob.State.RUNNING, get_random_string(32), now
        job.started_at = job.started_at or now
        job.tries += 1
        job.save()
        return job.pk, job.runner


def run(pk: Any, runner: str) -> None:
    """Work on a claimed job until it is over, or somebody else's."""
    try:
        while step(pk, runner):
            pass
    except Exception:
        # It is tried again when it counts as deserted, and given up after some times.
        logger.exception("The job %s broke off", pk)


@transaction.atomic
def step(pk: Any, runner: str) -> bool:
    """Write one part, or do a step of what follows; whether to go on."""
    job = BulkJob.objects.select_for_update(of=("self",)).select_related("owner").get(pk=pk)
    if job.runner != runner or job.state != BulkJob.State.RUNNING:
        return False
    if job.cancel_asked:
        job.warn(f"Stopped when {job.done} of {job.total} rows were done; what is written stays.")
        job.end(BulkJob.State.CANCELLED)
        return False
    if job.owner is None or not job.owner.is_active:
        job.warn("Whoever asked for it is no longer active.")
        job.end(BulkJob.State.FAILED)
        return False
    kind = kind_of(job)
    goes_on = _write_part(job, kind) or kind.follow()
    if not goes_on:
        job.end()
        return False
    job.alive_at, job.tries = timezone.now(), 0
    job.save()
    return True


def _write_part(job: BulkJob, kind: Kind) -> bool:
    """The next part, and what became of its rows; False when none is left."""
    part = job.parts.first()
    if part is None:
        return False
    rows = part.rows
    with _tried_out() if job.dry_run else nullcontext():
        outcomes = list(kind.write([(index, row) for index, row, fault in rows if not fault]))
    report(job, outcomes)
    unread = [
        BulkRow(job=job, index=index, status="failed", errors=[_fault(fault)])
        for index, _row, fault in rows
        if fault
    ]
    BulkRow.objects.bulk_create(unread)
    if unread:
        job.count("failed", len(unread))
    job.done += len(rows)
    part.delete()
    return True


@contextmanager
def _tried_out() -> Iterator[None]:
    """What is written here is undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def report(job: BulkJob, outcomes: list[Any]) -> None:
    """Keep what became of rows, and count it."""
    BulkRow.objects.bulk_create(
        BulkRow(
            job=job,
            index=one.index,
            key=storable(one.key),
            status=one.status,
            object_id=one.id,
            path=one.path,
            old_path=one.old_path,
            redirect_created=one.redirect_created,
            errors=storable(one.errors),
        )
        for one in outcomes
    )
    for one in outcomes:
        job.count(one.status)


def storable(said: Any) -> Any:
    """What a stranger sent, without what a database does not keep: zero bytes, halves of surrogate pairs."""
    match said:
        case str():
            return said.replace("\0", "").encode("utf-8", "replace").decode()
        case list():
            return [storable(each) for each in said]
        case dict():
            return {storable(name): storable(value) for name, value in said.items()}
    return said


def _fault(rule: str) -> dict[str, Any]:
    return {"type": "unreadable", "loc": ["row"], "msg": rule}
