"""The HTML head and the API head are one head, at every kind of address; prove_head says so or fails."""

from io import StringIO
from itertools import cycle

from django.core.management import call_command

import pytest

from cms.models import Page
from home.models import Byline
from seo.parity import head_differences
from seo.robots import NOINDEX, Robots
from tests.make import (
    make_article,
    make_article_index,
    make_attribute,
    make_author,
    make_brand,
    make_category,
    make_content,
    make_fact,
    make_form,
    make_picture,
    make_product,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def addresses(home, organization, monkeypatch):
    """One address of every kind, with everything a page of its type can have."""
    category = make_category(home, cover=make_picture(), intro="<p>Lamps &amp; oil.</p>")
    monkeypatch.setattr(type(category), "per_page", 2)
    plain = make_product(category, pictures=2, brand=make_brand())
    make_fact(plain, make_attribute(type="number", unit="h"), "12.5")
    variants = make_product(category, variants=3, pictures=1)
    make_product(category, variants=0)
    journal = make_article_index(home)
    author = make_author(journal, cover=make_picture(), biography="<p>Keeps a light.</p>")
    article = make_article(journal, cover=make_picture())
    Byline.objects.create(article=article, author=author)
    hidden = make_content(home, noindex=True, nosnippet=True, body=[("text", "<p>Not for search.</p>")])
    elsewhere = make_content(home, canonical_url="https://elsewhere.example/original/")
    return {
        "home": "/",
        "category": category.url,
        "category page 2": f"{category.url}?page=2",
        "product": plain.url,
        "product with variants": variants.url,
        "variant": f"{variants.url}?variant={variants.variants.last().sku}",
        "journal": journal.url,
        "author": author.url,
        "article": article.url,
        "form": make_form(home).url,
        "content": make_content(home).url,
        "noindex": hidden.url,
        "canonical elsewhere": elsewhere.url,
    }


KINDS = [
    "home",
    "category",
    "category page 2",
    "product",
    "product with variants",
    "variant",
    "journal",
    "author",
    "article",
    "form",
    "content",
    "noindex",
    "canonical elsewhere",
]


@pytest.mark.parametrize("kind", KINDS)
def test_html_and_api_say_the_same_head(addresses, client, kind):
    html = client.get(addresses[kind])
    answer = client.get("/api/v1/resolve/", {"path": addresses[kind]}).json()
    assert html.status_code == 200
    assert answer["verdict"] == "page"
    assert head_differences(html.content.decode(), answer["head"]) == []


def prove(*arguments):
    """(exit code, output) of prove_head."""
    out = StringIO()
    try:
        call_command("prove_head", *arguments, stdout=out)
    except SystemExit as stopped:
        return stopped.code, out.getvalue()
    return 0, out.getvalue()


def test_prove_head_covers_pages_variants_and_list_pages(addresses):
    code, out = prove()
    assert (code, out.splitlines()[-1]) == (0, "12 pages, 0 differences")
    assert "17 addresses compared" in out


def test_prove_head_takes_one_address_or_some(addresses):
    assert prove("--path", addresses["variant"])[1].endswith("1 pages, 0 differences\n")
    assert prove("--limit", "3")[1].endswith("3 pages, 0 differences\n")


def test_prove_head_fails_on_a_difference(addresses, monkeypatch):
    answers = cycle([Robots(), NOINDEX])
    monkeypatch.setattr(Page, "get_robots", lambda self: next(answers))
    code, out = prove("--path", addresses["content"])
    assert code == 1
    assert "robots" in out
    assert out.endswith("1 pages, 2 differences\n")  # and a hidden page names no Markdown twin


def test_prove_head_fails_on_an_address_that_is_not_there(addresses):
    code, out = prove("--path", "/nothing/")
    assert code == 1
    assert "the page answers 404" in out
