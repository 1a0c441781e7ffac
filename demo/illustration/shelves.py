"""The category pictures: still lifes of two or three things from the shelf."""

from dataclasses import dataclass
from functools import partial

from . import knitwear, light, navigation, oilskins, paper, signals, weather
from .drawing import Drawing, Motif
from .palette import BLACK, CLOTHING, LIGHT, NAVIGATION, PAPER, RUST, SIGNALS, UNDYED, WEATHER, Tone
from .path import rect
from .plate import Plate, shadow


@dataclass(frozen=True)
class Thing:
    """A motif, its reach to either side and the half width of its foot: enough to fill a shelf."""

    motif: Motif
    left: float
    right: float
    foot: float


LANTERN = Thing(light.storm_lantern, 182, 182, 172)
HAND_LAMP = Thing(light.watch_hand_lamp, 162, 206, 158)
ANCHOR_LIGHT = Thing(light.anchor_light, 190, 190, 172)
DRUM_LENS = Thing(light.drum_lens, 224, 224, 168)
LENS_KIT = Thing(light.lens_keepers_kit, 272, 272, 268)
BEARING = Thing(navigation.hand_bearing_compass, 210, 210, 70)
BINNACLE = Thing(navigation.binnacle_compass, 278, 278, 158)
SEXTANT = Thing(navigation.brass_sextant, 300, 300, 150)
TELESCOPE = Thing(navigation.draw_telescope, 264, 350, 210)
RULE = Thing(navigation.parallel_rule, 330, 330, 140)
DIVIDERS = Thing(navigation.brass_dividers, 132, 132, 120)
WEIGHTS = Thing(navigation.chart_weights, 252, 252, 250)
BAROMETER = Thing(weather.aneroid_barometer, 294, 294, 190)
BAROGRAPH = Thing(weather.barograph, 332, 332, 330)
STORM_GLASS = Thing(weather.storm_glass, 178, 178, 176)
ANEMOMETER = Thing(weather.hand_anemometer, 302, 302, 54)
RAIN_GAUGE = Thing(weather.rain_gauge, 220, 258, 220)
HYGROMETER = Thing(weather.sling_hygrometer, 136, 300, 80)
COAT = Thing(oilskins.oilskin_coat, 262, 262, 186)
TROUSERS = Thing(oilskins.bib_trousers, 202, 202, 166)
SOUWESTER = Thing(partial(oilskins.souwester, tone=BLACK), 286, 324, 130)
BOOTS = Thing(oilskins.sea_boots, 308, 182, 240)
GANSEY = Thing(knitwear.keepers_gansey, 264, 264, 154)
PALE_GANSEY = Thing(partial(knitwear.keepers_gansey, tone=UNDYED), 264, 264, 154)
CAP = Thing(partial(knitwear.watch_cap, tone=RUST), 256, 256, 244)
MITTENS = Thing(knitwear.sea_mittens, 288, 288, 220)
FLAG_SET = Thing(signals.code_flag_set, 294, 294, 90)
FLAG_N = Thing(partial(signals.single_code_flag, letter="n"), 312, 250, 80)
CONE = Thing(signals.storm_cone, 252, 294, 200)
BELL = Thing(signals.station_bell, 316, 316, 310)
HORN = Thing(signals.fog_horn, 332, 284, 240)
LOG = Thing(paper.watch_log, 256, 256, 240)
DIARY = Thing(paper.weather_diary, 332, 332, 150)
PENCILS = Thing(paper.keepers_pencils, 210, 250, 130)
CHART = Thing(paper.coast_chart, 294, 294, 270)
TABLES = Thing(paper.tide_tables, 242, 310, 240)
STARS = Thing(paper.star_finder, 292, 292, 140)

SHELF = 500.0


def still_life(hue: Tone, *placed: tuple[Thing, float]) -> Plate:
    """A shelf of one category: things at their scales, enlarged together to fill it, evenly spaced."""
    plate = Plate(800, 600)
    plate.fill(rect(0, SHELF, 800, 100), hue.light)
    plate.beam((-80, -60), 12, 60, 1050, 0.62)
    plate.line([(-10, SHELF), (810, SHELF)])
    room = 800 - 26 * (len(placed) + 1)
    fit = min(
        room / sum((thing.left + thing.right) * scale for thing, scale in placed),
        0.67 / max(scale for _, scale in placed),
    )
    gap = (800 - sum((thing.left + thing.right) * scale * fit for thing, scale in placed)) / (len(placed) + 1)
    x = gap
    for thing, share in placed:
        scale = share * fit
        with plate.at(x + thing.left * scale, SHELF):
            shadow(plate, thing.foot * scale, hue, 60, 20)
            with plate.at(0, 0, scale):
                thing.motif(plate)
        x += (thing.left + thing.right) * scale + gap
    return plate


