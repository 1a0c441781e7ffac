"""One linked JSON-LD graph: nodes with absolute @ids, empties dropped, text that cannot leave its script."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Node = dict[str, Any]


def node(type_: str | list[str], id_: str | None = None, /, **properties: Any) -> Node:
    """A JSON-LD node. Properties that are None or empty do not exist; dates and numbers become JSON."""
    head: Node = {"@type": type_} if id_ is None else {"@type": type_, "@id": id_}
    values = {name: _value(value) for name, value in properties.items()}
    return head | {name: value for name, value in values.items() if not _is_empty(value)}


def ref(id_: str) -> Node:
    """A reference to a node described elsewhere in the graph or on the home page."""
    return {"@id": id_}


def schema_url(member: str) -> str:
    """The address of an enumeration member, e.g. InStock."""
    return f"https://schema.org/{member}"


def graph(nodes: Iterable[Node]) -> Node:
    """The document. Two nodes with one @id are one node: the fuller description wins property by property."""
    merged: dict[str, Node] = {}
    loose: list[Node] = []
    for item in nodes:
        key = item.get("@id")
        if key is None:
            loose.append(item)
        elif key in merged:
            merged[key] = merged[key] | item
        else:
            merged[key] = item
    return {"@context": "https://schema.org", "@graph": [*merged.values(), *loose]}


def plain_number(value: Decimal | int | None) -> float | int | None:
    """A JSON number; whole ones stay whole."""
    if value is None:
        return None
    number = float(value)
    return int(number) if number.is_integer() else number


_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def script_json(document: Mapping[str, Any]) -> str:
    """JSON that is safe inside a script element: no `<`, `>` or `&` survives (HTML, "script")."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character, escape in _ESCAPES.items():  # a hundred times as fast as `translate`
        text = text.replace(character, escape)
    return text


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _value(value: Any) -> Any:
    match value:
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Decimal():
            # Google: "Merchant listing": a number with a dot, no symbol, no thousands separator.
            return f"{value:f}"
        case tuple() | list():
            return [item for item in map(_value, value) if not _is_empty(item)]
        case _:
            return value
