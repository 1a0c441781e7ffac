"""An alias of what not everybody may read is closed wherever it stands: nothing names it, and one key opens both."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import PageViewRestriction

import pytest

from cms.models import Page
from delivery.models import Change
from home.models import ContentPage
from tests.make import (
    make_article,
    make_article_index,
    make_category,
    make_content,
    make_product,
    make_restriction,
)

pytestmark = pytest.mark.django_db

API = "/api/v1/"
# Everything anonymous readers are given that names many pages.
LISTS = (
    "/",
    "/open/",
    "/sitemap.xml",
    "/llms.txt",
    "/search/?q=secret",
    f"{API}pages/?limit=100",
    f"{API}pages/?limit=100&view=full",
    f"{API}pages/?search=secret",
    f"{API}search/?q=secret",
    f"{API}autocomplete/?q=secret",
    f"{API}paths/",
    f"{API}navigation/",
    f"{API}graphs/",
    f"{API}catalog/products/?limit=100",
    f"{API}catalog/categories/",
    f"{API}changes/?limit=500",
    f"{API}seo/sitemap/",
    f"{API}seo/llms/",
    f"{API}resolve/?path=/open/",
)


@pytest.fixture
def private(home) -> Page:
    """A tree behind a password; only its top has the restriction."""
    private = make_content(home, slug="private")
    make_restriction(private)
    make_content(private, slug="secret", title="Secret prices", show_in_menus=True)
    make_article(make_article_index(private, slug="secret-journal"), slug="secret-news", title="Secret news")
    make_product(make_category(private, slug="secret-shelf"), slug="secret-lamp", title="Secret lamp")
    return ContentPage.objects.get(pk=private.pk)


@pytest.fixture
def shown(home, private) -> Page:
    """An open page with an alias of everything below the private one."""
    shown = make_content(home, slug="open", title="Open")
    for page in private.get_children():
        page.create_alias(parent=ContentPage.objects.get(pk=shown.pk), recursive=True)
    return ContentPage.objects.get(pk=shown.pk)


def resolved(client, path: str, *tokens: str) -> dict[str, Any]:
    return client.get(f"{API}resolve/", {"path": path}, headers={"x-unlock": " ".join(tokens)}).json()


def token(client, path: str) -> str:
    body = {"path": path, "password": "sesame"}
    return client.post(f"{API}access/unlock/", body, content_type="application/json").json()["token"]


@pytest.mark.parametrize("address", LISTS)
def test_no_list_names_an_alias_of_a_private_page(shown, client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.text
    assert "/open/secret" not in text
    assert "Secret " not in text


@pytest.mark.parametrize("path", ["/open/secret/", "/open/secret-journal/secret-news/"])
def test_an_alias_asks_what_stands_above_its_source(shown, client, path):
    told = resolved(client, path)
    assert (told["verdict"], told["method"]) == ("restricted", "password")
    assert client.get(f"{API}head/", {"path": path}).json()["verdict"] == "restricted"
    assert "This page opens with a password" in client.get(path).text
    assert resolved(client, path, token(client, path))["verdict"] == "page"
    assert resolved(client, path, token(client, "/private/"))["verdict"] == "page"


def test_what_stands_below_such_an_alias_is_closed_and_what_stands_beside_it_is_not(shown, client):
    alias = Page.objects.get(url_path__endswith="/open/secret/")
    make_content(ContentPage.objects.get(pk=alias.pk), slug="below")
    make_content(shown, slug="beside")
    assert resolved(client, "/open/secret/below/")["verdict"] == "restricted"
    assert resolved(client, "/open/beside/")["verdict"] == "page"


def test_an_alias_of_an_alias_is_closed_too(home, shown, client):
    alias = Page.objects.get(url_path__endswith="/open/secret/")
    again = alias.create_alias(parent=home, update_slug="again")
    assert again not in Page.objects.public()
    assert resolved(client, "/again/")["verdict"] == "restricted"


def test_an_alias_opens_with_its_source(private, shown, client):
    PageViewRestriction.objects.all().delete()
    assert resolved(client, "/open/secret/")["verdict"] == "page"
    assert "/open/secret/" in client.get(f"{API}paths/").text


def test_doors_cost_one_query_however_many_stand_above(shown):
    page = Page.objects.get(url_path__endswith="/secret-journal/secret-news/", alias_of=None)
    alias = Page.objects.get(alias_of=page)
    with CaptureQueriesContext(connection) as captured:
        assert len(alias.get_view_restrictions()) == 1
    assert len(captured) == 1


# The log of changes -------------------------------------------------------------------------------------------


def told() -> list[tuple[str, str]]:
    rows = Change.objects.exclude(page_id=None).order_by("pk")
    return [
        (row.kind, url.removeprefix("https://shop.example"))
        for row in rows
        for url in row.urls + row.old_urls
    ]


def test_an_alias_of_a_private_page_is_never_told(home, private):
    target = make_content(home, slug="target")
    Change.objects.all().delete()
    private.create_alias(parent=target, update_slug="alias", recursive=True)
    assert told() == []


def test_an_alias_is_told_gone_when_its_source_is_closed_and_come_when_it_is_opened(home):
    source = make_content(home, slug="source")
    inner = make_content(source, slug="inner")
    inner.create_alias(parent=make_content(home, slug="b"), update_slug="alias")
    Change.objects.all().delete()
    restriction = make_restriction(source)
    assert (Change.Kind.UNPUBLISH, "/b/alias/") in told()
    Change.objects.all().delete()
    restriction.delete()
    assert (Change.Kind.UPSERT, "/b/alias/") in told()


def test_an_alias_is_told_gone_when_its_source_goes_behind_a_door_and_come_when_it_comes_out(home, private):
    source = make_content(make_content(home, slug="source"), slug="inner").get_parent()
    source.get_first_child().create_alias(parent=make_content(home, slug="b"), update_slug="alias")
    Change.objects.all().delete()
    ContentPage.objects.get(pk=source.pk).move(ContentPage.objects.get(pk=private.pk), pos="last-child")
    assert (Change.Kind.UNPUBLISH, "/b/alias/") in told()
    Change.objects.all().delete()
    ContentPage.objects.get(pk=source.pk).move(Page.objects.get(pk=home.pk), pos="last-child")
    assert (Change.Kind.UPSERT, "/b/alias/") in told()
