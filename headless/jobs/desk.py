"""Reports, Bulk writes: how far each is, what became of its rows (as CSV too), and a button to stop it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from headless.jobs.models import BulkJob, BulkRow

SEE, STOP = "headless.view_bulkjob", "headless.cancel_bulkjob"


class JobFilters(WagtailFilterSet):
    class Meta:
        model = BulkJob
        fields = ["kind", "state"]


class JobsReport(ReportView):
    """One's own bulk writes, the newest first; an administrator's are everybody's."""

    model = BulkJob
    page_title = _("Bulk writes")
    header_icon = "tasks"
    index_url_name = "bulk_jobs"
    index_results_url_name = "bulk_jobs_results"
    filterset_class = JobFilters
    default_ordering = "-created_at"
    columns = [
        TitleColumn("kind", label=_("Kind"), get_url=lambda job: reverse("bulk_job", args=[job.pk])),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor=lambda job: job.get_state_display(),
            primary=lambda job: job.is_open,
        ),
        Column("progress", label=_("Rows done"), accessor=lambda job: f"{job.done:,} / {job.total:,}"),
        Column("created", label=_("Created"), accessor=lambda job: job.counts.get("created", 0)),
        Column("updated", label=_("Changed"), accessor=lambda job: job.counts.get("updated", 0)),
        Column("unchanged", label=_("Unchanged"), accessor=lambda job: job.counts.get("unchanged", 0)),
        Column("failed", label=_("Failed"), accessor=lambda job: job.counts.get("failed", 0)),
        Column("owner", label=_("Asked by")),
        DateColumn("created_at", label=_("Asked")),
        DateColumn("finished_at", label=_("Finished")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _require(request, SEE)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[BulkJob]:
        return (
            BulkJob.objects.seen_by(self.request.user).select_related("owner").order_by("-created_at", "pk")
        )


class RowFilters(WagtailFilterSet):
    class Meta:
        model = BulkRow
        fields = {"status": ["exact"], "key": ["icontains"]}


def _cell(text: Any) -> str:
    """Text a spreadsheet does not take for a formula (OWASP: "CSV Injection")."""
    said = str(text)
    return f"'{said}" if said.startswith(("=", "+", "-", "@")) else said


class RowsReport(ReportView):
    """What became of the rows of one bulk write."""

    model = BulkRow
    page_title = _("Bulk write")
    header_icon = "tasks"
    template_name = "headless/admin/bulk_job.html"
    filterset_class = RowFilters
    default_ordering = "index"
    columns = [
        Column("index", label=_("Row")),
        Column("key", label=_("Known as")),
        StatusTagColumn("status", label=_("Outcome"), primary=lambda row: row.status != "failed"),
        Column("path", label=_("Address")),
        Column("old_path", label=_("Address before")),
        Column("said", label=_("What is wrong")),
    ]
    list_export = ["index", "key", "status", "path", "old_path", "redirect_created", "said"]
    export_headings = {
        "index": _("Row"),
        "key": _("Known as"),
        "status": _("Outcome"),
        "path": _("Address"),
        "old_path": _("Address before"),
        "redirect_created": _("Redirect made"),
        "said": _("What is wrong"),
    }
    custom_field_preprocess = {
        name: {"csv": _cell, "xlsx": _cell} for name in ("key", "path", "old_path", "said")
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _require(request, SEE)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def job(self) -> BulkJob:
        return get_object_or_404(BulkJob.objects.seen_by(self.request.user), pk=self.kwargs["job_id"])

    def get_index_url(self) -> str:
        return reverse("bulk_job", args=[self.job.pk])

    def get_index_results_url(self) -> str:
        return reverse("bulk_job_results", args=[self.job.pk])

    def get_page_subtitle(self) -> str:
        return str(self.job)

    def get_queryset(self) -> QuerySet[BulkRow]:
        return self.job.rows.order_by("index")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        may_stop = self.job.is_open and self.request.user.has_perm(STOP)
        return {**super().get_context_data(*args, **kwargs), "job": self.job, "may_stop": may_stop}


@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    _require(request, SEE)
    _require(request, STOP)
    job = get_object_or_404(BulkJob.objects.seen_by(request.user), pk=job_id)
    job.cancel()
    messages.success(request, _t("It stops after the rows in hand. What is written stays."))
    return redirect("bulk_job", job.pk)


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


class JobsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SEE)


def menu_item() -> MenuItem:
    return JobsItem(_("Bulk writes"), reverse("bulk_jobs"), name="bulk-writes", icon_name="tasks", order=665)


def urls() -> list[URLPattern]:
    one = "reports/bulk-writes/<uuid:job_id>/"
    return [
        path("reports/bulk-writes/", JobsReport.as_view(), name="bulk_jobs"),
        path("reports/bulk-writes/results/", JobsReport.as_view(results_only=True), name="bulk_jobs_results"),
        path(one, RowsReport.as_view(), name="bulk_job"),
        path(f"{one}results/", RowsReport.as_view(results_only=True), name="bulk_job_results"),
        path(f"{one}cancel/", cancel, name="cancel_bulk_job"),
    ]
