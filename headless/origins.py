"""Which pages of which origins may read an answer in a browser (CORS, the Fetch standard)."""

from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from wagtail.models import Site

from headless.preview.front_end import FrontEnd
from headless.problems import Refused
from headless.requests import site_asked_for
from headless.unlock import HEADER as UNLOCK

_READS: Final = {"GET", "HEAD", "OPTIONS"}
# Asked with a body because it is long; nothing is written.
_READING_POSTS: Final = {"delivery:resolve_batch"}
_SECRETS: Final = {"authorization", UNLOCK.lower()}
EXPOSED: Final = (
    "Cache-Tag, ETag, Idempotent-Replayed, Last-Modified, Link, Location, RateLimit, RateLimit-Policy, Retry-After, "
    "X-Next-Cursor, X-Request-ID"
)
TAKEN: Final = (
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-Modified-Since, If-None-Match, X-Request-ID, "
    "X-Unlock"
)


def tell(request: HttpRequest, response: HttpResponse) -> None:
    """Say who may read this answer: of public reads everybody unless API_OPEN_READS is off, of writes and of what a
    token asks listed origins."""
    if settings.API_OPEN_READS and is_public_read(request):
        response.headers["Access-Control-Allow-Origin"] = "*"
    else:
        # Of OPTIONS, GET may follow as well: a cache is told in every case that the origin counts.
        patch_vary_headers(response, ["Origin"])
        origin = request.headers.get("Origin", "")
        if not origin or origin not in allowed(request):
            response.headers.pop("Access-Control-Allow-Origin", None)
            return
        response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS")
        response.headers["Access-Control-Allow-Headers"] = TAKEN
        response.headers["Access-Control-Max-Age"] = "7200"


def is_public_read(request: HttpRequest) -> bool:
    """Whether nothing is written and no token shown, in the request that a preflight announces."""
    if request.method == "OPTIONS":
        named = request.headers.get("Access-Control-Request-Headers", "").lower().split(",")
        method = request.headers.get("Access-Control-Request-Method", "GET")
        return _reads(request, method) and _SECRETS.isdisjoint(name.strip() for name in named)
    return _reads(request, request.method) and not any(name in request.headers for name in _SECRETS)


def _reads(request: HttpRequest, method: str | None) -> bool:
    """Whether such a request at this address writes nothing."""
    place = request.resolver_match
    return method in _READS or (method == "POST" and place is not None and place.view_name in _READING_POSTS)


def allowed(request: HttpRequest) -> set[str]:
    """API_ORIGINS, and of the site whose host is asked and of the one `site=` names their own and their front ends'."""
    sites = {site.pk: site for site in _sites(request)}
    # Not for_site, which would write a row because somebody asked.
    front_ends = FrontEnd.base_queryset().filter(site__in=sites)
    return {
        *settings.API_ORIGINS,
        *(site.root_url for site in sites.values()),
        *(origin for front_end in front_ends for origin in front_end.origins),
    }


def _sites(request: HttpRequest) -> Iterator[Site]:
    if (asked := Site.find_for_request(request)) is not None:
        yield asked
    if named := request.GET.get("site"):
        try:
            yield site_asked_for(request, named)
        except Refused:
            return  # a name no site has lists nobody; the answer says so itself
