"""Ways through a JSON-LD document: its nodes, their types, where a reference leads."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def walk(value: Any) -> Iterator[Json]:
    """Every node of a document, nested ones and references included."""
    if isinstance(value, dict):
        if "@type" in value or "@id" in value:
            yield value
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


def is_reference(node: Json) -> bool:
    return set(node) == {"@id"}


def described(document: Json) -> dict[str, Json]:
    """The nodes with an @id that the document describes, by @id; of several with one the fullest."""
    found: dict[str, Json] = {}
    for node in walk(document.get("@graph")):
        if "@id" in node and not is_reference(node):
            name = node["@id"]
            if name not in found or len(node) > len(found[name]):
                found[name] = node
    return found


def types_of(node: Json) -> set[str]:
    value = node.get("@type", [])
    return {value} if isinstance(value, str) else set(value)


def many(value: Any) -> list[Any]:
    """A value as a list: JSON-LD does not distinguish one from a list of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def values_at(node: Json, path: str, known: dict[str, Json]) -> list[Any]:
    """What stands at a path (`brand.name`, `gtin13|gtin14`), one entry for every way there; None where a way ends.

    References are followed within the document. One that leads elsewhere stays as it is.
    """
    for name in path.split("|"):
        found = _values(node, name, known)
        if found != [None]:
            return found
    return [None]


def _values(node: Json, path: str, known: dict[str, Json]) -> list[Any]:
    name, _dot, rest = path.partition(".")
    value = _resolved(node.get(name), known)
    if not rest:
        return [value]
    inner = [item for item in many(value) if isinstance(item, dict)]
    return [found for item in inner for found in _values(item, rest, known)] or [None]


def _resolved(value: Any, known: dict[str, Json]) -> Any:
    if isinstance(value, list):
        return [_resolved(item, known) for item in value]
    if isinstance(value, dict) and is_reference(value):
        return known.get(value["@id"], value)
    return value
