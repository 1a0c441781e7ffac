"""What each page type says to machines: linked, complete by Google's tables, valid by schema.org.

`GOLDEN=write` writes the golden heads anew; read the difference before you commit it.
"""

import copy
import json
import os
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from seo.google import described, is_reference, types_of, walk
from tests.every_type import NAMES, NOW
from tests.schema import vocabulary_errors
from tests.schema.shacl import shape_errors

# Without the mark on every test, a run of this file alone would have no test database to make its heads in.
pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden"
ROOT = "https://shop.example/"
# What the home page describes for all others.
SITE_WIDE = {
    "OnlineStore",
    "WebSite",
    "MerchantReturnPolicy",
    "ShippingService",
    "MemberProgram",
    "MemberProgramTier",
}


@pytest.fixture(params=NAMES)
def name(request) -> str:
    return request.param


@pytest.fixture
def head(name, heads) -> dict[str, Any]:
    return heads[name]


@pytest.fixture
def document(head) -> dict[str, Any]:
    return copy.deepcopy(head["json_ld"])


def test_heads_are_made_for_every_page_type(heads):
    assert set(heads) == set(NAMES)


def test_head_is_the_golden_one(name, head):
    file = GOLDEN / f"head_{name}.json"
    said = {key: value for key, value in head.items() if key != "html"}
    if os.environ.get("GOLDEN") == "write":
        file.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n")
    assert json.loads(json.dumps(said)) == json.loads(file.read_text())


# Links -------------------------------------------------------------------------------------------------


def test_every_id_is_absolute_and_described_once(document):
    ids = Counter(node["@id"] for node in walk(document) if "@id" in node and not is_reference(node))
    assert ids
    assert [id_ for id_ in ids if not id_.startswith(ROOT) or "#" not in id_] == []
    assert [id_ for id_, count in ids.items() if count > 1] == []


def test_every_reference_leads_to_a_node_of_this_page_or_of_the_home_page(document, heads):
    site_wide = {
        id_ for id_, node in described(heads["home"]["json_ld"]).items() if types_of(node) & SITE_WIDE
    }
    names = (
        "organization",
        "website",
        "returns",
        "shipping-parcel-post",
        "shipping-members-post",
        "members",
        "tier-keeper",
    )
    assert site_wide == {f"{ROOT}#{name}" for name in names}
    references = {node["@id"] for node in walk(document) if is_reference(node)}
    assert references - set(described(document)) - site_wide == set()


def test_nothing_is_empty(document):
    def empties(value: Any, path: str = "") -> list[str]:
        if isinstance(value, dict):
            return [found for key, inner in value.items() for found in empties(inner, f"{path}.{key}")]
        if isinstance(value, list) and value:
            return [found for inner in value for found in empties(inner, f"{path}[]")]
        return [path] if value in (None, "", [], {}, "None") or value == {} else []

    assert document["@context"] == "https://schema.org"
    assert empties(document) == []


def test_canonical_og_url_and_graph_say_one_address(head):
    [page] = [node for node in head["json_ld"]["@graph"] if node["@id"] == f"{head['canonical']}#webpage"]
    assert page["url"] == head["canonical"]
    assert {"property": "og:url", "content": head["canonical"]} in head["metas"]


def test_site_and_organization_stand_on_the_home_page_only(name, document):
    site_wide = [node for node in walk(document) if types_of(node) & {"WebSite", "OnlineStore"}]
    assert len([node for node in site_wide if not is_reference(node)]) == (2 if name == "home" else 0)


def test_products_stand_on_product_pages_only(name, document):
    products = [node for node in walk(document) if types_of(node) & {"Product", "ProductGroup"}]
    offers = [node for node in walk(document) if "Offer" in types_of(node)]
    assert bool(products) == (name in {"product", "variants"})
    assert bool(offers) == (name in {"product", "variants", "event", "moved-event"})


def test_dates_are_in_order_and_not_in_the_future(document):
    for node in walk(document):
        moments = [
            datetime.fromisoformat(node[key]) for key in ("datePublished", "dateModified") if key in node
        ]
        assert moments == sorted(moments)
        assert all(moment <= NOW for moment in moments)


def test_page_and_article_give_the_same_dates(heads):
    nodes = {
        key: node
        for node in heads["article"]["json_ld"]["@graph"]
        for key in types_of(node) & {"Article", "WebPage"}
    }
    for key in ("datePublished", "dateModified"):
        assert nodes["Article"][key] == nodes["WebPage"][key]
    metas = {meta.get("property"): meta["content"] for meta in heads["article"]["metas"]}
    assert metas["article:published_time"] == nodes["Article"]["datePublished"]
    assert metas["article:modified_time"] == nodes["Article"]["dateModified"]


