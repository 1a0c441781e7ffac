"""Markdown of the demo as rich text and story blocks, its links pointing at real pages."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag
from markdown import markdown

_LINK = re.compile(r'href="(product|page|article|category):([a-z0-9/-]+)"')

# ("product", "storm-lantern") -> primary key
FindPage = Callable[[str, str], int]


def rich_text(text: str, find_page: FindPage) -> str:
    """Markdown as Wagtail rich text. Links such as `product:storm-lantern` become page links."""
    html = markdown(text.strip(), extensions=["tables", "smarty"], output_format="html")
    return _LINK.sub(lambda match: f'linktype="page" id="{find_page(match[1], match[2])}"', html)


def story(text: str, find_page: FindPage) -> list[tuple[str, Any]]:
    """Markdown as blocks: headings, quotations and tables become blocks, everything between them is text."""
    return list(_blocks(BeautifulSoup(rich_text(text, find_page), "html.parser")))


def _blocks(soup: BeautifulSoup) -> Iterator[tuple[str, Any]]:
    paragraphs: list[str] = []
    for element in soup.find_all(recursive=False):
        if element.name in {"h2", "h3", "blockquote", "table"}:
            if paragraphs:
                yield "text", "".join(paragraphs)
                paragraphs = []
            yield _block(element)
        else:
            paragraphs.append(str(element))
    if paragraphs:
        yield "text", "".join(paragraphs)


def _block(element: Tag) -> tuple[str, Any]:
    match element.name:
        case "h2" | "h3":
            return "heading", {"text": element.get_text(), "level": element.name[1]}
        case "blockquote":
            return "quote", {"text": element.get_text(" ", strip=True), "source": ""}
        case _:
            rows = [
                [cell.get_text() for cell in row.find_all(["th", "td"])] for row in element.find_all("tr")
            ]
            return "table", {
                "data": rows,
                "first_row_is_table_header": True,
                "first_col_is_header": False,
                "table_header_choice": "row",
                "table_caption": "",
                "cell": [],
                "mergeCells": [],
            }
