"""Which pages of which origins may read an answer in a browser (CORS, the Fetch standard)."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from wagtail.models import Site

from headless.preview.front_end import FrontEnd

_READS: Final = {"GET", "HEAD", "OPTIONS"}
EXPOSED: Final = (
    "Cache-Tag, ETag, Idempotent-Replayed, Last-Modified, Link, Location, RateLimit, RateLimit-Policy, Retry-After, "
    "X-Request-ID"
)
TAKEN: Final = (
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-Modified-Since, If-None-Match, X-Request-ID, "
    "X-Unlock"
)


def tell(request: HttpRequest, response: HttpResponse) -> None:
    """Say who may read this answer: of public reads everybody, of writes and of what a token asks listed origins."""
    if is_public_read(request):
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
        named = request.headers.get("Access-Control-Request-Headers", "").lower()
        method = request.headers.get("Access-Control-Request-Method", "GET")
        return method in _READS and "authorization" not in {name.strip() for name in named.split(",")}
    return request.method in _READS and "Authorization" not in request.headers


def allowed(request: HttpRequest) -> set[str]:
    """API_ORIGINS, the sites' own, and those of the front end of the site that is asked."""
    site = Site.find_for_request(request)
    origins = set(settings.API_ORIGINS)
    if site is not None:
        # Not for_site, which would write a row because somebody asked.
        front_end = FrontEnd.base_queryset().filter(site=site).first() or FrontEnd()
        origins |= {site.root_url, *front_end.origins}
    return origins
