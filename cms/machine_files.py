"""Sitemap and robots.txt of one Wagtail Site, from the one queryset of indexable pages."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max

from wagtail.models import Site, get_page_models

from cms.models import Page
from seo.sitemaps import FILES_PER_INDEX, URLS_PER_FILE, SitemapUrl

CLOSED_PATHS = ("/admin/", "/api/v3-preview/")


def sections(site: Site) -> list[tuple[str, int, datetime | None]]:
    """(name, number of files, last change) of every page type that has indexable pages; one query."""
    rows = (
        _indexable(site)
        .values("content_type_id")
        .annotate(count=Count("pk"), lastmod=Max("last_published_at"))
        .order_by("content_type_id")
    )
    return [
        (_section_name(row["content_type_id"]), -(-row["count"] // URLS_PER_FILE), row["lastmod"])
        for row in rows
    ]


def section_urls(site: Site, section: str, number: int) -> Iterator[SitemapUrl]:
    """The addresses of file `number` (from 1) of a section, read from the database as they are written.

    One query and no page objects: addresses are built from `url_path`, so 20,000 pages cost what 20,000 rows
    cost. Raises LookupError for a section or number that does not exist.
    """
    page_type = _page_type(section)
    if not 1 <= number <= FILES_PER_INDEX:
        raise LookupError(f"The sitemap has no file {section}-{number}.")
    rows = (
        _indexable(site)
        .filter(content_type=page_type)
        .order_by("pk")
        .values_list("url_path", "last_published_at")[(number - 1) * URLS_PER_FILE : number * URLS_PER_FILE]
    )
    if not rows.exists():
        raise LookupError(f"The sitemap has no file {section}-{number}.")
    root_url, root_path = site.root_url, site.root_page.url_path.rstrip("/")
    return (
        SitemapUrl(root_url + _as_reversed(url_path[len(root_path) :]), lastmod)
        for url_path, lastmod in rows.iterator()
    )


def robots_txt(site: Site, *, indexable: bool) -> str:
    """robots.txt (RFC 9309). Outside production nothing is disallowed: crawlers must see the noindex header.

    Search results are noindex by their head and the delivery API by header, so both stay crawlable: a rule
    that is not seen is not obeyed, and a front end rendered in the browser needs the API while it is crawled.
    """
    if not indexable:
        return "User-agent: *\nDisallow:\n"
    closed = [f"Disallow: {path}" for path in CLOSED_PATHS]
    return "\n".join(["User-agent: *", *closed, "", f"Sitemap: {site.root_url}/sitemap.xml", ""])


def _indexable(site: Site) -> Any:
    return Page.objects.of_site(site).indexable()


def _as_reversed(path: str) -> str:
    """A path percent-encoded as Django's `reverse` does it: `loc` is the canonical, letter for letter."""
    return quote(path, safe="!$&'()*+,;=/~:@")


def _section_name(content_type_id: int) -> str:
    return ContentType.objects.get_for_id(content_type_id).model


def _page_type(section: str) -> ContentType:
    for model in get_page_models():
        if model._meta.model_name == section:
            return ContentType.objects.get_for_model(model, for_concrete_model=False)
    raise LookupError(f"The sitemap has no section {section}.")
