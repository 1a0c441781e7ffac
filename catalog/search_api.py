"""search/ and autocomplete/: pages and products together, for the finder of a front end."""

from typing import Annotated, Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils import translation

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Site
from wagtail.search.utils import normalise_query_string

from ninja import Query, Router, Schema

from catalog.models import CategoryPage, ProductPage
from cms.models import Page
from cms.representation import link_data
from cms.search import begun, found_in, spelled_otherwise
from delivery import tags
from delivery.made_of import note
from headless.api import Limit, Locale, Offset, SiteName
from headless.lists import cards_of
from headless.requests import language_asked_for, site_asked_for
from headless.schemas import CardData, Link
from seo.languages import bcp47
from seo.text import plain

router = Router(tags=["search"])

LEAST = 2  # letters before anything is completed
MOST_EACH = 10
WEB = ("http://", "https://")


class Group(Schema):
    """`count` is of all that match, beyond this window, as far as a search looks."""

    count: int
    items: list[CardData]


class Promotion(Schema):
    """What editors want found first for exactly these words; `path` is null for another host."""

    title: str
    url: str
    path: str | None
    description: str


class SearchResult(Schema):
    """`redirect`: editors promote one address for exactly these words, and it is no page of the site's tree.
    `did_you_mean`: nothing was found, and this is nearer to titles of the site."""

    q: str
    locale: str
    redirect: str | None
    promoted: list[Promotion]
    did_you_mean: str | None
    products: Group
    pages: Group


class Completion(Schema):
    """`queries` are what may be meant; the others lead there at once."""

    q: str
    locale: str
    queries: list[str]
    products: list[Link]
    categories: list[Link]
    pages: list[Link]


@router.get("/search/", response=SearchResult, summary="Search pages and products", operation_id="search")
def search(
    request: HttpRequest,
    q: Annotated[str, Query(min_length=1, max_length=200)],
    site: SiteName = None,
    locale: Locale = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> dict[str, Any]:
    """What the site's own search finds, best first, products apart from other pages; the window is of both."""
    found = site_asked_for(request, site)
    language = language_asked_for(found, locale)
    note(tags.PAGES, tags.SETTINGS, tags.PHRASES)
    with translation.override(language):
        return _results(found, language, plain(q), slice(offset, offset + limit))


@router.get(
    "/autocomplete/", response=Completion, summary="Complete what is typed", operation_id="autocomplete"
)
def autocomplete(
    request: HttpRequest,
    q: Annotated[str, Query(min_length=LEAST, max_length=200, description="at least two letters")],
    site: SiteName = None,
    locale: Locale = None,
    limit: Annotated[int, Query(ge=1, le=MOST_EACH, description="of each kind")] = 5,
) -> dict[str, Any]:
    """Pages whose title has words that begin as typed; products by their numbers too. Three queries."""
    found = site_asked_for(request, site)
    return _completed(found, language_asked_for(found, locale), plain(q), limit)


def _results(site: Site, language: str, query: str, window: slice) -> dict[str, Any]:
    hits = found_in(Page.objects.of_site(site).in_language(language).listed().shown(), query)
    products = ContentType.objects.get_for_model(ProductPage)
    groups = {
        "products": _group(site, hits.filter(content_type=products), window),
        "pages": _group(site, hits.exclude(content_type=products), window),
    }
    nothing = not any(group["count"] for group in groups.values())
    promoted = _promoted(site, query)
    only = promoted[0] if len(promoted) == 1 else None
    return {
        "q": query,
        "locale": bcp47(language),
        "redirect": only["url"] if only and not only.pop("page_id", None) else None,
        "promoted": promoted,
        "did_you_mean": (spelled_otherwise(site, language, query) or None) if nothing else None,
        **groups,
    }


def _group(site: Site, hits: Any, window: slice) -> dict[str, Any]:
    return {"count": hits.count(), "items": cards_of(site, hits[window].specific())}


def _promoted(site: Site, query: str) -> list[dict[str, Any]]:
    """The editors' picks for exactly these words, in their order; pages not everybody may read are left out."""
    asked = normalise_query_string(query)
    picks = list(SearchPromotion.objects.filter(query__query_string=asked).order_by("sort_order", "pk"))
    ids = [pick.page_id for pick in picks if pick.page_id]
    pages = Page.objects.of_site(site).listed().in_bulk(ids) if ids else {}
    promoted = []
    for pick in picks:
        if pick.page_id in pages:
            link = link_data(pages[pick.page_id])
            promoted.append({**link, "description": plain(pick.description), "page_id": pick.page_id})
        elif not pick.page_id and pick.external_link_url.startswith(WEB):
            promoted.append(_elsewhere(site, pick))
    return promoted


def _elsewhere(site: Site, pick: SearchPromotion) -> dict[str, Any]:
    url, root = pick.external_link_url, f"{site.root_url}/"
    return {
        "title": plain(pick.external_link_text or "") or url,
        "url": url,
        "path": url.removeprefix(site.root_url) if url.startswith(root) else None,
        "description": plain(pick.description),
    }


def _completed(site: Site, language: str, typed: str, limit: int) -> dict[str, Any]:
    pages = begun(site, language, typed)
    kinds: dict[str, list[Page]] = {"products": [], "categories": [], "pages": []}
    for page in pages:
        kind = {ProductPage: "products", CategoryPage: "categories"}.get(page.specific_class, "pages")
        if len(kinds[kind]) < limit:
            kinds[kind].append(page)
    return {
        "q": typed,
        "locale": bcp47(language),
        "queries": _queries(typed, [page.title for page in pages], limit),
        **{kind: [link_data(page) for page in found] for kind, found in kinds.items()},
    }


def _queries(typed: str, titles: list[str], limit: int) -> list[str]:
    """What was typed with its last word completed by words of the titles found, in the order of those."""
    before, _, last = typed.lower().rpartition(" ")
    words = (word.strip(".,:;!?()").lower() for title in titles for word in title.split())
    completed = dict.fromkeys(f"{before} {word}".strip() for word in words if last and word.startswith(last))
    return list(completed)[:limit]
