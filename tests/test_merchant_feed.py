"""The feed says what page, graph and API say, at one instant; what it leaves out it can explain."""

from datetime import timedelta
from decimal import Decimal
from html import unescape
from xml.etree import ElementTree

from django.core.management import call_command
from django.utils import timezone

import pytest

from catalog import merchant
from catalog.models import ProductPage, ProductPicture, Variant
from cms.models import Phrase
from seo.commerce import Availability, Condition, Offer
from seo.merchant import FeedImage, FeedItem, Problem
from seo.merchant.proof import differences
from tests.importing import import_file, make_file, make_map, make_row
from tests.make import make_brand, make_category, make_picture, make_product, make_variant
from tests.translate import translate

pytestmark = pytest.mark.django_db
G = "{http://base.google.com/ns/1.0}"
NOW = timezone.now()


def feed(client, language="en-gb"):
    """The items of the feed as dictionaries by SKU; repeated attributes become lists."""
    response = client.get(f"/feeds/google-{language}.xml")
    assert response.status_code == 200
    items = {}
    for item in ElementTree.fromstring(response.getvalue()).iter("item"):
        said = {}
        for element in item:
            said.setdefault(element.tag.removeprefix(G), []).append(element.text)
        items[said["id"][0]] = {name: texts[0] if len(texts) == 1 else texts for name, texts in said.items()}
    return items


def make_good(parent, **fields):
    """A product that lacks nothing."""
    return make_product(
        parent, pictures=[make_picture(600, 750)], brand=fields.pop("brand", None) or make_brand(), **fields
    )


def make_item(**fields):
    offer = Offer(
        sku="L-1",
        url="https://shop.example/lamp/",
        price=Decimal("48.00"),
        currency="GBP",
        availability=Availability.IN_STOCK,
        condition=Condition.NEW,
        **fields.pop("offer", {}),
    ) if not isinstance(fields.get("offer"), Offer) else fields.pop("offer")  # fmt: skip
    return FeedItem(
        **{
            "offer": offer,
            "title": "Lamp",
            "description": "A lamp.",
            "images": (FeedImage("https://shop.example/lamp.png", 600, 600),),
            "brand": "Wick & Sons",
            "gtin": "4006381333931",
            "mpn": "",
            "group_id": "",
            "product_type": "Lamps",
            "options": {},
            **fields,
        }
    )


def said(item):
    return {name: value for name, value in item.attributes() if value}


# One truth ----------------------------------------------------------------------------------------------------


def test_feed_page_graph_and_api_agree_on_imported_products(
    client, home, organization, tmp_path, monkeypatch
):
    map_ = make_map(
        group={"by": "model", "prefix": "model-"},
        variant={
            "sku": "sku", "price": "price", "currency": {"constant": "GBP"}, "stock": "stock",
            "gtin": "gtin", "size": "size",
        },
    )  # fmt: skip
    gtins = ["4006381333931", "5000159484695", "0012345678905", ""]
    rows = [
        make_row(
            number,
            model=f"M{number // 2}",
            size=f"S{number % 2}",
            price=10 + number / 4,
            stock=number % 3,
            gtin=gtins[number] if number < 4 else "",
        )
        for number in range(12)
    ]
    import_file(make_file(tmp_path, rows), map_)
    picture = make_picture(600, 750)
    for page in ProductPage.objects.all():
        page.pictures.add(ProductPicture(picture=picture))
        page.save_revision().publish()
    reduced = Variant.objects.get(sku="L-3")
    reduced.compare_at, reduced.compare_at_until = Decimal("99.00"), NOW + timedelta(days=2)
    reduced.save()
    instant = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: instant)

    items = feed(client)
    assert len(items) == 12
    words = {"in_stock": "In stock", "out_of_stock": "Out of stock"}
    for page in ProductPage.objects.all():
        graph = client.get("/api/v1/resolve/", {"path": page.url}).json()["head"]["json_ld"]["@graph"]
        nodes = {node["sku"]: node for node in graph if node["@type"] == "Product"}
        fields = client.get(f"/api/v1/catalog/products/{page.pk}/").json()["fields"]
        for variant in fields["variants"]:
            sku = variant["sku"]
            item, node = items[sku], nodes[sku]
            html = unescape(client.get(variant["path"]).content.decode())
            price = item.get("sale_price", item["price"])
            assert price == f"{variant['price']} {variant['currency']}"
            assert (node["offers"]["price"], node["offers"]["priceCurrency"]) == tuple(price.split())
            assert variant["words"]["price"] in html
            assert node["offers"]["availability"] == f"https://schema.org/{variant['availability']}"
            assert words[item["availability"]] == variant["words"]["availability"]
            assert (
                f'<p class="stock {"is-there" if item["availability"] == "in_stock" else "is-gone"}">' in html
            )
            assert item["title"] == node["name"]
            assert all(part in html for part in item["title"].split(" – "))
            assert item.get("gtin", "") == variant["gtin"]
            assert next((node[name] for name in node if name.startswith("gtin")), "") == variant["gtin"]
            assert item.get("gtin", "") in html
            assert item["link"] == node["url"] == variant["url"]
            assert item["item_group_id"] == node["inProductGroupWithID"] == fields["group_id"]
            assert item["id"] in html
    assert (items["L-3"]["price"], items["L-3"]["sale_price"]) == ("99.00 GBP", "10.75 GBP")


