"""The editor's preview panel with the site's front end in it, following what is typed."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.utils.csp import CSP
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cms.models import Page
from headless.preview.front_end import FrontEnd
from headless.preview.models import LiveDraft


class FrontEndMode:
    """The page on the site's front end: a frame of ours in the panel, with the front end's preview address in it.

    Ours stays while somebody types, and tells the front end, on its origin only, that the draft has changed.
    """

    name = "front-end"
    label = _("Front end")

    def is_offered(self, page: Page) -> bool:
        return page.get_url_parts() is not None and bool(FrontEnd.of_page(page).preview_url)

    def respond(self, page: Page, request: HttpRequest) -> HttpResponse:
        front_end = FrontEnd.of_page(page)
        address, version = "", 0
        if page.pk is not None:
            secret, version = LiveDraft.keep(
                page, request.user, goes_on=getattr(request, "is_editing", False)
            )
            address = front_end.address_of(page, secret)
        context = {"address": address, "origin": front_end.origin, "version": version}
        response = TemplateResponse(request, "headless/admin/front_end_panel.html", context)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        response._csp_config = _policy(front_end)  # type: ignore[attr-defined]
        return response


def editor_script() -> SafeString:
    """What keeps our frame in the panel while somebody types."""
    return format_html('<script src="{}" defer></script>', static("headless/preview-editor.js"))


def _policy(front_end: FrontEnd) -> Mapping[str, Any]:
    """The site's policy, for a page that frames the front end and is framed by the admin."""
    return {**settings.SECURE_CSP, "frame-src": [front_end.origin], "frame-ancestors": [CSP.SELF]}
