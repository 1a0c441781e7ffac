"""What the answer at hand is made from: noted where it is made, sent with it as cache tags and as its date."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

_at_hand: ContextVar["Ingredients | None"] = ContextVar("ingredients", default=None)


@dataclass
class Ingredients:
    """The cache tags (`delivery.tags`) of one answer in the order they were noted, and the date of its newest page."""

    tags: dict[str, None] = field(default_factory=dict)
    changed_at: datetime | None = None


@contextmanager
def noting() -> Iterator[Ingredients]:
    """What is noted inside belongs to one answer."""
    ingredients = Ingredients()
    token = _at_hand.set(ingredients)
    try:
        yield ingredients
    finally:
        _at_hand.reset(token)


def note(*tags: str, changed_at: datetime | None = None) -> None:
    """The answer at hand shows what these tags stand for; nothing happens where no answer is being made."""
    ingredients = _at_hand.get()
    if ingredients is None:
        return
    ingredients.tags.update(dict.fromkeys(tags))
    if changed_at and (ingredients.changed_at is None or changed_at > ingredients.changed_at):
        ingredients.changed_at = changed_at


def at_hand() -> Ingredients:
    """What has been noted so far for the answer at hand; empty where none is being made."""
    return _at_hand.get() or Ingredients()
