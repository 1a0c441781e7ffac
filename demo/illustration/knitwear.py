"""Ganseys, caps, mittens and blankets."""

from .oilskins import hanger, rail
from .palette import INK, NAVY, OAK, RED, UNDYED, WHITE, Tone
from .path import Outline, ellipse, flipped, mirrored, path, rect
from .plate import FINE, Plate, mixed


def _rib(
    plate: Plate,
    outline: Outline,
    left: float,
    right: float,
    top: float,
    bottom: float,
    colour: str,
    step: float = 13,
) -> None:
    with plate.clip(outline):
        x = left
        while x < right:
            plate.line([(x, top), (x, bottom)], 4, colour)
            x += step
    plate.line(outline, closed=True)


def gansey_bands(plate: Plate, left: float, right: float, top: float, tone: Tone, size: float = 1) -> None:
    """The parish pattern: ropes, ladders and a moss-stitch diamond between purl ridges, seen as knit."""
    light, dark = mixed(tone.mid, tone.light, 0.75), tone.dark
    panel = 62 * size
    count = int((right - left) / panel) // 2 * 2 + 1  # odd, so that the diamond sits in the middle
    panel = (right - left) / count
    height = 190 * size
    for y in (top - 14 * size, top - 5 * size, top + height + 5 * size, top + height + 14 * size):
        plate.line([(left, y), (right, y)], 4 * size, light)
    for n in range(count):
        x = left + n * panel
        middle = x + panel / 2
        plate.line([(x, top), (x, top + height)], 3.4 * size, dark)
        kind = abs(n - count // 2) % 3
        if kind == 1:
            for k in range(8):
                y = top + k * height / 8
                plate.line(
                    [(middle - 13 * size, y + 20 * size), (middle + 13 * size, y + 4 * size)], 7 * size, light
                )
        elif kind == 2:
            for k in range(8):
                y = top + (k + 0.5) * height / 8
                plate.line([(x + 10 * size, y), (x + panel - 10 * size, y)], 5 * size, light)
        else:
            for row in range(9):
                reach = 4 - abs(4 - row)
                for k in range(-reach, reach + 1, 2):
                    plate.fill(
                        ellipse(middle + k * 5.6 * size, top + (row + 0.5) * height / 9, 4.4 * size), light
                    )


def keepers_gansey(plate: Plate, tone: Tone = NAVY) -> None:
    """Seamless fisherman's jersey: patterned yoke, plain body, ribbed welt, cuffs and neck."""
    rail(plate, -668, 200)
    hanger(plate, -568)
    jersey(plate, tone)


def jersey(plate: Plate, tone: Tone) -> None:
    """The gansey itself, without what it hangs from."""
    rib = mixed(tone.mid, tone.dark, 0.8)
    sleeve = path("M 128 -560 C 186 -540 206 -470 222 -380 L 262 -118 L 176 -100 L 128 -350 Z")
    cuff = path("M 252 -172 L 262 -110 L 176 -92 L 166 -152 Z")
    for outline, end in ((flipped(sleeve), flipped(cuff)), (sleeve, cuff)):
        plate.solid(outline, tone, 18, 12)
        plate.fill(end, tone.mid)
        _rib(plate, end, -270, 270, -190, -80, rib)
        side = 1 if outline is sleeve else -1
        for y in (-430, -418):
            plate.line([(side * 130, y + 12), (side * 212, y)], 4, mixed(tone.mid, tone.light, 0.75))
    body = mirrored(path("M 58 -584 L 146 -556 C 150 -480 144 -420 146 -380 L 152 -20 L 0 -20"))
    plate.solid(body, tone, 22, 12)
    with plate.clip(body):
        gansey_bands(plate, -128, 128, -490, tone)
        for y in (-250, -238):
            plate.line([(-150, y), (128, y)], 3.4, mixed(tone.mid, tone.light, 0.6))
        for n in range(7):
            for k in range(3):
                plate.fill(
                    ellipse(-108 + n * 36 + (k % 2) * 18, -210 + k * 34, 4), mixed(tone.mid, tone.light, 0.5)
                )
    plate.line(body, closed=True)
    welt = rect(-153, -76, 306, 66, 6)
    plate.fill(welt, tone.mid)
    _rib(plate, welt, -150, 156, -80, -10, rib)
    neck = mirrored(path("M 0 -600 C 30 -600 56 -596 64 -588 L 60 -556 C 40 -540 20 -536 0 -536"))
    plate.fill(neck, tone.mid)
    _rib(plate, neck, -60, 66, -604, -530, rib, 12)
    plate.fill(ellipse(0, -594, 46, 9), tone.dark)
    plate.line(ellipse(0, -594, 46, 9), 4, closed=True)


def gansey_yoke(plate: Plate, tone: Tone = NAVY) -> None:
    """The yoke close to: every rope, ladder and diamond can be counted."""
    plate.fill(rect(-420, -840, 840, 1040), tone.mid)
    for row in range(22):
        for n in range(22):
            x, y = -410 + n * 40, -60 + row * 15
            if row < 14:
                plate.line([(x - 10, y - 8), (x, y), (x + 10, y - 8)], 4, mixed(tone.mid, tone.dark, 0.7))
    gansey_bands(plate, -390, 390, -740, tone, 2.9)


def watch_cap(plate: Plate, tone: Tone = NAVY) -> None:
    """Close-knit cap with a deep turned-up cuff."""
    crown = mirrored(path("M 230 -150 C 244 -330 150 -470 0 -476"))
    plate.solid(crown, tone, 34, 20)
    with plate.clip(crown):
        for n in range(-6, 7):
            plate.line(
                path(f"M {n * 37} -140 C {n * 41} -300 {n * 26} -430 {n * 3} -480"),
                4,
                mixed(tone.mid, tone.dark, 0.8),
            )
    plate.line(crown, closed=True)
    cuff = path(
        "M -246 -10 C -256 -70 -254 -130 -238 -176 C -80 -150 80 -150 238 -176 "
        "C 254 -130 256 -70 246 -10 C 80 10 -80 10 -246 -10 Z"
    )
    plate.solid(cuff, tone, 28, 18)
    with plate.clip(cuff):
        for n in range(-10, 11):
            plate.line([(n * 24, 10), (n * 24 * 0.97, -176)], 5, mixed(tone.mid, tone.dark, 0.8))
    plate.line(cuff, closed=True)
    plate.solid(rect(92, -110, 50, 44), WHITE, 6, 0, FINE)


def sea_mittens(plate: Plate, tone: Tone = UNDYED) -> None:
    """A pair of thick mittens with a stranded band and ribbed wrists."""
    rib = mixed(tone.mid, tone.dark, 0.9)
    for x, angle, flip in ((124, 7, True), (-124, -7, False)):
        with plate.at(x, -6, 1, angle, flip):
            plate.solid(
                path("M 70 -270 C 118 -300 150 -350 168 -330 C 186 -300 150 -216 86 -172 Z"), tone, 14, 8
            )
            hand = path(
                "M -96 -150 C -116 -300 -106 -470 -60 -540 C -30 -580 30 -580 60 -540 "
                "C 104 -470 106 -300 92 -150 Z"
            )
            plate.solid(hand, tone, 22, 14)
            with plate.clip(hand):
                for row, y in enumerate((-440, -414, -388, -362, -336)):
                    for n in range(-5, 6):
                        if (n + row) % 2 == 0:
                            plate.fill(
                                [(n * 22, y - 13), (n * 22 + 11, y), (n * 22, y + 13), (n * 22 - 11, y)],
                                NAVY.mid,
                            )
                for y in (-466, -310):
                    plate.line([(-120, y), (120, y)], 8, NAVY.mid)
            plate.line(hand, closed=True)
            cuff = rect(-92, -160, 180, 160, 10)
            plate.solid(cuff, tone, 16, 10)
            _rib(plate, cuff, -84, 88, -156, -4, rib, 15)
            plate.line([(-92, -34), (88, -34)], 8, RED.mid)


def weave(
    plate: Plate, pattern: str, left: float, top: float, right: float, bottom: float, size: float = 1
) -> None:
    """Herringbone or check cloth over a rectangle."""
    if pattern == "check":
        step = 96 * size
        columns, rows = int((right - left) // step) + 1, int((bottom - top) // step) + 1
        for n in range(columns):
            x = left + n * step
            plate.fill(rect(x, top, step / 2, bottom - top), mixed(UNDYED.mid, NAVY.mid, 0.42))
        for m in range(rows):
            y = top + m * step
            plate.fill(rect(left, y, right - left, step / 2), mixed(UNDYED.mid, NAVY.mid, 0.42))
            for n in range(columns):
                plate.fill(rect(left + n * step, y, step / 2, step / 2), NAVY.mid)
        for n in range(columns):
            plate.line(
                [(left + (n + 0.75) * step, top), (left + (n + 0.75) * step, bottom)], 4 * size, RED.mid
            )
        for m in range(rows):
            plate.line([(left, top + (m + 0.75) * step), (right, top + (m + 0.75) * step)], 4 * size, RED.mid)
        return
    step = 46 * size
    for n in range(int((right - left) // step) + 1):
        x = left + n * step
        rise = 24 * size if n % 2 else -24 * size
        for m in range(int((bottom - top) // (18 * size)) + 4):
            y = top - 30 * size + m * 18 * size
            plate.line([(x, y), (x + step, y + rise)], 7 * size, mixed(UNDYED.dark, INK, 0.35))


def watch_blanket(plate: Plate, pattern: str = "herringbone") -> None:
    """Wool blanket over a drying rail, fringe down."""
    for x in (-250, 250):
        plate.solid(rect(x - 15, -620, 30, 620), OAK, 10, 6)
        plate.solid(rect(x - 60, -22, 120, 22, 4), OAK, 8)
    plate.solid(rect(-290, -616, 580, 32, 16), OAK, 10, 8)
    for left, right, foot, shade in ((-150, 206, -130, 0.25), (-206, 150, -74, 0)):
        cloth = [*path(f"M {left} -600 C {left} -640 {right} -640 {right} -600"), (right, foot), (left, foot)]
        plate.fill(cloth, mixed(UNDYED.mid, UNDYED.dark, shade * 2))
        with plate.clip(cloth):
            weave(plate, pattern, left, -640, right, foot - 34)
            if shade:
                plate.fill(
                    [(156, -660), (right, -660), (right, foot), (156, foot)], mixed(UNDYED.dark, INK, 0.35)
                )
            plate.fill(rect(left, foot - 34, right - left, 12), RED.mid)
            plate.fill(rect(left, foot - 22, right - left, 24), UNDYED.mid)
        plate.line(cloth, closed=True)
        for n in range(int((right - left) // 15)):
            plate.line([(left + 8 + n * 15, foot), (left + 5 + n * 15, foot + 34)], 5)
            plate.line([(left + 8 + n * 15, foot), (left + 5 + n * 15, foot + 32)], 2, UNDYED.light)


def blanket_weave(plate: Plate, pattern: str = "herringbone") -> None:
    """The weave close to, one corner turned back."""
    cloth = [(-420, -840), (420, -840), (420, -180), (60, 60), (-420, 60)]
    plate.fill(cloth, UNDYED.mid)
    with plate.clip(cloth):
        weave(plate, pattern, -420, -860, 440, 80, 2.2)
    plate.line(cloth, closed=True)
    plate.solid([(420, -180), (60, 60), (96, -280)], UNDYED, 30, 14)
    plate.line([(102, -256), (404, -176)], 9, RED.mid)
