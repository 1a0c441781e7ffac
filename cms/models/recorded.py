"""How models write the change log: pages, and what many pages read."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from cms.changes import Kind, Roots, Standing, Story, record_appearance, record_order, restricted_above
from cms.doors import restrictions_on
from delivery import log, tags

# Columns no reader sees. Everything else counts as a change when it differs from the row before.
UNSEEN = frozenset(
    {
        "path",
        "depth",
        "numchild",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "draft_title",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "go_live_at",
        "expired",
        "alias_of",
        "copied_text",
        "noindex_reason",
        "content_changed_at",
        "content_changes_at",
        "index_entries",
        "wagtail_admin_comments",
    }
)
# What the menu and the footer say of a page.
IN_MENUS = ("title", "show_in_menus", "noindex", "section_robots")


class RecordedPage(models.Model):
    """A page tells the change log what readers see differently.

    A save counts when it publishes, or when a column readers see differs. Moves and new slugs are told for everything
    below, in `_update_descendant_url_paths`: the one place Wagtail comes through for both, whichever of its actions
    was called. Deletion is told by `PageQuerySet.delete`, which every way of deleting ends in.
    """

    unseen_fields: ClassVar[frozenset[str]] = UNSEEN

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        fields = kwargs.get("update_fields")
        if fields is not None and not {name.removesuffix("_id") for name in fields} - self.unseen_fields:
            return super().save(*args, **kwargs)
        with transaction.atomic():
            self._roots_before = Roots.now()
            before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
            result = super().save(*args, **kwargs)
            self._record_save(before, fields)
        return result

    def _record_save(self, before: Any, fields: Any) -> None:
        was_live, is_live = _is_open(before), _is_open(self)
        if not (was_live or is_live):
            return
        is_moved = before is not None and before.url_path != self.url_path
        was_public, is_public = self._publicity(before.url_path if is_moved else "")
        was, is_ = was_live and was_public, is_live and is_public
        if was and is_ and not is_moved and not self._differs_from(before, fields):
            if fields is None and type(self) is self.base_page_model:
                # Whole, unchanged, and without its own type: so Wagtail saves a page it has put elsewhere among its
                # siblings, in the transaction of that move.
                record_order(self)
            return
        kind = _kind(was, is_, is_moved)
        if kind is None:
            return
        after = self._roots_before.moved(before.url_path, self.url_path) if is_moved else Roots.now()
        old = before.url_path if was else ""
        standing = Standing(
            self.pk,
            self.path,
            self.url_path,
            self.content_type_id,
            self.translation_key,
            self.show_in_menus or bool(before and before.show_in_menus),
        )
        menus = kind != Kind.UPSERT or not was or self._differs_from(before, IN_MENUS)
        story = Story(self._roots_before, after)
        if kind == Kind.MOVE and story.before.place(old) == story.after.place(self.url_path):
            kind = Kind.UPSERT  # a home page under another slug answers where it did
        story.tell_one(standing, kind, old, menus=menus)

    def _publicity(self, old_url_path: str) -> tuple[bool, bool]:
        """Whether no view restriction kept readers from it before, and now."""
        pages = apps.get_model("cms", "Page").objects.filter(pk=self.pk)
        if not old_url_path:
            is_public = pages.public().exists()
            return is_public, is_public
        own = pages.public_within(self.path).exists()
        return own and not restricted_above(old_url_path), own and not restricted_above(self.url_path)

    def _differs_from(self, before: Any, fields: Any) -> bool:
        """Whether readers can tell it from the stored row, by the named fields or by all."""
        if fields is None and before.last_published_at != self.last_published_at:
            return True
        if fields is None and getattr(self, "_cluster_related_objects", None):
            return True  # its inline rows were saved with it
        return differs(before, self, self.unseen_fields, fields)

    def _update_descendant_url_paths(self, old_url_path: str, new_url_path: str) -> None:
        super()._update_descendant_url_paths(old_url_path, new_url_path)
        was, is_ = not restricted_above(old_url_path), not restricted_above(new_url_path)
        kind = _kind(was, is_, True)
        if kind is None:
            return
        pages = apps.get_model("cms", "Page").objects.open()
        below = pages.filter(path__startswith=self.path, depth__gt=self.depth).public_within(self.path)
        before = getattr(self, "_roots_before", None) or Roots.now()
        story = Story(before, before.moved(old_url_path, new_url_path))
        story.tell(below, kind, old=old_url_path if was else "", new=new_url_path)
        if was != is_:
            self._record_aliases(visible=is_)

    def _record_aliases(self, *, visible: bool) -> None:
        """This page came from behind a door, or went behind one; with it what shows it and what is below elsewhere."""
        pages = apps.get_model("cms", "Page").objects.open().closed_by(self.pk)
        elsewhere = pages.exclude(path__startswith=self.path)
        if not visible:
            elsewhere = elsewhere.public_but_for(*restrictions_on(self.get_parent(update=True)))
        record_appearance(elsewhere, visible=visible)


def differs(
    before: models.Model, after: models.Model, unseen: Collection[str], fields: Collection[str] | None = None
) -> bool:
    """Whether a column outside `unseen` differs: one of the named, or any that was loaded."""
    absent = after.get_deferred_fields()
    return any(
        field.get_prep_value(getattr(after, field.attname))
        != field.get_prep_value(getattr(before, field.attname))
        for field in after._meta.concrete_fields
        if not field.primary_key
        and field.name not in unseen
        and field.attname not in absent
        and (fields is None or field.name in fields or field.attname in fields)
    )


def _is_open(page: Any) -> bool:
    return page is not None and page.live and not (page.closed_from and page.closed_from <= timezone.now())


def _kind(was: bool, is_: bool, is_moved: bool) -> Kind | None:
    """What happened to a page readers could see or not, and can now or not."""
    if was and is_:
        return Kind.MOVE if is_moved else Kind.UPSERT
    if is_:
        return Kind.UPSERT
    return Kind.UNPUBLISH if was else None


class Recorded:
    """A model many pages read: its saving, where a reader can tell, and its deletion are one change for all of them.

    Stands before the model class among the bases. Bulk writes go past it and record what they did themselves.
    """

    change_kind: ClassVar[Kind] = Kind.SETTINGS
    unseen_fields: ClassVar[frozenset[str]] = frozenset({"updated_at"})
    is_seen_when_new: ClassVar[bool] = True  # nobody refers yet to what pages point to

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            before = self._get_before()
            super().save(*args, **kwargs)
            is_seen = differs(before, self, self.unseen_fields) if before else self.is_seen_when_new
            if is_seen:
                log.record(self.change_kind, **self.get_change())

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            told = self.get_change()
            deleted = super().delete(*args, **kwargs)
            log.record(self.change_kind, **told)
        return deleted

    def _get_before(self) -> Any:
        """What readers saw before; None where they saw nothing."""
        return type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None

    def get_change(self) -> dict[str, Any]:
        """What `delivery.log.record` is told besides the kind."""
        return {"tags": [tags.SETTINGS]}


class RecordedSetting(Recorded):
    """A setting of one site. Before it is first saved its defaults hold, so saving those changes nothing."""

    def _get_before(self) -> Any:
        return super()._get_before() or type(self)(site_id=self.site_id)

    def get_change(self) -> dict[str, Any]:
        return {"site_id": self.site_id, "tags": [tags.SETTINGS, tags.site(self.site_id)]}
