"""Oilskins and knitwear."""

from .palette import BLACK, BRASS, INK, MOSS, NAVY, OAK, OCHRE, RED, UNDYED, WHITE, Tone
from .path import Outline, ellipse, flipped, mirrored, path, rect, ribbon
from .plate import FINE, Plate, mixed


def rail(plate: Plate, y: float = -664, half: float = 260) -> None:
    """The peg rail everything that hangs is hung from."""
    plate.solid(rect(-half, y - 26, half * 2, 44, 4), OAK, 10, 8)


def hanger(plate: Plate, y: float) -> None:
    """A wooden hanger whose shoulders are at the given height."""
    plate.line(
        path(
            f"M 0 {y - 20} L 0 {y - 44} C 44 {y - 60} 30 {y - 104} 0 {y - 96} C -14 {y - 92} -18 {y - 84} -16 {y - 72}"
        ),
        7,
    )
    plate.solid(
        path(
            f"M 0 {y - 30} C 50 {y - 24} 110 {y} 150 {y + 30} L 150 {y + 48} L -150 {y + 48} L -150 {y + 30} C -110 {y} -50 {y - 24} 0 {y - 30} Z"
        ),
        OAK,
        8,
    )


def buckle(plate: Plate, x: float, y: float, size: float = 1) -> None:
    """A brass clasp: the fastening of every oilskin here."""
    with plate.at(x, y, size):
        plate.solid(rect(-36, -14, 72, 28, 4), BRASS, 8, 5)
        plate.line([(-12, -14), (-12, 14)], FINE)
        plate.line([(12, -14), (12, 14)], FINE)


def oilskin_coat(plate: Plate, tone: Tone = OCHRE) -> None:
    """Long oilskin with storm flap, brass clasps, patch pockets and a corduroy collar."""
    rail(plate, -668)
    hanger(plate, -590)
    collar = BLACK if tone is not BLACK else Tone("#8C6A4E", "#6B4E38", "#3D2A1C")
    sleeve = path("M 120 -584 C 176 -566 196 -520 206 -440 L 238 -214 L 156 -196 L 118 -410 Z")
    plate.solid(flipped(sleeve), tone, 16, 12)
    plate.solid(sleeve, tone, 22, 0)
    for side in (-1, 1):
        plate.line(
            [(side * 240, -246), (side * 154, -228)], FINE, tone.dark if tone is not BLACK else tone.light
        )
    body = mirrored(
        path("M 40 -606 C 90 -600 130 -586 142 -570 C 132 -500 128 -450 134 -400 L 186 -18 L 0 -10")
    )
    plate.solid(body, tone, 26, 14)
    seam = tone.dark if tone is not BLACK else tone.light
    plate.line(path("M -136 -470 C -60 -440 60 -440 136 -470"), FINE, seam)
    plate.line([(34, -560), (40, -14)], 5, INK if tone is not BLACK else tone.light)
    plate.line([(-34, -560), (-34, -14)], FINE, seam)
    for y in (-500, -400, -300, -200):
        buckle(plate, 8, y, 0.86)
    for side in (-1, 1):
        plate.solid(
            path(f"M {side * 68} -260 L {side * 142} -268 L {side * 152} -160 L {side * 74} -150 Z"),
            tone,
            8,
            0,
        )
        plate.solid(
            path(f"M {side * 62} -268 L {side * 144} -278 L {side * 148} -238 L {side * 66} -228 Z"),
            tone,
            6,
            0,
        )
    plate.solid(
        path("M -66 -616 C -30 -590 30 -590 66 -616 L 88 -566 L 30 -530 L 0 -566 L -30 -530 L -88 -566 Z"),
        collar,
        12,
        8,
    )


def coat_clasp(plate: Plate, tone: Tone = OCHRE) -> None:
    """Two clasps and the double storm flap, close to."""
    plate.fill(rect(-420, -840, 840, 1040), tone.mid)
    plate.fill(rect(140, -840, 280, 1040), tone.dark)
    plate.fill([(-420, -840), (-300, -840), (-420, -420)], tone.light)
    plate.solid(rect(-150, -900, 300, 1200), tone, 40, 20)
    for x in (-128, 128):
        for y in range(-840, 200, 34):
            plate.line([(x, y), (x, y + 18)], 4, tone.dark)
    for y in (-560, -120):
        plate.solid(rect(-240, y - 40, 150, 80, 8), BLACK, 14, 10)
        plate.solid(rect(60, y - 40, 190, 80, 8), BLACK, 14, 10)
        buckle(plate, -10, y, 3)
        for x in (-216, 224):
            plate.shape(ellipse(x, y, 12), BRASS.light)


CHECKED = Tone("#E6DECB", "#B9AE95", "#7C7158")


