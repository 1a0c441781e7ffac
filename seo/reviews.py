"""Ratings and reviews as values, and what Google refuses of them. Source: "Review snippet structured data"."""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

WORST, BEST = 1, 5
AUTHOR_MAX = 99


@dataclass(frozen=True, slots=True)
class Rating:
    """The ratings of one thing together: their sum and number. There is none of nothing."""

    total: int
    count: int

    @property
    def value(self) -> Decimal:
        """The mean with one decimal, as page, graph, API and cards say it."""
        return (Decimal(self.total) / self.count).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Review:
    """One person's word on one thing, as page and graph print it. `language` is BCP 47."""

    id: int
    author: str
    rating: int
    title: str
    text: str
    language: str
    written_at: datetime


# Letters of any script with their marks (Arabic and Indic names need them), and what stands between names.
_NAME = re.compile(r"[^\W\d_](?:[\w .,'’·&()-]|[\u0300-\u036f\u064b-\u065f\u0900-\u0dff])*")
_ADDRESS = re.compile(r"\bwww\b|\w{2,}\.\w{2,}", re.IGNORECASE)
_WORDS_OF_A_NAME = 6


def author_problem(name: str) -> str:
    """Why `name` is not the name of a person or a team, or an empty string.

    Google reads only names: no slogan ("50% off until Saturday"), no address, fewer than 100 characters.
    """
    if len(name) > AUTHOR_MAX:
        return "length"
    if _ADDRESS.search(name) or _NAME.fullmatch(name) is None:
        return "signs"
    return "words" if len(name.split()) > _WORDS_OF_A_NAME else ""
