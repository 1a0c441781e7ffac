"""An editor's own JSON-LD: judged where it is entered, merged into the one graph, unable to overrule the page."""

import json
import time

from django.core.exceptions import ValidationError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import ProductPage
from home.models import ContentPage
from seo.graph import graph, script_json
from seo.jsonld import (
    LARGEST,
    Refused,
    absolute,
    merged,
    merging_problems,
    pending_terms,
    read,
    tidy,
    types_by_id,
    vocabulary_problems,
)
from seo.jsonld.vocabulary import properties_of, vocabulary
from seo.parity import head_differences, read_head
from tests.make import make_category, make_content, make_product
from tests.people import STREAMS, client_of, edit_page, form_of

URL = "https://shop.example/lamps/storm-lamp/"


def problems(document) -> list[str]:
    """What is wrong with a document, given as data or as text."""
    text = document if isinstance(document, str) else json.dumps(document)
    try:
        return [str(problem) for problem in vocabulary_problems(read(text))]
    except Refused as refused:
        return [str(problem) for problem in refused.problems]


# The vocabulary ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"@type": "Produkt"}, "$.@type: schema.org knows no type “Produkt”. Did you mean “Product”?"),
        (
            {"@type": "Product", "prize": 8},
            "$.prize: schema.org knows no property “prize”. Did you mean “price”?",
        ),
        ({"@type": "Person", "sku": "A"}, "$.sku: Person has no sku; it belongs to Demand, Offer, Product"),
        (
            {"@type": "Product", "offers": [{"@type": "Offer", "price": "8 pounds"}, {"@type": "Person"}]},
            "$.offers[1]: offers takes Demand, Offer.",
        ),
        (
            {"@type": "Product", "offers": [{"@type": "Offer", "price": True}]},
            "$.offers[0].price: price takes",
        ),
        ({"@type": "Product", "offers": "eight pounds"}, "$.offers: offers takes Demand, Offer."),
        (
            {"@type": "Offer", "availability": "InStock"},
            "$.availability: availability takes ItemAvailability. Write https://schema.org/InStock.",
        ),
        (
            {"@type": "Offer", "availability": "https://schema.org/InStok"},
            "$.availability: schema.org has no “InStok”. Did you mean “InStock”?",
        ),
        (
            {"@type": "Offer", "availability": "https://schema.org/NewCondition"},
            "here stands one of ItemAvailability",
        ),
        (
            {"@type": "MusicGroup", "tracks": {"@type": "MusicRecording"}},
            "$.tracks: “tracks” is retired; use track.",
        ),
        ({"@type": "Code"}, "$.@type: “Code” is retired; use SoftwareSourceCode."),
        ({"@type": "https://schema.org/Product"}, "$.@type: Write the name alone: Product."),
        ({"name": "A"}, "$: It has no @type."),
        ({"@type": "Article", "datePublished": "yesterday"}, "$.datePublished: datePublished takes"),
        ({"@type": "VideoObject", "duration": "3 minutes"}, "$.duration: duration takes"),
        ({"@type": "Thing", "url": "/lamps/"}, "$.url: url takes URL."),
        ({"@type": "Article", "wordCount": 12.5}, "$.wordCount: wordCount takes Integer."),
        ({"@type": "Store", "aggregateRating": {"@type": "AggregateRating"}}, "self-serving"),
        ({"@type": "AggregateRating", "itemReviewed": {"@id": "#organization"}}, "self-serving"),
        ({"@type": "Review", "itemReviewed": [{"@id": "https://a.example/#organization"}]}, "self-serving"),
        ([{"@type": "Thing"}, {"@type": "Thin"}], "$[1].@type: schema.org knows no type “Thin”."),
        (
            {"@context": "https://schema.org", "@graph": [{"@type": "Thin"}]},
            "$.@graph[0].@type: schema.org knows no type “Thin”.",
        ),
    ],
)
def test_an_error_names_the_path_and_the_rule(document, found):
    assert any(problem.startswith(found) or found in problem for problem in problems(document)), problems(
        document
    )


