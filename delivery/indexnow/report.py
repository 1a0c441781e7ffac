"""IndexNow in the admin: what waits, what was told and answered, and three things one can do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views.reports import ReportView

from delivery.indexnow import queue
from delivery.indexnow.models import Batch, IndexNow, QueuedAddress

PERMISSION = "delivery.change_indexnow"
LAST_BATCHES = 5


@dataclass(frozen=True, slots=True)
class State:
    """One site above the list: how it takes part, how much waits, and its last calls."""

    setting: IndexNow
    waiting: int
    refused: int
    batches: list[Batch]

    @property
    def paused_until(self) -> Any:
        until = self.setting.paused_until
        return until if until and until > timezone.now() else None


def states() -> Iterator[State]:
    """Of every site whose setting was ever saved."""
    for setting in IndexNow.objects.select_related("site").order_by("site__hostname"):
        of_site = QueuedAddress.objects.filter(site_id=setting.site_id)
        yield State(
            setting=setting,
            waiting=of_site.exclude(due_at=None).count(),
            refused=_refused(setting.site_id).count(),
            batches=list(Batch.objects.filter(site_id=setting.site_id)[:LAST_BATCHES]),
        )


def _refused(site_id: int) -> QuerySet[QueuedAddress]:
    return QueuedAddress.objects.filter(site_id=site_id, outcome=QueuedAddress.Outcome.REFUSED, due_at=None)


class AddressFilters(WagtailFilterSet):
    class Meta:
        model = QueuedAddress
        fields = ["outcome", "site"]


class IndexNowReport(ReportView):
    """Every address that waits or was told within a month, the last change first."""

    model = QueuedAddress
    template_name = "delivery/admin/indexnow.html"
    page_title = _("IndexNow")
    header_icon = "rss"
    index_url_name = "indexnow"
    index_results_url_name = "indexnow_results"
    filterset_class = AddressFilters
    default_ordering = "-asked_at"
    columns = [
        Column("url", label=_("Address")),
        StatusTagColumn(
            "outcome",
            label=_("Outcome"),
            accessor=lambda row: row.get_outcome_display(),
            primary=lambda row: row.outcome == QueuedAddress.Outcome.TOLD,
        ),
        Column("answer", label=_("Answer")),
        DateColumn("asked_at", label=_("Changed"), sort_key="asked_at"),
        DateColumn("due_at", label=_("Waits until"), sort_key="due_at"),
        DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
    ]
    list_export = ["url", "outcome", "answer", "asked_at", "due_at", "sent_at"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _require(request)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[QueuedAddress]:
        return QueuedAddress.objects.order_by("-asked_at", "-pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(*args, **kwargs),
            "states": list(states()),
            "is_public": settings.INDEXABLE,
        }


# What one can do ---------------------------------------------------------------------------------------------


class Order(forms.Form):
    """An order for one site. To send a whole site is for a move to another host or other addresses, and confirmed."""

    RESEND, WHOLE, NEW_KEY = "resend", "whole", "new-key"

    setting = forms.ModelChoiceField(IndexNow.objects.select_related("site"))
    order = forms.ChoiceField(choices=[(each, each) for each in (RESEND, WHOLE, NEW_KEY)])
    confirmed = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("order") == self.WHOLE and not cleaned.get("confirmed"):
            raise forms.ValidationError(
                _(
                    "Nothing was sent. Confirm that all addresses changed: engines ask not to be told otherwise."
                )
            )
        if cleaned.get("order") != self.NEW_KEY and "setting" in cleaned and not cleaned["setting"].enabled:
            raise forms.ValidationError(_("Nothing was sent: IndexNow is switched off for this site."))
        return cleaned

    def carry_out(self) -> str:
        """Do it; says what was done."""
        setting = self.cleaned_data["setting"]
        match self.cleaned_data["order"]:
            case self.NEW_KEY:
                setting.rotate()
                return _t("A new key is in use. The file of the old one stays for a week.")
            case self.RESEND:
                urls = _refused(setting.site_id).values_list("url", flat=True)
                count = queue.ask(setting.site_id, urls.iterator())
            case _:
                count = queue.ask(setting.site_id, queue.pages().addresses(setting.site))
        return ngettext(
            "%(count)d address waits to be sent.", "%(count)d addresses wait to be sent.", count
        ) % {"count": count}


@require_POST
def give_order(request: HttpRequest) -> HttpResponse:
    _require(request)
    form = Order(request.POST)
    if form.is_valid():
        messages.success(request, form.carry_out())
    else:
        for error in form.non_field_errors() or [_t("Nothing was done: this order is not known.")]:
            messages.error(request, error)
    return redirect("indexnow")


def _require(request: HttpRequest) -> None:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied


# Where it is found -------------------------------------------------------------------------------------------


class IndexNowItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


def menu_item() -> MenuItem:
    return IndexNowItem(_("IndexNow"), reverse("indexnow"), name="indexnow", icon_name="rss", order=660)


def urls() -> list[URLPattern]:
    return [
        path("reports/indexnow/", IndexNowReport.as_view(), name="indexnow"),
        path("reports/indexnow/results/", IndexNowReport.as_view(results_only=True), name="indexnow_results"),
        path("reports/indexnow/order/", give_order, name="indexnow_order"),
    ]
