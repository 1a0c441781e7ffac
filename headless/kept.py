"""Answers kept for a minute: made once, given to everybody who asks the same, forgotten when one of their tags ends.

The reasons stand in docs/decisions/0022-kept-answers.md.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from hashlib import blake2b
from time import time
from typing import Any, Final

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import set_response_etag

from cms import phrases
from cms.caching import tags_of
from delivery import made_of, since
from headless import unlock
from headless.parameters import operation_of

MOST_BYTES: Final = 1_000_000  # of a body; larger ones are rare and would push out many
_PACKED_FROM: Final = 4_000  # bytes; JSON of this size becomes a sixth


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer: its body (packed by zlib), its headers, what it was made of and when (seconds since 1970)."""

    body: bytes
    is_packed: bool
    headers: dict[str, str]
    tags: tuple[str, ...]
    changed_at: datetime | None
    moment: since.Moment
    made_at: float

    def as_response(self) -> HttpResponse:
        body = zlib.decompress(self.body) if self.is_packed else self.body
        age = str(max(0, int(time() - self.made_at)))
        return HttpResponse(body, headers=self.headers | {"Age": age})


def keep(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view decorator for all operations of an API: public reads are made once for all who ask the same."""
    operation = operation_of(run)
    if "GET" not in operation.methods or operation.auth_callbacks:
        return run

    @wraps(run)
    def kept(request: HttpRequest, **path_parameters: Any) -> HttpResponse:
        seconds = settings.API_KEPT_SECONDS
        if not seconds or unlock.HEADER in request.headers:
            return run(request, **path_parameters)
        answers, key, moment = caches["kept"], _key(request), since.now()
        phrases.begin(moment)
        known: Kept | None = answers.get(key)
        if known is not None and known.moment != moment:
            known = _holding_on(known, moment)
            if known is not None:
                answers.set(key, known, timeout=max(1, known.made_at + seconds - time()))
        if known is not None:
            made_of.note(*known.tags, changed_at=known.changed_at)
            return known.as_response()
        # Before anything is read, so that what is committed meanwhile ends the answer.
        response = run(request, **path_parameters)
        if _is_for_everybody(response):
            answers.set(key, _of(response, moment), timeout=seconds)
        return response

    return kept


def _key(request: HttpRequest) -> str:
    """Who is asked, for what, in which language: all that an answer to everybody depends on."""
    asked = f"{request.scheme}://{request.get_host()}{request.get_full_path()} {translation.get_language()}"
    return blake2b(asked.encode(), digest_size=16).hexdigest()


def _holding_on(known: Kept, moment: since.Moment) -> Kept | None:
    """The answer as of a later moment, if nothing it was made of has ended since."""
    ended = since.ended_since(known.moment)
    return None if ended is None or ended.intersection(known.tags) else replace(known, moment=moment)


def _is_for_everybody(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and len(response.content) <= MOST_BYTES
        and not response.cookies
        and "Vary" not in response.headers
        and "Cache-Control" not in response.headers
        and not unlock.is_asked()
    )


def _of(response: HttpResponse, moment: since.Moment) -> Kept:
    if "ETag" not in response.headers:
        set_response_etag(response)
    made = made_of.at_hand()
    is_packed = len(response.content) >= _PACKED_FROM
    return Kept(
        body=zlib.compress(response.content, level=1) if is_packed else response.content,
        is_packed=is_packed,
        headers=dict(response.headers),
        tags=tuple(tags_of(response.status_code, made)),
        changed_at=made.changed_at,
        moment=moment,
        made_at=time(),
    )
