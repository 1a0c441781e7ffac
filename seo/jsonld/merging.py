"""Own nodes beside those of the page: one graph, in which what the page says itself is never overruled."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from seo.graph import Node
from seo.jsonld.reading import Problem

# What only the page itself may say of its own nodes, because people see it there and search engines compare.
FACTS = {
    "aggregateRating",
    "availability",
    "datePublished",
    "gtin",
    "gtin12",
    "gtin13",
    "gtin14",
    "gtin8",
    "headline",
    "mpn",
    "name",
    "offers",
    "price",
    "priceCurrency",
    "priceSpecification",
    "priceValidUntil",
    "review",
    "sku",
    "url",
}
# Of these a page that has one of its own can have no second.
ONLY_OURS = {"Product", "ProductGroup", "Offer", "AggregateOffer", "AggregateRating"}


def absolute(value: Any, url: str) -> Any:
    """The same with every @id made absolute against the page's address."""
    if isinstance(value, list):
        return [absolute(item, url) for item in value]
    if isinstance(value, dict):
        return {
            name: urljoin(url, inner) if name == "@id" else absolute(inner, url)
            for name, inner in value.items()
        }
    return value


def by_id(value: Any) -> dict[str, Node]:
    """Every node that is described under an @id, nested ones included."""
    found: dict[str, Node] = {}

    def collect(inner: Any) -> None:
        if isinstance(inner, list):
            for item in inner:
                collect(item)
        elif isinstance(inner, dict):
            if "@id" in inner and len(inner) > 1:
                found.setdefault(inner["@id"], inner)
            collect(list(inner.values()))

    collect(value)
    return found


def types_by_id(ours: Iterable[Node]) -> dict[str, list[str]]:
    return {id_: _types(node) for id_, node in by_id(list(ours)).items()}


def merged(ours: Iterable[Node], own: Iterable[Node]) -> list[Node]:
    """Ours with what own nodes of the same @id add to them, then the other own nodes.

    A property of ours is never replaced, whatever was allowed when the own node was saved.
    """
    ours, own = list(ours), list(own)
    if not own:
        return ours
    additions: dict[str, Node] = {}
    others: list[Node] = []
    known = by_id(ours)
    for node in own:
        if node.get("@id") in known:
            extra = {name: value for name, value in node.items() if name not in FACTS and name != "@type"}
            additions[node["@id"]] = extra | additions.get(node["@id"], {})
        else:
            others.append(node)
    return [*(_with(node, additions) for node in ours), *others]


def _with(value: Any, additions: Mapping[str, Node]) -> Any:
    if not additions:
        return value
    if isinstance(value, list):
        return [_with(item, additions) for item in value]
    if isinstance(value, dict):
        deep = {name: _with(inner, additions) for name, inner in value.items()}
        return deep if len(value) == 1 else deep | _missing(additions.get(value.get("@id", ""), {}), value)
    return value


def _missing(addition: Node, value: Node) -> Node:
    return {name: inner for name, inner in addition.items() if name not in value}


def merging_problems(
    own: Iterable[tuple[str, Node]], ours: Iterable[Node], url: str, elsewhere: Iterable[str] = ()
) -> Iterator[Problem]:
    """Where own nodes (with their paths) would overrule nodes of the page at `url`.

    `elsewhere` are @ids that the home page describes for the whole site.
    """
    ours = list(ours)
    known = by_id(ours)
    our_types = {type_ for node in _all_nodes(ours) for type_ in _types(node)}
    for path, node in own:
        for inner_path, inner in _walk(node, path):
            if set(inner) == {"@id"}:
                continue
            id_ = urljoin(url, inner["@id"]) if "@id" in inner else ""
            if "@id" in inner and urlsplit(id_).scheme not in {"http", "https"}:
                yield Problem(f"{inner_path}.@id", _("It must be #name or a web address."))
            elif id_ in known:
                yield from _overrulings(inner, inner_path, known[id_])
                if inner is not node:
                    rule = _("Describe %(id)s on its own, not inside another node.")
                    yield Problem(inner_path, rule % {"id": inner["@id"]})
            elif id_ in set(elsewhere):
                yield Problem(f"{inner_path}.@id", _("The home page describes this node for the whole site."))
            elif taken := sorted(set(_types(inner)) & ONLY_OURS & our_types):
                rule = _("This page describes its %(type)s itself; name that node by its @id to add to it.")
                yield Problem(inner_path, rule % {"type": taken[0]})


def _overrulings(own: Node, path: str, ours: Node) -> Iterator[Problem]:
    for name in own:
        if name == "@id" or (name == "@type" and set(_types(own)) <= set(_types(ours))):
            continue
        if name in ours:
            rule = _("The page says this itself: %(value)s. Change it there.")
            yield Problem(f"{path}.{name}", rule % {"value": str(ours[name])[:80]})
        elif name in FACTS:
            rule = _("Only the page itself may say this about its %(type)s.")
            yield Problem(f"{path}.{name}", rule % {"type": "/".join(_types(ours))})


def _types(node: Node) -> list[str]:
    value = node.get("@type", [])
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _walk(value: Any, path: str) -> Iterator[tuple[str, Node]]:
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from _walk(item, f"{path}[{position}]")
    elif isinstance(value, dict):
        yield path, value
        for name, inner in value.items():
            if not name.startswith("@"):
                yield from _walk(inner, f"{path}.{name}")


def _all_nodes(value: Any) -> Iterator[Node]:
    return (node for _path, node in _walk(value, "$"))
