"""Barometers and the instruments for wind and rain."""

from .palette import (
    BRASS,
    COPPER,
    GLASS,
    INK,
    MAHOGANY,
    NICKEL,
    OAK,
    RED,
    SEAGLASS,
    SLATE,
    WEATHER,
    WHITE,
    Tone,
)
from .path import arc, ellipse, mirrored, path, polar, rect, ribbon, sector
from .plate import FINE, Plate


def aneroid_barometer(plate: Plate, case: Tone = BRASS) -> None:
    """Round ship's aneroid with a flanged case, two hands and an open dial, on a mahogany foot."""
    plate.solid(
        path("M -190 0 L -170 -56 L -90 -80 L -70 -140 L 70 -140 L 90 -80 L 170 -56 L 190 0 Z"),
        MAHOGANY,
        16,
        10,
    )
    plate.solid(ellipse(0, -390, 290), case, 22, 14)
    for n in range(3):
        plate.shape(ellipse(*polar(0, -390, 268, -90 + n * 120), 9), case.dark, 3)
    plate.solid(ellipse(0, -390, 246), case, 0, 0)
    plate.fill(sector(0, -390, 226, 246, 150, 330), case.dark)
    plate.shape(ellipse(0, -390, 226), WHITE.light)
    plate.line(arc(0, -390, 196, 130, 410, steps=60), FINE)
    plate.ticks(0, -390, 178, 196, 130, 410, 70)
    plate.ticks(0, -390, 166, 200, 130, 410, 14, 5)
    plate.line(arc(0, -390, 128, 200, 262), 14, WEATHER.mid)
    plate.line(arc(0, -390, 128, 278, 340), 14, WEATHER.light)
    plate.shape(ellipse(0, -390, 76), WEATHER.light, FINE)
    plate.shape(ellipse(0, -390, 46), case.mid, FINE)
    for x in range(-2, 3):
        plate.line([(x * 14, -360), (x * 14, -420)], 2, case.dark)
    with plate.at(0, -390, 1, 32):
        plate.fill([(-5, 40), (0, -184), (5, 40)], INK)
        plate.shape(ellipse(0, 52, 13), INK, 1)
    with plate.at(0, -390, 1, -28):
        plate.shape([(-4, 34), (-3, -170), (3, -170), (4, 34)], BRASS.mid, 2)
    plate.shape(ellipse(0, -390, 15), BRASS.light)
    plate.line(arc(0, -390, 206, 188, 222), 12, WEATHER.light)
    plate.wire(ellipse(0, -704, 24, 20), case, 13, closed=True)


def barometer_dial(plate: Plate) -> None:
    """The dial close to: hands, scale and the open movement."""
    cx, cy = 60, -300
    plate.solid(ellipse(cx, cy, 560), BRASS, 20, 20)
    plate.shape(ellipse(cx, cy, 500), WHITE.light)
    plate.line(arc(cx, cy, 440, 130, 410, steps=90), FINE)
    plate.ticks(cx, cy, 400, 440, 130, 410, 140)
    plate.ticks(cx, cy, 370, 450, 130, 410, 28, 6)
    plate.line(arc(cx, cy, 300, 198, 262, steps=48), 30, WEATHER.mid)
    plate.line(arc(cx, cy, 300, 278, 342, steps=48), 30, WEATHER.light)
    plate.shape(ellipse(cx, cy, 170), WEATHER.light)
    for r in (140, 112, 84, 56):
        plate.shape(ellipse(cx, cy, r), BRASS.mid if r in (140, 84) else BRASS.light, FINE)
    with plate.at(cx, cy, 1, -38):
        plate.fill([(-11, 120), (0, -420), (11, 120)], INK)
        plate.shape(ellipse(0, 130, 28), INK)
    with plate.at(cx, cy, 1, -62):
        plate.shape([(-7, 80), (-6, -380), (6, -380), (7, 80)], BRASS.mid, 3)
    plate.shape(ellipse(cx, cy, 30), BRASS.light)


