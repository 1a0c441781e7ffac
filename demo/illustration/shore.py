"""Out of doors: night sky, sea, headland, lighthouse and boats, for the scenes."""

import math
import random

from .palette import AMBER, INK, NIGHT, OAK, OCHRE, RED, SKIN, SLATE, UNDYED, WHITE, Tone
from .path import Outline, arc, ellipse, mirrored, path, rect
from .plate import FINE, Plate, mixed

ROCK = Tone("#35536B", "#1A3850", "#0C2033")


def sky(plate: Plate, horizon: float, count: int = 70, seed: int = 5) -> None:
    """A flat night with stars, thinner towards the sea."""
    plate.fill(rect(0, 0, plate.width, horizon), INK)
    scatter = random.Random(seed)  # noqa: S311 - seeded, so that it falls alike every time
    for _ in range(count):
        x, y = scatter.uniform(0, plate.width), horizon * 0.9 * scatter.random() ** 1.3
        plate.fill(
            ellipse(x, y, scatter.choice((0.8, 1.1, 1.7))),
            mixed(INK, WHITE.light, scatter.uniform(0.4, 0.95)),
        )


def swell(
    plate: Plate, top: float, colour: str, height: float = 5, length: float = 90, phase: float = 0
) -> None:
    """One flat band of sea with a rolling upper edge, down to the foot of the picture."""
    steps = int(plate.width // 5) + 1
    crest: Outline = [
        (n * 5, top + math.sin(n * 5 / length * math.tau + phase) * height) for n in range(steps + 1)
    ]
    plate.fill([*crest, (plate.width + 10, plate.height), (0, plate.height)], colour)


def glints(
    plate: Plate, left: float, right: float, top: float, bottom: float, count: int, colour: str, seed: int = 3
) -> None:
    """Short level strokes on the water, longer the nearer they are."""
    scatter = random.Random(seed)  # noqa: S311 - seeded, so that it falls alike every time
    for _ in range(count):
        depth = scatter.random()
        x, y = scatter.uniform(left, right), top + (bottom - top) * depth
        plate.line([(x, y), (x + 8 + 34 * depth, y)], 2 + 1.6 * depth, colour)


def lighthouse(plate: Plate, lit: bool = True, banded: bool = True) -> None:
    """A tapered tower with bands, gallery, lantern room and dome; about 300 high, foot at the origin."""
    tower = path("M 44 0 C 34 -60 30 -120 26 -214 L 0 -214")
    plate.turned(tower, WHITE)
    if banded:
        for top, bottom in ((-170, -128), (-88, -46)):
            with plate.clip(mirrored([*tower, (0.0, 0.0)])):
                plate.fill(rect(-60, top, 120, bottom - top), RED.mid)
                plate.fill(rect(14, top, 60, bottom - top), RED.dark)
                plate.fill(rect(-26, top, 8, bottom - top), RED.light)
        plate.line(mirrored(tower), closed=True)
    for y in (-192, -108, -26):
        plate.shape(rect(-5, y, 10, 15), AMBER if lit else INK, FINE)
    plate.solid(rect(-40, -226, 80, 13), SLATE, 5)
    for x in (-38, -26, -13, 0, 13, 26, 38):
        plate.line([(x, -226), (x, -242)], 2, SLATE.light)
    plate.line([(-40, -242), (40, -242)], 2, SLATE.light)
    plate.shape(rect(-22, -268, 44, 42), mixed(AMBER, "#FFFFFF", 0.6) if lit else WHITE.mid)
    if lit:
        plate.fill(ellipse(0, -247, 12, 15), AMBER)
    for x in (-8, 8):
        plate.line([(x, -268), (x, -226)], FINE)
    plate.turned(path("M 29 -266 C 26 -288 12 -298 4 -300 L 4 -312 L 0 -312 L 0 -266"), SLATE)
    plate.line([(0, -312), (0, -328)], 3)


def cottage(plate: Plate) -> None:
    """The keeper's house: low, white, one window lit."""
    plate.solid(rect(-52, -44, 104, 44), WHITE, 12)
    plate.solid([(-62, -44), (-44, -76), (44, -76), (62, -44)], SLATE, 10)
    plate.solid(rect(24, -92, 14, 24), WHITE, 5)
    plate.shape(rect(-34, -32, 18, 18), AMBER, FINE)
    plate.shape(rect(4, -32, 16, 32), RED.mid, FINE)


def rowing_boat(plate: Plate) -> None:
    """The keeper's boat under oars, a lantern in the bow, the keeper in oilskins."""
    plate.line([(-14, -44), (74, 12)], 5, OAK.mid)
    plate.solid(path("M -30 -18 C -34 -60 -22 -78 -4 -80 C 18 -80 26 -58 26 -18 Z"), OCHRE, 9, 4)
    plate.solid(path("M -18 -56 L 26 -44 L 22 -32 L -20 -40 Z"), OCHRE, 3, 0, 3)
    plate.shape(ellipse(-6, -90, 12, 13), SKIN.mid, 3)
    plate.solid(path("M -24 -92 C -22 -114 8 -116 12 -96 L 30 -82 C 12 -86 -8 -92 -24 -92 Z"), OCHRE, 5, 3, 3)
    plate.solid(
        path("M -112 -30 C -60 -14 60 -14 108 -34 C 100 6 80 22 56 24 L -56 24 C -88 20 -104 0 -112 -30 Z"),
        Tone("#F3EADA", "#DCCDB3", "#8C8168"),
        12,
        6,
    )
    plate.line(path("M -108 -20 C -60 -4 60 -4 104 -22"), FINE)
    plate.line([(-98, -26), (-98, -58)], 3)
    plate.shape(rect(-106, -58, 16, 22, 4), AMBER, 3)
    plate.shape(rect(-109, -64, 22, 7), INK, 2)
    plate.line([(-10, -46), (-80, 22)], 5, OAK.light)


def cutter(plate: Plate) -> None:
    """A gaff cutter under sail, heading left."""
    plate.solid(path("M 4 -30 L 4 -250 L 96 -206 L 118 -34 Z"), UNDYED, 14, 8)
    plate.solid(path("M -6 -34 L -6 -236 L -112 -26 Z"), WHITE, 8)
    plate.line([(0, -20), (0, -286)], 6, OAK.dark)
    plate.line([(-6, -30), (-128, -18)], 4)
    plate.solid(
        path("M -112 -24 C -60 -14 60 -14 124 -30 L 104 26 L -78 26 C -96 14 -106 -4 -112 -24 Z"),
        NIGHT,
        10,
        5,
    )
    plate.line(path("M -104 -10 C -50 0 60 0 116 -14"), 3, WHITE.light)


def gull(plate: Plate, x: float, y: float, size: float = 1, colour: str = INK) -> None:
    """Two wing strokes."""
    with plate.at(x, y, size):
        plate.line(path("M -26 -6 C -18 -14 -8 -10 0 0 C 8 -10 18 -14 26 -6"), 4, colour)


def rain(
    plate: Plate, box: tuple[float, float, float, float], count: int, colour: str, seed: int = 2
) -> None:
    """Slanting rain."""
    scatter = random.Random(seed)  # noqa: S311 - seeded, so that it falls alike every time
    for _ in range(count):
        x, y = scatter.uniform(box[0], box[2]), scatter.uniform(box[1], box[3])
        plate.line([(x, y), (x - 9, y + 26)], 3, colour)


def rings(
    plate: Plate, x: float, y: float, radii: tuple[float, ...], start: float, end: float, colour: str
) -> None:
    """A sound going out."""
    for n, radius in enumerate(radii):
        plate.line(arc(x, y, radius, start, end), 7 if n % 3 == 0 else 4, colour)
