"""Who is told of what, and each thing they were told."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail.models import get_page_models

from delivery.outbound import Refused
from delivery.webhooks.signing import new_salt, secret_of, secrets_of
from delivery.webhooks.target import check_target

# Days a delivery is kept in the log, sent or not.
KEPT = timedelta(days=30)
OLD_SECRET_KEPT = timedelta(hours=24)


class Event(models.TextChoices):
    """What a receiver can be told of."""

    PAGE_PUBLISHED = "page.published", _("page published or changed")
    PAGE_UNPUBLISHED = "page.unpublished", _("page unpublished")
    PAGE_DELETED = "page.deleted", _("page deleted")
    PAGE_MOVED = "page.moved", _("page moved")
    PRODUCT_CHANGED = "product.changed", _("price or stock of a product")
    CATALOG_BATCH = "catalog.batch", _("price or stock of many products at once")
    REDIRECT_CHANGED = "redirect.changed", _("redirects")
    MENU_CHANGED = "menu.changed", _("menu")
    SETTINGS_CHANGED = "settings.changed", _("settings")
    TRANSLATION_CHANGED = "translation.changed", _("shared texts in a language")
    FORM_SUBMITTED = "form.submitted", _("form sent in")
    REVIEW_APPROVED = "review.approved", _("review approved")
    JOB_FINISHED = "job.finished", _("bulk job finished")
    TEST = "webhook.test", _("test")


SUBSCRIBED = frozenset(event for event in Event.values if event != Event.TEST)


def page_types() -> list[str]:
    """The types a receiver can ask for, by label."""
    return sorted(model._meta.label for model in get_page_models())


class Webhook(models.Model):
    """One receiver. Empty lists mean everything: every event, every site, every type of page."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    url = models.CharField(_("address"), max_length=500, help_text=_("Where calls are sent: https://…"))
    events = models.JSONField(_("events"), default=list, blank=True)
    sites = models.JSONField(_("sites"), default=list, blank=True)  # ids: a deleted site widens nothing
    types = models.JSONField(_("types of pages"), default=list, blank=True)  # labels: catalog.ProductPage
    active = models.BooleanField(_("active"), default=True)
    salt = models.CharField(max_length=64, default=new_salt, editable=False)
    old_salt = models.CharField(max_length=64, blank=True, editable=False)
    old_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    # How it goes: since when nothing was taken, and how many calls in a row.
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    retry_at = models.DateTimeField(null=True, editable=False)  # the receiver asked for patience
    paused_at = models.DateTimeField(_("paused"), null=True, editable=False)
    notice = models.CharField(_("notice"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        faults = {
            name: [_("There is no “%(value)s”.") % {"value": value}]
            for name, known in (("events", SUBSCRIBED), ("types", page_types()))
            if (value := next((each for each in getattr(self, name) if each not in known), None)) is not None
        }
        try:
            check_target(self.url)
        except Refused as refused:
            faults["url"] = [str(refused)]
        if faults:
            raise ValidationError(faults)

    @property
    def state(self) -> str:
        """What it does at present: active, off or paused."""
        return "off" if not self.active else "paused" if self.paused_at else "active"

    @property
    def secret(self) -> str:
        """Shown once, when it is made; nothing stores it."""
        return secret_of(self.salt)

    def signing_secrets(self, now: datetime) -> list[str]:
        """What signs a call at this moment: the secret in use, and the one before while it still holds."""
        old = secrets_of(self.old_salt) if self.old_until and self.old_until > now else []
        return [*secrets_of(self.salt), *old]

    def rotate(self, keep: timedelta = OLD_SECRET_KEPT) -> str:
        """Take a new secret, which is answered; calls are signed with the old one too for as long as `keep`."""
        self.old_salt, self.old_until, self.salt = self.salt, timezone.now() + keep, new_salt()
        self.save(update_fields=["old_salt", "old_until", "salt"])
        return self.secret

    def resume(self) -> None:
        """Send again, what waits first."""
        self.active, self.paused_at, self.notice = True, None, ""
        self.failing_since, self.failures, self.retry_at = None, 0, None
        self.save()

    def pause(self) -> None:
        """Send nothing; what happens meanwhile waits."""
        self.paused_at = timezone.now()
        self.save(update_fields=["paused_at"])

    def wants(self, event: str, site_id: int | None = None, page_type: str = "") -> bool:
        """Whether it is to be told: of its events, of its sites or every site, of its types or no page at all."""
        return (
            (not self.events or event in self.events)
            and (not self.sites or site_id is None or site_id in self.sites)
            and (not self.types or not page_type or page_type in self.types)
        )

    def test(self) -> "Delivery":
        """Have it called once, whatever its state, with a body that tells of nothing."""
        return Delivery.new(
            self, Event.TEST, uuid4().hex, {"kind": "webhook", "id": str(self.uid)}, asked=True
        )


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def narrowed(self, state: str | None = None, event: str | None = None) -> "DeliveryQuerySet":
        """Those in a state, of an event; without either all."""
        asked = {"state": state, "event": event}
        return self.filter(**{name: value for name, value in asked.items() if value is not None})


class Delivery(models.Model):
    """One thing a receiver is told: until it has taken it, or all tries are over."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("given up")

    # `webhook-id`: the same at every try, so that a receiver knows what it has seen.
    uid = models.CharField(max_length=40, unique=True)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(_("event"), max_length=40)
    # What it is about; while it waits for its first try, more of the same goes into the same body.
    subject = models.CharField(max_length=120)
    body = models.JSONField(_("body"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    asked = models.BooleanField(default=False)  # by a person, so whether paused or not
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField(_("next try"), null=True, blank=True)
    tried_at = models.DateTimeField(_("last try"), null=True, blank=True)
    # Held by one worker at a time; whoever dies holding it lets go when this has passed.
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    duration = models.PositiveIntegerField(_("milliseconds"), null=True, blank=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now, db_index=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index("next_at", "id", condition=models.Q(state="pending"), name="deliveries_to_send"),
            models.Index(
                "webhook",
                "subject",
                condition=models.Q(state="pending", tried_at=None),
                name="deliveries_to_fill",
            ),
            models.Index(fields=["webhook", "-id"], name="deliveries_of_a_webhook"),
            models.Index("claimed_until", condition=~models.Q(claim=""), name="deliveries_on_the_way"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.uid}"

    @classmethod
    def draft(
        cls,
        webhook: Webhook,
        event: str,
        subject: str,
        what: dict[str, Any],
        *,
        site: str | None = None,
        locale: str | None = None,
        due_at: datetime | None = None,
        asked: bool = False,
    ) -> "Delivery":
        """An unsaved delivery whose body has its frame and no changes yet."""
        uid, now = f"msg_{uuid4().hex}", timezone.now()
        body = {
            "id": uid,
            "type": str(event),
            "occurred_at": now.isoformat(),
            "site": site,
            "locale": locale,
            "object": what,
            "changes": [],
            "urls": [],
            "old_urls": [],
            "tags": [],
        }
        return cls(
            uid=uid,
            webhook=webhook,
            event=event,
            subject=subject,
            body=body,
            next_at=due_at or now,
            asked=asked,
        )

    @classmethod
    def new(cls, *args: Any, **kwargs: Any) -> "Delivery":
        """`draft`, saved."""
        delivery = cls.draft(*args, **kwargs)
        delivery.save(force_insert=True)
        return delivery

    @property
    def payload(self) -> bytes:
        """The bytes that are signed and sent: the same at every try, whatever database kept them."""
        return json.dumps(self.body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    def redeliver(self) -> None:
        """Send it again, under the same id, as if it was the first time."""
        self.state, self.attempts, self.next_at, self.asked = self.State.PENDING, 0, timezone.now(), True
        self.tried_at = self.tried_at or timezone.now()  # nothing more goes into its body
        self.save(update_fields=["state", "attempts", "next_at", "asked", "tried_at"])
