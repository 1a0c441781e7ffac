from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.recorded import Recorded
from cms.models.shared_thing import SharedThing
from cms.tidy import TidyText
from delivery import tags


class Brand(TidyText, Recorded, SharedThing):
    """Who made a thing. Not who sells it: that is the site's organization."""

    name = models.CharField(_("name"), max_length=70, unique=True)
    url = models.URLField(_("address"), blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    panels = ["name", "url"]
    is_seen_when_new = False

    class Meta:
        ordering = ["name"]
        verbose_name = _("brand")
        verbose_name_plural = _("brands")

    def __str__(self) -> str:
        return self.name

    def get_change(self) -> dict[str, Any]:
        return {"tags": [tags.type_("catalog.productpage")]}
