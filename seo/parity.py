"""Read a head back from rendered HTML, to prove that it is the head the API gives."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup, Tag

_READ_LINKS = {"canonical", "alternate", "prev", "next", "icon", "apple-touch-icon", "manifest"}
_LAYOUT_METAS = {"viewport", "theme-color", "color-scheme"}
# Open Graph allows arrays of these; every other meta is said once.
_REPEATABLE = {"article:author", "article:tag", "og:locale:alternate"}
_REPEATABLE_LINKS = {"alternate", "icon"}
_HEAD_ONLY = 'title, meta[name="description"], meta[name="robots"], meta[property], link[rel="canonical"]'


def read_head(html: str) -> dict[str, Any]:
    """What a crawler finds in the head of `html`: title, metas, links and JSON-LD, in document order.

    Layout tags (charset, viewport, theme-color, stylesheets) are not part of a page's head value.
    Raises ValueError where a page says a thing twice, outside its head, or as JSON that cannot be read.
    """
    soup = BeautifulSoup(html, "html.parser")
    if soup.head is None:
        raise ValueError("There is no head element.")
    head = soup.head
    _refuse_strays(soup)
    titles = head.find_all("title")
    if len(titles) != 1:
        raise ValueError(f"{len(titles)} title elements in the head; there must be one.")
    scripts = soup.find_all("script", type="application/ld+json")
    if len(scripts) > 1:
        raise ValueError(f"{len(scripts)} JSON-LD scripts; there must be at most one.")
    metas = [
        {key: str(tag[key]) for key in ("name", "property", "content") if tag.has_attr(key)}
        for tag in head.select("meta[name], meta[property]")
        if tag.get("name") not in _LAYOUT_METAS
    ]
    links = [
        {key: " ".join(value) if isinstance(value, list) else value for key, value in tag.attrs.items()}
        for tag in head.select("link[rel]")
        if tag["rel"][0] in _READ_LINKS
    ]
    _refuse_doubles("meta", (meta.get("name") or meta.get("property") or "" for meta in metas))
    _refuse_doubles("link", (link["rel"] for link in links if link["rel"] not in _REPEATABLE_LINKS))
    return {
        "title": titles[0].get_text(),
        "metas": metas,
        "links": links,
        "json_ld": json.loads(scripts[0].get_text()) if scripts else None,
    }


def head_differences(html: str, head: dict[str, Any]) -> list[str]:
    """Where the head in `html` and the API's `head` disagree; empty when they are the same head."""
    found = read_head(html)
    return [
        f"{part}: page says {found[part]!r}, API says {head[part]!r}"
        for part in ("title", "metas", "links", "json_ld")
        if found[part] != head[part]
    ]


def _refuse_strays(soup: BeautifulSoup) -> None:
    for tag in soup.select(_HEAD_ONLY):
        if not tag.find_parent(("head", "svg")):
            raise ValueError(f"A {_words(tag)} outside the head; crawlers do not read it there.")


def _refuse_doubles(kind: str, names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1 and name not in _REPEATABLE:
            raise ValueError(f"{count} {kind}s {name!r} in the head; there must be one.")


def _words(tag: Tag) -> str:
    return " ".join([tag.name, *(str(tag[key]) for key in ("name", "property") if tag.has_attr(key))])
