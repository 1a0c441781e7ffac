"""Search over everything readers may find, best match first."""

from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator

from wagtail.models import Site

from cms.models import Page
from seo.text import plain

PER_PAGE = 24
MAX_QUERY = 200


def words(query: str) -> str:
    """What was typed as words an engine can take: one line, bounded, without controls and quotes.

    SQLite's full-text search reads a quote as the beginning of a phrase and fails when there is no end.
    """
    return plain(query.replace('"', " "))[:MAX_QUERY]


def find_pages(site: Site, query: str, number: str) -> PaginatorPage[Any]:
    """Page `number` of the hits, as it stands in the query: what is no number gives the first page, what lies beyond
    the last gives the last. An empty query finds nothing."""
    query = words(query)
    if not query:
        return Paginator(Page.objects.none(), PER_PAGE).get_page(1)
    pages = Page.objects.of_site(site).readable().filter(noindex=False)
    return Paginator(pages.search(query), PER_PAGE).get_page(number)
