"""Rules of others, kept as files, to judge our output by. Where each comes from is in README.md."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from seo.jsonld.vocabulary import FILE

HERE = Path(__file__).parent
SCHEMA = "https://schema.org/"
# Literals are written as text in JSON-LD; these types take them.
TEXT_TYPES = {"Quantity", "Text", "URL", "Date", "DateTime", "Time", "Number", "Boolean"}


def sitemap_errors(xml: str) -> list[str]:
    """What the protocol's schema finds wrong in a sitemap or sitemap index."""
    document = etree.fromstring(xml.encode())
    name = "siteindex.xsd" if document.tag.endswith("sitemapindex") else "sitemap.xsd"
    schema = etree.XMLSchema(file=str(HERE / name))
    schema.validate(document)
    return [error.message for error in schema.error_log]


def vocabulary_errors(document: dict[str, Any]) -> list[str]:
    """What in a JSON-LD document is not in schema.org's vocabulary: types, properties, domains, ranges."""
    known = {node["@id"]: node for node in _nodes(document["@graph"]) if "@id" in node and "@type" in node}
    return [error for node in described(document) for error in _node_errors(node, known)]


def described(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node that is described, nested ones included; references are not."""
    return (node for node in _nodes(document["@graph"]) if "@type" in node)


@cache
def _vocabulary() -> dict[str, Any]:
    return json.loads(FILE.read_text())


@cache
def _ancestors(type_: str) -> frozenset[str]:
    """A type and everything it is a kind of."""
    parents = _vocabulary()["classes"].get(type_, {"parents": []})["parents"]
    return frozenset({type_}).union(*(_ancestors(parent) for parent in parents))


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def _types(node: dict[str, Any]) -> list[str]:
    value = node["@type"]
    return [value] if isinstance(value, str) else value


def _node_errors(node: dict[str, Any], known: dict[str, Any]) -> Iterator[str]:
    classes, properties = _vocabulary()["classes"], _vocabulary()["properties"]
    for type_ in _types(node):
        if type_ not in classes:
            yield f"{type_} is no type"
        elif classes[type_]["superseded"]:
            yield f"{type_} is superseded"
    kinds = frozenset().union(*(_ancestors(type_) for type_ in _types(node)))
    label = "/".join(_types(node))
    for name, values in node.items():
        if name.startswith("@"):
            continue
        if name.endswith("-input"):  # an annotation of an action (schema.org, "Actions")
            continue
        if name not in properties:
            yield f"{label}.{name} is no property"
            continue
        rule = properties[name]
        if rule["superseded"]:
            yield f"{label}.{name} is superseded"
        if not kinds & set(rule["domain"]):
            yield f"{label}.{name} belongs to {rule['domain']}"
        for value in values if isinstance(values, list) else [values]:
            if not _fits(value, set(rule["range"]), known):
                yield f"{label}.{name} takes {rule['range']}, not {value!r}"


def _fits(value: Any, expected: set[str], known: dict[str, Any]) -> bool:
    if isinstance(value, dict):
        # A reference to a node that another page describes says nothing of its type.
        node = value if "@type" in value else known.get(value["@id"])
        return node is None or any(_ancestors(type_) & expected for type_ in _types(node))
    if isinstance(value, bool):
        return "Boolean" in expected
    if isinstance(value, int | float):
        return bool(expected & {"Number", "Integer", "Float", "Text"})
    if value.startswith(SCHEMA):
        member = value.removeprefix(SCHEMA)
        of = _vocabulary()["members"].get(member)
        if of is not None:
            return any(_ancestors(type_) & expected for type_ in of)
        # variesBy and its like name a property by its address.
        return member in _vocabulary()["properties"] and bool(expected & {"DefinedTerm", "Text", "Property"})
    literal = expected & TEXT_TYPES or any(_ancestors(type_) & TEXT_TYPES for type_ in expected)
    # schema.org, "Conformance": an address is accepted where a thing is meant.
    return bool(literal) or value.startswith("https://")
