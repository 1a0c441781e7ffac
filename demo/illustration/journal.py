"""Covers of the journal's articles."""

from . import knitwear, light, oilskins, paper, shore, signals, weather
from .drawing import Drawing, Motif
from .palette import (
    AMBER,
    BRASS,
    CLOTHING,
    INK,
    LIGHT,
    NAVIGATION,
    NAVY,
    OAK,
    RUST,
    SEA,
    SEAGLASS,
    SIGNALS,
    SLATE,
    UNDYED,
    WEATHER,
    WHITE,
    Tone,
)
from .path import ellipse, path, rect
from .plate import FINE, Plate, mixed, shadow

LINE = 372.0


def _day(hue: Tone) -> Plate:
    plate = Plate(800, 450)
    plate.fill(rect(0, LINE, 800, 90), hue.light)
    plate.beam((-70, -60), 8, 50, 1000, 0.62)
    plate.line([(-10, LINE), (810, LINE)])
    return plate


def _standing(plate: Plate, motif: Motif, x: float, scale: float, half: float, hue: Tone) -> None:
    with plate.at(x, LINE):
        shadow(plate, half, hue, 50, 18)
        with plate.at(0, 0, scale):
            motif(plate)


def trimming_a_wick() -> Plate:
    """Scissors across the wick, the lantern waiting behind."""
    plate = _day(LIGHT)
    _standing(plate, light.storm_lantern, 630, 0.46, 82, LIGHT)
    _standing(plate, light.wick_trimming, 250, 1.14, 108, LIGHT)
    return plate


def fresnel() -> Plate:
    """A section through the lens: rays leave the flame every way and go out level."""
    plate = Plate(800, 450, INK)
    shore.sky(plate, 450, 40, 4)
    lamp, lens_x = (150.0, 225.0), 352.0
    rows = (-168, -134, -100, -66, -33, 0, 33, 66, 100, 134, 168)
    plate.fill([lamp, (lens_x, 48), (lens_x, 402)], mixed(INK, AMBER, 0.14))
    plate.fill(rect(lens_x + 20, 48, 460, 354), mixed(INK, AMBER, 0.26))
    for offset in rows:
        y = lamp[1] + offset
        plate.line([lamp, (lens_x, y)], 4, mixed(INK, AMBER, 0.72))
        plate.line([(lens_x + 20, y), (810, y)], 7, AMBER)
    tone = SEAGLASS
    plate.shape(
        path(
            f"M {lens_x} 176 L {lens_x} 274 L {lens_x + 14} 274 "
            f"C {lens_x + 84} 256 {lens_x + 84} 194 {lens_x + 14} 176 Z"
        ),
        tone.light,
    )
    plate.line(
        path(f"M {lens_x + 54} 200 C {lens_x + 64} 214 {lens_x + 64} 230 {lens_x + 58} 244"), 6, WHITE.light
    )
    for n, offset in enumerate((66, 100, 134, 168)):
        for side in (-1, 1):
            y = lamp[1] + side * offset
            near, far = y - side * 15, y + side * 15
            plate.shape(
                [(lens_x, near), (lens_x, far), (lens_x + 16, far), (lens_x + 66, near)],
                tone.mid if n % 2 == 0 else tone.light,
            )
    for y in (26, 408):
        plate.solid(rect(lens_x - 18, y, 106, 16), BRASS, 8, 5)
    with plate.at(lamp[0], 450):
        plate.turned(path("M 110 0 L 110 -34 C 110 -78 66 -92 40 -100 L 0 -100 L 0 0"), BRASS)
        plate.turned(path("M 46 -100 L 34 -150 L 0 -150 L 0 -100"), BRASS)
        plate.solid(rect(-18, -176, 36, 28), UNDYED, 7)
    light.flame(plate, lamp[0], lamp[1] + 54, 1.2)
    return plate


def barometer_at_sea() -> Plate:
    """The glass on the bulkhead, weather coming up in the port."""
    plate = Plate(800, 450, WEATHER.light)
    for y in (90, 180, 270, 360):
        plate.line([(-10, y), (810, y)], 3, WEATHER.mid)
    plate.beam((-70, -60), 8, 50, 1000, 0.5)
    plate.solid(ellipse(580, 214, 176), BRASS, 12, 8)
    port = ellipse(580, 214, 138)
    plate.fill(port, SLATE.light)
    with plate.clip(port):
        plate.fill(rect(430, 150, 300, 100), "#C9D3D8")
        plate.fill(
            path(
                "M 400 60 L 760 60 L 760 150 C 740 176 700 176 690 156 "
                "C 680 184 634 186 624 164 C 606 190 560 186 554 160 "
                "C 530 182 490 176 486 150 C 460 168 420 160 400 140 Z"
            ),
            SLATE.dark,
        )
        plate.fill(
            path(
                "M 400 60 L 620 60 C 640 96 606 120 580 110 C 560 136 520 130 506 112 "
                "C 490 130 440 130 400 110 Z"
            ),
            SLATE.mid,
        )
        shore.rain(plate, (470, 178, 710, 232), 30, SLATE.mid)
        for top, colour in ((248, SLATE.mid), (282, SEA), (318, INK)):
            crest = [(400 + n * 6, top + 9 * ((n % 12) / 6 - 1) ** 2) for n in range(61)]
            plate.fill([*crest, (770, 400), (400, 400)], colour)
            plate.line(crest, 3, WHITE.light)
    plate.line(port, closed=True)
    for angle in range(0, 360, 60):
        with plate.at(580, 214, 1, angle):
            plate.shape(ellipse(0, -157, 7), BRASS.dark, 3)
    with plate.at(220, 424, 0.54):
        weather.aneroid_barometer(plate)
    plate.shape(rect(-10, 424, 820, 40), WEATHER.dark)
    return plate


