"""The shape of a table: what Google reads of one type, and how it must be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from seo.google.document import Json
from seo.google.rules import Rule, Words


class Level(StrEnum):
    """What the absence of a value is. A value that breaks its rule is always an error."""

    ERROR = "error"
    IDEA = "idea"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Row:
    """One property of a type, and when it is asked for."""

    property: str
    rule: Rule
    level: Level
    only_if: Callable[[Json], bool] | None = None

    @property
    def name(self) -> str:
        """As a person reads it: the first of the properties of which one is enough."""
        return self.property.partition("|")[0]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule between properties; `words` complete a sentence that begins with the property's name."""

    property: str
    words: Words
    holds: Callable[[Json, dict[str, Json]], bool]


@dataclass(frozen=True, slots=True)
class Table:
    """What Google reads of `types`. The first type names the table; `source` is the page of Google Search Central.

    `conditional` are further rows, with conditions of their own.
    """

    types: tuple[str, ...]
    source: str
    required: Mapping[str, Rule] = field(default_factory=dict)
    recommended: Mapping[str, Rule] = field(default_factory=dict)
    optional: Mapping[str, Rule] = field(default_factory=dict)
    conditional: tuple[Row, ...] = ()
    checks: tuple[Check, ...] = ()
    nested: bool = False
    only_if: Callable[[Json], bool] | None = None
    title: str = ""

    @property
    def name(self) -> str:
        return self.title or self.types[0]

    @property
    def rows(self) -> tuple[Row, ...]:
        return (
            *(Row(name, rule, Level.ERROR) for name, rule in self.required.items()),
            *(Row(name, rule, Level.IDEA) for name, rule in self.recommended.items()),
            *(Row(name, rule, Level.OPTIONAL) for name, rule in self.optional.items()),
            *self.conditional,
        )
