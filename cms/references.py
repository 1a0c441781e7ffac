"""What the blocks of a body point to, read from what is stored: nothing is looked up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks import CardsBlock


@dataclass(frozen=True, slots=True)
class References:
    """The ids of pictures, of pages linked to, and of pages on cards, in their order."""

    pictures: set[int] = field(default_factory=set)
    links: set[int] = field(default_factory=set)
    cards: list[int] = field(default_factory=list)


def references_in(story: Any) -> References:
    """What a StreamField's value points to."""
    found = References()
    for block, raw in _leaves(story.stream_block, list(story.raw_data)):
        match block:
            case ImageChooserBlock():
                found.pictures.add(raw)
            case CardsBlock():
                found.cards.extend(pk for pk in listed_items(raw.get("pages")) if pk)
            case blocks.PageChooserBlock():
                found.links.add(raw)
    return found


def words_in(story: Any) -> str:
    """The words of a body as search reads them, from what is stored: choosers, which have none, are not looked up."""
    return " ".join(_words(story.stream_block, list(story.raw_data)))


def _words(block: blocks.Block, raw: Any) -> Iterator[str]:
    if raw is None:
        return
    match block:
        case blocks.StructBlock():
            for name, child in block.child_blocks.items():
                yield from _words(child, raw.get(name))
        case blocks.StreamBlock():
            for item in raw:
                child = block.child_blocks.get(item["type"])
                if child is not None:
                    yield from _words(child, item["value"])
        case blocks.ListBlock():
            for item in listed_items(raw):
                yield from _words(block.child_block, item)
        case blocks.ChooserBlock():
            return
        case _:
            yield from block.get_searchable_content(block.to_python(raw))


def listed_items(raw: Any) -> list[Any]:
    """The stored values of a list, in the form of today (each an item with an id) or of before Wagtail 2.16."""
    return [
        item["value"] if isinstance(item, dict) and item.get("type") == "item" and "value" in item else item
        for item in raw or []
    ]


def _leaves(block: blocks.Block, raw: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """Every block that points to something, with what is stored of it; the pages of cards come as one leaf."""
    if raw is None:
        return
    match block:
        case CardsBlock():
            yield block, raw
        case blocks.StructBlock():
            for name, child in block.child_blocks.items():
                yield from _leaves(child, raw.get(name))
        case blocks.StreamBlock():
            for item in raw:
                child = block.child_blocks.get(item["type"])
                if child is not None:
                    yield from _leaves(child, item["value"])
        case blocks.ListBlock():
            for item in listed_items(raw):
                yield from _leaves(block.child_block, item)
        case _:
            yield block, raw
