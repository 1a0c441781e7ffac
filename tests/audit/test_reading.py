"""HTML read as browsers read it, kept as facts."""

import gzip
import pickle

import pytest

from seo.audit import Answer, read_feed, read_page, read_sitemap
from seo.audit.answer import directives
from seo.audit.page import FOOTER, MAIN, NAVIGATION
from tests.audit.night_shop import make_shop

URL = "https://night.example/lamps/"
HTML = {"content-type": "text/html; charset=utf-8"}


def page(html: str, **headers: str):
    return read_page(Answer(URL, 200, {**HTML, **headers}, html.encode()))


def test_an_element_of_the_body_ends_the_head():
    seen = page(
        '<head><title>Lamps</title><img src="/pixel.gif"><link rel="canonical" href="/"></head><body></body>'
    )
    assert (seen.titles, seen.canonicals) == (("Lamps",), ())
    assert (seen.strays, seen.closed_by) == (("link canonical",), "img")


def test_links_know_where_they_stand_and_what_they_say():
    seen = page(
        '<header><nav><a href="/">Home</a></nav></header><main><header><a href="one/#part">One</a></header>'
        '<nav><ol><li><a href="/">Home</a></li><li aria-current="page">Lamps</li></ol></nav>'
        '<nav aria-label="Parts"><ul><li><a href="two/">Two</a></li></ul></nav>'
        '<a href="three/"><img src="3.jpg" alt="Three"></a><div class="review"><a href="https://x.example/">x</a></div>'
        '</main><footer><a href="mailto:a@b.example">Write</a></footer>'
    )
    assert [(link.url.removeprefix(URL), link.text, link.region) for link in seen.links] == [
        ("https://night.example/", "Home", NAVIGATION),
        ("one/", "One", MAIN),
        ("https://night.example/", "Home", NAVIGATION),
        ("two/", "Two", MAIN),
        ("three/", "Three", MAIN),
        ("https://x.example/", "x", MAIN),
        ("", "Write", FOOTER),
    ]
    assert [link.by_users for link in seen.links].count(True) == 1
    assert ("Home", "Lamps") in seen.trails


def test_the_main_text_is_counted_without_menus_scripts_and_what_is_hidden():
    seen = page(
        "<main><nav>a b c</nav><h1>Two words</h1><script>var x</script><p hidden>not seen</p><img src=a.png>"
        "<p>and three more</p></main>"
    )
    assert (seen.text.words, seen.words_before_image, seen.text.opening) == (5, 2, "Two words and three more")


def test_a_charset_nobody_knows_is_read_as_utf8():
    assert page("<title>Фонарь</title>", **{"content-type": "text/html; charset=nonsense"}).title == "Фонарь"


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"<", b"<html><frameset>", b"<svg></p><style><a id='"])
def test_no_html_is_too_broken_to_be_read(body):
    assert read_page(Answer(URL, 200, HTML, body)).url == URL


def test_json_that_is_none_is_kept_apart():
    seen = page(
        '<script type="application/ld+json">{"a": </script><script type="application/ld+json">[]</script>'
    )
    assert (len(seen.json_ld), seen.documents, seen.graph) == (2, [[]], {})


def test_a_page_is_kept_small_and_without_its_markup():
    parts = make_shop().pages["lamps/watch-jersey/"]
    parts.text += "<p>lamp</p>" * 20_000
    seen = read_page(parts.answer())
    assert seen.size > 200_000
    assert len(pickle.dumps(seen)) < 10_000


def test_directives_are_split_but_not_their_dates():
    said = "NoIndex, unavailable_after: Friday, 25 Jun 2027 15:00:00 GMT, max-snippet: 20"
    assert directives(said) == {
        "noindex",
        "unavailable_after:friday, 25 jun 2027 15:00:00 gmt",
        "max-snippet:20",
    }
    assert directives("none") == {"none", "noindex", "nofollow"}


SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'


def sitemap(body: bytes):
    return read_sitemap(Answer(f"{URL}sitemap.xml", 200, {"content-type": "application/xml"}, body))


def test_a_packed_sitemap_is_unpacked():
    body = gzip.compress(SITEMAP.format(f"<url><loc>{URL}</loc></url>").encode())
    file = sitemap(body)
    assert ([entry.loc for entry in file.entries], file.problems) == ([URL], ())
    assert sitemap(body[:30]).problems == ("gzip",)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<urlset>", "xml"),
        ("<urlset/>", "root"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><urlset>&a;</urlset>', "xml"),
        (SITEMAP.format("<url></url>"), "loc"),
        (SITEMAP.format("<url><loc>/lamps/</loc></url>"), "loc"),
        (SITEMAP.format(f"<url><loc>{URL}</loc><lastmod>yesterday</lastmod></url>"), "lastmod"),
        (SITEMAP.format(f"<url><loc>{URL}</loc><title>x</title></url>"), "child"),
    ],
)
def test_what_is_wrong_with_a_sitemap_is_named(body, problem):
    assert sitemap(body.encode()).problems == (problem,)


def test_a_json_feed_is_read_like_the_others():
    item = b'{"id": "1", "url": "https://night.example/a/", "date_published": "2026-05-04"}'
    body = b'{"title": "Log", "items": [' + item + b"]}"
    feed = read_feed(Answer(URL, 200, {"content-type": "application/feed+json"}, body))
    assert (feed.kind, feed.title, feed.entries[0].link) == ("json", "Log", "https://night.example/a/")
