"""Text from people, made safe and short for machines."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo.text import clip, plain, plain_from_html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  a \n\t b  ", "a b"),
        ("page\x0cbreak", "page break"),
        ("next\x85line", "next line"),
        ("nul\x00l", "null"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("a \u202egnp.exe\u202c b", "a gnp.exe b"),
        ("last\U0010ffff", "last"),
        (None, ""),
    ],
)
def test_plain_folds_white_space_and_drops_what_breaks_html(text, expected):
    assert plain(text) == expected


def test_plain_keeps_marks_that_good_text_needs():
    assert plain("שלום\u200f (Shetland)\u200e") == "שלום\u200f (Shetland)\u200e"
    assert plain("👩\u200d🔧") == "👩\u200d🔧"


@given(st.text())
def test_plain_text_is_one_clean_line_and_stays_as_it_is(text):
    result = plain(text)
    assert plain(result) == result
    assert result == result.strip()
    assert not [c for c in result if unicodedata.category(c) in {"Cc", "Cs"}]


def test_words_of_neighbouring_blocks_do_not_grow_together():
    assert plain_from_html("<h2>One</h2><p>two<br>three &amp; <b>fo</b>ur</p>") == "One two three & four"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("one two three", 9, "one two…"),
        ("one two, three", 10, "one two…"),
        ("unbreakable", 6, "unbre…"),
        ("a unbreakable", 8, "a unbre…"),
    ],
)
def test_clip_cuts_after_a_word_where_there_is_one(text, limit, expected):
    assert clip(text, limit) == expected


@given(st.text(max_size=300), st.integers(min_value=2, max_value=200))
def test_clip_is_never_longer_than_asked(text, limit):
    assert len(clip(text, limit)) <= limit
