"""A report of pages that search engines would show with the same title or description."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from cms.models import Page

PERMISSION = "cms.change_indexing"
MOST_GROUPS = 500


def duplicates() -> QuerySet[Page]:
    """Indexable pages that share title or description with another of their language, side by side.

    Judges what is written: an SEO title, else the title; and written descriptions. What patterns add to two pages of
    the same name (a brand, a price) is no reason to call them the same. Three queries, however many pages there are.
    """
    pages = Page.objects.indexable().annotate(
        title_words=Lower(Coalesce(NullIf(F("seo_title"), Value("")), F("title")), output_field=TextField()),
        description_words=Lower("search_description", output_field=TextField()),
    )
    shared = Q(pk=None)
    for words in ("title_words", "description_words"):
        groups = pages.exclude(**{words: ""}).values_list("locale", words).annotate(count=Count("pk"))
        by_language: dict[int, list[str]] = {}
        for locale, text, _count in groups.filter(count__gt=1).order_by(words)[:MOST_GROUPS]:
            by_language.setdefault(locale, []).append(text)
        for locale, texts in by_language.items():
            shared |= Q(**{"locale": locale, f"{words}__in": texts})
    return (
        pages.filter(shared)
        .select_related("locale")
        .order_by("locale", "title_words", "description_words", "pk")
    )


class DuplicatesView(ReportView):
    """The report; pages that share words stand beside each other."""

    model = Page
    page_title = _("Same title or description")
    header_icon = "copy"
    index_url_name = "duplicates"
    index_results_url_name = "duplicates_results"
    columns = [
        TitleColumn(
            "title",
            label=_("Page"),
            get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
        ),
        Column("locale", label=_("Language")),
        Column("title_words", label=_("Title in results")),
        Column("search_description", label=_("Description")),
        Column("url_path", label=_("Address in the tree")),
    ]
    list_export = ["title", "locale", "title_words", "search_description", "url_path"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Page]:
        return duplicates()


class DuplicatesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


def menu_item() -> MenuItem:
    return DuplicatesItem(
        _("Same title or description"), reverse("duplicates"), name="duplicates", icon_name="copy", order=650
    )
