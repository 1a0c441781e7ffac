"""Addresses that will never come back: answered 410, with a reason and a way on."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site


class GoneAddress(models.Model):
    """A path of one site that was removed for good (410 Gone)."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    path = models.CharField(_("path"), max_length=255, help_text=_("Without the host, e.g. /old/lamp/."))
    reason = models.CharField(_("reason"), max_length=250, blank=True, help_text=_("Shown to the reader."))
    suggestion = models.ForeignKey(
        "cms.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("better page"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    panels = [FieldPanel("site"), FieldPanel("path"), FieldPanel("reason"), PageChooserPanel("suggestion")]

    class Meta:
        verbose_name = _("gone address")
        verbose_name_plural = _("gone addresses")
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["site", "path"], name="one_gone_address_per_path")]

    def __str__(self) -> str:
        return self.path

    def clean(self) -> None:
        super().clean()
        if not self.path.startswith("/"):
            raise ValidationError({"path": _("A path begins with a slash.")})
        self.path = Redirect.normalise_path(self.path)

    @classmethod
    def find(cls, site: Site, path: str) -> "GoneAddress | None":
        return (
            cls.objects.select_related("suggestion")
            .filter(site=site, path=Redirect.normalise_path(path))
            .first()
        )
