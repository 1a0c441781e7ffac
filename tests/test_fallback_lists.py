"""A list in which some pages are in another language than the one asked for: each is what it is at its own address."""

import pytest

from catalog.models import RelatedProduct
from home.models import Byline, RelatedPage
from tests.make import (
    make_article,
    make_article_index,
    make_author,
    make_category,
    make_content,
    make_product,
)
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixed(home, organization):
    """Pages in English, two of which are in Russian as well, and show others that are in both languages."""
    journal, lamps = make_article_index(home, slug="journal"), make_category(home, slug="lamps")
    author, oil = make_author(journal, title="Inga"), make_product(lamps, title="Oil", slug="oil")
    cards = [("cards", {"title": "", "pages": [oil]})]
    fog, ice = (make_article(journal, slug=slug, title=slug, body=cards) for slug in ("fog", "ice"))
    for article in (fog, ice):
        Byline.objects.create(article=article, author=author)
        RelatedPage.objects.create(article=article, page=oil)
    lantern, torch = (make_product(lamps, slug=slug, title=slug) for slug in ("lantern", "torch"))
    for product in (lantern, torch):
        RelatedProduct.objects.create(product=product, page=oil)
    make_content(home, slug="about", title="about", body=cards)
    for page in (home, journal, lamps, author, oil, fog, lantern):
        translate(page, "ru", title=f"{page.title} (ru)")


def without_marks(said):
    """What is said apart from who was asked, and the tags of an answer."""
    return {name: said[name] for name in ("title", "fields", "head", "breadcrumbs")}


@pytest.mark.parametrize("narrowed", [{}, {"type": "catalog.ProductPage"}, {"type": "home.ArticlePage"}])
@pytest.mark.parametrize("fallback", ["none", "default"])
def test_each_page_of_a_list_is_what_it_is_by_itself(ask, mixed, narrowed, fallback):
    query = {"view": "full", "locale": "ru", "fallback": fallback, "limit": 50} | narrowed
    items = [item for item in ask("pages/", **query)["items"] if "fields" in item]
    assert {item["is_fallback"] for item in items} == ({False, True} if fallback == "default" else {False})
    for item in items:
        assert without_marks(item) == without_marks(ask(f"pages/{item['id']}/")), item["title"]


def test_cards_in_a_body_are_in_the_language_of_the_page_as_on_the_page_itself(ask, client, mixed):
    body = ask("resolve/", path="/ru/journal/fog/")["page"]["fields"]["body"]
    [card] = next(block for block in body if block["type"] == "cards")["value"]["cards"]
    assert card["title"] == "Oil (ru)"
    assert f'href="{card["path"]}"' in client.get("/ru/journal/fog/").text
