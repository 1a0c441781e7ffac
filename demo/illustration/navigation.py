"""Compasses, sextant, telescope and the plotting tools."""

from .palette import (
    BLACK,
    BRASS,
    GLASS,
    INK,
    LEATHER,
    MAHOGANY,
    NAVIGATION,
    OAK,
    RED,
    SEA,
    SLATE,
    WHITE,
    Tone,
)
from .path import Outline, arc, ellipse, path, polar, rect, ribbon, sector
from .plate import FINE, Plate


def compass_card(
    plate: Plate, x: float, y: float, radius: float, squeeze: float = 1, heading: float = 0
) -> None:
    """A sixteen-point card: fleur at north, graduated ring; squeezed when seen from the side."""
    with plate.at(x, y):

        def at(r: float, degrees: float) -> tuple[float, float]:
            px, py = polar(0, 0, radius * r, degrees - 90 + heading)
            return px, py * squeeze

        plate.shape(ellipse(0, 0, radius, radius * squeeze), WHITE.light, FINE)
        for n in range(72):
            outer, inner = 0.95, (0.8 if n % 9 == 0 else 0.87)
            plate.line([at(outer, n * 5), at(inner, n * 5)], 2)
        for n in range(16):
            length = 0.74 if n % 4 == 0 else 0.58 if n % 2 == 0 else 0.4
            degrees = n * 22.5
            if n % 2 and radius < 90:
                continue
            plate.fill([at(length, degrees), at(0.13, degrees + 45), (0, 0)], SLATE.light)
            plate.fill([at(length, degrees), at(0.13, degrees - 45), (0, 0)], SEA)
        north: Outline = [at(0.8, 0), at(0.3, 14), at(0.3, -14)]
        plate.shape(north, RED.mid, 2)
        plate.shape(ellipse(0, 0, radius * 0.07, radius * 0.07 * squeeze), BRASS.mid, 2)


def hand_bearing_compass(plate: Plate) -> None:
    """Bowl on a turned handle, prism sight above the rim."""
    plate.turned(path("M 62 0 L 62 -16 C 34 -40 40 -90 46 -140 C 52 -196 34 -220 30 -262 L 0 -262"), MAHOGANY)
    plate.turned(path("M 40 -250 L 60 -300 L 0 -300 L 0 -250"), BRASS)
    plate.solid(ellipse(0, -450, 196), BRASS, 16, 12)
    plate.shape(ellipse(0, -450, 168), SLATE.dark)
    compass_card(plate, 0, -450, 152, heading=-24)
    plate.line(arc(0, -450, 134, 190, 245), 11, WHITE.light)
    plate.solid(path("M -42 -636 L -42 -690 L 0 -716 L 42 -690 L 42 -636 Z"), BRASS, 12, 8)
    plate.shape(rect(-14, -690, 28, 46), GLASS.light, 3.4)
    plate.line([(0, -690), (0, -644)], FINE)
    for x in (-196, 196):
        plate.solid(rect(x - 14, -470, 28, 40, 8), BRASS, 8)


def binnacle_compass(plate: Plate) -> None:
    """Turned mahogany binnacle, brass hood with a window on the card, soft-iron spheres on brackets."""
    for side in (-1, 1):
        plate.solid(rect(min(side * 120, side * 200), -438, 80, 22), BRASS, 6)
        plate.solid(ellipse(side * 214, -452, 62), RED if side < 0 else MOSS_SPHERE, 16, 10)
    plate.turned(path("M 156 0 L 156 -30 L 138 -44 L 116 -70 L 104 -300 L 122 -330 L 0 -330 L 0 0"), MAHOGANY)
    for x in (-70, -24, 24, 70):
        plate.line([(x * 1.1, -70), (x, -300)], FINE, MAHOGANY.dark)
    plate.line([(-156, -30), (156, -30)])
    plate.line([(-116, -70), (116, -70)])
    plate.turned(path("M 134 -330 L 150 -350 L 150 -470 L 0 -470 L 0 -330"), BRASS)
    plate.line([(-150, -350), (150, -350)])
    plate.turned(
        path("M 156 -470 C 156 -590 100 -640 40 -650 L 34 -672 C 24 -690 10 -692 0 -692 L 0 -470"), BRASS
    )
    window = path("M -96 -486 C -96 -560 -66 -596 0 -596 C 66 -596 96 -560 96 -486 Z")
    plate.fill(window, SLATE.dark)
    with plate.clip(window):
        compass_card(plate, 0, -494, 92, 0.72)
    plate.line([(-54, -520), (-36, -566)], 8, WHITE.light)
    plate.line(window, closed=True)
    plate.line([(-156, -470), (156, -470)])
    plate.shape(ellipse(0, -190, 34), BRASS.mid)
    plate.line([polar(0, -190, 20, -60), polar(0, -190, 20, 120)])


MOSS_SPHERE = Tone("#86A892", "#2F6B4F", "#19432F")