@pytest.mark.parametrize(
    "document",
    [
        {
            "@type": "Product",
            "name": "A",
            "weight": {"@type": "QuantitativeValue", "value": 3, "unitCode": "KGM"},
        },
        {"@type": ["Product", "Vehicle"], "sku": "A", "numberOfDoors": 2},
        {"@type": "Offer", "price": 8.5, "availability": "https://schema.org/InStock"},
        {"@type": "Offer", "availability": "http://schema.org/InStock"},
        {
            "@type": "Article",
            "author": "https://social.example/@ada",
            "dateModified": "2026-11-02T08:00:00+00:00",
        },
        {"@type": "VideoObject", "duration": "PT1H3M20S"},
        {"@type": "Recipe", "totalTime": "PT40M", "recipeYield": "4"},
        {"@type": "ProductGroup", "variesBy": ["https://schema.org/color"]},
        {"@type": "SearchAction", "target": "https://shop.example/?q={q}", "query-input": "required name=q"},
        {"@context": "https://schema.org/", "@type": "Thing", "name": "A", "sameAs": ["https://a.example/"]},
        {"@id": "#webpage", "keywords": "lamps"},
        {"@type": "Organization", "member": {"@type": "Role", "member": {"@type": "Person", "name": "Ada"}}},
    ],
)
def test_what_schema_org_allows_passes(document):
    assert problems(document) == []


def test_pending_terms_are_named():
    document = {"@type": "ProductGroup", "variesBy": ["https://schema.org/color"], "name": "A"}
    assert pending_terms(read(json.dumps(document))) == ["variesBy"]


def test_what_a_type_may_have_includes_what_it_inherits_and_nothing_retired():
    names = [name for name, _takes, _pending in properties_of("Event")]
    assert {"startDate", "name", "performer"} <= set(names)
    assert "performers" not in names
    assert vocabulary()["version"] == "30.0"


# Hostile text ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[]", "empty"),
        ("{}", "empty"),
        ("null", "empty"),
        ('"text"', "not a bare value"),
        ("[[]]", "empty"),
        ('[[{"@type": "Thing"}]]', "not a bare value"),
        ('<script type="application/ld+json">{}</script>', "without the script element"),
        ('{"@type": "Thing", "name": NaN}', "$.name: NaN is not a JSON number"),
        ('{"@type": "Thing", "name": -Infinity}', "is not a JSON number"),
        ('{"@type": "Offer", "price": 1e999}', "$.price: The number 1e999"),
        ('{"@type": "Offer", "price": ' + "9" * 6000 + "}", "$.price: The number 999999999999"),
        ('{"@type": "Offer", "price": 9007199254740993}', "larger than readers agree on"),
        ('{"@type": "Thing", "name": "\\ud800"}', "$.name: It holds a character"),
        ('{"@type": "Thing", "name": "\\u0000"}', "$.name: It holds a character"),
        ('{"@type": "Thing", "name": "\\u202egnp"}', "$.name: It holds a character"),
        ('{"@type": "Thing", "na\\u0000me": "A"}', "A name in it holds a character"),
        ('{"@type": "Thing", "name": "A", "name": "B"}', "$.name: It is said twice"),
        ('{"@type": "Thing", "name": null}', "$.name: It is empty"),
        ('{"@context": "https://evil.example/", "@type": "Thing"}', "$.@context: Only https://schema.org"),
        ('{"@context": {"name": "https://evil.example/"}, "@type": "Thing"}', "$.@context: Only"),
        ('{"@type": "Thing", "@reverse": {"about": {"@type": "Thing"}}}', "$.@reverse: @reverse is not used"),
        ('{"@type": "Thing", "name": {"@value": "A"}}', "$.name.@value: @value is not used"),
        ('{"@graph": [{"@type": "Thing"}], "@type": "Thing"}', "Beside @graph"),
        ('{"@type": "Thing", "@id": "_:b0"}', "Blank node"),
        ('{"@type": "Thing", "@id": 7}', "$.@id: It must be a text"),
        ("[" * 9000 + "]" * 9000, "nested deeper"),
        ('{"@type": "Thing", "about": ' * 12 + "1" + "}" * 12, "nested deeper"),
        ('{"@type": "Thing", "name": "' + "a" * LARGEST + '"}', "at most 20000 are allowed"),
        (json.dumps([{"@type": "Thing"}] * 1001)[:LARGEST], "no JSON"),
    ],
)
def test_hostile_text_is_refused_with_the_rule(text, rule):
    assert any(rule in problem for problem in problems(text)), problems(text)