def gansey_and_parish() -> Plate:
    """Three ganseys on a line, each in its own wool, above the harbour kirk."""
    plate = _day(CLOTHING)
    plate.fill(
        path(
            "M 0 372 L 0 334 C 120 310 220 330 330 350 C 420 360 520 362 620 356 "
            "C 680 350 740 340 800 346 L 800 372 Z"
        ),
        CLOTHING.mid,
    )
    with plate.at(520, 366, 0.6):
        plate.solid(rect(-30, -90, 56, 90), WHITE, 10)
        plate.solid([(-36, -90), (-2, -170), (32, -90)], SLATE, 10)
        plate.solid(rect(26, -56, 110, 56), WHITE, 10)
        plate.solid([(20, -56), (40, -92), (132, -92), (144, -56)], SLATE, 8)
    plate.line([(-10, LINE), (810, LINE)])
    plate.line(path("M -10 24 C 250 54 550 54 810 24"), 6)
    for x, y, tone in ((146, 300, NAVY), (400, 308, UNDYED), (654, 300, RUST)):
        with plate.at(x, y, 0.44):
            _gansey_alone(plate, tone)
    return plate


def _gansey_alone(plate: Plate, tone: Tone) -> None:
    knitwear.jersey(plate, tone)
    for side in (-1, 1):
        plate.solid(rect(side * 96 - 9, -612, 18, 62, 4), OAK, 6)


def watch_log() -> Plate:
    """A desk at night: the open book, a lamp, the sea lit in the window."""
    plate = Plate(800, 450, "#20364B")
    window = rect(404, 34, 356, 236)
    plate.fill(window, INK)
    with plate.clip(window):
        plate.fill(rect(404, 180, 356, 100), SEA)
        plate.beam((452, 82), 6, 30, 420, 0.98)
        plate.line([(404, 180), (760, 180)], 3)
        plate.fill(
            path("M 396 200 L 396 166 C 440 160 480 172 540 196 L 540 204 L 396 210 Z"), shore.ROCK.light
        )
        with plate.at(452, 172, 0.36):
            shore.lighthouse(plate)
        shore.glints(plate, 560, 750, 190, 230, 12, mixed(SEA, AMBER, 0.8))
    plate.line(window, 20, INK, closed=True)
    plate.line(window, 12, OAK.mid, closed=True)
    for bar in ([(582, 34), (582, 270)], [(404, 140), (760, 140)]):
        plate.line(bar, 11, INK)
        plate.line(bar, 5, OAK.mid)
    plate.beam((-70, -60), 8, 56, 1000, 0.5)
    plate.fill(rect(0, LINE, 800, 90), OAK.dark)
    plate.line([(-10, LINE), (810, LINE)])
    with plate.at(196, LINE + 6, 0.52):
        paper.weather_diary(plate)
    with plate.at(466, LINE + 4, 0.3):
        paper.keepers_pencils(plate)
    with plate.at(650, LINE + 4, 0.42):
        light.storm_lantern(plate)
    return plate


def flags_without_radio() -> Plate:
    """A cutter under a hoist, answering the shore."""
    plate = Plate(800, 450)
    plate.beam((-70, -60), 8, 50, 1000, 0.62)
    plate.fill(rect(0, 330, 800, 120), NAVIGATION.mid)
    plate.line([(-10, 330), (810, 330)])
    shore.swell(plate, 362, SLATE.mid, 6, 130)
    with plate.at(560, 372, 1.12):
        shore.cutter(plate)
    shore.swell(plate, 396, SEA, 7, 170, 2)
    plate.solid(rect(132, 20, 20, 440), OAK, 7, 4)
    plate.solid(ellipse(142, 18, 14), BRASS, 4)
    plate.line([(156, 34), (156, 380)], 4)
    for n, letter in enumerate("ubn"):
        with plate.at(156, 40 + n * 112):
            signals.flag(plate, letter, 190, 100)
    shore.gull(plate, 400, 110)
    shore.gull(plate, 452, 84, 0.7)
    return plate


