"""A draft for people without an account: at the front end's address, or rendered here."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.frame import Frame
from cms.models import Page
from headless.preview.front_end import FrontEnd
from headless.preview.models import PreviewToken
from headless.preview.opening import address_of, request_for
from seo.head import Head
from seo.languages import bcp47


@dataclass(frozen=True, slots=True)
class DraftNotice:
    """What the banner above a shared draft says."""

    is_pinned: bool
    ends_at: datetime


def link_to(page: Page, secret: str) -> str:
    """The address to send to somebody: that of the front end, or of our own page without one."""
    front_end = FrontEnd.of_page(page)
    if front_end.preview_url:
        return front_end.address_of(page, secret)
    return f"{page.get_site_root()}{reverse('shared_draft')}?{urlencode({'token': secret})}"


@require_safe
def shared_draft(request: HttpRequest) -> HttpResponse:
    """A draft as readers will see it, for whoever holds its token; 404 for every token that opens nothing."""
    token = PreviewToken.objects.opened_by(request.GET.get("token", ""))
    address = address_of(token.draft) if token else None
    response = _shown(token) if token and address else _ended(request)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _shown(token: PreviewToken) -> HttpResponse:
    draft = token.draft
    request = request_for(draft, address_of(draft))
    with translation.override(draft.language_code):
        response = draft.serve_preview(request, draft.default_preview_mode)
        if isinstance(response, TemplateResponse):
            response.context_data["draft_notice"] = DraftNotice(
                is_pinned=token.revision_id is not None, ends_at=token.expires_at
            )
            response.render()
    answer = HttpResponse(response.content, status=response.status_code)
    answer.headers["Content-Language"] = bcp47(draft.language_code)
    return answer


def _ended(request: HttpRequest) -> HttpResponse:
    frame = Frame.for_request(request)
    title = _("This link shows nothing any more")
    head = Head.of_error(frame.organization.title_for(title))
    context = {"head": head, "frame": frame, "title": title}
    return TemplateResponse(request, "headless/draft_ended.html", context, status=404).render()
