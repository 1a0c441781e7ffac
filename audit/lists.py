"""The lists of the audit in the admin: findings, what is ignored, and how pages are linked."""

from typing import Any

from django.db.models import F, QuerySet
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.reports import ReportView

import django_filters

from audit.desk import IGNORE, RESTORE, Overview, Seen
from audit.models import Fault, Ignored, Visit
from cms import locales
from seo.audit import CHECKS

DEEP = 4  # clicks from the home page; what lies deeper is seldom crawled


def address(url: str, page_id: int | None) -> SafeString:
    """An address in letters, as a link: into the editor for a page of ours, else to what is there."""
    href = reverse("wagtailadmin_pages:edit", args=[page_id]) if page_id else url
    return format_html('<a class="audit-address" dir="auto" href="{}">{}</a>', href, uri_to_iri(url))


def words(text: str) -> SafeString:
    """A sentence that wraps."""
    return format_html('<span class="audit-words">{}</span>', text)


class ListView(Seen, ReportView):
    """A list with its styles and its way back to the overview."""

    template_name = "audit/admin/list.html"
    paginate_by = 50

    def user_has_permission(self, permission: str) -> bool:
        """Wagtail asks for the action of a model; ours is named whole."""
        return self.request.user.has_perm(permission)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*Overview.breadcrumbs_items, {"url": "", "label": self.page_title}]


# Findings ----------------------------------------------------------------------------------------------------


class FindingFilters(WagtailFilterSet):
    """By check, level, type, language, page, address; ignored ones on demand."""

    code = django_filters.ChoiceFilter(
        label=_("Check"), choices=lambda: [(code, f"{code} {check.title}") for code, check in CHECKS.items()]
    )
    level = django_filters.ChoiceFilter(label=_("Level"), choices=Fault.Level.choices)
    page_type = django_filters.ChoiceFilter(label=_("Page type"), choices=lambda: _page_types())
    locale = django_filters.ChoiceFilter(
        label=_("Language"), choices=lambda: [(code, code) for code in locales.codes()]
    )
    url = django_filters.CharFilter(label=_("Address contains"), lookup_expr="icontains")
    page_id = django_filters.NumberFilter(label=_("Page number"))
    is_new = django_filters.BooleanFilter(label=_("New in this audit"), method="filter_new")
    is_ignored = django_filters.BooleanFilter(label=_("Ignored"), method="filter_ignored")

    class Meta:
        model = Fault
        fields: list[str] = []

    def filter_new(self, faults: QuerySet[Fault], name: str, value: bool) -> QuerySet[Fault]:
        new = {"first_run": F("last_run")}
        return faults.filter(**new) if value else faults.exclude(**new)

    def filter_ignored(self, faults: QuerySet[Fault], name: str, value: bool) -> QuerySet[Fault]:
        return faults.filter(is_ignored=value)


def _page_types() -> list[tuple[str, str]]:
    from wagtail.models import get_page_models

    return sorted((model._meta.label_lower, str(model._meta.verbose_name)) for model in get_page_models())


class Action(Column):
    """Ignore, for those who may."""

    cell_template_name = "audit/admin/ignore_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        may = parent_context["request"].user.has_perm(IGNORE)
        return {**super().get_cell_context_data(instance, parent_context), "may_ignore": may}


