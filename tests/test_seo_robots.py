"""Robots directives as Google and Bing document them, and no others; contradictions cannot be said."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo.parameters import is_noise
from seo.robots import NOINDEX, Robots

# Google: "Robots meta tag, data-nosnippet, and X-Robots-Tag specifications"; the last two: Bing Webmaster Guidelines.
DOCUMENTED = {
    "all",
    "noindex",
    "nofollow",
    "none",
    "nosnippet",
    "indexifembedded",
    "max-snippet",
    "max-image-preview",
    "max-video-preview",
    "notranslate",
    "noimageindex",
    "unavailable_after",
    "noarchive",
    "nocache",
}
MOMENT = datetime(2026, 12, 31, 18, 0, tzinfo=timezone(timedelta(hours=1)))


@st.composite
def robots_values(draw) -> Robots:
    index, snippet = draw(st.booleans()), draw(st.booleans())
    return Robots(
        index=index,
        follow=draw(st.booleans()),
        snippet=snippet,
        max_image_preview=draw(st.sampled_from(["large", "standard", "none"])),
        image_index=draw(st.booleans()),
        max_snippet=draw(st.integers(-1, 300)) if snippet else -1,
        max_video_preview=draw(st.integers(-1, 300)),
        translate=draw(st.booleans()),
        embedded=draw(st.booleans()) and not index,
        archive=draw(st.sampled_from(["", "nocache", "noarchive"])),
    )


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        (Robots(), "max-image-preview:large, max-snippet:-1, max-video-preview:-1"),
        (NOINDEX, "noindex"),
        (Robots(index=False, follow=False), "noindex, nofollow"),
        (Robots(follow=False), "nofollow, max-image-preview:large, max-snippet:-1, max-video-preview:-1"),
        (Robots(snippet=False), "max-image-preview:large, nosnippet"),
        (
            Robots(max_image_preview="none"),
            "max-image-preview:none, max-snippet:-1, max-video-preview:-1",
        ),
        (Robots(index=False, image_index=False), "noindex, noimageindex"),
        (Robots(index=False, embedded=True), "noindex, indexifembedded"),
        (
            Robots(max_snippet=60, max_video_preview=0),
            "max-image-preview:large, max-snippet:60, max-video-preview:0",
        ),
        (
            Robots(snippet=False, translate=False, archive="noarchive"),
            "max-image-preview:large, nosnippet, notranslate, noarchive",
        ),
        (
            Robots(snippet=False, unavailable_after=MOMENT),
            "max-image-preview:large, nosnippet, unavailable_after: 2026-12-31T17:00:00Z",
        ),
    ],
)
def test_robots_says_what_is_set(robots, expected):
    assert str(robots) == expected


@pytest.mark.parametrize(
    "facts",
    [
        {"embedded": True},
        {"snippet": False, "max_snippet": 50},
        {"max_image_preview": "huge"},
        {"max_snippet": -2},
        {"max_video_preview": -2},
        {"archive": "both"},
        {"unavailable_after": datetime(2026, 1, 1)},  # noqa: DTZ001 - the point of the case
    ],
)
def test_contradicting_directives_are_refused(facts):
    with pytest.raises(ValueError, match=r"\w"):
        Robots(**facts)


@given(robots_values())
def test_every_directive_is_documented_and_none_contradicts(robots):
    words = [word.partition(":")[0] for word in str(robots).split(", ")]
    assert words
    assert set(words) <= DOCUMENTED
    assert len(set(words)) == len(words)
    for pair in ({"nosnippet", "max-snippet"}, {"noarchive", "nocache"}):
        assert not pair <= set(words)
    assert "indexifembedded" not in words or "noindex" in words


@given(robots_values())
def test_words_keep_every_directive(robots):
    assert Robots.from_words(robots.as_words()) == robots


@given(robots_values(), robots_values())
def test_two_say_together_what_the_stricter_says(one, other):
    both = one.within(other)
    assert both == other.within(one)
    assert both.within(one) == both
    assert one.within(Robots()) == one
    assert both.index == (one.index and other.index)
    assert both.snippet == (one.snippet and other.snippet)


def test_the_stricter_limit_is_the_shorter_one_and_no_limit_is_none():
    assert Robots(max_snippet=50).within(Robots()).max_snippet == 50
    assert Robots(max_snippet=50).within(Robots(max_snippet=0)).max_snippet == 0
    assert Robots(max_snippet=50).within(Robots(snippet=False)).snippet is False


def test_a_noindex_is_lifted_for_frames_only_by_whoever_said_it():
    embedded = Robots(index=False, embedded=True)
    assert embedded.within(Robots()).embedded
    assert not embedded.within(NOINDEX).embedded


def test_the_earlier_end_holds():
    later = Robots(unavailable_after=datetime(2027, 1, 1, tzinfo=UTC))
    assert later.within(Robots(unavailable_after=MOMENT)).unavailable_after == MOMENT


def test_a_strange_word_is_refused():
    with pytest.raises(ValueError, match="nofun"):
        Robots.from_words("noindex nofun")


@pytest.mark.parametrize(
    "name", ["utm_source", "UTM_Medium", "gclid", "fbclid", "msclkid", "yclid", "ref", "sid", "PHPSESSID"]
)
def test_parameters_that_follow_a_visitor_are_known(name):
    assert is_noise(name)


@pytest.mark.parametrize("name", ["page", "variant", "q", "colour", "reference", "utm"])
def test_parameters_of_pages_are_not_taken_for_noise(name):
    assert not is_noise(name)