@given(st.text(max_size=300))
def test_no_text_brings_the_reader_down(text):
    assert isinstance(problems(text), list)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "@graph", "@context", "name", "offers", "price", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_no_json_brings_the_judge_down_and_what_passes_can_be_printed(value):
    text = json.dumps(value)
    if not problems(text):
        nodes = [absolute(node, URL) for _path, node in read(text)]
        printed = script_json(graph(merged([], nodes)))
        assert "<" not in printed
        printed.encode()
        assert json.loads(tidy(text)) == value


def test_judging_the_largest_text_is_quick():
    node = {"@type": "Product", "offers": [{"@type": "Offer", "prise": number} for number in range(400)]}
    text = json.dumps(node)
    problems(text)  # reads the vocabulary
    began = time.perf_counter()
    assert len(problems(text)) == 400
    assert time.perf_counter() - began < 5


# One graph ---------------------------------------------------------------------------------------------

OURS = [
    {"@type": "ItemPage", "@id": f"{URL}#webpage", "url": URL, "name": "Storm lamp"},
    {
        "@type": "Product",
        "@id": f"{URL}#product",
        "name": "Storm lamp",
        "offers": {"@type": "Offer", "@id": f"{URL}#offer", "price": "48.00"},
    },
]


def overrulings(document) -> list[str]:
    own = [(path, absolute(node, URL)) for path, node in read(json.dumps(document))]
    return [
        str(problem)
        for problem in [
            *vocabulary_problems(own, types_by_id(OURS)),
            *merging_problems(own, OURS, URL, ["https://shop.example/#organization"]),
        ]
    ]


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"@id": "#product", "name": "Best lamp"}, "$.name: The page says this itself: Storm lamp."),
        ({"@id": "#offer", "price": "1.00"}, "$.price: The page says this itself: 48.00."),
        (
            {"@id": "#offer", "availability": "https://schema.org/InStock"},
            "$.availability: Only the page itself may say this about its Offer.",
        ),
        ({"@id": f"{URL}#product", "@type": "Vehicle"}, "$.@type: The page says this itself"),
        (
            {"@id": "#product", "aggregateRating": {"@type": "AggregateRating"}},
            "$.aggregateRating: Only the page",
        ),
        ({"@id": "#product", "wordCount": 3}, "$.wordCount: Product has no wordCount"),
        ({"@type": "Product", "@id": "#other", "name": "B"}, "$: This page describes its Product itself"),
        (
            {"@type": "Article", "@id": "#a", "about": {"@type": "Product", "name": "B"}},
            "$.about: This page describes its Product itself",
        ),
        (
            {"@type": "Thing", "@id": "#a", "subjectOf": {"@id": "#webpage", "keywords": "a"}},
            "$.subjectOf: Describe",
        ),
        (
            {"@type": "Organization", "@id": "https://shop.example/#organization", "slogan": "A"},
            "$.@id: The home page describes this node",
        ),
        ({"@type": "Thing", "@id": "mailto:a@b.example"}, "$.@id: It must be #name or a web address"),
    ],
)
def test_what_would_overrule_the_page_is_refused(document, found):
    assert any(problem.startswith(found) for problem in overrulings(document)), overrulings(document)


@pytest.mark.parametrize(
    "document",
    [
        {"@id": "#product", "slogan": "Stays lit"},
        {"@id": "#product", "@type": "Product", "award": "Lamp of the year"},
        {"@type": "HowTo", "@id": "#care", "name": "Trim a wick", "about": {"@id": "#product"}},
    ],
)
def test_what_adds_to_the_page_is_welcome(document):
    assert overrulings(document) == []


def test_additions_are_merged_into_our_node_and_others_follow():
    own = [
        absolute(node, URL) for node in ({"@id": "#offer", "warranty": "x"}, {"@type": "Thing", "@id": "#b"})
    ]
    [_page, product, other] = merged(OURS, own)
    assert product["offers"]["warranty"] == "x"
    assert other == {"@type": "Thing", "@id": f"{URL}#b"}
    assert "warranty" not in OURS[1]["offers"]


