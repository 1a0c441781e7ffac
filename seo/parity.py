"""Read a head back from rendered HTML, to prove that it is the head the API gives."""

import json
from typing import Any

from bs4 import BeautifulSoup

_READ_LINKS = {"canonical", "alternate", "prev", "next"}


def read_head(html: str) -> dict[str, Any]:
    """What a crawler finds in the head of `html`: title, metas, links and JSON-LD, in document order.

    Layout tags (charset, viewport, theme-color, stylesheets, icons) are not part of a page's head value.
    Raises ValueError where a page says a thing twice or outside its head.
    """
    soup = BeautifulSoup(html, "html.parser")
    titles = soup.select("head > title")
    scripts = soup.find_all("script", type="application/ld+json")
    if len(titles) != 1:
        raise ValueError(f"{len(titles)} title elements in the head; there must be one.")
    if len(scripts) > 1:
        raise ValueError(f"{len(scripts)} JSON-LD scripts; there must be at most one.")
    metas = [
        {key: str(tag[key]) for key in ("name", "property", "content") if tag.has_attr(key)}
        for tag in soup.select("head > meta[name], head > meta[property]")
        if tag.get("name") not in {"viewport", "theme-color", "color-scheme"}
    ]
    links = [
        {key: " ".join(value) if isinstance(value, list) else value for key, value in tag.attrs.items()}
        for tag in soup.select("head > link[rel]")
        if tag["rel"][0] in _READ_LINKS
    ]
    for name in ("description", "robots"):
        if sum(meta.get("name") == name for meta in metas) > 1:
            raise ValueError(f"Two {name} metas in the head; there must be one.")
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
