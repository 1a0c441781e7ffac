"""Counting what old and missing addresses are asked for, after the answer is sent and never at a request's cost.

Counts wait in the process for some seconds and are then written together. A flood of addresses fills the room of one
such window and is forgotten beyond it, so that neither memory nor database grows with it. What waits in a process
that is killed is lost: these are counts, not records.
"""

import logging
import threading
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from cms.redirects.addresses import fingerprint, spelled
from seo.crawlers import is_crawler

MOST_WAITING = 500  # different addresses in one window
MOST_KEPT = 10_000  # rows of the table of missing addresses
_SPARE = 1_000  # dropped together, so that the dropping is rare
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Missed:
    path: str
    hits: int = 0
    crawler_hits: int = 0
    referrer: str = ""


@dataclass(slots=True)
class _Window:
    rules: Counter[int] = field(default_factory=Counter)
    missed: dict[tuple[int, str], _Missed] = field(default_factory=dict)


class Tally:
    """The counts of one process. Safe in threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._window = _Window()
        self._timer: threading.Timer | None = None

    def count_hit(self, response: HttpResponseBase, rule_id: int) -> None:
        """A rule answered; counted once the response is sent."""
        response._resource_closers.append(lambda: self._note(lambda window: self._hit(window, rule_id)))

    def count_miss(self, response: HttpResponseBase, site_id: int, request: HttpRequest) -> None:
        """Nothing answered; counted once the response is sent."""
        path = spelled(request.path)[:500]
        crawler = is_crawler(request.headers.get("User-Agent", ""))
        referrer = _host(request.headers.get("Referer", ""))
        response._resource_closers.append(
            lambda: self._note(lambda window: self._miss(window, site_id, path, crawler, referrer))
        )

    @staticmethod
    def _hit(window: _Window, rule_id: int) -> None:
        if rule_id in window.rules or len(window.rules) < MOST_WAITING:
            window.rules[rule_id] += 1

    @staticmethod
    def _miss(window: _Window, site_id: int, path: str, crawler: bool, referrer: str) -> None:
        place = (site_id, fingerprint(path))
        if place not in window.missed and len(window.missed) >= MOST_WAITING:
            return
        missed = window.missed.setdefault(place, _Missed(path))
        missed.hits += not crawler
        missed.crawler_hits += crawler
        missed.referrer = referrer or missed.referrer

    def _note(self, change) -> None:
        with self._lock:
            change(self._window)
            if settings.TALLY_SECONDS and self._timer is None:
                self._timer = threading.Timer(settings.TALLY_SECONDS, self._flush_beside)
                self._timer.daemon = True
                self._timer.start()
        if not settings.TALLY_SECONDS:
            self.flush()

    def _flush_beside(self) -> None:
        try:
            self.flush()
        finally:
            connection.close()  # this thread's own

    def flush(self) -> None:
        """Write what waits. A database that does not take it costs these counts and nothing else."""
        with self._lock:
            window, self._window, self._timer = self._window, _Window(), None
        try:
            with transaction.atomic():
                _write_hits(window.rules)
                _write_missed(window.missed)
        except DatabaseError:
            _log.warning("Counts of old addresses could not be written.", exc_info=True)


def _write_hits(rules: Counter[int]) -> None:
    model, now = apps.get_model("cms", "RedirectRule"), timezone.now()
    for rule_id, count in sorted(rules.items()):
        model.objects.filter(pk=rule_id).update(hits=F("hits") + count, last_hit_at=now)


def _write_missed(missed: dict[tuple[int, str], _Missed]) -> None:
    if not missed:
        return
    model, now = apps.get_model("cms", "MissedAddress"), timezone.now()
    standing = model.objects.select_for_update().filter(fingerprint__in={print_ for _site, print_ in missed})
    for row in standing.order_by("pk"):
        if one := missed.pop((row.site_id, row.fingerprint), None):
            row.hits, row.crawler_hits = row.hits + one.hits, row.crawler_hits + one.crawler_hits
            row.referrer, row.last_asked_at = one.referrer or row.referrer, now
            row.save(update_fields=["hits", "crawler_hits", "referrer", "last_asked_at"])
    new = [
        model(
            site_id=site_id,
            path=one.path,
            fingerprint=print_,
            hits=one.hits,
            crawler_hits=one.crawler_hits,
            referrer=one.referrer,
        )
        for (site_id, print_), one in missed.items()
    ]
    if new:
        model.objects.bulk_create(new, ignore_conflicts=True)
        _drop_least_worth()


def _drop_least_worth() -> None:
    """Keep the table within its bound: what was asked for least, and longest ago, goes first."""
    model = apps.get_model("cms", "MissedAddress")
    over = model.objects.count() - MOST_KEPT
    if over > 0:
        least = model.objects.order_by("is_ignored", "hits", "crawler_hits", "last_asked_at")
        model.objects.filter(pk__in=list(least.values_list("pk", flat=True)[: over + _SPARE])).delete()


def _host(referrer: str) -> str:
    """The host of the page a link was followed from, and nothing else of it."""
    try:
        return (urlsplit(referrer).hostname or "")[:255]
    except ValueError:
        return ""


TALLY = Tally()