def test_item_has_what_google_asks_for(client, home, organization):
    light = make_category(home, title="Light", slug="light")
    lamps = make_category(light, title="Lamps & lanterns", slug="lamps")
    page = make_good(lamps, title="Storm <lamp>", slug="storm", brand=make_brand(name="Wick & Sons"))
    page.pictures.add(ProductPicture(picture=make_picture(800, 800)), ProductPicture(picture=make_picture()))
    page.save_revision().publish()
    variant = page.offered[0]
    Variant.objects.filter(pk=variant.pk).update(gtin="4006381333931", color="Brass")
    item = feed(client)[variant.sku]
    assert item.pop("image_link").startswith("https://shop.example/media/")
    assert isinstance(item.pop("additional_image_link"), str)  # the small one is left out
    assert item == {
        "id": variant.sku,
        "title": "Storm <lamp>",
        "description": "A useful thing, well made.",
        "link": "https://shop.example/light/lamps/storm/",
        "availability": "in_stock",
        "price": "48.00 GBP",
        "brand": "Wick & Sons",
        "gtin": "4006381333931",
        "condition": "new",
        "product_type": "Light > Lamps & lanterns",
        "color": "Brass",
    }


def test_feed_is_a_file_for_google_and_no_page_to_find(client, home, organization):
    response = client.get("/feeds/google-en-gb.xml")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert client.get("/feeds/google-xx.xml").status_code == 404
    assert client.post("/feeds/google-en-gb.xml").status_code == 405


def test_each_language_has_its_feed_with_the_same_ids(client, home, organization):
    translate(home, "ru", title="Лавка", headline="Вещи для ночи", lead="Лампы.")
    page = make_good(make_category(home, title="Lamps"), title="Lamp", variants=2)
    copy = translate(page, "ru")
    assert not feed(client, "ru")  # a copy that waits for its translation
    copy.title, copy.summary, copy.description = "Лампа", "Светит.", "<p>Светит всю ночь.</p>"
    copy.save_revision().publish()
    russian, english = feed(client, "ru"), feed(client)
    assert set(russian) == set(english) == {variant.sku for variant in page.offered}
    for sku, item in russian.items():
        assert item["title"].startswith("Лампа – ")
        assert item["description"] == "Светит всю ночь."
        assert item["link"].startswith("https://shop.example/ru/")
        assert (item["price"], item["item_group_id"]) == (
            english[sku]["price"],
            english[sku]["item_group_id"],
        )


