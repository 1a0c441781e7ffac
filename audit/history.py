"""The counts of a site's audits over time, drawn as bars: plain SVG, readable without script or colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from audit.models import Run

WIDTH, HEIGHT, GAP = 480, 80, 2  # units of the drawing


@dataclass(frozen=True, slots=True)
class Bar:
    """One audit: a rectangle from the ground up, and what it stands for in words."""

    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """One count over time; every series has its own scale, which its highest bar fills."""

    name: str
    title: str
    most: int
    last: int
    bars: tuple[Bar, ...]

    @property
    def words(self) -> str:
        return _("%(title)s: %(last)d now, %(most)d at most in %(count)d audits.") % {
            "title": self.title,
            "last": self.last,
            "most": self.most,
            "count": len(self.bars),
        }


class History:
    """Runs from the earliest to the latest; the same facts as a drawing and as a table."""

    width, height = WIDTH, HEIGHT

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = runs

    def __bool__(self) -> bool:
        return bool(self.runs)

    @property
    def series(self) -> list[Series]:
        return [
            self._series("errors", _("Errors")),
            self._series("warnings", _("Warnings")),
            self._series("ideas", _("Ideas")),
        ]

    @property
    def latest_first(self) -> Sequence[Run]:
        return self.runs[::-1]

    def _series(self, name: str, title: str) -> Series:
        counts = [getattr(run, name) for run in self.runs]
        most, step = max(counts, default=0), WIDTH / max(len(counts), 10)
        bars = []
        for number, (run, count) in enumerate(zip(self.runs, counts, strict=True)):
            # Nothing is a line on the ground, so that an audit without faults is seen to have been made.
            height = 1 + (HEIGHT - 1) * count / most if most else 1
            words = f"{run.created_at:%Y-%m-%d}: {count}"
            bars.append(
                Bar(
                    round(number * step, 1),
                    round(HEIGHT - height, 1),
                    round(step - GAP, 1),
                    round(height, 1),
                    words,
                )
            )
        return Series(name, title, most, counts[-1] if counts else 0, tuple(bars))
