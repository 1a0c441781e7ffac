"""Cards: any page as picture, name, one line and a note, in a bounded number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from cms.models.picture import Picture, ResponsivePicture, with_renditions
from seo.text import plain

if TYPE_CHECKING:
    from cms.models import Page


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a page. `note` is a price or a date in words; `badge` one or two words or empty."""

    title: str
    url: str
    path: str
    summary: str
    kind: str
    note: str = ""
    was: str = ""
    badge: str = ""
    picture: ResponsivePicture | None = None


def cards(pages: Iterable["Page"], request: HttpRequest | None = None, preset: str = "card") -> list[Card]:
    """Cards of pages of any type, in the given order.

    Costs one query per page type (its own facts), one for the pictures and one for their renditions.
    """
    specific = list(pages)
    by_type = sorted(specific, key=lambda page: page.__class__.__name__)
    for page_type, group in groupby(by_type, key=type):
        page_type.prepare_cards(list(group))
    pictures = _pictures(specific, preset)
    return [_card(page, request, pictures.get(page.cover_id), preset) for page in specific]


def cards_by_id(ids: Sequence[int], request: HttpRequest | None = None, preset: str = "card") -> list[Card]:
    """Cards of the readable pages among `ids`, in that order; others are left out silently."""
    from cms.models import Page

    found = {page.pk: page for page in Page.objects.filter(pk__in=ids).readable().specific()}
    return cards([found[pk] for pk in ids if pk in found], request, preset)


def _pictures(pages: Sequence["Page"], preset: str) -> dict[int, Picture]:
    wanted = {page.cover_id for page in pages if page.cover_id}
    return (
        {picture.pk: picture for picture in with_renditions(preset).filter(pk__in=wanted)} if wanted else {}
    )


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
