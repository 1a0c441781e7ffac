"""What is to be told: addresses named by the change log, one row for each, at most once in five minutes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import batched
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.module_loading import import_string

from wagtail.models import Site

from delivery.indexnow.models import LONGEST_URL, IndexNow, QueuedAddress
from delivery.models import Change

# IndexNow, "Guidelines": wait before the same address is told again.
INTERVAL = timedelta(minutes=5)
TOLD_OF = frozenset(
    {
        Change.Kind.UPSERT,
        Change.Kind.DELETE,
        Change.Kind.UNPUBLISH,
        Change.Kind.MOVE,
        Change.Kind.REDIRECT,
        Change.Kind.OFFER,
    }
)
WRITTEN_AT_ONCE = 500


class Pages(Protocol):
    """What this app must ask of pages, which it does not know; INDEXNOW_PAGES names who answers."""

    def hidden(self, page_ids: Iterable[int]) -> set[int]:
        """Those of these pages that are there, published or not, and that search engines may not list."""

    def addresses(self, site: Site) -> Iterator[str]:
        """Every absolute address of a site that search engines may list."""


def pages() -> Pages:
    return import_string(settings.INDEXNOW_PAGES)()


def consume(changes: Sequence[Change]) -> None:
    """Queue what these changes touch; called by the relay, in its transaction."""
    if not settings.INDEXABLE:
        return
    sites = {_origin(each.site.root_url): each.site_id for each in _taking_part()}
    relevant = [change for change in changes if change.kind in TOLD_OF]
    if not sites or not relevant:
        return
    hidden = pages().hidden({change.page_id for change in relevant if change.page_id})
    wanted: dict[int, dict[str, bool]] = {}  # of each site its addresses, and whether the page is listed
    for change in relevant:
        is_listed = change.page_id not in hidden
        for url in (*change.urls, *change.old_urls):
            site_id = sites.get(_origin(url))
            if site_id is not None and len(url) <= LONGEST_URL:
                of_site = wanted.setdefault(site_id, {})
                of_site[url] = of_site.get(url, False) or is_listed
    for site_id, urls in wanted.items():
        ask(site_id, [url for url, is_listed in urls.items() if is_listed])
        # Engines that were told of a page must hear that it is hidden now; of one that always was they hear nothing.
        ask(site_id, _told_before(site_id, [url for url, is_listed in urls.items() if not is_listed]))


@transaction.atomic
def ask(site_id: int, urls: Iterable[str]) -> int:
    """Queue addresses of a site, whatever they are; how many. An address that waits already goes on waiting."""
    now, count = timezone.now(), 0
    for batch in batched(dict.fromkeys(urls), WRITTEN_AT_ONCE, strict=False):
        rows = QueuedAddress.objects.filter(site_id=site_id, url__in=batch)
        # Locked before they are counted on: the worker forgets old rows.
        known = set(rows.select_for_update().values_list("url", flat=True))
        QueuedAddress.objects.bulk_create(
            [QueuedAddress(site_id=site_id, url=url) for url in batch if url not in known],
            ignore_conflicts=True,
        )
        count += rows.update(asked=F("asked") + 1, asked_at=now, due_at=_when(now))
    return count


def _when(now: Any) -> Case:
    """Now, or five minutes after it was sent, or when it is due already."""
    return Case(
        When(due_at__isnull=False, then=F("due_at")),
        When(sent_at__isnull=False, then=Greatest(F("sent_at") + INTERVAL, Value(now))),
        default=Value(now),
    )


def _taking_part() -> Iterable[IndexNow]:
    return IndexNow.objects.filter(enabled=True).select_related("site")


def _told_before(site_id: int, urls: Sequence[str]) -> list[str]:
    told = QueuedAddress.objects.filter(site_id=site_id, url__in=urls).exclude(sent_at=None, due_at=None)
    return list(told.values_list("url", flat=True)) if urls else []


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
