"""Sitemaps, feeds and product feeds read back from what a site serves."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from seo.audit.answer import Answer

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
VIDEO = "{http://www.google.com/schemas/sitemap-video/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
MERCHANT = "{http://base.google.com/ns/1.0}"


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One `<url>` (or `<sitemap>` of an index). `lastmod` as written; `alternates` as (hreflang, href); `images` their
    addresses; `image_parts` names of further image tags; `news` the publication date as written, "" without news."""

    loc: str
    lastmod: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    images: tuple[str, ...] = ()
    image_parts: tuple[str, ...] = ()
    news: str | None = None

    @property
    def moment(self) -> datetime | None:
        """`lastmod` as a moment or a day; None when missing or unreadable."""
        return moment_of(self.lastmod)


@dataclass(frozen=True, slots=True)
class SitemapFile:
    """One file as it was answered. `problems` are what is wrong with its form; `size` in bytes, unpacked."""

    url: str
    answer: Answer
    is_index: bool = False
    entries: tuple[SitemapEntry, ...] = ()
    problems: tuple[str, ...] = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed: its permanent id, its address, its date as written."""

    id: str
    link: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class FeedSeen:
    """A news feed: `kind` is "rss", "atom" or "json"."""

    url: str
    answer: Answer
    kind: str = ""
    title: str = ""
    entries: tuple[FeedEntry, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MerchantItem:
    """One item of a product feed: its attributes by name without prefix, repeated ones as a list in order."""

    attributes: dict[str, list[str]] = field(hash=False)

    def get(self, name: str) -> str:
        return next(iter(self.attributes.get(name, ())), "")


def moment_of(said: str) -> datetime | None:
    """A W3C date or date-time, or one of RFC 822; a day alone is its first moment without zone."""
    try:
        return datetime.fromisoformat(said.strip())
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(said)
    except ValueError:
        return None


def unpacked(answer: Answer) -> bytes:
    """The body, gunzipped where it is a gzip file. Raises OSError, EOFError or zlib.error for a broken one."""
    return gzip.decompress(answer.body) if answer.body[:2] == b"\x1f\x8b" else answer.body


def read_sitemap(answer: Answer) -> SitemapFile:
    """A sitemap or an index of them; what cannot be read becomes a problem."""
    try:
        body = unpacked(answer)
    except (OSError, EOFError, zlib.error):
        return SitemapFile(answer.url, answer, problems=("gzip",))
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return SitemapFile(answer.url, answer, problems=("utf-8",), size=len(body))
    root = _xml(body)
    if root is None:
        return SitemapFile(answer.url, answer, problems=("xml",), size=len(body))
    is_index = root.tag == f"{SITEMAP}sitemapindex"
    if not is_index and root.tag != f"{SITEMAP}urlset":
        return SitemapFile(answer.url, answer, problems=("root",), size=len(body))
    problems: list[str] = []
    entries = []
    for child in root:
        if child.tag != (f"{SITEMAP}sitemap" if is_index else f"{SITEMAP}url"):
            problems.append("child")
            continue
        entry = _entry(child)
        problems += _problems(child, entry)
        entries.append(entry)
    kept = Answer(answer.url, answer.status, answer.headers, size=answer.size, seconds=answer.seconds)
    return SitemapFile(answer.url, kept, is_index, tuple(entries), tuple(dict.fromkeys(problems)), len(body))


def _entry(element: Element) -> SitemapEntry:
    images = [image.findtext(f"{IMAGE}loc", "").strip() for image in element.iter(f"{IMAGE}image")]
    parts = [part.tag.removeprefix(IMAGE) for image in element.iter(f"{IMAGE}image") for part in image]
    news = element.find(f"{NEWS}news")
    return SitemapEntry(
        loc=element.findtext(f"{SITEMAP}loc", "").strip(),
        lastmod=element.findtext(f"{SITEMAP}lastmod", "").strip(),
        alternates=tuple(
            (link.get("hreflang", ""), link.get("href", "")) for link in element.iter(f"{XHTML}link")
        ),
        images=tuple(images),
        image_parts=tuple(dict.fromkeys(part for part in parts if part != "loc")),
        news=None if news is None else news.findtext(f"{NEWS}publication_date", "").strip(),
    )


def _problems(element: Element, entry: SitemapEntry) -> Iterator[str]:
    """What the schema of sitemaps.org refuses of one entry."""
    own = [child.tag.removeprefix(SITEMAP) for child in element if child.tag.startswith(SITEMAP)]
    if own.count("loc") != 1 or not entry.loc.startswith(("http://", "https://")):
        yield "loc"
    if len(own) != len(set(own)) or not set(own) <= {"loc", "lastmod", "changefreq", "priority"}:
        yield "child"
    if entry.lastmod and entry.moment is None:
        yield "lastmod"


def read_feed(answer: Answer) -> FeedSeen:
    """An RSS, Atom or JSON feed; what cannot be read becomes a problem."""
    kept = Answer(answer.url, answer.status, answer.headers, size=answer.size)
    if "json" in answer.media_type:
        return _json_feed(answer, kept)
    root = _xml(answer.body)
    if root is None:
        return FeedSeen(answer.url, kept, problems=("xml",))
    if root.tag == "rss":
        items = [
            FeedEntry(_text(item, "guid"), _text(item, "link"), _text(item, "pubDate"))
            for item in root.iter("item")
        ]
        channel = root.find("channel")
        title = _text(channel, "title") if channel is not None else ""
        return FeedSeen(answer.url, kept, "rss", title, tuple(items))
    if root.tag == f"{ATOM}feed":
        items = [
            FeedEntry(
                _text(item, f"{ATOM}id"),
                next((link.get("href", "") for link in item.iter(f"{ATOM}link")), ""),
                _text(item, f"{ATOM}updated"),
            )
            for item in root.iter(f"{ATOM}entry")
        ]
        return FeedSeen(answer.url, kept, "atom", _text(root, f"{ATOM}title"), tuple(items))
    return FeedSeen(answer.url, kept, problems=("root",))


def _json_feed(answer: Answer, kept: Answer) -> FeedSeen:
    said = _json(answer)
    if not isinstance(said, dict):
        return FeedSeen(answer.url, kept, "json", problems=("json",))
    items = [item for item in said.get("items", []) if isinstance(item, dict)]
    entries = [
        FeedEntry(str(item.get("id", "")), str(item.get("url", "")), str(item.get("date_published", "")))
        for item in items
    ]
    return FeedSeen(answer.url, kept, "json", str(said.get("title", "")), tuple(entries))


def read_merchant(answer: Answer) -> list[MerchantItem]:
    """The items of a product feed in RSS 2.0 or as tab-separated values. Raises ValueError for anything else."""
    if answer.media_type in {"text/tab-separated-values", "text/tsv"}:
        head, *lines = [line.split("\t") for line in answer.text.splitlines()]
        return [
            MerchantItem({name: [value] for name, value in zip(head, line, strict=False) if value})
            for line in lines
        ]
    root = _xml(answer.body)
    if root is None:
        raise ValueError("A product feed is XML or tab-separated.")
    return [_merchant_item(item) for item in root.iter("item")]


def _merchant_item(element: Element) -> MerchantItem:
    attributes: dict[str, list[str]] = {}
    for child in element:
        attributes.setdefault(child.tag.removeprefix(MERCHANT), []).append((child.text or "").strip())
    return MerchantItem(attributes)


def _text(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _xml(body: bytes) -> Element | None:
    try:
        return fromstring(body)
    except (ParseError, DefusedXmlException, ValueError):
        return None


def _json(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except ValueError:
        return None
