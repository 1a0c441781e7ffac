"""Code flags, the storm cone, bells and horns."""

import math

from .palette import BLACK, BRASS, INK, IRON, MAHOGANY, OAK, RED, SIGNALS, UNDYED, WHITE, Tone
from .path import Outline, arc, ellipse, mirrored, path, polar, rect, ribbon
from .plate import FINE, Plate, mixed

BLUE = Tone("#4A82B8", "#1F5C99", "#143E69")
YELLOW = Tone("#F7DB7A", "#EFC22F", "#B08A14")
BELLOWS = Tone("#D98A6C", "#A4492F", "#66281A")
BELL = Tone("#F3D89A", "#C08A3A", "#74481F")

# Each flag as cells (left, top, right, bottom, cloth) in a unit square, hoist on the left.
FLAGS: dict[str, list[tuple[float, float, float, float, Tone]]] = {
    "a": [(0, 0, 0.5, 1, WHITE), (0.5, 0, 1, 1, BLUE)],
    "b": [(0, 0, 1, 1, RED)],
    "d": [(0, 0, 1, 1, YELLOW), (0, 0.25, 1, 0.75, BLUE)],
    "e": [(0, 0, 1, 0.5, BLUE), (0, 0.5, 1, 1, RED)],
    "h": [(0, 0, 0.5, 1, WHITE), (0.5, 0, 1, 1, RED)],
    "k": [(0, 0, 0.5, 1, YELLOW), (0.5, 0, 1, 1, BLUE)],
    "n": [
        (column / 4, row / 4, column / 4 + 0.25, row / 4 + 0.25, BLUE if (row + column) % 2 == 0 else WHITE)
        for row in range(4)
        for column in range(4)
    ],
    "p": [(0, 0, 1, 1, BLUE), (0.33, 0.33, 0.67, 0.67, WHITE)],
    "u": [(0, 0, 0.5, 0.5, RED), (0.5, 0, 1, 0.5, WHITE), (0, 0.5, 0.5, 1, WHITE), (0.5, 0.5, 1, 1, RED)],
}
SWALLOWTAILED = "ab"


def flag(plate: Plate, letter: str, width: float, height: float, wave: float = 0.06) -> None:
    """A code flag flying to the right from the origin, its upper hoist corner."""

    def at(u: float, v: float) -> tuple[float, float]:
        lift = math.sin(u * 5.6) * wave * width * min(1, u * 2.5)
        return u * width, v * height + lift

    def edge(left: float, top: float, right: float, bottom: float) -> Outline:
        steps = 16
        upper = [at(left + (right - left) * n / steps, top) for n in range(steps + 1)]
        lower = [at(left + (right - left) * n / steps, bottom) for n in range(steps, -1, -1)]
        return upper + lower

    outline = edge(0, 0, 1, 1)
    if letter in SWALLOWTAILED:
        outline.insert(17, at(0.74, 0.5))
    with plate.clip(outline):
        for left, top, right, bottom, cloth in FLAGS[letter]:
            plate.fill(edge(left, top, right, bottom), cloth.mid if cloth is not WHITE else cloth.light)
            if wave:  # the fold that turns away from the light
                a, b = max(left, 0.36), min(right, 0.66)
                if a < b:
                    plate.fill(
                        edge(a, top, b, bottom),
                        mixed(cloth.mid, cloth.dark, 0.38) if cloth is not WHITE else cloth.mid,
                    )
    plate.line(outline, closed=True)


def single_code_flag(plate: Plate, letter: str = "a") -> None:
    """One code flag on a staff stepped in an oak block."""
    plate.solid(rect(-242, -680, 24, 660, 6), OAK, 9, 5)
    plate.solid(ellipse(-230, -688, 22), BRASS, 7, 5)
    plate.solid(path("M -310 0 L -296 -44 L -164 -44 L -150 0 Z"), OAK, 12, 8)
    with plate.at(-206, -630):
        flag(plate, letter, 450, 400)
    for y in (-614, -246):
        plate.line([(-230, y), (-206, y)], 7)
        plate.solid(ellipse(-206, y, 11), BRASS, 3, 0, 3)


