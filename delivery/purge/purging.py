"""From the change log to the cache: which tags end, and telling it until it has confirmed."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from delivery import tags
from delivery.models import Change
from delivery.outbound import DEADLINE_SECONDS, Refused, Unanswered
from delivery.purge.backends import Backend, backend
from delivery.purge.models import PurgedTag

CALLS_A_ROUND = 50
HELD = timedelta(seconds=2 * DEADLINE_SECONDS)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
OF_ADDRESSES = frozenset(
    {
        Change.Kind.UPSERT,
        Change.Kind.DELETE,
        Change.Kind.UNPUBLISH,
        Change.Kind.MOVE,
        Change.Kind.REDIRECT,
    }
)

logger = logging.getLogger(__name__)


def consume(changes: Sequence[Change]) -> None:
    """Queue the tags these changes end; called by the relay, in its transaction."""
    if not settings.PURGE_BACKEND:
        return
    ended = sorted({tag for change in changes for tag in ended_by(change)})
    PurgedTag.objects.bulk_create(
        [PurgedTag(tag=tag) for tag in ended], ignore_conflicts=True, batch_size=500
    )
    for start in range(0, len(ended), 500):
        PurgedTag.objects.filter(tag__in=ended[start : start + 500]).update(asked=F("asked") + 1)


def ended_by(change: Change) -> set[str]:
    """The tags of a change, and those of lists it does not know: what any page may enter, and what was not found."""
    ended = set(change.tags)
    if change.page_id or change.urls or change.old_urls:
        ended.add(tags.PAGES)
    if change.kind in OF_ADDRESSES:
        ended.add(tags.REDIRECTS)
    if change.kind == Change.Kind.TRANSLATION:
        ended.add(tags.PHRASES)
    return ended


def send_due() -> int:
    """Tell the cache what is due; how many tags it confirmed. Called by the worker only; a failure ends the round."""
    if not settings.PURGE_BACKEND:
        return 0
    told_to, confirmed = backend(), 0
    for _call in range(CALLS_A_ROUND):
        name, claimed = _claim(told_to.most_tags)
        if not claimed:
            break
        problem = _purge(told_to, claimed)
        _write_down(name, problem)
        if problem:
            logger.warning("The cache did not drop %d tags: %s", len(claimed), problem)
            break
        confirmed += len(claimed)
    return confirmed


@transaction.atomic
def _claim(most: int) -> tuple[str, list[str]]:
    """Tags nobody else holds; held by moving their time beyond what a call can take."""
    now, name = timezone.now(), uuid4().hex
    skip = connection.features.has_select_for_update_skip_locked
    due = (
        PurgedTag.objects.filter(due_at__lte=now).order_by("due_at", "pk").select_for_update(skip_locked=skip)
    )
    rows = list(due.values_list("pk", "tag")[:most])
    PurgedTag.objects.filter(pk__in=[pk for pk, _tag in rows]).update(
        claim=name, due_at=now + HELD, asked_when_claimed=F("asked")
    )
    return name, [tag for _pk, tag in rows]


def _purge(told_to: Backend, claimed: Sequence[str]) -> str:
    """What went wrong, or nothing."""
    try:
        answer = told_to.purge(claimed)
    except (Unanswered, Refused) as error:
        return str(error)
    return "" if 200 <= answer.status < 300 else f"{answer.status} {answer.body[:200]}"


@transaction.atomic
def _write_down(name: str, problem: str) -> None:
    held = PurgedTag.objects.filter(claim=name)
    if not problem:
        held.filter(asked=F("asked_when_claimed")).delete()
        held.update(due_at=timezone.now(), claim="", failures=0)  # what changed again meanwhile
        return
    failures = max(held.values_list("failures", flat=True), default=0)
    pause = min(FIRST_PAUSE * 2 ** min(failures, 10), LONGEST_PAUSE)
    held.update(due_at=timezone.now() + pause, claim="", failures=min(failures + 1, 1_000))
