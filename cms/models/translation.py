"""What a page owes its translations: their addresses, and the truth about whether it is one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail.fields import RichTextField, StreamField

from cms import locales
from cms.querysets import listable
from seo.head import Alternate
from seo.languages import bcp47
from seo.text import plain, plain_from_html


@dataclass(frozen=True, slots=True)
class Translation:
    """A readable page in one language of its site; `is_listed` when search engines may list it."""

    language: str
    path: str
    url: str
    is_listed: bool


class TranslatedPage(models.Model):
    """A page among its translations. A copy made for translation is no translation until its text is another."""

    awaits_translation = models.BooleanField(_("not translated yet"), default=False, editable=False)
    # The digest of the text a copy was made with; empty for pages written where they stand.
    copied_text = models.CharField(max_length=32, blank=True, default="", editable=False)

    # What translations read from the original instead of having their own.
    shared_by_translations: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.copied_text:
            self.awaits_translation = self.copied_text == self.text_digest
        super().save(*args, **kwargs)

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """Wagtail's copy; one into another language remembers the text it has yet to leave behind."""
        locale = (kwargs.get("update_attrs") or {}).get("locale")
        if locale is not None and locale.pk != self.locale_id:
            kwargs["update_attrs"] |= self.copied_into()
            kwargs["exclude_fields"] = [*(kwargs.get("exclude_fields") or []), *self.shared_by_translations]
        return super().copy(*args, **kwargs)

    def copied_into(self) -> dict[str, Any]:
        """What a copy of this page in another language is besides a copy; types add to it."""
        return {"copied_text": self.text_digest, "awaits_translation": True}

    @property
    def text_digest(self) -> str:
        """One value for the main text: two pages that say the same have the same."""
        return blake2b(self.main_text.encode(), digest_size=16).hexdigest()

    @property
    def main_text(self) -> str:
        """What readers come for, as one line; the title where a page says nothing else."""
        return plain(" ".join(self._texts())) or plain(self.title)

    def _texts(self) -> Iterator[str]:
        for field in self._meta.concrete_fields:
            match field:
                case StreamField():
                    value = getattr(self, field.name)
                    yield from value.stream_block.get_searchable_content(value)
                case RichTextField():
                    yield plain_from_html(getattr(self, field.name))
                case models.TextField():
                    if field.model is type(self):
                        yield getattr(self, field.name)
                case models.CharField(name="summary" | "headline"):
                    yield getattr(self, field.name)

    # Where the others are --------------------------------------------------------------------------------

    @cached_property
    def language_code(self) -> str:
        """The code of the page's language, from where it stands in the tree: asks nothing of the database."""
        places = self._get_relevant_site_root_paths()
        return places[0].language_code if places else self.locale.language_code

    @property
    def language_tag(self) -> str:
        """BCP 47 with the region in capitals: en-GB."""
        return bcp47(self.language_code)

    @cached_property
    def translations_to_read(self) -> list[Translation]:
        """This page in every language of its site in which it may be read, the default language first; one query."""
        rows = (
            type(self)
            .base_page_model.objects.readable()
            .filter(translation_key=self.translation_key)
            .annotate(is_listed=Case(When(listable(), then=Value(True)), default=Value(False)))
            .values_list("url_path", "is_listed")
        )
        return self._translations_of(rows)

    def remember_translations(self, pages: Iterable["TranslatedPage"]) -> None:
        """Take the page in all its languages, loaded by `with_trail_facts`; nothing is asked for then."""
        own = [page for page in pages if page.translation_key == self.translation_key and page.is_readable]
        rows = [(page.url_path, page.is_listed) for page in own]
        self.__dict__["translations_to_read"] = self._translations_of(rows)

    def _translations_of(self, rows: Iterable[tuple[str, bool]]) -> list[Translation]:
        """From the tree paths of readable pages, and whether search engines may list them."""
        parts = self.get_url_parts()
        if parts is None:
            return []
        roots = locales.roots(parts[0])
        found: dict[str, Translation] = {}
        for tree_path, is_listed in rows:
            language = next((code for code, root in roots.items() if tree_path.startswith(root)), None)
            if language is not None:
                path = locales.public_path(roots, language, tree_path)
                found[language] = Translation(language, path, parts[1] + locales.quoted(path), is_listed)
        return [found[code] for code in roots if code in found]

    def get_alternates(self) -> tuple[Alternate, ...]:
        """hreflang: every listed translation, itself included, and x-default; empty for a page that stands alone.

        Google: "Tell Google about localized versions": complete and reciprocal on every page of the cluster, which
        it is, because each computes the same set; only canonical, indexable pages.
        """
        listed = [translation for translation in self.translations_to_read if translation.is_listed]
        return alternates_of(listed, self.language_code)


def alternates_of(listed: list[Translation], own: str = "") -> tuple[Alternate, ...]:
    """The hreflang set of a cluster, in the site's order; empty where there is one or `own` is not among them."""
    if len(listed) < 2 or (own and own not in {translation.language for translation in listed}):
        return ()
    named = [Alternate(bcp47(translation.language), translation.url) for translation in listed]
    return (*named, Alternate("x-default", listed[0].url))
