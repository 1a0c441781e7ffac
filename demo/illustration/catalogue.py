"""The product pictures, in the order of the shelves."""

from functools import partial

from . import clothing, light, navigation, paper, signals, weather
from .drawing import Drawing, detail, product
from .palette import (
    BLACK, CLOTHING, COPPER, LEATHER, LIGHT, NAVIGATION, NICKEL, PAPER, RED, RUST, SIGNALS,
    UNDYED, WEATHER, WHITE,
)  # fmt: skip

LIGHT_SHELF = {
    "storm-lantern": product(
        LIGHT,
        "Brass storm lantern with a round glass globe, wire guard and wooden grip",
        light.storm_lantern,
        176,
    ),
    "storm-lantern--brass": product(LIGHT, "Storm lantern in plain brass", light.storm_lantern, 176),
    "storm-lantern--black": product(
        LIGHT, "Storm lantern in black enamel", partial(light.storm_lantern, finish=BLACK), 176
    ),
    "storm-lantern--signal-red": product(
        LIGHT, "Storm lantern in signal red enamel", partial(light.storm_lantern, finish=RED), 176
    ),
    "storm-lantern--detail": detail(
        LIGHT,
        "Burner of the storm lantern: wick tube, air holes, adjusting wheel and flame",
        light.storm_lantern_burner,
    ),
    "watch-hand-lamp": product(
        LIGHT,
        "Black hand lamp with a brass-ringed bull's-eye lens and wire grips",
        light.watch_hand_lamp,
        160,
    ),
    "anchor-light": product(
        LIGHT,
        "Copper anchor light with a ribbed glass drum, guard rods and rope becket",
        light.anchor_light,
        176,
    ),
    "cabin-gimbal-lamp": product(
        LIGHT,
        "Brass cabin lamp in gimbals on a mahogany board, with chimney and smoke bell",
        light.cabin_gimbal_lamp,
        190,
    ),
    "cabin-gimbal-lamp--brass": product(LIGHT, "Cabin gimbal lamp in brass", light.cabin_gimbal_lamp, 190),
    "cabin-gimbal-lamp--nickel": product(
        LIGHT, "Cabin gimbal lamp in nickel plate", partial(light.cabin_gimbal_lamp, finish=NICKEL), 190
    ),
    "drum-lens": product(
        LIGHT,
        "Drum lens with concentric rings round a bull's eye and prisms above and below, in a brass frame",
        light.drum_lens,
        168,
    ),
    "drum-lens--detail": detail(
        LIGHT, "Bull's eye and stepped rings of the drum lens", light.drum_lens_section
    ),
    "lens-keepers-kit": product(
        LIGHT,
        "Open oak box with a spirit bottle, a soft brush and a folded chamois",
        light.lens_keepers_kit,
        270,
    ),
    "flat-wicks": product(
        LIGHT, "Flat cotton wicks in three widths over a rail, two more in coils", light.flat_wicks, 240
    ),
    "flat-wicks--detail": detail(LIGHT, "Weave and blue edge thread of a flat wick", light.wick_weave),
}

NAVIGATION_SHELF = {
    "hand-bearing-compass": product(
        NAVIGATION,
        "Hand-bearing compass with a brass bowl, sighting prism and mahogany grip",
        navigation.hand_bearing_compass,
        90,
    ),
    "binnacle-compass": product(
        NAVIGATION,
        "Mahogany binnacle with a brass hood and red and green correcting spheres",
        navigation.binnacle_compass,
        160,
    ),
    "brass-sextant": product(
        NAVIGATION,
        "Brass sextant with graduated arc, index arm, mirrors, shades and telescope",
        navigation.brass_sextant,
        150,
    ),
    "brass-sextant--detail": detail(
        NAVIGATION, "Graduated arc and vernier of the sextant", navigation.sextant_limb
    ),
    "draw-telescope": product(
        NAVIGATION, "Three-draw brass telescope leaning on a wooden chock", navigation.draw_telescope, 220
    ),
    "draw-telescope--brass": product(
        NAVIGATION, "Draw telescope with a brass barrel", navigation.draw_telescope, 220
    ),
    "draw-telescope--brass-and-leather": product(
        NAVIGATION,
        "Draw telescope with a leather-bound barrel",
        partial(navigation.draw_telescope, cover=LEATHER),
        220,
    ),
    "draw-telescope--detail": detail(
        NAVIGATION, "Eyepiece and leather binding of the draw telescope", navigation.telescope_eyepiece
    ),
    "parallel-rule": product(
        NAVIGATION, "Boxwood parallel rule opened on its brass links", navigation.parallel_rule, 160
    ),
    "brass-dividers": product(
        NAVIGATION, "One-handed brass dividers with steel points", navigation.brass_dividers, 140
    ),
    "chart-weights": product(
        NAVIGATION,
        "Three round chart weights in leather with brass knobs",
        navigation.chart_weights,
        260,
        scale=1.2,
    ),
}

