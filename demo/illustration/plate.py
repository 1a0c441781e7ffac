"""The plate a picture is drawn on: canvas, transforms, flat shapes with one light, beam and horizon.

Pillow draws hard edges, so the plate is kept at twice the final size and halved once at the end.
"""

import functools
import math
from collections.abc import Generator
from contextlib import contextmanager
from itertools import pairwise

from PIL import Image, ImageChops, ImageColor, ImageDraw

from .palette import AMBER, CHALK, INK, Tone
from .path import Outline, Points, mirrored, moved

STROKE = 5.0
FINE = 2.6
HORIZON = 820.0

_SUPERSAMPLE = 2
_PIXELS_PER_UNIT = 2

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[int, int, int, int]


class Plate:
    """A canvas in logical units: 800 x 1000 of them make a 1600 x 2000 picture."""

    def __init__(self, width: float, height: float, ground: str = CHALK) -> None:
        self.width, self.height = width, height
        self._factor = _SUPERSAMPLE * _PIXELS_PER_UNIT
        self.image = Image.new("RGB", (round(width * self._factor), round(height * self._factor)), ground)
        self._matrix: Matrix = (self._factor, 0, 0, 0, self._factor, 0)
        self._weight = float(self._factor)

    def finished(self) -> Image.Image:
        """The picture at its final size."""
        return self.image.reduce(_SUPERSAMPLE)

    # Where things go

    @contextmanager
    def at(
        self, x: float = 0, y: float = 0, scale: float = 1, angle: float = 0, flip: bool = False
    ) -> Generator[None]:
        """Draw in a moved, scaled, turned (clockwise) or mirrored frame; small things get a thinner line."""
        kept, weight = self._matrix, self._weight
        a, b, c, d, e, f = kept
        cos, sin = math.cos(math.radians(angle)) * scale, math.sin(math.radians(angle)) * scale
        across = -1 if flip else 1
        self._matrix = (
            (a * cos + b * sin) * across,
            b * cos - a * sin,
            a * x + b * y + c,
            (d * cos + e * sin) * across,
            e * cos - d * sin,
            d * x + e * y + f,
        )
        self._weight = weight * scale**0.6
        try:
            yield
        finally:
            self._matrix, self._weight = kept, weight

    @contextmanager
    def clip(self, outline: Points) -> Generator[None]:
        """Keep what is drawn inside an outline."""
        pixels = self._pixels(outline)
        box = self._box(pixels)
        outside = self.image.copy()
        yield
        outside.paste(self.image.crop(box), box[:2], _mask(pixels, box))
        self.image = outside

    # Flat shapes

    def fill(self, outline: Points, colour: str) -> None:
        """A flat shape without a line."""
        ImageDraw.Draw(self.image).polygon(self._pixels(outline), fill=colour)

    def line(self, points: Points, width: float = STROKE, colour: str = INK, closed: bool = False) -> None:
        """A line with round ends and joints."""
        pixels = self._pixels(points)
        half = max(width * self._weight / 2, 0.9)
        pen = ImageDraw.Draw(self.image)
        if closed:
            pixels = [*pixels, pixels[0]]
        for (x0, y0), (x1, y1) in pairwise(pixels):
            length = math.hypot(x1 - x0, y1 - y0)
            if length:
                nx, ny = (y0 - y1) / length * half, (x1 - x0) / length * half
                pen.polygon(
                    [(x0 + nx, y0 + ny), (x1 + nx, y1 + ny), (x1 - nx, y1 - ny), (x0 - nx, y0 - ny)],
                    fill=colour,
                )
        for x, y in pixels:
            pen.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def wire(self, points: Points, tone: Tone, width: float, closed: bool = False) -> None:
        """Rod, wire or a ring of either: tone inside the common line."""
        self.line(points, width, closed=closed)
        self.line(points, width - STROKE * 1.4, tone.mid, closed)

    def shape(self, outline: Points, colour: str, width: float = STROKE, ink: str = INK) -> None:
        """A flat shape with the common line around it."""
        self.fill(outline, colour)
        self.line(outline, width, ink, closed=True)

    def solid(
        self, outline: Points, tone: Tone, rim: float = 16, gleam: float = 0, width: float = STROKE
    ) -> None:
        """A shape lit from the upper left: a dark rim on the far side, on request a gleam on the near one."""
        pixels = self._pixels(outline)
        box = self._box(pixels)
        whole = _mask(pixels, box)
        self.image.paste(tone.dark if rim else tone.mid, box, whole)
        if rim:
            self._paste(tone.mid, box, whole, self._towards_light(pixels, rim))
        if gleam:
            near = ImageChops.invert(_mask(self._towards_light(pixels, -gleam), box))
            self.image.paste(tone.light, box, ImageChops.multiply(whole, near))
        self.line(outline, width, closed=True)

    def turned(self, half: Points, tone: Tone, width: float = STROKE) -> None:
        """A body of revolution from its right-hand profile: gleam on the left, shade on the right."""
        while half[-1][0] == half[-2][0] == 0:  # a profile may run down its own axis; the axis is not a line
            half = half[:-1]
        self.fill(mirrored(half), tone.mid)
        self.fill([*half, *((x * 0.42, y) for x, y in reversed(half))], tone.dark)
        self.fill([(-x * 0.8, y) for x, y in half] + [(-x * 0.52, y) for x, y in reversed(half)], tone.light)
        self.line(mirrored(half), width, closed=True)

    def ticks(
        self,
        cx: float,
        cy: float,
        inner: float,
        outer: float,
        start: float,
        end: float,
        count: int,
        width: float = FINE,
        colour: str = INK,
    ) -> None:
        """Graduations of a dial or an arc, first and last mark included."""
        for n in range(count + 1):
            angle = math.radians(start + (end - start) * n / count)
            cos, sin = math.cos(angle), math.sin(angle)
            self.line(
                [(cx + inner * cos, cy + inner * sin), (cx + outer * cos, cy + outer * sin)], width, colour
            )

    # Light and ground

    def beam(
        self,
        apex: tuple[float, float],
        first: float,
        last: float,
        reach: float,
        strength: float = 0.6,
        colour: str = AMBER,
    ) -> None:
        """The wedge of light: the one gradient in the catalogue."""
        wedge = [apex]
        for n in range(13):
            angle = math.radians(first + (last - first) * n / 12)
            wedge.append((apex[0] + math.cos(angle) * reach, apex[1] + math.sin(angle) * reach))
        pixels = self._pixels(wedge)
        box = self._box(pixels)
        x, y = self._pixels([apex])[0]
        radius = reach * self._factor
        size = (box[2] - box[0], box[3] - box[1])
        glow = _glow(size, (x - box[0], y - box[1]), radius, strength)
        self.image.paste(colour, box, ImageChops.multiply(glow, _mask(pixels, box)))

    def _paste(self, colour: str, box: Box, within: Image.Image, pixels: Outline) -> None:
        self.image.paste(colour, box, ImageChops.multiply(within, _mask(pixels, box)))

    def _towards_light(self, pixels: Outline, distance: float) -> Outline:
        """Shift on the picture, not in the turned frame: the light stays upper left for everything."""
        step = distance * math.hypot(self._matrix[0], self._matrix[3])
        return moved(pixels, -step, -step * 0.35)

    def _pixels(self, outline: Points) -> Outline:
        a, b, c, d, e, f = self._matrix
        return [(a * x + b * y + c, d * x + e * y + f) for x, y in outline]

    def _box(self, pixels: Outline) -> Box:
        xs, ys = [x for x, _ in pixels], [y for _, y in pixels]
        left, top = max(0, math.floor(min(xs))), max(0, math.floor(min(ys)))
        right = min(self.image.width, math.ceil(max(xs)) + 1)
        bottom = min(self.image.height, math.ceil(max(ys)) + 1)
        return left, top, max(right, left + 1), max(bottom, top + 1)