def test_share_card_has_what_open_graph_asks_for(head):
    said = {meta.get("property") or meta["name"]: meta["content"] for meta in head["metas"]}
    wanted = {
        "og:title",
        "og:type",
        "og:url",
        "og:image",
        "og:image:width",
        "og:image:height",
        "og:image:alt",
    }
    assert wanted | {"og:site_name", "og:locale", "og:description", "twitter:card"} <= set(said)
    assert said["og:image"].startswith(ROOT)
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")


# Lists and trails --------------------------------------------------------------------------------------


@pytest.mark.parametrize("type_", ["BreadcrumbList", "ItemList"])
def test_positions_count_from_one_without_gaps(type_, document):
    for items in (node for node in walk(document) if type_ in types_of(node)):
        positions = [item["position"] for item in items["itemListElement"]]
        assert positions == list(range(1, len(positions) + 1))
        assert len(positions) >= 2


def test_trail_begins_at_the_home_page_and_ends_here(name, head):
    trails = [node for node in head["json_ld"]["@graph"] if "BreadcrumbList" in types_of(node)]
    if name == "home":
        assert trails == []
        return
    [trail] = trails
    addresses = [item["item"] for item in trail["itemListElement"]]
    assert (addresses[0], addresses[-1]) == (ROOT, head["canonical"])


def test_a_list_gives_addresses_only(heads):
    [items] = [node for node in walk(heads["category"]["json_ld"]) if "ItemList" in types_of(node)]
    assert items["name"] == "Lamps"
    assert all(set(item) == {"@type", "position", "url"} for item in items["itemListElement"])
    assert items["numberOfItems"] == len(items["itemListElement"]) == 2


# Products ----------------------------------------------------------------------------------------------


def test_variants_share_one_group_and_differ_in_what_it_says(heads):
    nodes = described(heads["variants"]["json_ld"])
    [group] = [node for node in nodes.values() if "ProductGroup" in types_of(node)]
    variants = [nodes[item["@id"]] for item in group["hasVariant"]]
    assert group["variesBy"] == ["https://schema.org/color", "https://schema.org/size"]
    assert {variant["inProductGroupWithID"] for variant in variants} == {group["productGroupID"]}
    assert {variant["isVariantOf"]["@id"] for variant in variants} == {group["@id"]}
    for key in ("name", "sku", "url", "@id"):
        assert len({variant[key] for variant in variants}) == len(variants)
    assert all(variant["url"] == variant["offers"]["url"] for variant in variants)
    assert "brand" not in variants[0]
    assert group["brand"]["name"] == "Gansey & Daughters"


def test_availability_is_said_once_and_tells_the_stock(heads):
    offers = [node for node in walk(heads["variants"]["json_ld"]) if "Offer" in types_of(node)]
    assert [offer["availability"].rpartition("/")[2] for offer in offers] == [
        "OutOfStock",
        "InStock",
        "PreOrder",
    ]
    assert offers[2]["availabilityStarts"] == "2027-01-15T00:00:00+00:00"


def test_a_variants_own_picture_comes_before_the_products(heads):
    products = {node["sku"]: node for node in walk(heads["variants"]["json_ld"]) if "sku" in node}
    assert all("ochre" in image["@id"] for image in products["JERSEY-O-M"]["image"])
    assert all("ochre" not in image["@id"] for image in products["JERSEY-N-M"]["image"])


def test_a_former_price_stands_beside_an_active_one_without_type(heads):
    [offer] = [node for node in walk(heads["product"]["json_ld"]) if "Offer" in types_of(node)]
    [former] = [price for price in offer["priceSpecification"] if "priceType" in price]
    assert "priceType" not in offer
    assert former["priceType"] == "https://schema.org/StrikethroughPrice"
    assert float(former["price"]) > float(offer["price"])
    assert former["priceCurrency"] == offer["priceCurrency"]
    assert "priceValidUntil" not in former
    assert offer["validFrom"] < offer["priceValidUntil"]


# Rules of others ---------------------------------------------------------------------------------------


def test_schema_org_knows_every_type_and_property(document):
    assert vocabulary_errors(document) == []


def test_schema_orgs_own_shapes_accept_it(document):
    assert shape_errors(document) == []


def test_the_shapes_can_refuse():
    wrong = {"@graph": [{"@type": "Product", "@id": f"{ROOT}#a", "offers": "eight pounds"}]}
    assert shape_errors(wrong) == ['offers: Literal("eight pounds")']


@pytest.mark.parametrize(
    ("node", "error"),
    [
        ({"@type": "Produkt"}, "no type"),
        ({"@type": "Product", "preis": "8"}, "no property"),
        ({"@type": "Person", "sku": "A"}, "belongs to"),
        ({"@type": "Product", "offers": {"@type": "Person", "name": "Ada"}}, "takes"),
        ({"@type": "Offer", "availability": "https://schema.org/NewCondition"}, "takes"),
        ({"@type": "Product", "offers": "eight pounds"}, "takes"),
    ],
)
def test_the_vocabulary_can_refuse(node, error):
    assert any(error in found for found in vocabulary_errors({"@graph": [node]}))
