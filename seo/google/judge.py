"""The judge: which rows of Google's tables a document does not keep."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from seo.google.document import Json, described, is_reference, types_of, values_at, walk
from seo.google.tables import TABLES, Level, Row, Table

if TYPE_CHECKING:
    from seo.head import Head


@dataclass(frozen=True, slots=True)
class Finding:
    """What Google misses or cannot read. `node` is the @id, or the type of a node without one; `property` is
    Type.property as the tables name it; `level` is "error" or "idea"."""

    code: str
    level: str
    message: str
    node: str
    property: str

    def __str__(self) -> str:
        return self.property


def findings(said: "Json | Head") -> list[Finding]:
    """Everything Google would say about a head or its JSON-LD document, errors first; one per node and property."""
    document = said if isinstance(said, dict) else said.json_ld
    known = described(document)
    # Of several nodes with one @id the fullest is judged: a short form within another node only names it.
    nodes = [
        node
        for node in walk(document.get("@graph"))
        if not is_reference(node) and known.get(node.get("@id", ""), node) is node
    ]
    found = [
        finding
        for table in TABLES
        for node in _judged_by(table, nodes)
        for finding in _of(table, node, known)
    ]
    return sorted(found, key=lambda finding: finding.level != Level.ERROR)


def _judged_by(table: Table, nodes: list[Json]) -> Iterator[Json]:
    for node in nodes:
        if (
            types_of(node) & set(table.types)
            and (table.nested or "@id" in node)
            and (table.only_if is None or table.only_if(node))
        ):
            yield node


def _of(table: Table, node: Json, known: dict[str, Json]) -> Iterator[Finding]:
    for row in table.rows:
        if row.only_if is not None and not row.only_if(node):
            continue
        values = values_at(node, row.property, known)
        # Where a list of nodes lies on the way, each of them is asked.
        if None in values:
            if row.level != Level.OPTIONAL:
                yield _missing(table, row, node)
        elif not all(row.rule(value) for value in values):
            yield _finding(
                "google.wrong-value",
                Level.ERROR,
                _("%(property)s must be %(rule)s (Google: “%(source)s”).")
                % {"property": row.name, "rule": row.rule.words, "source": table.source},
                table,
                node,
                row.property,
            )
    for check in table.checks:
        if not check.holds(node, known):
            yield _finding(
                "google.broken-rule",
                Level.ERROR,
                _("%(property)s %(rule)s (Google: “%(source)s”).")
                % {"property": check.property, "rule": check.words, "source": table.source},
                table,
                node,
                check.property,
            )


def _missing(table: Table, row: Row, node: Json) -> Finding:
    facts = {"type": table.name, "property": row.name, "source": table.source}
    if row.level == Level.ERROR:
        message = _("%(type)s has no %(property)s, which Google requires (“%(source)s”).") % facts
        return _finding("google.required", Level.ERROR, message, table, node, row.property)
    message = _("%(type)s has no %(property)s, which Google recommends (“%(source)s”).") % facts
    return _finding("google.recommended", Level.IDEA, message, table, node, row.property)


def _finding(code: str, level: str, message: str, table: Table, node: Json, property_: str) -> Finding:
    return Finding(code, level, message, node.get("@id", table.name), f"{table.name}.{property_}")
