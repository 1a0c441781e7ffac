"""What readers and caches may keep of an answer, and when they are told that they have it already (RFC 9110, 9111).

The reasons stand in docs/decisions/0018-caching.md.
"""

from collections.abc import Callable
from hashlib import blake2b
from time import time

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import (
    get_conditional_response,
    has_vary_header,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.http import http_date, parse_http_date_safe

from delivery import tags
from delivery.made_of import Ingredients, noting
from delivery.purge.backends import backend, lifetime

MOST_TAGS = 300  # some 4 kB of header; Fastly and Cloudflare take 16 kB
ASK_EACH_TIME = "public, max-age=0, must-revalidate"
# Headers that speak about the content: a 304 leaves them as the reader has them, so they are part of its version.
_ABOUT_CONTENT = ("Content-Type", "Content-Language", "Content-Security-Policy", "Link", "X-Robots-Tag")


class ConditionalMiddleware:
    """Cache-Control where a view has said nothing, validators and cache tags on what is public, 304 for who has it.

    Every reader and every cache may keep an answer and asks each time whether it still holds: nobody sees a page
    older than the last commit. What looked at the reader (a cookie, a token) is the reader's alone and kept by
    nobody. Stands outside whatever writes headers about the content.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with noting() as ingredients:
            response = self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return response
        if is_personal(request, response):
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        _say_how_long(response)
        if response.status_code == 200 and "no-store" not in response.headers["Cache-Control"]:
            _add_validators(request, response, ingredients)
            response = _conditional(request, response)
        if "no-store" not in response.headers["Cache-Control"]:
            _tell_caches(response, ingredients)
        return response


def is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer depends on who asks: it looked at a cookie, sets one, or was asked for with a token."""
    return bool(response.cookies or has_vary_header(response, "Cookie") or "Authorization" in request.headers)


def fingerprint(response: HttpResponse) -> str:
    """A weak entity tag of what an answer says. Weak, because the web server may still compress it."""
    digest = blake2b(response.content, digest_size=16)
    for name in _ABOUT_CONTENT:
        digest.update(f"\n{name}:{response.headers.get(name, '')}".encode())
    return f'W/"{digest.hexdigest()}"'


def tags_of(status: int, ingredients: Ingredients) -> list[str]:
    """The cache tags of an answer. One that noted nothing, and one that is no content, may end with anything."""
    noted = dict(ingredients.tags)
    if status not in {200, 304} or not noted:
        noted |= dict.fromkeys(tags.ANYTHING)
    if len(noted) > MOST_TAGS:
        noted = {tag: None for tag in (*noted, tags.PAGES) if not tag.startswith("page-")}
    return list(noted)


def _tell_caches(response: HttpResponse, ingredients: Ingredients) -> None:
    """What a cache in front of the site reads. It keeps unasked what is asked for each time otherwise, because it is
    told when that ends."""
    is_content = response.status_code in {200, 304} and response.headers["Cache-Control"] == ASK_EACH_TIME
    told = backend().headers(tags_of(response.status_code, ingredients), lifetime() if is_content else 0)
    for name, value in told.items():
        response.headers.setdefault(name, value)


def _say_how_long(response: HttpResponse) -> None:
    if "Cache-Control" not in response.headers:
        if response.status_code >= 500:
            patch_cache_control(response, no_store=True)
        else:
            # Of redirects and errors too: left alone, browsers keep a 301 for good and any cache may keep a 404.
            response.headers["Cache-Control"] = ASK_EACH_TIME
    patch_vary_headers(response, ["Accept-Encoding"])


def _add_validators(request: HttpRequest, response: HttpResponse, ingredients: Ingredients) -> None:
    """What streams is known by the entity tag its view gave it, or not at all: it is not held to be hashed."""
    if "ETag" not in response.headers and not response.streaming:
        response.headers["ETag"] = fingerprint(response)
    if "ETag" in response.headers and "Last-Modified" not in response.headers:
        changed_at = int(ingredients.changed_at.timestamp()) if ingredients.changed_at else None
        modified = _last_modified(request, response, changed_at)
        if modified is not None:
            response.headers["Last-Modified"] = http_date(modified)


def _last_modified(request: HttpRequest, response: HttpResponse, changed_at: int | None) -> int | None:
    """The second since which this address answers what it answers now, as far as is known; None while that is unsure.

    A page shows more than its own content: the menu, cards, prices that end with the day. So its own date holds only
    until the answer is first seen to differ, and then the date of that. Lost with the cache; the entity tag is not.
    """
    kept, now = caches["answers"], int(time())
    key = blake2b(
        f"{request.get_host()}{request.get_full_path()} {response.headers.get('Content-Type', '')}".encode(),
        digest_size=16,
    ).hexdigest()
    etag = response.headers["ETag"].removeprefix("W/")
    known = kept.get(key)
    if known is not None and known[0] == etag:
        modified = known[1]
    else:
        if known is None:
            modified = min(now, changed_at) if changed_at is not None else now
        else:
            # Two versions within a second must not share a date.
            modified = max(now, known[1] + 1)
        kept.set(key, (etag, modified), timeout=None)  # pushed out by what is asked for more
    return modified if modified <= now else None


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer, or 304 for who has it (the entity tag is asked before the date: RFC 9110, 13.2.2)."""
    conditional = get_conditional_response(
        request,
        etag=response.headers.get("ETag"),
        last_modified=parse_http_date_safe(response.headers.get("Last-Modified", "")),
        response=response,
    )
    if conditional is not response:
        # Django keeps what a 304 owes; who may read it (CORS) and how it was asked for hold for a 304 as well.
        for name, value in response.headers.items():
            if not name.startswith("Content-"):
                conditional.headers.setdefault(name, value)
    return conditional
