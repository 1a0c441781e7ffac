"""What a variant may be, what it offers at a moment, and which one a product page shows."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import RequestFactory

import pytest

from catalog.models import Variant
from seo.commerce import Availability
from seo.figures import money
from tests.make import make_category, make_product, make_variant

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def product(home):
    return make_product(make_category(home), variants=0)


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("price", Decimal("0"), "greater than or equal to 0.01"),
        ("price", Decimal("-1"), "greater than or equal to 0.01"),
        ("price", Decimal("1.001"), "2 decimal places"),
        ("compare_at", Decimal("48.00"), "above the price"),
        ("sku", "two words", "without white space"),
        ("sku", "Ø1", "ASCII"),
        ("gtin", "9780471117095", "check digit should be 4"),
        ("currency", "gbp", "ISO 4217"),
        ("currency", "ZZZ", "ISO 4217"),
        ("currency", "XXX", "ISO 4217"),
        ("availability", "MadeToOrder", "not a valid choice"),
        ("availability", Availability.PRE_ORDER, "needs the date"),
        ("condition", "DamagedCondition", "not a valid choice"),
    ],
)
def test_a_bad_value_is_refused_by_its_field(field, value, rule, product):
    with pytest.raises(ValidationError) as refused:
        make_variant(product, **{field: value})
    named = "available_from" if value == Availability.PRE_ORDER else field
    assert rule in str(refused.value.message_dict[named])


@pytest.mark.parametrize(
    ("prices", "field"),
    [
        ({"price": Decimal("10.55")}, "price"),
        ({"price": Decimal(10), "compare_at": Decimal("10.55")}, "compare_at"),
    ],
)
def test_a_currency_without_decimals_takes_whole_amounts(product, prices, field):
    make_variant(product, currency="JPY", price=Decimal("10.00"))
    with pytest.raises(ValidationError) as refused:
        make_variant(product, currency="JPY", **prices)
    assert refused.value.message_dict == {field: ["JPY has no decimals."]}


def test_a_reduction_that_ends_before_it_begins_is_refused(product):
    with pytest.raises(ValidationError, match="end after it begins"):
        make_variant(product, compare_at=Decimal("60"), compare_at_from=NOW, compare_at_until=NOW)


def test_a_sku_is_worn_by_one_variant_only(product):
    make_variant(product, sku="A")
    with pytest.raises(ValidationError, match="already exists"):
        make_variant(product, sku="A")


@pytest.mark.parametrize("change", [{"price": 0}, {"compare_at": 48}])
def test_the_database_refuses_what_no_form_has_seen(change, product):
    variant = make_variant(product)
    with pytest.raises(IntegrityError), transaction.atomic():
        Variant.objects.filter(pk=variant.pk).update(**change)


# Offers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "ends", "is_reduced"),
    [
        (None, None, True),
        (NOW, None, True),
        (NOW + DAY, None, False),
        (None, NOW + DAY, True),
        (None, NOW, False),
        (NOW - DAY, NOW + DAY, True),
        (NOW - 2 * DAY, NOW - DAY, False),
    ],
)
def test_a_former_price_is_shown_only_while_the_reduction_runs(begins, ends, is_reduced, product):
    variant = make_variant(
        product, compare_at=Decimal("60.00"), compare_at_from=begins, compare_at_until=ends
    )
    offer = variant.offer("https://shop.example/", NOW)
    assert offer.price == Decimal("48.00")
    assert offer.is_reduced is is_reduced
    assert (offer.was_price, offer.price_valid_from, offer.price_valid_until) == (
        (Decimal("60.00"), begins, ends) if is_reduced else (None, None, None)
    )


@pytest.mark.parametrize(
    ("availability", "stock", "said"),
    [
        (Availability.IN_STOCK, 1, Availability.IN_STOCK),
        (Availability.IN_STOCK, None, Availability.IN_STOCK),
        (Availability.IN_STOCK, 0, Availability.OUT_OF_STOCK),
        (Availability.LIMITED, -2, Availability.OUT_OF_STOCK),
        (Availability.IN_STORE_ONLY, 0, Availability.OUT_OF_STOCK),
        (Availability.BACK_ORDER, 0, Availability.BACK_ORDER),
        (Availability.DISCONTINUED, 3, Availability.DISCONTINUED),
    ],
)
def test_counted_stock_overrules_in_stock(availability, stock, said, product):
    offer = make_variant(product, availability=availability, stock=stock).offer("", NOW)
    assert offer.availability == said


def test_a_date_of_delivery_is_said_only_while_it_lies_ahead(product):
    variant = make_variant(product, availability=Availability.PRE_ORDER, available_from=NOW)
    assert variant.offer("", NOW - DAY).available_from == NOW
    assert variant.offer("", NOW).available_from is None


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("48", "GBP", "£48.00"),
        ("1234.5", "EUR", "€1,234.50"),
        ("9.99", "USD", "US$9.99"),
        ("1234.5", "SEK", "1,234.50 SEK"),
    ],
)
def test_money_is_written_as_the_page_prints_it(amount, currency, words):
    assert money(Decimal(amount), currency) == words


# The product page --------------------------------------------------------------------------------------


def asked(**query: str):
    return RequestFactory().get("/", query)


def test_the_variant_in_the_address_is_chosen(product):
    make_variant(product, sku="A")
    wanted = make_variant(product, sku="B", position=1)
    assert product.select(asked(variant="B")) == wanted


@pytest.mark.parametrize("sku", ["C", "", "a", "A "])
def test_a_variant_the_product_does_not_have_is_not_found(sku, product):
    make_variant(product, sku="A")
    with pytest.raises(Http404):
        product.select(asked(variant=sku))


def test_without_an_answer_the_first_that_can_be_bought_stands_for_the_product(product):
    make_variant(product, sku="A", stock=0)
    second = make_variant(product, sku="B", position=1)
    assert product.select(None) == second


def test_when_nothing_can_be_bought_the_first_stands_for_the_product(product):
    first = make_variant(product, sku="A", stock=0)
    make_variant(product, sku="B", position=1, stock=0)
    assert product.select(asked()) == first


def test_only_options_that_differ_are_what_variants_vary_by(product):
    for number, (color, size) in enumerate([("Navy", "M"), ("Ochre", "M"), ("Ochre", "")]):
        make_variant(product, position=number, color=color, size=size, material="Wool")
    assert product.varies_by(product.offered) == ["color", "size"]


def test_a_variants_address_keeps_odd_skus_readable(product):
    odd = make_variant(product, sku="A&B=1/2#3")
    make_variant(product, sku="C", position=1)
    url = product.url_of(odd, "/lamp/")
    assert url == "/lamp/?variant=A%26B%3D1%2F2%233"
    assert product.select(RequestFactory().get(url)) == odd


def test_the_only_variant_has_the_products_own_address(product):
    assert product.url_of(make_variant(product), "/lamp/") == "/lamp/"


@pytest.mark.parametrize(
    ("prices", "stocks", "facts"),
    [
        (["8.00"], [1], {"note": "£8.00", "was": "", "badge": ""}),
        (["9.00", "8.00"], [1, 1], {"note": "from £8.00", "was": "", "badge": ""}),
        (["9.00", "8.00"], [1, 0], {"note": "£9.00", "was": "", "badge": ""}),
        (["8.00"], [0], {"note": "£8.00", "was": "", "badge": "Out of stock"}),
    ],
)
def test_a_card_shows_the_lowest_price_one_can_pay(prices, stocks, facts, product):
    for position, (price, stock) in enumerate(zip(prices, stocks, strict=True)):
        make_variant(product, price=Decimal(price), stock=stock, position=position)
    assert facts.items() <= product.card_facts().items()


def test_a_product_without_variants_is_no_product_to_a_machine(product):
    types = {node["@type"] for node in product.get_head().json_ld["@graph"]}
    assert types == {"ItemPage", "BreadcrumbList"}
