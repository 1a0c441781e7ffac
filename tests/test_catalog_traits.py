"""Unit prices, prices for members, audiences, sizes, labels and categories: rules at entry, nodes, words."""

from decimal import Decimal

from django.core.exceptions import ValidationError

import pytest

from cms.models import Policies
from seo.google import types_of, walk
from seo.prices import Measure, UnitPrice
from tests.every_type import stream
from tests.make import make_category, make_product, make_variant
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def members(site) -> Policies:
    policies = Policies.for_site(site)
    policies.program_name, policies.program_description = "The Watch", "For those who come back."
    policies.tiers = stream("tier", {"name": "Keeper", "benefits": ["TierBenefitLoyaltyPrice"]})
    policies.full_clean()
    policies.save()
    return policies


@pytest.fixture
def lamp(home):
    return make_product(make_category(home, title="Light", slug="light"), variants=0, title="Lamp")


def nodes_of(page, type_):
    page = type(page).objects.get(pk=page.pk)
    return [node for node in walk(page.get_head().json_ld) if type_ in types_of(node) and len(node) > 1]


@pytest.mark.parametrize(
    ("content", "unit", "base", "per", "price"),
    [
        ("750", "MLT", "1", "LTR", "16.00"),
        ("2.5", "MTR", "1", "MTR", "4.80"),
        ("200", "GRM", "100", "GRM", "6.00"),
    ],
)
def test_a_unit_price_is_counted_to_the_cent(content, unit, base, per, price):
    said = UnitPrice(Measure(Decimal(content), unit), Measure(Decimal(base), per))
    assert said.of(Decimal("12.00")) == Decimal(price)


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"content": 1}, "content_unit", "needs its unit"),
        ({"content_unit": "LTR"}, "content", "how much"),
        ({"content": 1, "content_unit": "LTR", "base_unit": "MTR"}, "base_unit", "measured alike"),
        ({"member_prices": ("Keeper", "50.00")}, "member_prices", "below the price"),
        ({"member_prices": ("Admiral", "40.00")}, "member_prices", "“Admiral”"),
    ],
)
def test_prices_that_break_a_rule_are_refused_at_their_field(lamp, members, fields, field, rule):
    variant = make_variant(lamp, sku="L-1", price=Decimal("48.00"))
    for name, value in fields.items():
        if name == "member_prices":
            value = stream("price", {"tier": value[0], "price": value[1]})
        setattr(variant, name, value)
    with pytest.raises(ValidationError) as caught:
        variant.full_clean()
    assert rule in " ".join(caught.value.message_dict[field])


def test_a_price_for_members_never_stands_in_for_the_price(lamp, members):
    make_variant(
        lamp,
        sku="L-1",
        price=Decimal("48.00"),
        member_prices=stream("price", {"tier": "Keeper", "price": "40.00", "points": 40}),
    )
    [offer] = nodes_of(lamp, "Offer")
    [member] = offer["priceSpecification"]
    assert offer["price"] == "48.00"
    assert "validForMemberTier" not in offer
    assert member["price"] == "40.00"
    assert member["validForMemberTier"] == {"@id": "https://shop.example/#tier-keeper"}
    assert member["membershipPointsEarned"] == 40


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"energy_class": "C"}, "eprel", "EPREL"),
        ({"eprel": "123"}, "energy_class", "energy class"),
        ({"energy_class": "A+++", "eprel": "123"}, "energy_class", "between the best and the worst"),
        ({"model_url": "https://shop.example/lamp.obj"}, "model_url", ".gltf or .glb"),
        ({"google_category": "1234567"}, "google_category", "six digits"),
        ({"google_category": "Home>Lamps"}, "google_category", "spaces"),
    ],
)
def test_traits_that_break_a_rule_are_refused_at_their_field(lamp, fields, field, rule):
    for name, value in fields.items():
        setattr(lamp, name, value)
    with pytest.raises(ValidationError) as caught:
        lamp.full_clean()
    assert rule in " ".join(caught.value.message_dict[field])


