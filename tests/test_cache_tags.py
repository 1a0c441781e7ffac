"""Cache tags: an answer carries those of what it shows, and whatever changes it ends one of them."""

from django.core.cache import cache
from django.utils import translation

import pytest

from cms import caching
from cms.models import Organization, Page, Phrase
from cms.phrases import say
from delivery import tags
from delivery.made_of import Ingredients, note, noting
from delivery.purge.purging import ended_by
from home.models import Byline
from tests.changing import changes
from tests.make import (
    make_article,
    make_article_index,
    make_author,
    make_category,
    make_content,
    make_event,
    make_event_index,
    make_product,
    make_store,
    make_store_index,
    make_variant,
)
from tests.translate import make_locale

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "/",
    "/lamps/",
    "/lamps/deck/",
    "/lamps/deck/masthead/",
    "/journal/",
    "/journal/fog/",
    "/journal/ada/",
    "/about/",
    "/stores/",
    "/stores/pier/",
    "/stores/stores.kml",
    "/events/",
    "/search/?q=lamp",
    "/robots.txt",
    "/sitemap.xml",
    "/nowhere/",
    "/api/v1/resolve/?path=/lamps/deck/masthead/",
    "/api/v1/head/?path=/journal/fog/",
    "/api/v1/pages/",
    "/api/v1/graphs/",
    "/api/v1/catalog/products/",
    "/api/v1/catalog/categories/",
    "/api/v1/navigation/main/",
    "/api/v1/navigation/",
    "/api/v1/settings/",
    "/api/v1/search/?q=lamp",
    "/api/v1/autocomplete/?q=lam",
    "/api/v1/paths/",
    "/api/v1/locales/",
    "/api/v1/seo/sitemap/",
    "/api/v1/seo/redirects/",
    "/api/v1/seo/robots/",
    "/api/v1/seo/llms/",
    "/api/v1/pages/?type=catalog.ProductPage&view=full",
]


def tags_at(client, path: str) -> set[str]:
    return set(client.get(path)["Cache-Tag"].split(","))


@pytest.fixture
def shop(home, organization):
    lamps = make_category(home, slug="lamps", title="Lamps")
    deck = make_category(lamps, slug="deck", title="Deck lamps")
    make_product(deck, slug="masthead", title="Masthead lamp")
    journal = make_article_index(home, slug="journal", title="Journal")
    author = make_author(journal, slug="ada", title="Ada")
    article = make_article(journal, slug="fog", title="Lamp in fog")
    Byline.objects.create(article=article, author=author)
    make_content(
        home, slug="about", title="About", body=[("text", f'<p><a linktype="page" id="{lamps.pk}">x</a></p>')]
    )
    make_store(make_store_index(home, slug="stores"), slug="pier")
    make_event(make_event_index(home, slug="events"), slug="evening")
    return home


def page_at(slug: str):
    return Page.objects.get(slug=slug).specific


def publish(slug: str, /, **fields):
    page = page_at(slug)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def change_price():
    variant = page_at("masthead").variants.get()
    variant.price += 1
    variant.save()


def change_organization():
    organization = Organization.objects.get()
    organization.telephone = "+44 1632 960999"
    organization.save()


CHANGES = {
    "a product's name": lambda: publish("masthead", title="Masthead lantern"),
    "a price": change_price,
    "a new variant": lambda: make_variant(page_at("masthead")),
    "a new product": lambda: make_product(page_at("deck"), title="New lamp"),
    "a category's name": lambda: publish("deck", title="Lamps for decks"),
    "a category's address": lambda: publish("lamps", slug="lights"),
    "a new category": lambda: make_category(page_at("lamps"), title="Wall lamps"),
    "an author's name": lambda: publish("ada", title="Ada L."),
    "a new article": lambda: make_article(page_at("journal"), title="Lamp oil"),
    "a new page in the menu": lambda: make_content(page_at("home"), title="Help", show_in_menus=True),
    "a page taken down": lambda: page_at("fog").unpublish(),
    "a page deleted": lambda: page_at("pier").delete(),
    "a new store": lambda: make_store(page_at("stores"), slug="quay"),
    "an event's name": lambda: publish("evening", title="A night"),
    "the organization": change_organization,
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changes_an_answer_ends_one_of_its_tags(name, shop, client):
    Page.objects.filter(pk=shop.pk).update(slug="home")
    before = {path: client.get(path) for path in ADDRESSES}
    with changes() as told:
        CHANGES[name]()
    cache.clear()
    ended = {tag for change in told for tag in ended_by(change)}
    changed = [path for path in ADDRESSES if fingerprint_at(client, path) != fingerprint_of(before[path])]
    assert changed, "the change is seen nowhere"
    kept = [path for path in changed if not ended & set(before[path]["Cache-Tag"].split(","))]
    assert kept == []


def fingerprint_at(client, path: str) -> str:
    return fingerprint_of(client.get(path))


def fingerprint_of(answer) -> tuple[int, str]:
    return answer.status_code, caching.fingerprint(answer)


def test_a_change_elsewhere_ends_nothing_of_a_page(shop, client):
    with changes() as told:
        change_price()
    ended = {tag for change in told for tag in ended_by(change)}
    assert not ended & (tags_at(client, "/about/") | tags_at(client, "/stores/pier/"))


def test_a_phrase_ends_what_is_said_in_that_language(home):
    make_locale("ru")
    with noting() as said:
        say("Signal red")
        assert list(said.tags) == []
        with translation.override("ru"):
            say("Signal red")
    with changes() as told:
        Phrase.objects.create(locale=make_locale("ru"), source="Signal red", text="сигнальный красный")
    assert set(said.tags) & {tag for change in told for tag in ended_by(change)}


def test_an_answer_with_too_many_tags_says_that_any_page_may_end_it():
    many = Ingredients(tags=dict.fromkeys([tags.MENU, *map(tags.page, range(caching.MOST_TAGS + 1))]))
    assert caching.tags_of(200, many) == [tags.MENU, tags.PAGES]


def test_an_answer_that_noted_nothing_may_end_with_anything(shop, client):
    assert tags_at(client, "/robots.txt") == set(tags.ANYTHING)


def test_notes_belong_to_one_answer():
    note("page-1")
    with noting() as outer:
        note("page-2")
        with noting() as inner:
            note("page-3")
        note("page-4")
    assert (list(outer.tags), list(inner.tags)) == (["page-2", "page-4"], ["page-3"])
