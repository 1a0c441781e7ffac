"""The desk for filters: a category's policy with what it would open to crawlers, worked out before it is saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, PageChooserPanel, Panel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from catalog.facets.crawl import CrawlSpace, crawl_space
from catalog.models import FacetPolicy


class CrawlSpacePanel(Panel):
    """How many addresses each filter and pair would open, and what the policy as it is filled in would change."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "catalog/admin/crawl_space_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "space": self.get_space()}

        def get_space(self) -> CrawlSpace | None:
            """Nothing for a policy without a category or with mistakes in it: they are told beside their fields."""
            if not self.instance.category_id or (self.form.is_bound and not self.form.is_valid()):
                return None
            return crawl_space(self.instance)


class WorkingOut:
    """A view whose second button shows the estimate for what is filled in and saves nothing."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        if "action-estimate" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]
        return super().form_valid(form)  # type: ignore[misc]


class AddPolicy(WorkingOut, generic.CreateView):
    pass


class EditPolicy(WorkingOut, generic.EditView):
    pass


class FacetPolicyViewSet(ModelViewSet):
    model = FacetPolicy
    icon = "list-ul"
    menu_label = _("Filters")
    add_view_class = AddPolicy
    edit_view_class = EditPolicy
    copy_view_enabled = False  # a category has one
    inspect_view_enabled = False
    ordering = ["category__path"]
    list_display = [
        TitleColumn("category", label=_("Category"), url_name="facetpolicy:edit"),
        Column("opened", label=_("Open to search engines"), accessor=lambda policy: policy.opened),
        Column("minimum", label=_("Least number of products")),
    ]
    search_fields = ["category__title"]
    search_backend_name = None
    panels = [
        PageChooserPanel("category", "catalog.CategoryPage"),
        FieldPanel("facets"),
        FieldPanel("pairs"),
        FieldPanel("minimum"),
        CrawlSpacePanel(heading=_("Addresses for crawlers")),
    ]