def brass_sextant(plate: Plate) -> None:
    """Sixty-degree frame with graduated limb, index arm and mirror, horizon glass, shades, telescope."""
    cx, cy = -10, -600
    left, right = polar(cx, cy, 520, 120), polar(cx, cy, 520, 60)
    with plate.at(0, 14):
        plate.solid(sector(cx, cy, 500, 566, 57, 123), BRASS, 8, 8)
        plate.fill(sector(cx, cy, 530, 552, 59, 121), WHITE.light)
        plate.ticks(cx, cy, 530, 546, 59, 121, 62, 2)
        plate.ticks(cx, cy, 526, 552, 60, 120, 12, 4)
        for foot in (left, right):
            plate.solid(ribbon([(cx, cy), foot], 26, 34), BRASS, 7, 0)
        plate.solid(ribbon(arc(cx, cy, 300, 60, 120), 22), BRASS, 6)
        plate.solid(ribbon(arc(cx, cy, 412, 60, 120), 20), BRASS, 6)
        for a in (75, 105):
            plate.solid(
                ribbon([polar(cx, cy, 300, a), polar(cx, cy, 500, a + (7 if a > 90 else -7))], 18), BRASS, 5
            )
        # telescope across the frame, eyepiece to the right
        with plate.at(40, -398, 1, -3):
            plate.solid(rect(-190, -34, 210, 68, 4), BLACK, 16, 10)
            plate.solid(rect(-206, -40, 30, 80, 4), BRASS, 10, 8)
            plate.solid(rect(20, -26, 130, 52, 4), BRASS, 12, 8)
            plate.solid(rect(150, -36, 34, 72, 6), BLACK, 10, 6)
        # horizon glass and shades on the left limb
        with plate.at(-196, -400, 1, 8):
            plate.solid(rect(-18, -62, 36, 124, 4), BRASS, 8, 6)
            plate.shape(rect(-8, -50, 16, 50), GLASS.light, 3)
            plate.shape(rect(-8, 0, 16, 50), SLATE.mid, 3)
        for n, colour in enumerate((RED.mid, MOSS_SPHERE.mid, SLATE.mid)):
            with plate.at(-120 + n * 7, -508 + n * 20, 1, -38 + n * 9):
                plate.shape(rect(-30, -66, 60, 66, 8), BRASS.mid, 4)
                plate.shape(rect(-20, -56, 40, 44, 4), colour, 3)
        # index arm with mirror, vernier and tangent screw
        with plate.at(cx, cy, 1, -14):
            plate.solid(
                path("M -20 0 L -16 500 L -42 520 L -42 590 L 42 590 L 42 520 L 16 500 L 20 0 Z"),
                BRASS,
                10,
                8,
            )
            plate.shape(rect(-28, 532, 56, 26), WHITE.light, 3)
            plate.ticks(0, 0, 534, 548, 87.4, 92.6, 8, 2)
            plate.solid(rect(42, 548, 62, 24, 6), BRASS, 8)
            plate.solid(rect(92, 538, 22, 44, 5), BRASS, 8)
        plate.solid(ellipse(cx, cy, 46), BRASS, 10, 8)
        with plate.at(cx, cy - 6, 1, 34):
            plate.solid(rect(-16, -76, 32, 106, 4), BRASS, 7)
            plate.shape(rect(-7, -68, 16, 88), GLASS.light, 3)
        plate.shape(ellipse(cx, cy, 8), INK, 1)


def sextant_limb(plate: Plate) -> None:
    """The graduated limb and vernier, close to."""
    cx, cy = 40, -1560
    plate.solid(sector(cx, cy, 1180, 1460, 68, 112), BRASS, 14, 12)
    plate.shape(sector(cx, cy, 1270, 1370, 66, 114), WHITE.light)
    plate.ticks(cx, cy, 1270, 1310, 68, 112, 132, 3)
    plate.ticks(cx, cy, 1270, 1336, 68, 112, 22, 5)
    with plate.at(cx, cy, 1, 4):
        plate.solid(
            path("M -64 600 L -60 1130 L -150 1190 L -150 1262 L 150 1262 L 150 1190 L 60 1130 L 64 600 Z"),
            BRASS,
            18,
            14,
        )
        plate.shape(rect(-124, 1206, 248, 56), WHITE.light)
        plate.ticks(0, 0, 1220, 1260, 85, 95, 20, 3)
        plate.line([(0, 1200), (0, 1262)], 7, RED.mid)
        plate.solid(rect(150, 1200, 120, 44, 8), BRASS, 12, 6)
        plate.solid(rect(250, 1176, 44, 92, 8), BRASS, 12, 6)
        for n in range(5):
            plate.line([(256, 1190 + n * 16), (288, 1190 + n * 16)], FINE)


