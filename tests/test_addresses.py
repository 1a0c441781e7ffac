"""Addresses asked for in another form, with other methods or without leave."""

from wagtail.models import PageViewRestriction

import pytest

from seo.parity import read_head
from tests.make import make_attribute, make_category, make_content, make_fact, make_form, make_product
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(home):
    return make_category(make_category(home, slug="light"), slug="lamps")


@pytest.mark.parametrize("form", ["/LIGHT/lamps/", "//light//lamps//", "/Light//Lamps/"])
def test_another_form_of_an_address_reaches_the_page_in_one_hop(form, shelf, client):
    response = client.get(form, QUERY_STRING="page=1", PATH_INFO=form)
    assert response.status_code == 301
    assert response["Location"] == "/light/lamps/?page=1"


def test_another_form_of_no_address_stays_missing(shelf, client):
    assert client.get("/LIGHT/nothing/").status_code == 404


def test_another_form_of_a_draft_gives_nothing_away(home, client):
    make_content(home, slug="secret", live=False)
    assert client.get("/SECRET/").status_code == 404


def test_a_page_is_read_and_nothing_else(shelf, client):
    assert client.put(shelf.url).status_code == 405
    assert client.options(shelf.url)["Allow"] == "GET, HEAD, OPTIONS"


def test_a_locked_page_asks_for_its_password_and_says_nothing_of_itself(home, client):
    page = make_content(home, title="Winter prices", summary="Everything is cheaper.")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="fog")
    html = client.get(page.url).content.decode()
    assert 'type="password"' in html
    assert "Everything is cheaper" not in html
    [robots] = [meta["content"] for meta in read_head(html)["metas"] if meta.get("name") == "robots"]
    assert "noindex" in robots


def test_a_form_sent_from_elsewhere_is_told_why_in_our_own_words(home):
    form = make_form(home)
    response = sign_in(None, enforce_csrf_checks=True).post(form.url, {})
    assert response.status_code == 403
    assert "nothing was sent" in response.content.decode()


@pytest.mark.parametrize("number", ["9" * 5000, "x", "-1", "99"])
def test_a_strange_page_of_a_search_is_answered(number, shelf, client):
    assert client.get("/search/", {"q": "lamp", "page": number}).status_code == 200


@pytest.mark.parametrize("address", ["/api/v1/pages/", "/api/v1/catalog/products/"])
def test_a_moment_outside_the_calendar_is_refused(address, home, client):
    assert client.get(address, {"updated_since": "0001-01-01T00:00:00+14:00"}).status_code == 422


def test_an_attribute_called_material_is_the_material_of_every_variant(shelf):
    product = make_product(shelf, variants=2)
    make_fact(product, make_attribute(code="material", label="Material"), "Brass")
    nodes = product.get_head().json_ld["@graph"]
    assert [node["material"] for node in nodes if node["@type"] == "Product"] == ["Brass", "Brass"]
