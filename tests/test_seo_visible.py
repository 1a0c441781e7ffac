"""What the graph says must be on the page: every golden page, and how numbers and dates are read in three languages."""

import json

import pytest

from seo.visible import invisible_facts
from tests.every_type import NAMES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", NAMES)
def test_everything_a_golden_page_tells_machines_is_told_to_people(name, golden_pages):
    assert invisible_facts(golden_pages[name].html, "en-GB") == []


def page(body, **offer):
    graph = {"@graph": [{"@type": "Offer", "@id": "https://shop.example/#offer", **offer}]}
    return (
        "<html><head><title>x</title>"
        f'<script type="application/ld+json">{json.dumps(graph)}</script></head><body>{body}</body></html>'
    )


@pytest.mark.parametrize(
    ("language", "price"),
    [
        ("en-GB", "£1,234.50"),
        ("en-GB", "<s>£1,500.00</s> <b>£1,234.50</b>"),
        ("ru", "1\u00a0234,50\u00a0£"),
        ("ru", "1234,50 GBP"),
        ("ar", "\u200f1,234.50\u00a0UK£"),
        ("ar", "١٬٢٣٤٫٥٠ GBP"),
    ],
)
def test_a_price_is_found_as_the_language_writes_it(language, price):
    assert invisible_facts(page(price, price="1234.50", priceCurrency="GBP"), language) == []


@pytest.mark.parametrize(
    ("language", "price"),
    [("en-GB", "£1234.05"), ("ru", "1,234.50 £"), ("ar", "١٬٢٣٤ £"), ("en-GB", "<p hidden>£1,234.50</p>")],
)
def test_a_price_that_is_not_there_is_not_found(language, price):
    found = invisible_facts(page(price, price="1234.50", priceCurrency="GBP"), language)
    assert "Offer.price: 1234.50" in found


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-GB", "24 December 2026"),
        ("ru", "24 декабря 2026"),
        ("ar", "24 ديسمبر 2026"),
        ("ar", "٢٤ ديسمبر ٢٠٢٦"),
    ],
)
def test_a_date_is_found_as_the_language_writes_it(language, words):
    said = {"priceValidUntil": "2026-12-24T12:00:00+00:00"}
    assert invisible_facts(page(words, **said), language) == []
    assert invisible_facts(page("25 December 2026", **said), language) != []


def test_a_currency_must_be_seen_and_not_only_its_amount():
    assert invisible_facts(page("48.00", price="48.00", priceCurrency="GBP"), "en-GB") == [
        "Offer.priceCurrency: GBP"
    ]


def test_availability_is_looked_for_in_words():
    said = {"availability": "https://schema.org/InStock"}
    assert invisible_facts(page("In stock", **said), "en-GB") == []
    assert invisible_facts(page("Sold out", **said), "en-GB") != []
