"""Logbooks, pencils, charts and tables. There is no lettering: lines and marks stand for it."""

import math
import random

from .palette import (
    AMBER,
    BLACK,
    BRASS,
    GLASS,
    INK,
    LEAF,
    LEATHER,
    MOSS,
    NAVY,
    OAK,
    PAPER,
    RED,
    SEA,
    SLATE,
    UNDYED,
    WHITE,
    Tone,
)
from .path import Outline, ellipse, moved, path, polar, rect
from .plate import FINE, Plate, mixed

CLOTH = Tone("#8A9468", "#58643A", "#333B1D")
SHEET = Tone("#FFFDF6", "#F4EDDA", "#D5CAAE")
WATERPROOF = Tone("#F2F8F7", "#DCEAEA", "#A9C4C8")


def ruled(plate: Plate, x: float, y: float, width: float, rows: int, step: float, colour: str) -> None:
    """Writing, as rows of uneven line."""
    for n in range(rows):
        share = (0.94, 0.82, 0.9, 0.62, 0.97, 0.74)[n % 6]
        plate.line([(x, y + n * step), (x + width * share, y + n * step)], 3.4, colour)


def watch_log(plate: Plate) -> None:
    """Cloth-bound log standing on its tail, leather spine and corners, ribbon and blank label."""
    plate.solid([(214, -620), (252, -600), (252, -6), (214, -4)], LEAF, 10)
    for n in range(4):
        plate.line([(222 + n * 8, -610 + n * 4), (222 + n * 8, -10)], 2, LEAF.dark)
    plate.solid(path("M -230 -640 L 224 -640 L 224 0 L -230 0 Z"), CLOTH, 20, 12)
    plate.solid(rect(-248, -640, 112, 640, 8), LEATHER, 12, 14)
    for y in (-560, -440, -200, -80):
        plate.solid(rect(-254, y - 14, 120, 28, 6), LEATHER, 6, 8)
    plate.solid([(120, -640), (224, -640), (224, -536)], LEATHER, 10)
    plate.solid([(120, 0), (224, 0), (224, -104)], LEATHER, 10)
    plate.solid(rect(-74, -520, 230, 150), LEAF, 0)
    plate.line(rect(-60, -506, 202, 122), FINE, CLOTH.mid, closed=True)
    ruled(plate, -34, -470, 150, 3, 28, PAPER.dark)
    plate.solid([(60, 0), (92, 0), (92, 70), (76, 52), (60, 70)], RED, 5)


def log_page(plate: Plate) -> None:
    """A page of the log close to: ruled columns, entries, a pen lying across."""
    plate.solid(rect(-330, -760, 720, 900), SHEET, 16)
    plate.fill(rect(-330, -760, 720, 84), PAPER.light)
    for x in (-200, -90, 210):
        plate.line([(x, -760), (x, 140)], FINE, PAPER.dark)
    for n in range(18):
        plate.line([(-330, -676 + n * 46), (390, -676 + n * 46)], 2, PAPER.mid)
    for n in range(9):
        y = -644 + n * 46
        plate.line([(-300, y), (-236, y)], 6, INK)
        plate.line([(-170, y), (-120, y)], 6, INK)
        run = [(-66 + k * 12, y + math.sin(k * 1.9 + n) * 8) for k in range(8 + (n * 5) % 13)]
        plate.line(run, 4, SEA)
        plate.line([(240, y), (240 + 40 + n * 17 % 70, y)], 6, INK)
    plate.line(rect(-330, -760, 720, 900), closed=True)
    with plate.at(60, -160, 1, -34):
        plate.solid(path("M -230 0 L -180 -22 L 300 -22 L 300 22 L -180 22 Z"), BLACK, 12, 8)
        plate.solid(path("M -290 0 L -226 -14 L -226 14 Z"), BRASS, 6)
        plate.solid(rect(20, -26, 40, 52), BRASS, 8, 6)


def _leaf(side: int) -> Outline:
    return path(
        f"M 0 -430 C {side * 60} -480 {side * 200} -480 {side * 290} -446 "
        f"L {side * 290} -70 C {side * 200} -104 {side * 60} -104 0 -54 Z"
    )


