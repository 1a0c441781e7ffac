"""The shared vocabulary of page bodies: StoryBlock, the same on every page type."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.cards import Card, cards_by_id
from cms.models.picture import ResponsivePicture

INLINE_FEATURES = ["bold", "italic", "link", "document-link"]
TEXT_FEATURES = [*INLINE_FEATURES, "ol", "ul", "hr", "superscript", "subscript"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("heading"), max_length=120)
    level = blocks.ChoiceBlock(
        choices=[("2", _("Section")), ("3", _("Subsection"))], default="2", label=_("level")
    )

    class Meta:
        icon = "title"
        template = "blocks/heading.html"
        label = _("Heading")


class PictureValue(blocks.StructValue):
    """A picture in the width of the text, and whether words stand under it.

    There is no picture while an editor has not chosen one yet, and after it was deleted from the library.
    """

    @property
    def responsive(self) -> ResponsivePicture | None:
        return self["picture"].responsive("article") if self["picture"] else None

    @property
    def has_caption(self) -> bool:
        return bool(self["caption"] or (self["picture"] and self["picture"].credit))


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("picture"))
    caption = blocks.CharBlock(required=False, max_length=250, label=_("caption"))

    class Meta:
        icon = "image"
        template = "blocks/picture.html"
        label = _("Picture")
        value_class = PictureValue


class GalleryBlock(blocks.StructBlock):
    pictures = blocks.ListBlock(PictureBlock(), min_num=2, label=_("pictures"))

    class Meta:
        icon = "image"
        template = "blocks/gallery.html"
        label = _("Gallery")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"))
    source = blocks.CharBlock(required=False, max_length=120, label=_("who said it"))

    class Meta:
        icon = "openquote"
        template = "blocks/quote.html"
        label = _("Quotation")


class CallToActionValue(blocks.StructValue):
    @property
    def href(self) -> str:
        page = self.get("page")
        return (page.url or "") if page else self.get("url")


class CallToActionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=160, required=False, label=_("line before the button"))
    label = blocks.CharBlock(max_length=40, label=_("button"))
    page = blocks.PageChooserBlock(required=False, label=_("page"))
    url = blocks.URLBlock(required=False, label=_("or address"))

    class Meta:
        icon = "pick"
        template = "blocks/call_to_action.html"
        label = _("Call to action")
        value_class = CallToActionValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned.get("page")) == bool(cleaned.get("url")):
            error = ValidationError(_("Choose a page or give an address, not both."))
            raise blocks.StructBlockValidationError(block_errors={"page": error})
        return cleaned


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=200, label=_("question"))
    answer = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("answer"))


class FaqBlock(blocks.StructBlock):
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, label=_("questions"))

    class Meta:
        icon = "help"
        template = "blocks/faq.html"
        label = _("Questions and answers")


class CardsValue(blocks.StructValue):
    """Chosen pages as cards; pages that may not be read are left out."""

    @property
    def page_ids(self) -> list[int]:
        return [page.pk for page in self.get("pages") if page]

    @property
    def cards(self) -> list[Card]:
        return cards_by_id(self.page_ids)


class CardsBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120, label=_("title"))
    pages = blocks.ListBlock(blocks.PageChooserBlock(), min_num=1, max_num=12, label=_("pages or products"))

    class Meta:
        icon = "list-ul"
        template = "blocks/cards.html"
        label = _("Cards")
        value_class = CardsValue


class StoryPieces(blocks.StreamBlock):
    """What a body is made of."""

    heading = HeadingBlock()
    text = blocks.RichTextBlock(
        features=TEXT_FEATURES, icon="pilcrow", label=_("Text"), template="blocks/text.html"
    )
    picture = PictureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    call_to_action = CallToActionBlock()
    table = TableBlock(icon="table", label=_("Table"), template="blocks/table.html")
    video = EmbedBlock(icon="media", label=_("Video"), max_width=1200, template="blocks/video.html")
    faq = FaqBlock()
    cards = CardsBlock()


class UnquotedBlock(blocks.StructBlock):
    """Part of a body that readers see and results do not quote (Google: "data-nosnippet"). What it says is left out
    of the graph too: `questions_in` and its like look at the body itself only."""

    pieces = StoryPieces(label=_("content"), min_num=1)

    class Meta:
        icon = "no-view"
        template = "blocks/unquoted.html"
        label = _("Not to be quoted")
        description = _("Keeps what stands inside out of snippets and AI answers.")


class StoryBlock(StoryPieces):
    """A body: pieces, and parts of it that are not to be quoted."""

    unquoted = UnquotedBlock()


def questions_in(body: Any) -> list[tuple[str, str]]:
    """Every (question, answer as HTML) of a story body. Other blocks stay closed: cards would look up their pages."""
    return [
        (item["question"], item["answer"].source)
        for place, stored in enumerate(body.raw_data)
        if stored["type"] == "faq"
        for item in body[place].value["questions"]
    ]
