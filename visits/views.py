"""Reports > Crawlers: what search engines fetched, drawn and listed."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import Site

from cms.models import Page
from visits import report
from visits.crawlers import verifiable
from visits.models import AccessLog, CrawlDay, Kind, Origin

PERMISSION = "visits.view_crawlvisit"
PERIODS = (("30", _("30 days")), ("90", _("90 days")), ("365", _("a year")))
ADDRESSES_PER_PAGE = 50


class Permitted:
    """Only who may see visits."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class WindowForm(forms.Form):
    site = forms.ModelChoiceField(Site.objects.all(), label=_("Site"), required=False, empty_label=None)
    days = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)
    crawler = forms.ChoiceField(label=_("Crawler"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = CrawlDay.objects.values_list("crawler", flat=True).distinct().order_by("crawler")
        self.fields["crawler"].choices = [("", _("All")), *((name, name) for name in names)]

    def window(self) -> report.Window:
        """What was asked for; what makes no sense falls back to all crawlers in the last 30 days."""
        self.is_valid()
        said = self.cleaned_data
        site = said.get("site") or Site.objects.select_related("root_page").get(is_default_site=True)
        return report.Window.of(site, int(said.get("days") or 30), said.get("crawler") or "")


class CrawlersView(Permitted, WagtailAdminTemplateMixin, TemplateView):
    template_name = "visits/admin/crawlers.html"
    page_title = _("Crawlers")
    header_icon = "view"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("crawlers"), "label": page_title},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = WindowForm(self.request.GET)
        window = form.window()
        addresses = Paginator(report.wasted_addresses(window), ADDRESSES_PER_PAGE)
        page = addresses.get_page(self.request.GET.get("p"))
        for row in page.object_list:
            row["words"] = Kind(row["kind"]).label
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "window": window,
            "charts": [report.visits_per_day(window), report.budget_per_day(window)],
            "shares": report.budget(window),
            "crawlers": [
                (crawler, Origin(origin).label, origin == Origin.FOREIGN, hits, wasted)
                for crawler, origin, hits, wasted in report.crawlers(window)
            ],
            "addresses": page,
            "logs": AccessLog.objects.all()[:5],
            "verifiable": verifiable(),
        }


class NotCrawledView(Permitted, ReportView):
    """Pages that changed and that neither Google nor Bing has come to see since."""

    model = Page
    page_title = _("Changed, but not crawled since")
    header_icon = "time"
    index_url_name = "not_crawled"
    index_results_url_name = "not_crawled_results"
    columns = [
        TitleColumn(
            "title", label=_("Page"), get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk])
        ),
        Column("locale", label=_("Language")),
        DateColumn("changed", label=_("Changed")),
        DateColumn("crawled", label=_("Last crawled")),
    ]
    list_export = ["title", "locale", "url_path", "changed", "crawled"]

    def get_queryset(self) -> QuerySet[Page]:
        return report.not_crawled_since(Site.objects.get(is_default_site=True))


class _Item(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


def menu_items() -> list[MenuItem]:
    return [
        _Item(_("Crawlers"), reverse("crawlers"), name="crawlers", icon_name="view", order=660),
        _Item(
            _("Changed, not crawled"), reverse("not_crawled"), name="not_crawled", icon_name="time", order=665
        ),
    ]