def test_what_was_saved_before_our_rules_still_cannot_overrule():
    own = [{"@id": f"{URL}#offer", "price": "1.00", "availability": "x", "@type": "Demand", "warranty": "x"}]
    offer = merged(OURS, own)[1]["offers"]
    assert offer == {"@type": "Offer", "@id": f"{URL}#offer", "price": "48.00", "warranty": "x"}


def test_a_page_without_own_markup_keeps_its_nodes_as_they_are():
    assert merged(OURS, []) == OURS


# On a page ---------------------------------------------------------------------------------------------


def draft_of(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


CARE = {"@type": "HowTo", "@id": "#care", "name": "Trim </script><b>&amp; a wick"}


@pytest.mark.django_db
def test_own_nodes_stand_in_the_one_graph_of_page_and_api(home, organization, client):
    page = make_content(
        home, slug="care", json_ld=json.dumps([CARE, {"@id": "#webpage", "keywords": "wick"}])
    )
    html = client.get(page.url).content.decode()
    assert html.count("application/ld+json") == 1
    nodes = {node["@id"]: node for node in read_head(html)["json_ld"]["@graph"]}
    assert nodes["https://shop.example/care/#care"]["name"] == CARE["name"]
    assert nodes["https://shop.example/care/#webpage"]["keywords"] == "wick"
    assert head_differences(html, page.get_head().as_dict()) == []
    told = client.get("/api/v1/head/?path=/care/").json()["head"]
    assert head_differences(html, told) == []


@pytest.mark.django_db
def test_a_price_cannot_be_overruled_through_the_editor(home, organization):
    product = make_product(make_category(home))
    client = client_of("SEO managers")
    text = json.dumps(
        {"@id": "#product", "offers": {"@type": "Offer", "price": "1.00", "priceCurrency": "GBP"}}
    )
    response = edit_page(client, product, json_ld=text)
    assert response.status_code == 200
    assert "$.offers: The page says this itself" in response.context["form"].errors["json_ld"][0]
    assert ProductPage.objects.get(pk=product.pk).json_ld == ""


@pytest.mark.django_db
def test_the_editor_names_path_and_rule_and_keeps_what_was_typed(home, organization):
    page = make_content(home)
    response = edit_page(client_of("SEO managers"), page, json_ld='{"@type": "Person", "sku": "A"}')
    assert response.status_code == 200
    assert "$.sku: Person has no sku" in response.context["form"].errors["json_ld"][0]
    assert "&quot;sku&quot;: &quot;A&quot;" in response.content.decode()


@pytest.mark.django_db
def test_good_markup_is_stored_indented_and_pending_terms_are_told(home, organization):
    page = make_content(home)
    text = '{"@type":"ProductGroup","name":"Two  spaces","variesBy":["https://schema.org/color"]}'
    response = edit_page(client_of("SEO managers"), page, json_ld=text)
    assert response.status_code == 302
    stored = draft_of(page).json_ld
    assert stored == json.dumps(json.loads(text), indent=2)
    assert [str(message) for message in response.wsgi_request._messages if "variesBy" in str(message)]


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "may"), [("Editors", False), ("Moderators", True), ("SEO managers", True)])
def test_only_those_who_answer_for_search_may_write_it(role, may, home, organization):
    page = make_content(home)
    client = client_of(role)
    url = f"/admin/pages/{page.pk}/edit/"
    assert ("json_ld" in form_of(client, url, form_id="page-edit-form")) == may
    edit_page(client, page, json_ld='{"@type": "Thing", "name": "A"}')
    assert bool(draft_of(page).json_ld) == may


@pytest.mark.django_db
def test_a_page_that_is_being_made_may_bring_its_own_markup(home, organization):
    client = client_of("administrator")
    url = f"/admin/pages/add/home/contentpage/{home.pk}/"
    form = {**form_of(client, url, form_id="page-edit-form"), **STREAMS}
    form |= {"title": "Care", "slug": "care", "json_ld": json.dumps(CARE), "action-publish": "1"}
    assert client.post(url, form).status_code == 302
    assert "#care" in ContentPage.objects.get(slug="care").json_ld


@pytest.mark.django_db
def test_the_model_refuses_what_no_form_has_seen(home):
    page = make_content(home)
    page.json_ld = '{"@type": "Thing", "name": NaN}'
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert "NaN" in caught.value.message_dict["json_ld"][0]
