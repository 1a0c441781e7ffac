"""A pattern's result is never half empty, whatever is missing, and its values are never read as patterns."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo.patterns import fill, problems, variables_in

FACTS = {"title": "Storm lamp", "site": "Night Shop", "brand": "Kelso", "price": "£48.00"}


@pytest.mark.parametrize(
    ("pattern", "missing", "expected"),
    [
        ("{title} – {site}", "", "Storm lamp – Night Shop"),
        ("{title} – {brand} | {site}", "", "Storm lamp – Kelso | Night Shop"),
        ("{title} – {brand} | {site}", "brand", "Storm lamp | Night Shop"),
        ("{title} – by {brand} | {site}", "brand", "Storm lamp | Night Shop"),
        ("{brand} | {title}", "brand", "Storm lamp"),
        ("{title} | {brand}", "brand", "Storm lamp"),
        ("{title}, {brand}, {price}", "brand", "Storm lamp, £48.00"),
        ("{title}[ by {brand}] – {site}", "", "Storm lamp by Kelso – Night Shop"),
        ("{title}[ by {brand}] – {site}", "brand", "Storm lamp – Night Shop"),
        ("{title} [By {brand}.] [From {price}.]", "brand", "Storm lamp From £48.00."),
        ("{title} [{brand} – {price}]", "price", "Storm lamp"),
        ("{brand}", "brand", ""),
        ("{title}  {title}", "", "Storm lamp Storm lamp"),
        ("Lamps", "", "Lamps"),
    ],
)
def test_what_was_written_for_a_missing_fact_is_left_out(pattern, missing, expected):
    facts = FACTS | dict.fromkeys(missing.split(), "")
    assert fill(pattern, facts.__getitem__) == expected


parts = st.lists(
    st.sampled_from(
        ["{title}", "{brand}", "by {brand}", "[by {brand}]", "Lamp[ of {site}]", "[{price} – {site}]"]
    ),
    min_size=1,
    max_size=3,
).map(" ".join)
patterns = st.lists(parts, min_size=1, max_size=4).map(" – ".join)


@given(patterns, st.lists(st.sampled_from([*FACTS])))
def test_no_result_is_half_empty(pattern, missing):
    result = fill(pattern, lambda name: "" if name in missing else "word")
    assert result == " ".join(result.split())
    assert "– –" not in result
    assert not result.startswith("–")
    assert not result.endswith(("–", "by", "of"))
    assert not re.search(r"[\[\]{}]", result)


@given(st.text(max_size=20))
def test_a_value_is_never_read_as_a_pattern(value):
    hostile = f"{{site}} [{value}] – {{title}}"
    assert fill("{title}", lambda _name: hostile) == " ".join(hostile.split()) or not value.isprintable()


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("{title} – {colour}", "no variable {colour} here. Known are {title}, {site}"),
        ("{title – {site}", "brace"),
        ("{title} [by {site}", "bracket"),
        ("{title} [a [b]]", "bracket"),
        ("{site}", "must contain {title}"),
    ],
)
def test_a_bad_pattern_is_named(pattern, said):
    assert any(said in problem for problem in problems(pattern, ["title", "site"], needs="title"))


def test_a_good_pattern_has_no_problems():
    assert list(problems("{title}[ – {site}]", ["title", "site"], needs="title")) == []
    assert list(problems("", ["title"], needs="title")) == []
    assert variables_in("{title}[ – {site}]") == ["title", "site"]
