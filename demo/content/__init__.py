"""The demo shop's texts, as plain data."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

_HERE = Path(__file__).parent


@cache
def table(name: str) -> dict[str, Any]:
    """One of the TOML files beside this module."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text())


@cache
def pieces(folder: str) -> list[dict[str, Any]]:
    """The Markdown files of a folder: their front matter with `slug` and `text` added, by file name."""
    return [_piece(path) for path in sorted((_HERE / folder).glob("*.md"))]


def editions() -> list[str]:
    """The languages the demo is written in besides English, of those the site has."""
    return [code for code, _name in settings.LANGUAGES if (_HERE / code / "site.toml").exists()]


@cache
def edition_table(code: str, name: str) -> dict[str, Any]:
    """A table of an edition; its keys are the English names."""
    return tomllib.loads((_HERE / code / f"{name}.toml").read_text())


@cache
def edition_pieces(code: str, folder: str) -> list[dict[str, Any]]:
    """The Markdown files of an edition: `slug` is its own, `english_slug` names the original."""
    return [
        {**piece, "slug": piece["own_slug"], "english_slug": piece["slug"]}
        for piece in map(_piece, sorted((_HERE / code / folder).glob("*.md")))
    ]


def product_pictures(facts: dict[str, Any]) -> list[str]:
    """The drawings of a product, cover first: where variants have their own, the first one's is the cover."""
    _, *views = facts["pictures"]
    return [facts["variant"][0].get("picture", facts["pictures"][0]), *views]


def picture_names() -> list[str]:
    """Every drawing the shop shows, each once."""
    names = [
        table("site")["home"]["hero_picture"],
        *(table("site")["organization"][n] for n in ("logo", "share_picture")),
    ]
    names += [category["picture"] for category in table("categories")["category"]]
    for product in table("products")["product"]:
        names += product_pictures(product)
        names += [variant["picture"] for variant in product["variant"] if "picture" in variant]
    names += [author["picture"] for author in table("authors")["author"]]
    names += [article["picture"] for article in pieces("articles")]
    return list(dict.fromkeys(names))


def _piece(path: Path) -> dict[str, Any]:
    _, front, text = path.read_text().split("+++\n", 2)
    facts = tomllib.loads(front)
    return {**facts, "own_slug": facts.get("slug", path.stem), "slug": path.stem, "text": text}
