"""HTML becomes Markdown that says the same and nothing else: a CommonMark reader nobody here wrote confirms it."""

import re

import pytest
import yaml
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from seo.head import Alternate, Crumb, Head
from seo.markdown import document, from_html, front_matter, twin_address

BASE = "https://shop.example/lamps/"


def read(markdown: str) -> str:
    """Markdown as HTML again, raw HTML let through."""
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2>About  it</h2><p>One\ntwo</p>", "## About it\n\nOne two"),
        ("<p><a href='../oil/'>oil</a></p>", "[oil](https://shop.example/oil/)"),
        ("<p><a href='tel:+441632960001'>call</a></p>", "[call](tel:+441632960001)"),
        (
            "<picture><source srcset='x'><img src='/m/a b.jpg' alt='A lamp'></picture>",
            "![A lamp](https://shop.example/m/a%20b.jpg)",
        ),
        ("<p>x<img src='/line.svg' alt=''></p>", "x"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        (
            "<table><thead><tr><th>Kind</th><th>Price</th></tr></thead>"
            "<tbody><tr><th><a href='/a/'>red|blue</a></th>"
            "<td><s>10</s> 9<br><small>soon</small></td></tr></tbody></table>",
            "| Kind | Price |\n| --- | --- |\n| [red\\|blue](https://shop.example/a/) | ~~10~~ 9 soon |",
        ),
        (
            "<dl><div><dt>SKU</dt><dd>12</dd></div><div><dt>Why?</dt><dd><p>So.</p></dd></div></dl>",
            "- **SKU:** 12\n- **Why?**\n\n  So.",
        ),
        ("<details><summary>Filters</summary><form><input></form></details><p>x</p>", "x"),
        ("<iframe src='https://film.example/1' title='Fog'></iframe>", "[Fog](https://film.example/1)"),
        ("<pre>a\n```\nb</pre>", "````\na\n```\nb\n````"),
        ("<nav class='trail'><ol><li>Home</li></ol></nav><p>x<script>y</script></p>", "x"),
    ],
)
def test_what_pages_are_made_of_is_written_as_markdown(html, markdown):
    assert from_html(html, BASE) == markdown


@pytest.mark.parametrize(
    "words",
    [
        "[free](javascript:alert(1))",
        "<script>alert(1)</script>",
        "&lt;img src=x&gt;",
        "# Buy",
        "> said",
        "- one",
        "1. one",
        "--- ",
        "===",
        "~~~",
        "```",
        "*a* _b_ `c` ![d](e)",
        "<https://evil.example>",
        "a\\[b](c)",
    ],
)
@pytest.mark.parametrize("place", ["<p>{}</p>", "<ul><li>{}</li></ul>", "<p>x<br>{}</p>", "<h1>{}</h1>"])
def test_words_stay_words(words, place):
    from html import escape

    shown = read(from_html(place.format(escape(words)), BASE))
    assert shown.split(">", 1)[1].count("<") == read(from_html(place.format("word"), BASE)).split(">", 1)[
        1
    ].count("<"), shown


@given(st.text(alphabet="ab []()<>&;!`*_~#-+=|\\1.\n", max_size=30))
def test_no_text_becomes_markup(words):
    from html import escape

    shown = read(from_html(f"<p>{escape(words)}</p>", BASE))
    assert shown.count("<") in ({0} if not words.strip() else {2}), shown


def test_a_link_that_is_no_address_is_only_its_words():
    html = '<a href="javascript:alert(1)">a</a> <a href="http://[b">b</a> <a href="/c) [d](e">c</a>'
    assert from_html(html, BASE) == "a b [c](https://shop.example/c%29%20[d]%28e)"


def test_words_of_a_picture_cannot_end_it():
    shown = read(from_html('<p><img src="/a.jpg" alt="x](javascript:y) &lt;script&gt;"></p>', BASE))
    assert shown.count("<") == 3
    assert 'src="https://shop.example/a.jpg"' in shown


def test_the_head_stands_before_as_yaml_whatever_is_in_it():
    head = Head(
        title='Lamps"\n---\n\u2028: {x}',
        description="- # no: 'comment'",
        canonical=BASE,
        language="en-GB",
        alternates=(Alternate("no", BASE), Alternate("x-default", BASE)),
        breadcrumbs=(Crumb("Home: yes", "https://shop.example/", "/"),),
        json_ld={"@graph": [{"@type": "WebPage", "isPartOf": {}, "dateModified": "2026-11-02T08:00:00Z"}]},
    )
    opening, said, closing = front_matter(head).partition("---\n")[2].rpartition("---\n")
    assert (said, closing) == ("---\n", "")
    assert yaml.safe_load(opening) == {
        "title": head.title,
        "description": head.description,
        "canonical": BASE,
        "language": "en-GB",
        "updated": "2026-11-02T08:00:00Z",
        "alternates": {"no": BASE, "x-default": BASE},
        "breadcrumbs": [{"title": "Home: yes", "url": "https://shop.example/"}],
    }


def test_a_document_is_the_head_and_the_main_content():
    html = "<html><body><header>menu</header><main><h1>Lamps</h1></main><footer>end</footer></body></html>"
    assert (
        document(Head(title="T", language="en"), html) == '---\ntitle: "T"\nlanguage: "en"\n---\n\n# Lamps\n'
    )


def test_a_twin_keeps_the_query():
    assert twin_address("/lamps/?page=2") == "/lamps/index.md?page=2"


@pytest.mark.django_db
def test_a_page_of_every_type_is_whole_in_markdown(golden_pages):
    for name, page in golden_pages.items():
        main = BeautifulSoup(page.html, "html.parser").main
        text = document(Head(title=name, canonical=BASE), page.html).partition("---\n\n")[2]
        shown = BeautifulSoup(read(text), "html.parser")
        assert [h.get_text(strip=True) for h in shown.select("h1")] == [
            h.get_text(" ", strip=True) for h in main.select("h1")
        ], name
        assert len(shown.select("table tbody tr")) >= len(main.select("table tbody tr")), name
        for link in shown.select("a[href]"):
            assert link["href"].startswith(("https://", "http://", "mailto:", "tel:")), (name, link)
        assert re.search(r"</?(div|span|p|form|input|script)\b", text) is None, name
