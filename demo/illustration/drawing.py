"""What the shop asks for by name: a picture and an honest description of it."""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from .palette import Tone
from .plate import HORIZON, Plate, product_plate, shadow

Motif = Callable[[Plate], None]


@dataclass(frozen=True)
class Drawing:
    """One picture of the catalogue; calling it draws it."""

    alt: str
    paint: Callable[[], Plate]

    def __call__(self) -> Image.Image:
        return self.paint().finished()


def product(hue: Tone, alt: str, motif: Motif, half: float = 190, x: float = 0, scale: float = 1) -> Drawing:
    """A thing standing on the horizon line of its category's ground, its shadow falling right."""

    def paint() -> Plate:
        plate = product_plate(hue)
        with plate.at(400, HORIZON):
            shadow(plate, half, hue)
            with plate.at(x, 0, scale):
                motif(plate)
        return plate

    return Drawing(alt, paint)


def detail(hue: Tone, alt: str, motif: Motif) -> Drawing:
    """A telling part, cropped in: it fills the plate, so it casts no shadow."""

    def paint() -> Plate:
        plate = product_plate(hue)
        with plate.at(400, HORIZON):
            motif(plate)
        return plate

    return Drawing(alt, paint)
