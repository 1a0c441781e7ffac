"""What is known of IndexNow: how a site takes part, which addresses wait, and what was answered."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from delivery.outbound import Refused, check_endpoint

KEY = RegexValidator(r"\A[A-Za-z0-9-]{8,128}\Z", _("8 to 128 letters, digits and hyphens."))
# How long the file of a key that was replaced goes on answering: engines check keys late, and batches are on the way.
OLD_KEY_KEPT = timedelta(days=7)
LONGEST_URL = 2048


def new_key() -> str:
    return secrets.token_hex(16)


@register_setting(icon="rss", order=4)
class IndexNow(BaseSiteSetting):
    """How a site takes part. Its row is there once somebody has switched it on."""

    enabled = models.BooleanField(
        _("tell search engines what changed"),
        default=False,
        help_text=_("Bing, Yandex, Seznam, Naver and others; Google does not take part."),
    )
    endpoint = models.URLField(
        _("endpoint"),
        default="https://api.indexnow.org/indexnow",
        help_text=_("One engine tells the others, so one is enough."),
    )
    key = models.CharField(_("key"), max_length=128, default=new_key, editable=False, validators=[KEY])
    old_keys = models.JSONField(default=list, editable=False)  # [key, when its file ends in ISO 8601]
    # The endpoint asked for patience, or did not answer.
    paused_until = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)  # in a row

    panels = [
        HelpPanel(
            content=_(
                "Whatever is published, changed, moved or taken down is told by the worker within a minute or two, "
                "each address at most once in five minutes. The key proves that the site agrees; its file is served by "
                "itself. What was told stands under Reports, IndexNow."
            )
        ),
        FieldPanel("enabled"),
        FieldPanel("endpoint"),
    ]

    class Meta:
        verbose_name = _("IndexNow")

    def clean(self) -> None:
        super().clean()
        try:
            check_endpoint(self.endpoint)
        except Refused as refused:
            raise ValidationError({"endpoint": str(refused)}) from refused

    @property
    def key_url(self) -> str:
        return f"{self.site.root_url}/{self.key}.txt"

    def serves(self, key: str) -> bool:
        """Whether `/{key}.txt` is a file of this site now."""
        if not self.enabled:
            return False
        return key == self.key or key in {old for old, _until in self._old_keys_now()}

    def rotate(self) -> None:
        """Take a new key; the file of the old one answers for another week."""
        until = (timezone.now() + OLD_KEY_KEPT).isoformat()
        self.old_keys = [*self._old_keys_now(), [self.key, until]]
        self.key = new_key()
        self.save(update_fields=["key", "old_keys"])

    def _old_keys_now(self) -> list[list[str]]:
        now = timezone.now()
        return [[key, until] for key, until in self.old_keys if datetime.fromisoformat(until) > now]


class QueuedAddress(models.Model):
    """One address of a site: when it is to be told, and how it went the last time. One row for each."""

    class Outcome(models.TextChoices):
        NONE = "", _("not told yet")
        TOLD = "told", _("told")
        RETRY = "retry", _("will be tried again")
        REFUSED = "refused", _("refused")

    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="+", verbose_name=_("site")
    )
    url = models.CharField(_("address"), max_length=LONGEST_URL)
    asked_at = models.DateTimeField(_("last change"), default=timezone.now)
    # Grows with every change, so that one that comes while the address is on the way is not taken for told.
    asked = models.PositiveIntegerField(default=0, editable=False)
    asked_when_claimed = models.PositiveIntegerField(default=0, editable=False)
    due_at = models.DateTimeField(_("waits until"), null=True, blank=True)  # empty: nothing to tell
    # Held by one worker at a time; whoever died holding it lets go when this has passed.
    claimed_until = models.DateTimeField(null=True, editable=False)
    claim = models.CharField(max_length=32, blank=True, editable=False)
    sent_at = models.DateTimeField(_("last sent"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True, default=Outcome.NONE)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("address for IndexNow")
        verbose_name_plural = _("addresses for IndexNow")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["site", "url"], name="one_row_for_each_address")]
        indexes = [
            models.Index("site", "due_at", condition=~models.Q(due_at=None), name="addresses_to_tell"),
            models.Index("claim", condition=~models.Q(claim=""), name="addresses_on_the_way"),
            models.Index("asked_at", name="addresses_by_change"),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_waiting(self) -> bool:
        return self.due_at is not None


class Batch(models.Model):
    """One call of an endpoint and its answer; the last of each site are kept."""

    KEPT: int = 200

    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    addresses = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)  # null: no answer
    message = models.CharField(max_length=300)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["site", "-sent_at"], name="batches_of_a_site")]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d %H:%M}: {self.message}"

    @classmethod
    def keep(cls, site_id: int, addresses: int, status: int | None, message: str, sent_at: datetime) -> Any:
        """Write down a call, and forget the oldest beyond `KEPT` of its site."""
        batch = cls.objects.create(
            site_id=site_id, addresses=addresses, status=status, message=message[:300], sent_at=sent_at
        )
        beyond = list(
            cls.objects.filter(site_id=site_id).values_list("pk", flat=True)[cls.KEPT : cls.KEPT + 500]
        )
        if beyond:
            cls.objects.filter(pk__in=beyond).delete()
        return batch
