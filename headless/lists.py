"""Lists of pages: which, in which order, and as what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone

from wagtail.models import Site, get_page_models

from cms import locales
from cms.cards import cards
from cms.models import Page
from cms.querysets import modified_at
from cms.representation import card_data
from cms.search import found_in
from cms.stock import lay_in
from cms.trails import load_all_trails
from delivery import tags
from delivery.made_of import note
from headless.answers import breadcrumbs, page_content, type_name
from headless.cursors import Order, window
from headless.fallbacks import Fallback, languages_after
from headless.problems import invalid
from headless.requests import Address, reader_request
from headless.verdicts import remember_translations, specific_of
from seo.languages import bcp47, direction, own_name
from seo.text import plain

ORDERS = {
    order.name: order
    for order in (
        Order("position", F("path")),
        Order("title", F("title")),
        Order("newest", F("first_published_at"), is_descending=True, is_moment=True),
        Order("updated", modified_at(), is_descending=True, is_moment=True),
    )
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks of the list of pages; empty means any."""

    language: str
    fallback: Fallback = "none"
    types: Sequence[str] = ()
    parent_path: str | None = None
    ancestor_path: str | None = None
    updated_since: datetime | None = None
    published_since: datetime | None = None
    published_until: datetime | None = None
    search: str = ""
    order: str | None = None


def pages(site: Site, wanted: Wanted) -> Any:
    """The readable pages of a site that match, not yet in an order but by relevance where words are looked for.

    Raises Refused (422) for a type or path that names nothing.
    """
    note(tags.PAGES, tags.SETTINGS, tags.PHRASES)  # the dates it says move with what pages share
    everything = _in_languages(site, wanted)
    # A list by itself names every page with an address; a search finds what the site's own search finds.
    queryset = everything.listed() if plain(wanted.search) else everything.readable()
    if wanted.types:
        queryset = queryset.filter(content_type__in=[_content_type(name) for name in wanted.types])
    if wanted.parent_path is not None:
        queryset = queryset.child_of(page_at(site, "parent_path", wanted.parent_path))
    if wanted.ancestor_path is not None:
        queryset = queryset.descendant_of(page_at(site, "ancestor_path", wanted.ancestor_path))
    if wanted.updated_since is not None:
        since = aware(wanted.updated_since, "updated_since")
        queryset = queryset.annotate(modified=modified_at()).filter(modified__gte=since)
    if wanted.published_since is not None:
        since = aware(wanted.published_since, "published_since")
        queryset = queryset.filter(first_published_at__gte=since)
    if wanted.published_until is not None:
        until = aware(wanted.published_until, "published_until")
        queryset = queryset.filter(first_published_at__lt=until)
    return found_in(queryset, wanted.search) if plain(wanted.search) else queryset


def _in_languages(site: Site, wanted: Wanted) -> Any:
    """The pages in the language; with a fallback also those of others that cannot be read in a better one."""
    everything = Page.objects.of_site(site)
    chosen, better = Q(locale__language_code=wanted.language), [wanted.language]
    for code in languages_after(site, wanted.language, wanted.fallback):
        own = (
            Page.objects.of_site(site)
            .readable()
            .filter(translation_key=OuterRef("translation_key"), locale__language_code__in=list(better))
        )
        chosen |= Q(locale__language_code=code) & ~Exists(own)
        better.append(code)
    return everything.filter(chosen)


def listing(
    site: Site, wanted: Wanted, view: str, *, count: bool, cursor: str | None, limit: int, offset: int
) -> dict[str, Any]:
    """The body of pages/."""
    queryset = pages(site, wanted)
    total = queryset.count() if count else None
    if plain(wanted.search) and wanted.order is None:
        if cursor is not None:
            raise invalid("cursor", "Hits in the order of relevance have no cursor; ask with an order.")
        rows, following = list(queryset[offset : offset + limit]), None
    else:
        rows, following = window(ORDERS[wanted.order or "position"], queryset, cursor, offset, limit)
    found = specific_of(rows)
    items = VIEWS[view](site, [found[row.pk] for row in rows if row.pk in found])
    for item, row in zip(items, rows, strict=True):
        item |= {
            "locale": found[row.pk].language_tag,
            "is_fallback": found[row.pk].language_code != wanted.language,
        }
    return {
        "requested_locale": bcp47(wanted.language),
        "count": total,
        "items": items,
        "next_cursor": following,
    }


