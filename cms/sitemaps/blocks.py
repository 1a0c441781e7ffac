"""Which file an entry stands in: ranges of ids that are halved when they grow too full. Pure.

A range depends on nothing but the ids in it, so an entry stays in its file whatever happens to others; new pages have
the highest ids and fill the last one. When a range grows over a limit of the protocol, its two halves take its place
and no other file changes. Nothing is stored, and no file is reached by counting off those before it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from seo.sitemaps import MOST_BYTES, MOST_URLS

# Ids are counted in steps, the smallest range. 96 * 2**9 = 49,152: a range without gaps fills a file to 98 %.
STEP = 96
WIDEST = 2**15  # steps: where ids are sparse, one range of 3,145,728 of them holds all there is
LAST_ID = STEP * WIDEST


@dataclass(frozen=True, slots=True)
class Step:
    """What stands within one step: number of entries, bytes they take, last change."""

    number: int
    count: int
    size: float
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Block:
    """The ids of one file, both ends included, and the last change among them."""

    first: int
    last: int
    changed_at: datetime | None


def step_of(id_: int) -> int:
    return (id_ - 1) // STEP


def blocks(steps: Iterable[Step]) -> Iterator[Block]:
    """The ranges that hold these steps, given in order, each within the limits."""
    for top, within in groupby(steps, key=lambda step: step.number // WIDEST):
        yield from _halved(list(within), top * WIDEST, WIDEST)


def is_block(first: int, last: int) -> bool:
    """Whether a range is one that `blocks` may give: aligned, of a width that halving leads to."""
    width, rest = divmod(last - first + 1, STEP)
    is_half = 1 <= width <= WIDEST and width & (width - 1) == 0
    return not rest and is_half and first >= 1 and (first - 1) % (width * STEP) == 0


def _halved(steps: Sequence[Step], start: int, width: int) -> Iterator[Block]:
    if not steps:
        return
    fits = sum(step.count for step in steps) <= MOST_URLS and sum(step.size for step in steps) <= MOST_BYTES
    if fits or width == 1:
        dates = [step.changed_at for step in steps if step.changed_at is not None]
        yield Block(start * STEP + 1, (start + width) * STEP, max(dates, default=None))
        return
    half = width // 2
    for begin in (start, start + half):
        yield from _halved([step for step in steps if begin <= step.number < begin + half], begin, half)
