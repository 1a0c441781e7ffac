"""Google's tables (`seo/google`): the golden pages keep them whole, and no value can go unnoticed."""

import copy
from typing import Any

from django.utils.functional import Promise

import pytest

from seo.google import TABLES, Finding, Level, Row, Table, findings, types_of, walk
from tests.every_type import NAMES

pytestmark = pytest.mark.django_db

# What a golden page leaves out on purpose; everything else of the tables it must hold.
LEFT_OUT = {
    # Three variants, so that availability, condition and pictures differ; identifiers are shown on the lamp.
    "variants": {"Product.gtin13", "Product.mpn", "Product.pattern"},
}
ROWS = [(table, row) for table in TABLES for row in table.rows]


def name_of(value: Any) -> str:
    return value.name if isinstance(value, Table) else value.property if isinstance(value, Row) else ""


def named(found: list[Finding]) -> set[str]:
    return {str(finding) for finding in found}


@pytest.mark.parametrize("name", NAMES)
def test_every_property_google_reads_is_there(name, heads):
    found = findings(heads[name]["json_ld"])
    assert [finding.message for finding in found if finding.level == Level.ERROR] == []
    assert {finding.property.replace("|", " ").split()[0] for finding in found} == LEFT_OUT.get(name, set())


@pytest.mark.parametrize(
    ("table", "row"), [pair for pair in ROWS if pair[1].level != Level.OPTIONAL], ids=name_of
)
def test_taking_a_value_away_is_noticed(table, row, heads):
    """The proof that no row of the tables passes by accident, and that a golden page holds each of them."""
    noticed = []
    for document, before in fresh(heads):
        if change(document, table, row, lambda owner, name: owner.pop(name)):
            noticed += [finding for finding in findings(document) if str(finding) not in before]
    [found] = {
        (finding.property, finding.level)
        for finding in noticed
        if finding.property == property_of(table, row)
    }
    assert found == (property_of(table, row), row.level)


@pytest.mark.parametrize(("table", "row"), ROWS, ids=name_of)
def test_a_value_that_is_none_is_noticed(table, row, heads):
    def blank(owner, name):
        owner[name] = " "

    noticed = []
    for document, _before in fresh(heads):
        if change(document, table, row, blank):
            noticed += findings(document)
    assert (property_of(table, row), Level.ERROR) in {
        (finding.property, finding.level) for finding in noticed
    }


def test_every_finding_says_where_the_rule_stands():
    document = {"@graph": [{"@type": "Product", "@id": "https://shop.example/#product", "name": " "}]}
    found = findings(document)
    assert all("Google" in finding.message for finding in found)
    assert {finding.node for finding in found} == {"https://shop.example/#product"}
    assert not any(isinstance(finding.message, Promise) for finding in found)
    assert found[0].level == Level.ERROR
    assert found[-1].level == Level.IDEA


def fresh(heads) -> list[tuple[dict[str, Any], set[str]]]:
    """Every golden document as a copy, with the names of what is found in it as it is."""
    return [(copy.deepcopy(head["json_ld"]), named(findings(head["json_ld"]))) for head in heads.values()]


def property_of(table: Table, row: Row) -> str:
    return f"{table.name}.{row.property}"


def change(document: dict[str, Any], table: Table, row: Row, act: Any) -> bool:
    """Do `act` to the owner of the row's value in every node the table judges; whether there was one."""
    by_id = {node["@id"]: node for node in walk(document) if len(node) > 1 and "@id" in node}
    changed = False
    for node in list(walk(document)):
        judged = types_of(node) & set(table.types) and (table.nested or "@id" in node)
        if (
            not judged
            or (table.only_if and not table.only_if(node))
            or (row.only_if and not row.only_if(node))
        ):
            continue
        for path in row.property.split("|"):
            *way, last = path.split(".")
            owners = [node]
            for step in way:
                inner = [item for owner in owners for item in as_list(owner.get(step))]
                owners = [by_id.get(item.get("@id"), item) for item in inner if isinstance(item, dict)]
            for owner in owners:
                if last in owner:
                    act(owner, last)
                    changed = True
    return changed


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
