"""What shared texts say in other languages: labels, units, option values, text alternatives, the organization."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.models.recorded import Recorded
from cms.models.shared_thing import SharedThing, pages_naming
from cms.querysets import PageQuerySet
from cms.tidy import TidyText
from delivery import tags
from delivery.models import Change

MAX_LENGTH = 400
# What of the organization is said in the language of the page.
SPOKEN = ("name", "alternate_name", "description", "title_pattern", "locality", "region", "footer_line")


class Phrase(TidyText, Recorded, SharedThing):
    """One text in one language. `source` is the text as it stands in the default language, letter for letter.

    Pages are translated as pages. What many pages share is translated here, once; see `cms.phrases.say`.
    """

    locale = models.ForeignKey(
        "wagtailcore.Locale", on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    source = models.CharField(
        _("in the default language"),
        max_length=MAX_LENGTH,
        help_text=_("Letter for letter, e.g. Signal red."),
    )
    text = models.CharField(_("in this language"), max_length=MAX_LENGTH)
    updated_at = models.DateTimeField(_("changed"), auto_now=True, db_index=True)

    panels = ["locale", "source", "text"]
    change_kind = Change.Kind.TRANSLATION

    class Meta:
        ordering = ["source", "locale"]
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")
        constraints = [models.UniqueConstraint(fields=["locale", "source"], name="one_phrase_per_language")]

    def __str__(self) -> str:
        return f"{self.source} → {self.text}"

    def get_change(self) -> dict[str, Any]:
        code = self.locale.language_code
        return {"locale": code, "tags": [tags.PHRASES, tags.locale(code)]}

    def get_pages(self) -> Iterator[PageQuerySet]:
        """Pages of its language: those that show a picture it describes, the site's root, and what types answer."""
        said = Q(alt_text=self.source) | Q(credit=self.source)
        pictures = apps.get_model("cms", "Picture").objects.filter(said)
        yield pages_naming(pictures).filter(locale=self.locale_id)
        names = [Q(**{name: self.source}) for name in SPOKEN]
        for organization in apps.get_model("cms", "Organization").objects.filter(reduce(or_, names)):
            for pages in organization.get_pages():
                yield pages.filter(locale=self.locale_id)
        yield from super().get_pages()

    def clean(self) -> None:
        super().clean()
        if self.locale_id and self.locale.is_default:
            raise ValidationError(
                {"locale": _("Texts are written in the default language; phrases are for the others.")}
            )
