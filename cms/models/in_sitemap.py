"""What a page type adds to the sitemap beside the addresses of its pages."""

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from wagtail.models import Site

from seo.sitemaps import SitemapUrl, SitemapVideo


class InSitemap:
    """Answered by types, for many pages at once and without page objects."""

    picture_preset: ClassVar[str] = "wide"  # how its pages show their pictures; see cms.models.picture
    further_section: ClassVar[str] = ""  # the sitemap section of `get_further_urls`

    @classmethod
    def get_further_urls(cls, site: Site) -> Sequence[tuple[str, SitemapUrl]]:
        """(language, address) of what is listed though it is no page of its own."""
        return ()

    @classmethod
    def get_videos(cls, pages: Collection[int], root: str) -> Mapping[int, tuple[SitemapVideo, ...]]:
        """The videos of these pages, by id; `root` is the site's absolute address without a slash."""
        return {}

    @classmethod
    def get_news(cls, site: Site) -> Sequence[SitemapUrl]:
        """What of this type was published within two days of now and may be listed, as news."""
        return ()
