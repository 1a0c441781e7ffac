"""The editors' bar beside a draft on the front end: what it is, where it is edited, what search engines would miss."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from cms import locales
from cms.models import Page
from headless.preview.front_end import FrontEnd
from headless.preview.marking import edit_address
from headless.preview.models import PreviewToken
from headless.preview.opening import address_of, request_for
from seo.audit import Answer, Finding, Level, SiteSeen, audit_page, read_page
from seo.head import Head
from seo.languages import bcp47


@dataclass(frozen=True, slots=True)
class Note:
    """A finding in the words of the bar."""

    weight: str
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Everything the bar prints."""

    title: str
    state: str
    edit_url: str
    notes: tuple[Note, ...]

    @classmethod
    def of(cls, token: PreviewToken) -> "Bar":
        draft = token.draft
        weights = {Level.ERROR: _("Error"), Level.WARNING: _("Warning"), Level.IDEA: _("Idea")}
        found = sorted(findings(draft), key=lambda finding: list(weights).index(finding.level))
        return cls(
            title=draft.title,
            state=_state(token, draft),
            edit_url=edit_address(draft),
            notes=tuple(Note(weights[each.level], each.message) for each in found),
        )


def findings(draft: Page) -> list[Finding]:
    """What the audit says of the draft's HTML, as it would be read once it is published. Empty for a page that stands
    below no site, and for one whose preview is no page."""
    address = address_of(draft)
    if address is None:
        return []
    request = request_for(draft, address)
    draft.is_shared_draft = False  # judged as the page it will be, not as the draft nobody lists
    with translation.override(draft.language_code):
        response = draft.serve_preview(request, draft.default_preview_mode)
        html = response.render().content if isinstance(response, TemplateResponse) else response.content
        place = draft.get_place(request)
    site_id = draft.get_url_parts()[0]
    site = SiteSeen(
        root=place.root,
        name=place.organization.name,
        locales=tuple(map(bcp47, locales.roots(site_id))),
    )
    answer = Answer(place.url, response.status_code, {"content-type": "text/html; charset=utf-8"}, html)
    return list(audit_page(read_page(answer), site))


@require_safe
@xframe_options_exempt
def preview_bar(request: HttpRequest) -> HttpResponse:
    """The bar, for a frame on the site's front end; 404 for every token that opens nothing, which no one may frame."""
    token = PreviewToken.objects.opened_by(request.GET.get("token", ""))
    context: dict[str, Any] = {
        "bar": Bar.of(token) if token else None,
        "head": Head.of_error(_("Editors' bar")),
    }
    response = TemplateResponse(request, "headless/preview_bar.html", context, status=200 if token else 404)
    origins = FrontEnd.of_page(token.page).origins if token else []
    response._csp_config = {  # type: ignore[attr-defined]
        **settings.SECURE_CSP,
        "frame-ancestors": [CSP.SELF, *origins] if token else [CSP.NONE],
    }
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _state(token: PreviewToken, draft: Page) -> str:
    if hasattr(token, "live_draft"):
        return _("As it stands in the editor")
    if token.revision_id is not None:
        return _("One version")
    if not draft.live:
        return _("Not published")
    return _("Published, with a draft") if draft.has_unpublished_changes else _("Published")