def fog_and_horns() -> Plate:
    """Fog in flat layers, a horn on the rock, its rhythm going out."""
    plate = Plate(800, 450, "#DDE2E1")
    plate.beam((-70, -60), 8, 50, 1000, 0.34)
    with plate.at(150, 352, 0.98):
        _ghost(plate)
    for y, colour in ((214, "#D3DADB"), (268, "#C6D0D3"), (318, "#B3C1C6")):
        plate.fill(
            path(
                f"M 0 {y} C 120 {y - 26} 240 {y + 22} 400 {y} "
                f"C 540 {y - 20} 660 {y + 18} 800 {y - 8} L 800 450 L 0 450 Z"
            ),
            colour,
        )
    shore.rings(plate, 470, 146, (50, 80, 110, 176, 206, 236), 152, 208, SIGNALS.dark)
    plate.fill(rect(0, LINE, 800, 90), mixed(SLATE.mid, "#B3C1C6", 0.5))
    plate.line([(-10, LINE), (810, LINE)])
    plate.solid(
        path("M 420 392 C 450 366 520 354 620 356 C 720 356 770 362 830 372 L 830 470 L 400 470 Z"),
        shore.ROCK,
        0,
        10,
    )
    with plate.at(640, 358, 0.48):
        signals.fog_horn(plate)
    return plate


def _ghost(plate: Plate) -> None:
    for outline in (
        path("M -34 0 L -22 -214 L 22 -214 L 34 0 Z"),
        rect(-36, -230, 72, 16),
        rect(-20, -268, 40, 40),
        path("M -26 -266 C -20 -296 20 -296 26 -266 Z"),
    ):
        plate.fill(outline, "#A9B7BC")
    plate.fill(ellipse(0, -248, 13), mixed(AMBER, "#DDE2E1", 0.1))


def oiling_cotton() -> Plate:
    """A coat on its rail under rain, a tin of oil and a brush on the line."""
    plate = _day(CLOTHING)
    shore.rain(plate, (420, 10, 800, 330), 60, SLATE.mid)
    _standing(plate, oilskins.oilskin_coat, 230, 0.51, 98, CLOTHING)
    with plate.at(520, LINE):
        shadow(plate, 90, CLOTHING, 50, 18)
        plate.turned(path("M 84 0 L 84 -150 L 0 -150 L 0 0"), Tone("#E58A70", "#BE3F2C", "#7C211B"))
        plate.fill(rect(-84, -110, 168, 60), UNDYED.light)
        plate.line([(-84, -110), (84, -110)], FINE)
        plate.line([(-84, -50), (84, -50)], FINE)
        with plate.at(0, -62, 0.5):
            plate.shape(
                path("M 0 -72 C 18 -34 40 -12 40 12 C 40 56 -40 56 -40 12 C -40 -12 -18 -34 0 -72 Z"), AMBER
            )
        plate.turned(path("M 88 -150 L 88 -166 L 0 -166 L 0 -150"), BRASS)
    with plate.at(656, LINE - 6, 1, 18):
        plate.solid(path("M -40 0 C -44 -40 -36 -70 -34 -90 L 34 -90 C 36 -70 44 -40 40 0 Z"), UNDYED, 12)
        for x in (-22, -8, 8, 22):
            plate.line([(x, -4), (x * 0.9, -80)], FINE, UNDYED.dark)
        plate.solid(rect(-40, -120, 80, 34), BRASS, 8, 5)
        plate.solid(
            path(
                "M -30 -120 C -26 -150 -14 -160 -12 -220 C -12 -244 12 -244 12 -220 "
                "C 14 -160 26 -150 30 -120 Z"
            ),
            OAK,
            10,
            6,
        )
    return plate


ARTICLES: dict[str, Drawing] = {
    "article-trimming-a-wick": Drawing(
        "Scissors squaring the wick of a burner, a storm lantern behind", trimming_a_wick
    ),
    "article-how-a-fresnel-lens-throws-its-light": Drawing(
        "Section of a Fresnel lens: rays spread from a flame and leave level", fresnel
    ),
    "article-reading-the-barometer-at-sea": Drawing(
        "Barometer on a bulkhead beside a port with rain and a rising sea", barometer_at_sea
    ),
    "article-the-gansey-and-the-parish": Drawing(
        "Three ganseys in navy, undyed and rust on a line above a village kirk", gansey_and_parish
    ),
    "article-keeping-a-watch-log": Drawing(
        "Open log and lantern on a desk at night, a lighthouse in the window", watch_log
    ),
    "article-flags-without-radio": Drawing(
        "Flags U, B and N on a mast, a gaff cutter at sea beyond", flags_without_radio
    ),
    "article-fog-and-the-rhythm-of-horns": Drawing(
        "Fog horn on a rock sounding into layers of fog, a faint lighthouse behind", fog_and_horns
    ),
    "article-oiling-cotton-for-rain": Drawing(
        "Oilskin coat on a rail in rain beside a tin of oil and a brush", oiling_cotton
    ),
}
