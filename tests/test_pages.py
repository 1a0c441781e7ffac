"""Every page type renders and says the same head in HTML as the value it was made from."""

import pytest

from seo.parity import head_differences
from tests.make import (
    make_article,
    make_article_index,
    make_author,
    make_category,
    make_content,
    make_event,
    make_event_index,
    make_form,
    make_product,
    make_store,
    make_store_index,
    make_video,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(home, organization):
    """One published page of every type."""
    category = make_category(home)
    journal = make_article_index(home)
    stores = make_store_index(home)
    events = make_event_index(home)
    return {
        "home": home,
        "content": make_content(home),
        "category": category,
        "product": make_product(category, pictures=1),
        "variants": make_product(category, variants=3),
        "journal": journal,
        "author": make_author(journal),
        "article": make_article(journal),
        "form": make_form(home),
        "stores": stores,
        "store": make_store(stores),
        "events": events,
        "event": make_event(events),
        "video": make_video(home),
    }


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "content",
        "category",
        "product",
        "variants",
        "journal",
        "author",
        "article",
        "form",
        "stores",
        "store",
        "events",
        "event",
        "video",
    ],
)
def test_head_in_html_is_the_head_value(name, pages, client):
    page = pages[name].specific_class.objects.get(pk=pages[name].pk)
    html = client.get(page.url).content.decode()
    assert head_differences(html, page.get_head().as_dict()) == []


def test_variant_that_does_not_exist_is_not_found(pages, client):
    assert client.get(f"{pages['product'].url}?variant=nope").status_code == 404
