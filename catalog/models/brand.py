from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.tidy import TidyText


class Brand(TidyText, models.Model):
    """Who made a thing. Not who sells it: that is the site's organization."""

    name = models.CharField(_("name"), max_length=70, unique=True)
    url = models.URLField(_("address"), blank=True)

    panels = ["name", "url"]

    class Meta:
        ordering = ["name"]
        verbose_name = _("brand")
        verbose_name_plural = _("brands")

    def __str__(self) -> str:
        return self.name
