"""Rows from files, one after the other: JSON arrays, JSON Lines, CSV and TSV, whatever their size."""

import codecs
import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from catalog.importing.mapping import SourceSpec, nearest
from catalog.importing.problems import ImportRefused

CHUNK = 64 * 1024
MAX_FIELD = 10_000_000
MAX_JSON_VALUE = 64 * 1024 * 1024
# What `errors="surrogateescape"` makes of bytes that are not in the file's encoding.
_BAD_BYTES = re.compile("[\udc80-\udcff]")
_FOREIGN_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=str)


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file. `number` counts rows from 1, `line` is where it begins."""

    number: int
    line: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not be read. After one that is `final` the rest of the file is out of reach."""

    number: int
    line: int
    rule: str
    value: str = ""
    final: bool = False


class Source:
    """A file being read. `position` and `size` are bytes, for the progress bar."""

    def __init__(self, path: Path, spec: SourceSpec) -> None:
        self.path = path
        self.spec = spec
        self.format = spec.format_of(path)
        try:
            self.size = path.stat().st_size
            self._binary = path.open("rb")
        except OSError as error:
            raise ImportRefused(f"{path} cannot be read: {error.strerror}.") from error
        if self.size == 0:
            self._binary.close()
            raise ImportRefused(f"{path.name} is empty (0 bytes). Nothing was changed.")
        encoding = self._encoding()
        newline = "" if self.format in {"csv", "tsv"} else "\n"
        self._text = TextIOWrapper(self._binary, encoding=encoding, errors="surrogateescape", newline=newline)
        self.columns: tuple[str, ...] = ()
        self._rows = csv.reader(self._text, **self._dialect()) if self.format in {"csv", "tsv"} else None
        if self._rows is not None:
            self.columns = self._header()

    @property
    def position(self) -> int:
        return self.size if self._binary.closed else self._binary.tell()

    def check_columns(self, named: Iterator[str]) -> None:
        """Refuse a map that names a column the header does not have. JSON has no header to ask."""
        for name in named if self.columns else ():
            if name not in self.columns and name.split(".")[0] not in self.columns:
                raise ImportRefused(
                    f"{self.path.name} has no column “{name}”, which the map names."
                    f"{nearest(name, self.columns)}"
                )

    def __iter__(self) -> Iterator[Record | Fault]:
        with self._text:
            if self._rows is not None:
                yield from self._table(self._rows)
            elif self.format == "jsonl":
                yield from self._lines()
            elif self.spec.root:
                yield from self._below_root()
            else:
                yield from self._array()

    def _encoding(self) -> str:
        start = self._binary.read(4)
        self._binary.seek(0)
        encoding = codecs.lookup(self.spec.encoding).name
        if encoding == "utf-8":
            for mark, name in _FOREIGN_MARKS.items():
                if start.startswith(mark):
                    raise ImportRefused(
                        f"{self.path.name} begins with the mark of {name}; set source.encoding to it."
                    )
            return "utf-8-sig"
        return encoding

    # Tables --------------------------------------------------------------------------------------------

    def _dialect(self) -> dict[str, Any]:
        csv.field_size_limit(MAX_FIELD)
        delimiter = self.spec.delimiter or ("\t" if self.format == "tsv" else ",")
        if not self.spec.quote:
            return {"delimiter": delimiter, "quoting": csv.QUOTE_NONE}
        return {"delimiter": delimiter, "quotechar": self.spec.quote, "strict": True}

    def _header(self) -> tuple[str, ...]:
        if not self.spec.header:
            return self.spec.columns
        try:
            header = tuple(name.strip() for name in next(self._rows, []))
        except (csv.Error, UnicodeError) as error:
            raise ImportRefused(f"{self.path.name}: the header cannot be read: {error}.") from error
        if _BAD_BYTES.search("".join(header)):
            raise ImportRefused(f"{self.path.name}: the header is not {self.spec.encoding}.")
        columns = self.spec.columns or header
        twice = next((name for name in columns if name and columns.count(name) > 1), None)
        if twice:
            raise ImportRefused(f"{self.path.name}: the column “{twice}” occurs twice.")
        return columns

    def _table(self, rows: Any) -> Iterator[Record | Fault]:
        number = 0
        while True:
            line = rows.line_num + 1
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield Fault(number, line, "is not well-formed CSV", str(error))
                continue
            except UnicodeError as error:
                yield Fault(number + 1, line, f"is not {self.spec.encoding}", str(error), final=True)
                return
            if not row:
                continue
            number += 1
            if len(row) != len(self.columns):
                yield Fault(
                    number,
                    line,
                    "has another number of fields than the header",
                    f"{len(row)} instead of {len(self.columns)}",
                )
            elif any(_BAD_BYTES.search(value) for value in row):
                yield Fault(number, line, f"has bytes that are not {self.spec.encoding}")
            else:
                yield Record(number, line, dict(zip(self.columns, row, strict=True)))

    # JSON ----------------------------------------------------------------------------------------------

    def _lines(self) -> Iterator[Record | Fault]:
        number = 0
        lines = enumerate(self._text, 1)
        while True:
            try:
                line, text = next(lines)
            except StopIteration:
                return
            except UnicodeError as error:
                yield Fault(number + 1, 0, f"is not {self.spec.encoding}", str(error), final=True)
                return
            if not text.strip("\ufeff \t\r\n"):
                continue
            number += 1
            if _BAD_BYTES.search(text):
                yield Fault(number, line, f"has bytes that are not {self.spec.encoding}")
                continue
            try:
                value, end = _decoder.raw_decode(text.strip())
                rest = text.strip()[end:]
            except (ValueError, RecursionError) as error:
                yield Fault(number, line, "is not JSON", str(error))
                continue
            yield Fault(number, line, "is not JSON", rest) if rest else self._record(value, number, line)

    def _record(self, value: Any, number: int, line: int) -> Record | Fault:
        if not isinstance(value, dict):
            return Fault(number, line, "is not a JSON object", str(value)[:80])
        return Record(number, line, value)

    def _below_root(self) -> Iterator[Record | Fault]:
        try:
            found: Any = _decoder.decode(self._text.read().strip("\ufeff \t\r\n"))
            for part in self.spec.root.split("."):
                found = found[part]
        except (ValueError, RecursionError) as error:
            yield Fault(1, 1, "is not JSON", str(error), final=True)
            return
        except (KeyError, TypeError) as error:
            raise ImportRefused(f"{self.path.name} has no “{self.spec.root}” (source.root).") from error
        if not isinstance(found, list):
            raise ImportRefused(f"{self.path.name}: “{self.spec.root}” is not a list.")
        for number, value in enumerate(found, 1):
            yield self._record(value, number, 0)

    def _array(self) -> Iterator[Record | Fault]:
        """The elements of one array, decoded as they come; the file is never held as a whole."""
        buffer, number, line = self._more("").lstrip("\ufeff \t\r\n"), 0, 1
        if not buffer.startswith("["):
            raise ImportRefused(
                f"{self.path.name} is not a JSON array. Set source.format to jsonl for one object per line, "
                "or source.root to the key under which the list stands."
            )
        buffer = buffer[1:]
        while True:
            buffer, skipped = self._skip(buffer, " \t\r\n," if number else " \t\r\n")
            line += skipped
            if buffer.startswith("]"):
                return
            number += 1
            value, end, buffer, problem = self._element(buffer)
            if problem:
                yield Fault(number, line, "is not JSON; nothing after it can be read", problem, final=True)
                return
            if _BAD_BYTES.search(buffer[:end]):
                yield Fault(number, line, f"has bytes that are not {self.spec.encoding}")
            else:
                yield self._record(value, number, line)
            line += buffer.count("\n", 0, end)
            buffer = buffer[end:]

    def _element(self, buffer: str) -> tuple[Any, int, str, str]:
        """The value at the start of the buffer, where it ends, the buffer as read so far, the fault."""
        while True:
            try:
                (value, end), problem = _decoder.raw_decode(buffer), ""
            except (ValueError, RecursionError) as error:
                value, end, problem = None, 0, str(error)
            if not problem and end < len(buffer):
                return value, end, buffer, ""
            longer = self._more(buffer) if len(buffer) < MAX_JSON_VALUE else buffer
            if longer == buffer:
                return value, end, buffer, problem
            buffer = longer

    def _skip(self, buffer: str, what: str) -> tuple[str, int]:
        """Drop separators, reading on when only separators are left."""
        lines = 0
        while True:
            rest = buffer.lstrip(what)
            lines += buffer.count("\n", 0, len(buffer) - len(rest))
            if rest:
                return rest, lines
            buffer = self._more("")
            if not buffer:
                return "", lines

    def _more(self, buffer: str) -> str:
        """The buffer with at least as much text again, so that a long value is decoded few times."""
        try:
            return buffer + self._text.read(max(CHUNK, len(buffer)))
        except UnicodeError:
            return buffer
