"""The relay: gives committed changes their order and hands them to every consumer.

A consumer is a function named in CHANGE_CONSUMERS: `consume(changes: Sequence[Change]) -> None`, called with changes in
the order of their positions, in a transaction that also moves the consumer's own place forward. It only writes rows of
its own there; what talks to the world does so later, from those rows. Each consumer reads at its own pace: one that
fails stops neither a publication nor the others.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django.utils.module_loading import import_string

from delivery.models import Change
from delivery.reading import MOST_TRIES, Consumer, Pruned, Undelivered, said

BATCH = 500
LOCK = 0x5048_4152_4F53  # "PHAROS", for PostgreSQL's advisory locks: one relay gives positions at a time

logger = logging.getLogger(__name__)


def after_commit() -> None:
    """Relay once the current transaction is committed."""
    # Robust: what is committed is committed. A relay that could not even be asked for is done by the next sweep.
    transaction.on_commit(_enqueue, robust=True)


def _enqueue() -> None:
    """Ask for a relay where something still waits: of a transaction's many changes the first asks for all."""
    if not Change.objects.filter(position=None).exists():
        return
    result = relay_changes.enqueue()
    if result.status == TaskResultStatus.FAILED:
        logger.error("Changes could not be relayed:\n%s", result.errors[0].traceback)


@task()
def relay_changes() -> int:
    return sweep()


def sweep() -> int:
    """Relay all that is committed and not yet relayed, in batches; how many changes got their position."""
    total = 0
    while Change.objects.filter(position=None).exists() and (placed := _give_positions()):
        total += placed
    for name in settings.CHANGE_CONSUMERS:
        while _has_unread(name) and _deliver(name):
            pass
    return total


def _has_unread(name: str) -> bool:
    position = Consumer.objects.filter(name=name).values_list("position", flat=True).first() or 0
    return Change.objects.filter(position__gt=position).exists()


@transaction.atomic
def _give_positions() -> int:
    """Number some hundred changes on. The lock is held for one statement and its commit: whoever waits for it then
    sees the highest position there is. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    changes = list(Change.objects.filter(position=None).order_by("id").only("id")[:BATCH])
    if changes:
        last = Change.objects.aggregate(last=Max("position"))["last"] or 0
        for position, change in enumerate(changes, start=last + 1):
            change.position = position
        Change.objects.bulk_update(changes, ["position"])
    return len(changes)


@transaction.atomic
def _deliver(name: str) -> bool:
    """Hand a consumer what it has not read, once; whether there may be more for it now."""
    Consumer.objects.get_or_create(name=name)
    # Held to the end: two relays take turns, so a consumer sees every change once for each commit, in order.
    consumer = Consumer.objects.select_for_update().get(name=name)
    if consumer.retry_at and consumer.retry_at > timezone.now():
        return False
    unread = Change.objects.filter(position__gt=consumer.position).order_by("position")
    # After a failure the change it failed with goes first, alone.
    changes = list(unread[: 1 if consumer.failures else BATCH])
    if not changes:
        return False
    error = _hand_over(name, changes)
    if error is not None and len(changes) > 1:
        for change in changes:
            error = _hand_over(name, [change])
            if error is not None:
                break
            consumer.has_taken(change.position)
    if error is None:
        consumer.has_taken(changes[-1].position)
        return True
    return _keep_error(
        consumer, next(change for change in changes if change.position > consumer.position), error
    )


def _hand_over(name: str, changes: Sequence[Change]) -> Exception | None:
    """Call a consumer; what it wrote is undone where it fails. A lost connection is not its failure and is raised."""
    try:
        with transaction.atomic():
            consume: Callable[[Sequence[Change]], None] = import_string(name)
            consume(changes)
    except Exception as error:  # noqa: BLE001 - whatever a consumer does wrong must not stop the others
        return error
    return None


def _keep_error(consumer: Consumer, change: Change, error: Exception) -> bool:
    """Say what happened, and try again later; after MOST_TRIES set the change aside and go on with the next."""
    consumer.has_failed(error)
    logger.error("%s failed with change %s (try %s)", consumer, change.pk, consumer.failures, exc_info=error)
    if consumer.failures < MOST_TRIES:
        return False
    Undelivered.objects.get_or_create(change=change, consumer=consumer, defaults={"error": said(error)})
    consumer.has_taken(change.position)
    return True


def retry_undelivered() -> int:
    """Hand over again what was set aside, each change alone; how many were taken now."""
    taken = 0
    for pk in list(Undelivered.objects.order_by("change").values_list("pk", flat=True)):
        with transaction.atomic():
            row = Undelivered.objects.select_for_update().filter(pk=pk).first()
            if row is None or row.consumer.name not in settings.CHANGE_CONSUMERS:
                continue
            error = _hand_over(row.consumer.name, [row.change])
            if error is None:
                row.delete()
                taken += 1
            else:
                row.error = said(error)
                row.save(update_fields=["error"])
    return taken


def prune() -> int:
    """Forget changes that are older than CHANGES_KEPT and that every consumer has taken; how many.

    The last one stays: positions go on from it.
    """
    Consumer.objects.exclude(name__in=settings.CHANGE_CONSUMERS).delete()
    consumers = Consumer.objects.all()
    if consumers.count() < len(settings.CHANGE_CONSUMERS):
        return 0  # one has not begun to read
    last = Change.objects.aggregate(last=Max("position"))["last"] or 0
    read = min(consumers.aggregate(least=Min("position"))["least"] or 0, last - 1) if consumers else last - 1
    limit = timezone.now() - timedelta(days=settings.CHANGES_KEPT)
    old = Change.objects.filter(position__lte=read, created_at__lt=limit, undelivered=None).order_by("id")
    total = 0
    while batch := list(old.values_list("pk", "position")[:BATCH]):
        with transaction.atomic():
            reaches = max(Pruned.reaches(), *(position for _pk, position in batch))
            Pruned.objects.update_or_create(pk=1, defaults={"position": reaches})
            total += Change.objects.filter(pk__in=[pk for pk, _position in batch]).delete()[0]
    return total
