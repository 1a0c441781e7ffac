"""Redirect maps as files: CSV or TSV, with the columns of whoever wrote them."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

# What a column is called, in small letters; the first name is ours, and that of our own export.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "old": ("old address", "old url", "old path", "from", "source", "redirect from", "old"),
    "new": ("new address", "new url", "new path", "to", "target", "destination", "redirect to", "new"),
    "status": ("status", "status code", "code", "type"),
    "suggestion": ("suggestion", "suggested link", "suggested url"),
    "archive": ("archive", "archive link", "archived copy"),
    "reason": ("reason",),
    "note": ("note", "notes", "comment"),
    "pattern": ("pattern",),
    "passes": ("query goes on",),
    "site": ("site",),
}


class NotATable(ValueError):
    """The file cannot be read as a redirect map; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file. `cells` has the columns that are there, by our names, without blanks around."""

    line: int
    cells: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


def read(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[Row]:
    """The rows of a file, one at a time. `columns` names the file's column for ours: {"old": "Was"}.

    Raises NotATable for a file without a column of old addresses, and for what is no UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(file, columns or {})
    except UnicodeDecodeError as error:
        raise NotATable(f"The file is not UTF-8 (byte {error.start}).") from error


def _rows(file, columns: Mapping[str, str]) -> Iterator[Row]:
    first = file.readline()
    delimiter = max("\t;,", key=first.count)
    file.seek(0)
    reader = csv.reader(file, delimiter=delimiter)
    places = _places(next(reader, []), columns)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(reader.line_num, problem=str(error))
            continue
        if any(cell.strip() for cell in cells):
            found = {name: cells[place].strip() for name, place in places.items() if place < len(cells)}
            yield Row(reader.line_num, found)


def _places(header: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    names = [name.strip().lower() for name in header]
    places = {}
    for ours, theirs in COLUMNS.items():
        wanted = [columns[ours].strip().lower()] if ours in columns else theirs
        place = next((names.index(name) for name in wanted if name in names), None)
        if place is not None:
            places[ours] = place
        elif ours in columns:
            raise NotATable(f"There is no column “{columns[ours]}”. There are: {', '.join(header)}.")
    if "old" not in places:
        raise NotATable(f"There is no column of old addresses. There are: {', '.join(header) or 'none'}.")
    return places