# Offers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("availability", "word"),
    [
        ("InStock", "in_stock"),
        ("LimitedAvailability", "in_stock"),
        ("OnlineOnly", "in_stock"),
        ("BackOrder", "backorder"),
        ("PreOrder", "preorder"),
        ("PreSale", "preorder"),
        ("OutOfStock", "out_of_stock"),
        ("SoldOut", "out_of_stock"),
    ],
)
def test_availability_is_said_in_the_feeds_words(client, home, organization, availability, word):
    page = make_good(make_category(home))
    soon = NOW + timedelta(days=20)
    Variant.objects.all().update(availability=availability, available_from=soon)
    item = feed(client)[page.offered[0].sku]
    assert item["availability"] == word
    assert ("availability_date" in item) == (word in {"backorder", "preorder"})


def test_reduction_says_its_dates_only_when_it_has_both():
    prices = {"price": Decimal("40.00"), "was_price": Decimal("48.00")}
    base = {
        "sku": "L-1", "url": "https://shop.example/", "currency": "GBP",
        "availability": Availability.IN_STOCK, "condition": Condition.NEW, **prices,
    }  # fmt: skip
    open_end = said(make_item(offer=Offer(**base, price_valid_from=NOW)))
    assert (open_end["price"], open_end["sale_price"]) == ("48.00 GBP", "40.00 GBP")
    assert "sale_price_effective_date" not in open_end
    both = said(
        make_item(offer=Offer(**base, price_valid_from=NOW, price_valid_until=NOW + timedelta(days=1)))
    )
    assert both["sale_price_effective_date"].count("/") == 1


def test_identifiers_that_do_not_exist_are_said_not_to_exist():
    assert said(make_item(gtin="", mpn="", brand=""))["identifier_exists"] == "no"
    assert said(make_item(gtin="", mpn=""))["identifier_exists"] == "no"
    assert "identifier_exists" not in said(make_item(gtin="", mpn="W-7"))
    assert "identifier_exists" not in said(make_item())


def test_values_keep_to_their_lengths():
    item = said(
        make_item(title="long " * 99, description="long " * 9999, brand="b" * 99, options={"size": "x" * 300})
    )
    assert [len(item[name]) for name in ("title", "description", "brand", "size")] <= [150, 5000, 70, 100]
    assert len(item["title"]) <= 150
    assert len(item["description"]) <= 5000


# What is left out ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"images": ()}, Problem.NO_IMAGE),
        ({"images": (FeedImage("https://shop.example/a.png", 499, 800),)}, Problem.SMALL_IMAGE),
        ({"images": (FeedImage("https://shop.example/a.avif?v=1", 800, 800),)}, Problem.IMAGE_TYPE),
        ({"description": ""}, Problem.NO_DESCRIPTION),
        ({"brand": ""}, Problem.NO_BRAND),
    ],
)
def test_item_that_lacks_something_says_what(fields, problem):
    assert make_item().problems(NOW) == []
    assert make_item(**fields).problems(NOW) == [problem]


@pytest.mark.parametrize(
    ("availability", "days", "problem"),
    [
        ("Discontinued", None, Problem.DISCONTINUED),
        ("InStoreOnly", None, Problem.SHOP_ONLY),
        ("BackOrder", None, Problem.NO_DATE),
        ("PreOrder", 400, Problem.DATE_TOO_FAR),
    ],
)
def test_variant_that_cannot_be_advertised_is_left_out(
    client, home, organization, availability, days, problem
):
    page = make_good(make_category(home), variants=2)
    variant = page.offered[0]
    date = NOW + timedelta(days=days) if days else None
    Variant.objects.filter(pk=variant.pk).update(availability=availability, available_from=date)
    site = home.get_site()
    judged = {found.variant.sku: found.reasons for found in merchant.judged(site, "en-gb", "GBP")}
    assert judged == {variant.sku: [problem], page.offered[1].sku: []}
    assert set(feed(client)) == {page.offered[1].sku}


def test_products_that_ended_or_are_hidden_are_not_in_the_feed(client, home, organization):
    shelf = make_category(home)
    stays, draft, kept = make_good(shelf), make_good(shelf, live=False), make_good(shelf)
    stays.ending = "stays"
    stays.save_revision().publish()
    assert set(feed(client)) == {kept.offered[0].sku}
    assert draft.offered


