"""What blocks look like in the API, as types: made from the blocks themselves, as `cms.representation` writes them."""

from functools import cache
from typing import Annotated, Any, Literal, Union

from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageChooserBlock

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from cms.blocks import CallToActionBlock, CardsBlock, StoryBlock, UnquotedBlock
from headless.schemas import Link, PictureData


class Strict(Schema):
    """A shape that has what it names and nothing else."""

    model_config = ConfigDict(extra="forbid")


class CardOnly(Strict):
    """A page as a card, without its identity."""

    title: str
    path: str
    url: str
    summary: str
    kind: str
    note: str
    was: str
    badge: str
    rating: str
    picture: PictureData | None


class RichTextNode(Schema):
    """A node of rich text as a tree (`rich_text_format=blocks`); which members it has depends on `type`."""

    model_config = ConfigDict(extra="allow")

    type: Literal["paragraph", "heading", "list", "quote", "rule"]


# HTML or Markdown, or a tree, as `rich_text_format` asks.
RichText = str | list[RichTextNode]


class CardsValue(Strict):
    title: str
    cards: list[CardOnly]


class CallToActionValue(Strict):
    """`page` is null where the button leads elsewhere, or to what not everybody may read."""

    text: str
    label: str
    href: str
    page: Link | None


class TableValue(Strict):
    caption: str
    header_row: bool
    header_column: bool
    rows: list[list[Any]]


class VideoValue(Strict):
    url: str


def type_of(block: blocks.Block) -> Any:
    """The type of a block's value."""
    match block:
        case CardsBlock():
            return CardsValue
        case CallToActionBlock():
            return CallToActionValue
        case UnquotedBlock():
            pieces = type_of(block.child_blocks["pieces"])
            return create_model("UnquotedValue", __base__=Strict, nosnippet=Literal[True], pieces=pieces)
        case blocks.StructBlock():
            fields: dict[str, Any] = {name: type_of(child) for name, child in block.child_blocks.items()}
            return create_model(_name(block, "Value"), __base__=Strict, **fields)
        case blocks.StreamBlock():
            members = [_member(name, child) for name, child in block.child_blocks.items()]
            union = Annotated[Union[tuple(members)], Field(discriminator="type")]  # noqa: UP007 - made while running
            return list[union]
        case blocks.ListBlock():
            return list[type_of(block.child_block)]
        case blocks.RichTextBlock():
            return RichText
        case ImageChooserBlock():
            return PictureData | None
        case blocks.PageChooserBlock():
            return Link | None
        case EmbedBlock():
            return VideoValue
        case TableBlock():
            return TableValue
        case blocks.ChoiceBlock():
            return str | None
        case blocks.BooleanBlock():
            return bool
        case blocks.IntegerBlock():
            return int | None
        case blocks.FieldBlock():
            return str | None if not block.required else str
        case _:
            return Any


@cache
def _member_of(name: str, value: Any) -> type[Schema]:
    title = "".join(part.capitalize() for part in name.split("_"))
    return create_model(f"{title}Block", __base__=Strict, type=Literal[name], id=str | None, value=value)


def _member(name: str, block: blocks.Block) -> type[Schema]:
    value = type_of(block)
    try:
        return _member_of(name, value)
    except TypeError:  # a type that cannot be a key
        return _member_of.__wrapped__(name, value)


def _name(block: blocks.Block, ending: str) -> str:
    name = type(block).__name__
    return (name.removesuffix("Block") or "Struct") + ending


# A body of the shared blocks.
Story = type_of(StoryBlock())


class Fields(Strict):
    """What every page has among its `fields`."""

    title: str
    summary: str


class ListingPlace(Strict):
    """Where this page of a list stands; `previous` and `next` are addresses."""

    total: int
    page: int
    pages: int
    previous: str | None
    next: str | None


class DeliveryWords(Strict):
    """One way of delivery: where to, for how much, how fast, under which conditions."""

    where: str
    price: str
    time: str
    note: str


class TermsWords(Strict):
    """What is said of delivery and returns; `link` is where all of it is written."""

    delivery: list[DeliveryWords]
    returns: list[str]
    link: str
