"""Filters of a category: how they are written, counted and linked, and what search engines are told."""

import json
import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wagtail.test.utils.form_data import nested_form_data, streamfield

import pytest

from catalog.facets import listed
from catalog.facets.addresses import Combination
from catalog.facets.crawl import crawl_space
from catalog.facets.shelves import shelf_of
from catalog.models import FacetPage, FacetPolicy
from catalog.models.shelf_page import ShelfPage
from cms.models import Phrase
from seo.parity import read_head
from tests.make import (
    make_attribute,
    make_brand,
    make_category,
    make_fact,
    make_landing,
    make_policy,
    make_product,
    make_variant,
)
from tests.people import client_of
from tests.translate import translate

pytestmark = pytest.mark.django_db
COLORS = ("Red", "Ochre yellow", "Blue")


@pytest.fixture
def lamps(home, organization):
    """Twelve lamps: colours in turn, materials Brass, Brass, Tin; prices from 10 to 21; every fourth sold out."""
    lamps = make_category(home, title="Lamps", slug="lamps")
    material = make_attribute(code="lamp_material", label="Made of", type="choice")
    for number in range(12):
        product = make_product(lamps, title=f"Lamp {number}", variants=0)
        make_fact(product, material, "Tin" if number % 3 == 2 or number == 1 else "Brass")
        make_variant(
            product, color=COLORS[number % 3], price=Decimal(10 + number), stock=0 if number % 4 == 3 else 5
        )
    make_policy(
        lamps,
        offered="color lamp_material in-stock price",
        opened="color",
        pairs=["lamp_material color"],
        minimum=2,
    )
    return lamps


@pytest.fixture
def ask(client):
    """Answers as (status, robots and canonical of a page or Location of a redirect)."""

    def ask(address):
        response = client.get(address)
        if response.status_code != 200:
            return response.status_code, response.get("Location", "")
        head = read_head(response.text)
        [canonical] = [link["href"] for link in head["links"] if link["rel"] == "canonical"]
        [robots] = [meta["content"] for meta in head["metas"] if meta.get("name") == "robots"]
        return 200, "noindex" not in robots, canonical.removeprefix("https://shop.example")

    return ask


# Addresses ---------------------------------------------------------------------------------------------


def test_an_open_value_is_indexed_at_its_own_address(lamps, ask):
    assert ask("/lamps/?color=red") == (200, True, "/lamps/?color=red")
    assert ask("/lamps/?color=ochre-yellow") == (200, True, "/lamps/?color=ochre-yellow")


def test_an_open_pair_is_indexed_and_its_closed_half_is_not(lamps, ask):
    pair = "/lamps/?color=ochre-yellow&lamp-material=brass"
    assert ask(pair) == (200, True, pair)
    assert ask("/lamps/?lamp-material=brass") == (200, False, "/lamps/?lamp-material=brass")


@pytest.mark.parametrize(
    "query",
    [
        "color=blue&color=red",
        "in-stock=yes",
        "price-min=12",
        "price-max=15",
        "color=red&in-stock=yes",
        "color=red&price-min=12",
    ],
)
def test_every_other_combination_is_read_but_not_indexed(query, lamps, ask):
    assert ask(f"/lamps/?{query}") == (200, False, f"/lamps/?{query}")


def test_a_pair_with_too_few_products_is_not_indexed(lamps, ask):
    pair = "/lamps/?color=ochre-yellow&lamp-material=tin"
    assert ask(pair) == (200, False, pair)


