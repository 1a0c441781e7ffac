"""What people are told when a webhook was stopped: a mail to administrators, and a panel on the admin's first page."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.components import Component

from delivery.webhooks.models import Webhook

GONE = "The receiver answered 410 Gone and wants to hear nothing more."
FAILING = "Every call has failed for three days."
PERMISSION = "delivery.view_webhook"
# For the catalogues of texts: what stands in the database is said in the language of who reads it.
WORDS = {
    GONE: _("The receiver answered 410 Gone and wants to hear nothing more."),
    FAILING: _("Every call has failed for three days."),
}


def mail(webhook: Webhook) -> None:
    """Tell every administrator that nothing is sent any more."""
    readers = get_user_model().objects.filter(is_superuser=True, is_active=True).exclude(email="")
    link = settings.WAGTAILADMIN_BASE_URL + reverse("webhook:log", args=[webhook.pk])
    subject = _t("The webhook “%(name)s” was stopped") % {"name": webhook.name}
    text = "\n\n".join([str(WORDS[webhook.notice]), webhook.url, link])
    for address in sorted(set(readers.values_list("email", flat=True))):
        EmailMessage(subject, text, to=[address]).send()


class StoppedWebhooks(Component):
    """Webhooks that stopped by themselves, for those who may see them; nothing where there are none."""

    name = "stopped_webhooks"
    template_name = "delivery/admin/stopped_webhooks.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "stopped": [
                {"webhook": webhook, "why": WORDS.get(webhook.notice, webhook.notice)}
                for webhook in Webhook.objects.exclude(notice="")
            ]
        }


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.has_perm(PERMISSION):
        panels.append(StoppedWebhooks())