def flag_toggle(plate: Plate, letter: str = "n") -> None:
    """The hoist of a flag close to: toggle, becket and stitched heading."""
    with plate.at(-90, -640):
        flag(plate, letter, 900, 900, 0.03)
    plate.solid(rect(-140, -660, 96, 920), UNDYED, 16, 12)
    for x in (-122, -62):
        for y in range(-640, 240, 30):
            plate.line([(x, y), (x, y + 15)], 4, UNDYED.dark)
    rope = path("M -92 -640 C -100 -740 -190 -700 -240 -760")
    plate.line(rope, 32)
    plate.line(rope, 22, UNDYED.mid)
    with plate.at(-250, -764, 1, 42):
        plate.solid(path("M -100 0 C -90 -46 90 -46 100 0 C 90 46 -90 46 -100 0 Z"), OAK, 14, 10)
        plate.line([(-10, -34), (-10, 34)], FINE)
        plate.line([(10, -34), (10, 34)], FINE)
    plate.solid(ellipse(-92, -610, 30), BRASS, 8, 6)
    plate.shape(ellipse(-92, -610, 13), INK)


def code_flag_set(plate: Plate) -> None:
    """Nine flags on three halyards below a yard."""
    plate.solid(rect(-14, -690, 28, 690), OAK, 10, 6)
    plate.solid(path("M -90 0 L -70 -40 L 70 -40 L 90 0 Z"), OAK, 12, 8)
    for side in (-1, 1):
        plate.line([(side * 12, -690), (side * 268, -634)], FINE)
    for x, letters in ((-262, "bpk"), (-74, "nae"), (114, "udh")):
        plate.line([(x, -636), (x, -60)], 4)
        for n, letter in enumerate(letters):
            with plate.at(x, -610 + n * 172):
                flag(plate, letter, 152, 132, 0.05)
        plate.line([(x, -60), (0, -34)], 3)
    plate.solid(ribbon([(-290, -634), (290, -634)], 22), OAK, 6, 4)
    plate.solid(ellipse(0, -690, 20), BRASS, 6, 4)


def storm_cone(plate: Plate) -> None:
    """Black canvas cone, point up, hoisted on a gallows: a gale from the north."""
    plate.solid(rect(196, -690, 30, 690), OAK, 10, 6)
    plate.solid(path("M 130 0 L 152 -44 L 270 -44 L 292 0 Z"), OAK, 12, 8)
    plate.solid(ribbon([(-190, -660), (250, -660)], 26), OAK, 8, 5)
    plate.solid(ribbon([(80, -656), (200, -540)], 18), OAK, 6)
    plate.line([(-60, -640), (-60, -540)], 6)
    plate.solid(rect(-78, -650, 36, 44, 8), IRON, 8)
    with plate.at(-60, 0):
        cone = mirrored(path("M 16 -548 L 190 -150 C 120 -112 60 -106 0 -106"))
        plate.solid(cone, BLACK, 40, 24)
        for y, half in ((-420, 72), (-290, 129)):
            plate.line(
                path(
                    f"M {-half} {y} C {-half / 2} {y + half * 0.22} {half / 2} {y + half * 0.22} {half} {y}"
                ),
                FINE,
                BLACK.light,
            )
        for end in (-110, -34, 46, 118):
            plate.line([(end * 0.1, -540), (end, -118)], FINE, BLACK.light)
        plate.line(cone, closed=True)
        plate.solid(ellipse(0, -556, 18), BRASS, 5, 3)
        plate.line(path("M 0 -108 C -6 -80 20 -60 10 -24"), 6)
        plate.line([(-180, -140), (0, -60), (180, -140)], 3)


