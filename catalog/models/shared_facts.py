"""What product pages show besides their own text: variants, facts and opinions of the thing, and words said of them."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from catalog.models.attribute import Attribute, AttributeValue
from catalog.models.brand import Brand
from catalog.models.variant import OPTION_FIELDS, Variant
from catalog.querysets import ProductQuerySet
from cms.models import Phrase, Picture
from cms.models.shared_thing import SharedThing

# What a translation has of its own; everything else on a product is the original's and shown on all translations.
OWN_WORDS = frozenset(
    {
        *("title", "summary", "description", "care", "body", "pictures", "cover", "brand", "source"),
        *("more_categories", "related", "seo_title", "search_description", "social_picture", "json_ld"),
    }
)


class ShowsSharedFacts(models.Model):
    """A product page: its date moves with the thing it is about. See `cms.models.changing`."""

    not_shown = ("import_hash", "absent_since", "rating_total", "rating_count")

    class Meta:
        abstract = True

    @classmethod
    def showing(cls, thing: SharedThing) -> Iterable[ProductQuerySet]:
        match thing:
            case Variant():
                yield cls.objects.family([thing.product_id])
            case Brand():
                yield cls.objects.filter(brand=thing.pk)
            case Attribute():
                yield cls._about(AttributeValue.objects.filter(attribute=thing.pk))
            case Picture():
                yield cls._about(Variant.objects.filter(picture=thing.pk))
            case Phrase():
                said = (
                    Q(text=thing.source) | Q(attribute__label=thing.source) | Q(attribute__unit=thing.source)
                )
                options = Q()
                for name in OPTION_FIELDS:
                    options |= Q(**{name: thing.source})
                for rows in (AttributeValue.objects.filter(said), Variant.objects.filter(options)):
                    yield cls._about(rows).filter(locale=thing.locale_id)

    @classmethod
    def _about(cls, rows: Any) -> ProductQuerySet:
        """The pages, in all languages, of the things these variants or facts belong to."""
        things = rows.order_by().values("product")
        return cls.objects.filter(Q(pk__in=things) | Q(source__in=things))

    def showing_the_same(self, names: frozenset[str]) -> ProductQuerySet | None:
        if self.source_id or names <= OWN_WORDS:
            return None
        return type(self).objects.filter(source=self.pk)
