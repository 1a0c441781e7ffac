"""Rich text as readers get it from the API: HTML, Markdown or a tree, with links that lead somewhere.

What editors write refers to pages and documents by id. Here every reference becomes an address, and one to what not
everybody may read becomes plain words.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.apps import apps
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.utils.html import escape
from django.utils.translation import get_language

from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.rewriters import extract_attrs

from cms.rich_text_tree import Target, tree_of
from seo.markdown import from_html

TextFormat = Literal["html", "markdown", "blocks"]
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Written:
    """A rich text whose links are not looked up yet, and the language it is read in."""

    html: str
    language: str


_PLAIN: Final = frozenset({str, int, float, bool, type(None)})


@dataclass
class Texts:
    """The rich texts of one answer: their links are looked up together, at the end, with one query for all pages and
    one for all documents. `root` is the address of the site's public host, without a slash."""

    text_format: TextFormat
    root: str
    _waiting: list[_Written] = field(default_factory=list)

    def take(self, html: str) -> Any:
        """The text, to be written when the answer is `settled`."""
        waiting = _Written(html, get_language() or "")
        self._waiting.append(waiting)
        return waiting

    def settled(self, body: Any) -> Any:
        """The body with every text that was taken written into its place."""
        return self._settled(body, _Targets.load(self._waiting)) if self._waiting else body

    def _settled(self, body: Any, targets: "_Targets") -> Any:
        if type(body) in _PLAIN:  # of hundreds of thousands of values nearly all
            return body
        match body:
            case dict():
                return {name: self._settled(value, targets) for name, value in body.items()}
            case list() | tuple():
                return [self._settled(value, targets) for value in body]
            case _Written():
                return self._write(body, targets)
            case _:
                return body

    def _write(self, text: _Written, targets: "_Targets") -> Any:
        html = targets.linked(text)
        match self.text_format:
            case "markdown":
                return from_html(html, f"{self.root}/").strip()
            case "blocks":
                return tree_of(html, self.root, targets.by_path)
            case _:
                return html


_at_hand: ContextVar[Texts | None] = ContextVar("texts", default=None)


@contextmanager
def writing(text_format: TextFormat, root: str) -> Iterator[Texts]:
    """Inside, `rich_text_data` gives texts that wait for `Texts.settled`."""
    texts = Texts(text_format, root)
    token = _at_hand.set(texts)
    try:
        yield texts
    finally:
        _at_hand.reset(token)


def rich_text_data(html: str) -> Any:
    """Rich text in the format of the answer at hand; as HTML, and at once, where none is being written."""
    texts = _at_hand.get()
    if texts is not None:
        return texts.take(html)
    alone = Texts("html", "")
    return alone.settled(alone.take(html)) if html else ""


@dataclass
class _Targets:
    """What the links of some texts lead to."""

    pages: dict[int, Any]
    translations: dict[tuple[Any, str], Any]
    documents: dict[int, Any]
    by_path: dict[str, Target] = field(default_factory=dict)

    @classmethod
    def load(cls, texts: Iterable[_Written]) -> "_Targets":
        links = [extract_attrs(attrs) for text in texts for attrs, _words in _LINK.findall(text.html)]
        page_ids, document_ids = _ids(links, "page"), _ids(links, "document")
        pages = _with_translations(page_ids) if page_ids else []
        return cls(
            pages={page.pk: page for page in pages},
            translations={(page.translation_key, page.language_code): page for page in pages},
            documents={one.pk: one for one in _public_documents(document_ids)} if document_ids else {},
        )

    def linked(self, text: _Written) -> str:
        """The text as HTML with real links. References of other kinds, such as embeds, are expanded by Wagtail."""

        def link(match: re.Match[str]) -> str:
            attrs, words = extract_attrs(match[1]), match[2]
            if "linktype" not in attrs:
                return match[0] if attrs.get("href") else words
            href = self._address(attrs, text.language)
            return f'<a href="{escape(href)}">{words}</a>' if href else words

        html = _LINK.sub(link, text.html)
        return expand_db_html(html) if "<embed" in html else html

    def _address(self, attrs: dict[str, str], language: str) -> str:
        number = _number(attrs.get("id", ""))
        match attrs["linktype"]:
            case "page":
                return self._page_address(self.pages.get(number), language)
            case "document" if number in self.documents:
                document = self.documents[number]
                self.by_path[document.url] = Target(document.title, "")
                return document.url
        return ""

    def _page_address(self, page: Any, language: str) -> str:
        """Where readers of a language find the page; empty where they may not read it."""
        if page is None:
            return ""
        own = self.translations.get((page.translation_key, language))
        page = own if own is not None and own.is_readable else page
        parts = page.get_url_parts() if page.is_readable else None
        if parts is None:
            return ""
        self.by_path[parts[2]] = Target(page.title, parts[1])
        return parts[2]


def _ids(links: Iterable[dict[str, str]], kind: str) -> set[int]:
    found = {_number(attrs.get("id", "")) for attrs in links if attrs.get("linktype") == kind}
    return found - {0}


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _with_translations(ids: set[int]) -> list[Any]:
    pages = apps.get_model("cms", "Page").objects
    keys = pages.filter(pk__in=ids).values("translation_key")
    return list(pages.filter(translation_key__in=keys).with_trail_facts())


def _public_documents(ids: set[int]) -> Any:
    """Those of the documents that are in no private collection."""
    restrictions = CollectionViewRestriction.objects.annotate(
        kept_in=ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    )
    private = Exists(restrictions.filter(kept_in__startswith=F("collection__path")))
    return get_document_model().objects.filter(~private, pk__in=ids)
