"""Robots directives as Google documents them, and no others."""

import pytest

from seo.robots import NOINDEX, Robots

# Google: "Robots meta tag, data-nosnippet, and X-Robots-Tag specifications".
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
}


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
    ],
)
def test_robots_says_what_is_set(robots, expected):
    assert str(robots) == expected


@pytest.mark.parametrize("index", [True, False])
@pytest.mark.parametrize("follow", [True, False])
@pytest.mark.parametrize("snippet", [True, False])
def test_every_directive_is_documented_and_none_contradicts(index, follow, snippet):
    words = [word.partition(":")[0] for word in str(Robots(index, follow, snippet)).split(", ")]
    assert words
    assert set(words) <= DOCUMENTED
    assert len(set(words)) == len(words)
    assert not {"nosnippet", "max-snippet"} <= set(words)
