"""The one colour that stands for a picture until it has loaded."""

import logging
from typing import Any

from PIL import Image, UnidentifiedImageError

logger = logging.getLogger(__name__)
_SIDE, _COLOURS = 64, 6


def dominant_color(file: Any) -> str:
    """The colour most of a picture has, as #rrggbb; empty for a drawing without pixels (SVG) and for a lost file."""
    is_upload = not getattr(file, "_committed", True)  # Django's mark of a file that is still to be stored
    try:
        opened = file.open("rb")
        with Image.open(opened) as picture:
            picture.draft("RGB", (_SIDE, _SIDE))
            picture.thumbnail((_SIDE, _SIDE))
            pixels = picture.convert("RGBA")
    except (UnidentifiedImageError, FileNotFoundError) as error:
        logger.warning("%s has no colour: %s", file.name, error)
        return ""
    finally:
        if is_upload:
            file.seek(0)
        else:
            file.close()
    ground = Image.new("RGBA", pixels.size, "white")
    few = Image.alpha_composite(ground, pixels).convert("RGB").quantize(_COLOURS)
    _count, index = max(few.getcolors() or [(0, 0)])
    palette = few.getpalette() or [0, 0, 0]
    return "#{:02x}{:02x}{:02x}".format(*palette[3 * index : 3 * index + 3])
