"""Portraits of the journal's authors."""

from . import knitwear
from .drawing import Drawing
from .palette import (
    BRASS,
    INK,
    LEATHER,
    NAVIGATION,
    NAVY,
    SKIN,
    UNDYED,
    WEATHER,
    Tone,
)
from .path import ellipse, mirrored, path, rect
from .plate import Plate


def _bust(ground: Tone) -> Plate:
    plate = Plate(600, 600)
    plate.beam((-60, -50), 14, 66, 900, 0.62)
    plate.fill(rect(0, 500, 600, 110), ground.light)
    plate.line([(-10, 500), (610, 500)])
    return plate


def ailsa_rennie() -> Plate:
    """Short grey hair, navy gansey with its patterned yoke, sea behind her."""
    plate = _bust(NAVIGATION)
    grey = Tone("#E4E3DF", "#B9BCBC", "#7C8488")
    with plate.at(300, 600):
        plate.solid(
            path(
                "M -118 -330 C -140 -480 -70 -540 4 -540 C 90 -540 140 -470 122 -330 "
                "C 118 -290 90 -270 70 -270 L -70 -270 C -96 -270 -112 -300 -118 -330 Z"
            ),
            grey,
            20,
            14,
        )
        body = mirrored(path("M 62 -218 C 130 -206 210 -170 232 0 L 0 0"))
        plate.solid(body, NAVY, 30, 16)
        with plate.clip(body):
            knitwear.gansey_bands(plate, -190, 190, -128, NAVY, 1.24)
        plate.line(body, closed=True)
        plate.solid(path("M -46 -300 L -46 -210 C -30 -180 30 -180 46 -210 L 46 -300 Z"), SKIN, 20)
        plate.solid(
            path("M -74 -236 C -40 -206 40 -206 74 -236 L 78 -196 C 40 -160 -40 -160 -78 -196 Z"), NAVY, 12, 8
        )
        face = path(
            "M -92 -400 C -96 -310 -60 -258 0 -254 C 60 -258 96 -310 92 -400 C 90 -544 -90 -544 -92 -400 Z"
        )
        plate.solid(face, SKIN, 26, 0)
        plate.solid(
            path(
                "M -98 -380 C -110 -470 -60 -510 0 -510 C 70 -510 112 -470 98 -372 "
                "C 84 -400 70 -440 50 -458 C 10 -430 -60 -420 -84 -424 "
                "C -88 -410 -94 -396 -98 -380 Z"
            ),
            grey,
            12,
            10,
        )
        for side in (-1, 1):
            plate.fill(ellipse(side * 36, -372, 7, 8), INK)
            plate.line(
                path(f"M {side * 20} -398 C {side * 32} -406 {side * 46} -406 {side * 56} -396"), 4, grey.dark
            )
        plate.line(path("M 2 -368 C -6 -346 -14 -334 -2 -330 L 8 -330"), 4)
        plate.line(path("M -28 -298 C -12 -288 16 -288 30 -302"), 4.4)
    return plate


def jonas_lindqvist() -> Plate:
    """Full beard, round spectacles, leather apron over a pale shirt."""
    plate = _bust(WEATHER)
    hair = Tone("#C98A54", "#8F5428", "#5A3217")
    with plate.at(300, 600):
        body = mirrored(path("M 58 -220 C 140 -206 226 -170 244 0 L 0 0"))
        plate.solid(body, UNDYED, 30, 16)
        plate.solid(path("M -100 -150 L 100 -150 L 130 0 L -130 0 Z"), LEATHER, 18, 12)
        for side in (-1, 1):
            plate.solid(
                path(f"M {side * 72} -214 L {side * 100} -206 L {side * 100} -140 L {side * 74} -140 Z"),
                LEATHER,
                6,
            )
            plate.shape(ellipse(side * 86, -136, 9), BRASS.mid, 3)
        plate.solid(rect(30, -90, 70, 60, 4), LEATHER, 6)
        for x, tall in ((46, 40), (64, 58)):
            plate.solid(rect(x, -90 - tall, 11, tall + 20), BRASS, 4, 0, 4)
        plate.solid(path("M -44 -300 L -44 -206 L 0 -176 L 44 -206 L 44 -300 Z"), SKIN, 20)
        for side in (-1, 1):
            plate.solid(
                path(f"M {side * 44} -236 L {side * 86} -214 L {side * 50} -164 L 0 -182 Z"), UNDYED, 8
            )
            plate.solid(ellipse(side * 98, -376, 16, 26), SKIN, 6)
        face = path(
            "M -94 -410 C -98 -310 -60 -258 0 -254 C 60 -258 98 -310 94 -410 C 90 -560 -90 -560 -94 -410 Z"
        )
        plate.solid(face, SKIN, 26)
        plate.solid(
            path(
                "M -98 -400 C -112 -500 -50 -530 10 -530 C 80 -528 110 -490 98 -400 "
                "C 90 -430 80 -452 60 -468 C 10 -456 -50 -462 -72 -470 "
                "C -86 -450 -92 -430 -98 -400 Z"
            ),
            hair,
            14,
            10,
        )
        plate.solid(
            path(
                "M -98 -382 C -104 -290 -70 -200 0 -196 C 70 -200 104 -290 98 -382 "
                "C 84 -340 70 -322 44 -322 C 20 -334 -20 -334 -44 -322 "
                "C -70 -322 -84 -340 -98 -382 Z"
            ),
            hair,
            18,
            12,
        )
        plate.line(path("M -24 -292 C -10 -284 12 -284 26 -294"), 5, SKIN.light)
        for side in (-1, 1):
            plate.fill(ellipse(side * 38, -376, 6, 7), INK)
            plate.line(ellipse(side * 38, -376, 27), 4.4, INK, closed=True)
            plate.line(
                path(f"M {side * 18} -416 C {side * 32} -424 {side * 50} -422 {side * 58} -412"), 5, hair.dark
            )
        plate.line(path("M -11 -380 C -4 -386 4 -386 11 -380"), 4.4)
        plate.line(path("M 2 -366 C -4 -350 -12 -342 -2 -338 L 8 -338"), 4)
    return plate


AUTHORS: dict[str, Drawing] = {
    "author-ailsa-rennie": Drawing("Portrait of Ailsa Rennie: short grey hair, navy gansey", ailsa_rennie),
    "author-jonas-lindqvist": Drawing(
        "Portrait of Jonas Lindqvist: beard, round spectacles, leather apron", jonas_lindqvist
    ),
}
