"""Oilskins, sou'wester and sea boots, and the rail that clothes hang from."""

from .palette import BLACK, BRASS, INK, MOSS, NAVY, OAK, OCHRE, UNDYED, WHITE, Tone
from .path import ellipse, flipped, mirrored, path, rect, ribbon
from .plate import FINE, Plate


def rail(plate: Plate, y: float = -664, half: float = 260) -> None:
    """The peg rail everything that hangs is hung from."""
    plate.solid(rect(-half, y - 26, half * 2, 44, 4), OAK, 10, 8)


def hanger(plate: Plate, y: float) -> None:
    """A wooden hanger whose shoulders are at the given height."""
    plate.line(
        path(
            f"M 0 {y - 20} L 0 {y - 44} C 44 {y - 60} 30 {y - 104} 0 {y - 96} "
            f"C -14 {y - 92} -18 {y - 84} -16 {y - 72}"
        ),
        7,
    )
    plate.solid(
        path(
            f"M 0 {y - 30} C 50 {y - 24} 110 {y} 150 {y + 30} L 150 {y + 48} "
            f"L -150 {y + 48} L -150 {y + 30} C -110 {y} -50 {y - 24} 0 {y - 30} Z"
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
    """Sou'wester on a hat block: gored crown, turned-up front, long back brim, lined ear flap."""
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
        "M -140 -404 C -180 -398 -214 -392 -246 -408 C -256 -374 -244 -348 -208 -336 "
        "C -150 -318 -90 -314 -30 -302 C 60 -284 120 -240 170 -190 "
        "C 210 -150 254 -116 312 -98 C 320 -220 264 -340 150 -410 Z"
    )
    plate.solid(brim, tone, 18, 12)
    with plate.clip(brim):
        for n in range(1, 4):
            k = n * 26
            plate.line(
                path(
                    f"M -260 {-352 - k * 0.4} "
                    f"C -150 {-322 - k} -90 {-314 - k} {-20 + k * 0.2} {-302 - k} "
                    f"C {70 + k * 0.4} {-284 - k} {130 + k * 0.5} {-240 - k} {180 + k * 0.5} {-190 - k} "
                    f"C {220 + k * 0.4} {-150 - k} {264 + k * 0.3} {-116 - k} 330 {-98 - k}"
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
                f"M {-352 + 130 * k} {-70 - 290 * k} "
                f"C {66 * k - 220} {-340 * k} {220 - 66 * k} {-340 * k} {352 - 130 * k} {-70 - 290 * k}"
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
                    "M -86 -600 L 74 -600 C 84 -440 74 -300 82 -190 C 90 -120 88 -70 88 -40 "
                    "L -214 -40 C -226 -92 -190 -128 -130 -142 C -84 -152 -66 -190 -68 -250 "
                    "C -72 -380 -92 -480 -86 -600 Z"
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
                    "M -222 -46 L 92 -46 L 92 0 L 14 0 L 8 -16 L -50 -16 L -56 0 L -214 0 "
                    "C -224 -10 -226 -30 -222 -46 Z"
                ),
                UNDYED,
                10,
            )