def draw_telescope(plate: Plate, cover: Tone = BRASS) -> None:
    """Three-draw telescope on the slant, resting on its objective end and a small wooden chock."""
    plate.solid(path("M 20 0 L 66 -202 L 150 -230 L 196 0 Z"), OAK, 16, 8)
    with plate.at(-208, -74, 1, -37):
        for start, end, half in ((470, 640, 28), (330, 480, 36), (210, 340, 44)):
            plate.solid(rect(start, -half, end - start, half * 2), BRASS, 18, 12)
            plate.solid(rect(end - 20, -half - 6, 20, half * 2 + 12, 3), BRASS, 10, 6)
        plate.solid(path("M 640 -34 L 668 -42 L 684 -42 L 684 42 L 668 42 L 640 34 Z"), BRASS, 14, 8)
        plate.solid(path("M -10 -58 L 220 -52 L 220 52 L -10 58 Z"), cover, 28, 18)
        if cover is not BRASS:
            for x in range(6, 206, 22):
                plate.line([(x, -54), (x + 10, 54)], FINE, cover.dark)
        plate.solid(rect(200, -58, 26, 116, 3), BRASS, 14, 8)
        plate.solid(rect(-38, -66, 46, 132, 4), BRASS, 16, 10)


def telescope_eyepiece(plate: Plate, cover: Tone = LEATHER) -> None:
    """The eyepiece end, with its sliding cap."""
    with plate.at(-40, -360, 1, -24):
        plate.solid(rect(-520, -190, 460, 380), cover, 60, 30)
        for x in range(-500, -70, 30):
            plate.line([(x, -190), (x + 24, 190)], FINE, cover.dark)
        plate.solid(rect(-90, -204, 60, 408, 6), BRASS, 50, 24)
        plate.solid(rect(-30, -150, 240, 300), BRASS, 50, 26)
        plate.solid(rect(180, -166, 50, 332, 6), BRASS, 44, 22)
        plate.solid(path("M 230 -120 L 330 -176 L 384 -176 L 384 176 L 330 176 L 230 120 Z"), BRASS, 44, 24)
        for x in (336, 350, 364):
            plate.line([(x, -170), (x, 170)], FINE)


def parallel_rule(plate: Plate) -> None:
    """Two boxwood rules on brass links, opened, leaning on the horizon."""
    with plate.at(-30, -273, 1, -38):
        for y in (-104, 36):
            plate.solid(rect(-320 + (0 if y < 0 else 44), y, 620, 84), OAK, 10, 8)
        for y, dx, edge in ((-104, 0, -104), (36, 44, 120)):
            inward = 1 if y < 0 else -1
            for n in range(41):
                x = -308 + dx + n * 14.9
                plate.line([(x, edge + inward * 3), (x, edge + inward * (26 if n % 5 == 0 else 14))], 2.4)
        for x in (-200, 170):
            plate.solid(ribbon([(x, -44), (x + 44, 60)], 30), BRASS, 7, 5)
            for px, py in ((x, -44), (x + 44, 60)):
                plate.solid(ellipse(px, py, 20), BRASS, 5)
                plate.line([(px - 8, py + 8), (px + 8, py - 8)], FINE)
        for y, dx in ((-62, 0), (78, 44)):
            plate.solid(ellipse(-16 + dx, y, 15), BRASS, 4)


def brass_dividers(plate: Plate) -> None:
    """One-handed dividers: crossed bows at the head, steel points on the line."""
    for side in (1, -1):
        leg = path(
            f"M {side * -20} -640 "
            f"C {side * -120} -640 {side * -130} -500 {side * -52} -440 "
            f"C {side * 20} -390 {side * 40} -330 {side * 62} -250",
            22,
        )
        plate.solid(ribbon(leg, 40, 34), BRASS, 9, 7)
        plate.solid([(side * 44, -262), (side * 78, -250), (side * 122, 0), (side * 116, 0)], NICKEL_STEEL, 6)
        plate.solid(ribbon([(side * 57, -270), (side * 68, -226)], 44), BRASS, 8, 6)
    plate.solid(rect(-44, -672, 88, 58, 24), BRASS, 12, 8)
    plate.solid(ellipse(0, -418, 34), BRASS, 8, 6)
    plate.line([(-13, -405), (13, -431)])


NICKEL_STEEL = Tone("#EDF0F0", "#A9B4BC", "#6B7782")


def chart_weights(plate: Plate) -> None:
    """Three lead weights in leather and brass, one standing on the others, on a chart's edge."""
    for x, y in ((-132, 0), (132, 0), (0, -214)):
        with plate.at(x, y):
            plate.turned(
                path("M 118 0 C 124 -20 124 -100 118 -122 L 0 -122 L 0 0"),
                LEATHER if y else NAVIGATION_LEATHER,
            )
            plate.line([(-118, -20), (118, -20)], FINE, WHITE.dark)
            plate.line([(-118, -102), (118, -102)], FINE, WHITE.dark)
            plate.turned(path("M 96 -122 L 90 -144 L 0 -144 L 0 -122"), BRASS)
            plate.turned(path("M 22 -144 C 14 -164 30 -170 42 -182 C 44 -206 26 -214 0 -214 L 0 -144"), BRASS)


NAVIGATION_LEATHER = Tone(NAVIGATION.mid, "#33607F", "#163A57")
