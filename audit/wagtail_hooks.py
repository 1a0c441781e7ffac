"""What the audit adds to Wagtail's admin: its report, its permissions, a word in the page editor."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import ngettext

from wagtail import hooks
from wagtail.admin.widgets import Button

from audit import desk, lists
from audit.models import Fault, Run
from cms.models import Page


@hooks.register("register_admin_urls")
def audit_urls() -> list[URLPattern]:
    return [
        path("reports/audit/", desk.Overview.as_view(), name="audit"),
        path("reports/audit/start/", desk.StartView.as_view(), name="audit_start"),
        path("reports/audit/findings/", lists.Findings.as_view(), name="audit_findings"),
        path(
            "reports/audit/findings/results/",
            lists.Findings.as_view(results_only=True),
            name="audit_findings_results",
        ),
        path("reports/audit/findings/<int:pk>/ignore/", desk.IgnoreView.as_view(), name="audit_ignore"),
        path("reports/audit/ignored/", lists.IgnoredList.as_view(), name="audit_ignored"),
        path(
            "reports/audit/ignored/results/",
            lists.IgnoredList.as_view(results_only=True),
            name="audit_ignored_results",
        ),
        path("reports/audit/ignored/<int:pk>/restore/", desk.RestoreView.as_view(), name="audit_restore"),
        path("reports/audit/links/", lists.Links.as_view(), name="audit_links"),
        path(
            "reports/audit/links/results/", lists.Links.as_view(results_only=True), name="audit_links_results"
        ),
        path("reports/audit/checks/<slug:code>/", desk.CheckView.as_view(), name="audit_check"),
    ]


hooks.register("register_reports_menu_item", desk.menu_item)
hooks.register("register_reports_menu_item", desk.links_menu_item)


@hooks.register("register_permissions")
def audit_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="audit", content_type__model__in=("run", "ignored")
    )


@hooks.register("register_page_header_buttons")
def last_audit_of_page(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """In the page's menu: how many errors the last audit found on it, and the way to them."""
    site = page.get_site() if page.pk else None
    run = Run.latest(site.pk) if site and user.has_perm(desk.SEE) else None
    if run is None:
        return
    count = Fault.objects.found_by(run).open().filter(page_id=page.pk, level=Fault.Level.ERROR).count()
    words = ngettext("Last audit: %(count)d error", "Last audit: %(count)d errors", count) % {"count": count}
    yield Button(words, f"{reverse('audit_findings')}?page_id={page.pk}", icon_name="tasks", priority=90)
