"""Addresses of filters: one form for each combination, whoever wrote it and however."""

from contextlib import suppress
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.facets.addresses import Asked, Nonsense, Reader
from catalog.facets.policy import Facet, Kind, Policy, slug_of

POLICY = Policy(
    facets=(
        Facet("color"),
        Facet("burn_time", Kind.NUMBER),
        Facet("brand"),
        Facet("in-stock", Kind.STOCK),
        Facet("price", Kind.PRICE),
    )
)
VALUES = {
    "color": ["red", "sea-green", "охра"],
    "burn-time": ["under-5", "0.5-1"],
    "brand": ["wick-sons"],
    "in-stock": ["yes"],
}
READER = Reader(POLICY, VALUES, frozenset({"color", "size", "burn-time", "brand", "in-stock"}))

chosen = st.lists(
    st.sampled_from([(name, slug) for name, slugs in VALUES.items() for slug in slugs]), max_size=8
)
others = st.fixed_dictionaries(
    {},
    optional={
        "price-min": st.integers(0, 999).map(str),
        "price-max": st.decimals(0, 999, places=2).map(str),
        "sort": st.sampled_from(["position", "newest", "price", "price-down", "name"]),
        "page": st.integers(1, 99).map(str),
    },
)
marks = st.lists(
    st.sampled_from([("utm_source", "mail"), ("gclid", "1"), ("x", "")]), max_size=2, unique=True
)


def normal(query: str) -> str:
    return READER.read(query).query


@given(chosen, others, marks, st.randoms())
def test_order_case_duplicates_and_marks_do_not_matter(chosen, others, marks, draw):
    parameters = [*chosen, *others.items()]
    one = normal(urlencode(parameters))
    written = [*parameters, *draw.sample(chosen, len(chosen) // 2), *marks]
    draw.shuffle(written)
    written = [(name.upper() if draw.random() < 0.3 else name, value) for name, value in written]
    assert normal(urlencode(written)) == one


@given(chosen, others, marks)
def test_the_one_form_is_its_own_one_form(chosen, others, marks):
    one = normal(urlencode([*chosen, *others.items(), *marks]))
    asked = READER.read(one)
    assert asked.query == one
    assert asked.ignored == ""
    assert READER.is_normal(one, asked)


@given(chosen, others)
def test_only_the_one_form_is_normal(chosen, others):
    query = urlencode([*chosen, *others.items()])
    asked = READER.read(query)
    assert READER.is_normal(query, asked) == (query == asked.query)


@given(st.text(max_size=60))
def test_any_query_is_read_or_refused(query):
    with suppress(Nonsense):
        assert isinstance(READER.read(query), Asked)


@given(st.text(min_size=1, max_size=40).filter(str.strip))
def test_a_slug_is_its_own_slug_and_never_empty(text):
    slug = slug_of(text)
    assert slug
    assert slug_of(slug) == slug


@pytest.mark.parametrize(
    ("one", "other"), [("8.5", "85"), ("1/2", "12"), ("C", "D"), ("Red", "Reds"), ("+", "-")]
)
def test_different_values_have_different_slugs(one, other):
    assert slug_of(one) != slug_of(other)


@pytest.mark.parametrize(
    ("number", "slug"),
    [("0.5", "under-2"), ("2", "2-5"), ("4.9", "2-5"), ("5", "5-10"), ("9000000", "from-5000000")],
)
def test_a_number_falls_into_one_step(number, slug):
    assert Facet("hours", Kind.NUMBER).slug_of_number(Decimal(number)) == slug
