"""A Head prints the same tags everywhere: as data, as markup, and through django-meta in a template."""

from dataclasses import replace

from django.template import Context, Template

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seo.graph import graph, node
from seo.head import Alternate, Head, ShareImage
from seo.parity import head_differences, read_head
from seo.robots import NOINDEX, Robots
from seo.text import plain

URL = "https://shop.example/lamps/?page=2&x=1"
FULL = Head(
    title="Lamps & lenses",
    description='Lamps that stay "lit".',
    canonical=URL,
    robots=Robots(follow=False),
    og_type="product",
    og_title="Lamps",
    site_name="Keeper's Supply",
    language="en-GB",
    image=ShareImage("https://shop.example/media/a.jpg", 1200, 630, "A lamp", "image/jpeg"),
    alternates=(Alternate("en-GB", URL), Alternate("x-default", URL)),
    links=((("rel", "alternate"), ("type", "application/json"), ("href", "https://shop.example/api/")),),
    properties=(("product:price:amount", "8.00"),),
    json_ld=graph([node("Thing", "https://shop.example/#a", name="</script>&")]),
)


def in_template(head: Head) -> str:
    """The head as the site's templates print it, inside a document."""
    tag = Template("{% load seo %}{% head head %}").render(Context({"head": head}))
    return f"<!doctype html><html><head><meta charset=utf-8>{tag}</head><body></body></html>"


def in_document(head: Head) -> str:
    return f"<!doctype html><html><head>{head.as_html()}</head><body></body></html>"


@pytest.mark.parametrize(
    "head",
    [
        FULL,
        Head(title="Only a title"),
        Head.of_error("Lost in fog", site_name="Shop"),
        replace(FULL, image=None, description="", og_title=""),
        replace(FULL, title='"><script>alert(1)</script>', description="</title>'\"&amp;"),
        replace(FULL, title="‏שלום‏ \u202emirror", site_name="ø & <b>"),
        replace(FULL, title="x" * 2000, description="y " * 1000),
    ],
    ids=["full", "bare", "error", "no image", "hostile", "right to left", "long"],
)
def test_template_markup_and_data_say_the_same_head(head):
    assert head_differences(in_template(head), head.as_dict()) == []
    assert head_differences(in_document(head), head.as_dict()) == []


words = st.text(st.characters(exclude_categories=["Cs"])).map(plain)


@given(words.filter(bool), words, words)
def test_any_text_survives_the_way_through_a_template(title, description, name):
    head = replace(FULL, title=title, description=description, json_ld=graph([node("Thing", name=name)]))
    assert head_differences(in_template(head), head.as_dict()) == []


def test_every_tag_of_a_full_head_is_printed_once():
    names = [meta.get("name") or meta["property"] for meta in FULL.metas()]
    assert names == [
        "description",
        "robots",
        "og:type",
        "og:title",
        "og:description",
        "og:url",
        "og:site_name",
        "og:locale",
        "og:image",
        "og:image:width",
        "og:image:height",
        "og:image:type",
        "og:image:alt",
        "product:price:amount",
        "twitter:card",
        "twitter:title",
        "twitter:description",
        "twitter:image",
        "twitter:image:alt",
    ]
    assert [link["rel"] for link in FULL.link_tags()] == ["canonical", "alternate", "alternate", "alternate"]


def test_og_url_is_the_canonical():
    found = read_head(in_template(FULL))
    assert {"property": "og:url", "content": URL} in found["metas"]
    assert {"rel": "canonical", "href": URL} in found["links"]


def test_an_error_page_has_no_canonical_no_share_card_and_no_graph():
    head = Head.of_error("Lost in fog", site_name="Shop")
    assert head.metas() == [{"name": "robots", "content": str(NOINDEX)}]
    assert head.link_tags() == []
    assert head.script() == ""
    assert "json" not in head.as_html()


def test_a_card_without_a_picture_is_a_small_one():
    metas = replace(FULL, image=None).metas()
    assert {"name": "twitter:card", "content": "summary"} in metas
    assert not [meta for meta in metas if "image" in (meta.get("property") or meta["name"])]


def test_social_titles_fall_back_to_the_title():
    assert {"property": "og:title", "content": FULL.title} in replace(FULL, og_title="").metas()
