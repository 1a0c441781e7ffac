"""The log of changes in the admin: a list to read and filter, and which consumers lag behind."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.reports import ReportView

from delivery.models import Change
from delivery.reading import Consumer

PERMISSION = "delivery.view_change"


class ChangeFilters(WagtailFilterSet):
    class Meta:
        model = Change
        fields = {
            "kind": ["exact"],
            "site": ["exact"],
            "locale": ["exact"],
            "page_type": ["exact"],
            "page_id": ["exact"],
            "created_at": ["date"],
        }


class ChangesView(ReportView):
    """Every change that is kept, the newest first. Nothing can be changed here: it is what was."""

    model = Change
    page_title = _("Changes")
    header_icon = "history"
    index_url_name = "changes"
    index_results_url_name = "changes_results"
    filterset_class = ChangeFilters
    default_ordering = "-id"
    columns = [
        DateColumn("created_at", label=_("When")),
        StatusTagColumn(
            "kind",
            label=_("What"),
            accessor=lambda change: change.get_kind_display(),
            primary=lambda change: change.position is not None,
        ),
        Column("subject", label=_("Concerns")),
        Column("now", label=_("Address"), accessor=lambda change: shown(change.urls)),
        Column("before", label=_("Address before"), accessor=lambda change: shown(change.old_urls)),
        Column("locale", label=_("Language")),
        Column("position", label=_("Position")),
        Column("set_aside", label=_("Not taken by")),
    ]
    list_export = ["created_at", "kind", "page_id", "page_type", "locale", "urls", "old_urls", "position"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.results_only:
            for warning in warnings():
                messages.warning(request, warning)
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Change]:
        return Change.objects.order_by("-id").prefetch_related("undelivered__consumer")


def warnings() -> list[str]:
    """What is wrong with consumers, a sentence for each."""
    failing = [
        _("%(name)s fails and is tried again (%(count)d times so far): %(error)s")
        % {"name": consumer.name, "count": consumer.failures, "error": consumer.error}
        for consumer in Consumer.objects.filter(failures__gt=0)
    ]
    lacking = Consumer.objects.annotate(count=Count("undelivered")).filter(count__gt=0)
    return failing + [
        ngettext(
            "%(name)s could not take %(count)d change, which is tried again every hour.",
            "%(name)s could not take %(count)d changes, which are tried again every hour.",
            consumer.count,
        )
        % {"name": consumer.name, "count": consumer.count}
        for consumer in lacking
    ]


def shown(urls: list[str]) -> str:
    """The first address, and how many more there are."""
    return f"{urls[0]} (+{len(urls) - 1})" if len(urls) > 1 else "".join(urls)


class ChangesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


def menu_item() -> MenuItem:
    return ChangesItem(_("Changes"), reverse("changes"), name="changes", icon_name="history", order=655)


def urls() -> list[URLPattern]:
    return [
        path("reports/changes/", ChangesView.as_view(), name="changes"),
        path("reports/changes/results/", ChangesView.as_view(results_only=True), name="changes_results"),
    ]
