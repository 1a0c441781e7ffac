"""Headers every answer carries."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from wagtail.models import Site

from cms import locales, phrases
from cms.addresses import answer_at_home
from cms.models import CrawlRules
from cms.sites import is_indexable
from seo.languages import bcp47


class RobotsHeaderMiddleware:
    """Everything outside an indexable production site is noindex by header, whatever its pages say."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not is_indexable(request):
            response.headers["X-Robots-Tag"] = "noindex"
        return response


class OwnFormMiddleware:
    """A form sent from a page of the site itself needs no token: the browser says where it comes from.

    So a page with a form sets no cookie and is one answer for everybody and every cache. What does not say so, and
    every form of the admin, is asked for Django's token by the middleware behind this one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.resolver_match.view_name == "wagtail_serve" and _comes_from_own_page(request):
            request.csrf_processing_done = True


def _comes_from_own_page(request: HttpRequest) -> bool:
    """What no script can forge: Sec-Fetch-Site (Fetch Metadata), or Origin (RFC 6454) in browsers before 2023."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


class PurposeMiddleware:
    """What a site says about artificial intelligence beside robots.txt, on its pages: see `CrawlRules.headers`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        shows_page = "page" in (getattr(response, "context_data", None) or {})
        site = Site.find_for_request(request) if shows_page and response.status_code == 200 else None
        if site is not None:
            for name, value in CrawlRules.headers_of(site).items():
                # A crawler's name holds for what follows it, so it comes last (Google: "X-Robots-Tag").
                said = response.headers.get(name)
                response.headers[name] = f"{said}, {value}" if said else value
        return response


class CanonicalAddressMiddleware:
    """A page asked for on another host, or without https, is one hop away from its address, whatever else was wrong.

    Stands before SecurityMiddleware, whose redirect to https changes nothing but the scheme and would be a hop of
    its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD"} and (answer := answer_at_home(request)):
            return answer
        return self.get_response(request)


class LanguageMiddleware:
    """The address alone decides the language, so that one address is one answer for everybody and every cache.

    The admin speaks the language of whoever works there: Wagtail knows it of those who are signed in, and the
    browser says it before.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        phrases.begin()
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            language = translation.get_language_from_request(request)
        else:
            language = locales.language_of(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", bcp47(language))
        return response
