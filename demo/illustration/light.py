"""Lanterns, lenses and wicks. Every motif stands with the middle of its foot at the origin."""

from .palette import (
    AMBER,
    BLACK,
    BRASS,
    COPPER,
    GLASS,
    INK,
    IRON,
    LIGHT,
    MAHOGANY,
    NAVY,
    OAK,
    SEAGLASS,
    UNDYED,
    WHITE,
    Tone,
)
from .path import arc, ellipse, mirrored, path, polar, rect, ribbon
from .plate import FINE, Plate, mixed

GLOW = mixed(AMBER, "#FFFFFF", 0.72)


def flame(plate: Plate, x: float, y: float, size: float = 1) -> None:
    """A quiet, well trimmed flame, its foot at the given point."""
    with plate.at(x, y, size):
        plate.shape(
            path("M 0 -78 C 12 -48 30 -34 26 -12 C 24 2 -24 2 -26 -12 C -30 -34 -10 -44 0 -78 Z"), AMBER
        )
        plate.fill(
            path("M 0 -40 C 5 -26 13 -20 11 -10 C 10 -2 -10 -2 -11 -10 C -13 -20 -5 -24 0 -40 Z"), WHITE.light
        )


def storm_lantern(plate: Plate, finish: Tone = BRASS) -> None:
    """Tubular lantern: fount, two air tubes, round globe in a wire guard, crown and bail."""
    bail = path("M -168 -420 C -250 -700 250 -700 168 -420", 40)
    plate.line(bail, 11)
    plate.line(bail, 4, finish.light)
    plate.solid(rect(-52, -628, 104, 26, 12), MAHOGANY, 8)
    globe = path("M 66 -172 C 150 -210 160 -330 76 -398")
    plate.fill(mirrored(globe), GLOW)
    plate.fill([*globe, (40, -398), (98, -290), (44, -172)], mixed(GLOW, GLASS.dark, 0.45))
    flame(plate, 0, -186, 1.35)
    plate.line(path("M -74 -356 C -116 -310 -114 -260 -98 -230"), 12, WHITE.light)
    plate.line(mirrored(globe), closed=True)
    for x in (1, -1):
        plate.line(path(f"M {x * 26} -172 C {x * 78} -240 {x * 78} -330 {x * 30} -398"), 3.4)
    for y, r in ((-250, 126), (-322, 126)):
        plate.line(path(f"M {-r} {y} C {-r * 0.5} {y + 18} {r * 0.5} {y + 18} {r} {y}"), 4)
    for side in (-1, 1):
        tube = path(
            f"M {side * 150} -70 L {side * 168} -140 L {side * 168} -400 "
            f"C {side * 168} -480 {side * 120} -486 {side * 56} -486",
            20,
        )
        plate.solid(ribbon(tube, 34), finish, 10, 6)
    plate.turned(path("M 50 -420 L 50 -520 L 62 -520 L 62 -556 C 30 -570 14 -572 0 -572"), finish)
    plate.turned(path("M 84 -398 C 84 -430 70 -448 52 -452 L 52 -398"), finish)
    plate.turned(path("M 84 -512 C 70 -532 62 -534 58 -536 L 0 -536 L 0 -512"), finish)
    plate.turned(path("M 78 -134 L 78 -172 L 0 -172 L 0 -134"), finish)
    plate.line([(-78, -152), (78, -152)], FINE)
    plate.turned(
        path("M 172 0 L 172 -14 L 160 -22 C 166 -70 156 -104 90 -126 L 60 -136 L 0 -136 L 0 0"), finish
    )
    plate.line([(-160, -22), (160, -22)])
    plate.solid(ellipse(104, -96, 22, 14), finish, 5)
    plate.line([(78, -152), (120, -160)])
    plate.solid(ellipse(128, -162, 12, 12), finish, 4)


