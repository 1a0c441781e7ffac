"""The inks of the catalogue: paper, line, beam, one hue per category and the materials."""

from typing import NamedTuple

CHALK = "#F7F4EC"
INK = "#0E1B2A"
SEA = "#12395B"
AMBER = "#F2A900"


class Tone(NamedTuple):
    """One hue in three flat steps: where the light falls, the thing itself, its far side."""

    light: str
    mid: str
    dark: str


# The hue of each category: its ground, its shadow, and whatever in a motif has no material of its own.
LIGHT = Tone("#EBDDBB", "#C9A766", "#7A5A26")
NAVIGATION = Tone("#C6D6DF", "#6F97B0", "#1F4C6E")
WEATHER = Tone("#C9DBD1", "#74A08F", "#2A5A4E")
CLOTHING = Tone("#DED0C2", "#A88B72", "#5A4231")
SIGNALS = Tone("#EBCFC3", "#CB8068", "#7C3220")
PAPER = Tone("#D9DBC2", "#9A9F6C", "#4B5030")

BRASS = Tone("#F0D493", "#C99A45", "#84592A")
NICKEL = Tone("#EDF0F0", "#B4BDC3", "#6B7782")
COPPER = Tone("#F0B592", "#C0704A", "#773A24")
BLACK = Tone("#5B6670", "#2C3844", "#152230")
IRON = Tone("#9AA5AD", "#5C6974", "#313D49")
RED = Tone("#E58A70", "#BE3F2C", "#7C211B")
WHITE = Tone("#FFFDF8", "#EFEADD", "#C4BCA9")
GLASS = Tone("#F6FAF8", "#DCE9E8", "#A3BFC4")
SEAGLASS = Tone("#E3F0EA", "#B5D3CB", "#6E9E98")
MAHOGANY = Tone("#C98F68", "#915838", "#57301E")
OAK = Tone("#E2C59A", "#BC9562", "#795730")
LEATHER = Tone("#B37E54", "#764A2E", "#45291A")
OCHRE = Tone("#F3CB6B", "#DDA02E", "#93651A")
NAVY = Tone("#4C7096", "#20456C", "#0F2A47")
UNDYED = Tone("#FAF3E4", "#E4D7BE", "#B09E80")
RUST = Tone("#DD8C6C", "#B5482E", "#762B1A")
MOSS = Tone("#86A892", "#2F6B4F", "#19432F")
LEAF = Tone("#FFFDF7", "#F3ECDC", "#CFC4AB")
SLATE = Tone("#8FA6B8", "#3E6483", SEA)
SKIN = Tone("#EFC9A8", "#D9A680", "#A26F50")
NIGHT = Tone("#2B5577", SEA, "#0B2740")
