"""Preview links in the admin: made beside a page, listed in a report, taken back with one click."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import FormView

from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button

from cms.models import Page
from headless.preview.models import PreviewToken, may_see_draft
from headless.preview.sharing import link_to


class ShareForm(forms.Form):
    label = forms.CharField(
        label=_("For whom"),
        max_length=100,
        required=False,
        help_text=_("Shown in the list of preview links."),
    )
    days = forms.TypedChoiceField(
        label=_("Ends"),
        coerce=int,
        initial=7,
        choices=[(1, _("in a day")), (3, _("in three days")), (7, _("in a week"))],
    )
    shows = forms.ChoiceField(
        label=_("Shows"),
        choices=[
            ("draft", _("the draft, as it changes")),
            ("version", _("the version saved last, whatever is changed later")),
        ],
        initial="draft",
        widget=forms.RadioSelect,
    )


class ShareDraft(WagtailAdminTemplateMixin, FormView):
    """A link to a page's draft for people without an account. It is shown once, in the answer to the form."""

    template_name = "headless/admin/share_draft.html"
    form_class = ShareForm
    page_title = _("Share draft")
    header_icon = "link"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see_draft(request.user, self.page) or self.page.get_url_parts() is None:
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"])

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": _edit(self.page.pk), "label": self.page.get_admin_display_title()},
            {"url": "", "label": self.page_title},
        ]

    def form_valid(self, form: ShareForm) -> HttpResponse:
        chosen = form.cleaned_data
        token, secret = PreviewToken.issue(
            self.page,
            self.request.user,
            revision=self.page.latest_revision if chosen["shows"] == "version" else None,
            label=chosen["label"],
            lasts=timedelta(days=chosen["days"]),
        )
        return self.render_to_response(
            self.get_context_data(form=form, token=token, link=link_to(self.page, secret))
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page=self.page, **kwargs)


class Ending(Column):
    """When a link ends, or why it has ended, and the button that ends it."""

    cell_template_name = "headless/admin/preview_ending.html"

    def get_value(self, instance: PreviewToken) -> PreviewToken:
        return instance

    def get_cell_context_data(self, instance: PreviewToken, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"csrf_token": get_token(parent_context["request"])}


class PreviewLinks(ReportView):
    """The links somebody made; an administrator sees everybody's."""

    model = PreviewToken
    page_title = _("Preview links")
    header_icon = "link"
    index_url_name = "preview_links"
    index_results_url_name = "preview_links_results"
    paginate_by = 50
    default_ordering = "-created_at"
    columns = [
        TitleColumn(
            "page", label=_("Page"), accessor="page.draft_title", get_url=lambda token: _edit(token.page_id)
        ),
        Column("label", label=_("For whom"), sort_key="label"),
        Column("version_words", label=_("Shows")),
        Column("prefix", label=_("Begins with")),
        Column("created_by", label=_("Made by"), sort_key="created_by"),
        DateColumn("created_at", label=_("Made"), sort_key="created_at"),
        DateColumn("last_used_at", label=_("Last used"), sort_key="last_used_at"),
        Ending("expires_at", label=_("Ends"), sort_key="expires_at"),
    ]
    list_export = [
        "page.draft_title",
        "label",
        "prefix",
        "created_by",
        "created_at",
        "expires_at",
        "revoked_at",
    ]

    def get_base_queryset(self) -> QuerySet[PreviewToken]:
        return PreviewToken.objects.of(self.request.user).select_related("page", "created_by", "revision")


class RevokeLink(View):
    """One click: the link shows nothing from now on."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        token = get_object_or_404(PreviewToken.objects.of(request.user), pk=pk)
        token.revoke()
        messages.success(request, _t("The link to “%(page)s” shows nothing any more.") % {"page": token.page})
        return redirect("preview_links")


class PreviewLinksItem(MenuItem):
    """Shown to who has made a link, and to administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        return PreviewToken.objects.of(request.user).exists()


def menu_item() -> MenuItem:
    return PreviewLinksItem(
        _("Preview links"), reverse("preview_links"), name="preview-links", icon_name="link", order=670
    )


def share_button(page: Page, user: Any) -> Button | None:
    """The way from a page to a link to its draft; None for who may not see the draft."""
    if not may_see_draft(user, page) or page.get_url_parts() is None:
        return None
    return Button(_("Share draft"), reverse("share_draft", args=[page.pk]), icon_name="link", priority=45)


def _edit(page_id: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_id])
