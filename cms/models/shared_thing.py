"""Things many pages show: when readers see something else of one, the dates of those pages move. See decision 15."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.functions import Cast

from wagtail.models import ReferenceIndex, get_page_models

from cms import locales

if TYPE_CHECKING:
    from cms.querysets import PageQuerySet


class SharedThing(models.Model):
    """A mixin of what pages show besides their own text; see `Page.showing`. Its `facts` are what readers see of it.

    Writers in bulk pass `save` by: they compare `facts` themselves and call `PageQuerySet.changed`.
    """

    not_shown: ClassVar[Iterable[str]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            before = self._stored()
            was = before.facts if before else {}
            super().save(*args, **kwargs)
            after = self._stored()
            if was != after.facts:
                for thing in filter(None, (before, after)):
                    thing.note_change()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            before = self._stored()
            if before and before.facts:
                before.note_change()  # now: afterwards nobody knows who showed it
            return super().delete(*args, **kwargs)

    def get_pages(self) -> Iterable["PageQuerySet"]:
        """The pages whose own content shows this thing, in querysets; pages that show others as cards do not count."""
        for model in get_page_models():
            yield from model.showing(self)

    @property
    def facts(self) -> dict[str, Any]:
        """What readers may see of it; empty for what nobody sees."""
        hidden = {"id", "updated_at", *self.not_shown}
        return {
            field.name: field.value_to_string(self)
            for field in self._meta.concrete_fields
            if field.name not in hidden
        }

    def note_change(self) -> None:
        """The pages that show it show something else from now on."""
        for pages in self.get_pages():
            pages.changed()

    def _stored(self) -> Any:
        return type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None


def pages_naming(things: models.QuerySet) -> "PageQuerySet":
    """The pages whose fields, blocks or children name one of these things, from Wagtail's index of references."""
    pages = apps.get_model("cms", "Page")
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(pages),
        to_content_type=ContentType.objects.get_for_model(things.model),
        to_object_id__in=things.order_by()
        .annotate(key=Cast("pk", models.CharField(max_length=255)))
        .values("key"),
    )
    ids = references.annotate(page=Cast("object_id", models.BigIntegerField())).values("page")
    return pages.objects.filter(pk__in=ids)


class SharedBySite(SharedThing):
    """What one site says of itself: shown in full at its root in every language. That other pages carry its name in
    their title and foot is no change of theirs."""

    class Meta:
        abstract = True

    def get_pages(self) -> Iterable["PageQuerySet"]:
        roots = locales.roots(self.site_id).values()
        yield apps.get_model("cms", "Page").objects.filter(url_path__in=list(roots))
        yield from super().get_pages()

    def _stored(self) -> Any:
        """The stored facts; where there are none, those that are said all the same. Reading a setting creates it."""
        return super()._stored() or type(self)(site_id=self.site_id)