def test_a_pair_that_leaves_nothing_out_is_not_indexed(lamps, ask):
    assert ask("/lamps/?color=red&lamp-material=brass")[1] is False


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("lamp-material=brass&color=red", "?color=red&lamp-material=brass"),
        ("color=red&color=red", "?color=red"),
        ("Color=RED", "?color=red"),
        ("color=Ochre%20Yellow", "?color=ochre-yellow"),
        ("color=red&color=blue", "?color=blue&color=red"),
        ("price-min=&price-max=&sort=position&color=red", "?color=red"),
        ("price-min=12.00", "?price-min=12"),
        ("page=1", ""),
        ("page=1&color=red", "?color=red"),
        ("sort=price&color=red", "?color=red&sort=price"),
        ("utm_source=mail&lamp-material=brass&color=red", "?color=red&lamp-material=brass&utm_source=mail"),
        ("page=1&gclid=7", "?gclid=7"),
    ],
)
def test_another_writing_reaches_the_one_address_in_one_hop(written, one, lamps, ask):
    assert ask(f"/lamps/?{written}") == (301, f"/lamps/{one}")
    assert ask(f"/lamps/{one}")[0] == 200


def test_a_wrong_path_and_a_wrong_query_are_one_hop(lamps, ask):
    assert ask("/Lamps?color=RED") == (301, "/lamps/?color=red")


@pytest.mark.parametrize(
    "query",
    [
        "color=",
        "color=green",
        "color=red&color=green",
        "size=m",
        "brand=nobody",
        "lamp-material=tin&color=red&price-max=10",
        "price-min=cheap",
        "price-min=15&price-max=12",
        "price-min=12&price-min=13",
        "in-stock=no",
        "sort=luck",
        "page=2",
        "page=0",
        "page=2&page=3",
        "color=red&page=2",
    ],
)
def test_nonsense_is_missing_where_it_stands(query, lamps, client):
    response = client.get(f"/lamps/?{query}")
    assert response.status_code == 404
    assert "<main" in response.text


def test_campaign_marks_are_ignored(lamps, ask):
    assert ask("/lamps/?utm_source=mail&color=red&fbclid=1") == (200, True, "/lamps/?color=red")
    assert ask("/lamps/?whatever=1") == (200, True, "/lamps/")


def test_a_sorted_list_names_the_unsorted_one(lamps, ask):
    assert ask("/lamps/?sort=price-down") == (200, False, "/lamps/")
    assert ask("/lamps/?color=red&sort=name") == (200, False, "/lamps/?color=red")


def test_a_filtered_list_has_words_of_its_own(lamps, client):
    page = client.get("/lamps/?color=ochre-yellow&lamp-material=brass")
    head = read_head(page.text)
    assert head["title"] == "Lamps – Colour: Ochre yellow, Made of: Brass – Night Shop"
    assert "<h1>Lamps – Colour: Ochre yellow, Made of: Brass</h1>" in page.text
    [description] = [meta["content"] for meta in head["metas"] if meta.get("name") == "description"]
    assert description.startswith(
        "Lamps – Colour: Ochre yellow, Made of: Brass. 3 products, £14.00 to £20.00."
    )
    [items] = [node for node in head["json_ld"]["@graph"] if node["@type"] == "ItemList"]
    assert len(items["itemListElement"]) == 3


# Counting ----------------------------------------------------------------------------------------------


def counts(lamps, query=""):
    lamps = type(lamps).objects.get(pk=lamps.pk)
    return {
        facet["name"]: {value["value"]: value["count"] for value in facet["values"]}
        for facet in lamps.get_filters(request(query)).as_dict("")["facets"]
    }


def request(query):
    return RequestFactory().get(f"/lamps/?{query}")


def test_counts_leave_out_their_own_filter(lamps):
    assert counts(lamps)["color"] == {"blue": 4, "ochre-yellow": 4, "red": 4}
    assert counts(lamps, "color=ochre-yellow") == {
        "color": {"blue": 4, "ochre-yellow": 4, "red": 4},
        "lamp-material": {"brass": 3, "tin": 1},
        "in-stock": {"yes": 3},
    }


def test_price_stock_and_options_hold_for_one_variant(home):
    shelf = make_category(home, slug="lamps")
    both = make_product(shelf, variants=0)
    make_variant(both, color="Red", price=Decimal(10), stock=0)
    make_variant(both, color="Blue", price=Decimal(50), stock=3)
    make_variant(make_product(shelf, variants=0), color="Red", price=Decimal(50), stock=3)
    make_policy(shelf)
    cheap = Combination(price_max=Decimal(20))
    assert shelf_of(shelf).numbers(cheap, "color") == {"blue": 0, "red": 1}
    assert shelf_of(shelf).numbers(cheap, "in-stock") == {"yes": 0}
    assert counts(shelf, "color=red") == {"color": {"blue": 1, "red": 2}, "in-stock": {"yes": 1}}
    assert counts(shelf, "in-stock=yes")["color"] == {"blue": 1, "red": 1}


