"""Typed attributes: a value stands in the column of its type, and says itself with its unit."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

import pytest

from catalog.models import Attribute, AttributeValue
from tests.make import make_attribute, make_category, make_fact, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(home):
    return make_product(make_category(home))


@pytest.mark.parametrize(
    ("type_", "given", "value", "words"),
    [
        ("text", "Brass", "Brass", "Brass cm"),
        ("choice", "Brass", "Brass", "Brass cm"),
        ("number", "12.50", Decimal("12.5"), "12.5 cm"),
        ("number", 1000, Decimal("1000"), "1000 cm"),
        ("number", "0", Decimal("0"), "0 cm"),
        ("boolean", True, True, "Yes"),
        ("boolean", False, False, "No"),
    ],
)
def test_a_value_comes_back_in_its_type_and_in_words(type_, given, value, words, product):
    make_fact(product, make_attribute(type=type_, unit="cm"), given)
    [fact] = product.facts
    assert fact.value == value
    assert type(fact.value) is type(value)
    assert fact.words == words


@pytest.mark.parametrize("value", ["twelve", "", "NaN", "Infinity", None])
def test_what_is_no_number_is_refused_by_the_attributes_name(value, product):
    with pytest.raises(ValidationError, match="is not a number") as refused:
        AttributeValue.of(make_attribute(code="height", type="number"), value, product=product)
    assert "height" in refused.value.message_dict


@pytest.mark.parametrize(
    ("type_", "column"), [("text", "text"), ("number", "number"), ("boolean", "boolean")]
)
def test_an_empty_value_is_refused_in_the_column_of_its_type(type_, column, product):
    fact = AttributeValue(product=product, attribute=make_attribute(type=type_))
    with pytest.raises(ValidationError) as refused:
        fact.full_clean()
    assert column in refused.value.message_dict


def test_a_product_says_a_fact_once(product):
    attribute = make_attribute()
    make_fact(product, attribute, "Brass")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_fact(product, attribute, "Tin")


def test_facts_stand_in_the_graph_as_the_page_says_them(product, client):
    make_fact(product, make_attribute(label="Burning time", type="number", unit="h"), 20)
    [node] = [node for node in product.get_head().json_ld["@graph"] if node["@type"] == "Product"]
    assert node["additionalProperty"] == [{"@type": "PropertyValue", "name": "Burning time", "value": "20 h"}]
    assert "20 h" in client.get(product.url).text


@pytest.mark.parametrize(
    ("existing", "given", "takes"),
    [
        ("choice", "text", True),
        ("text", "choice", True),
        ("number", "text", False),
        ("text", "boolean", False),
    ],
)
def test_words_may_be_given_as_text_or_choice_and_nothing_else_mixes(existing, given, takes):
    assert Attribute(code="material", label="Material", type=existing).takes(given) is takes
