"""What an editor fills in for a menu: items with a target each, and items below them, three levels deep."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail import blocks

from seo.text import plain

DEPTH = 3
MOST_ITEMS = 300
LONGEST_TITLE, LONGEST_ADDRESS = 120, 2000
# Relations of a link that say something to machines (HTML: "Link types"; Google: "Qualify your outbound links").
RELATIONS = (
    "nofollow",
    "sponsored",
    "ugc",
    "me",
    "external",
    "help",
    "license",
    "privacy-policy",
    "terms-of-service",
)
SCHEMES = ("http", "https", "mailto", "tel")


def address_problem(address: str) -> Any:
    """What is wrong with an address of an item; empty for a path of the site, a full address, mailto: and tel:."""
    if any(ord(letter) <= 32 or ord(letter) == 127 for letter in address) or "\\" in address:
        return _("An address has no blanks, backslashes and control characters.")
    if address.startswith("//"):
        return _("An address begins with one slash, or with https:// and a host.")
    if address.startswith("/"):
        return ""
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) if parts.scheme in {"http", "https"} else bool(parts.path)
    except ValueError:
        return _("This is no address.")
    if parts.scheme in {"http", "https"} and "@" in parts.netloc:
        return _("An address has no name and no password in front of its host.")
    if parts.scheme not in SCHEMES or not is_whole:
        return _("An address begins with a slash, https://, http://, mailto: or tel:.")
    return ""


def item_problems(
    *, has_page: bool, address: str, title: str, has_children: bool
) -> Iterator[tuple[str, Any]]:
    """(field, words) of each rule an item breaks. It leads to a page or an address; a heading leads nowhere, and has
    a title and items below it."""
    if has_page and address:
        yield "address", _("Either a page or an address, not both.")
    elif address:
        if problem := address_problem(address):
            yield "address", problem
        if not title:
            yield "title", _("An address needs a title.")
    elif not has_page:
        if not title:
            yield "title", _("An item needs a page, an address, or a title with items below it.")
        elif not has_children:
            yield "page", _("A heading without page and address needs items below it.")


class _Item(blocks.StructBlock):
    page = blocks.PageChooserBlock(required=False, label=_("page"))
    address = blocks.CharBlock(
        required=False,
        max_length=LONGEST_ADDRESS,
        label=_("or an address"),
        help_text=_("A path of this site, or a full address elsewhere."),
    )
    title = blocks.CharBlock(
        required=False,
        max_length=LONGEST_TITLE,
        label=_("title"),
        help_text=_("Empty: the page’s own title. A title alone is a heading of the items below it."),
    )
    rel = blocks.MultipleChoiceBlock(
        required=False,
        choices=[(name, name) for name in RELATIONS],
        label=_("relation"),
        help_text=_("What search engines are told of the link; mostly nothing."),
    )
    new_window = blocks.BooleanBlock(required=False, label=_("opens a new window"))

    class Meta:
        icon = "link"
        label = _("item")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        cleaned["title"] = plain(cleaned["title"] or "")
        cleaned["address"] = (cleaned["address"] or "").strip()
        problems = dict(
            item_problems(
                has_page=bool(cleaned["page"]),
                address=cleaned["address"],
                title=cleaned["title"],
                has_children=bool(cleaned.get("children")),
            )
        )
        if problems:
            raise blocks.StructBlockValidationError(
                block_errors={name: ValidationError(words) for name, words in problems.items()}
            )
        return cleaned


def _children(block: blocks.Block) -> blocks.StreamBlock:
    return blocks.StreamBlock([("item", block)], required=False, label=_("items below"), max_num=50)


class LowItemBlock(_Item):
    """An item of the third level: nothing stands below it."""


class MiddleItemBlock(_Item):
    children = _children(LowItemBlock())


class ItemBlock(_Item):
    children = _children(MiddleItemBlock())
