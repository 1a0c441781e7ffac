"""Lists of pages and products: the right ones, in the right order, as many as asked."""

from datetime import UTC, datetime, timedelta

import pytest

from catalog.models import ProductPage, Variant
from cms.models import Page
from tests.make import (
    make_article,
    make_article_index,
    make_attribute,
    make_brand,
    make_category,
    make_content,
    make_fact,
    make_product,
    make_variant,
)

pytestmark = pytest.mark.django_db


def titles(answer):
    return [item["title"] for item in answer["items"]]


def test_pages_are_cards_with_identity_and_dates(ask, home):
    page = make_content(home, title="About us", slug="about", summary="Who keeps the light.")
    [card] = ask("pages/", type="home.ContentPage")["items"]
    assert card["id"] == page.pk
    assert card["type"] == "home.ContentPage"
    assert card["path"] == "/about/"
    assert card["url"] == "https://shop.example/about/"
    assert card["summary"] == "Who keeps the light."
    assert card["picture"] is None
    assert card["last_published_at"]


def test_pages_of_several_types_below_an_ancestor(ask, home):
    journal = make_article_index(home, slug="journal")
    make_article(journal, title="Fog")
    make_content(home, title="About")
    make_category(home, title="Lamps")
    both = ask("pages/", type=["home.ArticlePage", "home.ContentPage"], order="title")
    assert titles(both) == ["About", "Fog"]
    assert titles(ask("pages/", ancestor_path="/journal/")) == ["Fog"]


def test_pages_updated_since_takes_moments_without_a_zone(ask, home):
    old, new = make_content(home, title="Old"), make_content(home, title="New")
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    Page.objects.filter(pk=old.pk).update(content_changed_at=moment - timedelta(seconds=1))
    Page.objects.filter(pk=new.pk).update(content_changed_at=moment)
    assert titles(ask("pages/", type="home.ContentPage", updated_since="2026-01-01T00:00:00Z")) == ["New"]
    assert titles(ask("pages/", type="home.ContentPage", updated_since="2026-01-01T00:00:00")) == ["New"]


def test_page_search_finds_words_and_ignores_controls(ask, home):
    make_content(home, title="Trimming a wick")
    make_content(home, title="Reading a barometer")
    assert titles(ask("pages/", search="wick")) == ["Trimming a wick"]
    assert titles(ask("pages/", search="wick\x00")) == ["Trimming a wick"]
    assert titles(ask("pages/", search="nothing of the kind")) == []
    assert ask("pages/", search="   ")["count"] == ask("pages/")["count"]


@pytest.mark.parametrize("search", ['"', "' OR 1=1 --", "wick AND", "*", "(", "a:b", "💡", "%", "\\"])
def test_search_takes_any_text(ask, search):
    assert isinstance(ask("pages/", search=search)["count"], int)
    assert isinstance(ask("catalog/products/", q=search)["count"], int)


def test_windows_cover_the_list_once(ask, home):
    for number in range(5):
        make_content(home, title=f"Page {number}")
    query = {"type": "home.ContentPage", "order": "newest", "limit": 2}
    windows = [ask("pages/", **query, offset=offset) for offset in (0, 2, 4, 6)]
    assert [len(window["items"]) for window in windows] == [2, 2, 1, 0]
    assert {window["count"] for window in windows} == {5}
    assert sorted(title for window in windows for title in titles(window)) == [f"Page {n}" for n in range(5)]


@pytest.fixture
def shelf(home):
    """Lamps (a deck lamp and, in a category below, a mast lamp in two sizes) and oil."""
    lamps = make_category(home, title="Lamps", slug="lamps")
    mast = make_category(lamps, title="Mast", slug="mast")
    oils = make_category(home, title="Oil", slug="oil")
    deck = make_product(lamps, title="Deck lamp", slug="deck", variants=0, brand=make_brand(name="Davey"))
    make_variant(deck, sku="DECK", price="40.00", stock=0)
    masthead = make_product(mast, title="Mast lamp", slug="mast", variants=0, pictures=1)
    make_variant(masthead, sku="MAST-S", price="90.00", stock=0, size="S")
    make_variant(masthead, sku="MAST-L", price="120.00", stock=3, size="L", position=1)
    oil = make_product(oils, title="Lamp oil", slug="oil", variants=0)
    make_variant(oil, sku="OIL", price="8.50", stock=None)
    return {"lamps": lamps, "mast": mast, "deck": deck, "masthead": masthead, "oil": oil}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Mast lamp", "Deck lamp", "Lamp oil"]),
        ({"category": "/lamps/"}, ["Mast lamp", "Deck lamp"]),
        ({"category": "/lamps/mast/"}, ["Mast lamp"]),
        ({"brand": "davey"}, ["Deck lamp"]),
        ({"sku": ["OIL", "MAST-L"]}, ["Mast lamp", "Lamp oil"]),
        ({"in_stock": "true"}, ["Mast lamp", "Lamp oil"]),
        ({"in_stock": "false"}, ["Deck lamp"]),
        ({"price_min": "40"}, ["Mast lamp", "Deck lamp"]),
        ({"price_max": "8.50"}, ["Lamp oil"]),
        ({"price_min": "80", "price_max": "100"}, ["Mast lamp"]),
        ({"price_min": "80", "price_max": "100", "in_stock": "true"}, []),
        ({"order": "name"}, ["Deck lamp", "Lamp oil", "Mast lamp"]),
        ({"order": "price"}, ["Lamp oil", "Deck lamp", "Mast lamp"]),
        ({"order": "-price"}, ["Mast lamp", "Deck lamp", "Lamp oil"]),
        ({"order": "newest"}, ["Lamp oil", "Mast lamp", "Deck lamp"]),
        ({"q": "oil"}, ["Lamp oil"]),
        ({"q": "lamp", "order": "price", "category": "/lamps/"}, ["Deck lamp", "Mast lamp"]),
    ],
)
def test_product_filters(ask, shelf, query, expected):
    answer = ask("catalog/products/", **query)
    assert titles(answer) == expected
    assert answer["count"] == len(expected)


