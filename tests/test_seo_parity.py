"""The reader refuses pages that say a thing twice or where nobody reads it; else proofs prove nothing."""

import pytest

from seo.head import Head
from seo.parity import head_differences, read_head

HEAD = Head(title="Lamps", description="Lit.", canonical="https://shop.example/lamps/", site_name="Shop")


def document(head: str = HEAD.as_html(), body: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def test_a_good_page_is_read():
    assert head_differences(document(), HEAD.as_dict()) == []


@pytest.mark.parametrize(
    "extra",
    [
        "<title>Another</title>",
        '<meta name="description" content="Another">',
        '<meta name="robots" content="noindex">',
        '<meta property="og:title" content="Another">',
        '<meta property="og:url" content="https://shop.example/lamps/">',
        '<link rel="canonical" href="https://shop.example/lamps/">',
        '<link rel="canonical" href="https://shop.example/other/">',
        '<script type="application/ld+json">{}</script><script type="application/ld+json">{}</script>',
    ],
)
def test_a_thing_said_twice_is_refused(extra):
    with pytest.raises(ValueError, match="must be"):
        read_head(document(HEAD.as_html() + extra))


@pytest.mark.parametrize(
    "stray",
    [
        "<title>Another</title>",
        '<meta name="robots" content="noindex">',
        '<meta name="description" content="Another">',
        '<meta property="og:title" content="Another">',
        '<link rel="canonical" href="https://shop.example/other/">',
    ],
)
def test_a_thing_said_outside_the_head_is_refused(stray):
    with pytest.raises(ValueError, match="outside the head"):
        read_head(document(body=stray))


def test_a_drawing_may_have_a_title_of_its_own():
    assert read_head(document(body="<svg><title>A lamp</title></svg>"))["title"] == "Lamps"


def test_broken_json_ld_is_refused():
    with pytest.raises(ValueError, match="Expecting"):
        read_head(document(HEAD.as_html() + '<script type="application/ld+json">{"a":</script>'))


@pytest.mark.parametrize("html", ["", "<p>fragment", "<html><head></head></html>"])
def test_a_page_without_head_or_title_is_refused(html):
    with pytest.raises(ValueError, match="head"):
        read_head(html)


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("title", "Lamp"),
        ("metas", HEAD.metas()[1:]),
        ("links", []),
        ("json_ld", {"@graph": []}),
    ],
)
def test_every_part_that_differs_is_named(part, other):
    assert [
        line.partition(":")[0] for line in head_differences(document(), HEAD.as_dict() | {part: other})
    ] == [part]


def test_layout_tags_are_not_part_of_the_head_value():
    layout = '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/a.css">'
    assert head_differences(document(layout + HEAD.as_html()), HEAD.as_dict()) == []
