"""What a map says: which column is which, which rows belong together, which are left out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from catalog.importing.fields import Field
from catalog.importing.problems import ImportRefused

FORMATS = ("json", "jsonl", "csv", "tsv")


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """How the bytes of a file become rows."""

    name: str
    format: str = ""
    encoding: str = "utf-8"
    root: str = ""
    delimiter: str = ""
    quote: str = '"'
    header: bool = True
    columns: tuple[str, ...] = ()

    def format_of(self, path: Path) -> str:
        by_ending = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv"}
        kind = self.format or by_ending.get(path.suffix.lower(), "")
        if not kind:
            raise ImportRefused(
                f"{path.name}: say what it is with source.format in the map ({', '.join(FORMATS)})."
            )
        return kind


@dataclass(frozen=True, slots=True)
class Lookup:
    """Another file, joined to every row under its name: the row of it whose `key` equals the row's `on`."""

    name: str
    file: str
    key: str
    on: str
    where: Mapping[str, str]
    source: SourceSpec


@dataclass(frozen=True, slots=True)
class Filter:
    """Rows that are left out on purpose, and why."""

    column: str
    reason: str
    is_: tuple[str, ...] | None = None
    is_not: tuple[str, ...] | None = None
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Which rows form one product: those with the same value in `by`, or those a row names in `members`."""

    by: str = ""
    prefix: str = ""
    members: str = ""
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class CategorySpec:
    """Where products stand: a column of paths (`field`), or one column per level, outermost first."""

    field: Field
    levels: tuple[str, ...] = ()
    path: str = "/"
    list: str = ""
    every: int = 0
    drop: tuple[str, ...] = ()
    default: tuple[str, ...] = ()
    slugs: bool = False


@dataclass(frozen=True, slots=True)
class AttributeSpec:
    code: str
    field: Field
    label: str
    type: str = "text"
    unit: str = ""
    is_facet: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """A whole map, checked. What it does not name, the import does not touch."""

    source: SourceSpec
    product: Mapping[str, Field]
    variant: Mapping[str, Field]
    html: bool
    decimal: str
    category: CategorySpec | None = None
    attributes: tuple[AttributeSpec, ...] = ()
    pictures: Field | None = None
    picture_list: str = ""
    group: Group | None = None
    filters: tuple[Filter, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    pairs: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def has_variants(self) -> bool:
        """Without a price there is nothing to buy: such a file brings pages only."""
        return "price" in self.variant

    def columns_named(self) -> Iterator[str]:
        """Every column of the file that some part of the map reads."""
        fields = [*self.product.values(), *self.variant.values(), *(spec.field for spec in self.attributes)]
        fields += [spec for spec in (self.pictures, self.category and self.category.field) if spec]
        for spec in fields:
            yield from spec.columns
        yield from (one.column for one in self.filters)
        yield from (lookup.on for lookup in self.lookups)
        yield from self.pairs
        if self.group:
            yield from filter(None, (self.group.by, self.group.members))


def nearest(name: str, known: Any) -> str:
    """“did you mean …?” for an error message, or nothing."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f" Did you mean “{found[0]}”?" if found else ""