def test_numbers_are_steps_and_words_of_an_option_and_an_attribute_are_one_filter(home):
    shelf = make_category(home, slug="lamps")
    hours, material = make_attribute(code="hours", type="number", unit="h"), make_attribute(code="material")
    for number, made_of in (("4", "Brass"), ("12.5", "Tin"), ("20", "brass")):
        product = make_product(shelf, variants=0)
        make_fact(product, hours, number)
        make_fact(product, material, made_of)
    make_variant(product, material="Tin")
    make_policy(shelf, offered="hours material", bounds={"hours": "5, 20"})
    assert counts(shelf) == {
        "hours": {"under-5": 1, "5-20": 1, "from-20": 1},
        "material": {"brass": 2, "tin": 2},
    }


def test_products_of_categories_below_and_listed_elsewhere_count(lamps, home):
    deck, other = make_category(lamps, slug="deck"), make_category(home)
    make_variant(make_product(deck, variants=0), color="Green")
    elsewhere = make_product(other, variants=0)
    elsewhere.more_categories = [lamps]
    elsewhere.save_revision().publish()
    make_variant(elsewhere, color="Green")
    assert counts(lamps)["color"]["green"] == 2


def test_a_change_shows_at_once(lamps):
    assert counts(lamps)["color"]["red"] == 4
    product = lamps.get_products()[0]
    variant = product.variants.get()
    variant.color = "Blue"
    variant.save()
    assert counts(lamps)["color"] == {"blue": 5, "ochre-yellow": 4, "red": 3}
    product.unpublish()
    assert counts(lamps)["color"] == {"blue": 4, "ochre-yellow": 4, "red": 3}


# Policies ----------------------------------------------------------------------------------------------


def test_a_category_has_the_policy_of_the_nearest_above_it(lamps, ask):
    deck = make_category(lamps, title="Deck", slug="deck")
    for color in ("Red", "Red", "Blue"):
        make_variant(make_product(deck, variants=0), color=color)
    assert ask("/lamps/deck/?color=red") == (200, True, "/lamps/deck/?color=red")
    make_policy(deck, offered="color")
    assert ask("/lamps/deck/?color=red") == (200, False, "/lamps/deck/?color=red")
    assert ask("/lamps/deck/?in-stock=yes")[0] == 404


def test_without_a_policy_everything_filters_and_nothing_is_indexed(home, ask):
    shelf = make_category(home, slug="lamps")
    brand = make_brand(name="Wick & Sons")
    make_fact(make_product(shelf, brand=brand), make_attribute(code="fuel", is_facet=True), "Paraffin")
    make_variant(make_product(shelf, variants=0), color="Red")
    for query in ("brand=wick-sons", "fuel=paraffin", "color=red"):
        assert ask(f"/lamps/?{query}") == (200, False, f"/lamps/?{query}")


# Links -------------------------------------------------------------------------------------------------


def links(client, address):
    return {
        link.replace("&amp;", "&")
        for link in re.findall(r'<a [^>]*href="([^"]*)"', client.get(address).text)
        if "?" in link
    }


def test_only_open_combinations_are_plain_links(lamps, client):
    assert links(client, "/lamps/") == {
        "/lamps/?color=blue",
        "/lamps/?color=ochre-yellow",
        "/lamps/?color=red",
    }
    assert links(client, "/lamps/?color=ochre-yellow") == {"/lamps/?color=ochre-yellow&lamp-material=brass"}
    assert links(client, "/lamps/?color=red&in-stock=yes") == {"/lamps/?color=red"}
    assert links(client, "/lamps/?in-stock=yes&lamp-material=brass") == set()