def fog_horn(plate: Plate) -> None:
    """Box fog horn: bellows behind an oak frame, long straight brass trumpet, pump handle."""
    plate.solid(rect(196, -600, 20, 280), IRON, 7, 5)
    with plate.at(206, -604):
        plate.solid(rect(-76, -22, 152, 40, 16), MAHOGANY, 10, 8)
    for x in (-96, 84):
        plate.solid(rect(x - 13, -440, 26, 110), BRASS, 6, 5)
    trumpet = path(
        "M 130 -456 L -180 -478 C -240 -486 -276 -516 -300 -560 L -300 -340 "
        "C -276 -384 -240 -414 -180 -422 L 130 -444 Z"
    )
    plate.solid(trumpet, BRASS, 16, 12)
    plate.solid(rect(92, -496, 74, 92, 8), BRASS, 14, 9)
    plate.solid(ellipse(-300, -450, 30, 112), BRASS, 0, 10)
    plate.shape(ellipse(-300, -450, 17, 92), SIGNALS.dark)
    for x, half in ((-184, 34), (-60, 26)):
        plate.solid(rect(x - 9, -450 - half, 18, half * 2, 4), BRASS, 5, 4)
    plate.solid(rect(-200, -342, 430, 318), OAK, 20, 12)
    well = rect(-140, -290, 310, 214)
    plate.fill(well, BLACK.dark)
    for n in range(5):
        y = -282 + n * 41
        plate.solid(
            [(-118, y), (148, y), (166, y + 20), (148, y + 40), (-118, y + 40), (-136, y + 20)],
            BELLOWS,
            10,
            6,
            4,
        )
    plate.line(well, closed=True)
    for x in (-186, 198):
        for y in (-316, -186, -52):
            plate.shape(ellipse(x + 8, y, 8), BRASS.mid, 3)
    plate.solid(rect(-220, -360, 470, 36), OAK, 10, 8)
    plate.solid(rect(-220, -34, 470, 34), MAHOGANY, 10)


def horn_mouth(plate: Plate) -> None:
    """The trumpet from in front: lip, throat and the reed's brass nut."""
    plate.solid(ellipse(0, -330, 350), BRASS, 30, 24)
    plate.shape(ellipse(0, -330, 300), BRASS.dark)
    plate.fill(ellipse(14, -322, 286), SIGNALS.dark)
    plate.line(arc(0, -330, 326, 190, 262), 14, BRASS.light)
    for radius, colour in ((220, "#5E2415"), (150, "#451A10"), (90, INK)):
        plate.shape(ellipse(16, -320, radius), colour, FINE)
    plate.solid(ellipse(18, -318, 46), BRASS, 10, 8)
    plate.line([polar(18, -318, 26, -40), polar(18, -318, 26, 140)])


def rope(plate: Plate, points: Outline, width: float = 20) -> None:
    """Laid cotton line with its strands showing."""
    plate.line(points, width)
    plate.line(points, width - 9, UNDYED.mid)
    for (x0, y0), (x1, y1) in zip(points[::2], points[1::2], strict=False):
        dx, dy = x1 - x0, y1 - y0
        length = math.hypot(dx, dy) or 1
        nx, ny = -dy / length * (width - 9) / 2, dx / length * (width - 9) / 2
        plate.line([(x0 + nx, y0 + ny), (x1 - nx, y1 - ny)], FINE, UNDYED.dark)


