"""The fog page: what readers get where nothing stands, with ways out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from cms.frame import Frame
from seo.head import Head

if TYPE_CHECKING:
    from cms.models import Page


def fog(
    request: HttpRequest,
    status: int,
    title: str,
    *,
    reason: str = "",
    suggestion: "Page | None" = None,
    way_on: str = "",
    archive: str = "",
    near: "Sequence[Page]" = (),
) -> HttpResponse:
    """404 with pages that stand near; 410 and 451 with the reason, a better page or address, and an archived copy."""
    frame = Frame.for_request(request)
    return TemplateResponse(
        request,
        "404.html",
        {
            "head": Head.of_error(frame.organization.title_for(title)),
            "frame": frame,
            "title": title,
            "is_gone": status == 410,
            "is_withheld": status == 451,
            "reason": reason,
            "suggestion_url": (suggestion.get_url(request) if suggestion else "") or way_on,
            "archive": archive,
            "near": [{"title": page.title, "url": page.get_url(request)} for page in near],
        },
        status=status,
    ).render()
