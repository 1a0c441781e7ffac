"""When what a page shows last changed: the one date sitemap, head, feeds and API give. See decision 15."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from wagtail.fields import StreamField
from wagtail.models import get_page_models

from cms.models.indexing import DIRECTIVES

if TYPE_CHECKING:
    from cms.models.shared_thing import SharedThing
    from cms.querysets import PageQuerySet

# What a page keeps about itself without showing it: its place, its life in the admin, what robots may do with it.
# A field is shown unless it is named here or among the `not_shown` of its type, so a forgotten one errs towards a
# new date and never towards a stale one.
NOT_SHOWN = frozenset(
    {
        *(
            "pk",
            "page_ptr",
            "path",
            "depth",
            "numchild",
            "content_type",
            "locale",
            "translation_key",
            "alias_of",
        ),
        *("slug", "url_path", "draft_title", "show_in_menus", "owner", "comments", "wagtail_admin_comments"),
        *(
            "live",
            "has_unpublished_changes",
            "live_revision",
            "latest_revision",
            "latest_revision_created_at",
        ),
        *("first_published_at", "last_published_at", "go_live_at", "expire_at", "expired"),
        *("locked", "locked_at", "locked_by", "copied_text", "awaits_translation"),
        *("closed_from", "unlisted_from", "content_changed_at", "content_changes_at"),
        *(*DIRECTIVES, "noindex_reason", "robots_below", "section_robots", "canonical_page", "canonical_url"),
    }
)

_NOTHING = object()


class Changing(models.Model):
    """A page whose date moves when what it shows does: not when it is saved, published again, moved or deployed.

    The page's own fields and children are compared here, before and after each save. Whoever changes what pages
    show without saving them (a price, a shared text) calls `PageQuerySet.changed`.
    """

    content_changed_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    # The next moment at which it shows something else by itself: a reduction that begins or ends. Read as a date of
    # change as soon as it has come, so that no job has to run for it; `settle_dates` then makes it the one above.
    content_changes_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)

    not_shown: ClassVar[Iterable[str]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and move the date if readers of a live page now see something else.

        The date in the database counts, not the one this object or its revision remembers: both may be old.
        """
        with transaction.atomic():
            before = None if self._state.adding else self._stored(lock=True)
            was: dict[str, Any] = {}
            if before is not None:
                self.content_changed_at = before.content_changed_at
                self.content_changes_at = before.content_changes_at
                was = (
                    before.shown if before.content_changed_at else {}
                )  # now: children are read when asked for
            super().save(*args, **kwargs)
            names = self._said_otherwise(before, was) if self.live else frozenset()
            if names:
                self.content_changed_at = timezone.now()
                pages = apps.get_model("cms", "Page").objects
                pages.filter(pk=self.pk).changed(self.content_changed_at)
                if before is not None and (others := self.showing_the_same(names)) is not None:
                    others.changed(self.content_changed_at)

    @classmethod
    def showing(cls, thing: "SharedThing") -> Iterable["PageQuerySet"]:
        """The pages of this type whose own content shows a shared thing; types answer for those they know."""
        return ()

    def showing_the_same(self, names: frozenset[str]) -> "PageQuerySet | None":
        """Other pages on which those fields of this one are shown as well; types answer. Cards do not count."""
        return None

    @property
    def modified_at(self) -> datetime | None:
        """When readers last saw this page change."""
        came = self.content_changes_at
        return came if came is not None and came <= timezone.now() else self.content_changed_at

    def with_content_json(self, content: Any) -> Any:
        """A revision tells what the page says, not since when."""
        page = super().with_content_json(content)
        page.content_changed_at = self.content_changed_at
        page.content_changes_at = self.content_changes_at
        return page

    def _stored(self, *, lock: bool = False) -> Any:
        rows = type(self)._base_manager.filter(pk=self.pk)
        return (rows.select_for_update() if lock else rows).first()

    def _said_otherwise(self, before: Any, was: dict[str, Any]) -> frozenset[str]:
        """The names of what readers see differently. Both sides are read from the database: what is in memory may
        be written otherwise and mean the same."""
        after = self._stored()
        if before is None and after.content_changed_at is not None:
            return frozenset()  # made with a date of its own
        if before is not None and before.first_published_at is None and after.first_published_at is not None:
            return frozenset(after.shown)  # nothing changes before it is published
        return frozenset(name for name, value in after.shown.items() if was.get(name, _NOTHING) != value)

    @property
    def shown(self) -> dict[str, Any]:
        """What the page itself has to show, by field and relation, in a form that can be compared."""
        hidden = NOT_SHOWN | set(self.not_shown)
        data = self.serializable_data()
        streams = {field.name for field in self._meta.concrete_fields if isinstance(field, StreamField)}
        return {
            name: _blocks(json.loads(value)) if name in streams and value else _rows(value)
            for name, value in data.items()
            if name not in hidden
        }


def settle_dates() -> None:
    """Make the moments that have come dates of change, and look for the next; called by the worker."""
    for model in get_page_models():
        model.objects.filter(content_changes_at__lte=timezone.now()).settle()


def _rows(value: Any) -> Any:
    """The rows of a child relation in their order, without the keys they are stored under; any other value as it is."""
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return value
    return [{name: said for name, said in row.items() if name not in {"pk", "sort_order"}} for row in value]


def _blocks(value: Any) -> Any:
    """A stream without the ids of its blocks, which change when a program writes the same blocks again."""
    if isinstance(value, list):
        return [_blocks(each) for each in value]
    if isinstance(value, dict):
        is_block = "type" in value and "value" in value
        return {name: _blocks(said) for name, said in value.items() if not (is_block and name == "id")}
    return value
