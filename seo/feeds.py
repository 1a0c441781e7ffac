"""Feeds that people follow: entries as values, written as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed

CONTENT = "http://purl.org/rss/1.0/modules/content/"


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """One way to write a feed: the end of its address, its media type, what people call it."""

    ending: str
    media_type: str
    name: str


FORMATS: Mapping[str, FeedFormat] = {
    format_.ending: format_
    for format_ in (
        FeedFormat("xml", "application/rss+xml", "RSS"),
        FeedFormat("atom", "application/atom+xml", "Atom"),
        FeedFormat("json", "application/feed+json", "JSON Feed"),
    )
}


@dataclass(frozen=True, slots=True)
class FeedAuthor:
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class FeedPicture:
    """A picture as it was uploaded: absolute address, media type, size in bytes (0 where it is not known)."""

    url: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One page in a feed. `id` never changes; `html` is the content with absolute addresses, fit to be embedded."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    authors: tuple[FeedAuthor, ...] = ()
    picture: FeedPicture | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of the page at `link`, in one language (BCP 47). `updated` is that of its newest change."""

    id: str
    title: str
    description: str
    link: str
    language: str
    publisher: str
    updated: datetime
    entries: tuple[FeedEntry, ...]

    def address(self, ending: str) -> str:
        return feed_address(self.link, ending)

    def written(self, ending: str) -> str:
        """The file in the format of that ending, a key of `FORMATS`."""
        return _WRITERS[ending](self)


def feed_address(link: str, ending: str) -> str:
    """Where the feed of a page stands: below the page."""
    return f"{link}feed.{ending}"


def feed_links(title: str, link: str) -> Iterable[tuple[tuple[str, str], ...]]:
    """The link tags by which readers' programs find the feed of the page at `link`, in every format."""
    for format_ in FORMATS.values():
        yield (
            ("rel", "alternate"),
            ("type", format_.media_type),
            ("title", f"{title} ({format_.name})"),
            ("href", feed_address(link, format_.ending)),
        )


# RSS -------------------------------------------------------------------------------------------------------


class _Rss(Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": CONTENT}

    def latest_post_date(self) -> datetime:
        updated: Any = self.feed["updated"]
        return updated

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


class _Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        updated: Any = self.feed["updated"]
        return updated

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for author in item["more_authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", author.name)
            if author.url:
                handler.addQuickElement("uri", author.url)
            handler.endElement("author")
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


def _xml(generator: type[_Rss] | type[_Atom], ending: str) -> Callable[[Feed], str]:
    def write(feed: Feed) -> str:
        written = generator(
            title=feed.title,
            link=feed.link,
            description=feed.description,
            subtitle=feed.description or None,
            language=feed.language,
            author_name=feed.publisher,
            feed_url=feed.address(ending),
            feed_guid=feed.id,
            updated=feed.updated,
        )
        for entry in feed.entries:
            _add(written, entry, names_all=ending == "xml")
        return written.writeString("utf-8")

    return write


def _add(written: _Rss | _Atom, entry: FeedEntry, *, names_all: bool) -> None:
    """RSS has one creator, which names all authors; Atom has an element for each."""
    first = next(iter(entry.authors), None)
    names = ", ".join(author.name for author in entry.authors)
    picture = entry.picture
    written.add_item(
        title=entry.title,
        link=entry.url,
        # Both formats take a description for HTML; a sentence with a "<" must not become a tag.
        description=escape(entry.summary, quote=False),
        content=entry.html,
        author_name=(names if names_all else first.name) if first else None,
        author_link=first.url or None if first else None,
        more_authors=entry.authors[1:],
        pubdate=entry.published,
        updateddate=entry.updated,
        unique_id=entry.id,
        unique_id_is_permalink=False,
        enclosures=[Enclosure(picture.url, str(picture.size), picture.media_type)] if picture else [],
    )


# JSON Feed -------------------------------------------------------------------------------------------------


def _json(feed: Feed) -> str:
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.link,
        "feed_url": feed.address("json"),
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.publisher}] if feed.publisher else [],
    }
    items = [_json_item(entry) for entry in feed.entries]
    return json.dumps(_said(said) | {"items": items}, ensure_ascii=False, indent=1)


def _json_item(entry: FeedEntry) -> dict[str, Any]:
    picture = entry.picture
    return _said(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            # An item needs content; where there is no more, the summary is it.
            "content_html": entry.html or f"<p>{escape(entry.summary, quote=False)}</p>",
            "summary": entry.summary,
            "image": picture.url if picture else "",
            "date_published": entry.published.isoformat(timespec="seconds"),
            "date_modified": entry.updated.isoformat(timespec="seconds"),
            "authors": [_said({"name": author.name, "url": author.url}) for author in entry.authors],
        }
    )


def _said(values: Mapping[str, str | Sequence[Any]]) -> dict[str, Any]:
    """What is not empty."""
    return {name: value for name, value in values.items() if value}


_WRITERS: Mapping[str, Callable[[Feed], str]] = {
    "xml": _xml(_Rss, "xml"),
    "atom": _xml(_Atom, "atom"),
    "json": _json,
}
