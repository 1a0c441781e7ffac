"""Webhooks as data, and written from data."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from wagtail.models import Site

from delivery.told import site_names
from delivery.webhooks.models import Delivery, Webhook
from headless.problems import Refused


def webhook_at(uid: UUID) -> Webhook:
    """Raises Http404."""
    webhook = Webhook.objects.filter(uid=uid).first()
    if webhook is None:
        raise Http404(_("No webhook has this id."))
    return webhook


def delivery_at(uid: UUID, delivery_id: str) -> Delivery:
    """Raises Http404."""
    is_id = re.fullmatch(r"msg_[0-9a-f]{32}", delivery_id)
    delivery = is_id and Delivery.objects.filter(webhook__uid=uid, uid=delivery_id).first()
    if not delivery:
        raise Http404(_("No delivery of this webhook has this id; they are kept for 30 days."))
    return delivery


def write(webhook: Webhook, wanted: Mapping[str, Any]) -> Webhook:
    """Set what is wanted and save. Raises Refused (422) with every field that cannot be so, and saves nothing."""
    changes = dict(wanted)
    if "sites" in changes:
        changes["sites"] = _site_ids(changes["sites"])
    for name, value in changes.items():
        setattr(webhook, name, value)
    try:
        webhook.full_clean()
    except ValidationError as error:
        faults = [
            (name, message, "value_error") for name, found in error.message_dict.items() for message in found
        ]
        raise Refused(422, "invalid-parameter", faults[0][1], faults, where="body") from error
    webhook.save()
    return webhook


def webhooks_data(webhooks: Iterable[Webhook]) -> list[dict[str, Any]]:
    """As `schemas.Webhook`; one query for the sites of all."""
    found = list(webhooks)
    names = site_names(pk for webhook in found for pk in webhook.sites)
    return [
        {
            "id": webhook.uid,
            "name": webhook.name,
            "url": webhook.url,
            "events": webhook.events,
            "sites": [names[pk] for pk in webhook.sites if pk in names],
            "types": webhook.types,
            "state": webhook.state,
            "notice": webhook.notice,
            "failures": webhook.failures,
            "failing_since": webhook.failing_since,
            "paused_at": webhook.paused_at,
            "old_secret_until": webhook.old_until,
            "created_at": webhook.created_at,
        }
        for webhook in found
    ]


def webhook_data(webhook: Webhook) -> dict[str, Any]:
    return webhooks_data([webhook])[0]


def with_secret(webhook: Webhook) -> dict[str, Any]:
    """As `schemas.WebhookMade`, at the moment a secret is new."""
    return webhook_data(webhook) | {"secret": webhook.secret}


def delivery_data(delivery: Delivery) -> dict[str, Any]:
    """As `schemas.Delivery`."""
    return {
        "id": delivery.uid,
        "event": delivery.event,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "created_at": delivery.created_at,
        "tried_at": delivery.tried_at,
        "next_at": delivery.next_at,
        "status": delivery.status,
        "answer": delivery.answer,
        "milliseconds": delivery.duration,
    }


def _site_ids(names: Iterable[str]) -> list[int]:
    """Raises Refused (422) for a name no site has."""
    wanted = list(dict.fromkeys(name.strip().lower() for name in names))
    known = {name: pk for pk, name in site_names(Site.objects.values_list("pk", flat=True)).items()}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        message = _("No site has the name “%(name)s”.") % {"name": unknown[0]}
        raise Refused(422, "invalid-parameter", message, [("sites", message, "value_error")], where="body")
    return [known[name] for name in wanted]
