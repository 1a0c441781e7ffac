"""The product pictures, in the order of the shelves."""

from functools import partial

from . import knitwear, light, navigation, oilskins, paper, signals, weather
from .drawing import Drawing, detail, product
from .palette import (
    BLACK,
    CLOTHING,
    COPPER,
    LEATHER,
    LIGHT,
    NAVIGATION,
    NICKEL,
    PAPER,
    RED,
    RUST,
    SIGNALS,
    UNDYED,
    WEATHER,
    WHITE,
)

light_whole, light_part = partial(product, LIGHT), partial(detail, LIGHT)
LIGHT_SHELF = {
    "storm-lantern": light_whole(
        "Brass storm lantern with a round glass globe, wire guard and wooden grip", light.storm_lantern, 176
    ),
    "storm-lantern--brass": light_whole("Storm lantern in plain brass", light.storm_lantern, 176),
    "storm-lantern--black": light_whole(
        "Storm lantern in black enamel", partial(light.storm_lantern, finish=BLACK), 176
    ),
    "storm-lantern--signal-red": light_whole(
        "Storm lantern in signal red enamel", partial(light.storm_lantern, finish=RED), 176
    ),
    "storm-lantern--detail": light_part(
        "Burner of the storm lantern: wick tube, air holes, adjusting wheel and flame",
        light.storm_lantern_burner,
    ),
    "watch-hand-lamp": light_whole(
        "Black hand lamp with a brass-ringed bull's-eye lens and wire grips", light.watch_hand_lamp, 160
    ),
    "anchor-light": light_whole(
        "Copper anchor light with a ribbed glass drum, guard rods and rope becket", light.anchor_light, 176
    ),
    "cabin-gimbal-lamp": light_whole(
        "Brass cabin lamp in gimbals on a mahogany board, with chimney and smoke bell",
        light.cabin_gimbal_lamp,
        190,
    ),
    "cabin-gimbal-lamp--brass": light_whole("Cabin gimbal lamp in brass", light.cabin_gimbal_lamp, 190),
    "cabin-gimbal-lamp--nickel": light_whole(
        "Cabin gimbal lamp in nickel plate", partial(light.cabin_gimbal_lamp, finish=NICKEL), 190
    ),
    "drum-lens": light_whole(
        "Drum lens with concentric rings round a bull's eye and prisms above and below, in a brass frame",
        light.drum_lens,
        168,
    ),
    "drum-lens--detail": light_part("Bull's eye and stepped rings of the drum lens", light.drum_lens_section),
    "lens-keepers-kit": light_whole(
        "Open oak box with a spirit bottle, a soft brush and a folded chamois", light.lens_keepers_kit, 270
    ),
    "flat-wicks": light_whole(
        "Flat cotton wicks in three widths over a rail, two more in coils", light.flat_wicks, 240
    ),
    "flat-wicks--detail": light_part("Weave and blue edge thread of a flat wick", light.wick_weave),
}

navigation_whole, navigation_part = partial(product, NAVIGATION), partial(detail, NAVIGATION)
NAVIGATION_SHELF = {
    "hand-bearing-compass": navigation_whole(
        "Hand-bearing compass with a brass bowl, sighting prism and mahogany grip",
        navigation.hand_bearing_compass,
        90,
    ),
    "binnacle-compass": navigation_whole(
        "Mahogany binnacle with a brass hood and red and green correcting spheres",
        navigation.binnacle_compass,
        160,
    ),
    "brass-sextant": navigation_whole(
        "Brass sextant with graduated arc, index arm, mirrors, shades and telescope",
        navigation.brass_sextant,
        150,
    ),
    "brass-sextant--detail": navigation_part(
        "Graduated arc and vernier of the sextant", navigation.sextant_limb
    ),
    "draw-telescope": navigation_whole(
        "Three-draw brass telescope leaning on a wooden chock", navigation.draw_telescope, 220
    ),
    "draw-telescope--brass": navigation_whole(
        "Draw telescope with a brass barrel", navigation.draw_telescope, 220
    ),
    "draw-telescope--brass-and-leather": navigation_whole(
        "Draw telescope with a leather-bound barrel", partial(navigation.draw_telescope, cover=LEATHER), 220
    ),
    "draw-telescope--detail": navigation_part(
        "Eyepiece and leather binding of the draw telescope", navigation.telescope_eyepiece
    ),
    "parallel-rule": navigation_whole(
        "Boxwood parallel rule opened on its brass links", navigation.parallel_rule, 160
    ),
    "brass-dividers": navigation_whole(
        "One-handed brass dividers with steel points", navigation.brass_dividers, 140
    ),
    "chart-weights": navigation_whole(
        "Three round chart weights in leather with brass knobs", navigation.chart_weights, 260, scale=1.2
    ),
}