def _mask(pixels: Outline, box: Box) -> Image.Image:
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 0)
    ImageDraw.Draw(mask).polygon([(x - box[0], y - box[1]) for x, y in pixels], fill=255)
    return mask


@functools.lru_cache(maxsize=8)
def _glow(size: tuple[int, int], centre: tuple[float, float], radius: float, strength: float) -> Image.Image:
    """Fall-off from the lamp, worked out small and enlarged: it is smooth, so nothing is lost."""
    step = 16
    columns, rows = size[0] // step + 2, size[1] // step + 2
    values = bytes(
        round(
            255
            * strength
            * max(0.0, 1 - math.hypot(n * step - centre[0], m * step - centre[1]) / radius) ** 0.9
        )
        for m in range(rows)
        for n in range(columns)
    )
    small = Image.frombytes("L", (columns, rows), values)
    return small.resize((columns * step, rows * step), Image.Resampling.BICUBIC).crop((0, 0, *size))


def mixed(first: str, second: str, share: float) -> str:
    """A colour between two inks, for flat overlaps such as glass and distance."""
    one, two = ImageColor.getrgb(first), ImageColor.getrgb(second)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(one, two, strict=True))


@functools.lru_cache(maxsize=8)
def _prepared(hue: Tone) -> Image.Image:
    plate = Plate(800, 1000)
    plate.fill([(0, HORIZON), (800, HORIZON), (800, 1000), (0, 1000)], hue.light)
    plate.beam((-90, -60), 17, 68, 1250, 0.62)
    plate.line([(-10, HORIZON), (810, HORIZON)])
    return plate.image


def product_plate(hue: Tone) -> Plate:
    """An 800 x 1000 plate with ground, beam and the common horizon line already on it."""
    plate = Plate(800, 1000)
    plate.image = _prepared(hue).copy()
    return plate


def shadow(plate: Plate, half: float, hue: Tone, lean: float = 90, depth: float = 26) -> None:
    """The flat shadow of something standing at the origin, falling away from the beam."""
    plate.fill(
        [(-half, 2.5), (half, 2.5), (half + lean, depth), (-half + lean * 0.6, depth)],
        mixed(hue.light, hue.mid, 0.6),
    )
