"""Nodes judged by the vocabulary: types, properties, where they belong, what they take."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from seo.graph import Node
from seo.jsonld import vocabulary
from seo.jsonld.reading import Problem

_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_SCHEMA = re.compile(r"https?://schema\.org/")
# Annotations of actions (schema.org, "Actions"): query-input, startOffset-input.
_ANNOTATION = re.compile(r"-(input|output)$")
RATINGS = ("aggregateRating", "review", "reviews")


def vocabulary_problems(
    nodes: Iterable[tuple[str, Node]], known: Mapping[str, Iterable[str]] | None = None
) -> list[Problem]:
    """What schema.org does not know or does not allow. `known` maps the @ids of other nodes to their types; without
    it a node with an @id and no @type is believed to be one of theirs."""
    written = list(nodes)
    return [problem for path, node in written for problem in _node(node, path, known)]


def pending_terms(nodes: Iterable[tuple[str, Node]]) -> list[str]:
    """Properties that schema.org still calls proposals: allowed, but no search engine has promised to read them."""
    found: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                collect(item)
        elif isinstance(value, dict):
            found.update(
                name for name in value if vocabulary.is_property(name) and vocabulary.is_pending(name)
            )
            collect(list(value.values()))

    collect([node for _path, node in nodes])
    return sorted(found)


def _node(node: Node, path: str, known: Mapping[str, Iterable[str]] | None) -> Iterator[Problem]:
    types = _types(node, known)
    if not types and (known is not None or "@id" not in node):
        rule = _("It has no @type. Without one, @id must name a node this page already has.")
        yield Problem(path, rule)
        return
    for type_ in types:
        yield from _type(type_, f"{path}.@type")
    kinds = vocabulary.kinds_of_all(types)
    label = "/".join(types)
    for name, value in node.items():
        if name.startswith("@"):
            continue
        where = f"{path}.{name}"
        name = _ANNOTATION.sub("", name) if _ANNOTATION.search(name) else name
        if not vocabulary.is_property(name):
            yield Problem(
                where, _unknown(_("schema.org knows no property “%(name)s”."), name, _all_properties())
            )
            continue
        if replaced := vocabulary.successor_of_property(name):
            rule = _("“%(name)s” is retired; use %(new)s.") % {"name": name, "new": ", ".join(replaced)}
            yield Problem(where, rule)
        # A Role repeats the property it stands behind (schema.org, "Role").
        owners = set(vocabulary.belongs_to(name)) | {"Role"}
        if kinds and all(map(vocabulary.is_type, types)) and not kinds & owners:
            rule = _("%(type)s has no %(name)s; it belongs to %(owners)s.")
            words = {"type": label, "name": name, "owners": ", ".join(sorted(owners - {"Role"}))}
            yield Problem(where, rule % words)
        rates_itself = name in RATINGS and kinds & {"Organization", "LocalBusiness"}
        if rates_itself or (name == "itemReviewed" and _is_ourselves(value)):
            rule = _(
                "Ratings of one's own organization or store are self-serving; Google ignores and penalises them."
            )
            yield Problem(where, rule)
        if where.endswith(("-input", "-output")):
            continue
        for position, item in enumerate(value if isinstance(value, list) else [value]):
            at = f"{where}[{position}]" if isinstance(value, list) else where
            yield from _value(item, name, at, known)


def _is_ourselves(value: Any) -> bool:
    """Whether a rating is about our own organization, said from its other end."""
    items = value if isinstance(value, list) else [value]
    return any(isinstance(item, dict) and str(item.get("@id")).endswith("#organization") for item in items)


def _types(node: Node, known: Mapping[str, Iterable[str]] | None) -> list[str]:
    if "@type" not in node:
        return list((known or {}).get(str(node.get("@id")), ()))
    value = node["@type"]
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _type(name: str, path: str) -> Iterator[Problem]:
    if _SCHEMA.match(name):
        yield Problem(path, _("Write the name alone: %(name)s.") % {"name": _SCHEMA.sub("", name)})
    elif not vocabulary.is_type(name):
        types = vocabulary.vocabulary()["classes"]
        yield Problem(path, _unknown(_("schema.org knows no type “%(name)s”."), name, types))
    elif replaced := vocabulary.successor_of_type(name):
        rule = _("“%(name)s” is retired; use %(new)s.") % {"name": name, "new": ", ".join(replaced)}
        yield Problem(path, rule)


def _value(value: Any, name: str, path: str, known: Mapping[str, Iterable[str]] | None) -> Iterator[Problem]:
    expected = set(vocabulary.takes(name))
    if isinstance(value, dict):
        yield from _object(value, name, expected, path, known)
    elif isinstance(value, str) and _SCHEMA.match(value):
        yield from _member(_SCHEMA.sub("", value), expected, path)
    elif not any(_literal_fits(value, type_) for type_ in expected):
        hint = ""
        if isinstance(value, str) and set(vocabulary.enumerations_of(value) or ()) & expected:
            hint = " " + _("Write %(address)s.") % {"address": vocabulary.ADDRESS + value}
        yield Problem(path, _takes(name, expected) + hint)


def _object(
    value: Node, name: str, expected: set[str], path: str, known: Mapping[str, Iterable[str]] | None
) -> Iterator[Problem]:
    types = _types(value, known)
    if set(value) == {"@id"}:
        # A reference to a node that another page describes says nothing of its type.
        if types and not vocabulary.kinds_of_all(types) & expected:
            yield Problem(path, _takes(name, expected))
        return
    # A Role may stand between any property and its value (schema.org, "Role").
    fits = vocabulary.kinds_of_all(types) & (expected | {"Role"})
    if types and all(map(vocabulary.is_type, types)) and not fits:
        yield Problem(path, _takes(name, expected))
    yield from _node(value, path, known)


def _member(member: str, expected: set[str], path: str) -> Iterator[Problem]:
    owners = vocabulary.enumerations_of(member)
    if owners is None:
        # variesBy and its like name a property, additionalType a type.
        if not (vocabulary.is_property(member) or vocabulary.is_type(member)):
            members = vocabulary.members_of(expected)
            yield Problem(path, _unknown(_("schema.org has no “%(name)s”."), member, members))
    elif not vocabulary.kinds_of_all(owners) & expected and not expected & {"Text", "URL"}:
        rule = _("%(member)s is a %(owners)s; here stands one of %(expected)s.")
        words = {"member": member, "owners": ", ".join(owners), "expected": ", ".join(sorted(expected))}
        yield Problem(path, rule % words)


def _literal_fits(value: Any, type_: str) -> bool:
    """Whether a bare value can stand for a type (schema.org, "Data model", conformance)."""
    kinds = vocabulary.kinds_of(type_)
    if isinstance(value, bool):
        return "Boolean" in kinds
    if isinstance(value, int | float):
        return ("Text" in kinds and type_ == "Text") or ("Number" in kinds and _is_number(value, type_))
    if type_ == "URL" or not kinds & {"Text", "Date", "DateTime", "Time", "Number", "Boolean", "Quantity"}:
        # An address is accepted where a thing is meant.
        return _is_address(value)
    match type_:
        case "Date":
            return _parses(date.fromisoformat, value) or _parses(datetime.fromisoformat, value)
        case "DateTime":
            return _parses(datetime.fromisoformat, value)
        case "Time":
            return _parses(time.fromisoformat, value)
        case "Duration":
            return _DURATION.fullmatch(value) is not None
        case "Boolean":
            return False
    return _is_number(value, type_) if "Number" in kinds else True


def _is_number(value: Any, type_: str) -> bool:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return False
    return number.is_finite() and (type_ != "Integer" or number == number.to_integral_value())


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in value


def _parses(parse: Any, value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True


def _takes(name: str, expected: set[str]) -> str:
    return _("%(name)s takes %(types)s.") % {"name": name, "types": ", ".join(sorted(expected))}


def _unknown(sentence: str, name: str, among: Iterable[str]) -> str:
    close = get_close_matches(name, list(among), 1)
    hint = " " + _("Did you mean “%(name)s”?") % {"name": close[0]} if close else ""
    return sentence % {"name": name[:80]} + hint


def _all_properties() -> Iterable[str]:
    return vocabulary.vocabulary()["properties"]
