"""Words in lines: broken where their script allows, as large as they fit, each line run by run."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PIL import ImageDraw

from cms.share.bidi import base_direction, in_visual_order, levels
from cms.share.breaks import pieces
from cms.share.fonts import INVISIBLE, Face, clusters, faces_of

ELLIPSIS = "…"
_SPENT = frozenset("\u200b\u200e\u200f\u2060\u00ad")  # marks that have done their work once a line is set


@dataclass(frozen=True, slots=True)
class Run:
    """A part of one line: one face, one direction."""

    text: str
    face: Face
    direction: str


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text set in lines of one size."""

    lines: tuple[tuple[Run, ...], ...]
    size: int
    language: str

    @property
    def leading(self) -> int:
        """From one baseline to the next."""
        return round(self.size * max(run.face.leading for line in self.lines for run in line))

    @property
    def height(self) -> int:
        return self.leading * len(self.lines)

    def width_of(self, line: Sequence[Run]) -> float:
        return sum(_length(run, self.size, self.language) for run in line)

    @property
    def width(self) -> float:
        return max(map(self.width_of, self.lines))

    def draw(self, canvas: ImageDraw.ImageDraw, x: float, y: float, color: str, *, from_right: bool) -> None:
        """Paint the lines, the first baseline at `y`; `x` is where lines begin: their left, or right, end."""
        for number, line in enumerate(self.lines):
            pen = x - self.width_of(line) if from_right else x
            for run in line:
                canvas.text(
                    (pen, y + number * self.leading),
                    run.text,
                    fill=color,
                    font=run.face.font(self.size),
                    anchor="ls",
                    direction=run.direction,
                    language=self.language,
                    stroke_width=self.size * run.face.weight,
                )
                pen += _length(run, self.size, self.language)


def runs_of(text: str, base: str) -> tuple[Run, ...]:
    """One line in runs of one face and one direction, from left to right."""
    by_place = [face for piece, face in faces_of(text) for _char in piece]
    marked = list(zip(text, levels(text, base), by_place, strict=True))
    logical = [
        (level, Run("".join(char for char, _level, _face in group), face, "rtl" if level % 2 else "ltr"))
        for (level, face), group in groupby(
            (mark for mark in marked if mark[0] not in _SPENT), key=lambda mark: mark[1:]
        )
    ]
    # Raqm refuses a run without a single shape.
    return tuple(run for _level, run in in_visual_order(logical) if set(run.text) - INVISIBLE)


def fit(
    text: str,
    *,
    width: int,
    height: int,
    sizes: Sequence[int],
    most_lines: int,
    language: str,
    direction: str,
) -> Lettering:
    """The text at the largest of `sizes` (from large to small) at which it fits; at the last one it is cut short.

    A word wider than the line is broken only at the smallest size. Lines are made as even as they go.
    """
    base = base_direction(text, direction)
    parts = pieces(text)
    for size in sizes:
        is_last = size == sizes[-1]
        measure = _Measure(size, language, base)
        lines = measure.lines(parts if not is_last else measure.broken(parts, width), width)
        setting = measure.set(lines)
        is_low = len(lines) <= most_lines and setting.height <= height
        if is_low and setting.width <= width:
            return measure.set(measure.evened(parts, lines, width)) if not is_last else setting
    room = max(1, min(most_lines, height // setting.leading))
    return measure.set(measure.cut_short(lines[:room], width) if len(lines) > room else lines)


@dataclass(frozen=True, slots=True)
class _Measure:
    size: int
    language: str
    base: str

    def set(self, lines: Sequence[str]) -> Lettering:
        return Lettering(tuple(runs_of(line, self.base) for line in lines), self.size, self.language)

    def width(self, text: str) -> float:
        return sum(_length(run, self.size, self.language) for run in runs_of(text.strip(), self.base))

    def lines(self, parts: Sequence[str], width: float) -> list[str]:
        """As many pieces on a line as fit."""
        lines = [""]
        for part in parts:
            if lines[-1] and self.width(lines[-1] + part) > width:
                lines.append(part)
            else:
                lines[-1] += part
        return [line.strip() for line in lines]

    def evened(self, parts: Sequence[str], lines: list[str], width: int) -> list[str]:
        """The same number of lines, in the narrowest measure that keeps it."""
        narrow, wide = width // 2, width
        while wide - narrow > 8:
            middle = (narrow + wide) // 2
            tried = self.lines(parts, middle)
            if len(tried) == len(lines) and max(map(self.width, tried)) <= middle:
                wide, lines = middle, tried
            else:
                narrow = middle
        return lines

    def broken(self, parts: Sequence[str], width: float) -> list[str]:
        """The pieces, those wider than a line taken apart."""
        return [
            piece for part in parts for piece in ([part] if self.width(part) <= width else clusters(part))
        ]

    def cut_short(self, lines: Sequence[str], width: float) -> list[str]:
        """The last line ends with an ellipsis."""
        kept = list(clusters(lines[-1]))
        while kept and self.width("".join(kept).rstrip() + ELLIPSIS) > width:
            kept.pop()
        return [*lines[:-1], "".join(kept).rstrip(" ,;:–—-") + ELLIPSIS]


def _length(run: Run, size: int, language: str) -> float:
    return run.face.font(size).getlength(run.text, direction=run.direction, language=language)