def souwester(plate: Plate, tone: Tone = OCHRE) -> None:
    """Sou'wester from the side on a hat block: gored crown, turned-up front, long back brim, lined ear flap."""
    plate.turned(path("M 130 0 L 130 -22 L 46 -40 L 26 -70 L 26 -180 L 0 -180 L 0 0"), OAK)
    plate.turned(path("M 26 -150 C 110 -170 124 -260 120 -340 L 0 -340 L 0 -150"), OAK)
    seam = tone.dark if tone is not BLACK else tone.light
    flap = path("M -46 -320 L 104 -320 L 84 -190 C 60 -160 20 -160 -2 -186 Z")
    plate.solid(flap, CHECKED, 14, 8)
    for x in (-10, 22, 54, 86):
        plate.line([(x, -310), (x - 4, -200)], FINE, CHECKED.dark)
    tie = path("M 40 -172 C 30 -120 60 -100 44 -52")
    plate.line(tie, 12)
    plate.line(tie, 5, UNDYED.light)
    brim = path(
        "M -140 -404 C -180 -398 -214 -392 -246 -408 C -256 -374 -244 -348 -208 -336 C -150 -318 -90 -314 -30 -302 C 60 -284 120 -240 170 -190 C 210 -150 254 -116 312 -98 C 320 -220 264 -340 150 -410 Z"
    )
    plate.solid(brim, tone, 18, 12)
    with plate.clip(brim):
        for n in range(1, 4):
            k = n * 26
            plate.line(
                path(
                    f"M -260 {-352 - k * 0.4} C -150 {-322 - k} -90 {-314 - k} {-20 + k * 0.2} {-302 - k} C {70 + k * 0.4} {-284 - k} {130 + k * 0.5} {-240 - k} {180 + k * 0.5} {-190 - k} C {220 + k * 0.4} {-150 - k} {264 + k * 0.3} {-116 - k} 330 {-98 - k}"
                ),
                FINE,
                seam,
            )
    plate.line(brim, closed=True)
    crown = path(
        "M -146 -400 C -160 -530 -80 -610 16 -612 C 118 -610 172 -520 158 -394 C 60 -352 -60 -358 -146 -400 Z"
    )
    plate.solid(crown, tone, 26, 18)
    plate.line(path("M 16 -612 C -46 -560 -62 -460 -50 -372"), FINE, seam)
    plate.line(path("M 16 -612 C 78 -560 92 -460 78 -372"), FINE, seam)
    plate.line(path("M -148 -424 C -60 -382 60 -376 158 -418"), FINE, seam)


def souwester_back(plate: Plate, tone: Tone = OCHRE) -> None:
    """The back brim from behind, with its rows of stitching."""
    crown = mirrored(path("M 0 -640 C 160 -636 226 -500 220 -360 L 0 -360"))
    brim = mirrored(path("M 0 -380 L 216 -390 C 280 -280 330 -180 352 -70 C 250 -10 120 10 0 10"))
    plate.solid(brim, tone, 30, 20)
    for n in range(1, 6):
        k = n / 6
        plate.line(
            path(
                f"M {-352 + 130 * k} {-70 - 290 * k} C {-220 * (1 - k * 0.3)} {0 - 340 * k} {220 * (1 - k * 0.3)} {0 - 340 * k} {352 - 130 * k} {-70 - 290 * k}"
            ),
            FINE,
            tone.dark,
        )
    plate.solid(crown, tone, 34, 22)
    plate.line([(0, -640), (0, -370)], FINE, tone.dark)
    for side in (-1, 1):
        plate.line(path(f"M 0 -640 C {side * 90} -600 {side * 130} -480 {side * 120} -366"), FINE, tone.dark)
    plate.solid(
        path("M -222 -372 C -100 -330 100 -330 222 -372 L 224 -346 C 100 -300 -100 -300 -224 -346 Z"),
        tone,
        10,
        8,
    )


def bib_trousers(plate: Plate, tone: Tone = OCHRE) -> None:
    """Bib-and-brace trousers hung by their straps."""
    rail(plate, -668, 200)
    for side in (-1, 1):
        plate.solid(rect(side * 62 - 10, -672, 20, 40, 4), BRASS, 6)
        plate.solid(ribbon([(side * 62, -648), (side * 74, -520)], 34), NAVY, 8)
    leg = path("M 146 -330 C 156 -200 164 -100 166 -8 L 34 -8 L 4 -250 L 0 -250")
    body = path("M 92 -540 C 92 -470 110 -430 142 -410 L 146 -330")
    plate.solid(mirrored(body + leg), tone, 26, 14)
    plate.line(path("M -142 -404 C -60 -386 60 -386 142 -404"), FINE, tone.dark)
    plate.line([(0, -392), (0, -250)], FINE, tone.dark)
    plate.solid(rect(-62, -500, 124, 84, 4), tone, 8)
    plate.line([(-62, -478), (62, -478)], FINE)
    for side in (-1, 1):
        buckle(plate, side * 74, -528, 0.66)
        plate.solid(
            path(f"M {side * 50} -190 L {side * 146} -194 L {side * 150} -110 L {side * 56} -104 Z"), tone, 8
        )
        plate.line([(side * 36, -40), (side * 166, -40)], FINE, tone.dark)


def sea_boots(plate: Plate, tone: Tone = MOSS) -> None:
    """A pair of tall sea boots, one a step behind the other."""
    for x, y in ((88, 0), (-84, 0)):
        with plate.at(x, y):
            plate.solid(
                path(
                    "M -86 -600 L 74 -600 C 84 -440 74 -300 82 -190 C 90 -120 88 -70 88 -40 L -214 -40 C -226 -92 -190 -128 -130 -142 C -84 -152 -66 -190 -68 -250 C -72 -380 -92 -480 -86 -600 Z"
                ),
                tone,
                24,
                14,
            )
            plate.solid(rect(-96, -612, 180, 34, 6), WHITE, 12)
            plate.line(path("M -70 -230 C -20 -200 40 -200 80 -216"), FINE)
            plate.line(path("M -136 -138 C -120 -100 -120 -70 -124 -40"), FINE)
            plate.solid(
                path(
                    "M -222 -46 L 92 -46 L 92 0 L 14 0 L 8 -16 L -50 -16 L -56 0 L -214 0 C -224 -10 -226 -30 -222 -46 Z"
                ),
                UNDYED,
                10,
            )


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
        "M -246 -10 C -256 -70 -254 -130 -238 -176 C -80 -150 80 -150 238 -176 C 254 -130 256 -70 246 -10 C 80 10 -80 10 -246 -10 Z"
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
                "M -96 -150 C -116 -300 -106 -470 -60 -540 C -30 -580 30 -580 60 -540 C 104 -470 106 -300 92 -150 Z"
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
