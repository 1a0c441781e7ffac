"""What is to be told: the change log, and what else happens, as deliveries that wait for the worker."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from delivery.models import Change
from delivery.purge.purging import ended_by
from delivery.told import addresses, identity, site_names, type_of
from delivery.webhooks.models import Delivery, Event, Webhook
from seo.languages import bcp47

WINDOW = timedelta(seconds=2)  # what happens to one thing within it is told at once
MANY = 20  # prices or stock of more products in one go are one batch, where that is wanted
MOST_CHANGES = 500  # in one body

EVENTS = {
    Change.Kind.UPSERT: Event.PAGE_PUBLISHED,
    Change.Kind.DELETE: Event.PAGE_DELETED,
    Change.Kind.UNPUBLISH: Event.PAGE_UNPUBLISHED,
    Change.Kind.MOVE: Event.PAGE_MOVED,
    Change.Kind.OFFER: Event.PRODUCT_CHANGED,
    Change.Kind.REDIRECT: Event.REDIRECT_CHANGED,
    Change.Kind.MENU: Event.MENU_CHANGED,
    Change.Kind.SETTINGS: Event.SETTINGS_CHANGED,
    Change.Kind.TRANSLATION: Event.TRANSLATION_CHANGED,
}


def consume(changes: Sequence[Change]) -> None:
    """Write down what these changes are to be told to whom; called by the relay, in its transaction."""
    webhooks = list(Webhook.objects.filter(active=True))
    if not webhooks:
        return
    parcels = _Parcels(webhooks, changes)
    for webhook in webhooks:
        wanted = [
            change
            for change in changes
            if webhook.wants(EVENTS[Change.Kind(change.kind)], change.site_id, _page_type(change))
        ]
        for change in parcels.take_batch(webhook, changes, wanted):
            parcels.add(webhook, EVENTS[Change.Kind(change.kind)], change)
    parcels.save()


def announce(
    event: Event, *things: dict[str, Any], site_id: int | None = None, page_type: str = "", locale: str = ""
) -> int:
    """Tell of what is no change of a page (a form sent in, a job finished), in the caller's transaction; how many
    deliveries there will be. Each thing says which one it is, and nothing that is not for whoever is told."""
    webhooks = [hook for hook in Webhook.objects.filter(active=True) if hook.wants(event, site_id, page_type)]
    if not webhooks:
        return 0
    name = site_names([site_id]).get(site_id or 0)
    language = bcp47(locale) if locale else None
    deliveries = [
        Delivery.draft(webhook, event, "", thing, site=name, locale=language)
        for webhook in webhooks
        for thing in things
    ]
    return len(Delivery.objects.bulk_create(deliveries, batch_size=500))


class _Parcels:
    """Deliveries in the making: those that wait for their first try, and new ones."""

    def __init__(self, webhooks: Sequence[Webhook], changes: Sequence[Change]) -> None:
        self._names = site_names(change.site_id for change in changes)
        self._fresh: list[Delivery] = []
        self._grown: dict[int, Delivery] = {}
        self._open: dict[tuple[int, str], Delivery] = {}
        # Whoever sends holds what it sends, so that nothing is added to what is on its way.
        waiting = Delivery.objects.filter(
            webhook__in=webhooks,
            subject__in={_subject(change) for change in changes},
            state=Delivery.State.PENDING,
            tried_at=None,
            claim="",
        )
        for delivery in waiting.select_for_update().order_by("pk"):
            self._open[delivery.webhook_id, delivery.subject] = delivery

    def take_batch(
        self, webhook: Webhook, changes: Sequence[Change], wanted: Sequence[Change]
    ) -> Sequence[Change]:
        """Put many offers into one delivery where the receiver wants that; what is left to tell one by one."""
        offers = [
            change
            for change in changes
            if change.kind == Change.Kind.OFFER
            and webhook.wants(Event.CATALOG_BATCH, change.site_id, _page_type(change))
        ]
        if len({change.page_id for change in offers}) <= MANY:
            return wanted
        by_site: dict[int | None, list[Change]] = defaultdict(list)
        for change in offers:
            by_site[change.site_id].append(change)
        for site_id, of_site in by_site.items():
            count = len({change.page_id for change in of_site})
            delivery = self._new(
                webhook, Event.CATALOG_BATCH, "", {"kind": "catalog", "count": count}, site_id
            )
            for change in of_site:
                _fill(delivery, change)
        return [change for change in wanted if change.kind != Change.Kind.OFFER]

    def add(self, webhook: Webhook, event: Event, change: Change) -> None:
        subject = _subject(change)
        delivery = self._open.get((webhook.pk, subject))
        # Only the last of a thing grows: what happened to it is told in the order in which it happened.
        if delivery is None or delivery.event != event or len(delivery.body["changes"]) >= MOST_CHANGES:
            delivery = self._new(webhook, event, subject, _object(change), change.site_id, change.locale)
            self._open[webhook.pk, subject] = delivery
        elif delivery.pk:
            self._grown[delivery.pk] = delivery
        _fill(delivery, change)

    def save(self) -> None:
        Delivery.objects.bulk_create(self._fresh, batch_size=500)
        Delivery.objects.bulk_update(self._grown.values(), ["body"], batch_size=100)

    def _new(
        self,
        webhook: Webhook,
        event: Event,
        subject: str,
        what: dict[str, Any],
        site_id: int | None,
        locale: str = "",
    ) -> Delivery:
        delivery = Delivery.draft(
            webhook,
            event,
            subject,
            what,
            site=self._names.get(site_id or 0),
            locale=bcp47(locale) if locale else None,
            due_at=timezone.now() + WINDOW,
        )
        self._fresh.append(delivery)
        return delivery


def _fill(delivery: Delivery, change: Change) -> None:
    """Add a change to a body: each address and each tag once."""
    body = delivery.body
    body["occurred_at"] = change.created_at.isoformat()
    body["changes"].append(identity(change))
    urls, old_urls = addresses(change)
    for name, more in (("urls", urls), ("old_urls", old_urls), ("tags", sorted(ended_by(change)))):
        body[name] = list(dict.fromkeys([*body[name], *more]))


def _object(change: Change) -> dict[str, Any]:
    kind = "page" if change.page_id else type_of(change)
    return {"kind": kind, "type": type_of(change), "id": change.page_id}


def _page_type(change: Change) -> str:
    return type_of(change) if change.page_type else ""


def _subject(change: Change) -> str:
    if change.page_id:
        return f"page:{change.page_id}"
    return f"{type_of(change)}:{change.site_id or ''}:{change.locale}"