def test_the_pages_of_a_closed_list_are_turned_by_a_form(lamps, client, monkeypatch):
    monkeypatch.setattr(ShelfPage, "per_page", 2)
    assert "/lamps/?color=red&page=2" in links(client, "/lamps/?color=red")
    closed = client.get("/lamps/?lamp-material=brass")
    assert "page=2" not in " ".join(links(client, "/lamps/?lamp-material=brass"))
    assert 'name="page" value="2"' in closed.text
    assert '<input type="hidden" name="lamp-material" value="brass">' in closed.text


# Landing pages -----------------------------------------------------------------------------------------


def test_a_landing_page_takes_the_place_of_its_combination(lamps, ask, client, monkeypatch):
    monkeypatch.setattr(ShelfPage, "per_page", 2)
    make_landing(lamps, "color=red", title="Red lamps", slug="red-lamps")
    assert ask("/lamps/?color=red") == (301, "/lamps/red-lamps/")
    assert ask("/lamps/?Color=RED&utm_source=mail&page=2") == (
        301,
        "/lamps/red-lamps/?page=2&utm_source=mail",
    )
    assert ask("/lamps/red-lamps/") == (200, True, "/lamps/red-lamps/")
    assert ask("/lamps/red-lamps/?page=2") == (200, True, "/lamps/red-lamps/?page=2")
    assert ask("/lamps/red-lamps/?page=1") == (301, "/lamps/red-lamps/")
    assert ask("/lamps/red-lamps/?page=3")[0] == 404
    assert ask("/lamps/?color=red&sort=price") == (200, False, "/lamps/red-lamps/")
    assert "/lamps/?color=red" not in links(client, "/lamps/")
    assert 'href="/lamps/red-lamps/"' in client.get("/lamps/").text


def test_a_landing_page_in_another_script_is_linked_as_it_names_itself(lamps, client):
    page = make_landing(lamps, "color=red", title="مصابيح", slug="مصابيح")
    assert f'href="{page.get_url_parts()[2]}"' in client.get("/lamps/").text
    assert "%D9%85" in page.get_url_parts()[2]


def test_a_landing_page_says_its_own_words_and_trail(lamps, client):
    make_landing(lamps, "color=red", title="Red lamps", slug="red-lamps", summary="Seen from afar.")
    page = client.get("/lamps/red-lamps/").text
    head = read_head(page)
    assert head["title"] == "Red lamps – Night Shop"
    trail = next(node for node in head["json_ld"]["@graph"] if node["@type"] == "BreadcrumbList")
    assert [crumb["name"] for crumb in trail["itemListElement"]][-2:] == ["Lamps", "Red lamps"]
    assert "4 products" in page


# API ---------------------------------------------------------------------------------------------------


@pytest.fixture
def products(client):
    def products(**query):
        response = client.get("/api/v1/catalog/products/", query)
        return response.status_code, json.loads(response.content)

    return products


def test_the_api_filters_and_says_what_search_engines_are_told(lamps, products):
    status, answer = products(category="/lamps/", filter=["color:ochre-yellow", "lamp-material:brass"])
    assert (status, answer["count"]) == (200, 3)
    assert answer["seo"]["indexable"] is True
    assert answer["seo"]["path"] == "/lamps/?color=ochre-yellow&lamp-material=brass"
    assert [one["words"] for one in answer["applied"]] == ["Ochre yellow", "Brass"]
    color = next(facet for facet in answer["facets"] if facet["name"] == "color")
    assert {value["value"]: (value["count"], value["applied"]) for value in color["values"]} == {
        "ochre-yellow": (3, True),
        "red": (4, False),
    }


def test_the_api_refuses_filters_the_policy_does_not_have(lamps, products):
    assert products(category="/lamps/", filter="color:green")[0] == 422
    assert products(category="/lamps/", filter="taste:sweet")[0] == 422
    assert products(filter="color:red")[0] == 422
    assert products(category="/lamps/", filter=["color:blue", "lamp-material:brass"])[0] == 404
    status, answer = products(category="/lamps/", filter="color:red", in_stock=True)
    assert (status, answer["count"], answer["seo"]["robots"]) == (200, 3, "noindex")


