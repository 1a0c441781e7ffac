"""Search over everything readers may find, best match first."""

from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Case, When
from django.utils.translation import get_language

from wagtail.models import Site

from cms.models import Page
from delivery import tags
from delivery.made_of import note
from seo.text import plain

PER_PAGE = 24
MAX_QUERY = 200
# A search looks at this many of its best hits; what comes after them nobody pages to.
MAX_HITS = 1000
# So many hits are looked at for a beginning, and so many words of a query for another spelling.
MAX_COMPLETED = 200
MAX_WORDS = 3


def words(query: str) -> str:
    """What was typed as words an engine can take: one line, bounded, without controls and quotes.

    SQLite's full-text search reads a quote as the beginning of a phrase and fails when there is no end.
    """
    return plain(query.replace('"', " "))[:MAX_QUERY]


def find_pages(site: Site, query: str, number: str) -> PaginatorPage[Any]:
    """Page `number` of the hits, as it stands in the query: what is no number gives the first page, what lies beyond
    the last gives the last. An empty query finds nothing."""
    note(tags.PAGES)
    language = get_language() or settings.LANGUAGE_CODE
    pages = Page.objects.of_site(site).in_language(language).listed().shown()
    return Paginator(found_in(pages, query), PER_PAGE).get_page(number)


def begun(site: Site, language: str, beginning: str) -> list[Page]:
    """The best of the pages whose titles, or other words they are completed by, begin so; each with what a link needs.
    Two queries, however many pages there are."""
    note(tags.PAGES)
    asked = words(beginning)
    hits = Page.objects.live().autocomplete(asked)[:MAX_COMPLETED] if asked else []
    ids = [page.pk for page in hits]
    if not ids:
        return []
    columns = ("title", "url_path", "depth", "path", "locale_id", "slug", "content_type_id")
    pages = (
        Page.objects.of_site(site).in_language(language).listed().shown().filter(pk__in=ids).only(*columns)
    )
    return sorted(pages, key=lambda page: ids.index(page.pk))


def spelled_otherwise(site: Site, language: str, query: str) -> str:
    """The query with words of titles in place of those no title has; empty where there is nothing nearer. Asks twice
    for each of its first words."""
    typed = words(query).split()[:MAX_WORDS]
    meant = [_nearest(site, language, word) for word in typed]
    return " ".join(meant) if meant != [word.lower() for word in typed] and all(meant) else ""


def _nearest(site: Site, language: str, word: str) -> str:
    """The word of a title that is most like this one and begins alike; itself where there is no such word."""
    word = word.lower()
    titles = [page.title for page in begun(site, language, word[:2])] if len(word) > 2 else []
    known = {each.strip(".,:;!?()").lower() for title in titles for each in title.split()}
    return (
        word if word in known else next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.7)), word)
    )


def found_in(queryset: Any, query: str) -> Any:
    """The best hits among `queryset`, most relevant first; an ordinary queryset again.

    The engine is asked for hits of all sites and the queryset keeps its own of them: an engine filters only by
    fields it has indexed.
    """
    query = words(query)
    ids = [page.pk for page in queryset.model.objects.live().search(query)[:MAX_HITS]] if query else []
    if not ids:
        return queryset.none()
    by_rank = Case(*(When(pk=pk, then=rank) for rank, pk in enumerate(ids)), default=len(ids))
    return queryset.filter(pk__in=ids).order_by(by_rank)
