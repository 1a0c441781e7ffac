"""The report of addresses readers asked for in vain, with what they probably meant and one click to send them there."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View

from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.reports import ReportView

import django_filters

from cms.models import MissedAddress, Page, RedirectRule
from cms.redirects.nearest import best

PERMISSION = "cms.change_missedaddress"


class Decision(Column):
    """What to do about an address: the page it resembles, and the buttons."""

    cell_template_name = "cms/admin/missed_decision.html"

    def get_value(self, instance: MissedAddress) -> Page | None:
        return best(instance.site, instance.path)

    def get_cell_context_data(self, instance: MissedAddress, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"csrf_token": get_token(parent_context["request"])}


class MissedFilters(WagtailFilterSet):
    is_ignored = django_filters.BooleanFilter(label=_("Ignored"))

    class Meta:
        model = MissedAddress
        fields = ["is_ignored", "site"]


class MissedView(ReportView):
    """The addresses asked for most; those that were ignored only when asked for."""

    model = MissedAddress
    page_title = _("Missing addresses")
    header_icon = "warning"
    index_url_name = "missed"
    index_results_url_name = "missed_results"
    filterset_class = MissedFilters
    is_searchable = True
    search_fields = ["path", "referrer"]
    search_backend_name = None
    paginate_by = 25
    default_ordering = "-hits"
    columns = [
        Column("path", label=_("Address"), sort_key="path"),
        NumberColumn("hits", label=_("Readers"), sort_key="hits"),
        NumberColumn("crawler_hits", label=_("Crawlers"), sort_key="crawler_hits"),
        Column("referrer", label=_("Linked from"), sort_key="referrer"),
        DateColumn("last_asked_at", label=_("Last asked"), sort_key="last_asked_at"),
        Decision("decision", label=_("Probably meant")),
    ]
    list_export = ["path", "hits", "crawler_hits", "referrer", "first_asked_at", "last_asked_at"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[MissedAddress]:
        missed = super().get_base_queryset().select_related("site")
        return missed if self.request.GET.get("is_ignored") else missed.filter(is_ignored=False)


class Decide(View):
    """One click: send readers on to `page`, or never mention the address again."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not (request.user.has_perm(PERMISSION) and request.user.has_perm("cms.add_redirectrule")):
            raise PermissionDenied
        missed = get_object_or_404(MissedAddress, pk=pk)
        if "ignore" in request.POST:
            missed.is_ignored = True
            missed.save(update_fields=["is_ignored"])
            messages.success(request, _t("“%(path)s” is ignored from now on.") % {"path": missed.path})
        else:
            self._send_on(request, missed)
        return redirect("missed")

    def _send_on(self, request: HttpRequest, missed: MissedAddress) -> None:
        page = best(missed.site, missed.path)
        if page is None or str(page.pk) != request.POST.get("page"):
            messages.error(request, _t("That page is not what is suggested any more."))
            return
        try:
            RedirectRule.add(missed.path, page, site=missed.site)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return
        missed.delete()
        words = {"path": missed.path, "page": page.title}
        messages.success(request, _t("“%(path)s” now leads to “%(page)s”.") % words)


class MissedItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


def menu_item() -> MenuItem:
    return MissedItem(
        _("Missing addresses"), reverse("missed"), name="missed", icon_name="warning", order=660
    )
