"""Outlines: a small SVG-path reader and the few closed curves every motif is built from.

Everything returns a list of points, so that a motif can be filled, stroked, clipped or mirrored alike.
"""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
Outline = list[Point]
Points = Sequence[Point]

_TOKEN = re.compile(r"[MLHVCQZmlhvcqz]|-?\d*\.?\d+")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4}


def path(data: str, steps: int = 18) -> Outline:
    """Flatten one SVG subpath (M L H V C Q Z, absolute or relative) to points."""
    tokens = _TOKEN.findall(data)
    points: Outline = []
    x = y = 0.0
    command = "M"
    i = 0
    while i < len(tokens):
        if tokens[i].isalpha():
            command = tokens[i]
            i += 1
            if command in "Zz":
                continue
        count = _ARGUMENTS[command.upper()]
        values = [float(token) for token in tokens[i : i + count]]
        i += count
        if command.islower():
            offsets = (y,) if command == "v" else (x, y)
            values = [value + offsets[n % len(offsets)] for n, value in enumerate(values)]
        kind = command.upper()
        if kind == "H":
            x = values[0]
            points.append((x, y))
        elif kind == "V":
            y = values[0]
            points.append((x, y))
        elif kind in "ML":
            x, y = values
            points.append((x, y))
        else:
            controls = [(x, y), *zip(values[::2], values[1::2], strict=True)]
            points.extend(_bezier(controls, n / steps) for n in range(1, steps + 1))
            x, y = values[-2:]
    return points


def _bezier(controls: Points, t: float) -> Point:
    while len(controls) > 1:
        controls = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(controls)]
    return controls[0]


def rect(x: float, y: float, width: float, height: float, radius: float = 0) -> Outline:
    """A rectangle from its upper left corner, square or with round corners."""
    if not radius:
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    r = min(radius, width / 2, height / 2)
    corners = (
        (x + width - r, y + r, -90),
        (x + width - r, y + height - r, 0),
        (x + r, y + height - r, 90),
        (x + r, y + r, 180),
    )
    return [point for cx, cy, start in corners for point in arc(cx, cy, r, start, start + 90, steps=8)]


def ellipse(cx: float, cy: float, rx: float, ry: float | None = None) -> Outline:
    """A full ellipse; a circle when only one radius is given."""
    return arc(cx, cy, rx, 0, 360, ry=ry, steps=72)[:-1]


def arc(
    cx: float, cy: float, radius: float, start: float, end: float, *, ry: float | None = None, steps: int = 36
) -> Outline:
    """Points along an arc; degrees, clockwise from the right as on the screen."""
    ry = radius if ry is None else ry
    angles = (math.radians(start + (end - start) * n / steps) for n in range(steps + 1))
    return [(cx + radius * math.cos(a), cy + ry * math.sin(a)) for a in angles]


def sector(cx: float, cy: float, inner: float, outer: float, start: float, end: float) -> Outline:
    """A piece of a ring."""
    return arc(cx, cy, outer, start, end) + arc(cx, cy, inner, end, start)


def polar(cx: float, cy: float, radius: float, degrees: float) -> Point:
    """One point at a bearing from a centre; degrees as in `arc`."""
    return cx + radius * math.cos(math.radians(degrees)), cy + radius * math.sin(math.radians(degrees))


def mirrored(half: Points) -> Outline:
    """Close a right-hand profile with its own mirror image about x = 0."""
    return [*half] + [(-x, y) for x, y in reversed(half)]


def flipped(outline: Points) -> Outline:
    """The same outline on the other side of x = 0."""
    return [(-x, y) for x, y in outline]


def moved(outline: Points, dx: float, dy: float) -> Outline:
    """The outline shifted."""
    return [(x + dx, y + dy) for x, y in outline]


def ribbon(spine: Points, width: float, end_width: float | None = None) -> Outline:
    """A band of even (or tapering) width along a line: straps, ropes, tubes."""
    end_width = width if end_width is None else end_width
    left: Outline = []
    right: Outline = []
    last = len(spine) - 1
    for n, (x, y) in enumerate(spine):
        before, after = spine[max(n - 1, 0)], spine[min(n + 1, last)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        half = (width + (end_width - width) * n / last) / 2
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return left + right[::-1]
