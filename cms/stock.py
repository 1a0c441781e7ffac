"""What pages show besides themselves, loaded for all of them at once: the pages on their cards, and pictures.

A page type says what it will ask for (`get_card_ids`, `get_picture_ids`, `prepare_content`). Whoever is about to ask
many pages for their content lays it in first; one page asks for each thing by itself otherwise.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest

from cms.models.picture import Picture, with_renditions
from cms.querysets import picture_fields
from cms.rows import by_type, load_rows

if TYPE_CHECKING:
    from cms.models import Page


@dataclass(frozen=True, slots=True)
class Stock:
    """`pages` are those that lists show among the ids that pages asked for and their translations, ready to be made
    cards of; `in_language` says which of them stands for an id in a language; `links` are those anybody may read among
    the pages linked to; `pictures` have all their renditions."""

    in_language: Mapping[tuple[str, int], int]
    pages: Mapping[int, "Page"]
    links: Mapping[int, "Page | None"]
    pictures: Mapping[int, Picture]


def lay_in(pages: Sequence["Page"], request: HttpRequest, *, cards: Iterable["Page"] = ()) -> None:
    """Load what the content and the heads of these pages ask for, and keep it with the request; of `cards` what their
    cards ask for.

    Costs what their types prepare (their rows one query for all types), one query for the pages on all cards and those
    linked to (none where their types say what they are) and one more for each type of those on cards with its facts,
    one for all pictures and one for their renditions.
    """
    groups = by_type(pages)
    if len(groups) > 1:
        load_rows(groups)
    for page_type, group in groups:
        page_type.prepare_content(group)
    card_ids = {page: list(page.get_card_ids()) for page in pages}
    link_ids = {pk for page in pages for pk in page.get_link_ids()}
    in_language, links, found = _pointed_to(pages, card_ids, link_ids)
    known = {page.pk: page for page in (*pages, *cards)}
    found = {pk: known.get(pk, page) for pk, page in found.items()}
    for page_type, group in by_type((found | known).values()):
        page_type.prepare_cards(group)
    pictures = _pictures(pages, (found | known).values())
    request._stock = Stock(in_language, found, links, pictures)


def _pointed_to(
    pages: Iterable["Page"], card_ids: Mapping["Page", Sequence[int]], link_ids: Collection[int]
) -> tuple[Mapping[tuple[str, int], int], Mapping[int, "Page | None"], dict[int, "Page"]]:
    """Of the pages on cards and linked to: the ids in the language of the page that shows them, the readable ones among
    those linked to, and those of all languages that lists show. A translation has the type of its original, so the base
    is asked once for all; not at all where that says nothing new."""
    in_language: dict[tuple[str, int], int] = {}
    types: dict[int, type[Page]] = {}
    for page in pages:
        for model, pk, own in page.get_typed_card_ids():
            in_language[page.language_code, pk] = own
            types[pk] = types[own] = model
    unknown = {(page.language_code, pk) for page, ids in card_ids.items() for pk in ids} - in_language.keys()
    languages = sorted({language for language, _pk in unknown})
    rows = _rows({pk for _language, pk in unknown}, link_ids, languages)
    for language, pk in unknown:
        in_language[language, pk] = own = pk
        if pk in rows:
            model = rows[pk].specific_class or type(rows[pk])
            own = getattr(rows[pk], f"spoken_{languages.index(language)}") or pk
            in_language[language, pk] = own
            types[pk] = types[own] = model
    links = {pk: rows[pk] if pk in rows and rows[pk].is_readable else None for pk in link_ids}
    return in_language, links, _on_cards(types)


def _rows(
    card_ids: Collection[int], link_ids: Collection[int], languages: Sequence[str]
) -> dict[int, "Page"]:
    """The rows of the pages that are linked to or on cards, with what is asked of either: `spoken_0` is the id in the
    first of the languages."""
    from cms.cards import spoken_id

    if not card_ids and not link_ids:
        return {}
    spoken = {
        f"spoken_{number}": spoken_id("translation_key", language)
        for number, language in enumerate(languages)
    }
    rows = _pages().filter(pk__in={*card_ids, *link_ids}).annotate(**spoken)
    return (rows.with_trail_facts() if link_ids else rows).in_bulk()


def _on_cards(types: Mapping[int, type["Page"]]) -> dict[int, "Page"]:
    """Those of the pages that lists show, by id."""
    of_type: dict[type[Page], set[int]] = {}
    for pk, model in types.items():
        of_type.setdefault(model, set()).add(pk)
    if len(of_type) > 1 and _pages().model not in of_type:
        return {page.pk: page for page in _pages().filter(pk__in=types).listed().typed(of_type)}
    found: dict[int, Page] = {}
    for model, wanted in of_type.items():
        found |= {page.pk: page for page in model.objects.filter(pk__in=wanted).listed().joined()}
    return found


def _pictures(pages: Collection["Page"], on_cards: Collection["Page"]) -> dict[int, Picture]:
    """The pictures of pages and cards with all their renditions; those that came with their pages are not asked for
    again."""
    loaded = [picture for page in (*pages, *on_cards) for picture in _loaded(page)]
    found = {
        picture.pk: picture for picture in (*loaded, *(one for page in pages for one in page.get_pictures()))
    }
    wanted = {page.cover_id for page in on_cards if page.cover_id}
    wanted |= {pk for page in pages for pk in page.get_picture_ids()}
    missing = wanted - found.keys()
    if missing:
        found |= Picture.objects.in_bulk(missing)
    if found:
        renditions = Prefetch("renditions", to_attr="prefetched_renditions")
        prefetch_related_objects(list(found.values()), renditions)
    for page in pages:
        _give(page, found)
    return found


def _loaded(page: "Page") -> Iterable[Picture]:
    for field in picture_fields(page):
        if field.is_cached(page) and getattr(page, field.name) is not None:
            yield getattr(page, field.name)


def _pages() -> Any:
    return apps.get_model("cms", "Page").objects


def of_request(request: HttpRequest | None) -> Stock | None:
    """What was laid in for the answers to this request."""
    return getattr(request, "_stock", None)


def pictures_with(
    presets: Iterable[str], ids: Collection[int], request: HttpRequest | None, **more: Any
) -> Any:
    """Pictures by id with their renditions in these presets, from what was laid in where it holds them all."""
    stock = of_request(request)
    if not ids:
        return {}
    if stock is not None and all(pk in stock.pictures for pk in ids):
        return {pk: stock.pictures[pk] for pk in ids}
    return with_renditions(*presets, **more).in_bulk(ids)


def covers(pages: Collection["Page"], preset: str, request: HttpRequest | None) -> dict[int, Picture]:
    """The covers of pages with their renditions; those that came with their pages are not asked for again."""
    ids = {page.cover_id for page in pages if page.cover_id}
    stock = of_request(request)
    if stock is not None and ids <= stock.pictures.keys():
        return {pk: stock.pictures[pk] for pk in ids}
    loaded = {
        page.cover_id: page.cover for page in pages if "cover" in page._state.fields_cache and page.cover
    }
    if loaded:
        prefetch_related_objects(
            list(loaded.values()), Prefetch("renditions", to_attr="prefetched_renditions")
        )
    missing = ids - loaded.keys()
    return loaded | (with_renditions(preset).in_bulk(missing) if missing else {})


def links_to(ids: Collection[int], request: HttpRequest | None) -> dict[int, "Page"]:
    """Those of the pages that anybody may read."""
    stock = of_request(request)
    if not ids:
        return {}
    if stock is not None and all(pk in stock.links for pk in ids):
        return {pk: page for pk in ids if (page := stock.links[pk]) is not None}
    return _pages().filter(pk__in=ids).readable().in_bulk()


def _give(page: "Page", pictures: Mapping[int, Picture]) -> None:
    for field in picture_fields(page):
        picture = pictures.get(getattr(page, field.attname))
        if picture is not None:
            setattr(page, field.name, picture)
