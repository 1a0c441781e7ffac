"""Every attribute the shop has facts for, in both files; one feed per currency."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from xml.etree import ElementTree

from wagtail.documents import get_document_model

import pytest

from catalog.models import Attribute, Variant
from cms.models import Policies
from seo.commerce import Availability, Condition, Offer
from seo.merchant import FeedImage, FeedItem, Problem, rss, tsv
from seo.merchant.items import COLUMNS
from seo.merchant.shipping import lines_of, lines_of_services
from seo.policies import Amount, Days, Range, Rate, Region, ShippingConditions, ShippingService
from seo.prices import Measure, MemberPrice, UnitPrice
from seo.traits import EnergyLabel
from tests.make import make_attribute, make_brand, make_category, make_fact, make_picture, make_product

G = "{http://base.google.com/ns/1.0}"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def make_item(offer=None, **fields):
    return FeedItem(
        **{
            "offer": Offer(
                **{
                    "sku": "L-1",
                    "url": "https://shop.example/lamp/",
                    "price": Decimal("48.00"),
                    "currency": "EUR",
                    "availability": Availability.IN_STOCK,
                    "condition": Condition.NEW,
                    **(offer or {}),
                }
            ),
            "title": "Lamp",
            "description": "A lamp.",
            "images": (FeedImage("https://shop.example/lamp.png", 600, 600),),
            "brand": "Wick & Sons",
            "gtin": "4006381333931",
            "mpn": "",
            "group_id": "",
            "product_type": "Lamps",
            "options": {},
            "google_category": "2370",
            **fields,
        }
    )


FULL = {
    "offer": {
        "unit_price": UnitPrice(Measure(Decimal("750"), "MLT"), Measure(Decimal(100), "MLT")),
        "member_prices": (MemberPrice("keeper", "Keeper", Decimal("40.00"), 20),),
    },
    "group_id": "G-1",
    "group_title": "Lamp oil",
    "variant_options": (("Size", "Large: 2"), ("Colour", "Red, bright")),
    "options": {"color": "Red", "size": "L"},
    "gender": "Female",
    "age_group": "adult",
    "size_system": "Europe",
    "size_group": "Tall",
    "energy": EnergyLabel("123456", "B"),
    "is_adult": True,
    "model_url": "https://shop.example/lamp.glb",
    "multipack": 6,
    "is_bundle": True,
    "details": (("Burn time", "40 h"), ("Made in", "Lerwick")),
    "highlights": ("Burns all night", 'Fits 3" wicks, and 2"'),
    "questions": (("How long?", "All night."),),
    "documents": ("https://shop.example/documents/1/manual.pdf",),
    "measures": (("shipping_weight", "2.5 kg"),),
    "shipping": tuple(
        lines_of(
            [
                ShippingConditions(
                    destinations=(Region("IE"),), rate=Rate(Amount(Decimal(5), "EUR")), transit=Days(2, 4)
                )
            ],
            Decimal(48),
            "EUR",
            date(2026, 11, 1),
            "Post",
            Days(0, 1),
        )
    ),
    "program": "lightkeepers",
}


def test_everything_there_is_is_said_in_both_files():
    item = make_item(**FULL)
    [channel] = ElementTree.fromstring("".join(rss("Shop", "https://shop.example/", "", [item])))
    said = {}
    for element in channel.find("item"):
        text = {sub.tag.removeprefix(G): sub.text for sub in element} if len(element) else element.text
        said.setdefault(element.tag.removeprefix(G), []).append(text)
    assert said["unit_pricing_measure"] == ["750 ml"]
    assert said["unit_pricing_base_measure"] == ["100 ml"]
    assert said["loyalty_program"] == [
        {
            "program_label": "lightkeepers",
            "tier_label": "keeper",
            "price": "40.00 EUR",
            "loyalty_points": "20",
        }
    ]
    assert said["item_group_title"] == ["Lamp oil"]
    assert said["variant_option"] == [
        {"name": "Size", "value": "Large: 2"},
        {"name": "Colour", "value": "Red, bright"},
    ]
    assert (said["gender"], said["age_group"]) == (["female"], ["adult"])
    assert (said["size_system"], said["size_type"]) == (["EU"], ["tall"])
    assert said["certification"] == [
        {
            "certification_authority": "EC",
            "certification_name": "EPREL",
            "certification_code": "123456",
        }
    ]
    assert (said["adult"], said["multipack"], said["is_bundle"]) == (["yes"], ["6"], ["yes"])
    assert said["product_highlight"] == ["Burns all night", 'Fits 3" wicks, and 2"']
    assert said["product_detail"] == [
        {"attribute_name": "Burn time", "attribute_value": "40 h"},
        {"attribute_name": "Made in", "attribute_value": "Lerwick"},
    ]
    assert said["question_and_answer"] == [{"question": "How long?", "answer": "All night."}]
    assert said["document_link"] == ["https://shop.example/documents/1/manual.pdf"]
    assert said["shipping_weight"] == ["2.5 kg"]
    assert said["google_product_category"] == ["2370"]
    assert said["shipping"] == [
        {
            "country": "IE",
            "service": "Post",
            "price": "5.00 EUR",
            "min_handling_time": "0",
            "max_handling_time": "1",
            "min_transit_time": "2",
            "max_transit_time": "4",
        }
    ]
    header, row = csv.reader(StringIO("".join(tsv([item]))), delimiter="\t")
    assert header == list(COLUMNS)
    cells = {name: cell for name, cell in zip(header, row, strict=True) if cell}
    assert cells.keys() == said.keys()
    assert cells["shipping"] == "IE:::Post:5.00 EUR:0:1:2:4"
    assert cells["certification"] == "EC:EPREL:123456"
    assert cells["product_detail"] == ":Burn time:40 h,:Made in:Lerwick"
    assert cells["variant_option"] == 'Size:Large\\: 2,"Colour:Red, bright"'
    assert cells["product_highlight"] == 'Burns all night,"Fits 3"" wicks, and 2"""'


