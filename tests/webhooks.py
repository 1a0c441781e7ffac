"""Webhooks in tests: one of them, changes to tell it, and what its receiver got."""

import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from delivery.models import Change, Delivery, Webhook
from delivery.webhooks import queue, sending
from tests.endpoints import Endpoint


def make_webhook(url: str = "https://hooks.example/", **fields: Any) -> Webhook:
    return Webhook.objects.create(**{"name": "Front end", "url": url, **fields})


def make_change(kind: str = Change.Kind.UPSERT, **fields: Any) -> Change:
    """A relayed change, not saved; of the page at /lamps/ unless told otherwise."""
    of_page = {
        "page_id": 7,
        "page_type": "home.contentpage",
        "locale": "en-gb",
        "urls": ["https://shop.example/lamps/"],
        "old_urls": ["https://shop.example/lamps/"],
        "tags": ["page-7"],
    }
    is_shared = kind in {"redirect", "menu", "settings", "translation"}
    return Change(
        **{
            "kind": kind,
            "created_at": timezone.now(),
            "position": 1,
            **({} if is_shared else of_page),
            **fields,
        }
    )


def tell(*changes: Change) -> list[Delivery]:
    """Hand changes to the consumer; what waits then, oldest first."""
    with transaction.atomic():  # the relay's
        queue.consume(changes)
    return waiting()


def waiting() -> list[Delivery]:
    return list(Delivery.objects.filter(state="pending").order_by("pk"))


def send(clock: Any, seconds: float = 3) -> int:
    """Let the time to collect changes pass, and send."""
    clock.shift(seconds)
    return sending.send_due()


def bodies(fake: Endpoint) -> list[dict[str, Any]]:
    return [json.loads(call["body"]) for call in fake.calls]


def ids(fake: Endpoint) -> list[str]:
    return [call["headers"]["webhook-id"] for call in fake.calls]
