"""Addresses readers asked for where nothing stands."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail.models import Site


class MissedAddress(models.Model):
    """One address that answered 404, however often. Knows nothing of who asked but the site a link was followed from.

    Written by `cms.redirects.tally`, which keeps the table small.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    path = models.CharField(_("address"), max_length=500)
    fingerprint = models.CharField(max_length=32, editable=False)
    hits = models.PositiveBigIntegerField(_("readers"), default=0, editable=False)
    crawler_hits = models.PositiveBigIntegerField(_("crawlers"), default=0, editable=False)
    referrer = models.CharField(_("linked from"), max_length=255, blank=True, editable=False)
    first_asked_at = models.DateTimeField(_("first asked"), default=timezone.now, editable=False)
    last_asked_at = models.DateTimeField(_("last asked"), default=timezone.now, editable=False)
    is_ignored = models.BooleanField(_("ignored"), default=False)

    class Meta:
        verbose_name = _("missing address")
        verbose_name_plural = _("missing addresses")
        ordering = ["-hits", "-crawler_hits", "path"]
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(fields=["site", "fingerprint"], name="one_row_per_missed_address")
        ]
        indexes = [models.Index(fields=["hits", "crawler_hits", "last_asked_at"], name="missed_by_worth")]

    def __str__(self) -> str:
        return self.path
