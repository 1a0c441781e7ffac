"""schema.org's published SHACL shapes, run by pyshacl: a judge nobody here wrote."""

import gzip
import json
import re
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
from rdflib import Graph, Namespace

HERE = Path(__file__).parent
RULES = Namespace("http://schema.org/validation#")
SHACL = Namespace("http://www.w3.org/ns/shacl#")
# The published shapes demand nodes where the vocabulary means text, numbers and dates: repaired in memory.
LITERALS = ("Text", "URL", "Date", "DateTime", "Time", "Number", "Integer", "Boolean", "Duration")


def shape_errors(document: dict[str, Any]) -> list[str]:
    """What the shapes find wrong, as "property: value"."""
    data = {"@context": _context(), "@graph": _with_addresses(document["@graph"])}
    with warnings.catch_warnings():
        # rdflib reads JSON-LD by a name it deprecates, and pyshacl says each time that shapes are recursive.
        warnings.simplefilter("ignore")
        shapes, subclasses = _shapes()
        graph = Graph().parse(data=json.dumps(data), format="json-ld")
        _conforms, _report, words = pyshacl.validate(
            graph,
            shacl_graph=shapes,
            ont_graph=subclasses,
            inference="none",
            # An organization leads to a service, its conditions, their times and measures: 15 is not deep enough.
            max_validation_depth=60,
        )
    paths = re.findall(r"^\tResult Path: schema1:(.*)$", words, re.MULTILINE)
    values = re.findall(r"^\tValue Node: (.*)$", words, re.MULTILINE)
    return sorted({f"{path}: {value}" for path, value in zip(paths, values, strict=True)})


def _with_addresses(value: Any, key: str = "") -> Any:
    """Addresses of enumeration members and of crumbs as the nodes they are; Google wants them as text."""
    if isinstance(value, dict):
        return {name: _with_addresses(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_with_addresses(inner, key) for inner in value]
    is_member = isinstance(value, str) and value.startswith("https://schema.org/")
    return {"@id": value} if is_member or key == "item" else value


def _read(name: str) -> str:
    return gzip.decompress((HERE / f"schemaorg-30.0-{name}.gz").read_bytes()).decode()


@cache
def _context() -> Any:
    return json.loads(_read("context.jsonld"))["@context"]


@cache
def _shapes() -> tuple[Graph, Graph]:
    shapes = Graph().parse(data=_read("shapes.shacl.ttl"), format="turtle")
    for name in LITERALS:
        shapes.remove((RULES[f"ValidSchema{name}"], SHACL.nodeKind, None))
    return shapes, Graph().parse(data=_read("subclasses.ttl"), format="turtle")
