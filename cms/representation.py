"""What a page is made of, as data for the API: blocks, pictures, links and cards."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks import CallToActionBlock, CardsBlock, UnquotedBlock
from cms.cards import Card, chosen_cards
from cms.models.picture import Picture, ResponsivePicture, absolute
from cms.picture_sizes import presets_data
from cms.references import References, references_in
from cms.references import listed_items as _listed
from cms.rich_text import rich_text_data
from cms.stock import of_request, pictures_with

if TYPE_CHECKING:
    from cms.models import Page

BODY_PRESET = "article"


def picture_data(
    picture: ResponsivePicture | None, root: str, *, with_presets: bool = True
) -> dict[str, Any] | None:
    """A picture in the preset the page shows it in, and, but on cards, in every other by name; every address
    absolute. `root` is the address of the site's public host."""
    if picture is None:
        return None
    source = picture.picture
    return {
        "url": absolute(picture.src, root),
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
        "credit": picture.credit,
        "srcset": _absolute_srcset(picture.srcset, root),
        "sizes": picture.sizes,
        "sources": [
            {"type": mime_type, "srcset": _absolute_srcset(srcset, root)}
            for mime_type, srcset in picture.sources
        ],
        "preset": picture.preset,
        "focal_point": source.focal_point if source else None,
        "dominant_color": (source.dominant_color if source else "") or None,
        "creator": source.creator if source else "",
        "license_url": source.license_url if source else "",
        "copyright_notice": source.copyright_notice if source else "",
        "presets": presets_data(source, root) if source and with_presets else {},
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
        "rating": card.rating,
        "picture": picture_data(card.picture, root, with_presets=False),
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
    block, raw = story.stream_block, list(story.raw_data)
    return _Story.load(references_in(story), root, request).value(block, raw)


@dataclass
class _Story:
    """One body on its way to data, with everything its blocks point to."""

    root: str
    request: HttpRequest | None
    pictures: dict[int, Picture] = field(default_factory=dict)
    links: dict[int, "Page"] = field(default_factory=dict)
    cards: dict[int, Card] = field(default_factory=dict)

    @classmethod
    def load(cls, references: References, root: str, request: HttpRequest | None) -> "_Story":
        from cms.models import Page

        story = cls(root, request)
        stock = of_request(request)
        story.pictures = pictures_with([BODY_PRESET], references.pictures, request)
        if references.links:
            if stock is not None and stock.links.keys() >= references.links:
                story.links = {pk: page for pk in references.links if (page := stock.links[pk])}
            else:
                story.links = Page.objects.readable().in_bulk(references.links)
        if ids := list(dict.fromkeys(references.cards)):
            story.cards = chosen_cards(ids, request)
        return story

    def value(self, block: blocks.Block, raw: Any) -> Any:
        """The data of a block, from what is stored of it: nothing is looked up."""
        if raw is None:
            return None
        match block:
            case CardsBlock():
                shown = [self.cards[pk] for pk in _listed(raw.get("pages")) if pk in self.cards]
                return {
                    "title": raw.get("title", ""),
                    "cards": [card_data(card, self.root) for card in shown],
                }
            case CallToActionBlock():
                page = self.value(block.child_blocks["page"], raw.get("page"))
                href = page["path"] if page else raw.get("url")
                return {
                    "text": raw.get("text", ""),
                    "label": raw.get("label", ""),
                    "href": href or "",
                    "page": page,
                }
            case UnquotedBlock():
                pieces = self.value(block.child_blocks["pieces"], raw.get("pieces") or [])
                return {"nosnippet": True, "pieces": pieces}
            case blocks.StructBlock():
                return {
                    name: self.value(child, raw[name] if name in raw else _default(child))
                    for name, child in block.child_blocks.items()
                }
            case blocks.StreamBlock():
                return [
                    {"type": item["type"], "id": item.get("id"), "value": self.value(child, item["value"])}
                    for item in raw
                    for child in (block.child_blocks.get(item["type"]),)
                    if child is not None
                ]
            case blocks.ListBlock():
                return [self.value(block.child_block, item) for item in _listed(raw)]
            case blocks.RichTextBlock():
                return rich_text_data(raw)
            case ImageChooserBlock():
                picture = self.pictures.get(raw)
                return picture_data(picture.responsive(BODY_PRESET), self.root) if picture else None
            case blocks.PageChooserBlock():
                page = self.links.get(raw)
                return link_data(page, self.request) if page else None
            case EmbedBlock():
                return {"url": raw}
            case TableBlock():
                return {
                    "caption": raw.get("table_caption") or "",
                    "header_row": bool(raw.get("first_row_is_table_header")),
                    "header_column": bool(raw.get("first_col_is_header")),
                    "rows": [[cell or "" for cell in row] for row in raw.get("data", [])],
                }
            case _:
                return block.get_api_representation(block.to_python(raw))


def _default(block: blocks.Block) -> Any:
    """What is stored of a block nobody has filled in, for bodies older than the block."""
    return block.get_prep_value(block.get_default())


def _absolute_srcset(srcset: str, root: str) -> str:
    return ", ".join(absolute(candidate, root) for candidate in srcset.split(", "))
