"""The editor's preview of a page in search results and shares, made of the head the page will have.

The form is read as Wagtail's own preview reads it (`PreviewOnEditView`), so rights and unsaved pages are its matter;
nothing is stored.
"""

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView

from cms import icons
from cms.share import pictures
from seo.head import Head
from seo.preview import DESCRIPTION_PIXELS, TITLE_PIXELS, GraphSummary, SearchResult

_ORIGINS = {
    "seo_title": gettext_lazy("the title tag below, as it stands"),
    "title": gettext_lazy("the page's title, in the site's title pattern"),
    "search_description": gettext_lazy("the description below"),
    "summary": gettext_lazy("the page's summary"),
    "pattern": gettext_lazy("the site's pattern for this type of page"),
    "": gettext_lazy("nothing: search engines choose words of the page"),
    "social_picture": gettext_lazy("the share picture below"),
    "cover": gettext_lazy("the page's own picture, cropped around its focal point"),
    "drawn": gettext_lazy("drawn from the page's title and price; choose a share picture to replace it"),
    "organization": gettext_lazy("the site's default share picture"),
    "no picture": gettext_lazy("nothing: the link is shown without a picture"),
}


@dataclass(frozen=True, slots=True)
class PromotePreview:
    """Everything the panel prints."""

    head: Head
    result: SearchResult
    graph: GraphSummary
    icon: str
    picture: str
    host: str
    origins: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, page: Any, request: HttpRequest) -> "PromotePreview":
        """Reads the head of `page` as it is, saved or not; the words around it are in the editor's language."""
        request.is_preview = True  # type: ignore[attr-defined] - Wagtail's own mark
        head = page.get_head(request)
        place = page.get_place(request)
        with override(page.language_code):
            price = str(page.share_note) if head.og_type == "product" else ""
            picture = _picture(page, place, head)
        said = head.description and head.origins["description"]
        return cls(
            head=head,
            result=SearchResult.of(head, price),
            graph=GraphSummary.of(head),
            icon=_data("image/png", icons.png(place.organization, 32)),
            picture=picture,
            host=place.root.partition("//")[2].rstrip("/"),
            origins=(
                (_("Title"), str(_ORIGINS[head.origins["title"]])),
                (_("Description"), str(_ORIGINS[said])),
                (_("Share picture"), str(_ORIGINS[head.origins["image"] or "no picture"])),
            ),
        )

    @property
    def devices(self) -> tuple[tuple[str, str, int, int], ...]:
        """(name, words, pixels for the title, pixels for the description) of each kind of screen."""
        words = {"desktop": _("Search result on a desktop"), "mobile": _("Search result on a phone")}
        return tuple(
            (name, words[name], TITLE_PIXELS[name], DESCRIPTION_PIXELS[name])
            for name in ("desktop", "mobile")
        )


class _Promoted:
    """Answers the form with its preview, or with what keeps it from having one."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST)
        if not self.validate_form(form):
            return render(request, "cms/admin/promote_refused.html", {"form": form}, status=422)
        page = form.save(commit=False)
        if page.get_url_parts(request) is None:
            return render(request, "cms/admin/promote_refused.html", {"stands_nowhere": True}, status=422)
        return render(
            request, "cms/admin/promote_preview.html", {"preview": PromotePreview.of(page, request)}
        )


class PromoteOnEdit(_Promoted, PreviewOnEditView):
    """The preview of a page that exists."""


class PromoteOnAdd(_Promoted, PreviewOnCreateView):
    """The preview of a page that is being written for the first time."""


def _picture(page: Any, place: Any, head: Head) -> str:
    """An address the admin may show: a drawn picture is drawn here and now, and not kept."""
    if head.image is None:
        return ""
    if head.origins["image"] == "drawn":
        facts = page.get_share_facts(place, page.get_breadcrumbs())
        return _data("image/jpeg", pictures.draw_for(facts))
    root = place.root.rstrip("/")
    return head.image.url.removeprefix(root)


def _data(mime_type: str, data: bytes) -> str:
    return f"data:{mime_type};base64,{b64encode(data).decode()}"
