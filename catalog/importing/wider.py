"""Rows made wider: key=value lists opened, rows of other files joined."""

from collections.abc import Mapping
from pathlib import Path
from re import escape, split
from typing import Any

from catalog.importing.fields import pick
from catalog.importing.mapping import Lookup, Map, nearest
from catalog.importing.problems import ImportRefused
from catalog.importing.sources import Fault, Record, Source


class Wider:
    """Adds to every row what the map's `pairs` and `lookup` promise. Lookup files are held in memory."""

    def __init__(self, map: Map, folder: Path) -> None:  # noqa: A002 - the field's word
        self.map = map
        self.tables = {lookup.name: _load(lookup, folder) for lookup in map.lookups}

    def brings(self, name: str) -> bool:
        """Whether the column comes from a lookup and not from the file itself."""
        return name.split(".")[0] in self.tables

    def widen(self, record: Record) -> Record:
        if not self.map.pairs and not self.tables:
            return record
        wide = dict(record.values)
        for name, (separator, equals) in self.map.pairs.items():
            wide[name] = open_pairs(pick(record.values, name), separator, equals)
        for lookup in self.map.lookups:
            value = pick(wide, lookup.on)
            wide[lookup.name] = self.tables[lookup.name].get("" if value is None else str(value).strip(), {})
        return Record(record.number, record.line, wide)


def open_pairs(value: Any, separator: str, equals: str) -> dict[str, str]:
    """“a=1,b=2,3” as {a: 1, b: “2,3”}: a separator counts only when another key follows it."""
    if not isinstance(value, str):
        return value if isinstance(value, dict) else {}
    parts = split(rf"{escape(separator)}(?=\s*[\w.-]+{escape(equals)})", value)
    pairs = (part.partition(equals) for part in parts if equals in part)
    return {key.strip(): found.strip() for key, _equals, found in pairs}


def _load(lookup: Lookup, folder: Path) -> Mapping[str, dict[str, Any]]:
    path = (folder / lookup.file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ImportRefused(f"lookup.{lookup.name}: {lookup.file} must lie beside the data file.")
    source = Source(path, lookup.source)
    for name in (lookup.key, *lookup.where):
        if source.columns and name not in source.columns:
            raise ImportRefused(
                f"lookup.{lookup.name}: {lookup.file} has no column “{name}”.{nearest(name, source.columns)}"
            )
    table: dict[str, dict[str, Any]] = {}
    for item in source:
        if isinstance(item, Fault):
            raise ImportRefused(f"{lookup.file}, row {item.number}: the row {item.rule}. {item.value}")
        if all(str(pick(item.values, name)).strip() == word for name, word in lookup.where.items()):
            table.setdefault(str(pick(item.values, lookup.key)).strip(), item.values)
    return table