def graphs(site: Site, language: str, *, after: int, limit: int) -> dict[str, Any]:
    """The graphs of the indexable pages of a language in the order of their ids, those behind `after`."""
    note(tags.PAGES)
    pages = Page.objects.of_site(site).in_language(language).indexable().filter(pk__gt=after).order_by("pk")
    found = list(pages.specific()[: limit + 1])
    shown = found[:limit]
    items = []
    for page in shown:
        request = reader_request(site, Address.of(page.get_url_parts()[2]))
        head = page.get_head(request)
        items.append(
            {
                "url": head.canonical,
                "last_published_at": page.last_published_at,
                "content_modified_at": page.modified_at,
                "json_ld": head.json_ld,
            }
        )
    return {"items": items, "next": shown[-1].pk if len(found) > limit else None}


def readable_by_id(site: Site, number: int) -> Page | None:
    """The page of a site with that id, if anybody may read it."""
    return Page.objects.of_site(site).readable().filter(pk=number).first() if number < 2**31 else None


def languages(site: Site) -> list[dict[str, Any]]:
    """The languages of a site as data, the default one first."""
    note(tags.site(site.pk), tags.SETTINGS)
    return [
        {
            "code": bcp47(code),
            "name": own_name(code),
            "is_default": code == settings.LANGUAGE_CODE,
            "url_prefix": locales.prefix(code),
            "dir": direction(code),
        }
        for code in locales.roots(site.pk)
    ]


def page_at(site: Site, parameter: str, path: str, model: type[Page] = Page) -> Any:
    """The readable page at a path. Raises Refused (422) naming the parameter."""
    address = Address.parse(path, parameter)
    tree_path = locales.url_path(site, address.normal)
    page = tree_path and model.objects.of_site(site).readable().filter(url_path=tree_path).first()
    if not page:
        raise invalid(parameter, f"No {model._meta.verbose_name} stands at “{path[:200]}”.")
    return page


def cards_of(site: Site, found: Iterable[Page], request: HttpRequest | None = None) -> list[dict[str, Any]]:
    """Pages as cards with their identity and dates; one query per page type, two for all pictures."""
    specific = list(found)
    request = request or reader_request(site, Address("/"))
    return [
        card_data(card, site.root_url)
        | {
            "id": page.pk,
            "type": type_name(page),
            "first_published_at": page.first_published_at,
            "last_published_at": page.last_published_at,
            "content_modified_at": page.modified_at,
        }
        for page, card in zip(specific, cards(specific, request), strict=True)
    ]


def in_full(site: Site, found: Iterable[Page]) -> list[dict[str, Any]]:
    """Pages as cards with their content, their head and their trail, each in its own language. A page that lists
    others is its card: what it lists is asked for at its own address."""
    specific = list(found)
    request = reader_request(site, Address("/"))
    whole = [page for page in specific if not page.lists_others]
    lay_in(whole, request, cards=[page for page in specific if page.lists_others])
    load_all_trails(whole)
    remember_translations(site, whole)
    made = cards_of(site, specific, request)
    return [
        card if page.lists_others else card | _whole(page, request)
        for card, page in zip(made, specific, strict=True)
    ]


def _whole(page: Page, request: HttpRequest) -> dict[str, Any]:
    return {
        **page_content(page, request),
        "head": page.get_head(request).as_dict(),
        "breadcrumbs": breadcrumbs(page, request),
    }


VIEWS = {"card": cards_of, "full": in_full}


def aware(moment: datetime, name: str = "updated_since") -> datetime:
    """A moment without a zone is taken in the site's. Raises Refused (422) for one that no calendar has in UTC."""
    try:
        return (timezone.make_aware(moment) if timezone.is_naive(moment) else moment).astimezone(UTC)
    except OverflowError as error:
        raise invalid(name, "This moment lies outside the calendar.") from error


def _content_type(name: str) -> ContentType:
    known = {model._meta.label: model for model in get_page_models() if model is not Page}
    if name not in known:
        nearest = get_close_matches(name, known, n=1, cutoff=0.3)
        hint = f"did you mean “{nearest[0]}”?" if nearest else f"known are {', '.join(sorted(known))}."
        raise invalid("type", f"“{name[:64]}” is not a page type; {hint}")
    return ContentType.objects.get_for_model(known[name], for_concrete_model=False)
