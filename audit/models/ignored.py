"""What somebody decided to live with, and why."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Ignored(models.Model):
    """One check that is not asked any more of one page, wherever it moves, or of one address that is no page."""

    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="+", verbose_name=_("site")
    )
    code = models.CharField(_("check"), max_length=20)
    page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("page"),
    )
    url = models.CharField(_("address"), max_length=2000, blank=True)
    reason = models.CharField(
        _("why"), max_length=300, help_text=_("For colleagues who wonder later. Not shown to anybody else.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("ignored finding")
        verbose_name_plural = _("ignored findings")
        ordering = ["code", "url", "pk"]
        default_permissions = ("view", "add", "delete")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "code", "page"], condition=models.Q(url=""), name="ignored_once_a_page"
            ),
            models.UniqueConstraint(
                fields=["site", "code", "url"], condition=~models.Q(url=""), name="ignored_once_an_address"
            ),
            models.CheckConstraint(
                condition=models.Q(url="", page__isnull=False) | (~models.Q(url="") & models.Q(page=None)),
                name="ignored_page_or_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.page or self.url}"

    def clean(self) -> None:
        super().clean()
        if not self.reason.strip():
            raise ValidationError({"reason": _("Say why: whoever finds it next will ask.")})