WEATHER_SHELF = {
    "aneroid-barometer": product(
        WEATHER,
        "Brass aneroid barometer with an open dial on a mahogany foot",
        weather.aneroid_barometer,
        190,
    ),
    "aneroid-barometer--brass": product(
        WEATHER, "Aneroid barometer in a brass case", weather.aneroid_barometer, 190
    ),
    "aneroid-barometer--painted-white": product(
        WEATHER,
        "Aneroid barometer in a white painted case",
        partial(weather.aneroid_barometer, case=WHITE),
        190,
    ),
    "aneroid-barometer--detail": detail(
        WEATHER, "Dial of the aneroid barometer, both hands and the open movement", weather.barometer_dial
    ),
    "barograph": product(
        WEATHER,
        "Barograph under glass: clock drum with its trace, pen arm and capsules",
        weather.barograph,
        330,
    ),
    "storm-glass": product(
        WEATHER, "Storm glass with fern-like crystals on a mahogany stand", weather.storm_glass, 176
    ),
    "hand-anemometer": product(
        WEATHER,
        "Hand anemometer: green cups above a brass dial on a wooden grip",
        weather.hand_anemometer,
        80,
    ),
    "rain-gauge": product(WEATHER, "Copper rain gauge with its glass measure", weather.rain_gauge, 240),
    "rain-gauge--detail": detail(
        WEATHER, "Marks and water level in the rain measure", weather.rain_gauge_glass
    ),
    "sling-hygrometer": product(
        WEATHER,
        "Sling hygrometer with dry and wet bulb thermometers on a turned handle",
        weather.sling_hygrometer,
        130,
    ),
}

CLOTHING_SHELF = {
    "oilskin-coat": product(
        CLOTHING,
        "Long ochre oilskin coat with brass clasps and a dark collar, on a rail",
        clothing.oilskin_coat,
    ),
    "oilskin-coat--ochre": product(CLOTHING, "Oilskin coat in ochre", clothing.oilskin_coat),
    "oilskin-coat--black": product(
        CLOTHING, "Oilskin coat in black with a brown collar", partial(clothing.oilskin_coat, tone=BLACK)
    ),
    "oilskin-coat--detail": detail(
        CLOTHING, "Two brass clasps on the storm flap of the oilskin coat", clothing.coat_clasp
    ),
    "souwester": product(
        CLOTHING, "Ochre sou'wester with a long back brim on a hat block", clothing.souwester, 130
    ),
    "souwester--ochre": product(CLOTHING, "Sou'wester in ochre", clothing.souwester, 130),
    "souwester--black": product(
        CLOTHING, "Sou'wester in black", partial(clothing.souwester, tone=BLACK), 130
    ),
    "souwester--detail": detail(
        CLOTHING, "Stitched back brim of the sou'wester seen from behind", clothing.souwester_back
    ),
    "bib-trousers": product(
        CLOTHING,
        "Ochre bib-and-brace oilskin trousers with navy straps, on a rail",
        clothing.bib_trousers,
        166,
    ),
    "sea-boots": product(CLOTHING, "Pair of tall green sea boots with pale soles", clothing.sea_boots, 250),
    "keepers-gansey": product(
        CLOTHING, "Navy gansey with a patterned yoke and ribbed welt, on a rail", clothing.keepers_gansey, 160
    ),
    "keepers-gansey--navy": product(CLOTHING, "Keeper's gansey in navy", clothing.keepers_gansey, 160),
    "keepers-gansey--undyed": product(
        CLOTHING, "Keeper's gansey in undyed wool", partial(clothing.keepers_gansey, tone=UNDYED), 160
    ),
    "keepers-gansey--detail": detail(
        CLOTHING, "Ropes, ladders and diamond knitted into the yoke of the gansey", clothing.gansey_yoke
    ),
    "watch-cap": product(CLOTHING, "Ribbed navy watch cap with a deep cuff", clothing.watch_cap, 240),
    "watch-cap--navy": product(CLOTHING, "Watch cap in navy", clothing.watch_cap, 240),
    "watch-cap--rust": product(CLOTHING, "Watch cap in rust", partial(clothing.watch_cap, tone=RUST), 240),
    "watch-cap--undyed": product(
        CLOTHING, "Watch cap in undyed wool", partial(clothing.watch_cap, tone=UNDYED), 240
    ),
    "sea-mittens": product(
        CLOTHING, "Pair of undyed mittens with a navy stranded band", clothing.sea_mittens, 230, scale=1.1
    ),
    "watch-blanket": product(
        CLOTHING, "Wool blanket in herringbone over a drying rail", clothing.watch_blanket, 290
    ),
    "watch-blanket--herringbone": product(
        CLOTHING, "Watch blanket in herringbone", clothing.watch_blanket, 290
    ),
    "watch-blanket--check": product(
        CLOTHING,
        "Watch blanket in navy and undyed check",
        partial(clothing.watch_blanket, pattern="check"),
        290,
    ),
    "watch-blanket--detail": detail(
        CLOTHING, "Herringbone weave of the watch blanket, a corner turned back", clothing.blanket_weave
    ),
}

