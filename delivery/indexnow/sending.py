"""Telling: the worker takes what is due, sends it, and writes down what was answered.

An address is held while it is on the way, for longer than a call can take and the five minutes after it. Who dies
between the call and writing down leaves it held: it is told once more when that time is over, and never lost.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from delivery.indexnow.models import Batch, IndexNow, QueuedAddress
from delivery.indexnow.queue import INTERVAL
from delivery.outbound import DEADLINE_SECONDS, Answer, Refused, Unanswered, call, retry_after

MOST_ADDRESSES = 10_000  # in one call (IndexNow, "Submitting set of URLs")
BATCHES_A_ROUND = 20
HELD = INTERVAL + timedelta(seconds=2 * DEADLINE_SECONDS)
LONGEST_PAUSE = timedelta(hours=6)
LONGEST_PATIENCE = timedelta(hours=24)  # of what Retry-After may ask for
FORGOTTEN_AFTER = timedelta(days=30)

MEANINGS = {
    200: "received",
    202: "received, the key is still to be checked",
    400: "not understood: the call has a form the endpoint does not know",
    403: "key not valid: the endpoint does not find the key in its file, or the file cannot be reached",
    422: "addresses of another host, or a key that does not belong to this one",
    429: "too many calls",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Addresses one worker holds; their rows bear its name."""

    name: str = ""
    urls: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer means for the addresses that were sent, and how long nothing more is sent."""

    outcome: QueuedAddress.Outcome
    message: str
    status: int | None = None
    pause: timedelta | None = None


def send_due() -> int:
    """Send what is due, of every site that takes part; how many addresses were received. Called by the worker only.

    A failed call ends the round for its site: it is tried again later, and later each time.
    """
    if not settings.INDEXABLE:
        return 0
    received = 0
    for site in IndexNow.objects.filter(enabled=True).select_related("site"):
        for _round in range(BATCHES_A_ROUND):
            claim = _claim(site)
            if not claim.urls:
                break
            verdict = _tell(site, claim.urls)
            _write_down(site, claim, verdict)
            if verdict.outcome != QueuedAddress.Outcome.TOLD:
                break
            received += len(claim.urls)
    _forget_old()
    return received


@transaction.atomic
def _claim(site: IndexNow) -> Claim:
    """Addresses of a site that are due and that nobody else holds; held from now on. Several workers share them."""
    now = timezone.now()
    is_paused = (
        IndexNow.objects.filter(pk=site.pk).filter(Q(paused_until__gt=now) | Q(enabled=False)).exists()
    )
    if is_paused:
        return Claim()
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    due = QueuedAddress.objects.filter(free, site_id=site.site_id, due_at__lte=now).order_by("due_at", "pk")
    skip = connection.features.has_select_for_update_skip_locked
    rows = list(due.select_for_update(skip_locked=skip).values_list("pk", "url")[:MOST_ADDRESSES])
    claim = Claim(uuid4().hex, [url for _pk, url in rows])
    QueuedAddress.objects.filter(pk__in=[pk for pk, _url in rows]).update(
        claim=claim.name, claimed_until=now + HELD, asked_when_claimed=F("asked")
    )
    return claim


def _tell(site: IndexNow, urls: Sequence[str]) -> Verdict:
    body = {
        "host": urlsplit(site.site.root_url).netloc,
        "key": site.key,
        "keyLocation": site.key_url,
        "urlList": list(urls),
    }
    try:
        answer = call(
            "POST",
            site.endpoint,
            json.dumps(body).encode(),
            {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Pharos"},
            deadline=DEADLINE_SECONDS,
        )
    except Unanswered as error:
        return Verdict(QueuedAddress.Outcome.RETRY, f"no answer: {error}", pause=_pause(site.failures))
    except Refused as error:
        return Verdict(QueuedAddress.Outcome.REFUSED, str(error))
    return judge(answer, site.failures)


def judge(answer: Answer, failures: int = 0) -> Verdict:
    """The verdict on an answer after so many failures in a row. What blames us is not repeated."""
    meaning = MEANINGS.get(answer.status, "")
    said = " ".join(answer.body.split())[:200]
    message = " ".join(filter(None, [f"{answer.status}", meaning, f"({said})" if said else ""]))
    if answer.status in {200, 202}:
        return Verdict(QueuedAddress.Outcome.TOLD, message, answer.status)
    if answer.status in {408, 429} or answer.status >= 500:
        pause = max(_pause(failures), min(retry_after(answer), LONGEST_PATIENCE))
        return Verdict(QueuedAddress.Outcome.RETRY, message, answer.status, pause)
    if 300 <= answer.status < 400:
        message += (
            f" the endpoint sends us on to {answer.headers.get('location', '')[:100]}, and we do not follow"
        )
    return Verdict(QueuedAddress.Outcome.REFUSED, message, answer.status)


@transaction.atomic
def _write_down(site: IndexNow, claim: Claim, verdict: Verdict) -> None:
    """What became of a call. Rows that somebody else has taken since (this worker slept) are left alone."""
    now = timezone.now()
    Batch.keep(site.site_id, len(claim.urls), verdict.status, verdict.message, now)
    is_failure = verdict.outcome == QueuedAddress.Outcome.RETRY
    IndexNow.objects.filter(pk=site.pk).update(
        failures=F("failures") + 1 if is_failure else 0,
        paused_until=now + verdict.pause if verdict.pause else None,
    )
    site.failures = site.failures + 1 if is_failure else 0
    later = Value(now + max(INTERVAL, verdict.pause or INTERVAL))
    # A change that came meanwhile is told of after the five minutes; so is what is tried again.
    again = later if is_failure else Case(When(asked=F("asked_when_claimed"), then=None), default=later)
    QueuedAddress.objects.filter(claim=claim.name).update(
        due_at=again,
        sent_at=now,
        claim="",
        claimed_until=None,
        outcome=verdict.outcome,
        answer=verdict.message[:300],
    )


def _pause(failures: int) -> timedelta:
    """Five minutes, ten, twenty, … six hours, and up to a fifth more, so that many sites do not come back at once."""
    pause = min(INTERVAL * 2 ** min(failures, 10), LONGEST_PAUSE)
    return pause * (1 + random.random() / 5)  # noqa: S311 - spreads tries in time, guards nothing


def _forget_old() -> None:
    """What has nothing to tell and was last sent a month ago."""
    old = QueuedAddress.objects.filter(due_at=None, sent_at__lt=timezone.now() - FORGOTTEN_AFTER)
    old.filter(asked_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
