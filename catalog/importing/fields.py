"""Fields of a map: where a value comes from, before any rule is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.importing.problems import BadValue


@dataclass(frozen=True, slots=True)
class Field:
    """The first filled one of `columns`, or a constant; `words` translates, `default` is for all others."""

    columns: tuple[str, ...] = ()
    constant: Any = None
    split: str = ""
    words: Mapping[str, str] | None = None
    default: str | None = None

    def read(self, values: Mapping[str, Any]) -> Any:
        """The raw value in a row, or None. Raises BadValue for a word the map does not translate."""
        if self.constant is not None:
            return self.constant
        found = next((value for name in self.columns if not is_empty(value := pick(values, name))), None)
        if self.words is not None:
            return self._translate(found)
        if found is None:
            return self.default
        if self.split and isinstance(found, str):
            return [part.strip() for part in found.split(self.split) if part.strip()]
        return found

    def _translate(self, value: Any) -> str | None:
        word = "" if value is None else str(value).strip()
        translated = self.words.get(word.casefold(), self.default)
        if translated is None and word:
            raise BadValue("is a word the map does not translate", word)
        return translated


def is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def pick(values: Mapping[str, Any], name: str) -> Any:
    """The column `name`, or the value inside a group of values: `meta.barcode`, `images.0`."""
    if name in values:
        return values[name]
    found: Any = values
    for part in name.split("."):
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        else:
            return None
    return found