SIGNALS_SHELF = {
    "code-flag-set": product(
        SIGNALS, "Nine signal flags on three halyards under a yard", signals.code_flag_set, 90
    ),
    "code-flag-set--detail": detail(
        SIGNALS, "Wooden toggle and stitched heading of a code flag", signals.flag_toggle
    ),
    "single-code-flag": product(
        SIGNALS,
        "Code flag A, white and blue with a swallowtail, on a staff",
        signals.single_code_flag,
        85,
        x=0,
    ),
    "single-code-flag--a": product(
        SIGNALS,
        "Code flag A: white and blue, swallowtailed",
        partial(signals.single_code_flag, letter="a"),
        85,
    ),
    "single-code-flag--b": product(
        SIGNALS, "Code flag B: red, swallowtailed", partial(signals.single_code_flag, letter="b"), 85
    ),
    "single-code-flag--n": product(
        SIGNALS,
        "Code flag N: blue and white chequers, four by four",
        partial(signals.single_code_flag, letter="n"),
        85,
    ),
    "single-code-flag--u": product(
        SIGNALS, "Code flag U: red and white quarters", partial(signals.single_code_flag, letter="u"), 85
    ),
    "storm-cone": product(
        SIGNALS, "Black canvas storm cone hoisted point up on a gallows", signals.storm_cone, 200
    ),
    "fog-horn": product(SIGNALS, "Box fog horn with a brass trumpet and pump lever", signals.fog_horn, 230),
    "fog-horn--detail": detail(SIGNALS, "Mouth of the fog horn from in front", signals.horn_mouth),
    "station-bell": product(
        SIGNALS, "Bronze station bell in an oak frame with a knotted lanyard", signals.station_bell, 300
    ),
    "station-bell--detail": detail(
        SIGNALS, "Lip, clapper and knotted lanyard of the station bell", signals.bell_lanyard
    ),
    "bosuns-call": product(
        SIGNALS, "Brass bosun's call with its chain, on a turned stand", signals.bosuns_call, 180, scale=1.1
    ),
    "bosuns-call--brass": product(SIGNALS, "Bosun's call in brass", signals.bosuns_call, 180, scale=1.1),
    "bosuns-call--copper": product(
        SIGNALS, "Bosun's call in copper", partial(signals.bosuns_call, tone=COPPER), 180, scale=1.1
    ),
}

PAPER_SHELF = {
    "watch-log": product(
        PAPER, "Cloth-bound watch log with leather spine, blank label and red ribbon", paper.watch_log, 240
    ),
    "watch-log--detail": detail(PAPER, "Ruled page of the watch log with a pen across it", paper.log_page),
    "weather-diary": product(
        PAPER, "Open weather diary with sky signs and a pressure curve", paper.weather_diary, 150, scale=1.1
    ),
    "keepers-pencils": product(PAPER, "Five pencils in a stoneware jar", paper.keepers_pencils, 130),
    "coast-chart": product(
        PAPER,
        "Paper coast chart on rollers with depth contours, compass rose and a light",
        paper.coast_chart,
        280,
    ),
    "coast-chart--paper": product(PAPER, "Coast chart on paper", paper.coast_chart, 280),
    "coast-chart--waterproof-paper": product(
        PAPER,
        "Coast chart on pale waterproof paper with drops standing on it",
        partial(paper.coast_chart, sheet=paper.WATERPROOF),
        280,
    ),
    "coast-chart--detail": detail(
        PAPER, "Corner of the coast chart: scale, shallows, compass rose and a light", paper.chart_rose
    ),
    "tide-tables": product(
        PAPER,
        "Sewn booklet of tide tables with a tide curve and moon phases on its cover",
        paper.tide_tables,
        250,
    ),
    "star-finder": product(
        PAPER,
        "Star finder: a turning disc of stars under an oval window, on a brass foot",
        paper.star_finder,
        140,
    ),
    "star-finder--detail": detail(
        PAPER, "The Plough and Cassiopeia in the window of the star finder", paper.star_window
    ),
}

PRODUCTS: dict[str, Drawing] = {
    **LIGHT_SHELF, **NAVIGATION_SHELF, **WEATHER_SHELF, **CLOTHING_SHELF, **SIGNALS_SHELF, **PAPER_SHELF,
}  # fmt: skip