def test_every_row_of_the_text_file_has_every_column():
    rows = list(
        csv.reader(
            StringIO("".join(tsv([make_item(title="Tab\tand\nline"), make_item(**FULL)]))), delimiter="\t"
        )
    )
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert rows[1][1] == "Tab and line"


def test_energy_class_is_said_where_the_register_is_not_read():
    said = dict(make_item(offer={"currency": "GBP"}, energy=EnergyLabel("123456", "B")).attributes())
    assert (said["energy_efficiency_class"], said["max_energy_efficiency_class"]) == ("B", "A")
    assert "certification" not in said


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"gtin": "4006381333932"}, Problem.BAD_GTIN),
        ({"gtin": "0212345678905"}, Problem.BAD_GTIN),
        ({"gtin": ""}, Problem.NO_IDENTIFIER),
        ({"google_category": ""}, Problem.NO_CATEGORY),
        ({"google_category": "166", "options": {"color": "Red"}}, Problem.APPAREL),
        ({"title": "word " * 40}, Problem.LONG_TITLE),
        ({"title": "BUY THIS LAMP"}, Problem.CAPITALS),
        ({"images": (FeedImage("https://a.example/a.png", 600, 600),) * 13}, Problem.FURTHER_IMAGES),
        (
            {"offer": {"unit_price": UnitPrice(Measure(Decimal(1), "LTR"), Measure(Decimal(3), "LTR"))}},
            Problem.UNIT_BASE,
        ),
    ],
)
def test_weaknesses_are_told_and_keep_nothing_out(fields, problem):
    assert make_item().judged(NOW) == []
    item = make_item(**fields)
    assert problem in item.judged(NOW)
    assert item.problems(NOW) == []
    assert not problem.keeps_out


def test_a_number_that_is_no_gtin_is_not_sent():
    said = dict(make_item(gtin="4006381333932").attributes())
    assert (said["gtin"], said["identifier_exists"]) == ("", "no")


def test_only_fixed_rates_for_one_thing_are_sent():
    def conditions(**fields):
        return ShippingConditions(
            **{"destinations": (Region("GB"),), "rate": Rate(Amount(Decimal(5), "GBP")), **fields}
        )

    free = conditions(rate=Rate(Amount(Decimal(0), "GBP")), order_value=Range(least=Decimal(50)))
    paid = conditions(order_value=Range(most=Decimal("49.99")))
    services = [
        ShippingService("post", "Post", (free, paid, conditions(rate=Rate(order_share=Decimal("0.1"))))),
        ShippingService("members", "Members", (conditions(),), tier="keeper"),
        ShippingService("far", "Far", (conditions(ships=False), conditions(weight=Range(most=Decimal(2))))),
    ]
    today = date(2026, 11, 1)
    assert [line.price for line in lines_of_services(services, Decimal(48), "GBP", today)] == [Decimal(5)]
    assert [line.price for line in lines_of_services(services, Decimal(50), "GBP", today)] == [Decimal(0)]
    assert not list(lines_of_services(services, Decimal(48), "EUR", today))


