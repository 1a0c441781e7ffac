"""Cards: any page as picture, name, one line and a note, in a bounded number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Expression, IntegerField, OuterRef, Subquery, Value, prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import get_language

from cms.models.picture import Picture, ResponsivePicture
from cms.stock import Stock, covers, of_request
from seo.text import plain

if TYPE_CHECKING:
    from cms.models import Page


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a page. `note` is a price or a date in words; `badge` one or two words or empty,
    `rating` what buyers say of it."""

    title: str
    url: str
    path: str
    summary: str
    kind: str
    note: str = ""
    was: str = ""
    badge: str = ""
    rating: str = ""
    picture: ResponsivePicture | None = None


def cards(pages: Iterable["Page"], request: HttpRequest | None = None, preset: str = "card") -> list[Card]:
    """Cards of pages of any type, in the given order.

    Costs one query per page type (its own facts), one for the pictures and one for their renditions.
    """
    specific = list(pages)
    by_type = sorted(specific, key=lambda page: page.__class__.__name__)
    for page_type, group in groupby(by_type, key=type):
        page_type.prepare_cards(list(group))
    pictures = covers(specific, preset, request)
    return [_card(page, request, pictures.get(page.cover_id), preset) for page in specific]


def cards_by_id(ids: Sequence[int], request: HttpRequest | None = None, preset: str = "card") -> list[Card]:
    """Cards of those among `ids` that lists show, in that order; others are left out silently."""
    chosen = chosen_cards(ids, request, preset)
    return [chosen[pk] for pk in ids if pk in chosen]


def chosen_cards(
    ids: Sequence[int], request: HttpRequest | None = None, preset: str = "card"
) -> dict[int, Card]:
    """The same by the ids that were chosen, whatever language their pages are shown in."""
    from cms.models import Page

    stock, language = of_request(request), get_language() or ""
    if stock is not None and all((language, pk) in stock.in_language for pk in ids):
        shown = {pk: stock.pages.get(stock.in_language[language, pk]) for pk in ids}
        return {
            pk: ready_card(page, request, stock, preset) for pk, page in shown.items() if page is not None
        }
    spoken = dict(zip(ids, in_active_language(ids), strict=True))
    found = {page.pk: page for page in Page.objects.filter(pk__in=spoken.values()).listed().specific()}
    made = dict(zip(found, cards(found.values(), request, preset), strict=True))
    return {pk: made[own] for pk, own in spoken.items() if own in made}


def in_active_language(ids: Sequence[int]) -> list[int]:
    """Each page's translation where it has one, else itself: what was chosen once is right on every translation.

    Asks nothing in the default language, one query in others.
    """
    if get_language() == settings.LANGUAGE_CODE or not ids:
        return list(ids)
    from cms.models import Page

    rows = Page.objects.filter(pk__in=ids).order_by().annotate(spoken=spoken_id("translation_key"))
    spoken = dict(rows.values_list("pk", "spoken"))
    return [spoken.get(pk) or pk for pk in ids]


def spoken_id(key: str, language: str = "") -> Expression:
    """For annotations: the id of the page in a language, the active one if none is named, whose translation key is in
    the column `key`, where lists show it. Null in the default language, which shows what was chosen."""
    from cms.models import Page

    language = language or get_language() or ""
    if language == settings.LANGUAGE_CODE:
        return Value(None, output_field=IntegerField())
    same = Page.objects.filter(translation_key=OuterRef(key)).in_language(language).listed()
    return Subquery(same.order_by().values("pk")[:1])


def ready_card(page: "Page", request: HttpRequest | None, stock: Stock, preset: str = "card") -> Card:
    """The card of a page that was laid in."""
    return _card(page, request, stock.pictures.get(page.cover_id), preset)


def _card(page: "Page", request: HttpRequest | None, picture: Picture | None, preset: str) -> Card:
    url = page.get_url(request) or ""
    return Card(
        title=page.title,
        url=url,
        path=url,
        summary=plain(page.summary),
        kind=page.card_kind,
        picture=picture.responsive(preset) if picture else None,
        **page.card_facts(),
    )


def prefetch(pages: Sequence["Page"], *lookups: object) -> None:
    """Load relations of all pages at once; nothing happens for an empty list."""
    if pages:
        prefetch_related_objects(list(pages), *lookups)