def barograph(plate: Plate) -> None:
    """Recording barometer under bevelled glass: clock drum with its trace, pen arm, stack of capsules."""
    plate.fill(rect(-280, -360, 560, 290), GLASS.light)
    with plate.at(-130, 0):
        plate.solid(rect(-100, -300, 200, 214), WHITE, 30)
        for n in range(1, 6):
            plate.line([(-100, -300 + n * 36), (100, -300 + n * 36)], 2, WEATHER.mid)
        for n in range(1, 7):
            plate.line([(-100 + n * 29, -300), (-108 + n * 29, -86)], 2, WEATHER.mid)
        plate.line(
            path(
                "M -98 -170 C -70 -190 -60 -240 -30 -232 C 0 -226 10 -150 40 -160 C 54 -164 64 -176 78 -186"
            ),
            6,
            RED.mid,
        )
        plate.solid(rect(-106, -96, 212, 26), BRASS, 8, 6)
        plate.solid(rect(-106, -312, 212, 18), BRASS, 8, 6)
        plate.solid(rect(-12, -338, 24, 28), BRASS, 6)
    for n in range(6):
        plate.solid(rect(112 - (n % 2) * 4, -110 - n * 22, 100 + (n % 2) * 8, 22, 9), NICKEL, 8, 6)
    plate.solid(rect(148, -290, 28, 70), BRASS, 8)
    plate.solid(rect(60, -300, 24, 226), BRASS, 6)
    plate.line([(-52, -186), (72, -276), (162, -286)], 6)
    plate.solid(ellipse(72, -276, 14), BRASS, 4)
    plate.line([(-260, -200), (-230, -330)], 12, WHITE.light)
    plate.line(rect(-280, -360, 560, 290), closed=True)
    for x in (-292, 268):
        plate.solid(rect(x, -372, 24, 302), MAHOGANY, 8, 6)
    plate.solid(path("M -300 -372 L -270 -410 L 270 -410 L 300 -372 Z"), MAHOGANY, 12, 8)
    plate.solid(ribbon(path("M -50 -410 C -50 -470 50 -470 50 -410", 20), 16), BRASS, 5)
    plate.solid(rect(-310, -74, 620, 56), MAHOGANY, 14, 10)
    plate.solid(rect(-330, -24, 660, 24), MAHOGANY, 8)
    plate.solid(ellipse(0, -46, 14), BRASS, 4)