def test_resolve_of_a_filtered_address_has_its_filters_and_head(lamps, client):
    def resolve(path):
        return json.loads(client.get("/api/v1/resolve/", {"path": path}).content)

    answer = resolve("/lamps/?color=red")
    assert answer["page"]["fields"]["applied"][0]["words"] == "Red"
    assert answer["head"]["canonical"] == "https://shop.example/lamps/?color=red"
    assert resolve("/lamps/?color=green")["verdict"] == "missing"
    moved = resolve("/lamps/?Color=Red")
    assert (moved["status"], moved["location_path"]) == (301, "/lamps/?color=red")


# Sitemap and languages ---------------------------------------------------------------------------------


def addresses_in(client, name):
    response = client.get(name)
    return [url.replace("&amp;", "&") for url in re.findall(r"<loc>(.*?)</loc>", b"".join(response).decode())]


def test_the_sitemap_lists_open_combinations_without_a_page(lamps, client):
    make_landing(lamps, "color=red", slug="red-lamps")
    assert "https://shop.example/sitemap-facets-en-gb-1-3145728.xml" in addresses_in(client, "/sitemap.xml")
    assert sorted(addresses_in(client, "/sitemap-facets-en-gb-1-3145728.xml")) == [
        "https://shop.example/lamps/?color=blue",
        "https://shop.example/lamps/?color=ochre-yellow",
        "https://shop.example/lamps/?color=ochre-yellow&lamp-material=brass",
    ]
    lamps.noindex = True
    lamps.save_revision().publish()
    assert "facets" not in "".join(addresses_in(client, "/sitemap.xml"))


def test_the_sitemap_costs_the_same_for_one_category_and_for_many(lamps, client):
    def cost(forget=False):
        if forget:
            listed._kept.clear()
        with CaptureQueriesContext(connection) as captured:
            assert len(addresses_in(client, "/sitemap-facets-en-gb-1-3145728.xml")) > 0
        return len(captured)

    cost()
    few, anew = cost(), cost(forget=True)
    for slug in ("deck", "hand", "hall"):
        deck = make_category(lamps, slug=slug)
        for color in ("Red", "Red", "Blue"):
            make_variant(make_product(deck, variants=0), color=color)
    cost()
    assert (cost(), cost(forget=True)) == (few, anew)
    assert len(addresses_in(client, "/sitemap-facets-en-gb-1-3145728.xml")) > 6


def test_a_filtered_list_names_its_other_languages_where_it_is_open_there_too(lamps, home, client):
    translate(home, "ru", headline="Ночная лавка", lead="Лампы.")
    russian = translate(lamps, "ru", slug="lampy", title="Лампы", summary="Полка.")
    for product in list(lamps.get_products())[:6]:
        translate(product, "ru", slug=f"lampa-{product.pk}", summary=f"Лампа {product.pk}.")
    Phrase.objects.create(locale=russian.locale, source="Red", text="Красный")
    page = client.get("/ru/lampy/?color=red")
    assert "Красный" in page.text
    head = read_head(page.text)
    named = {link["hreflang"]: link["href"] for link in head["links"] if "hreflang" in link}
    assert named["en-GB"] == "https://shop.example/lamps/?color=red"
    assert named["ru"] == "https://shop.example/ru/lampy/?color=red"
    english = read_head(client.get("/lamps/?color=red").text)
    assert {link["hreflang"]: link["href"] for link in english["links"] if "hreflang" in link} == named
    for language, address in (("en-gb", named["en-GB"]), ("ru", named["ru"])):
        listed = addresses_in(client, f"/sitemap-facets-{language}-1-3145728.xml")
        assert [url for url in listed if "color=red" in url] == [address]


