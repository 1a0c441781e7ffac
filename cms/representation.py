"""What a page is made of, as data for the API: blocks, pictures, links and cards."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import expand_db_html

from cms.blocks import CallToActionBlock, CardsBlock
from cms.cards import Card, cards
from cms.models.picture import Picture, ResponsivePicture, absolute, with_renditions

if TYPE_CHECKING:
    from cms.models import Page

BODY_PRESET = "article"


def rich_text_data(html: str) -> str:
    """Rich text as real HTML: links to pages and documents carry addresses, not database ids."""
    return expand_db_html(html) if html else ""


def picture_data(picture: ResponsivePicture | None, root: str) -> dict[str, Any] | None:
    """A picture in one preset, every address absolute; `root` is the address of the site's public host."""
    if picture is None:
        return None
    return {
        "url": absolute(picture.src, root),
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
        "srcset": _absolute_srcset(picture.srcset, root),
        "sizes": picture.sizes,
        "sources": [
            {"type": mime_type, "srcset": _absolute_srcset(srcset, root)}
            for mime_type, srcset in picture.sources
        ],
    }


def card_data(card: Card, root: str) -> dict[str, Any]:
    """A card with both forms of its address."""
    return {
        "title": card.title,
        "path": card.path.removeprefix(root.rstrip("/")),
        "url": absolute(card.url, root),
        "summary": card.summary,
        "kind": card.kind,
        "note": card.note,
        "was": card.was,
        "badge": card.badge,
        "picture": picture_data(card.picture, root),
    }


def link_data(page: "Page", request: HttpRequest | None = None) -> dict[str, str]:
    """A link to a page."""
    _site_id, root, path = page.get_url_parts(request)
    return {"title": page.title, "path": path, "url": root + path}


def story_data(story: Any, root: str, request: HttpRequest | None = None) -> list[dict[str, Any]]:
    """A StreamField as [{type, id, value}].

    Costs one query for all pages it links to, two for its pictures and those of `cards` for its cards,
    however many blocks it has. Pages not everybody may read are left out: a link to one is None, its card is
    not there.
    """
    leaves = list(_leaves(story.stream_block, story))
    return _Story.load(leaves, root, request).value(story.stream_block, story)


@dataclass
class _Story:
    """One body on its way to data, with everything its blocks point to."""

    root: str
    request: HttpRequest | None
    pictures: dict[int, Picture] = field(default_factory=dict)
    links: dict[int, "Page"] = field(default_factory=dict)
    cards: dict[int, Card] = field(default_factory=dict)

    @classmethod
    def load(
        cls, leaves: Iterable[tuple[blocks.Block, Any]], root: str, request: HttpRequest | None
    ) -> "_Story":
        from cms.models import Page

        picture_ids: set[int] = set()
        page_ids: set[int] = set()
        card_ids: list[int] = []
        for block, value in leaves:
            match block:
                case ImageChooserBlock():
                    picture_ids.add(value.pk)
                case CardsBlock():
                    card_ids += value.page_ids
                case blocks.PageChooserBlock():
                    page_ids.add(value.pk)
        story = cls(root, request)
        if picture_ids:
            story.pictures = with_renditions(BODY_PRESET).in_bulk(picture_ids)
        if page_ids:
            story.links = Page.objects.readable().in_bulk(page_ids)
        if card_ids:
            pages = {page.pk: page for page in Page.objects.filter(pk__in=card_ids).readable().specific()}
            story.cards = dict(zip(pages, cards(pages.values(), request), strict=True))
        return story

    def value(self, block: blocks.Block, value: Any) -> Any:
        if value is None:
            return None
        match block:
            case CardsBlock():
                shown = [self.cards[pk] for pk in value.page_ids if pk in self.cards]
                return {"title": value["title"], "cards": [card_data(card, self.root) for card in shown]}
            case CallToActionBlock():
                page = self.value(block.child_blocks["page"], value["page"])
                href = page["path"] if page else value["url"]
                return {"text": value["text"], "label": value["label"], "href": href or "", "page": page}
            case blocks.StructBlock():
                return {name: self.value(child, value[name]) for name, child in block.child_blocks.items()}
            case blocks.StreamBlock():
                return [
                    {"type": item.block_type, "id": item.id, "value": self.value(item.block, item.value)}
                    for item in value
                ]
            case blocks.ListBlock():
                return [self.value(block.child_block, item) for item in value]
            case blocks.RichTextBlock():
                return rich_text_data(value.source)
            case ImageChooserBlock():
                picture = self.pictures.get(value.pk)
                return picture_data(picture.responsive(BODY_PRESET), self.root) if picture else None
            case blocks.PageChooserBlock():
                page = self.links.get(value.pk)
                return link_data(page, self.request) if page else None
            case EmbedBlock():
                return {"url": value.url}
            case TableBlock():
                return {
                    "caption": value.get("table_caption") or "",
                    "header_row": bool(value.get("first_row_is_table_header")),
                    "header_column": bool(value.get("first_col_is_header")),
                    "rows": [[cell or "" for cell in row] for row in value.get("data", [])],
                }
            case _:
                return block.get_api_representation(value)


def _leaves(block: blocks.Block, value: Any) -> Iterator[tuple[blocks.Block, Any]]:
    """Every block that points to something, with its value; the pages of cards come as one leaf."""
    if value is None:
        return
    match block:
        case CardsBlock():
            yield block, value
        case blocks.StructBlock():
            for name, child in block.child_blocks.items():
                yield from _leaves(child, value[name])
        case blocks.StreamBlock():
            for item in value:
                yield from _leaves(item.block, item.value)
        case blocks.ListBlock():
            for item in value:
                yield from _leaves(block.child_block, item)
        case _:
            yield block, value


def _absolute_srcset(srcset: str, root: str) -> str:
    return ", ".join(absolute(candidate, root) for candidate in srcset.split(", "))
