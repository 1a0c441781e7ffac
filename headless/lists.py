"""Lists of pages: which, in which order, and as what."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, When
from django.utils import timezone

from wagtail.models import Site, get_page_models

from cms.cards import cards
from cms.models import Page
from cms.representation import card_data
from cms.search import words
from headless.answers import type_name
from headless.problems import invalid
from headless.requests import Address, reader_request
from seo.text import plain

# A search looks at this many of its best hits; what comes after them nobody pages to.
MAX_HITS = 1000
ORDERS = {
    "position": ("path",),
    "title": ("title", "pk"),
    "newest": ("-first_published_at", "-pk"),
    "updated": ("-last_published_at", "-pk"),
}


def pages(
    site: Site,
    *,
    types: Sequence[str] = (),
    ancestor_path: str | None = None,
    updated_since: datetime | None = None,
    search: str = "",
    order: str | None = None,
) -> Any:
    """The readable pages of a site that match. Raises Refused (422) for a type or path that names nothing."""
    queryset = Page.objects.of_site(site).readable()
    if types:
        queryset = queryset.filter(content_type__in=[_content_type(name) for name in types])
    if ancestor_path is not None:
        queryset = queryset.descendant_of(page_at(site, "ancestor_path", ancestor_path))
    if updated_since is not None:
        queryset = queryset.filter(last_published_at__gte=aware(updated_since))
    if plain(search):
        found = found_in(queryset, search)
        return found.order_by(*ORDERS[order]) if order else found
    return queryset.order_by(*ORDERS[order or "position"])


def page_at(site: Site, parameter: str, path: str, model: type[Page] = Page) -> Any:
    """The readable page at a path. Raises Refused (422) naming the parameter."""
    address = Address.parse(path)
    url_path = site.root_page.url_path.rstrip("/") + address.normal
    page = model.objects.of_site(site).readable().filter(url_path=url_path).first()
    if page is None:
        raise invalid(parameter, f"No {model._meta.verbose_name} stands at “{path[:200]}”.")
    return page


def found_in(queryset: Any, search: str) -> Any:
    """The best hits among `queryset`, most relevant first; an ordinary queryset again.

    The engine is asked for hits of the whole site and the queryset keeps its own of them: an engine filters
    only by fields it has indexed.
    """
    query = words(search)
    ids = [page.pk for page in queryset.model.objects.live().search(query)[:MAX_HITS]] if query else []
    if not ids:
        return queryset.none()
    by_rank = Case(*(When(pk=pk, then=rank) for rank, pk in enumerate(ids)), default=len(ids))
    return queryset.filter(pk__in=ids).order_by(by_rank)


def cards_of(site: Site, found: Iterable[Page]) -> list[dict[str, Any]]:
    """Pages as cards with their identity and dates; one query per page type, two for all pictures."""
    specific = list(found)
    request = reader_request(site, Address("/"))
    return [
        card_data(card, site.root_url)
        | {
            "id": page.pk,
            "type": type_name(page),
            "first_published_at": page.first_published_at,
            "last_published_at": page.last_published_at,
        }
        for page, card in zip(specific, cards(specific, request), strict=True)
    ]


def aware(moment: datetime) -> datetime:
    """A moment without a zone is taken in the site's. Raises Refused (422) for one that no calendar has in UTC."""
    try:
        return (timezone.make_aware(moment) if timezone.is_naive(moment) else moment).astimezone(UTC)
    except OverflowError as error:
        raise invalid("updated_since", "This moment lies outside the calendar.") from error


def _content_type(name: str) -> ContentType:
    known = {model._meta.label: model for model in get_page_models() if model is not Page}
    if name not in known:
        nearest = get_close_matches(name, known, n=1, cutoff=0.3)
        hint = f"did you mean “{nearest[0]}”?" if nearest else f"known are {', '.join(sorted(known))}."
        raise invalid("type", f"“{name[:64]}” is not a page type; {hint}")
    return ContentType.objects.get_for_model(known[name], for_concrete_model=False)