def weather_diary(plate: Plate) -> None:
    """Open diary on a reading rest: sky signs on the left page, a pressure curve on the right."""
    plate.solid(path("M -150 0 L -110 -70 L 110 -70 L 150 0 Z"), OAK, 14, 8)
    plate.solid(path("M -312 -440 L 312 -440 L 312 -40 L -312 -40 Z"), MOSS, 14, 8)
    for side in (-1, 1):
        plate.solid(_leaf(side), SHEET, 10 if side > 0 else 0)
    plate.solid(rect(-330, -56, 660, 34, 4), OAK, 8, 6)
    for n, kind in enumerate(("sun", "cloud", "rain", "wind")):
        y = -410 + n * 84
        with plate.at(-232, y + 20):
            if kind == "sun":
                plate.shape(ellipse(0, 0, 20), AMBER, 4)
                for k in range(8):
                    plate.line([polar(0, 0, 27, k * 45), polar(0, 0, 35, k * 45)], 4)
            elif kind == "wind":
                plate.line([(-34, 20), (26, -20)], 5)
                plate.line([(26, -20), (34, 4)], 5)
                plate.line([(10, -9), (18, 14)], 5)
            else:
                cloud = path(
                    "M -36 14 C -50 -10 -24 -22 -14 -16 C -8 -36 24 -34 26 -12 C 48 -12 44 14 32 14 Z"
                )
                plate.shape(cloud, SLATE.light, 4)
                if kind == "rain":
                    for x in (-18, 4, 26):
                        plate.line([(x, 22), (x - 8, 38)], 4, SLATE.mid)
        ruled(plate, -174, y + 8, 140, 3, 18, PAPER.mid)
    with plate.at(0, 0):
        for n in range(6):
            plate.line([(44, -400 + n * 34), (256, -412 + n * 34)], 2, PAPER.mid)
        plate.line(path("M 44 -350 C 90 -400 110 -390 140 -330 C 170 -260 200 -260 256 -330"), 6, RED.mid)
        ruled(plate, 44, -196, 210, 4, 24, PAPER.mid)
    plate.line([(0, -430), (0, -60)])
    plate.solid([(-16, -60), (14, -60), (14, 64), (-1, 48), (-16, 64)], RED, 5)


def keepers_pencils(plate: Plate) -> None:
    """Hexagonal pencils, points up, in a stoneware jar."""
    for x, angle, height, tone in (
        (-70, -13, 610, RED),
        (-34, -5, 560, CLOTH),
        (6, 2, 660, NAVY),
        (44, 7, 590, BRASS),
        (74, 15, 540, BLACK),
    ):
        with plate.at(x, -90, 1, angle):
            plate.solid(rect(-26, -height + 90, 52, height - 100), tone, 14, 14)
            plate.solid([(-26, -height + 92), (26, -height + 92), (0, -height)], OAK, 9)
            plate.fill([(-8, -height + 28), (8, -height + 28), (0, -height)], INK)
            plate.line(
                [
                    (-26, -height + 92),
                    (-13, -height + 82),
                    (0, -height + 94),
                    (13, -height + 82),
                    (26, -height + 92),
                ],
                3.4,
            )
    plate.turned(
        path("M 120 0 C 140 -20 146 -60 146 -120 L 146 -270 L 158 -282 L 158 -306 L 0 -306 L 0 0"),
        Tone("#E6E0CC", "#BDB594", "#7D7650"),
    )
    plate.line([(-146, -270), (146, -270)], FINE)
    plate.fill(rect(-146, -190, 292, 40), SEA)
    plate.line([(-146, -190), (146, -190)], FINE)
    plate.line([(-146, -150), (146, -150)], FINE)


