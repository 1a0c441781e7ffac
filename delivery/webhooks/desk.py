"""Webhooks in the admin: made under Settings, and for each what it was told and what one can do about it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Site

from delivery.told import site_names
from delivery.webhooks.models import SUBSCRIBED, Delivery, Event, Webhook, page_types

SEE = ("delivery.view_webhook", "delivery.change_webhook")
CHANGE = "delivery.change_webhook"
NEW_SECRET = "webhook_with_new_secret"  # noqa: S105 - a name in the session, under which no secret stands
STATES = {"active": _("active"), "paused": _("paused"), "off": _("switched off")}


class WebhookForm(forms.ModelForm):
    """Lists as boxes to tick; none ticked means all."""

    events = forms.MultipleChoiceField(
        label=_("Events"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[choice for choice in Event.choices if choice[0] in SUBSCRIBED],
        help_text=_("None ticked: all."),
    )
    sites = forms.TypedMultipleChoiceField(
        label=_("Sites"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: list(site_names(Site.objects.values_list("pk", flat=True)).items()),
        help_text=_("None ticked: all."),
    )
    types = forms.MultipleChoiceField(
        label=_("Types of pages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(label, label) for label in page_types()],
        help_text=_("None ticked: all. What is about no page is told whatever is ticked."),
    )

    class Meta:
        model = Webhook
        fields = ["name", "url", "events", "sites", "types", "active"]


class AddWebhook(generic.CreateView):
    """Leads on to where the secret is shown."""

    def get_success_url(self) -> str:
        self.request.session[NEW_SECRET] = self.object.pk
        return reverse("webhook:log", args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []


class WebhookViewSet(ModelViewSet):
    model = Webhook
    icon = "globe"
    add_to_settings_menu = True
    menu_order = 840
    menu_label = _("Webhooks")
    copy_view_enabled = False
    inspect_view_enabled = False
    add_view_class = AddWebhook
    list_display = [
        "name",
        Column("url", label=_("Address")),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor=lambda webhook: STATES[webhook.state],
            primary=lambda webhook: webhook.state == "active",
        ),
        Column("failures", label=_("Failures in a row")),
        TitleColumn(
            "log", label=_("Deliveries"), accessor=lambda webhook: _t("Show"), url_name="webhook:log"
        ),
    ]
    search_fields = ["name", "url"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return WebhookForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("log/<int:pk>/", LogView.as_view(), name="log"),
            path("log/<int:pk>/results/", LogView.as_view(results_only=True), name="log_results"),
            path("log/<int:pk>/order/", give_order, name="order"),
        ]


class DeliveryFilters(WagtailFilterSet):
    class Meta:
        model = Delivery
        fields = ["state", "event"]


class AgainColumn(Column):
    """A button that sends a delivery again."""

    cell_template_name = "delivery/admin/webhook_again.html"


class LogView(ReportView):
    """What a receiver was told in the last 30 days, the newest first."""

    model = Delivery
    template_name = "delivery/admin/webhook_log.html"
    page_title = _("Webhook deliveries")
    header_icon = "globe"
    filterset_class = DeliveryFilters
    default_ordering = "-pk"
    columns = [
        DateColumn("created_at", label=_("When")),
        Column("event", label=_("Event")),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor=lambda delivery: delivery.get_state_display(),
            primary=lambda delivery: delivery.state == Delivery.State.DELIVERED,
        ),
        Column("attempts", label=_("Tries")),
        Column("answer", label=_("Answer")),
        Column("duration", label=_("Milliseconds")),
        DateColumn("next_at", label=_("Next try")),
        AgainColumn("again", label=_("Again"), accessor="uid"),
    ]
    list_export = [
        "uid",
        "event",
        "state",
        "attempts",
        "status",
        "answer",
        "duration",
        "created_at",
        "tried_at",
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not any(map(request.user.has_perm, SEE)):
            raise PermissionDenied
        self.webhook = get_object_or_404(Webhook, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_index_url(self) -> str:
        return reverse("webhook:log", args=[self.webhook.pk])

    def get_index_results_url(self) -> str:
        return reverse("webhook:log_results", args=[self.webhook.pk])

    def get_page_subtitle(self) -> str:
        return self.webhook.name

    def get_queryset(self) -> QuerySet[Delivery]:
        return self.webhook.deliveries.order_by("-pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        is_new = self.request.session.get(NEW_SECRET) == self.webhook.pk
        if is_new:
            del self.request.session[NEW_SECRET]
        return {
            **super().get_context_data(*args, **kwargs),
            "webhook": self.webhook,
            "secret": self.webhook.secret if is_new else "",
            "today": last_day(self.webhook),
            "may_change": self.request.user.has_perm(CHANGE),
        }


def last_day(webhook: Webhook) -> list[tuple[str, int]]:
    """Of the deliveries of the last 24 hours how many are in each state."""
    since = timezone.now() - timedelta(days=1)
    found = webhook.deliveries.filter(created_at__gte=since).order_by().values_list("state")
    counts = dict(found.annotate(count=Count("pk")))
    return [(label, counts.get(state, 0)) for state, label in Delivery.State.choices]


# What one can do ---------------------------------------------------------------------------------------------


class Order(forms.Form):
    """One order for one webhook; `delivery` names what is to be sent again."""

    TEST, PAUSE, RESUME, ROTATE, AGAIN = "test", "pause", "resume", "rotate", "again"

    order = forms.ChoiceField(choices=[(each, each) for each in (TEST, PAUSE, RESUME, ROTATE, AGAIN)])
    delivery = forms.ModelChoiceField(Delivery.objects.none(), to_field_name="uid", required=False)

    def __init__(self, webhook: Webhook, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.webhook = webhook
        self.fields["delivery"].queryset = webhook.deliveries.all()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("order") == self.AGAIN and not cleaned.get("delivery"):
            raise forms.ValidationError(_("There is no such delivery any more."))
        return cleaned

    def carry_out(self, session: Any) -> str:
        """Do it; says what was done."""
        match self.cleaned_data["order"]:
            case self.TEST:
                self.webhook.test()
                return _t("A test is on its way. Load this page again to see what was answered.")
            case self.PAUSE:
                self.webhook.pause()
                return _t("Nothing is sent any more. What happens waits.")
            case self.RESUME:
                self.webhook.resume()
                return _t("It is sent again, what waited first.")
            case self.ROTATE:
                self.webhook.rotate()
                session[NEW_SECRET] = self.webhook.pk
                return _t("There is a new secret. For a day the old one signs too.")
            case _:
                self.cleaned_data["delivery"].redeliver()
                return _t("It is sent again, under the same id.")


@require_POST
def give_order(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    form = Order(get_object_or_404(Webhook, pk=pk), request.POST)
    if form.is_valid():
        messages.success(request, form.carry_out(request.session))
    else:
        for error in form.non_field_errors() or [_t("Nothing was done: this order is not known.")]:
            messages.error(request, error)
    return redirect("webhook:log", pk)


def viewset() -> WebhookViewSet:
    return WebhookViewSet("webhook")