def storm_lantern_burner(plate: Plate) -> None:
    """The burner close to: cone, wick tube, knob and flame."""
    plate.fill(ellipse(0, -430, 300, 330), GLOW)
    plate.line(ellipse(0, -430, 300, 330), closed=True)
    plate.line(path("M -214 -560 C -260 -480 -250 -360 -214 -300"), 16, WHITE.light)
    flame(plate, 0, -346, 4)
    plate.solid(rect(-74, -372, 148, 60), UNDYED, 16)
    for x in range(-58, 74, 16):
        plate.line([(x, -368), (x, -318)], FINE, UNDYED.dark)
    plate.turned(path("M 90 -210 L 90 -330 L 0 -330 L 0 -210"), BRASS)
    plate.turned(path("M 250 -120 C 240 -210 190 -260 100 -276 L 0 -276 L 0 -120"), BRASS)
    for x in (-180, -108, -36, 36, 108, 180):
        plate.shape(ellipse(x, -170, 15, 15), INK)
    plate.turned(path("M 286 -60 L 286 -120 L 0 -120 L 0 -60"), BRASS)
    plate.turned(path("M 320 20 L 320 -60 L 0 -60 L 0 20"), BRASS)
    plate.solid(rect(280, -108, 110, 18), BRASS, 5)
    plate.solid(rect(378, -150, 34, 104, 8), BRASS, 10)


def watch_hand_lamp(plate: Plate, finish: Tone = BLACK) -> None:
    """Bull's-eye hand lamp: drum body, thick round lens, fluted chimney, two wire grips at the back."""
    for reach in (230, 196):
        grip = path(f"M 110 -330 C {reach + 60} -350 {reach + 60} -70 110 -90", 26)
        plate.line(grip, 14)
        plate.line(grip, 5, finish.light)
    plate.turned(path("M 70 -500 C 70 -540 40 -556 0 -560"), finish)
    plate.turned(path("M 98 -452 L 92 -486 L 106 -500 L 70 -512 L 0 -512 L 0 -452"), finish)
    plate.turned(path("M 132 -400 L 122 -438 L 140 -456 L 96 -470 L 0 -470 L 0 -400"), finish)
    plate.line([(-140, -456), (140, -456)], FINE)
    plate.line([(-106, -500), (106, -500)], FINE)
    plate.turned(path("M 158 0 L 158 -22 L 148 -22 L 148 -380 L 156 -380 L 156 -402 L 0 -402 L 0 0"), finish)
    plate.line([(-148, -22), (148, -22)])
    plate.line([(-148, -380), (148, -380)])
    plate.solid(ellipse(-20, -206, 140), BRASS, 14, 10)
    plate.shape(ellipse(-20, -206, 112), AMBER)
    plate.shape(ellipse(-20, -206, 84), mixed(AMBER, "#FFFFFF", 0.45), FINE)
    plate.shape(ellipse(-20, -206, 46), GLOW, FINE)
    plate.line(arc(-20, -206, 98, 190, 250), 9, WHITE.light)
    for angle in (45, 135, 225, 315):
        plate.shape(ellipse(*polar(-20, -206, 126, angle), 5), INK, 1)


def anchor_light(plate: Plate, finish: Tone = COPPER) -> None:
    """All-round light: ribbed glass drum between guard rods, cone top, rope becket."""
    becket = path("M -50 -590 C -90 -740 90 -740 50 -590", 26)
    plate.line(becket, 20)
    plate.line(becket, 11, UNDYED.mid)
    plate.fill(rect(-126, -394, 252, 270), GLOW)
    plate.fill(rect(60, -394, 66, 270), mixed(GLOW, GLASS.dark, 0.5))
    flame(plate, 0, -200, 1.5)
    for n, y in enumerate(range(-376, -130, 27)):
        bulge = 8 if n in (4, 5) else 0
        plate.line(
            path(f"M {-128 - bulge} {y} C -60 {y + 14} 60 {y + 14} {128 + bulge} {y}"),
            4,
            mixed(GLASS.dark, INK, 0.3),
        )
    plate.line([(-96, -380), (-96, -140)], 10, WHITE.light)
    plate.line(rect(-126, -394, 252, 270), closed=True)
    plate.turned(
        path("M 168 -124 C 164 -96 150 -92 150 -84 L 150 -18 L 172 -18 L 172 0 L 0 0 L 0 -124"), finish
    )
    plate.line([(-150, -84), (150, -84)], FINE)
    plate.line([(-150, -18), (150, -18)])
    plate.turned(
        path(
            "M 166 -394 L 172 -416 L 84 -500 L 70 -500 L 70 -540 L 92 -548 C 70 -590 40 -602 0 -604 L 0 -394"
        ),
        finish,
    )
    plate.line([(-172, -416), (172, -416)])
    plate.line([(-70, -500), (70, -500)], FINE)
    plate.line([(-70, -540), (70, -540)], FINE)
    for x in (-152, -52, 52, 152):
        plate.solid(rect(x - 7, -402, 14, 286), finish, 4)
    for side in (-1, 1):
        plate.solid(rect(side * 172 - 16, -106, 32, 40, 6), finish, 8)


