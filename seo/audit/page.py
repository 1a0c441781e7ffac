"""A page seen: what the audit keeps of an HTML answer. Facts only; the markup is read once and let go."""

import json
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.encoding import iri_to_uri

from seo.audit.answer import Answer, directives
from seo.audit.urls import split, without_fragment
from seo.google.document import Json, types_of

# Where on a page a thing stands.
MAIN, HEADER, FOOTER, NAVIGATION, ASIDE, BODY = "main", "header", "footer", "nav", "aside", "body"


@dataclass(frozen=True, slots=True)
class Link:
    """An `<a href>`. `raw` is the attribute as written, `url` the absolute address without fragment (empty for what is
    no web address: mailto:, tel:, javascript:, #). `text` is what a screen reader says: text, alternative text, label.
    `by_users` says that it stands in a comment or review.
    """

    raw: str
    url: str
    text: str
    rel: frozenset[str] = frozenset()
    target: str = ""
    region: str = BODY
    by_users: bool = False


@dataclass(frozen=True, slots=True)
class ImageSeen:
    """An `<img>`. `alt` is None when the attribute is missing; `width` and `height` are the attributes in pixels, or
    None. `candidates` are the widths of srcset (descriptor w, pixels); `formats` those of the `<source>`s.
    """

    src: str
    data_src: str = ""
    width: int | None = None
    height: int | None = None
    alt: str | None = None
    loading: str = ""
    fetchpriority: str = ""
    region: str = BODY
    is_decorative: bool = False
    has_ratio: bool = False
    candidates: tuple[int, ...] = ()
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IconSeen:
    """A `<link rel=icon>` or the like. `sizes` as written ("48x48", "any")."""

    rel: str
    href: str
    sizes: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """The main text, kept so that it can be compared and not read: number of words, MinHash (see `similarity`), and
    the words it begins with."""

    words: int = 0
    sketch: tuple[int, ...] = ()
    opening: str = ""


