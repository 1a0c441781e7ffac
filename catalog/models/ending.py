"""How a product ends: what editors say of it, and what stands at its address afterwards."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, PageChooserPanel

from catalog.lifecycle import ENDINGS, POLICIES, Ending, Policy, State, has_ended, state_of
from catalog.panels import LifecyclePanel, OfOriginal
from cms.endings import Ended
from cms.models import Page

if TYPE_CHECKING:
    from catalog.models import ProductPage


class HasEnding(models.Model):
    """The end of a product's life. The original decides for all its translations; see catalog.lifecycle."""

    ending = models.CharField(_("what happens to it"), max_length=8, blank=True, default="", choices=ENDINGS)
    ends_at = models.DateTimeField(
        _("from"), null=True, blank=True, help_text=_("Empty: as soon as this is published.")
    )
    successor = models.ForeignKey(
        "catalog.ProductPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="predecessors",
        verbose_name=_("successor"),
        help_text=_("The product that took its place: shown, suggested, or where readers are sent."),
    )

    ending_panel = OfOriginal(
        [
            LifecyclePanel(),
            FieldPanel("ending"),
            FieldPanel("ends_at"),
            PageChooserPanel("successor", "catalog.ProductPage"),
        ],
        _("End of life"),
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save, and write down what follows for lists and sitemap, for all translations."""
        result = super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None:
            type(self).objects.filter(pk=self.thing.pk).settle()
        return result

    def clean(self) -> None:
        super().clean()
        if self.ending == Ending.NONE:
            self.ends_at = None
        if self.successor is not None:
            self.successor = self.successor.thing
            trail = [self, *self._line_of_successors()]
            if any(page.pk == self.pk for page in trail[1:]):
                path = " → ".join(page.title for page in trail)
                raise ValidationError(
                    {"successor": _("Successors lead back to this product: %(path)s.") % {"path": path}}
                )

    # Answers -------------------------------------------------------------------------------------------

    def has_ended(self, now: datetime | None = None) -> bool:
        """The ending an editor gave it is in force."""
        return has_ended(self.ending, self.ends_at, now or timezone.now())

    def state_at(self, now: datetime) -> State:
        thing = self.thing
        said = [variant.availability_at(now) for variant in self.offered]
        return state_of(thing.ending, thing.ends_at, said, now)

    @property
    def policy(self) -> Policy:
        """What its state means at this moment."""
        return POLICIES[self.state_at(timezone.now())]

    def get_ended(self) -> Ended | None:
        if not self.thing.has_ended():
            return None
        policy = self.policy
        if policy.is_read:
            return None
        if policy.status == 404:
            return Ended(404)
        return Ended(
            policy.status,
            page=self.get_heir() or self.get_shelf(),
            reason=_t("“%(title)s” is no longer sold.") % {"title": self.title},
        )

    def get_heir(self) -> "ProductPage | None":
        """The successor in this page's language: the first in line that lists show, else the first that is read."""
        line = [page.pk for page in self.thing._line_of_successors()]
        if not line:
            return None
        pages = type(self).objects.readable().with_thing().filter(locale_id=self.locale_id, thing_id__in=line)
        found = sorted(pages, key=lambda page: line.index(page.thing_id))
        now = timezone.now()
        listed = (page for page in found if page.unlisted_from is None or page.unlisted_from > now)
        return next(listed, found[0] if found else None)

    def get_shelf(self) -> Page | None:
        """The nearest page above that anybody may read."""
        above = Page.objects.ancestor_of(self).readable().filter(depth__gt=1)
        return above.order_by("-depth").first()

    def _line_of_successors(self) -> Iterator["ProductPage"]:
        """Successors one after another, as originals, until there is none or one comes again."""
        seen: set[int | None] = set()
        page = self.successor
        while page is not None:
            yield page
            if page.pk in seen or page.pk == self.pk:
                return
            seen.add(page.pk)
            page = page.successor