def cabin_gimbal_lamp(plate: Plate, finish: Tone = BRASS) -> None:
    """Cabin lamp in gimbals on a bulkhead board, with chimney and smoke bell."""
    plate.solid(rect(-190, -670, 150, 670), MAHOGANY, 18, 10)
    for x in (-142, -92):
        plate.line(path(f"M {x} -640 C {x + 10} -400 {x - 8} -240 {x + 4} -30"), FINE, MAHOGANY.dark)
    plate.line(path("M -112 -560 C -80 -660 60 -690 84 -620", 24), 11)
    with plate.at(84, 0):
        plate.turned(path("M 84 -556 C 70 -600 30 -600 10 -626 L 0 -626 L 0 -556"), finish)
        chimney = path("M 34 -296 C 66 -330 62 -360 42 -400 L 34 -530 L 0 -530 L 0 -296")
        plate.fill(mirrored(chimney), GLOW)
        plate.fill([*chimney[:-2], (12, -530), (16, -400), (14, -296)], mixed(GLOW, GLASS.dark, 0.5))
        flame(plate, 0, -304, 0.95)
        plate.line([(-20, -510), (-24, -420)], 7, WHITE.light)
        plate.line(mirrored(chimney), closed=True)
        plate.turned(path("M 44 -252 L 50 -290 L 40 -300 L 0 -300 L 0 -252"), finish)
        plate.turned(path("M 0 -92 L 40 -92 C 92 -110 112 -160 100 -214 C 84 -244 50 -254 0 -254"), finish)
        plate.turned(path("M 52 -92 L 60 -70 C 40 -54 20 -52 0 -52 L 0 -92"), finish)
    plate.solid(ribbon(arc(84, -200, 138, 8, 172, ry=34), 20), finish, 6)
    plate.solid(rect(-116, -214, 70, 28, 6), finish, 8)
    plate.solid(ellipse(-114, -200, 52, 62), finish, 10, 8)
    plate.solid(ellipse(-114, -200, 22, 26), finish, 6)
    for y in (-244, -156):
        plate.shape(ellipse(-114, y, 5), INK, 1)
    plate.solid(ellipse(-114, -560, 22), finish, 6)
    plate.solid(ellipse(-54, -200, 14), finish, 4)
    plate.solid(ellipse(222, -200, 14), finish, 4)


def _panel(plate: Plate, left: float, right: float, squeeze: float) -> None:
    """One panel of a drum lens: a bull's eye and its rings between catadioptric bars."""
    middle = (left + right) / 2
    body = [(left, -470), (right, -470), (right, -160), (left, -160)]
    plate.fill(body, SEAGLASS.mid)
    with plate.clip(body):
        for radius, colour in (
            (178, SEAGLASS.light),
            (148, SEAGLASS.mid),
            (118, SEAGLASS.light),
            (90, SEAGLASS.mid),
            (64, SEAGLASS.light),
        ):
            plate.shape(ellipse(middle, -315, radius * squeeze, radius), colour, 3.4)
        plate.shape(ellipse(middle, -315, 38 * squeeze, 38), AMBER, 3.4)
        plate.fill(ellipse(middle - 8 * squeeze, -323, 16 * squeeze, 16), GLOW)
    plate.line(body, closed=True)
    for n in range(4):
        taper = 1 - n * 0.115
        below = 1 - (n + 1) * 0.115
        for direction, edge in ((-1, -470), (1, -160)):
            y0, y1 = edge + direction * (8 + n * 30), edge + direction * (32 + n * 30)
            bar = [(left * taper, y0), (right * taper, y0), (right * below, y1), (left * below, y1)]
            plate.shape(bar, SEAGLASS.light if n % 2 == 0 else SEAGLASS.mid, 3.4)


