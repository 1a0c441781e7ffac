"""The icons and the manifest of the site a request came to, at addresses that never change."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cms import icons, locales
from cms.models import Organization
from cms.views import find_site

DAY = 86_400


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for the icon at the root before they have read a page."""
    return _answer(request, icons.favicon(_organization(request)), "image/x-icon")


@require_safe
def touch_icon(request: HttpRequest) -> HttpResponse:
    return _answer(request, icons.touch_icon(_organization(request)), "image/png")


@require_safe
def icon(request: HttpRequest, size: int) -> HttpResponse:
    if size not in icons.PNG_SIZES:
        raise Http404(_("There is no icon of this size."))
    return _answer(request, icons.png(_organization(request), size), "image/png")


@require_safe
def maskable_icon(request: HttpRequest) -> HttpResponse:
    return _answer(request, icons.maskable(_organization(request)), "image/png")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """In the language asked for by ?lang=, or the default one; a language the site does not speak is 404."""
    find_site(request)
    code = request.GET.get("lang", settings.LANGUAGE_CODE).lower()
    if code not in locales.codes():
        raise Http404(_("This site does not speak the language “%(code)s”.") % {"code": code[:20]})
    with override(code):
        data = icons.manifest(Organization.for_request(request).spoken(), code)
    response = JsonResponse(
        data, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )
    patch_cache_control(response, public=True, max_age=DAY)
    return response


def _organization(request: HttpRequest) -> Organization:
    find_site(request)
    return Organization.for_request(request)


def _answer(request: HttpRequest, data: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    patch_cache_control(response, public=True, max_age=DAY)
    etag = icons.etag(data)
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