weather_whole, weather_part = partial(product, WEATHER), partial(detail, WEATHER)
WEATHER_SHELF = {
    "aneroid-barometer": weather_whole(
        "Brass aneroid barometer with an open dial on a mahogany foot", weather.aneroid_barometer, 190
    ),
    "aneroid-barometer--brass": weather_whole(
        "Aneroid barometer in a brass case", weather.aneroid_barometer, 190
    ),
    "aneroid-barometer--painted-white": weather_whole(
        "Aneroid barometer in a white painted case", partial(weather.aneroid_barometer, case=WHITE), 190
    ),
    "aneroid-barometer--detail": weather_part(
        "Dial of the aneroid barometer, both hands and the open movement", weather.barometer_dial
    ),
    "barograph": weather_whole(
        "Barograph under glass: clock drum with its trace, pen arm and capsules", weather.barograph, 330
    ),
    "storm-glass": weather_whole(
        "Storm glass with fern-like crystals on a mahogany stand", weather.storm_glass, 176
    ),
    "hand-anemometer": weather_whole(
        "Hand anemometer: green cups above a brass dial on a wooden grip", weather.hand_anemometer, 80
    ),
    "rain-gauge": weather_whole("Copper rain gauge with its glass measure", weather.rain_gauge, 240),
    "rain-gauge--detail": weather_part("Marks and water level in the rain measure", weather.rain_gauge_glass),
    "sling-hygrometer": weather_whole(
        "Sling hygrometer with dry and wet bulb thermometers on a turned handle",
        weather.sling_hygrometer,
        130,
    ),
}

clothing_whole, clothing_part = partial(product, CLOTHING), partial(detail, CLOTHING)
CLOTHING_SHELF = {
    "oilskin-coat": clothing_whole(
        "Long ochre oilskin coat with brass clasps and a dark collar, on a rail", oilskins.oilskin_coat
    ),
    "oilskin-coat--ochre": clothing_whole("Oilskin coat in ochre", oilskins.oilskin_coat),
    "oilskin-coat--black": clothing_whole(
        "Oilskin coat in black with a brown collar", partial(oilskins.oilskin_coat, tone=BLACK)
    ),
    "oilskin-coat--detail": clothing_part(
        "Two brass clasps on the storm flap of the oilskin coat", oilskins.coat_clasp
    ),
    "souwester": clothing_whole(
        "Ochre sou'wester with a long back brim on a hat block", oilskins.souwester, 130
    ),
    "souwester--ochre": clothing_whole("Sou'wester in ochre", oilskins.souwester, 130),
    "souwester--black": clothing_whole("Sou'wester in black", partial(oilskins.souwester, tone=BLACK), 130),
    "souwester--detail": clothing_part(
        "Stitched back brim of the sou'wester seen from behind", oilskins.souwester_back
    ),
    "bib-trousers": clothing_whole(
        "Ochre bib-and-brace oilskin trousers with navy straps, on a rail", oilskins.bib_trousers, 166
    ),
    "sea-boots": clothing_whole("Pair of tall green sea boots with pale soles", oilskins.sea_boots, 250),
    "keepers-gansey": clothing_whole(
        "Navy gansey with a patterned yoke and ribbed welt, on a rail", knitwear.keepers_gansey, 160
    ),
    "keepers-gansey--navy": clothing_whole("Keeper's gansey in navy", knitwear.keepers_gansey, 160),
    "keepers-gansey--undyed": clothing_whole(
        "Keeper's gansey in undyed wool", partial(knitwear.keepers_gansey, tone=UNDYED), 160
    ),
    "keepers-gansey--detail": clothing_part(
        "Ropes, ladders and diamond knitted into the yoke of the gansey", knitwear.gansey_yoke
    ),
    "watch-cap": clothing_whole("Ribbed navy watch cap with a deep cuff", knitwear.watch_cap, 240),
    "watch-cap--navy": clothing_whole("Watch cap in navy", knitwear.watch_cap, 240),
    "watch-cap--rust": clothing_whole("Watch cap in rust", partial(knitwear.watch_cap, tone=RUST), 240),
    "watch-cap--undyed": clothing_whole(
        "Watch cap in undyed wool", partial(knitwear.watch_cap, tone=UNDYED), 240
    ),
    "sea-mittens": clothing_whole(
        "Pair of undyed mittens with a navy stranded band", knitwear.sea_mittens, 230, scale=1.1
    ),
    "watch-blanket": clothing_whole(
        "Wool blanket in herringbone over a drying rail", knitwear.watch_blanket, 290
    ),
    "watch-blanket--herringbone": clothing_whole("Watch blanket in herringbone", knitwear.watch_blanket, 290),
    "watch-blanket--check": clothing_whole(
        "Watch blanket in navy and undyed check", partial(knitwear.watch_blanket, pattern="check"), 290
    ),
    "watch-blanket--detail": clothing_part(
        "Herringbone weave of the watch blanket, a corner turned back", knitwear.blanket_weave
    ),
}

