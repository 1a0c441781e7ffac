"""The demo shop's texts, as plain data."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def table(name: str) -> dict[str, Any]:
    """One of the TOML files beside this module."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text())


@cache
def pieces(folder: str) -> list[dict[str, Any]]:
    """The Markdown files of a folder: their front matter with `slug` and `text` added, by file name."""
    return [_piece(path) for path in sorted((_HERE / folder).glob("*.md"))]


def _piece(path: Path) -> dict[str, Any]:
    _, front, text = path.read_text().split("+++\n", 2)
    return {**tomllib.loads(front), "slug": path.stem, "text": text}