def test_a_category_at_google_is_handed_down_and_can_be_overruled(home, lamp):
    make_variant(lamp, sku="L-1")
    category = lamp.get_parent().specific
    category.google_category = "Home & Garden > Lighting"
    category.save_revision().publish()
    [code] = nodes_of(lamp, "CategoryCode")
    assert code["codeValue"] == "Home & Garden > Lighting"
    lamp.google_category = "2370"
    lamp.save_revision().publish()
    [code] = nodes_of(lamp, "CategoryCode")
    assert code["codeValue"] == "2370"


def test_an_isbn_makes_a_book(lamp):
    make_variant(lamp, sku="B-1", gtin="9780471117094")
    [book] = nodes_of(lamp, "Book")
    assert book["@type"] == ["Product", "Book"]
    assert book["isbn"] == "9780471117094"
    assert "gtin13" not in book


def test_variants_for_different_people_say_whom_they_vary_by(lamp):
    make_variant(lamp, sku="C-1", gender="Male", age_group="adult")
    make_variant(lamp, sku="C-2", gender="Female", age_group="kids")
    [group] = nodes_of(lamp, "ProductGroup")
    assert group["variesBy"] == ["https://schema.org/suggestedGender", "https://schema.org/suggestedAge"]
    assert [node.get("suggestedMaxAge") for node in nodes_of(lamp, "PeopleAudience")] == [None, 13]


def test_a_product_in_several_categories_has_several_trails_and_one_of_them_first(home, lamp, client):
    make_variant(lamp, sku="L-1")
    gifts = make_category(home, title="Gifts", slug="gifts")
    small = make_category(gifts, title="Small gifts", slug="small")
    hidden = make_category(home, title="Hidden", slug="hidden", noindex=True)
    lamp.more_categories = [small, hidden]
    lamp.save_revision().publish()
    trails = [[item["name"] for item in node["itemListElement"]] for node in nodes_of(lamp, "BreadcrumbList")]
    root = home.title
    assert trails == [[root, "Light", "Lamp"], [root, "Gifts", "Small gifts", "Lamp"]]
    [page] = nodes_of(lamp, "ItemPage")
    assert page["breadcrumb"]["@id"].endswith("#breadcrumb")
    html = client.get(lamp.url).content.decode()
    assert 'href="/gifts/small/"' in html
    said = client.get(f"/api/v1/resolve/?path={lamp.url}").json()
    assert [crumb["title"] for crumb in said["more_breadcrumbs"][0]] == [root, "Gifts", "Small gifts", "Lamp"]


def test_a_translation_has_the_trails_of_its_original_in_its_own_language(home, lamp, client):
    make_variant(lamp, sku="L-1")
    gifts = make_category(home, title="Gifts", slug="gifts")
    lamp.more_categories = [gifts]
    lamp.save_revision().publish()
    translate(home, "ru", title="Лавка", headline="Лавка", lead="Лампы.")
    translate(gifts, "ru", title="Подарки", slug="podarki", summary="Полка.")
    russian = translate(lamp, "ru", title="Лампа", slug="lampa", summary="Лампа для ночи.")
    trails = [
        [item["name"] for item in node["itemListElement"]] for node in nodes_of(russian, "BreadcrumbList")
    ]
    assert trails == [["Лавка", "Light", "Лампа"], ["Лавка", "Подарки", "Лампа"]]
    assert 'href="/ru/podarki/"' in client.get(russian.url).text


def test_further_trails_cost_no_query(home, lamp, django_assert_max_num_queries):
    lamp.more_categories = [make_category(home, title=f"Shelf {n}", slug=f"shelf-{n}") for n in range(4)]
    lamp.save_revision().publish()
    page = type(lamp).objects.get(pk=lamp.pk)
    page.get_url_parts()
    with django_assert_max_num_queries(2):
        page.get_breadcrumbs()
        assert len(page.get_more_trails()) == 4
