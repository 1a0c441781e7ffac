"""The change log: one row for each public effect."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from delivery.indexnow.models import Batch, IndexNow, QueuedAddress
from delivery.purge.models import PurgedTag
from delivery.reading import Consumer, Job, Pruned, Undelivered
from delivery.webhooks.models import Delivery, Webhook

__all__ = [
    "Batch",
    "Change",
    "Consumer",
    "Delivery",
    "IndexNow",
    "Job",
    "Pruned",
    "PurgedTag",
    "QueuedAddress",
    "Undelivered",
    "Webhook",
]


class Change(models.Model):
    """A public effect, written in the transaction that causes it (an outbox). Write with `delivery.log`, never here.

    `page_id` is no foreign key: a change outlives its page. `urls` answer since the change, `old_urls` answered
    before it; both are absolute. `tags` are cache tags (`delivery.tags`) of what no longer holds.
    """

    class Kind(models.TextChoices):
        UPSERT = "upsert", _("published or changed")
        DELETE = "delete", _("deleted")
        UNPUBLISH = "unpublish", _("unpublished")
        MOVE = "move", _("moved")
        REDIRECT = "redirect", _("redirect")
        OFFER = "offer", _("price or stock")
        SETTINGS = "settings", _("settings")
        MENU = "menu", _("menu")
        TRANSLATION = "translation", _("translation")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # Empty for what concerns every site.
    site = models.ForeignKey(
        "wagtailcore.Site",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("site"),
    )
    page_id = models.BigIntegerField(_("page"), null=True, blank=True, db_index=True)
    page_type = models.CharField(_("page type"), max_length=100, blank=True)
    locale = models.CharField(_("language"), max_length=20, blank=True)
    urls = models.JSONField(_("addresses"), default=list, blank=True)
    old_urls = models.JSONField(_("old addresses"), default=list, blank=True)
    tags = models.JSONField(_("cache tags"), default=list, blank=True)
    created_at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    # The order every reader follows, without gaps, given by the relay after the commit: an id is taken before it, and
    # a transaction that commits late would slip in behind a reader's back.
    position = models.BigIntegerField(_("position"), null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-id"]
        default_permissions = ("view",)
        indexes = [models.Index("id", condition=models.Q(position=None), name="changes_to_relay")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {', '.join((self.urls or self.old_urls)[:1]) or self.page_type}"

    @property
    def subject(self) -> str:
        """What it concerns, in words of a program: the type and number of the page."""
        return " ".join(str(part) for part in (self.page_type, self.page_id) if part)

    @property
    def set_aside(self) -> str:
        """The consumers that could not take it."""
        return ", ".join(row.consumer.name for row in self.undelivered.all())
