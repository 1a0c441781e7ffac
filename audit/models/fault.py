"""A fault at an address, known again from run to run."""

from hashlib import sha256
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from audit.models.ignored import Ignored
from audit.models.run import Run


class FaultQuerySet(models.QuerySet["Fault"]):
    def of_site(self, site_id: int) -> Self:
        return self.filter(site=site_id)

    def found_by(self, run: Run) -> Self:
        """What a run found. Asked of the last one of a site; earlier ones are known by their counts."""
        return self.filter(last_run=run)

    def mended_before(self, run: Run) -> Self:
        """What this run did not find any more, and none after it."""
        return self.filter(last_run__lt=run.pk)

    def with_decisions(self) -> Self:
        """`is_ignored`: whether somebody decided to live with it. One subquery, no join."""
        decided = Ignored.objects.filter(Q(page=OuterRef("page_id"), url="") | Q(url=OuterRef("url"))).filter(
            site=OuterRef("site"), code=OuterRef("code")
        )
        return self.annotate(is_ignored=Exists(decided))

    def open(self) -> Self:
        """Nobody decided to live with it."""
        return self.with_decisions().filter(is_ignored=False)


class Fault(models.Model):
    """What a check found at an address. `key` tells whether two runs found the same thing."""

    class Level(models.TextChoices):
        ERROR = "error", _("error")
        WARNING = "warning", _("warning")
        IDEA = "idea", _("idea")

    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="+", verbose_name=_("site")
    )
    key = models.CharField(max_length=32, editable=False)
    code = models.CharField(_("check"), max_length=20)
    level = models.CharField(_("level"), max_length=7, choices=Level)
    url = models.CharField(_("address"), max_length=2000)
    # Not a foreign key: what a run saw stays what it saw when the page is deleted the day after.
    page_id = models.BigIntegerField(_("page"), null=True, blank=True, db_index=True)
    page_type = models.CharField(_("page type"), max_length=100, blank=True)
    locale = models.CharField(_("language"), max_length=20, blank=True)
    message = models.TextField(_("finding"))
    node = models.CharField(_("where"), max_length=500, blank=True)
    first_run = models.ForeignKey(Run, null=True, on_delete=models.SET_NULL, related_name="+")
    last_run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="faults")
    first_seen_at = models.DateTimeField(_("first seen"))
    last_seen_at = models.DateTimeField(_("last seen"))

    objects: ClassVar[FaultQuerySet] = FaultQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("finding of an audit")
        verbose_name_plural = _("findings of audits")
        ordering = ["code", "url", "pk"]
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="fault_once_a_site")]
        indexes = [models.Index(fields=["last_run", "level", "code"], name="fault_of_run")]

    def __str__(self) -> str:
        return f"{self.code} {self.url}: {self.message}"

    @staticmethod
    def key_of(code: str, url: str, node: str, message: str) -> str:
        return sha256("\x1f".join((code, url, node, message)).encode()).hexdigest()[:32]
