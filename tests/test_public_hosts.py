"""Several sites behind one API: an answer about one names no other host, above all not the one that was asked."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from cms.models import Menu, RedirectRule
from tests.make import make_article, make_article_index, make_category, make_form, make_picture, make_product

pytestmark = pytest.mark.django_db

CONTRACT = json.loads(Path("tests/golden/openapi.json").read_text())
BACK_END, ADMIN = "api.internal", "backend.internal"
# What an operation is asked with; others are asked for nothing that is there.
SAMPLES: dict[str, Any] = {
    "path": "/lamps/masthead/",
    "html_path": "/lamps/masthead/",
    "q": "lantern",
    "handle": "main",
    "section": "productpage",
    "sku": "SKU-X",
    "locale": "en-GB",
}


def public_reads() -> list[tuple[str, dict[str, Any]]]:
    """Every GET of the contract that asks for no token."""
    return [
        (path, methods["get"])
        for path, methods in sorted(CONTRACT["paths"].items())
        if "get" in methods and not methods["get"].get("security")
    ]


def address_of(path: str, operation: dict[str, Any], known: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    query = {}
    for parameter in operation.get("parameters", []):
        name, schema = parameter["name"], parameter["schema"]
        value = known.get(name, 1 if schema.get("type") == "integer" else "x")
        if parameter["in"] == "path":
            path = path.replace("{" + name + "}", quote(str(value), safe=""))
        elif parameter["required"] or name == "path":
            query[name] = value
        if name == "site":
            query["site"] = "shop.example"
    return path, query


@pytest.fixture
def known(home, organization, site):
    """A shop of which every public read can say something, with the numbers of its pages."""
    picture = make_picture(1300, 700)
    organization.logo = organization.share_picture = picture
    organization.save()
    lamps = make_category(home, title="Lamps", slug="lamps", cover=picture, show_in_menus=True)
    product = make_product(lamps, title="Masthead lantern", slug="masthead", pictures=[picture])
    journal = make_article_index(home, slug="journal")
    make_article(journal, slug="fog", cover=picture)
    form = make_form(home, slug="write")
    item = {
        "id": "",
        "page": lamps.pk,
        "address": "",
        "title": "",
        "rel": [],
        "new_window": False,
        "children": [],
    }
    Menu.store(site, "en-gb", "main", [item])
    RedirectRule.add("/old", product)
    return SAMPLES | {"product_id": product.pk, "page_id": product.pk, "form_id": form.pk, "id": product.pk}


@pytest.mark.parametrize(
    ("path", "operation"), public_reads(), ids=lambda each: each if isinstance(each, str) else ""
)
def test_no_public_answer_names_the_host_that_was_asked(client, known, settings, path, operation):
    settings.ALLOWED_HOSTS = ["*"]
    settings.WAGTAILADMIN_BASE_URL = f"https://{ADMIN}"
    address, query = address_of(path, operation, known)
    response = client.get(address, query, headers={"Host": BACK_END})
    assert response.status_code < 500
    told = "".join(
        [response.content.decode(), *(f"{name}: {value}" for name, value in response.headers.items())]
    )
    assert BACK_END not in told
    assert ADMIN not in told


def test_the_reads_of_a_site_answer_and_name_its_host(client, known, settings):
    settings.ALLOWED_HOSTS = ["*"]
    answered = 0
    for path, operation in public_reads():
        address, query = address_of(path, operation, known)
        if "site" not in query:
            continue
        response = client.get(address, query, headers={"Host": BACK_END})
        answered += response.status_code == 200
    assert answered >= 14


def test_every_read_about_a_site_takes_its_name():
    """But those that are of no site: the document of the API, what a token opens."""
    lacking = {
        path
        for path, operation in public_reads()
        if "site" not in {parameter["name"] for parameter in operation.get("parameters", [])}
    }
    mine = {"navigation", "settings", "seo", "search", "autocomplete", "catalog", "resolve", "head", "pages"}
    assert [path for path in lacking if path.split("/")[3] in mine] == []
