"""Which way each part of a line runs: the Unicode Bidirectional Algorithm for text without explicit controls.

Unicode Standard Annex 9. Embeddings, overrides and isolates never reach this module (`seo.text.plain` removes them), so
rules X1 to X8 have nothing to do. Paired brackets (N0) take the direction of what stands around them.
"""

import unicodedata
from itertools import groupby

_NEUTRAL = {"B", "S", "WS", "ON"}


def base_direction(text: str, default: str) -> str:
    """The direction, ltr or rtl, of the first letter that has one (rules P2 and P3), else `default`."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind == "L":
            return "ltr"
        if kind in {"R", "AL"}:
            return "rtl"
    return default


def levels(text: str, base: str) -> list[int]:
    """The embedding level of every character of one line: even runs left to right, odd right to left."""
    bottom = 1 if base == "rtl" else 0
    edge = "R" if bottom else "L"
    kinds = _neutral(_weak([unicodedata.bidirectional(char) or "L" for char in text], edge), edge)
    found = [
        bottom + ((1 if kind == "R" else 2 if kind in {"EN", "AN"} else 0) if not bottom else (kind != "R"))
        for kind in kinds
    ]
    for index in range(len(text) - 1, -1, -1):  # L1: white space at the end of a line runs as the line does
        if unicodedata.bidirectional(text[index]) != "WS":
            break
        found[index] = bottom
    return found


def in_visual_order[T](runs: list[tuple[int, T]]) -> list[tuple[int, T]]:
    """Runs of (level, anything) in reading order, put in their order on the line from left to right (rule L2)."""
    ordered = list(runs)
    highest = max((level for level, _run in ordered), default=0)
    for level in range(highest, 0, -1):
        result: list[tuple[int, T]] = []
        for is_turned, group in groupby(ordered, key=lambda run, level=level: run[0] >= level):
            members = list(group)
            result += reversed(members) if is_turned else members
        ordered = result
    return ordered


def _weak(kinds: list[str], edge: str) -> list[str]:
    """Rules W1 to W7."""
    kinds = [*kinds]
    for index, kind in enumerate(kinds):
        before = kinds[index - 1] if index else edge
        if kind in {"NSM", "BN"}:
            kinds[index] = before
    strong = edge
    for index, kind in enumerate(kinds):
        if kind in {"L", "R", "AL"}:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[index] = "AN"
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for index in range(1, len(kinds) - 1):
        before, kind, after = kinds[index - 1 : index + 2]
        if before == after and (
            (kind == "CS" and before in {"EN", "AN"}) or (kind == "ES" and before == "EN")
        ):
            kinds[index] = before
    kinds = _beside_numbers(kinds)
    kinds = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in kinds]
    strong = edge
    for index, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"
    return kinds


def _beside_numbers(kinds: list[str]) -> list[str]:
    """Rule W5: currency and percent signs go with the number they touch."""
    result: list[str] = []
    groups = [(kind, len(list(group))) for kind, group in groupby(kinds)]
    for index, (kind, length) in enumerate(groups):
        around = {groups[place][0] for place in (index - 1, index + 1) if 0 <= place < len(groups)}
        result += ["EN" if kind == "ET" and "EN" in around else kind] * length
    return result


def _neutral(kinds: list[str], edge: str) -> list[str]:
    """Rules N1 and N2: what has no direction takes that of its neighbours when they agree, else the line's."""
    sides = ["R" if kind in {"EN", "AN"} else kind for kind in kinds]
    result, place = [*kinds], 0
    for is_neutral, group in groupby(kinds, key=lambda kind: kind in _NEUTRAL):
        length = len(list(group))
        if is_neutral:
            before = sides[place - 1] if place else edge
            after = sides[place + length] if place + length < len(sides) else edge
            result[place : place + length] = [before if before == after else edge] * length
        place += length
    return result