def drum_lens(plate: Plate) -> None:
    """Small drum lens: bull's-eye belt with stepped rings, prisms above and below, brass frame."""
    _panel(plate, -192, -112, 0.42)
    _panel(plate, 112, 192, 0.42)
    _panel(plate, -112, 112, 1)
    for x in (-192, -112, 112, 192):
        plate.solid(ribbon([(x * 0.54, -596), (x, -470), (x, -160), (x * 0.54, -34)], 13), BRASS, 4, 0, 4)
    for y in (-470, -160):
        plate.solid(rect(-202, y - 8, 404, 16), BRASS, 0, 0)
    plate.turned(path("M 124 -590 L 124 -618 L 60 -640 L 30 -640 L 30 -662 L 0 -662 L 0 -590"), BRASS)
    plate.line([(-124, -618), (124, -618)], FINE)
    plate.turned(path("M 168 0 L 168 -20 L 124 -30 L 124 -46 L 0 -46 L 0 0"), BRASS)
    plate.line([(-168, -20), (168, -20)], FINE)


def drum_lens_section(plate: Plate) -> None:
    """The rings close to, with the beam's path through them."""
    for n, radius in enumerate((420, 360, 300, 240, 184, 132)):
        plate.shape(ellipse(0, -400, radius), SEAGLASS.light if n % 2 else SEAGLASS.mid)
        plate.line(arc(0, -400, radius - 14, 195, 250), 7, WHITE.light)
        plate.line(arc(0, -400, radius - 12, 10, 80), 8, SEAGLASS.dark)
    plate.shape(ellipse(0, -400, 82), AMBER)
    plate.fill(ellipse(-18, -418, 40), GLOW)


def lens_keepers_kit(plate: Plate) -> None:
    """Open oak box with spirit bottle, soft brush, rouge tin and folded chamois."""
    plate.solid(rect(-250, -430, 500, 250), OAK, 16, 10)
    plate.solid(rect(-220, -402, 440, 222), MAHOGANY, 0)
    plate.fill(rect(-220, -402, 440, 26), MAHOGANY.dark)
    with plate.at(-140, 0):
        plate.turned(path("M 26 -470 L 26 -510 L 0 -510 L 0 -470"), OAK)
        plate.turned(
            path("M 62 -150 L 62 -370 C 62 -410 30 -410 26 -440 L 32 -470 L 0 -470 L 0 -150"), SEAGLASS
        )
        plate.shape(rect(-46, -336, 92, 90), WHITE.light, FINE)
        plate.fill(rect(-34, -318, 68, 10), LIGHT.mid)
        plate.fill(rect(-34, -298, 68, 10), LIGHT.mid)
        plate.fill(rect(-34, -278, 44, 10), LIGHT.mid)
    with plate.at(-18, 0, 1, 6):
        plate.solid(path("M -34 -430 C -56 -500 -30 -540 0 -560 C 30 -540 56 -500 34 -430 Z"), UNDYED, 14)
        for x in (-16, 0, 16):
            plate.line([(x, -440), (x * 0.8, -520)], FINE, UNDYED.dark)
        plate.solid(rect(-36, -434, 72, 44), BRASS, 10, 6)
        plate.solid(path("M -22 -390 L 22 -390 L 15 -150 L -15 -150 Z"), MAHOGANY, 8)
    with plate.at(128, -156):
        plate.solid(
            path("M -78 0 L -84 -120 C -50 -150 -30 -118 0 -136 C 30 -152 60 -120 82 -130 L 80 0 Z"),
            OCHRE_CHAMOIS,
            14,
        )
        plate.line(path("M -84 -76 C -40 -92 30 -60 82 -82"), FINE)
        plate.line(path("M -82 -36 C -40 -50 30 -22 82 -42"), FINE)
    plate.solid(rect(-270, -190, 540, 190), OAK, 18, 10)
    plate.line(path("M -240 -60 C -120 -44 -20 -80 110 -62"), FINE, OAK.dark)
    plate.line(path("M -200 -120 C -60 -140 60 -100 220 -126"), FINE, OAK.dark)
    plate.solid(rect(-38, -214, 76, 62, 6), BRASS, 8, 6)
    plate.shape(ellipse(0, -180, 8), INK, 1)
    for x in (-270, 230):
        plate.solid(rect(x, -40, 40, 40), BRASS, 6)


