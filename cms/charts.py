"""Charts for reports, drawn by the server: no script, a legend, and the figures as a table beside the picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, log10

WIDTH, HEIGHT = 960, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 8, 12, 34
STEPS = 4
MOST_LABELS = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a column: its place in the picture, which series it belongs to (0, 1, …), and its words."""

    y: float
    height: float
    series: int
    title: str


@dataclass(frozen=True, slots=True)
class Column:
    x: float
    width: float
    middle: float
    label: str
    is_labelled: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    y: float
    value: int


@dataclass(frozen=True, slots=True)
class ColumnChart:
    """Columns of stacked parts; prints itself by `cms/admin/chart.html`."""

    title: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...], int], ...]  # label, one figure a series, their sum
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM
    label_y: int = HEIGHT - BOTTOM + 20

    @classmethod
    def of(cls, title: str, labels: Sequence[str], series: Mapping[str, Sequence[int]]) -> "ColumnChart":
        """A chart of one column a label. Every series has one figure, zero or more, for each label."""
        names = tuple(series)
        figures = list(zip(*series.values(), strict=True)) if series else [() for _ in labels]
        sums = [sum(column) for column in figures]
        top = _round_up(max(sums, default=0))
        scale = (HEIGHT - TOP - BOTTOM) / top
        step = (WIDTH - LEFT - RIGHT) / max(1, len(labels))
        every = ceil(len(labels) / MOST_LABELS) or 1
        columns = []
        for number, (label, column) in enumerate(zip(labels, figures, strict=True)):
            pieces, y = [], float(HEIGHT - BOTTOM)
            for index, value in enumerate(column):
                if value:
                    y -= value * scale
                    pieces.append(
                        Piece(
                            round(y, 1), round(value * scale, 1), index, f"{label}, {names[index]}: {value}"
                        )
                    )
            x = LEFT + number * step
            columns.append(
                Column(
                    round(x + step * 0.1, 1),
                    round(step * 0.8, 1),
                    round(x + step / 2, 1),
                    label,
                    number % every == 0,
                    tuple(pieces),
                )
            )
        ticks = [
            Tick(round(HEIGHT - BOTTOM - top * n / STEPS * scale, 1), top * n // STEPS)
            for n in range(STEPS + 1)
        ]
        rows = [
            (label, tuple(column), total) for label, column, total in zip(labels, figures, sums, strict=True)
        ]
        return cls(title, names, tuple(labels), tuple(rows), tuple(columns), tuple(ticks))

    @property
    def is_empty(self) -> bool:
        return not any(total for _label, _figures, total in self.rows)


def _round_up(value: int) -> int:
    """The next round figure that STEPS divides, so that the marks beside the columns are whole."""
    if value <= STEPS:
        return STEPS
    unit = 10 ** int(log10(value))
    for factor in (1, 2, 4, 6, 8, 10):
        if (top := factor * unit) >= value and top % STEPS == 0:
            return top
    return ceil(value / (STEPS * unit)) * STEPS * unit
