"""The desk of the audit in the admin: what is wrong, what became of it over time, and what is done about it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

import nh3
from markdown import markdown

from audit.history import History
from audit.models import Fault, Ignored, Run
from audit.starting import start
from cms.models import Page
from seo.audit import CHECKS, Check

SEE, ASK, IGNORE, RESTORE = "audit.view_run", "audit.add_run", "audit.add_ignored", "audit.delete_ignored"
RUNS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Group:
    """All that one check found, as a line of the overview."""

    check: Check
    count: int


class Seen(PermissionRequiredMixin):
    """A view for those who may see audits; `site` is the one asked for, else the default one."""

    permission_required = SEE
    request: HttpRequest

    def handle_no_permission(self) -> HttpResponse:
        raise PermissionDenied

    @cached_property
    def sites(self) -> list[Site]:
        return list(Site.objects.order_by("-is_default_site", "hostname"))

    @cached_property
    def site(self) -> Site | None:
        asked = self.request.GET.get("site", "")
        return next(
            (site for site in self.sites if str(site.pk) == asked), self.sites[0] if self.sites else None
        )

    @cached_property
    def run(self) -> Run | None:
        """The last audit of the site that came to its end."""
        return Run.latest(self.site.pk) if self.site else None


class Overview(Seen, WagtailAdminTemplateMixin, TemplateView):
    """The last audit by check, errors first, and how the counts went before it."""

    template_name = "audit/admin/overview.html"
    page_title = _("Site audit")
    header_icon = "tasks"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("audit"), "label": page_title},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = self._groups()
        runs = list(Run.objects.finished().filter(site=self.site).defer("snapshot")[:RUNS_SHOWN])[::-1]
        return {
            **super().get_context_data(**kwargs),
            "sites": self.sites,
            "site": self.site,
            "run": self.run,
            "unfinished": Run.objects.filter(site=self.site).exclude(state=Run.State.FINISHED).first(),
            "errors": groups[Fault.Level.ERROR],
            "warnings": groups[Fault.Level.WARNING],
            "ideas": groups[Fault.Level.IDEA],
            "unmeasured": [CHECKS[code] for code in self.run.unmeasured if code in CHECKS]
            if self.run
            else [],
            "history": History(runs),
            "may_ask": self.request.user.has_perm(ASK),
        }

    def _groups(self) -> dict[str, Sequence[Group]]:
        groups: dict[str, list[Group]] = defaultdict(list)
        if self.run:
            rows = Fault.objects.found_by(self.run).open().values_list("level", "code")
            for level, code, count in rows.annotate(count=Count("pk")).order_by("code"):
                if code in CHECKS:
                    groups[level].append(Group(CHECKS[code], count))
        return groups


class StartView(Seen, View):
    """Ask for an audit now."""

    permission_required = ASK
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        site = get_object_or_404(Site, pk=request.POST.get("site") or 0)
        if start(site, request.user):
            messages.success(request, _t("The audit begins. This page shows it when it is done."))
        else:
            messages.warning(request, _t("An audit of this site is already on its way."))
        return redirect(f"{reverse('audit')}?site={site.pk}")


class CheckView(Seen, WagtailAdminTemplateMixin, TemplateView):
    """What a check is about, why it matters, and how to mend what it finds: docs/audit/, shown here."""

    template_name = "audit/admin/check.html"
    header_icon = "help"

    @cached_property
    def check(self) -> Check:
        try:
            return CHECKS[self.kwargs["code"]]
        except KeyError as error:
            raise Http404(_t("There is no such check.")) from error

    def get_page_title(self) -> str:
        return f"{self.check.code}: {self.check.title}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*Overview.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "check": self.check,
            "text": documentation(self.check.code),
        }


def documentation(code: str) -> SafeString:
    """The page about a check as HTML, without its heading; empty where the docs are not installed."""
    file = settings.ROOT / "docs" / "audit" / f"{code}.md"
    if not file.exists():
        return mark_safe("")
    _heading, _break, text = file.read_text().partition("\n")
    return mark_safe(nh3.clean(markdown(text, extensions=["tables", "fenced_code"])))  # noqa: S308 - cleaned


# Ignoring ----------------------------------------------------------------------------------------------------


class IgnoreForm(forms.ModelForm):
    class Meta:
        model = Ignored
        fields = ["reason"]
        widgets = {"reason": forms.TextInput}


class IgnoreView(Seen, WagtailAdminTemplateMixin, TemplateView):
    """Ask why a finding is to be ignored, and ignore it from then on."""

    permission_required = IGNORE
    template_name = "audit/admin/ignore.html"
    page_title = _("Ignore a finding")
    header_icon = "view"
    breadcrumbs_items = [*Overview.breadcrumbs_items, {"url": "", "label": page_title}]

    @cached_property
    def fault(self) -> Fault:
        return get_object_or_404(Fault.objects.select_related("site", "last_run"), pk=self.kwargs["pk"])

    @cached_property
    def decision(self) -> Ignored:
        """Of the page, wherever it moves; of the address where there is no page, or only a query of one."""
        page = Page.objects.filter(pk=self.fault.page_id).first() if "?" not in self.fault.url else None
        return Ignored(
            site=self.fault.site,
            code=self.fault.code,
            page=page,
            url="" if page else self.fault.url,
            decided_by=self.request.user,
        )

    @cached_property
    def form(self) -> IgnoreForm:
        return IgnoreForm(self.request.POST or None, instance=self.decision)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "fault": self.fault,
            "check": CHECKS.get(self.fault.code),
            "form": self.form,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        self.form.save()
        self.fault.last_run.recount()
        messages.success(request, _t("It is ignored from now on. The list of what is ignored has it back."))
        return redirect(f"{reverse('audit_findings')}?code={self.fault.code}")


class RestoreView(Seen, View):
    """Stop ignoring."""

    permission_required = RESTORE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        decision = get_object_or_404(Ignored, pk=pk)
        decision.delete()
        if run := Run.latest(decision.site_id):
            run.recount()
        messages.success(request, _t("It counts again."))
        return redirect("audit_ignored")


# Menu --------------------------------------------------------------------------------------------------------


class AuditItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(SEE)


def menu_item() -> MenuItem:
    return AuditItem(_("Site audit"), reverse("audit"), name="audit", icon_name="tasks", order=640)


def links_menu_item() -> MenuItem:
    return AuditItem(
        _("Links and click depth"), reverse("audit_links"), name="audit-links", icon_name="link", order=645
    )
