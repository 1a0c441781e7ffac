"""How text from people becomes text for machines: one line, no controls, clipped at a word."""

import re
from html import unescape

from django.utils.html import strip_tags

TITLE_MAX = 160
DESCRIPTION_MAX = 300

# C0/C1 controls, NUL and lone surrogates break HTML and JSON; bidirectional overrides and isolates can make a
# title read as something it is not (Unicode Technical Report 36). Plain marks (LRM, RLM) are good text.
# The last two code points of every plane are noncharacters (Unicode Standard, 23.7) and parse errors in HTML.
_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNSAFE = re.compile(
    f"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}\u202a-\u202e\u2066-\u2069]"
)
# A list item that ends without a stop gets one, or its words run into the next item's.
_ITEM_END = re.compile(r"(?<=[^\s.!?;:,…])\s*</li>", re.IGNORECASE)
_TAG_END = re.compile(r"</(?:p|li|h[1-6]|td|th|tr|div|blockquote|figcaption)>|<br\s*/?>", re.IGNORECASE)


def plain(text: str | None) -> str:
    """One line of text: white space folded, controls removed. `plain(plain(x)) == plain(x)`."""
    # Folded first, because some controls (form feed, NEL) are white space between words; and once more after.
    return " ".join(_UNSAFE.sub("", " ".join((text or "").split())).split())


def plain_from_html(html: str | None) -> str:
    """The words of an HTML fragment as one line; block ends become spaces so words do not grow together."""
    return plain(unescape(strip_tags(_TAG_END.sub(" ", _ITEM_END.sub(".</li>", html or "")))))


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, cut after a whole word where there is one, with an ellipsis when cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:–—-.•·") + "…"
