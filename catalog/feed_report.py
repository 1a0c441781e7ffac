"""Reports, Merchant feed: what keeps each variant out of the product feeds, and a button to look anew."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.tasks import task
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Site

from catalog.models.feed_report import FeedFinding, FeedRun

PERMISSION = "catalog.view_feedreport"


def judge_all() -> int:
    """Look at all feeds of all sites; how many there are. The worker does it every night."""
    return sum(len(FeedRun.judge_site(site)) for site in Site.objects.select_related("root_page"))


@task()
def judge_feeds() -> int:
    """The same as a task, for whoever asks in between."""
    return judge_all()


class FindingFilters(WagtailFilterSet):
    class Meta:
        model = FeedFinding
        fields = {"run": ["exact"], "problem": ["exact"], "keeps_out": ["exact"]}


class FeedReport(ReportView):
    """Every finding with the way to mend it: the product's editor for words and pictures, the variant's for figures."""

    model = FeedFinding
    page_title = _("Merchant feed")
    header_icon = "tag"
    template_name = "catalog/admin/feed_report.html"
    index_url_name = "feed_report"
    index_results_url_name = "feed_report_results"
    filterset_class = FindingFilters
    is_searchable = False
    columns = [
        TitleColumn(
            "sku",
            label=_("SKU"),
            accessor=lambda finding: finding.variant.sku,
            get_url=lambda finding: reverse("variant:edit", args=[finding.variant_id]),
        ),
        TitleColumn(
            "page",
            label=_("Product"),
            get_url=lambda finding: reverse("wagtailadmin_pages:edit", args=[finding.page_id]),
        ),
        Column("words", label=_("Reason")),
        BooleanColumn("keeps_out", label=_("Keeps it out")),
        Column("run", label=_("Product feed"), accessor=lambda finding: finding.run.name),
    ]
    list_export = ["run", "variant.sku", "page.title", "problem", "words", "keeps_out"]
    export_headings = {
        "run": _("Product feed"),
        "variant.sku": _("SKU"),
        "page.title": _("Product"),
        "problem": _("Code"),
        "words": _("Reason"),
        "keeps_out": _("Keeps it out"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[FeedFinding]:
        return FeedFinding.objects.select_related("run__site", "variant", "page")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        runs = FeedRun.objects.select_related("site")
        return {**super().get_context_data(*args, **kwargs), "runs": runs}


@require_POST
def judge_now(request: HttpRequest) -> HttpResponse:
    """Ask for a new look; the worker takes it where one runs."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    judge_feeds.enqueue()
    messages.success(request, _t("The product feeds are looked at; with many products this takes a minute."))
    return redirect("feed_report")


class FeedReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


def menu_item() -> MenuItem:
    return FeedReportItem(
        _("Merchant feed"), reverse("feed_report"), name="feed-report", icon_name="tag", order=660
    )


def urls() -> list[URLPattern]:
    return [
        path("reports/merchant-feed/", FeedReport.as_view(), name="feed_report"),
        path(
            "reports/merchant-feed/results/",
            FeedReport.as_view(results_only=True),
            name="feed_report_results",
        ),
        path("reports/merchant-feed/judge/", judge_now, name="feed_report_judge"),
    ]