def _category(alt: str, hue: Tone, *placed: tuple[Thing, float]) -> Drawing:
    return Drawing(alt, partial(still_life, hue, *placed))


CATEGORIES: dict[str, Drawing] = {
    "category-light": _category(
        "Storm lantern, drum lens and hand lamp on one shelf",
        LIGHT,
        (LANTERN, 0.58),
        (DRUM_LENS, 0.6),
        (HAND_LAMP, 0.58),
    ),
    "category-lanterns": _category(
        "Anchor light, brass storm lantern and hand lamp",
        LIGHT,
        (ANCHOR_LIGHT, 0.54),
        (LANTERN, 0.64),
        (HAND_LAMP, 0.56),
    ),
    "category-lenses-and-wicks": _category(
        "Drum lens beside an open keeper's kit", LIGHT, (DRUM_LENS, 0.66), (LENS_KIT, 0.66)
    ),
    "category-navigation": _category(
        "Sextant, hand-bearing compass and dividers",
        NAVIGATION,
        (SEXTANT, 0.62),
        (BEARING, 0.5),
        (DIVIDERS, 0.46),
    ),
    "category-compasses-and-optics": _category(
        "Binnacle compass beside a leaning telescope", NAVIGATION, (BINNACLE, 0.64), (TELESCOPE, 0.58)
    ),
    "category-plotting": _category(
        "Dividers, parallel rule and chart weights",
        NAVIGATION,
        (DIVIDERS, 0.58),
        (RULE, 0.52),
        (WEIGHTS, 0.42),
    ),
    "category-weather": _category(
        "Aneroid barometer, storm glass and rain gauge",
        WEATHER,
        (BAROMETER, 0.54),
        (STORM_GLASS, 0.54),
        (RAIN_GAUGE, 0.42),
    ),
    "category-barometers": _category(
        "Aneroid barometer and barograph", WEATHER, (BAROMETER, 0.56), (BAROGRAPH, 0.56)
    ),
    "category-wind-and-rain": _category(
        "Hygrometer, rain gauge and anemometer",
        WEATHER,
        (HYGROMETER, 0.5),
        (RAIN_GAUGE, 0.46),
        (ANEMOMETER, 0.42),
    ),
    "category-clothing": _category(
        "Oilskin coat, navy gansey and sea boots", CLOTHING, (COAT, 0.52), (GANSEY, 0.52), (BOOTS, 0.4)
    ),
    "category-oilskins": _category(
        "Ochre oilskin coat and bib trousers, black sou'wester",
        CLOTHING,
        (COAT, 0.54),
        (TROUSERS, 0.54),
        (SOUWESTER, 0.36),
    ),
    "category-knitwear": _category(
        "Undyed gansey, rust watch cap and mittens",
        CLOTHING,
        (PALE_GANSEY, 0.56),
        (CAP, 0.38),
        (MITTENS, 0.38),
    ),
    "category-signals": _category(
        "Flag hoist, station bell and fog horn", SIGNALS, (FLAG_SET, 0.5), (BELL, 0.4), (HORN, 0.32)
    ),
    "category-flags": _category(
        "Code flag N on a staff beside a black storm cone", SIGNALS, (FLAG_N, 0.62), (CONE, 0.62)
    ),
    "category-bells-and-horns": _category(
        "Station bell beside a box fog horn", SIGNALS, (BELL, 0.58), (HORN, 0.56)
    ),
    "category-paper": _category(
        "Watch log, jar of pencils and coast chart", PAPER, (LOG, 0.5), (PENCILS, 0.4), (CHART, 0.5)
    ),
    "category-logbooks": _category("Watch log and open weather diary", PAPER, (LOG, 0.62), (DIARY, 0.6)),
    "category-charts": _category(
        "Coast chart, tide tables and star finder", PAPER, (CHART, 0.5), (TABLES, 0.4), (STARS, 0.36)
    ),
}