def test_a_product_also_listed_elsewhere_is_counted_in_its_own_language_only(lamps, home, client):
    """What the sitemap lists is what the pages say: a red lamp here and its translation are not two red lamps."""
    translate(home, "ru", headline="Ночная лавка", lead="Лампы.")
    translate(lamps, "ru", slug="lampy", title="Лампы", summary="Полка.")
    shelf = make_category(home, slug="gifts", title="Gifts")
    translate(shelf, "ru", slug="podarki", title="Подарки", summary="Полка.")
    for slug, colors in (("red", ["Green", "Green"]), ("one", ["Violet"])):
        for number, color in enumerate(colors):
            product = make_product(shelf, variants=0)
            make_variant(product, color=color)
            product.more_categories = [lamps]
            product.save()
            translate(product, "ru", slug=f"{slug}-{number}", summary=f"Лампа {color} {number}.")
    translate(lamps.get_products().first(), "ru", slug="krasnaya", summary="Красная лампа.")
    found = {
        address
        for language in ("en-gb", "ru")
        for address in addresses_in(client, f"/sitemap-facets-{language}-1-3145728.xml")
    }
    assert "https://shop.example/lamps/?color=green" in found
    assert "https://shop.example/ru/lampy/?color=green" in found
    for address in ("/lamps/?color=violet", "/ru/lampy/?color=violet"):
        assert "noindex" in client.get(address).text
        assert f"https://shop.example{address}" not in found


@pytest.mark.parametrize("query", ["price=10", "price=10-20", "color=red&price=", "price=1&price=2"])
def test_the_name_of_the_price_filter_is_no_parameter_and_leads_to_no_loop(lamps, ask, query):
    status, *said = ask(f"/lamps/?{query}")
    assert (status, "price" in str(said)) == (200, False)


# The desk ----------------------------------------------------------------------------------------------


def test_the_estimate_is_worked_out_before_a_policy_is_saved(lamps, client):
    policy = FacetPolicy.objects.get()
    assert crawl_space(policy).before == crawl_space(policy).after == 4
    policy.pairs = []
    assert (crawl_space(policy).before, crawl_space(policy).after) == (4, 3)
    rows = {row.names: row for row in crawl_space(policy).rows}
    assert (rows["color",].held, rows["color",].enough, rows["color",].addresses) == (3, 3, 3)
    assert rows["lamp-material",].addresses == 2
    assert not rows["lamp-material",].is_open
    assert FacetPolicy.objects.get().pairs


def test_the_admin_shows_the_estimate_and_saves_only_when_told(lamps):
    admin = client_of("administrator")
    policy = FacetPolicy.objects.get()
    address = reverse("facetpolicy:edit", args=[policy.pk])
    facet = {"code": "color", "is_indexable": "", "bounds": ""}
    data = nested_form_data(
        {
            "category": policy.category_id,
            "minimum": "1",
            "facets": streamfield([("facet", facet)]),
            "pairs": streamfield([]),
        }
    )
    shown = admin.post(address, data | {"action-estimate": "1"}).content.decode()
    assert (
        "open to crawlers now: <strong>4</strong>. With what is filled in above: <strong>0</strong>" in shown
    )
    assert FacetPolicy.objects.get().minimum == 2
    assert admin.post(address, data).status_code == 302
    assert FacetPolicy.objects.get().minimum == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"offered": "color brand", "pairs": ["color brand"]}, "pairs"),
        ({"offered": "color color"}, "facets"),
        ({"offered": "color", "opened": "color", "pairs": ["color size"]}, "pairs"),
        ({"offered": "color price", "opened": "color", "pairs": ["color price"]}, "pairs"),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused_with_the_rule(fields, field, home):
    with pytest.raises(ValidationError) as refused:
        make_policy(make_category(home), **fields)
    assert set(refused.value.message_dict) == {field}


def test_a_page_is_made_of_open_filters_with_enough_products_only(lamps):
    page = make_landing(lamps, "color=red", slug="red-lamps")
    assert FacetPage().accepted("?Color=BLUE", lamps) == "color=blue"
    for query in ("color=red", "lamp-material=brass", "color=green", "color=red&color=blue", "page=2", ""):
        with pytest.raises(ValidationError):
            FacetPage().accepted(query, type(lamps).objects.get(pk=lamps.pk))
    assert page.accepted("color=red", lamps) == "color=red"