def storm_glass(plate: Plate) -> None:
    """Sealed tube of clear liquid with fern-like crystals, held by brass collars on a wooden stand."""
    plate.solid(path("M -120 -30 L -110 -640 C -110 -690 110 -690 110 -640 L 120 -30 Z"), MAHOGANY, 18, 10)
    plate.solid(rect(-176, -48, 352, 48), MAHOGANY, 14, 8)
    tube = path("M 66 -100 L 66 -560 C 66 -600 44 -616 20 -622 L 20 -640 L 0 -640")
    base = path("M 0 -64 C 40 -64 66 -74 66 -100")
    glass = mirrored(base + tube)
    plate.fill(glass, SEAGLASS.light)
    with plate.clip(glass):
        plate.fill(rect(-80, -500, 160, 460), SEAGLASS.mid)
        plate.fill(rect(24, -500, 60, 460), SEAGLASS.dark)
        for x, height, spread in ((-36, 190, 24), (2, 300, 34), (38, 220, 24)):
            plate.line([(x, -60), (x, -60 - height)], 5, WHITE.light)
            for n in range(1, int(height // 28)):
                y = -60 - n * 28
                reach = spread * (1 - n * 28 / height) + 8
                plate.line([(x - reach, y - reach), (x, y), (x + reach, y - reach)], 4.4, WHITE.light)
        plate.fill(
            path("M -70 -40 L -70 -120 C -40 -150 -20 -110 4 -136 C 30 -156 44 -116 70 -132 L 70 -40 Z"),
            WHITE.light,
        )
        plate.line([(-70, -500), (70, -500)], 4)
    plate.line([(-46, -550), (-46, -260)], 9, WHITE.light)
    plate.line(glass, closed=True)
    for y in (-170, -460):
        plate.solid(rect(-88, y, 176, 30, 4), BRASS, 14, 10)
        for x in (-100, 100):
            plate.shape(ellipse(x, y + 15, 9), BRASS.light, 3)
    plate.turned(path("M 28 -630 L 28 -660 C 20 -672 10 -674 0 -674 L 0 -630"), BRASS)


def hand_anemometer(plate: Plate) -> None:
    """Four-cup anemometer over a small dial on a turned grip."""
    plate.turned(path("M 54 0 L 54 -14 C 30 -50 34 -120 40 -170 L 28 -210 L 0 -210 L 0 0"), MAHOGANY)
    plate.turned(path("M 34 -206 L 50 -250 L 0 -250 L 0 -206"), BRASS)
    plate.solid(ellipse(0, -350, 118), BRASS, 14, 10)
    plate.shape(ellipse(0, -350, 92), WHITE.light)
    plate.ticks(0, -350, 68, 84, 130, 410, 28)
    plate.ticks(0, -350, 60, 86, 130, 410, 7, 4.5)
    with plate.at(0, -350, 1, 48):
        plate.fill([(-6, 22), (0, -74), (6, 22)], RED.mid)
    plate.shape(ellipse(0, -350, 11), INK, 1)
    plate.turned(path("M 20 -462 L 20 -490 L 12 -500 L 12 -580 L 0 -580 L 0 -462"), BRASS)
    plate.solid(rect(-230, -592, 460, 15, 6), NICKEL, 5)
    for x, flip in ((-230, False), (230, True)):
        with plate.at(x, -584, 1, 0, flip):
            plate.solid(path("M 36 -80 C -100 -80 -100 80 36 80 Z"), WEATHER_CUP, 18, 12)
            plate.line([(36, -80), (36, 80)])
    plate.solid(ellipse(-14, -584, 84, 62), WEATHER_CUP, 16, 12)
    plate.solid(ellipse(10, -584, 34), BRASS, 8, 6)


WEATHER_CUP = Tone(WEATHER.light, "#4F8271", WEATHER.dark)


def rain_gauge(plate: Plate) -> None:
    """Copper five-inch gauge: deep funnel rim, cylinder, and the measuring glass beside it."""
    with plate.at(-70, 0):
        plate.turned(path("M 148 0 L 148 -22 L 132 -30 L 132 -330 L 0 -330 L 0 0"), COPPER)
        plate.line([(-148, -22), (148, -22)], FINE)
        plate.turned(path("M 140 -318 L 140 -346 L 0 -346 L 0 -318"), COPPER)
        plate.turned(path("M 132 -346 L 132 -560 L 148 -568 L 148 -596 L 0 -596 L 0 -346"), COPPER)
        plate.line([(-132, -560), (132, -560)])
        plate.line([(-148, -568), (148, -568)], FINE)
    with plate.at(190, 0):
        glass = mirrored(path("M 64 0 L 64 -16 C 34 -22 46 -40 46 -70 L 46 -360 L 58 -372 L 0 -372"))
        plate.fill(glass, GLASS.light)
        with plate.clip(glass):
            plate.fill(rect(-46, -190, 92, 148), SLATE.light)
            plate.fill(rect(16, -190, 40, 148), SLATE.mid)
            plate.fill(rect(-80, -30, 160, 40), GLASS.mid)
        plate.line([(-46, -190), (46, -190)], 4)
        for n in range(12):
            plate.line([(46, -70 - n * 24), (46 - (34 if n % 3 == 0 else 20), -70 - n * 24)], 3)
        plate.line([(-30, -340), (-30, -220)], 8, WHITE.light)
        plate.line(glass, closed=True)
    for x, y in ((-150, -660), (-40, -690), (30, -640)):
        with plate.at(x, y):
            plate.shape(
                path("M 0 -34 C 8 -14 16 -4 16 8 C 16 28 -16 28 -16 8 C -16 -4 -8 -14 0 -34 Z"),
                SLATE.light,
                4,
            )


def rain_gauge_glass(plate: Plate) -> None:
    """The measuring glass close to, its meniscus between the marks."""
    glass = mirrored(path("M 210 40 L 210 -640 L 236 -670 L 0 -670"))
    plate.fill(glass, GLASS.light)
    plate.fill(rect(-210, -330, 420, 370), SLATE.light)
    plate.fill(rect(90, -330, 120, 370), SLATE.mid)
    plate.shape(
        path("M -210 -346 C -150 -316 150 -316 210 -346 L 210 -318 C 120 -296 -120 -296 -210 -318 Z"),
        NIGHT_WATER,
    )
    for n in range(28):
        plate.line([(210, 20 - n * 24), (210 - (150 if n % 5 == 0 else 84), 20 - n * 24)], 4)
    plate.line([(-150, -600), (-150, -400)], 22, WHITE.light)
    plate.line(glass, closed=True)


NIGHT_WATER = "#3E6483"


def sling_hygrometer(plate: Plate) -> None:
    """Whirling hygrometer: rattle frame with dry and wet bulb, swung from a turned handle."""
    with plate.at(-96, -8, 1, 26):
        plate.turned(path("M 34 0 C 46 -50 24 -100 30 -180 L 20 -196 L 0 -196 L 0 0"), MAHOGANY)
        plate.solid(rect(-9, -250, 18, 60), NICKEL, 5)
        plate.solid(rect(-92, -690, 184, 446, 12), OAK, 16, 10)
        for x, level, tone in ((-42, -560, RED), (42, -500, SLATE)):
            plate.shape(rect(x - 32, -664, 64, 352, 4), WHITE.light, FINE)
            for n in range(22):
                plate.line([(x - 30, -650 + n * 15), (x - (14 if n % 5 else 8), -650 + n * 15)], 2)
            plate.shape(rect(x - 6, -654, 12, 360, 6), GLASS.light, FINE)
            plate.fill(rect(x - 3.4, level, 6.8, -300 - level), tone.mid)
            plate.shape(ellipse(x, -292, 15, 22), tone.mid, 4)
        plate.solid(path("M 20 -316 L 64 -316 L 66 -252 L 18 -252 Z"), WHITE, 8)
        for y in (-304, -292, -280, -268):
            plate.line([(22, y), (62, y)], 2, WHITE.dark)
        plate.solid(rect(-100, -252, 200, 26, 6), BRASS, 10, 6)
