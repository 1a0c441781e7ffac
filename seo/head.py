"""The head of a page as one frozen value: HTML, API, sitemap and audit all read this."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from meta.views import Meta

from seo.graph import script_json
from seo.languages import active, direction, og_locale
from seo.robots import INDEXED, NOINDEX, Robots


@dataclass(frozen=True, slots=True)
class ShareImage:
    """The picture a share card shows; `url` is absolute, sizes are pixels."""

    url: str
    width: int
    height: int
    alt: str = ""
    mime_type: str = ""


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another language's address of the same page."""

    hreflang: str
    href: str


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the trail; `url` is absolute, `path` is the same within the site."""

    title: str
    url: str
    path: str


# Tags that are there once or not at all; a second one would leave the choice to whoever reads them.
SAID_ONCE = frozenset(
    {"description", "robots", "googlebot", "og:type", "og:title", "og:description", "og:url", "og:site_name"}
    | {"og:locale", "twitter:card", "twitter:title", "twitter:description", "title", "canonical"}
)


@dataclass(frozen=True, slots=True)
class Head:
    """Everything a page says to a machine. Built by `cms.models.Page.get_head`, printed by many.

    `canonical` is absolute or None (error pages and search have none). `json_ld` is one document with one
    `@graph`.
    """

    title: str
    description: str = ""
    canonical: str | None = None
    robots: Robots = INDEXED
    og_type: str = "website"
    og_title: str = ""
    site_name: str = ""
    language: str = field(default_factory=active)
    image: ShareImage | None = None
    alternates: tuple[Alternate, ...] = ()
    links: tuple[tuple[tuple[str, str], ...], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    proofs: tuple[tuple[str, str], ...] = ()
    breadcrumbs: tuple[Crumb, ...] = ()
    more_breadcrumbs: tuple[tuple[Crumb, ...], ...] = ()
    json_ld: dict[str, Any] = field(default_factory=dict, hash=False)
    # Which field each computed part comes from, for the editor; never printed.
    origins: dict[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        """Raises ValueError where a type's own tags would repeat what is said of every page."""
        named = {name for name, _content in (*self.properties, *self.proofs)}
        rels = {value for link in self.links for name, value in link if name == "rel"}
        if repeated := (named & SAID_ONCE) | (rels & {"canonical"}):
            raise ValueError(f"A head says {', '.join(sorted(repeated))} once.")

    @classmethod
    def of_error(cls, title: str, **facts: Any) -> "Head":
        """The head of a page that is not there: no canonical, not indexed, no graph."""
        return cls(title=title, robots=NOINDEX, **facts)

    @property
    def direction(self) -> str:
        """Which way the page is written, as the html element's `dir` says it: ltr or rtl."""
        return direction(self.language)

    # What is printed --------------------------------------------------------------------------------

    def metas(self) -> list[dict[str, str]]:
        """Every meta tag as {"name"|"property": …, "content": …}, in a stable order."""
        return [{kind: key, "content": content} for kind, key, content in self._tags() if content]

    def _tags(self) -> Iterator[tuple[str, str, str]]:
        yield "name", "description", self.description
        yield "name", "robots", str(self.robots)
        yield "property", "og:type", self.og_type if self.canonical else ""
        yield "property", "og:title", self.social_title if self.canonical else ""
        yield "property", "og:description", self.description if self.canonical else ""
        yield "property", "og:url", self.canonical or ""
        yield "property", "og:site_name", self.site_name if self.canonical else ""
        yield "property", "og:locale", og_locale(self.language) if self.canonical else ""
        for other in self.other_languages:
            yield "property", "og:locale:alternate", og_locale(other)
        if self.canonical and self.image:
            yield "property", "og:image", self.image.url
            yield "property", "og:image:width", str(self.image.width)
            yield "property", "og:image:height", str(self.image.height)
            yield "property", "og:image:type", self.image.mime_type
            yield "property", "og:image:alt", self.image.alt
        for name, content in self.proofs:
            yield "name", name, content
        for name, content in self.properties:
            yield "property", name, content
        if self.canonical:
            yield "name", "twitter:card", "summary_large_image" if self.image else "summary"
            yield "name", "twitter:title", self.social_title
            yield "name", "twitter:description", self.description
            if self.image:
                yield "name", "twitter:image", self.image.url
                yield "name", "twitter:image:alt", self.image.alt

    @property
    def other_languages(self) -> list[str]:
        """The languages this page is translated into, besides its own."""
        return [a.hreflang for a in self.alternates if a.hreflang not in {self.language, "x-default"}]

    @property
    def social_title(self) -> str:
        return self.og_title or self.title

    def link_tags(self) -> list[dict[str, str]]:
        """Every link tag of the head that search engines read, canonical first."""
        tags = [{"rel": "canonical", "href": self.canonical}] if self.canonical else []
        tags += [{"rel": "alternate", "hreflang": a.hreflang, "href": a.href} for a in self.alternates]
        return tags + [dict(link) for link in self.links]

    def script(self) -> str:
        """The JSON-LD as text that is safe inside a script element; empty when there is no graph."""
        return script_json(self.json_ld) if self.json_ld else ""

    def as_dict(self) -> dict[str, Any]:
        """The head as data: the shape of `head` in the API."""
        return {
            "title": self.title,
            "description": self.description,
            "canonical": self.canonical,
            "robots": str(self.robots),
            "metas": self.metas(),
            "links": self.link_tags(),
            "json_ld": self.json_ld or None,
            "html": self.as_html(),
        }

    def as_html(self) -> str:
        """The head as markup, for front ends that print it whole."""
        lines = [f"<title>{escape(self.title)}</title>"]
        lines += [f"<meta {_attributes(tag)}>" for tag in self.metas()]
        lines += [f"<link {_attributes(tag)}>" for tag in self.link_tags()]
        if self.json_ld:
            lines.append(f'<script type="application/ld+json">{self.script()}</script>')
        return "\n".join(lines)

    def as_meta(self) -> "PlainMeta":
        """The plain tags as django-meta's flat object; it prints them and decides nothing."""
        return PlainMeta(self)


class PlainMeta(Meta):
    """A `Head` in django-meta's shape. Its JSON-LD and URL guessing stay off: `</script>` is not escaped."""

    def __init__(self, head: Head) -> None:
        super().__init__(
            title=head.title,
            use_title_tag=True,
            use_og=False,
            use_twitter=False,
            use_schemaorg=False,
            use_json_ld=False,
            extra_custom_props=[
                (kind, tag[kind], tag["content"]) for tag in head.metas() for kind in tag if kind != "content"
            ],
        )


def _attributes(tag: dict[str, str]) -> str:
    return " ".join(f'{name}="{escape(value)}"' for name, value in tag.items())