def test_category_by_id_includes_products_also_listed_there(ask, shelf):
    oil = ProductPage.objects.get(pk=shelf["oil"].pk)
    oil.more_categories.add(shelf["mast"])
    oil.save_revision().publish()
    assert titles(ask("catalog/products/", category=shelf["mast"].pk)) == ["Mast lamp", "Lamp oil"]


def test_product_updated_since_sees_a_changed_variant(ask, shelf):
    past = datetime(2026, 1, 1, tzinfo=UTC)
    Page.objects.update(last_published_at=past)
    Variant.objects.update(updated_at=past)
    Variant.objects.filter(sku="OIL").update(updated_at=past + timedelta(days=2))
    assert titles(ask("catalog/products/", updated_since="2026-01-02T00:00:00Z")) == ["Lamp oil"]


def test_product_card_shows_the_variant_that_can_be_bought(ask, shelf):
    [card] = ask("catalog/products/", sku="MAST-S")["items"]
    assert (card["sku"], card["price"], card["currency"]) == ("MAST-L", "120.00", "GBP")
    assert (card["availability"], card["can_be_bought"]) == ("InStock", True)
    assert card["picture"]["url"].startswith("https://shop.example/")
    assert "variants" not in card or card["variants"] is None


def test_full_view_has_everything_the_page_shows(ask, shelf):
    make_fact(shelf["masthead"], make_attribute(code="burn-time", type="number", unit="h"), "12.5")
    [product] = ask("catalog/products/", sku="MAST-S", view="full")["items"]
    whole = ask(f"catalog/products/{shelf['masthead'].pk}/")["fields"]
    for name in ("description", "care", "pictures", "variants", "attributes"):
        assert product[name] == whole[name], name
    assert product["attributes"][0]["code"] == "burn-time"
    assert [variant["sku"] for variant in product["variants"]] == ["MAST-S", "MAST-L"]


def test_count_can_be_left_out(ask, shelf):
    assert ask("catalog/products/", count="none")["count"] is None


def test_product_detail_is_what_its_address_resolves_to(ask, shelf):
    product = shelf["masthead"]
    for query, parameters in (("", {}), ("?variant=MAST-S", {"variant": "MAST-S"})):
        resolved = ask("resolve/", path=product.url + query)
        detail = ask(f"catalog/products/{product.pk}/", **parameters)
        assert {
            **resolved["page"],
            "head": resolved["head"],
            "breadcrumbs": resolved["breadcrumbs"],
            "more_breadcrumbs": resolved["more_breadcrumbs"],
        } == detail


def test_product_that_is_none_is_not_found(client, shelf, ask):
    for address in (
        f"{shelf['lamps'].pk}/",
        "999999/",
        "9223372036854775808/",
        f"{shelf['oil'].pk}/?variant=DECK",
    ):
        response = client.get(f"/api/v1/catalog/products/{address}")
        assert response.status_code == 404, address
        assert response.headers["Content-Type"] == "application/problem+json"


def test_categories_are_a_tree(ask, shelf):
    items = ask("catalog/categories/")["items"]
    assert [(item["title"], item["path"]) for item in items] == [("Lamps", "/lamps/"), ("Oil", "/oil/")]
    assert [child["path"] for child in items[0]["children"]] == ["/lamps/mast/"]


# Graphs ------------------------------------------------------------------------------------------------


def test_graphs_are_those_of_the_pages_a_few_at_a_time(client, home):
    pages = [make_content(home, slug=f"page-{number}") for number in range(3)]
    hidden = make_content(home, slug="hidden", noindex=True)
    seen, after = {}, 0
    while after is not None:
        answer = client.get("/api/v1/graphs/", {"limit": 2, "after": after}).json()
        assert len(answer["items"]) <= 2
        seen |= {item["url"]: item["json_ld"] for item in answer["items"]}
        after = answer["next"]
    assert set(seen) == {page.full_url for page in [home, *pages]}
    assert hidden.full_url not in seen
    assert seen[pages[0].full_url] == pages[0].get_head().json_ld
