"""HTML as Markdown (CommonMark with GitHub's tables): a whole page for readers that are programs, or any rich text."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from bs4 import BeautifulSoup, SoupStrainer, Tag
from markdownify import ATX, MarkdownConverter

from seo.head import Head

MEDIA_TYPE = "text/markdown"
TWIN = "index.md"  # added to an address that ends with a slash, as all pages' do
_SCHEMES = {"http", "https", "mailto", "tel"}
# What a reader without a screen cannot use. The trail is said in the front matter.
_LEFT_OUT = "script, style, template, svg, form, button, input, [hidden], [aria-hidden=true], nav.trail"
_BLOCKS = "p, ul, ol, table, blockquote, pre, h2, h3, h4, h5, h6"
_LINE_BREAKERS = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff]")
_FENCE = re.compile(r"`{3,}")


def document(head: Head, html: str) -> str:
    """A page as Markdown: what its head says as front matter, then what stands in its `main`."""
    main = BeautifulSoup(html, "html.parser", parse_only=SoupStrainer("main"))
    return f"{front_matter(head)}\n{_written(main, head.canonical or '')}\n"


def twin_address(address: str) -> str:
    """Where the Markdown twin of a page stands, with the same query: /lamps/?page=2 has /lamps/index.md?page=2."""
    path, mark, query = address.partition("?")
    return f"{path}{TWIN}{mark}{query}"


def escaped(text: str) -> str:
    """Plain text as it has to be written so that Markdown reads it as text, wherever in a line it begins."""
    text = re.sub(r"([\\`*\[\]<|]|(?<!\w)_|_(?!\w))", r"\\\1", text)
    text = re.sub(r"&(?=#?\w+;)", r"\\&", text).replace("~~", r"\~\~")
    text = re.sub(r"^(\s*)([#>+=~-])", r"\1\\\2", text)
    return re.sub(r"^(\s*\d{1,9})([.)])", r"\1\\\2", text)


def from_html(html: str, base: str = "") -> str:
    """A piece of HTML, such as rich text, as Markdown; its addresses become absolute by `base`."""
    return _written(BeautifulSoup(html, "html.parser"), base)


def front_matter(head: Head) -> str:
    """The head between two lines of dashes, as YAML 1.2 whose every value is a JSON string: nothing in a title can
    end it or begin another field."""
    return "".join(f"{line}\n" for line in ("---", *_fields(head), "---"))


def _fields(head: Head) -> Iterator[str]:
    for name, value in (
        ("title", head.title),
        ("description", head.description),
        ("canonical", head.canonical),
        ("language", head.language),
        ("updated", _updated(head)),
        ("image", head.image.url if head.image else ""),
    ):
        if value:
            yield f"{name}: {_string(value)}"
    if head.alternates:
        yield "alternates:"
        yield from (f"  {_string(a.hreflang)}: {_string(a.href)}" for a in head.alternates)
    if head.breadcrumbs:
        yield "breadcrumbs:"
        for crumb in head.breadcrumbs:
            yield f"  - title: {_string(crumb.title)}"
            yield f"    url: {_string(crumb.url)}"


def _updated(head: Head) -> str:
    """When the page last changed, as its graph says it."""
    dates = (node.get("dateModified") for node in head.json_ld.get("@graph", ()) if "isPartOf" in node)
    return next(filter(None, dates), "")


def _string(value: str) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return _LINE_BREAKERS.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


# The body ------------------------------------------------------------------------------------------------


def _written(soup: BeautifulSoup, base: str) -> str:
    for element in soup.select(_LEFT_OUT):
        element.decompose()
    for details in soup.find_all("details"):
        if not details.get_text(strip=True).removeprefix(_summary(details)):
            details.decompose()
    for terms in soup.find_all("dl"):
        _as_list(soup, terms)
    text = _Writer(base).convert_soup(soup)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"(?m)^[ \t]+$", "", text)).strip("\n")


def _summary(details: Tag) -> str:
    return details.summary.get_text(strip=True) if details.summary else ""


def _as_list(soup: BeautifulSoup, terms: Tag) -> None:
    """Terms and their descriptions as a list, because neither CommonMark nor GitHub's Markdown has them."""
    items: list[Tag] = []
    for part in terms.find_all(["dt", "dd"]):
        if part.name == "dt":
            items.append(soup.new_tag("li"))
            words = part.get_text(" ", strip=True)
            part.append("" if words[-1:] in {":", "?", "!", "."} else ":")
            part.name = "strong"
        elif items:
            part.name = "div" if part.select_one(_BLOCKS) else "span"
        else:
            continue
        items[-1].extend([part.extract(), " "])
    terms.clear()
    terms.name = "ul"
    terms.extend(items)


class _Writer(MarkdownConverter):
    """markdownify, with what it leaves out: links and pictures of any text and address stay what they are, and text
    never turns into markup."""

    def __init__(self, base: str) -> None:
        super().__init__(
            heading_style=ATX,
            bullets="-",
            autolinks=False,
            wrap=True,
            wrap_width=None,  # only so that line breaks in the source are spaces
            keep_inline_images_in=["td", "th"],
        )
        self.base = base

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return escaped(text)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        address = self._address(el.get("href"))
        words = " ".join(text.split())
        if not words or not address:
            return text
        before, after = (" " if text[at].isspace() else "" for at in (0, -1))
        return f"{before}[{words}]({address}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A picture without words is decoration."""
        words = self.escape(" ".join(str(el.get("alt") or "").split()), parent_tags)
        address = self._address(el.get("src"))
        return f"![{words}]({address})" if words and address else ""

    def convert_iframe(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        address = self._address(el.get("src"))
        words = self.escape(" ".join(str(el.get("title") or "").split()), parent_tags) or address
        return f"\n\n[{words}]({address})\n\n" if address else ""

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        longest = max((len(run[0]) for run in _FENCE.finditer(text)), default=2)
        fence = "`" * (longest + 1)
        words = text.strip("\n")
        return f"\n\n{fence}\n{words}\n{fence}\n\n" if words else ""

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def _block(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = text.strip()
        if "_inline" in parent_tags:
            return f" {words} "
        return f"\n\n{words}\n\n" if words else ""

    convert_header = convert_main = convert_nav = convert_aside = convert_figure = convert_address = _block
    convert_details = convert_fieldset = convert_picture = convert_footer = _block

    def _address(self, written: Any) -> str:
        """Absolute, with nothing that ends a link in Markdown; empty for what is no address to follow."""
        try:
            address = urljoin(self.base, str(written or "").strip())
            scheme = urlsplit(address).scheme
        except ValueError:
            return ""
        if scheme not in _SCHEMES and (scheme or self.base):
            return ""
        return quote(address, safe="/:?#@!$&'*+,;=%~[]")
