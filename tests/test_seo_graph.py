"""The JSON-LD document: linked, without empties, safe inside its script."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo.graph import graph, node, ref, schema_url, script_json

SHOP = "https://shop.example/"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def test_a_node_leaves_out_what_is_not_known():
    made = node(
        "Thing", SHOP, name="", url=None, image=[], same=(), sizes={}, tags=["", None, "a"], none=[None]
    )
    assert made == {"@type": "Thing", "@id": SHOP, "tags": ["a"]}


def test_a_node_keeps_nought_and_no():
    assert node("Offer", price=Decimal("0.00"), isFree=False, count=0) == {
        "@type": "Offer",
        "price": "0.00",
        "isFree": False,
        "count": 0,
    }


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (datetime(2026, 5, 4, 9, 30, 0, 999, UTC), "2026-05-04T09:30:00+00:00"),
        (datetime(2026, 5, 4, 9, 30, tzinfo=timezone(timedelta(hours=2))), "2026-05-04T09:30:00+02:00"),
        (date(1891, 10, 12), "1891-10-12"),
        (Decimal("1234.50"), "1234.50"),
        (Decimal("1E+3"), "1000"),
        ([date(2026, 1, 2)], ["2026-01-02"]),
    ],
)
def test_dates_and_amounts_are_written_as_google_reads_them(value, written):
    assert node("Thing", value=value)["value"] == written


def test_two_descriptions_of_one_thing_are_one_node():
    document = graph(
        [
            node("Person", f"{SHOP}#a", name="Ada", description="Writes."),
            node("Thing", name="loose"),
            node("Person", f"{SHOP}#a", name="Ada", url=SHOP),
            node("Thing", name="loose"),
        ]
    )
    assert document["@context"] == "https://schema.org"
    assert document["@graph"] == [
        {"@type": "Person", "@id": f"{SHOP}#a", "name": "Ada", "description": "Writes.", "url": SHOP},
        {"@type": "Thing", "name": "loose"},
        {"@type": "Thing", "name": "loose"},
    ]


def test_merging_does_not_change_the_nodes_it_was_given():
    first, second = node("Person", SHOP, name="Ada"), node("Person", SHOP, url=SHOP)
    graph([first, second])
    assert first == {"@type": "Person", "@id": SHOP, "name": "Ada"}


def test_references_and_enumerations_are_absolute():
    assert ref(f"{SHOP}#a") == {"@id": f"{SHOP}#a"}
    assert schema_url("InStock") == "https://schema.org/InStock"


@given(json_values)
def test_script_json_never_leaves_its_script_and_loses_nothing(value):
    written = script_json({"value": value})
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == {"value": value}


@pytest.mark.parametrize(
    "title", ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "a & b", "\u2028"]
)
def test_hostile_titles_stay_text(title):
    written = script_json(graph([node("Thing", name=title)]))
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written)["@graph"][0]["name"] == title


def test_what_is_not_json_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        script_json({"price": float("nan")})
