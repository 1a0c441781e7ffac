"""changes/: what readers see differently since a place in the change log, in the order of the log."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from django.http import HttpRequest

from wagtail.models import Site, get_page_models

from ninja import Query, Router, Schema

from cms.models import Page
from delivery.models import Change, Pruned
from delivery.told import SHARED, identity, type_of
from headless.api import SiteName
from headless.problems import Refused, invalid
from headless.requests import language_asked_for, site_asked_for
from seo.languages import bcp47

router = Router(tags=["changes"])

LOOKED_AT = 1_000  # changes one request looks at, however few of them it answers with
_CURSOR = re.compile(rb"1:(0|[1-9][0-9]{0,18}):(0|[1-9][0-9]{0,18})")


class ChangeItem(Schema):
    """`op`: what stands at `path` is new or another (upsert), stands there instead of at `old_path` (move), or no
    longer stands at `old_path` (delete). `type` is a page type, or redirect, menu, settings or phrases."""

    seq: int
    op: Literal["upsert", "delete", "move"]
    type: str
    id: int | None
    path: str | None
    url: str | None
    old_path: str | None
    locale: str | None
    tags: list[str]
    at: datetime


class ChangeList(Schema):
    """`next_cursor` is where to go on, also where nothing is left for now."""

    items: list[ChangeItem]
    next_cursor: str
    has_more: bool


Since = Annotated[
    str | None,
    Query(
        max_length=100,
        description="`next_cursor` of the answer before; `now` to begin here; without it from the oldest that is kept",
    ),
]
Types = Annotated[
    list[str],
    Query(
        max_length=50, description="any of these: catalog.ProductPage, …, redirect, menu, settings, phrases"
    ),
]


@router.get("/", response=ChangeList, summary="What changed, in order", operation_id="changes")
def changes(
    request: HttpRequest,
    site: SiteName = None,
    since: Since = None,
    types: Types = [],  # noqa: B006 - read, never changed
    locale: Annotated[str | None, Query(description="of one language only, and of what has none")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, Any]:
    """Publications, deletions and moves of what anybody may read. An answer may hold fewer items than `limit`, even
    none, while `has_more` says there are more."""
    found = site_asked_for(request, site)
    language = language_asked_for(found, locale) if locale is not None else None
    return Window.since(since).told(Concern(found, _known(types), language), limit)


@dataclass(frozen=True, slots=True)
class Concern:
    """What somebody wants to hear of."""

    site: Site
    types: frozenset[str]
    language: str | None

    def covers(self, change: Change) -> bool:
        return (
            self._is_of_site(change)
            and (not self.types or type_of(change) in self.types)
            and (self.language is None or change.locale in {"", self.language})
        )

    def _is_of_site(self, change: Change) -> bool:
        if change.site_id is None:
            return change.page_id is None  # every site's; a page's site is gone with it
        # A page below the roots of two sites stands on both.
        root = f"{self.site.root_url}/"
        return change.site_id == self.site.pk or any(
            url.startswith(root) for url in (*change.urls, *change.old_urls)
        )

    def items(self, change: Change) -> Iterator[dict[str, Any]]:
        """One, and of redirects one for each address."""
        said = identity(change) | {
            "locale": bcp47(change.locale) if change.locale else None,
            "tags": change.tags,
            "path": None,
            "url": None,
            "old_path": None,
        }
        if change.kind == Change.Kind.REDIRECT and change.old_urls:
            for url in change.old_urls:
                yield said | {"old_path": _path(url)}
        elif change.page_id is None:
            yield said
        else:
            path, old_path = self._path_of(change.urls), self._path_of(change.old_urls)
            yield said | {
                "path": path,
                "url": path and self.site.root_url + path,
                "old_path": old_path if old_path != path else None,
            }

    def _path_of(self, urls: Sequence[str]) -> str | None:
        """The path on this site: of a page on two sites the address here."""
        here = [url for url in urls if url.startswith(f"{self.site.root_url}/")] or urls
        return _path(here[0]) if here else None


@dataclass(frozen=True, slots=True)
class Window:
    """A place in the log: after `position`, up to `last`."""

    position: int
    stamp: int
    last: int

    @classmethod
    def since(cls, cursor: str | None) -> "Window":
        """Raises Refused: 422 for what is no cursor, 410 for a place that cannot be gone on from."""
        reaches = Pruned.reaches()
        newest = Change.objects.exclude(position=None).order_by("-position").first()
        last = newest.position if newest else 0
        if cursor is None:
            return cls(min(reaches, last), 0, last)
        if cursor == "now":
            return cls(last, _stamp(newest), last)
        position, stamp = _read(cursor)
        if position < reaches:
            raise _expired("What changed after it is no longer kept.")
        if position > last:
            raise _expired("It lies ahead of the log, which must have been put back.")
        at = Change.objects.filter(position=position).first()
        if stamp and at is not None and _stamp(at) != stamp:
            raise _expired("It is of another log than this one.")
        return cls(position, stamp, last)

    def told(self, concern: Concern, limit: int) -> dict[str, Any]:
        rows = Change.objects.filter(position__gt=self.position, position__lte=self.last).order_by("position")
        items: list[dict[str, Any]] = []
        position, stamp = self.position, self.stamp
        for change in rows[:LOOKED_AT]:
            if len(items) >= limit:
                break
            if concern.covers(change):
                items += concern.items(change)
            position, stamp = change.position, _stamp(change)
        return {"items": items, "next_cursor": _cursor(position, stamp), "has_more": position < self.last}


def _known(types: Sequence[str]) -> frozenset[str]:
    """Raises Refused (422) for a type that is none."""
    known = {model._meta.label for model in get_page_models() if model is not Page} | set(SHARED.values())
    for name in types:
        if name not in known:
            raise invalid("types", f"“{name[:64]}” is no type; known are {', '.join(sorted(known))}.")
    return frozenset(types)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _stamp(change: Change | None) -> int:
    """When the change at a place was written: a log that was put back has another one there."""
    return int(change.created_at.timestamp() * 1_000_000) if change else 0


def _cursor(position: int, stamp: int) -> str:
    return urlsafe_b64encode(f"1:{position}:{stamp}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[int, int]:
    try:
        found = _CURSOR.fullmatch(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (NotBase64, ValueError):
        found = None
    if found is None or _cursor(int(found[1]), int(found[2])) != cursor:
        raise invalid("since", "This is no cursor: take `next_cursor` of an answer, or `now`.")
    return int(found[1]), int(found[2])


def _expired(why: str) -> Refused:
    return Refused(
        410,
        "cursor-expired",
        f"{why} Take since=now, read everything once, and go on from there.",
        [("since", why, "cursor_expired")],
    )