signals_whole, signals_part = partial(product, SIGNALS), partial(detail, SIGNALS)
SIGNALS_SHELF = {
    "code-flag-set": signals_whole(
        "Nine signal flags on three halyards under a yard", signals.code_flag_set, 90
    ),
    "code-flag-set--detail": signals_part(
        "Wooden toggle and stitched heading of a code flag", signals.flag_toggle
    ),
    "single-code-flag": signals_whole(
        "Code flag A, white and blue with a swallowtail, on a staff", signals.single_code_flag, 85, x=0
    ),
    "single-code-flag--a": signals_whole(
        "Code flag A: white and blue, swallowtailed", partial(signals.single_code_flag, letter="a"), 85
    ),
    "single-code-flag--b": signals_whole(
        "Code flag B: red, swallowtailed", partial(signals.single_code_flag, letter="b"), 85
    ),
    "single-code-flag--n": signals_whole(
        "Code flag N: blue and white chequers, four by four",
        partial(signals.single_code_flag, letter="n"),
        85,
    ),
    "single-code-flag--u": signals_whole(
        "Code flag U: red and white quarters", partial(signals.single_code_flag, letter="u"), 85
    ),
    "storm-cone": signals_whole(
        "Black canvas storm cone hoisted point up on a gallows", signals.storm_cone, 200
    ),
    "fog-horn": signals_whole("Box fog horn with a brass trumpet and pump lever", signals.fog_horn, 230),
    "fog-horn--detail": signals_part("Mouth of the fog horn from in front", signals.horn_mouth),
    "station-bell": signals_whole(
        "Bronze station bell in an oak frame with a knotted lanyard", signals.station_bell, 300
    ),
    "station-bell--detail": signals_part(
        "Lip, clapper and knotted lanyard of the station bell", signals.bell_lanyard
    ),
    "bosuns-call": signals_whole(
        "Brass bosun's call with its chain, on a turned stand", signals.bosuns_call, 180, scale=1.1
    ),
    "bosuns-call--brass": signals_whole("Bosun's call in brass", signals.bosuns_call, 180, scale=1.1),
    "bosuns-call--copper": signals_whole(
        "Bosun's call in copper", partial(signals.bosuns_call, tone=COPPER), 180, scale=1.1
    ),
}

paper_whole, paper_part = partial(product, PAPER), partial(detail, PAPER)
PAPER_SHELF = {
    "watch-log": paper_whole(
        "Cloth-bound watch log with leather spine, blank label and red ribbon", paper.watch_log, 240
    ),
    "watch-log--detail": paper_part("Ruled page of the watch log with a pen across it", paper.log_page),
    "weather-diary": paper_whole(
        "Open weather diary with sky signs and a pressure curve", paper.weather_diary, 150, scale=1.1
    ),
    "keepers-pencils": paper_whole("Five pencils in a stoneware jar", paper.keepers_pencils, 130),
    "coast-chart": paper_whole(
        "Paper coast chart on rollers with depth contours, compass rose and a light", paper.coast_chart, 280
    ),
    "coast-chart--paper": paper_whole("Coast chart on paper", paper.coast_chart, 280),
    "coast-chart--waterproof-paper": paper_whole(
        "Coast chart on pale waterproof paper with drops standing on it",
        partial(paper.coast_chart, sheet=paper.WATERPROOF),
        280,
    ),
    "coast-chart--detail": paper_part(
        "Corner of the coast chart: scale, shallows, compass rose and a light", paper.chart_rose
    ),
    "tide-tables": paper_whole(
        "Sewn booklet of tide tables with a tide curve and moon phases on its cover", paper.tide_tables, 250
    ),
    "star-finder": paper_whole(
        "Star finder: a turning disc of stars under an oval window, on a brass foot", paper.star_finder, 140
    ),
    "star-finder--detail": paper_part(
        "The Plough and Cassiopeia in the window of the star finder", paper.star_window
    ),
}

PRODUCTS: dict[str, Drawing] = {
    **LIGHT_SHELF,
    **NAVIGATION_SHELF,
    **WEATHER_SHELF,
    **CLOTHING_SHELF,
    **SIGNALS_SHELF,
    **PAPER_SHELF,
}
