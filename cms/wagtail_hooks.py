"""What cms adds to Wagtail's admin: redirects, our permissions, and who sees what visitors wrote."""

from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.contrib.forms.views import DeleteSubmissionsView
from wagtail.models import get_page_models

from cms import access, branding, crawl_desk, duplicates, promote
from cms.models import DocumentPolicy, Menu, Page, Phrase
from cms.redirects import farewell, import_desk, missed_desk
from cms.redirects.admin import RedirectRuleViewSet


class PhraseViewSet(ModelViewSet):
    model = Phrase
    icon = "globe"
    add_to_settings_menu = True
    menu_order = 820
    menu_label = _("Phrases")
    copy_view_enabled = False
    ordering = ["source", "locale"]
    list_per_page = 50
    list_display = [
        "source",
        "text",
        Column("locale", label=_("Language"), sort_key="locale"),
        DateColumn("updated_at", label=_("Changed"), sort_key="updated_at"),
    ]
    list_filter = ["locale"]
    list_export = ["locale.language_code", "source", "text"]
    search_fields = ["source", "text"]
    search_backend_name = None


@hooks.register("register_admin_viewset")
def register_phrases() -> PhraseViewSet:
    return PhraseViewSet("phrase")


class MenuViewSet(ModelViewSet):
    model = Menu
    icon = "list-ul"
    add_to_settings_menu = True
    menu_order = 810
    menu_label = _("Menus")
    copy_view_enabled = True
    ordering = ["site", "handle", "locale"]
    list_display = ["handle", "locale", "site"]
    list_filter = ["handle", "locale", "site"]
    search_backend_name = None


@hooks.register("register_admin_viewset")
def register_menus() -> MenuViewSet:
    return MenuViewSet("menu")


@hooks.register("register_admin_viewset")
def register_redirects() -> RedirectRuleViewSet:
    return RedirectRuleViewSet("redirect")


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


class DocumentPolicyViewSet(ModelViewSet):
    model = DocumentPolicy
    icon = "doc-full"
    add_to_settings_menu = True
    menu_order = 830
    menu_label = _("Documents in search")
    copy_view_enabled = False
    list_display = ["document", "listing", "canonical_page"]
    search_fields = ["document__title"]
    search_backend_name = None


@hooks.register("register_admin_viewset")
def register_document_policies() -> DocumentPolicyViewSet:
    return DocumentPolicyViewSet("document_policy")


# Crawling ----------------------------------------------------------------------------------------------------


@hooks.register("register_admin_urls")
def crawl_tester_url() -> list[URLPattern]:
    return [path("crawl-tester/", crawl_desk.CrawlTester.as_view(), name="crawl_tester")]


@hooks.register("construct_homepage_panels")
def say_what_search_engines_may_list(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(crawl_desk.SearchStatus())


hooks.register("register_settings_menu_item", crawl_desk.menu_item)


# Reports -----------------------------------------------------------------------------------------------------


@hooks.register("register_admin_urls")
def duplicates_urls() -> list[URLPattern]:
    view = duplicates.DuplicatesView
    return [
        path("reports/duplicates/", view.as_view(), name="duplicates"),
        path("reports/duplicates/results/", view.as_view(results_only=True), name="duplicates_results"),
    ]


hooks.register("register_reports_menu_item", duplicates.menu_item)


@hooks.register("register_admin_urls")
def missed_urls() -> list[URLPattern]:
    view = missed_desk.MissedView
    return [
        path("reports/missing/", view.as_view(), name="missed"),
        path("reports/missing/results/", view.as_view(results_only=True), name="missed_results"),
        path("reports/missing/<int:pk>/", missed_desk.Decide.as_view(), name="decide_missed"),
        path("redirect-import/", import_desk.ImportRedirects.as_view(), name="import_redirects"),
    ]


hooks.register("register_reports_menu_item", missed_desk.menu_item)


# Who deletes a page is asked what its address answers then -----------------------------------------------------


hooks.register("register_bulk_action", farewell.GuidedBulkDelete, order=1)


# Who named a page that can be listed no longer is told at once ------------------------------------------------


@hooks.register("after_publish_page")
@hooks.register("after_unpublish_page")
def warn_of_lost_main_page(request: HttpRequest, page: Page) -> None:
    if warning := page.warning_for_repeaters():
        messages.warning(request, warning)


@hooks.register("before_delete_page")
def warn_of_deleted_main_page(request: HttpRequest, page: Page) -> None:
    if request.method == "POST" and (warning := page.warning_for_repeaters(lost=True)):
        messages.warning(request, warning)


# Own JSON-LD may use proposals of schema.org, and whoever does is told -----------------------------------------


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_pending_terms(request: HttpRequest, page: Page) -> None:
    if request.method == "POST" and (terms := page.pending_terms):
        words = _("Own JSON-LD: %(terms)s are proposals of schema.org that search engines may not read yet.")
        messages.warning(request, words % {"terms": ", ".join(terms)})


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


# What a page looks like to others ------------------------------------------------------------------------------


@hooks.register("register_admin_urls")
def promote_urls() -> list[URLPattern]:
    return [
        path("promote/<int:page_id>/", promote.PromoteOnEdit.as_view(), name="promote_preview"),
        path(
            "promote/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
            promote.PromoteOnAdd.as_view(),
            name="promote_preview_on_add",
        ),
    ]


hooks.register("insert_global_admin_css", branding.admin_css)
