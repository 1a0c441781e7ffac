"""GTINs, availability and offers, before any database."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seo.commerce import Availability, Condition, Offer, gtin_problem, gtin_property

# Google: "Merchant listing (Product) structured data", Offer.availability.
GOOGLE_READS = {
    "BackOrder",
    "Discontinued",
    "InStock",
    "InStoreOnly",
    "LimitedAvailability",
    "OnlineOnly",
    "OutOfStock",
    "PreOrder",
    "PreSale",
    "SoldOut",
}


def check_digit(body: str) -> str:
    """GS1 General Specifications, 7.9: weights 3 and 1 from the right."""
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


@st.composite
def gtins(draw):
    """Any valid GTIN that may be sold worldwide: 8, 12, 13 or 14 digits, no restricted or coupon prefix."""
    length = draw(st.sampled_from([8, 12, 13, 14]))
    body = draw(st.text("0123456789", min_size=length - 1, max_size=length - 1))
    number = body + check_digit(body)
    as_13 = number.zfill(14)[1:]
    if as_13.startswith("00000"):
        assume(as_13[5] not in "02")
    else:
        assume(not as_13.startswith(("02", "04", "2")))
    assume(not as_13.startswith(("98", "99")))
    return number


@given(gtins())
def test_any_valid_gtin_passes(gtin):
    assert gtin_problem(gtin) == ""
    assert gtin_property(gtin) == f"gtin{len(gtin)}"


@given(gtins(), st.data())
def test_a_gtin_with_one_changed_digit_does_not_pass(gtin, data):
    place = data.draw(st.integers(0, len(gtin) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != gtin[place]]))
    assert gtin_problem(gtin[:place] + other + gtin[place + 1 :])


@pytest.mark.parametrize(
    ("gtin", "reason"),
    [
        ("", "digits only"),
        ("978-0-471-11709-4", "digits only"),
        ("٩٧٨٠٤٧١١١٧٠٩٤", "digits only"),
        ("97804711170", "8, 12, 13 or 14"),
        ("9780471117095", "should be 4"),
        ("2001234567893", "inside one shop"),
        ("0212345678909", "inside one shop"),
        ("0412345678903", "inside one shop"),
        ("212345678909", "inside one shop"),
        ("20123451", "inside one shop"),
        ("0000000000000", "inside one shop"),
        ("9812345678902", "coupons"),
        ("9912345678909", "coupons"),
    ],
)
def test_a_refused_gtin_names_the_rule(gtin, reason):
    assert reason in gtin_problem(gtin)


def test_availability_is_googles_list_exactly():
    assert {availability.value for availability in Availability} == GOOGLE_READS
    assert all(availability.words for availability in Availability)


def test_what_is_gone_cannot_be_bought():
    gone = {availability for availability in Availability if not availability.can_be_bought}
    assert gone == {Availability.OUT_OF_STOCK, Availability.SOLD_OUT, Availability.DISCONTINUED}


def test_conditions_are_googles_three():
    assert {condition.value: condition.words for condition in Condition} == {
        "NewCondition": "New",
        "RefurbishedCondition": "Refurbished",
        "UsedCondition": "Used",
    }


def test_an_offer_is_reduced_only_beside_a_former_price():
    facts = {
        "sku": "A",
        "url": "https://shop.example/a/",
        "price": Decimal("8"),
        "currency": "GBP",
        "availability": Availability.IN_STOCK,
        "condition": Condition.NEW,
    }
    assert not Offer(**facts).is_reduced
    assert Offer(**facts, was_price=Decimal("10")).is_reduced
