"""The contract of what pages hold: every page type and block has a type, and every answer keeps to it."""

from django.test import Client

import jsonschema
import pytest
import time_machine

from cms.blocks import StoryBlock
from headless.contents import page_schemas
from tests.every_type import NOW, make_every_type
from tests.make import (
    make_category,
    make_content,
    make_form,
    make_landing,
    make_picture,
    make_policy,
    make_product,
)

pytestmark = pytest.mark.django_db


def content_of(client, page, **parameters):
    response = client.get(
        "/api/v1/resolve/", {"path": page.url, "include": "page", **parameters}, secure=True
    )
    assert response.json()["verdict"] == "page", page
    return response.json()["page"]


@pytest.mark.parametrize("text_format", ["html", "markdown", "blocks"])
def test_every_page_type_answers_what_its_schema_says(db, text_format):
    with time_machine.travel(NOW, tick=False):
        client = Client(headers={"host": "shop.example"})
        asked = set()
        for page in make_every_type().values():
            content = content_of(client, page, rich_text_format=text_format)
            schema = page_schemas()[content["type"]]
            jsonschema.Draft202012Validator.check_schema(schema)
            jsonschema.validate(content, schema, jsonschema.Draft202012Validator)
            asked.add(content["type"])
    assert {"catalog.ProductPage", "home.ArticlePage", "stores.StorePage", "home.HomePage"} <= asked


def test_forms_and_landing_pages_answer_what_their_schemas_say(client, home, organization):
    lamps = make_category(home, slug="lamps")
    for _ in range(3):
        make_product(lamps, variants=2)
    make_policy(lamps, opened="in-stock", minimum=1)
    for page in (make_form(home), make_landing(lamps, "in-stock=yes"), lamps):
        content = content_of(client, page)
        jsonschema.validate(content, page_schemas()[content["type"]], jsonschema.Draft202012Validator)


def test_every_page_type_has_a_schema_of_its_fields():
    loose = [
        name
        for name, schema in page_schemas().items()
        if "$ref" not in schema["properties"]["fields"] and "home" in name
    ]
    assert loose == []


def test_schema_of_blocks_names_every_type_and_fits_a_body(client, home, organization):
    schema = client.get("/api/v1/schema/blocks/").json()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(schema["items"]["discriminator"]["mapping"]) == set(StoryBlock().child_blocks)
    picture, target = make_picture(), make_content(home)
    body = [
        ("heading", {"text": "Trim", "level": "2"}),
        ("text", "<p>Oil.</p>"),
        ("picture", {"picture": picture, "caption": "Lit"}),
        ("gallery", {"pictures": [{"picture": picture, "caption": ""}] * 2}),
        ("quote", {"text": "Fog.", "source": ""}),
        ("call_to_action", {"text": "", "label": "Read", "page": target, "url": ""}),
        ("table", {"data": [["a", None]], "first_row_is_table_header": True}),
        ("cards", {"title": "More", "pages": [target]}),
        ("faq", {"questions": [{"question": "Why?", "answer": "<p>Because.</p>"}]}),
        ("unquoted", {"pieces": [("text", "<p>Not quoted.</p>")]}),
    ]
    page = make_content(home, body=body)
    shown = content_of(client, page)["fields"]["body"]
    assert len(shown) == len(body)
    jsonschema.validate(shown, schema, jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{"type": "marquee", "id": "x", "value": ""}], schema)


def test_document_tells_page_types_apart(client):
    document = client.get("/api/v1/openapi.json").json()
    content = document["components"]["schemas"]["PageContent"]
    assert content["discriminator"]["propertyName"] == "type"
    article = document["components"]["schemas"]["ArticlePageContent"]
    assert article["properties"]["type"]["const"] == "home.ArticlePage"
    assert document["components"]["schemas"]["ArticleFields"]["properties"]["body"]["items"]["discriminator"]


def test_schemas_need_no_token(client, home):
    types = client.get("/api/v1/schema/pages/").json()["types"]
    assert types["catalog.ProductPage"]["properties"]["type"]["const"] == "catalog.ProductPage"
