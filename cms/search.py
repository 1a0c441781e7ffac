"""Search over everything readers may find, best match first."""

from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator

from wagtail.models import Site

from cms.models import Page

PER_PAGE = 24
MAX_QUERY = 200


def find_pages(site: Site, query: str, number: int) -> PaginatorPage[Any]:
    """Page `number` of the hits; out-of-range numbers give the nearest page. An empty query finds nothing."""
    query = " ".join(query.replace("\x00", " ").split())[:MAX_QUERY]
    if not query:
        return Paginator(Page.objects.none(), PER_PAGE).get_page(1)
    pages = Page.objects.of_site(site).readable().filter(noindex=False)
    return Paginator(pages.search(query), PER_PAGE).get_page(number)