def coastline(
    plate: Plate, left: float, top: float, width: float, height: float, tone: Tone, land: Tone = OAK
) -> None:
    """The same stretch of coast on every chart: island, skerries, contours, soundings, light and rose."""
    frame = rect(left, top, width, height)

    def at(points: Outline) -> Outline:
        return [(left + x * width / 100, top + y * height / 100) for x, y in points]

    coast = path(
        "M 130 -20 L 58 -20 C 62 6 50 14 54 22 C 58 30 70 28 68 38 "
        "C 66 46 56 46 60 56 C 64 66 78 62 80 72 C 82 84 74 90 78 120 L 130 120 Z"
    )
    plate.fill(frame, tone.light)
    with plate.clip(frame):
        for shift, colour in (
            (-18, mixed(tone.mid, SLATE.light, 0.25)),
            (-9, mixed(tone.mid, SLATE.light, 0.6)),
        ):
            plate.fill(at(moved(coast, shift, 2)), colour)
            plate.line(at(moved(coast, shift, 2)), 2.4, SLATE.mid)
        plate.shape(at(coast), land.light, 4)
        plate.line(at(moved(coast, 8, 3)), 2.4, land.dark)
        plate.line(at(moved(coast, 16, 5)), 2.4, land.dark)
        for x, y, r in ((34, 34, 5), (28, 42, 2.6), (44, 70, 3.6), (38, 76, 2)):
            plate.shape(at(ellipse(x, y, r, r * 0.8 * width / height)), land.light, 4)
        scatter = random.Random(7)  # noqa: S311 - seeded, so that it falls alike every time
        for _ in range(46):
            x, y = scatter.uniform(5, 56), scatter.uniform(5, 95)
            plate.line(at([(x, y), (x + 1.2, y)]), 4, SLATE.mid)
        plate.line(at([(8, 96), (34, 34), (40, 4)]), 3, RED.mid)
        sector_tip = at([(34, 34)])[0]
        plate.fill(
            [sector_tip, polar(*sector_tip, width * 0.2, 150), polar(*sector_tip, width * 0.2, 190)], AMBER
        )
        plate.shape(ellipse(*sector_tip, width * 0.016), RED.mid, 3)
    rose = at([(22, 78)])[0]
    radius = width * 0.12
    plate.line(ellipse(*rose, radius), 3, SLATE.dark, closed=True)
    plate.line(ellipse(*rose, radius * 0.8), 2.4, SLATE.mid, closed=True)
    plate.ticks(*rose, radius * 0.8, radius, 0, 350, 35, 2, SLATE.dark)
    for n in range(8):
        length = radius * (0.95 if n % 2 == 0 else 0.5)
        plate.fill(
            [
                polar(*rose, length, n * 45 - 90),
                polar(*rose, radius * 0.14, n * 45 - 45),
                polar(*rose, radius * 0.14, n * 45 - 135),
            ],
            SEA,
        )
    plate.line(frame, 3, closed=True)


def zebra(
    plate: Plate, left: float, top: float, width: float, height: float, band: float, tone: Tone
) -> None:
    """The black and white scale round a chart."""
    plate.fill(rect(left, top, width, height), tone.light)
    across, down = round(width / (band * 3.4)), round(height / (band * 3.4))
    for n in range(0, across, 2):
        x = left + n * width / across
        plate.fill(rect(x, top, width / across, band), INK)
        plate.fill(rect(x + width / across * (across % 2), top + height - band, width / across, band), INK)
    for n in range(0, down, 2):
        y = top + n * height / down
        plate.fill(rect(left, y, band, height / down), INK)
        plate.fill(rect(left + width - band, y, band, height / down), INK)
    plate.line(rect(left, top, width, height), 3, closed=True)


def coast_chart(plate: Plate, sheet: Tone = SHEET) -> None:
    """Coastal chart let down between two rollers."""
    plate.line([(-180, -640), (0, -706), (180, -640)], 4)
    plate.solid(ellipse(0, -706, 12), BRASS, 3)
    body = rect(-244, -640, 488, 604)
    plate.solid(body, sheet, 12)
    zebra(plate, -222, -606, 444, 546, 11, sheet)
    coastline(plate, -204, -588, 408, 510, sheet, UNDYED if sheet is WATERPROOF else OAK)
    for y in (-652, -36):
        plate.solid(rect(-280, y, 560, 34, 17), OAK, 9, 7)
        for side in (-1, 1):
            plate.solid(rect(side * 276 - 16, y - 4, 32, 42, 8), BRASS, 8, 5)
    if sheet is WATERPROOF:
        for x, y, size in (
            (-150, -500, 1.2),
            (-96, -440, 0.8),
            (-164, -300, 0.9),
            (-30, -250, 1.3),
            (-110, -190, 0.8),
            (40, -520, 0.9),
            (-10, -380, 0.8),
        ):
            with plate.at(x, y, size):
                plate.shape(
                    path("M 0 -26 C 6 -10 14 0 14 9 C 14 26 -14 26 -14 9 C -14 0 -6 -10 0 -26 Z"),
                    GLASS.mid,
                    4,
                )
                plate.line([(-5, 8), (-3, 2)], 4, WHITE.light)


def chart_rose(plate: Plate, sheet: Tone = SHEET) -> None:
    """The chart's corner close to: scale, soundings and the light."""
    plate.fill(rect(-420, -840, 840, 1040), sheet.mid)
    zebra(plate, -360, -780, 1000, 1200, 34, sheet)
    coastline(plate, -310, -730, 900, 1100, sheet)