def station_bell(plate: Plate) -> None:
    """Bronze bell in an oak belfry, knotted lanyard on the clapper."""
    for side in (-1, 1):
        plate.solid(rect(side * 244 - 22, -640, 44, 640), OAK, 14, 8)
        plate.solid(
            path(
                f"M {side * 244 - 70} 0 L {side * 244 - 56} -40 L {side * 244 + 56} -40 "
                f"L {side * 244 + 70} 0 Z"
            ),
            OAK,
            10,
            6,
        )
        plate.solid(ribbon([(side * 226, -520), (side * 120, -622)], 26), OAK, 8, 5)
    plate.solid(rect(-300, -672, 600, 52, 4), OAK, 14, 10)
    plate.solid(ribbon(path("M -34 -610 C -34 -540 34 -540 34 -610", 18), 22), IRON, 6)
    rope(plate, path("M 0 -180 C 10 -140 -14 -110 2 -66", 18), 24)
    plate.solid(ellipse(4, -50, 26, 30), UNDYED, 8, 6)
    for k in (-12, 0, 12):
        plate.line([(-16, -50 + k - 6), (22, -50 + k + 6)], FINE, UNDYED.dark)
    for x in (-10, 4, 18):
        plate.line([(4, -24), (x, -2)], 4)
    plate.solid(ellipse(0, -196, 32), IRON, 10, 6)
    plate.turned(
        path(
            "M 204 -206 C 208 -222 196 -230 186 -240 C 138 -290 142 -400 124 -466 "
            "C 108 -530 60 -548 40 -552 L 34 -574 L 0 -574 L 0 -206"
        ),
        BELL,
    )
    plate.line([(-186, -240), (186, -240)])
    plate.line([(-172, -262), (172, -262)], FINE)
    plate.line([(-126, -462), (126, -462)], FINE)
    plate.line([(-122, -476), (122, -476)], FINE)


def bell_lanyard(plate: Plate) -> None:
    """The lip of the bell, the clapper and the knotted lanyard close to."""
    plate.turned(
        path("M 390 -440 C 396 -480 350 -500 336 -530 C 300 -600 290 -700 286 -860 L 0 -860 L 0 -440"), BELL
    )
    plate.line([(-336, -530), (336, -530)])
    plate.line([(-320, -566), (320, -566)], FINE)
    plate.solid(ellipse(0, -420, 74), IRON, 20, 14)
    rope(plate, path("M 0 -350 C 20 -260 -20 -200 0 -90", 26), 54)
    plate.solid(ellipse(0, -60, 70, 82), UNDYED, 18, 14)
    for k in range(-3, 4):
        plate.line(
            path(
                f"M {-60 + abs(k) * 8} {-74 + k * 22} "
                f"C -20 {-54 + k * 22} 20 {-54 + k * 22} {60 - abs(k) * 8} {-74 + k * 22}"
            ),
            3.4,
            UNDYED.dark,
        )
    for x in (-50, -30, -10, 10, 30, 50):
        plate.line([(x * 0.5, 18), (x, 110)], 12)
        plate.line([(x * 0.5, 18), (x, 108)], 5, UNDYED.light)


def bosuns_call(plate: Plate, tone: Tone = BRASS) -> None:
    """Bosun's call, its keel let into a turned stand: buoy, gun, keel and shackle, chain hanging free."""
    plate.turned(
        path("M 170 0 L 170 -22 L 60 -40 C 24 -60 22 -90 22 -120 C 22 -150 30 -180 50 -206 L 0 -206 L 0 0"),
        MAHOGANY,
    )
    plate.line([(-170, -22), (170, -22)], FINE)
    keel = path("M -190 -330 L -130 -216 L 76 -216 C 130 -232 170 -262 196 -318 L 180 -340 Z")
    plate.solid(keel, tone, 12, 10)
    plate.solid(rect(-64, -232, 128, 34, 4), MAHOGANY, 10, 7)
    gun = path("M -180 -352 C -40 -356 80 -344 180 -362 C 236 -374 270 -396 304 -430", 24)
    plate.solid(ribbon(gun, 46, 22), tone, 10, 8)
    plate.solid(ellipse(302, -428, 16), tone, 4, 3)
    plate.solid(rect(-150, -384, 22, 62, 6), tone, 6, 5)
    plate.solid(ellipse(-208, -358, 72), tone, 18, 12)
    plate.shape(path("M -222 -432 L -172 -424 L -178 -400 L -228 -408 Z"), INK)
    plate.line(arc(-208, -358, 52, 150, 215), 8, tone.light)
    for n in range(22):
        x, y = 176 + n * 2.4 + max(0, n - 17) * 16, min(-262 + n * 14.5, -10)
        plate.line(ellipse(x, y, 7 if n % 2 else 11, 12), 4.5, closed=True)
    plate.solid(ellipse(172, -282, 24), tone, 6, 5)
    plate.shape(ellipse(172, -282, 11), "#F8E7BE", 4)