@dataclass(frozen=True, slots=True)
class PageSeen:
    """An HTML answer. All addresses are absolute and without fragment unless a field says otherwise.

    Head: `titles`, `metas` as (attribute, name, content) with the name in lower case, `canonicals` (as written),
    `alternates` as (hreflang, href as written), `feeds` and `twins` (the page in
    another format, text/markdown) as (media type, address), `icons`. `strays` are the tags of a head
    that stand in the body ("meta robots", "link canonical", "title"), `closed_by` the element that ended the head.
    `json_ld` are the packed texts of the scripts, read by `documents`.

    Body: `headings` as (level, text), `trails` the texts of each breadcrumb navigation, `unseen` the facts of the
    JSON-LD that the visible text does not show ("Type.property: value"), `hidden_from_snippets` the names of the
    elements with data-nosnippet, `resources` stylesheets and scripts as (kind, address), `backgrounds` the pictures
    of inline styles in the main content, `has_form` whether something can be sent from here (method=post),
    `words_before_image` how many words of the main content stand before its first picture (-1: there is none).

    Sizes in bytes: `size` whole, `head_end` and `main_end` how far the head and the main content reach (0: not found).
    """

    url: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float | None = None
    size: int = 0
    head_end: int = 0
    main_end: int = 0
    language: str = ""
    direction: str = ""
    titles: tuple[str, ...] = ()
    metas: tuple[tuple[str, str, str], ...] = ()
    canonicals: tuple[str, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()
    twins: tuple[tuple[str, str], ...] = ()
    icons: tuple[IconSeen, ...] = ()
    strays: tuple[str, ...] = ()
    closed_by: str = ""
    json_ld: tuple[bytes, ...] = ()
    raw_breaks: tuple[str, ...] = ()
    headings: tuple[tuple[int, str], ...] = ()
    links: tuple[Link, ...] = ()
    images: tuple[ImageSeen, ...] = ()
    trails: tuple[tuple[str, ...], ...] = ()
    resources: tuple[tuple[str, str], ...] = ()
    backgrounds: tuple[str, ...] = ()
    hidden_from_snippets: tuple[str, ...] = ()
    hides_main: bool = False
    has_form: bool = False
    words_before_image: int = -1
    text: Text = Text()
    unseen: tuple[str, ...] = ()

    # The answer ---------------------------------------------------------------------------------------

    @property
    def answer(self) -> Answer:
        """The answer it was read from, without its body."""
        return Answer(self.url, self.status, self.headers, seconds=self.seconds, size=self.size)

    @property
    def path(self) -> str:
        parts = split(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    # The head -----------------------------------------------------------------------------------------

    def meta(self, name: str) -> str:
        """The content of the first meta of that name or property; empty without one."""
        return next((content for _kind, key, content in self.metas if key == name), "")

    def all_metas(self, name: str) -> list[str]:
        return [content for _kind, key, content in self.metas if key == name]

    @property
    def title(self) -> str:
        return self.titles[0] if self.titles else ""

    @property
    def description(self) -> str:
        return self.meta("description")

    @property
    def canonical(self) -> str:
        """The one main address as written; empty without one."""
        return self.canonicals[0] if self.canonicals else ""

    @property
    def h1(self) -> str:
        return next((text for level, text in self.headings if level == 1), "")

    @property
    def robots(self) -> frozenset[str]:
        """The directives of the robots metas."""
        return frozenset(word for content in self.all_metas("robots") for word in directives(content))

    @property
    def is_self_canonical(self) -> bool:
        """It names no other main address."""
        return not self.canonical or iri_to_uri(self.canonical) == iri_to_uri(self.url)

    # The graph ----------------------------------------------------------------------------------------

    @property
    def documents(self) -> list[Any]:
        """The JSON-LD, read anew: a document of thousands of pages is too much to keep. What is no JSON is left out."""
        return [document for document in map(_read, self.json_ld) if document is not None]

    @property
    def graph(self) -> Json:
        """The one document with its @graph, whatever way it is written; {} without one."""
        return _graph(self.json_ld)

    def nodes(self, *types: str) -> list[Json]:
        """The nodes at the top of the graph of one of these types."""
        return [node for node in self.graph.get("@graph", []) if types_of(node) & set(types)]

    def has_node(self, *types: str) -> bool:
        return bool(self.nodes(*types))


def same_address(url: str) -> str:
    """An address as it is looked up: without its fragment."""
    return without_fragment(url)


def pack(text: str) -> bytes:
    return zlib.compress(text.encode(), 6)


def unpack(packed: bytes) -> str:
    return zlib.decompress(packed).decode()


def _tidy(value: Any) -> Any:
    """A graph in which types are texts and names are texts, whoever wrote it: nodes as all that reads them expects."""
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
    if not isinstance(value, dict):
        return value
    said = {name: _tidy(inner) for name, inner in value.items()}
    if "@type" in said:
        types = said["@type"] if isinstance(said["@type"], list) else [said["@type"]]
        texts = [type_ for type_ in types if isinstance(type_, str)]
        said["@type"] = texts[0] if len(texts) == 1 else texts
    if not isinstance(said.get("@id", ""), str):
        said["@id"] = str(said["@id"])
    return said


@lru_cache(maxsize=16)
def _graph(packed: tuple[bytes, ...]) -> Json:
    nodes = [node for text in packed for node in _nodes(_read(text))]
    return {"@graph": nodes} if nodes else {}


@lru_cache(maxsize=16)
def _read(packed: bytes) -> Any:
    try:
        return json.loads(unpack(packed))
    except ValueError:
        return None


def _nodes(document: Any) -> list[Json]:
    if isinstance(document, list):
        return [node for item in document for node in _nodes(item)]
    if not isinstance(document, dict):
        return []
    if "@graph" in document:
        return _nodes(document["@graph"])
    return [_tidy(document)]
