"""The Markdown twin of a public page: at its address plus index.md, and at its address for who prefers Markdown.

Whatever is asked for, the page itself answers first: its verdict, its queries and its text are those of the HTML,
which is written anew at the end.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.request import MediaType
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from wagtail.models import Site

from cms.addresses import answers_as_page
from cms.fog import fog
from seo.head import Head
from seo.headers import canonical_link
from seo.markdown import MEDIA_TYPE, TWIN, document, twin_address

HTML = "text/html"


class MarkdownMiddleware:
    """Stands outside of redirects and inside of everything that judges a finished answer, such as its ETag."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        if request.path_info.endswith(f"/{TWIN}") and answers_as_page(request.path_info.removesuffix(TWIN)):
            return self._twin(request)
        response = self.get_response(request)
        head = twin_head(response)
        if head is not None and not getattr(request, "is_preview", False):
            patch_vary_headers(response, ["Accept"])
            if prefers_markdown(request.headers.get("Accept", "*/*")):
                response.headers["Content-Location"] = twin_address(request.get_full_path())
                return _as_markdown(response, head)
        return response

    def _twin(self, request: HttpRequest) -> HttpResponse:
        asked = request.path, request.path_info
        request.path, request.path_info = (path.removesuffix(TWIN) for path in asked)
        try:
            response = self.get_response(request)
            if 300 <= response.status_code < 400 and "Location" in response.headers:
                response.headers["Location"] = _twin_location(request, response.headers["Location"])
            elif response.status_code == 200:
                head = twin_head(response)
                return _as_markdown(response, head) if head else _no_twin(request)
            return response
        finally:
            request.path, request.path_info = asked


def twin_head(response: HttpResponse) -> Head | None:
    """The head of an answer that has a twin: a page everybody may read and search engines may list. Wagtail keeps
    the answers to those who were let in out of every cache, which is how they are known."""
    context = getattr(response, "context_data", None) or {}
    head = context.get("head")
    is_public = "private" not in response.headers.get("Cache-Control", "")
    if response.status_code == 200 and is_public and "page" in context and isinstance(head, Head):
        return head if head.canonical and head.robots.index else None
    return None


def prefers_markdown(accept: str) -> bool:
    """Whether an Accept header (RFC 9110, 12.5.1) wants Markdown more than HTML. Where it wants both as much, the
    one it names first, and HTML where it names neither."""
    ranges = [MediaType(part) for part in accept.split(",") if part.strip()]

    def wish(media_type: str) -> tuple[float, int]:
        fitting = [each for each in ranges if MediaType(media_type).match(each)]
        if not fitting:
            return 0.0, 0
        best = max(fitting, key=lambda each: each.specificity)
        return best.quality, -ranges.index(best)

    return wish(MEDIA_TYPE) > wish(HTML)


def _as_markdown(response: HttpResponse, head: Head) -> HttpResponse:
    """The same answer, written anew. Search engines list the page and not its twin."""
    response.content = document(head, response.text)
    response.headers["Content-Type"] = f"{MEDIA_TYPE}; charset=utf-8"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Link"] = canonical_link(head.canonical or "")
    return response


def _twin_location(request: HttpRequest, location: str) -> str:
    """Where a redirect leads who asked for the twin: to the twin of where it leads, if that is a page of this site."""
    target = urlsplit(location)
    is_here = not target.netloc or target.netloc == request.get_host()
    if is_here and target.path.endswith("/") and answers_as_page(target.path):
        return twin_address(location)
    return location


def _no_twin(request: HttpRequest) -> HttpResponse:
    if Site.find_for_request(request) is None:
        return HttpResponse(status=404)
    return fog(request, 404, _("Lost in fog"))