def tide_tables(plate: Plate) -> None:
    """Sewn booklet: tide curve and the moon's phases on the cover, a second copy behind."""
    with plate.at(60, -6, 1, 7):
        plate.solid(rect(-160, -560, 400, 560), PAPER, 14, 8)
    plate.solid(rect(-240, -580, 420, 580), Tone("#F7F6E8", "#E7E6CF", "#B6B68C"), 14)
    cover = rect(-214, -554, 368, 330)
    plate.fill(cover, CLOTH.dark)
    with plate.clip(cover):
        wave = [
            (-220 + n * 6, -380 + math.sin(n / 64 * math.tau * 2 + 0.6) * (62 + n * 0.5)) for n in range(66)
        ]
        plate.fill([*wave, (180, -200), (-230, -200)], SLATE.mid)
        plate.fill([*moved(wave, 0, 56), (180, -200), (-230, -200)], SLATE.dark)
        plate.line(wave, 6, WHITE.light)
        plate.fill(rect(-220, -236, 400, 30), SEA)
    plate.line(cover, closed=True)
    for n in range(5):
        x = -168 + n * 70
        plate.fill(ellipse(x, -170, 26), INK)
        phase = ellipse(x, -170, 26)
        with plate.clip(phase):
            plate.fill(ellipse(x + (-52, -26, 0, 26, 52)[n], -170, 26), AMBER if n == 2 else LEAF.light)
        plate.line(phase, 4, closed=True)
    ruled(plate, -208, -100, 330, 3, 28, PAPER.dark)
    for y in (-520, -300, -80):
        plate.line([(-228, y), (-228, y + 40)], 6, RED.mid)


def star_finder(plate: Plate) -> None:
    """Planisphere: turning star disc under an oval window, on a brass foot."""
    plate.solid(path("M -140 0 L -110 -44 L 110 -44 L 140 0 Z"), BRASS, 12, 8)
    plate.solid(rect(-24, -110, 48, 74), BRASS, 10, 6)
    cx, cy = 0, -382
    plate.solid(ellipse(cx, cy, 290), SHEET, 16)
    plate.ticks(cx, cy, 270, 284, 0, 357, 119, 2)
    plate.ticks(cx, cy, 262, 284, 0, 330, 11, 5)
    plate.solid(ellipse(cx, cy, 250), CLOTH, 0, 10)
    window = ellipse(cx, cy + 26, 196, 178)
    plate.fill(window, SEA)
    stars(plate, cx, cy, 230, window)
    plate.line(window, closed=True)
    plate.solid(ellipse(cx, cy, 15), BRASS, 4, 3)
    plate.solid(rect(-40, cy - 320, 80, 46, 6), BRASS, 8, 6)


DIPPER = [
    (-0.62, -0.28),
    (-0.44, -0.36),
    (-0.3, -0.28),
    (-0.14, -0.22),
    (-0.1, -0.02),
    (0.1, 0.0),
    (0.14, -0.22),
]
CASSIOPEIA = [(0.24, 0.34), (0.36, 0.5), (0.46, 0.34), (0.6, 0.46), (0.68, 0.28)]


def stars(plate: Plate, cx: float, cy: float, radius: float, window: Outline) -> None:
    """The northern sky: the Plough, Cassiopeia and a seeded scatter of small stars."""
    with plate.clip(window):
        for share in (0.3, 0.6):
            plate.line(ellipse(cx, cy, radius * share), 2, SLATE.mid, closed=True)
        scatter = random.Random(11)  # noqa: S311 - seeded, so that it falls alike every time
        for _ in range(70):
            x, y = polar(cx, cy, radius * scatter.random() ** 0.5, scatter.uniform(0, 360))
            plate.fill(ellipse(x, y, radius * scatter.choice((0.008, 0.012, 0.016))), WHITE.mid)
        for figure in (DIPPER, CASSIOPEIA):
            points = [(cx + x * radius, cy + y * radius + 14) for x, y in figure]
            plate.line(points if figure is CASSIOPEIA else [*points, points[3]], 3, BRASS.light)
            for x, y in points:
                plate.fill(ellipse(x, y, radius * 0.034), WHITE.light)
        plate.fill(ellipse(cx + radius * 0.02, cy + radius * 0.46, radius * 0.04), AMBER)


def star_window(plate: Plate) -> None:
    """The window of the star finder close to."""
    plate.fill(rect(-420, -840, 840, 1040), CLOTH.mid)
    plate.ticks(60, -300, 560, 620, 180, 330, 75, 4, CLOTH.light)
    window = ellipse(60, -300, 500, 430)
    plate.fill(window, SEA)
    stars(plate, 60, -360, 560, window)
    plate.line(window, 9, BRASS.mid, closed=True)
    plate.line(window, closed=True)
    plate.solid(ellipse(60, -360, 34), BRASS, 9, 7)