def test_report_counts_and_names_what_is_left_out(home, organization, capsys):
    shelf = make_category(home)
    make_good(shelf)
    bare = make_product(shelf, variants=0)
    make_variant(bare, sku="BARE-1")
    call_command("feed_report")
    out = capsys.readouterr().out
    assert "google-en-gb-GBP.xml: 1 items, 1 left out of 2" in out
    assert "1 × has no picture: BARE-1" in out


# Cost ---------------------------------------------------------------------------------------------------------


def test_feed_costs_the_same_for_one_product_and_for_many(
    client, home, organization, django_assert_num_queries, monkeypatch
):
    shelf = make_category(make_category(home))
    make_good(shelf)
    feed(client)
    with django_assert_num_queries(15):
        feed(client)
    for _ in range(5):
        make_good(shelf, variants=2)
    with django_assert_num_queries(15):
        feed(client)


def test_a_feed_introduces_itself_in_its_own_language(home, organization, client):
    russian = translate(home, "ru", headline="Ночная лавка", lead="Лампы.").locale
    Phrase.objects.create(locale=russian, source=organization.name, text="Лавка смотрителя")
    response = client.get("/feeds/google-ru.xml")
    [channel] = ElementTree.fromstring(response.getvalue())
    assert (channel.findtext("title"), channel.findtext("link")) == (
        "Лавка смотрителя",
        "https://shop.example/ru/",
    )
    assert response["Content-Language"] == "ru"


# Proof --------------------------------------------------------------------------------------------------------


def test_proof_finds_nothing_where_all_say_the_same(home, organization, capsys):
    translate(home, "ru", title="Лавка", headline="Вещи для ночи", lead="Лампы.")
    page = make_good(make_category(home, title="Lamps"), title="Lamp <& shade>", variants=2)
    copy = translate(page, "ru", title="Лампа", summary="Светит.", description="<p>Светит всю ночь.</p>")
    first, second = page.offered
    Variant.objects.filter(pk=first.pk).update(gtin="4006381333931", compare_at=Decimal("99.00"))
    Variant.objects.filter(pk=second.pk).update(stock=0, gtin="4006381333932")
    make_product(page.get_parent())
    assert copy.live
    call_command("prove_feed")
    out = capsys.readouterr().out
    assert "google-en-gb-GBP.xml: 2 items, 0 differ; 1 left out with a reason; 3 variants" in out
    assert "google-ru-GBP.xml: 2 items, 0 differ; 1 left out with a reason; 3 variants" in out


SAID = {
    "id": ["{sku}"],
    "title": ["Lamp"],
    "link": ["https://shop.example/lamps/lamp/"],
    "availability": ["in_stock"],
    "price": ["48.00 GBP"],
}


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"id": ["OTHER-1"]}, "id"),
        ({"title": ["Lantern"]}, "title"),
        ({"price": ["49.00 GBP"]}, "price"),
        ({"price": ["48.00 EUR"]}, "currency"),
        ({"availability": ["out_of_stock"]}, "availability"),
        ({"gtin": ["5000159484695"]}, "gtin"),
        ({"link": ["https://shop.example/lamps/lamp/?variant=L"]}, "link"),
        ({"image_link": ["https://shop.example/media/original_images/other.png"]}, "image_link"),
        ({"item_group_id": ["G"]}, "item_group_id"),
        ({"price": ["60.00 GBP"], "sale_price": ["48.00 GBP"]}, "former price"),
    ],
)
def test_proof_names_what_differs(client, home, organization, changed, what):
    page = make_good(make_category(home, slug="lamps"), title="Lamp", slug="lamp")
    html = client.get("/lamps/lamp/").content.decode()
    fields = client.get("/api/v1/resolve/", {"path": "/lamps/lamp/"}).json()["page"]["fields"]
    image = f"https://shop.example{page.cover.file.url}"
    said = {**SAID, "id": [page.offered[0].sku], "image_link": [image]}
    assert differences(said, html, fields, "en-GB") == []
    found = differences(said | changed, html, fields, "en-GB")
    assert found
    assert {one.partition(":")[0] for one in found} <= {
        what,
        {"title": "name", "currency": "priceCurrency"}.get(what, what),
    }
