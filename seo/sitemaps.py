"""Sitemap and sitemap index as XML, line by line (sitemaps.org protocol 0.9, Google image extension)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

# The protocol allows 50,000 addresses a file; fewer keep a file small enough to be read again often.
URLS_PER_FILE = 10_000
FILES_PER_INDEX = 50_000


@dataclass(frozen=True, slots=True)
class SitemapUrl:
    """One address. `lastmod` is aware or None when it is not known; image addresses are absolute."""

    loc: str
    lastmod: datetime | None = None
    images: tuple[str, ...] = ()


def urlset(urls: Iterable[SitemapUrl]) -> Iterator[str]:
    """The lines of one sitemap file."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">\n'
    )
    for url in urls:
        images = "".join(f"<image:image><image:loc>{escape(i)}</image:loc></image:image>" for i in url.images)
        yield f"<url><loc>{escape(url.loc)}</loc>{_lastmod(url.lastmod)}{images}</url>\n"
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
