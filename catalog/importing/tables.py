"""Reading TOML tables strictly: every key has a type, and a key nobody asked for is an error."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from catalog.importing.fields import Field
from catalog.importing.problems import ImportRefused


class Table:
    """One table of a map. Remembers what was asked for, so that `close` can refuse the rest."""

    def __init__(self, data: Any, name: str) -> None:
        if not isinstance(data, dict):
            raise ImportRefused(f"{name} must be a table.")
        self.data = data
        self.name = name
        self.asked: set[str] = set()

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return key in self.data

    def names(self) -> list[str]:
        return list(self.data)

    def table(self, key: str, required: bool = False) -> "Table":
        if not self.has(key) and required:
            raise ImportRefused(f"{self.name}: the table [{key}] is missing.{self._nearest(key)}")
        return Table(self.data.get(key, {}), f"{self.name}: {key}")

    def tables(self, key: str) -> Iterator["Table"]:
        for number, one in enumerate(self._typed(key, list, []), 1):
            yield Table(one, f"{self.name}: {key} {number}")

    def text(self, key: str, default: str | None = None, one_of: Iterable[str] = ()) -> str:
        value = self._typed(key, str, default)
        if value is None:
            raise ImportRefused(f"{self.name}.{key} is missing.{self._nearest(key)}")
        if one_of and value not in one_of:
            raise ImportRefused(f"{self.name}.{key} is “{value}”; it must be one of {', '.join(one_of)}.")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; a single string is a list of one."""
        self.asked.add(key)
        value = self.data.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise ImportRefused(f"{self.name}.{key} must be a string or a list of strings.")
        return tuple(value)

    def words(self, key: str) -> dict[str, str]:
        value = self._typed(key, dict, {})
        if not all(isinstance(one, str) for one in value.values()):
            raise ImportRefused(f"{self.name}.{key} must translate strings to strings.")
        return value

    def flag(self, key: str, default: bool) -> bool:
        return self._typed(key, bool, default)

    def number(self, key: str) -> float | None:
        return self._typed(key, (int, float), None)

    def field(self, key: str) -> Field:
        """A column name, several of which the first filled one counts, or a table with more to say."""
        self.asked.add(key)
        value = self.data[key]
        if isinstance(value, dict):
            return Table(value, f"{self.name}.{key}").rest_as_field()
        return Field(columns=self.texts(key))

    def rest_as_field(self) -> Field:
        """What is left of this table read as a field; nothing may stay unread."""
        words = self.words("words") if self.has("words") else None
        constant = self.data.get("constant")
        self.asked.add("constant")
        if isinstance(constant, dict | list):
            raise ImportRefused(f"{self.name}.constant must be a single value.")
        field = Field(
            columns=self.texts("from"),
            constant=constant,
            split=self.text("split", ""),
            words={key.casefold(): value for key, value in words.items()} if words is not None else None,
            default=self._typed("default", str, None),
        )
        self.close()
        if bool(field.columns) == (field.constant is not None):
            raise ImportRefused(f"{self.name} needs either “from” (a column) or “constant”.")
        return field

    def close(self, also_known: Iterable[str] = ()) -> None:
        known = self.asked | set(also_known)
        for key in self.data:
            if key not in known:
                found = get_close_matches(key, known, n=1, cutoff=0.5)
                hint = f" Did you mean “{found[0]}”?" if found else f" Known: {', '.join(sorted(known))}."
                raise ImportRefused(f"{self.name}: unknown key “{key}”.{hint}")

    def _typed(self, key: str, kind: Any, default: Any) -> Any:
        self.asked.add(key)
        value = self.data.get(key, default)
        if value is not default and (
            not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)
        ):
            raise ImportRefused(f"{self.name}.{key} has the wrong type.")
        return value

    def _nearest(self, key: str) -> str:
        found = get_close_matches(key, self.data, n=1, cutoff=0.5)
        return f" Did you mean it by “{found[0]}”?" if found else ""
