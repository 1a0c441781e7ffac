"""Sitemap files as XML, line by line: the sitemaps.org protocol 0.9 with Google's image, video and news extensions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from seo.head import Alternate

# The protocol's limits of one file, uncompressed, and of one address.
MOST_URLS = 50_000
MOST_BYTES = 50 * 1024 * 1024
LONGEST_LOC = 2_047
# Google: "Image sitemaps", "News sitemaps".
MOST_IMAGES = 1_000
MOST_NEWS = 1_000
# Google: "Video sitemaps".
_LONGEST_DESCRIPTION = 2_048
_LONGEST_VIDEO = 28_800  # seconds


@dataclass(frozen=True, slots=True)
class SitemapVideo:
    """A video of a page; one of the two addresses is given. `seconds` is None when the length is not known."""

    thumbnail: str
    title: str
    description: str
    content: str = ""
    player: str = ""
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class SitemapNews:
    """An article of the last two days. `language` is ISO 639: two or three letters."""

    publication: str
    language: str
    published: datetime
    title: str


@dataclass(frozen=True, slots=True)
class SitemapUrl:
    """One address. `lastmod` is aware or None when it is not known; image addresses are absolute; `alternates` are
    the versions in all languages, itself included (Google: "Tell Google about localized versions")."""

    loc: str
    lastmod: datetime | None = None
    images: tuple[str, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    videos: tuple[SitemapVideo, ...] = ()
    news: SitemapNews | None = None


def urlset(urls: Iterable[SitemapUrl]) -> Iterator[str]:
    """The lines of one sitemap file."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
        ' xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    )
    for url in urls:
        news = _news(url.news) if url.news else ""
        images = "".join(
            f"<image:image><image:loc>{escape(image)}</image:loc></image:image>"
            for image in url.images[:MOST_IMAGES]
        )
        videos = "".join(map(_video, url.videos))
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang={quoteattr(a.hreflang)} href={quoteattr(a.href)}/>'
            for a in url.alternates
        )
        yield f"<url><loc>{escape(url.loc)}</loc>{_lastmod(url.lastmod)}{news}{images}{videos}{links}</url>\n"
    yield "</urlset>\n"


def sitemap_index(files: Iterable[tuple[str, datetime | None]]) -> Iterator[str]:
    """The lines of the index over (address, last modification) pairs."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for loc, lastmod in files:
        yield f"<sitemap><loc>{escape(loc)}</loc>{_lastmod(lastmod)}</sitemap>\n"
    yield "</sitemapindex>\n"


def _lastmod(moment: datetime | None) -> str:
    return f"<lastmod>{moment.isoformat(timespec='seconds')}</lastmod>" if moment else ""


def _news(news: SitemapNews) -> str:
    return (
        f"<news:news><news:publication><news:name>{escape(news.publication)}</news:name>"
        f"<news:language>{escape(news.language)}</news:language></news:publication>"
        f"<news:publication_date>{news.published.isoformat(timespec='seconds')}</news:publication_date>"
        f"<news:title>{escape(news.title)}</news:title></news:news>"
    )


def _video(video: SitemapVideo) -> str:
    has_length = video.seconds is not None and 1 <= video.seconds <= _LONGEST_VIDEO
    facts = {
        "thumbnail_loc": video.thumbnail,
        "title": video.title,
        "description": video.description[:_LONGEST_DESCRIPTION],
        "content_loc": video.content,
        "player_loc": video.player,
        "duration": str(video.seconds) if has_length else "",
    }
    said = "".join(f"<video:{name}>{escape(fact)}</video:{name}>" for name, fact in facts.items() if fact)
    return f"<video:video>{said}</video:video>"