class Findings(ListView):
    model = Fault
    page_title = _("Findings of the last audit")
    header_icon = "tasks"
    index_url_name = "audit_findings"
    index_results_url_name = "audit_findings_results"
    filterset_class = FindingFilters
    columns = [
        Column("url", label=_("Address"), accessor=lambda fault: address(fault.url, fault.page_id)),
        Column("message", label=_("Finding"), accessor=lambda fault: words(fault.message)),
        Column(
            "code",
            label=_("Check"),
            accessor=lambda fault: format_html(
                '<a href="{}">{}</a>', reverse("audit_check", args=[fault.code]), fault.code
            ),
        ),
        Column("level", label=_("Level"), accessor="get_level_display"),
        DateColumn("first_seen_at", label=_("First seen")),
        Action("ignore", label=_("Decide")),
    ]
    list_export = [
        "code",
        "level",
        "url",
        "page_id",
        "page_type",
        "locale",
        "node",
        "message",
        "first_seen_at",
    ]

    def get_queryset(self) -> QuerySet[Fault]:
        faults = Fault.objects.found_by(self.run) if self.run else Fault.objects.none()
        asked_for_ignored = self.request.GET.get("is_ignored") == "true"
        return faults.with_decisions() if asked_for_ignored else faults.open()


# Ignored -----------------------------------------------------------------------------------------------------


class Restore(Column):
    """A button that takes the decision back, for those who may."""

    cell_template_name = "audit/admin/restore_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        return {
            **super().get_cell_context_data(instance, parent_context),
            "may_restore": request.user.has_perm(RESTORE),
            "csrf_token": get_token(request),
        }


class IgnoredList(ListView):
    model = Ignored
    page_title = _("Ignored findings")
    header_icon = "view"
    index_url_name = "audit_ignored"
    index_results_url_name = "audit_ignored_results"
    columns = [
        Column("code", label=_("Check")),
        Column("page", label=_("Page or address"), accessor=lambda decision: _where(decision)),
        Column("reason", label=_("Why")),
        Column("decided_by", label=_("By")),
        DateColumn("decided_at", label=_("Since")),
        Restore("restore", label=_("Decide")),
    ]
    list_export = ["code", "page", "url", "reason", "decided_by", "decided_at"]

    def get_queryset(self) -> QuerySet[Ignored]:
        return Ignored.objects.filter(site=self.site).select_related("page", "decided_by")


def _where(decision: Ignored) -> SafeString:
    if decision.page is None:
        return address(decision.url, None)
    return address(decision.page.title, decision.page_id)


# Links -------------------------------------------------------------------------------------------------------


class LinkFilters(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("Which"),
        choices=[
            ("orphans", _("no way from the home page")),
            ("unlinked", _("no link at all")),
            ("deep", _("more than four clicks away")),
        ],
        method="filter_kind",
    )
    page_type = django_filters.ChoiceFilter(label=_("Page type"), choices=_page_types)
    locale = django_filters.ChoiceFilter(
        label=_("Language"), choices=lambda: [(code, code) for code in locales.codes()]
    )

    class Meta:
        model = Visit
        fields: list[str] = []

    def filter_kind(self, visits: QuerySet[Visit], name: str, value: str) -> QuerySet[Visit]:
        match value:
            case "orphans":
                return visits.filter(depth=None)
            case "unlinked":
                return visits.filter(links_in=0)
            case _:
                return visits.filter(depth__gt=DEEP)


class Links(ListView):
    """The pages search engines may list: how far from the home page, by how many linked. The lonely ones first."""

    model = Visit
    page_title = _("Links and click depth")
    header_icon = "link"
    index_url_name = "audit_links"
    index_results_url_name = "audit_links_results"
    filterset_class = LinkFilters
    columns = [
        Column("url", label=_("Address"), accessor=lambda visit: address(visit.url, visit.page_id)),
        Column("title", label=_("Title")),
        Column(
            "depth",
            label=_("Clicks from home"),
            accessor=lambda visit: _t("no way") if visit.depth is None else visit.depth,
        ),
        NumberColumn("links_in", label=_("Pages that link here")),
    ]
    list_export = ["url", "title", "page_id", "page_type", "locale", "depth", "links_in"]

    def get_queryset(self) -> QuerySet[Visit]:
        if self.run is None:
            return Visit.objects.none()
        visits: QuerySet[Visit] = Visit.objects.filter(run=self.run, is_indexable=True).defer("seen", "told")
        return visits.order_by(F("depth").desc(nulls_first=True), "links_in", "url")