# From the shop ------------------------------------------------------------------------------------------------


def feed(client, path):
    response = client.get(path)
    assert response.status_code == 200
    items = {}
    for item in ElementTree.fromstring(response.getvalue()).iter("item"):
        said = {}
        for element in item:
            said.setdefault(element.tag.removeprefix(G), []).append("|".join(element.itertext()))
        items[said["id"][0]] = said
    return items


@pytest.mark.django_db
def test_facts_of_the_shop_come_out(client, home, organization):
    document = get_document_model().objects.create(title="Manual", file="documents/manual.pdf")
    shelf = make_category(home, title="Lamps", slug="lamps", google_category="Home & Garden > Lighting")
    page = make_product(
        shelf,
        title="Lamp",
        slug="lamp",
        brand=make_brand(),
        pictures=[make_picture(600, 600)],
        description=(
            f'<p>Good. <a linktype="document" id="{document.pk}">Manual</a></p>'
            "<ul><li>Burns long</li><li>Lasts</li></ul>"
        ),
        body=[("faq", {"questions": [{"question": "How long?", "answer": "<p>All night.</p>"}]})],
        gender="Unisex",
        is_adult=True,
        variants=2,
    )
    for code, type_, value, unit in (
        ("multipack", Attribute.Type.NUMBER, 6, ""),
        ("is_bundle", Attribute.Type.BOOLEAN, True, ""),
        ("shipping_weight", Attribute.Type.NUMBER, "2.5", "kg"),
        ("burn-time", Attribute.Type.NUMBER, 40, "h"),
    ):
        make_fact(page, make_attribute(code=code, label=code.capitalize(), type=type_, unit=unit), value)
    said = feed(client, "/feeds/google-en-gb-GBP.xml")[page.offered[0].sku]
    assert said["google_product_category"] == ["Home & Garden > Lighting"]
    assert said["product_highlight"] == ["Burns long", "Lasts"]
    assert said["question_and_answer"] == ["How long?|All night."]
    assert said["document_link"] == [f"https://shop.example/documents/{document.pk}/manual.pdf"]
    assert (said["gender"], said["adult"]) == (["unisex"], ["yes"])
    assert (said["multipack"], said["is_bundle"], said["shipping_weight"]) == (["6"], ["yes"], ["2.5 kg"])
    assert said["product_detail"] == ["Burn-time|40 h"]
    assert said["item_group_title"] == ["Lamp"]
    assert said["variant_option"] == ["Size|Size 1"]


@pytest.mark.django_db
def test_each_currency_has_its_feed(client, home, organization):
    shelf = make_category(home)
    page = make_product(shelf, brand=make_brand(), pictures=[make_picture(600, 600)], variants=2)
    first, second = page.offered
    Variant.objects.filter(pk=second.pk).update(currency="EUR")
    pounds, euros = feed(client, "/feeds/google-en-gb-GBP.xml"), feed(client, "/feeds/google-en-gb-EUR.xml")
    assert (set(pounds), set(euros)) == ({first.sku}, {second.sku})
    assert pounds[first.sku]["item_group_id"] == euros[second.sku]["item_group_id"]
    assert euros[second.sku]["price"] == ["48.00 EUR"]
    assert client.get("/feeds/google-en-gb-USD.xml").status_code == 404
    # Without a currency: the shop's own.
    assert set(feed(client, "/feeds/google-en-gb.xml")) == {first.sku}
    Policies.objects.update_or_create(site=home.get_site(), defaults={"currency": "EUR"})
    assert set(feed(client, "/feeds/google-en-gb.xml")) == {second.sku}


@pytest.mark.django_db
def test_text_file_has_the_same_items(client, home, organization):
    shelf = make_category(home)
    for _ in range(3):
        make_product(shelf, brand=make_brand(), pictures=[make_picture(600, 600)])
    response = client.get("/feeds/google-en-gb-GBP.tsv")
    assert response["Content-Type"] == "text/tab-separated-values; charset=utf-8"
    rows = list(csv.DictReader(StringIO(response.getvalue().decode()), delimiter="\t"))
    items = feed(client, "/feeds/google-en-gb-GBP.xml")
    assert [{name: [cell] for name, cell in row.items() if cell} for row in rows] == list(items.values())
