"""The night coast: home picture, share card and mark."""

from . import light, shore
from .drawing import Drawing
from .palette import AMBER, CHALK, INK, IRON, OAK, SEA, SLATE, UNDYED
from .path import path, rect
from .plate import Plate, mixed


def home_hero() -> Plate:
    """Night at the station: the tower lights the sound, the keeper rows out, the stores wait on the quay."""
    plate = Plate(1000, 625)
    horizon = 380.0
    shore.sky(plate, horizon, 120)
    for top, share in ((236, 0.16), (300, 0.3), (344, 0.46)):
        plate.fill(rect(0, top, 1000, horizon - top), mixed(INK, SEA, share))
    plate.fill(
        path("M 560 380 C 640 366 720 372 780 352 C 830 336 900 352 1000 340 L 1000 380 Z"),
        mixed(INK, SEA, 0.2),
    )
    plate.fill(rect(0, horizon, 1000, 250), SEA)
    lamp = (196.0, 122.0)
    plate.beam(lamp, 7, 36, 1450, 0.98)
    plate.beam(lamp, 13, 29, 1250, 0.5, mixed(AMBER, "#FFFFFF", 0.45))
    plate.beam(lamp, 184, 214, 520, 0.5)
    for top, share, height, phase in ((444, 0.22, 4, 0), (484, 0.4, 5, 1.9), (532, 0.58, 7, 4.1)):
        shore.swell(plate, top, mixed(SEA, INK, share), height, 150, phase)
    plate.line([(-10, horizon), (1010, horizon)], 3)
    shore.glints(plate, 430, 960, 392, 470, 40, mixed(SEA, AMBER, 0.85))
    shore.glints(plate, 20, 640, 450, 600, 30, mixed(SEA, SLATE.light, 0.3), 8)
    headland = path(
        "M -40 340 C 30 326 80 352 130 354 C 180 356 236 352 284 366 "
        "C 318 376 326 392 356 396 C 380 400 396 412 420 424 "
        "C 430 432 420 438 400 438 C 250 452 80 456 -40 462 Z"
    )
    plate.solid(headland, shore.ROCK, 0, 10)
    for crack in (
        "M 36 400 C 96 392 150 398 210 404",
        "M 236 392 C 270 392 290 400 316 412",
        "M 90 428 C 150 420 220 424 270 426",
    ):
        plate.line(path(crack), 3, shore.ROCK.light)
    plate.line(
        path("M -10 464 C 120 456 280 452 420 440 C 436 438 446 442 456 446"), 4, mixed(SEA, SLATE.light, 0.7)
    )
    with plate.at(92, 355, 0.94):
        shore.cottage(plate)
    with plate.at(196, 364, 0.98):
        shore.lighthouse(plate)
    with plate.at(572, 436, 0.86):
        shore.rowing_boat(plate)
    for x0, x1, y in ((462, 520, 456), (556, 640, 462), (650, 716, 455)):
        plate.line([(x0, y), (x1, y)], 3, mixed(SEA, AMBER, 0.85))
    _quay(plate)
    return plate


def _quay(plate: Plate) -> None:
    """Stores on the quay in the foreground."""
    plate.solid(path("M 690 640 L 690 578 L 1020 578 L 1020 640 Z"), shore.ROCK, 0, 0)
    plate.fill(rect(692, 580, 330, 10), shore.ROCK.light)
    for x in (778, 866, 954):
        plate.line([(x, 592), (x, 632)], 3, INK)
    with plate.at(730, 578):
        plate.turned(path("M 22 0 L 16 -12 L 16 -42 L 26 -50 L 26 -60 C 16 -66 8 -68 0 -68 L 0 0"), IRON, 3)
        for y in (-20, -28, -36):
            plate.line(path(f"M -17 {y} C -8 {y + 5} 8 {y + 5} 17 {y}"), 9)
            plate.line(path(f"M -17 {y} C -8 {y + 5} 8 {y + 5} 17 {y}"), 5, UNDYED.mid)
        rope = path("M 15 -24 C 40 0 34 -2 62 -3 C 74 -3 78 -3 84 -4")
        plate.line(rope, 9)
        plate.line(rope, 5, UNDYED.mid)
    with plate.at(846, 579, 0.4):
        light.storm_lantern(plate)
    with plate.at(966, 579, 0.2):
        plate.solid(rect(-170, -230, 420, 230), OAK, 20, 14)
        plate.line([(-170, -150), (250, -150)])
        plate.line([(-170, -76), (250, -76)])
        for x in (-170, 200):
            plate.solid(rect(x, -244, 50, 244), OAK, 10, 8)


def share_card() -> Plate:
    """The share card without words: tower on the left, the beam over a quiet sea."""
    plate = Plate(600, 315)
    shore.sky(plate, 226, 50, 9)
    plate.fill(rect(0, 226, 600, 90), SEA)
    plate.beam((112, 64), 2, 27, 640, 0.95)
    for top, share, phase in ((246, 0.2, 0), (272, 0.5, 2)):
        shore.swell(plate, top, mixed(SEA, INK, share), 3, 110, phase)
    plate.line([(-10, 226), (610, 226)], 3)
    shore.glints(plate, 240, 580, 234, 264, 16, mixed(SEA, AMBER, 0.75))
    plate.solid(
        path("M -10 206 C 40 196 70 212 110 214 C 160 216 200 232 236 256 C 140 272 60 276 -10 278 Z"),
        shore.ROCK,
        0,
        8,
    )
    with plate.at(112, 222, 0.64):
        shore.lighthouse(plate)
    with plate.at(400, 262, 0.5):
        shore.rowing_boat(plate)
    return plate


def mark() -> Plate:
    """The mark: a lamp and a wedge of light, bold enough for 32 pixels."""
    plate = Plate(256, 256, SEA)
    plate.fill([(84, 92), (256, 34), (256, 214)], AMBER)
    plate.fill(rect(48, 78, 72, 64), CHALK)
    plate.fill(rect(64, 78, 40, 64), AMBER)
    plate.fill(path("M 34 78 C 38 46 62 30 76 28 L 76 14 L 92 14 L 92 28 C 106 30 130 46 134 78 Z"), CHALK)
    plate.fill(rect(30, 142, 108, 20), CHALK)
    plate.fill([(50, 174), (118, 174), (134, 256), (34, 256)], CHALK)
    return plate


WIDE: dict[str, Drawing] = {
    "home-hero": Drawing(
        "Night coast: a lighthouse beam over the sea, a keeper rowing out, a lantern burning on the quay",
        home_hero,
    ),
    "share": Drawing("Lighthouse on a rock, its beam over a night sea with a rowing boat", share_card),
    "logo": Drawing("Pharos mark: a lamp and a wedge of light", mark),
}
