"""What cms adds to Wagtail's admin: gone addresses, our permissions, and who sees what visitors wrote."""

from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.contrib.forms.views import DeleteSubmissionsView
from wagtail.models import get_page_models

from cms import access, branding
from cms.models import GoneAddress, Page


class GoneAddressViewSet(ModelViewSet):
    model = GoneAddress
    icon = "bin"
    add_to_settings_menu = True
    menu_order = 810
    menu_label = _("Gone addresses")
    copy_view_enabled = False
    ordering = ["path"]
    list_display = [
        "path",
        Column("site", label=_("Site"), sort_key="site"),
        "reason",
        Column("suggestion", label=_("Better page")),
        DateColumn("created_at", label=_("Since"), sort_key="created_at"),
    ]
    list_filter = ["site"]
    search_fields = ["path", "reason"]
    search_backend_name = None


@hooks.register("register_admin_viewset")
def register_gone_addresses() -> GoneAddressViewSet:
    return GoneAddressViewSet("gone_address")


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """What can be ticked for a group besides Wagtail's own: page types, indexing, form answers."""
    wanted = Q(content_type__app_label="cms", codename="change_indexing") | Q(
        content_type__app_label="wagtailforms", codename__in=["view_formsubmission", "delete_formsubmission"]
    )
    for model in get_page_models():
        options = model._meta
        wanted |= Q(content_type__app_label=options.app_label, codename=f"change_{options.model_name}")
    return Permission.objects.filter(wanted)


@hooks.register("before_create_page")
def refuse_types_of_others(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    access.require_work_on(request.user, page_class)


# Form answers are personal data: only those who answer visitors see them ------------------------------------


@hooks.register("filter_form_submissions_for_user")
def hide_form_submissions(user: Any, forms: QuerySet[Page]) -> QuerySet[Page]:
    return forms if access.may_see_submissions(user) else forms.none()


class DeleteSubmissions(DeleteSubmissionsView):
    """Wagtail lets everyone delete answers who may see them; here that is a right of its own."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.may_delete_submissions(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


@hooks.register("register_admin_urls", order=-1)
def delete_submissions_url() -> list[URLPattern]:
    """Before Wagtail's own route of the same address."""
    return [path("forms/submissions/<int:page_id>/delete/", DeleteSubmissions.as_view())]


hooks.register("insert_global_admin_css", branding.admin_css)
