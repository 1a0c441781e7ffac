"""What can be wrong with a map, a file, a row or a field."""

from dataclasses import dataclass
from typing import Any


class ImportRefused(Exception):
    """The import cannot begin: map or file are not what they should be. The message is for the operator."""


class BadValue(Exception):
    """A value breaks a rule. `rule` is the same sentence for every row, so that reports can count it."""

    def __init__(self, rule: str, value: Any = "") -> None:
        super().__init__(rule)
        self.rule = rule
        self.value = value


class RowRefused(Exception):
    """A row cannot be imported because of this field."""

    def __init__(self, field: str, rule: str, value: Any = "") -> None:
        super().__init__(f"{field}: {rule}")
        self.field = field
        self.rule = rule
        self.value = value


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row refused only when it met what the catalogue already holds."""

    row: int
    line: int
    field: str
    rule: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the report. `row` counts data rows from 1, `line` is the line of the file it begins on."""

    row: int
    line: int
    field: str
    rule: str
    value: str
    row_is_skipped: bool
