"""schema.org's vocabulary: which types there are, which properties they have, and what those take."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "schemaorg-30.0-vocab.json"
ADDRESS = "https://schema.org/"


@cache
def vocabulary() -> dict[str, Any]:
    """The whole of it, read when it is first asked for: {"version", "classes", "properties", "members"}."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def is_type(name: str) -> bool:
    return name in vocabulary()["classes"]


def is_property(name: str) -> bool:
    return name in vocabulary()["properties"]


@cache
def kinds_of(type_: str) -> frozenset[str]:
    """A type and everything it is a kind of."""
    parents = vocabulary()["classes"].get(type_, {"parents": []})["parents"]
    return frozenset({type_}).union(*(kinds_of(parent) for parent in parents))


def kinds_of_all(types: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(kinds_of(type_) for type_ in types))


def successor_of_type(name: str) -> list[str]:
    """What has replaced a retired type; empty while it is in use."""
    return vocabulary()["classes"][name]["superseded"]


def successor_of_property(name: str) -> list[str]:
    return vocabulary()["properties"][name]["superseded"]


def is_pending(property_: str) -> bool:
    """Whether schema.org still calls it a proposal."""
    return vocabulary()["properties"][property_]["pending"]


def takes(property_: str) -> list[str]:
    return vocabulary()["properties"][property_]["range"]


def belongs_to(property_: str) -> list[str]:
    return vocabulary()["properties"][property_]["domain"]


def enumerations_of(member: str) -> list[str] | None:
    """The enumerations a member belongs to; None when there is no such member."""
    return vocabulary()["members"].get(member)


def members_of(enumerations: Iterable[str]) -> list[str]:
    wanted = set(enumerations)
    return sorted(name for name, owners in vocabulary()["members"].items() if kinds_of_all(owners) & wanted)


@cache
def properties_of(type_: str) -> list[tuple[str, list[str], bool]]:
    """(name, what it takes, whether it is pending) of all that a type may have, retired ones left out."""
    kinds = kinds_of(type_)
    return sorted(
        (name, rule["range"], rule["pending"])
        for name, rule in vocabulary()["properties"].items()
        if kinds & set(rule["domain"]) and not rule["superseded"]
    )
