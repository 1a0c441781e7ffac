"""The desk of redirects in the admin: listed, filtered, written, exported."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import Button

from cms.models import Page, RedirectRule
from cms.redirects import exporting, import_desk
from cms.redirects.addresses import LONGEST


class RuleIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[RedirectRule]:
        return super().get_base_queryset().select_related("page", "site")

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        if self.request.user.has_perms(import_desk.PERMISSIONS):
            buttons.append(
                Button(_("Import"), url=reverse("import_redirects"), icon_name="upload", priority=60)
            )
        return buttons


class FromPage:
    """A view that came from a page's editor (`?page=`) and goes back there when it is done."""

    request: HttpRequest

    @cached_property
    def page(self) -> Page | None:
        """The page named in the address; nothing for a number that is none."""
        given = self.request.GET.get("page", "")
        is_id = given.isascii() and given.isdigit() and len(given) < 19
        return Page.objects.filter(pk=int(given)).first() if is_id else None

    def with_page(self, url: str) -> str:
        return f"{url}?{urlencode({'page': self.page.pk})}" if self.page else url

    def get_success_url(self) -> str:
        if self.page:
            return reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return super().get_success_url()  # type: ignore[misc]


class AddRule(FromPage, generic.CreateView):
    def get_add_url(self) -> str:
        return self.with_page(super().get_add_url())

    def get_initial_form_instance(self) -> RedirectRule | None:
        """A rule for the address and to the page one came from (`?path=`, `?page=`)."""
        return RedirectRule(path=self.request.GET.get("path", "")[:LONGEST], page=self.page)


class DeleteRule(FromPage, generic.DeleteView):
    def get_delete_url(self) -> str:
        return self.with_page(super().get_delete_url())


class RuleFilters(WagtailFilterSet):
    class Meta:
        model = RedirectRule
        fields = {
            "status": ["exact"],
            "origin": ["exact"],
            "is_pattern": ["exact"],
            "site": ["exact"],
            "hits": ["lte"],
        }


class RedirectRuleViewSet(ModelViewSet):
    model = RedirectRule
    icon = "redirect"
    add_to_settings_menu = True
    menu_order = 800
    menu_label = _("Redirects")
    index_view_class = RuleIndex
    add_view_class = AddRule
    delete_view_class = DeleteRule
    copy_view_enabled = False
    inspect_view_enabled = False
    ordering = ["path", "pk"]
    list_per_page = 50
    list_display = [
        "path",
        Column("status", label=_("Answer"), accessor="get_status_display", sort_key="status"),
        Column("destination", label=_("Leads to")),
        Column("site", label=_("Site"), sort_key="site"),
        Column("origin", label=_("Made by"), accessor="get_origin_display", sort_key="origin"),
        NumberColumn("hits", label=_("Hits"), sort_key="hits"),
        DateColumn("last_hit_at", label=_("Last hit"), sort_key="last_hit_at"),
    ]
    filterset_class = RuleFilters
    # Under the headings `table` reads: what is exported can be imported again.
    list_export = [
        "path",
        "new_address",
        "status",
        "is_pattern",
        "passes",
        "reason",
        "archive",
        "note",
        "hostname",
        "origin",
        "hits",
        "last_hit_at",
    ]
    export_headings = dict(zip(list_export, exporting.HEADINGS, strict=True))
    search_fields = ["path", "target", "reason", "note"]
    search_backend_name = None
    panels = [
        MultiFieldPanel(["path", "is_pattern", "site"], _("Old address")),
        "status",
        MultiFieldPanel(
            [PageChooserPanel("page"), "suffix", "target", "passes"],
            _("Where readers are sent; for what is gone, a way on"),
        ),
        MultiFieldPanel(["reason", "archive"], _("For readers of what is gone or withheld")),
        FieldPanel("note"),
    ]
