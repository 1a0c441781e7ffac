"""From text to nodes, trusting nothing."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isinf
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from seo.graph import Node
from seo.text import plain

LARGEST = 20_000  # characters
DEEPEST = 10
MOST_VALUES = 1_000
# Every number up to here is the same number in every reader (RFC 8259, 6: integers of a double).
LARGEST_NUMBER = 2**53 - 1
CONTEXTS = {f"{scheme}://schema.org{end}" for scheme in ("http", "https") for end in ("", "/")}
KEYWORDS = {"@type", "@id"}
# What Python's reader says of a broken text; named here for the translators.
BROKEN = (
    _noop("Expecting value"),
    _noop("Expecting property name enclosed in double quotes"),
    _noop("Expecting ':' delimiter"),
    _noop("Expecting ',' delimiter"),
    _noop("Illegal trailing comma before end of object"),
    _noop("Illegal trailing comma before end of array"),
    _noop("Extra data"),
    _noop("Unterminated string starting at"),
    _noop("Invalid control character at"),
    _noop("Invalid \\escape"),
    _noop("Invalid \\uXXXX escape"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where: `path` is a JSON path such as $.offers[0].price."""

    path: str
    rule: str

    def __str__(self) -> str:
        return f"{self.path}: {self.rule}"


class Refused(ValueError):
    """Text that is not JSON-LD we can print. Holds at least one problem."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class _Bad:
    """A value JSON readers disagree about, kept until its path is known."""

    rule: str


class _Object(dict[str, Any]):
    """An object that remembers which keys were given twice."""

    doubles: tuple[str, ...] = ()


def read(text: str) -> list[tuple[str, Node]]:
    """The nodes of a document with their paths: one object, an array, or {"@context", "@graph"}.

    Raises Refused for what is no JSON, is too large or too deep, or holds what cannot be printed safely.
    """
    document = _parsed(text)
    if found := list(_form_problems(document, "$", 0)):
        raise Refused(found)
    nodes = list(_top_nodes(document))
    found = [problem for path, item in nodes for problem in _node_problems(item, path)]
    if not nodes:
        found.append(Problem("$", _("There is nothing in it.")))
    if found:
        raise Refused(found)
    return nodes


def tidy(text: str) -> str:
    """The same document, indented. Raises Refused as `read` does."""
    return json.dumps(_parsed(text), indent=2, ensure_ascii=False)


def _parsed(text: str) -> Any:
    if len(text) > LARGEST:
        rule = _("It has %(size)d characters; at most %(most)d are allowed.")
        raise Refused([Problem("$", rule % {"size": len(text), "most": LARGEST})])
    if text.lstrip().startswith("<"):
        raise Refused([Problem("$", _("Give the JSON alone, without the script element around it."))])
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=lambda name: _Bad(_("%(name)s is not a JSON number.") % {"name": name}),
        )
    except json.JSONDecodeError as error:
        words = {"line": error.lineno, "column": error.colno, "error": _(error.msg)}
        rule = _("This is no JSON: %(error)s (line %(line)d, column %(column)d).") % words
        raise Refused([Problem("$", rule)]) from error
    except RecursionError as error:
        raise Refused([Problem("$", _too_deep())]) from error


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    made = _Object(pairs)
    names = [name for name, _value in pairs]
    if len(made) < len(names):
        made.doubles = tuple(sorted({name for name in names if names.count(name) > 1}))
    return made


def _integer(digits: str) -> int | _Bad:
    number = int(digits) if len(digits) < 20 else None
    return number if number is not None and abs(number) <= LARGEST_NUMBER else _too_large(digits)


def _decimal(digits: str) -> float | _Bad:
    number = float(digits)
    return _too_large(digits) if isinf(number) or len(digits) > 30 else number


def _too_large(digits: str) -> _Bad:
    rule = _("The number %(number)s… is larger than readers agree on; write it as text.")
    return _Bad(rule % {"number": digits[:12]})


def _too_deep() -> str:
    return _("It is nested deeper than %(most)d levels.") % {"most": DEEPEST}


def _form_problems(value: Any, path: str, depth: int) -> Iterator[Problem]:
    """What no JSON-LD of ours may hold, whatever it means."""
    if depth > DEEPEST:
        yield Problem(path, _too_deep())
        return
    match value:
        case _Bad():
            yield Problem(path, value.rule)
        case _ if value is None or value in ("", [], {}):
            yield Problem(path, _("It is empty; leave it out."))
        case str():
            if plain(value) != " ".join(value.split()):
                yield Problem(path, _("It holds a character that cannot be printed safely."))
        case dict():
            yield from (
                Problem(f"{path}.{name}", _("It is said twice in one object."))
                for name in getattr(value, "doubles", ())
            )
            for name, inner in value.items():
                if plain(name) != name:
                    yield Problem(path, _("A name in it holds a character that cannot be printed safely."))
                else:
                    yield from _form_problems(inner, f"{path}.{name}", depth + 1)
        case list():
            if len(value) > MOST_VALUES:
                yield Problem(path, _("At most %(most)d values are allowed.") % {"most": MOST_VALUES})
                return
            for position, inner in enumerate(value):
                yield from _form_problems(inner, f"{path}[{position}]", depth + 1)


def _top_nodes(document: Any) -> Iterator[tuple[str, Node]]:
    if isinstance(document, dict) and "@graph" in document:
        path, items = "$.@graph", document["@graph"]
        if rest := sorted(set(document) - {"@context", "@graph"}):
            rule = _("Beside @graph only @context may stand.")
            raise Refused([Problem(f"$.{rest[0]}", rule)])
        _check_context(document)
    else:
        path, items = "$", document
    if not isinstance(items, list):
        items, paths = [items], [path]
    else:
        paths = [f"{path}[{position}]" for position in range(len(items))]
    for item, where in zip(items, paths, strict=True):
        if not isinstance(item, dict):
            raise Refused([Problem(where, _("A node is an object with @type, not a bare value."))])
        if "@context" in item:
            _check_context(item, where)
        yield where, {name: value for name, value in item.items() if name != "@context"}


def _check_context(item: Node, path: str = "$") -> None:
    if item.get("@context") not in (*CONTEXTS, None):
        raise Refused([Problem(f"{path}.@context", _("Only https://schema.org is understood here."))])


def _node_problems(value: Any, path: str) -> Iterator[Problem]:
    """Keywords: what of JSON-LD's own grammar may be used."""
    if isinstance(value, list):
        for position, inner in enumerate(value):
            if isinstance(inner, list):
                yield Problem(f"{path}[{position}]", _("A list in a list says nothing in JSON-LD."))
            yield from _node_problems(inner, f"{path}[{position}]")
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name.startswith("@") and name not in KEYWORDS:
                rule = _("%(name)s is not used here; nodes have @type and @id only.") % {"name": name}
                yield Problem(f"{path}.{name}", rule)
            elif name == "@id" and not isinstance(inner, str):
                yield Problem(f"{path}.@id", _("It must be a text: #name, or a whole web address."))
            elif name == "@id" and inner.startswith("_:"):
                yield Problem(f"{path}.@id", _("Blank node names are lost on the way; write #name."))
            elif not name.startswith("@"):
                yield from _node_problems(inner, f"{path}.{name}")
