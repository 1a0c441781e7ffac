"""Telling: the worker takes what is due, calls the receivers side by side, and writes down what they answered.

A delivery is held while it is on its way, for longer than a call can last. Who dies between the call and writing down
leaves it held: it is told once more, under the same id, when that time is over, and never lost.
"""

import random
import time
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from delivery.outbound import Answer, Refused, Unanswered, call_stranger, retry_after
from delivery.webhooks import notices
from delivery.webhooks.models import KEPT, Delivery, Webhook
from delivery.webhooks.signing import signature
from delivery.webhooks.target import check_scheme, is_ours

DEADLINE_SECONDS = 10.0  # of a call, whatever the receiver does
HELD = timedelta(seconds=3 * DEADLINE_SECONDS)
AT_ONCE = 16  # calls side by side, each to another receiver
LOOKS_EVERY = 0.5  # seconds, for what became due while others are on their way
ROUND_SECONDS = 30.0  # nothing new is begun after that: the worker wants to end in time
# Between the end of a try and the next one; seven tries in some 31 hours.
WAITS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
PAUSED_AFTER = timedelta(days=3)
LONGEST_PATIENCE = timedelta(hours=24)  # of what Retry-After may ask for
FORGOTTEN_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Call:
    """One call, ready to be made: no database is asked while it lasts."""

    delivery: Delivery
    claim: str
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call; without a status nobody answered."""

    status: int | None
    message: str
    milliseconds: int
    patience: timedelta = timedelta()

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def send_due() -> int:
    """Send what is due; how many deliveries were taken. Called by the worker only.

    One call at a time for each receiver, so that it hears things in their order while nothing fails, and a slow one
    holds up no other.
    """
    began, taken = time.monotonic(), 0
    to_tell: list[Webhook] = []
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook") as pool:
        on_the_way: dict[Future[Outcome], Call] = {}
        while True:
            if time.monotonic() - began < ROUND_SECONDS:
                for call in _claim(AT_ONCE - len(on_the_way), on_the_way.values()):
                    on_the_way[pool.submit(_make, call)] = call
            if not on_the_way:
                break
            for future in wait(on_the_way, LOOKS_EVERY, FIRST_COMPLETED).done:
                call, outcome = on_the_way.pop(future), future.result()
                taken += outcome.is_taken
                stopped = _write_down(call, outcome)
                to_tell += [stopped] if stopped else []
    for webhook in to_tell:
        notices.mail(webhook)
    return taken


def _claim(most: int, busy: Iterable[Call]) -> list[Call]:
    """Up to so many deliveries that are due, of receivers that have none on its way; held from now on."""
    now = timezone.now()
    held = Delivery.objects.filter(webhook=OuterRef("webhook"), claimed_until__gt=now).exclude(claim="")
    patient = Q(webhook__retry_at=None) | Q(webhook__retry_at__lte=now)
    due = (
        Delivery.objects.filter(state=Delivery.State.PENDING, next_at__lte=now)
        .filter(Q(asked=True) | patient & Q(webhook__active=True, webhook__paused_at=None))
        .exclude(webhook__in=[call.delivery.webhook_id for call in busy])
        .filter(~Exists(held))
    )
    receivers = list(due.order_by().values_list("webhook", flat=True).distinct()[: max(most, 0)])
    return [call for receiver in receivers if (call := _claim_first(due.filter(webhook=receiver), now))]


@transaction.atomic
def _claim_first(due: QuerySet[Delivery], now: datetime) -> Call | None:
    first = due.select_for_update(skip_locked=True, of=("self",)).order_by("next_at", "pk").first()
    if first is None:
        return None
    webhook = first.webhook
    first.claim, first.claimed_until = uuid4().hex, now + HELD
    first.tried_at, first.attempts = now, first.attempts + 1
    first.save(update_fields=["claim", "claimed_until", "tried_at", "attempts"])
    timestamp, body = int(now.timestamp()), first.payload
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Pharos-Webhooks",
        "webhook-id": first.uid,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(webhook.signing_secrets(now), first.uid, timestamp, body),
    }
    return Call(first, first.claim, webhook.url, headers, body)


def _make(call: Call) -> Outcome:
    """Call a receiver. In a thread of its own, and without the database."""
    began = time.monotonic()

    def outcome(status: int | None, message: str, patience: timedelta = timedelta()) -> Outcome:
        return Outcome(status, message[:300], int((time.monotonic() - began) * 1000), patience)

    private = is_ours(call.url)
    try:
        check_scheme(call.url)
        answer = call_stranger(
            "POST", call.url, call.body, call.headers, deadline=DEADLINE_SECONDS, private=private
        )
    except Unanswered as error:
        return outcome(None, f"no answer: {error}")
    except Refused as error:
        return outcome(None, f"not sent: {error}")
    return outcome(answer.status, _said(answer), retry_after(answer))


def _said(answer: Answer) -> str:
    if 300 <= answer.status < 400:
        return (
            f"{answer.status} sends us on to {answer.headers.get('location', '')[:100]}, and we do not follow"
        )
    return f"{answer.status} {answer.body[:250]}".strip()


@transaction.atomic
def _write_down(call: Call, outcome: Outcome) -> Webhook | None:
    """What became of a call; the webhook, where it was stopped by it. A delivery that somebody else has taken since
    (this worker slept) is left alone."""
    now = timezone.now()
    webhook = Webhook.objects.select_for_update().filter(pk=call.delivery.webhook_id).first()
    delivery = Delivery.objects.select_for_update().filter(pk=call.delivery.pk, claim=call.claim).first()
    if webhook is None or delivery is None:
        return None
    delivery.claim, delivery.claimed_until = "", None
    delivery.status, delivery.answer, delivery.duration = (
        outcome.status,
        outcome.message,
        outcome.milliseconds,
    )
    if outcome.is_taken:
        delivery.state, delivery.next_at = Delivery.State.DELIVERED, None
    elif outcome.status == 410 or delivery.attempts > len(WAITS):
        delivery.state, delivery.next_at = Delivery.State.FAILED, None
    else:
        patience = min(outcome.patience, LONGEST_PATIENCE)
        delivery.next_at = now + max(_jittered(WAITS[max(delivery.attempts, 1) - 1]), patience)
    delivery.save()
    return _judge(webhook, outcome, now)


def _judge(webhook: Webhook, outcome: Outcome, now: datetime) -> Webhook | None:
    """What a call says of the receiver; the webhook, where nothing more is sent to it."""
    was_sent_to = webhook.active and webhook.paused_at is None
    if outcome.is_taken:
        webhook.failures, webhook.failing_since, webhook.retry_at = 0, None, None
    else:
        webhook.failures += 1
        webhook.failing_since = webhook.failing_since or now
        patience = min(outcome.patience, LONGEST_PATIENCE)
        webhook.retry_at = now + patience if patience else None
        if outcome.status == 410:
            webhook.active, webhook.notice = False, notices.GONE
        elif was_sent_to and now - webhook.failing_since >= PAUSED_AFTER:
            webhook.paused_at, webhook.notice = now, notices.FAILING
    webhook.save()
    return webhook if was_sent_to and not (webhook.active and webhook.paused_at is None) else None


def _jittered(pause: timedelta) -> timedelta:
    """Up to a fifth more, so that what failed together does not come back together."""
    return pause * (1 + random.random() / 5)  # noqa: S311 - spreads tries in time, guards nothing


def forget_old() -> int:
    """Forget deliveries that are older than KEPT, sent or not; how many."""
    total, limit = 0, timezone.now() - KEPT
    old = Delivery.objects.filter(created_at__lt=limit)
    while ids := list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE]):
        total += Delivery.objects.filter(pk__in=ids).delete()[0]
    return total