OCHRE_CHAMOIS = Tone("#F3DDA2", "#E2C27C", "#A9853F")


def _roll(plate: Plate, radius: float) -> None:
    plate.solid(ellipse(0, -radius, radius), UNDYED, 16, 10)
    turns = [polar(0, -radius, radius * (0.16 + 0.8 * n / 150), n * 360 / 30) for n in range(150)]
    plate.line(turns, 3.6)


def flat_wicks(plate: Plate) -> None:
    """A hank of woven flat wick over a peg rail, and two coils standing before it."""
    plate.solid(rect(-250, -600, 500, 44, 8), OAK, 10, 8)
    for x, width, foot in ((-170, 78, -150), (-44, 104, -60), (104, 130, -190)):
        _wick(plate, x, -640, width, foot)
    with plate.at(150, 0):
        _roll(plate, 132)
    with plate.at(-26, 0):
        _roll(plate, 88)


def _wick(plate: Plate, x: float, top: float, width: float, foot: float, step: float = 24) -> None:
    strip = rect(x - width / 2, top, width, foot - top)
    plate.solid(strip, UNDYED, 14, 8)
    for n in range(int((foot - top) // step)):
        y = top + step * (n + 0.75)
        plate.line([(x - width / 2, y - 9), (x, y + 9), (x + width / 2, y - 9)], FINE, UNDYED.dark)
    for side in (-1, 1):
        plate.line([(x + side * (width / 2 - 13), top), (x + side * (width / 2 - 13), foot)], 7, NAVY.mid)
    plate.line(strip, closed=True)
    for n in range(int(width // 10)):
        plate.line([(x - width / 2 + 6 + n * 10, foot), (x - width / 2 + 4 + n * 10, foot + 20)], 3.4)


def wick_trimming(plate: Plate) -> None:
    """A burner, its flat wick, and the scissors that square it."""
    plate.turned(path("M 92 0 L 92 -50 L 0 -50 L 0 0"), BRASS)
    plate.turned(path("M 60 -50 L 46 -140 L 0 -140 L 0 -50"), BRASS)
    plate.solid(rect(-36, -206, 72, 70), UNDYED, 10)
    for x in range(-26, 36, 10):
        plate.line([(x, -202), (x, -142)], FINE, UNDYED.dark)
    plate.solid(rect(86, -34, 60, 12), BRASS, 4)
    plate.solid(rect(140, -56, 20, 56, 5), BRASS, 6)
    for angle in (-9, 9):
        with plate.at(60, -206, 1, angle):
            plate.wire(ellipse(126, 26 if angle > 0 else -26, 54, 30), IRON, 18, closed=True)
            plate.solid([(-160, 0 if angle > 0 else -2), (-40, -13), (80, -9), (80, 9), (-40, 11)], IRON, 5)
    plate.shape(ellipse(60, -206, 9), BRASS.mid)


def wick_weave(plate: Plate) -> None:
    """The weave of a wick and its frayed end, close to."""
    with plate.at(0, 60, 3):
        _wick(plate, 0, -320, 150, -60, 9)
