"""The pictures of the demo shop, drawn when they are asked for and never stored.

>>> draw("storm-lantern").size
(1600, 2000)
"""

from PIL import Image

from .catalogue import PRODUCTS
from .drawing import Drawing
from .journal import ARTICLES
from .portraits import AUTHORS
from .scenes import WIDE
from .shelves import CATEGORIES

__all__ = ["PICTURES", "Drawing", "alt_text", "draw"]

PICTURES: dict[str, Drawing] = {**PRODUCTS, **CATEGORIES, **ARTICLES, **AUTHORS, **WIDE}


def draw(name: str) -> Image.Image:
    """The named picture at full size; the same pixels every time."""
    return PICTURES[name]()


def alt_text(name: str) -> str:
    """What the named picture shows, in one line."""
    return PICTURES[name].alt
