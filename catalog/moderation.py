"""The desk for reviews in the admin: what waits, what was decided, and deciding about many at once."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from catalog.models import Review
from catalog.models.review import ReviewStatus


class ReviewIndex(IndexView):
    def get_base_queryset(self) -> QuerySet[Review]:
        return super().get_base_queryset().select_related("product", "locale")


class ReviewFilters(WagtailFilterSet):
    class Meta:
        model = Review
        fields = ["status", "rating", "locale", "is_verified", "is_incentivised", "product__brand"]


class ReviewViewSet(SnippetViewSet):
    model = Review
    icon = "pick"
    menu_label = _("Reviews")
    menu_order = 205
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = ReviewIndex
    filterset_class = ReviewFilters
    list_per_page = 50
    list_display = [
        TitleColumn(
            "author_name",
            label=_("Review"),
            accessor=str,
            sort_key="author_name",
            get_url=lambda review: reverse(Review.snippet_viewset.get_url_name("edit"), args=[review.pk]),
        ),
        Column("rating", label=_("Rating"), sort_key="rating"),
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
        Column("product", label=_("Product"), sort_key="product__title"),
        Column("locale", label=_("Language"), sort_key="locale"),
        BooleanColumn("is_verified", label=_("Bought here"), sort_key="is_verified"),
        DateColumn("created_at", label=_("Written"), sort_key="created_at"),
    ]
    search_fields = ["author_name", "title", "text", "product__title"]
    search_backend_name = None


class Decide(SnippetBulkAction):
    """Approve or reject the ticked reviews, once it is confirmed."""

    template_name = "catalog/admin/decide_reviews.html"
    status: ReviewStatus
    models = [Review]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, action_name=self.display_name)

    def check_perm(self, review: Review) -> bool:
        return self.permission_policy.user_has_permission_for_instance(self.request.user, "change", review)

    @classmethod
    def execute_action(cls, objects: list[Review], **kwargs: Any) -> tuple[int, int]:
        return Review.objects.filter(pk__in=[review.pk for review in objects]).decide(cls.status), 0


class Approve(Decide):
    display_name = _("Approve")
    action_type = "approve"
    aria_label = _("Approve the selected reviews")
    action_priority = 10
    status = ReviewStatus.APPROVED

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(count)d review is approved and shown.",
            "%(count)d reviews are approved and shown.",
            num_parent_objects,
        ) % {"count": num_parent_objects}


class Reject(Decide):
    display_name = _("Reject")
    action_type = "reject"
    aria_label = _("Reject the selected reviews")
    action_priority = 20
    classes = {"serious"}
    status = ReviewStatus.REJECTED

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(count)d review is rejected and not shown.",
            "%(count)d reviews are rejected and not shown.",
            num_parent_objects,
        ) % {"count": num_parent_objects}
