"""search/ and autocomplete/: pages and products together, another spelling, what editors promote."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction, Site

import pytest

from tests.importing import import_file, make_file, make_row
from tests.make import make_category, make_content, make_product

pytestmark = pytest.mark.django_db

SEARCH, COMPLETE = "/api/v1/search/", "/api/v1/autocomplete/"


def ask(client, address, **query: Any) -> Any:
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    return response.json()


def titles(items: list[dict[str, Any]]) -> list[str]:
    return sorted(item["title"] for item in items)


@pytest.fixture
def shop(home):
    lamps = make_category(home, title="Lanterns", slug="lanterns")
    make_product(lamps, title="Masthead lantern", slug="masthead")
    make_product(lamps, title="Storm lantern", slug="storm")
    make_content(home, title="Lantern care", slug="care")
    make_content(home, title="Lantern draft", slug="draft", live=False)
    make_content(home, title="Lantern hidden", slug="hidden", noindex=True)
    locked = make_content(home, title="Lantern locked", slug="locked")
    PageViewRestriction.objects.create(page=locked, restriction_type="password", password="x")
    return lamps


# Search ------------------------------------------------------------------------------------------------------


def test_products_and_pages_are_found_apart(client, shop):
    body = ask(client, SEARCH, q="lantern")
    assert titles(body["products"]["items"]) == ["Masthead lantern", "Storm lantern"]
    assert body["products"]["count"] == 2
    assert "Lantern care" in titles(body["pages"]["items"])
    assert not {"Lantern draft", "Lantern hidden", "Lantern locked"} & set(titles(body["pages"]["items"]))
    assert (body["redirect"], body["did_you_mean"], body["promoted"]) == (None, None, [])
    first = ask(client, SEARCH, q="lantern", limit=1)["products"]
    second = ask(client, SEARCH, q="lantern", limit=1, offset=1)["products"]
    assert first["count"] == second["count"] == 2
    assert titles(first["items"] + second["items"]) == ["Masthead lantern", "Storm lantern"]


def test_where_nothing_is_found_a_nearer_word_is_named(client, shop):
    assert ask(client, SEARCH, q="lanternn")["did_you_mean"] == "lantern"
    assert ask(client, SEARCH, q="Strom lantren")["did_you_mean"] in {"storm lantern", "strom lantern"}
    assert ask(client, SEARCH, q="zeppelin")["did_you_mean"] is None


def test_no_word_of_a_hidden_title_is_named(client, home):
    make_content(home, title="Confidential merger", slug="merger", live=False)
    assert ask(client, SEARCH, q="confidentail")["did_you_mean"] is None
    assert ask(client, COMPLETE, q="conf")["queries"] == []


def test_what_editors_promote_comes_with_it(client, shop, home):
    care = make_content(home, title="Repairs", slug="repairs")
    draft = make_content(home, title="Secret", slug="secret", live=False)
    query = Query.get("lantern")
    SearchPromotion.objects.create(query=query, page=care, description="We mend them.", sort_order=0)
    SearchPromotion.objects.create(query=query, page=draft, sort_order=1)
    body = ask(client, SEARCH, q=" Lantern ")
    assert body["promoted"] == [
        {
            "title": "Repairs",
            "url": "https://shop.example/repairs/",
            "path": "/repairs/",
            "description": "We mend them.",
        }
    ]
    assert body["redirect"] is None
    returns = Query.get("returns")
    SearchPromotion.objects.create(
        query=returns, external_link_url="https://shop.example/help/#returns", external_link_text="Returns"
    )
    body = ask(client, SEARCH, q="returns")
    assert body["redirect"] == "https://shop.example/help/#returns"
    assert body["promoted"][0]["path"] == "/help/#returns"


def test_a_search_costs_the_same_for_more_pages(client, shop):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(client, SEARCH, q="lantern")
        return len(captured)

    cost()
    before = cost()
    for number in range(8):
        make_product(shop, title=f"Lantern {number}", slug=f"more-{number}")
    cost()
    assert cost() == before <= 20


# Autocomplete ------------------------------------------------------------------------------------------------


def test_what_is_typed_is_completed(client, shop):
    body = ask(client, COMPLETE, q="lan")
    assert titles(body["products"]) == ["Masthead lantern", "Storm lantern"]
    assert body["categories"] == [
        {"title": "Lanterns", "path": "/lanterns/", "url": "https://shop.example/lanterns/"}
    ]
    assert titles(body["pages"]) == ["Lantern care"]
    assert set(body["queries"]) == {"lantern", "lanterns"}
    assert ask(client, COMPLETE, q="storm la")["queries"] == ["storm lantern"]
    assert len(ask(client, COMPLETE, q="lan", limit=1)["products"]) == 1


def test_one_letter_is_not_completed(client, shop):
    assert client.get(COMPLETE, {"q": "l"}).status_code == 422
    assert client.get(COMPLETE).status_code == 422
    assert client.get(COMPLETE, {"q": "la", "limit": 11}).status_code == 422


@pytest.mark.parametrize(
    "typed",
    ['""', "**", "a*", "(la", "AND", "la OR", "-la", "' OR 1=1 --", "\x00\x01", "%_", "لا", "la" * 100],
)
@pytest.mark.parametrize("address", [SEARCH, COMPLETE])
def test_whatever_is_typed_is_words(client, shop, address, typed):
    assert client.get(address, {"q": typed}).status_code == 200


def test_another_sites_pages_are_not_completed(client, shop, home):
    other_home = make_content(home.get_parent(), title="Other", slug="other")
    Site.objects.create(hostname="other.example", port=443, root_page=other_home)
    make_content(other_home, title="Lantern museum", slug="museum")
    body = ask(client, COMPLETE, q="lan", site="other.example")
    assert [link["url"] for link in body["pages"]] == ["https://other.example/museum/"]
    assert body["products"] == []


def test_completing_takes_three_queries_at_thirty_products_and_at_three_thousand(
    client, home, organization, tmp_path
):
    costs = []
    for products in (30, 3000):
        import_file(make_file(tmp_path, [make_row(number) for number in range(1, products + 1)]))
        for _ in range(2):
            with CaptureQueriesContext(connection) as captured:
                body = ask(client, COMPLETE, q="la")
        assert len(body["products"]) == 5
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 3
