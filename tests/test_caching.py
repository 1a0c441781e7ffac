"""What caches are told of every public answer, and who is told that nothing changed."""

import re
from datetime import UTC, datetime

from django.core.cache import caches
from django.test import Client

from wagtail.models import PageViewRestriction

import pytest
import time_machine

from cms.models import Page
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
from tests.people import client_of

pytestmark = pytest.mark.django_db
DAY_ONE = datetime(2026, 11, 20, 9, tzinfo=UTC)
PUBLIC = "public, max-age=0, must-revalidate"
# Every kind of answer without a stream.
KINDS = [
    "/",
    "/lamps/",
    "/lamps/deck/",
    "/journal/",
    "/journal/fog/",
    "/journal/ada/",
    "/about/",
    "/film/",
    "/stores/",
    "/stores/pier/",
    "/stores/stores.kml",
    "/events/",
    "/events/evening/",
    "/about/index.md",
    "/search/?q=lamp",
    "/robots.txt",
    "/sitemap.xml",
    "/api/v1/resolve/?path=/lamps/deck/",
    "/api/v1/head/?path=/",
    "/api/v1/pages/",
    "/api/v1/graphs/",
    "/api/v1/catalog/products/",
    "/api/v1/catalog/categories/",
]


@pytest.fixture
def pages(home, organization):
    """A page of text and a form: enough for what holds of all."""
    make_content(home, slug="about")
    make_form(home, slug="contact")
    return home


@pytest.fixture
def shop(pages):
    home = pages
    lamps = make_category(home, slug="lamps", title="Lamps")
    make_product(lamps, slug="deck", title="Deck lamp")
    journal = make_article_index(home, slug="journal")
    make_author(journal, slug="ada")
    make_article(journal, slug="fog")
    make_video(home, slug="film")
    make_store(make_store_index(home, slug="stores"), slug="pier")
    make_event(make_event_index(home, slug="events"), slug="evening")
    return home


def test_every_answer_has_validators_and_who_has_it_gets_304_without_a_body(shop, client):
    for path in KINDS:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "public" in answer["Cache-Control"], path
        assert "Accept-Encoding" in answer["Vary"], path
        assert "Cookie" not in answer["Vary"], path
        assert not answer.cookies, path
        for asked in ({"if-none-match": answer["ETag"]}, {"if-modified-since": answer["Last-Modified"]}):
            again = client.get(path, headers=asked)
            assert (again.status_code, again.content) == (304, b""), (path, asked)
            for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
                assert again[name] == answer[name], path
        assert client.get(path, headers={"if-none-match": '"another"'}).status_code == 200, path


def test_head_is_asked_as_get_is(shop, client):
    for path in ("/", "/robots.txt", "/api/v1/pages/"):
        answer = client.head(path)
        assert answer["ETag"] == client.get(path)["ETag"]
        assert client.head(path, headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_an_entity_tag_wins_over_a_date(pages, client):
    answer = client.get("/about/")
    asked = {"if-none-match": '"old"', "if-modified-since": answer["Last-Modified"]}
    assert client.get("/about/", headers=asked).status_code == 200


def test_a_page_is_kept_for_no_time_at_all_and_the_api_for_a_minute(pages, client):
    assert client.get("/about/")["Cache-Control"] == PUBLIC
    assert client.get("/api/v1/resolve/?path=/about/")["Cache-Control"] == "public, max-age=60"


def change_title(pages):
    page = pages.get_children().get(slug="about").specific
    page.title = "About us"
    page.save_revision().publish()


def change_head_only(pages):
    page = pages.get_children().get(slug="about").specific
    page.search_description = "Told to search engines only."
    page.save_revision().publish()


def change_menu(pages):
    make_content(pages, title="New in the menu", show_in_menus=True)


@pytest.mark.parametrize("change", [change_title, change_head_only, change_menu])
def test_the_version_changes_with_content_head_and_frame(change, pages, client):
    before = client.get("/about/")
    change(pages)
    asked = {"if-none-match": before["ETag"]}
    assert client.get("/about/", headers=asked).status_code == 200
    assert client.get("/about/")["ETag"] != before["ETag"]


def test_the_version_changes_with_what_is_said_in_headers_only(pages, client, settings):
    settings.INDEXABLE = True
    before = client.get("/about/")["ETag"]
    settings.INDEXABLE = False
    assert client.get("/about/")["ETag"] != before


def test_a_page_is_dated_by_its_own_last_change(pages, client):
    Page.objects.filter(slug="about").update(content_changed_at=DAY_ONE)
    assert client.get("/about/")["Last-Modified"] == "Fri, 20 Nov 2026 09:00:00 GMT"
    assert client.get("/api/v1/resolve/?path=/about/")["Last-Modified"] == "Fri, 20 Nov 2026 09:00:00 GMT"


def test_what_is_new_around_a_page_never_bears_the_old_date(pages, client):
    Page.objects.filter(slug="about").update(content_changed_at=DAY_ONE)
    before = client.get("/about/")
    change_menu(pages)
    asked = {"if-modified-since": before["Last-Modified"]}
    with time_machine.travel(datetime(2099, 1, 1, tzinfo=UTC), tick=False):
        answer = client.get("/about/", headers=asked)
    assert (answer.status_code, answer["Last-Modified"]) == (200, "Thu, 01 Jan 2099 00:00:00 GMT")


def test_two_versions_within_a_second_do_not_share_a_date(pages, client):
    with time_machine.travel(datetime(2099, 1, 1, tzinfo=UTC), tick=False) as clock:
        caches["answers"].clear()
        first = client.get("/search/?q=fog")
        assert first["Last-Modified"] == "Thu, 01 Jan 2099 00:00:00 GMT"
        change_menu(pages)
        assert "Last-Modified" not in client.get("/search/?q=fog")  # it would lie in the future
        clock.shift(1)
        assert client.get("/search/?q=fog")["Last-Modified"] == "Thu, 01 Jan 2099 00:00:01 GMT"


def test_a_redirect_and_an_error_are_asked_for_again(pages, client):
    for path, status in (("/about", 301), ("/nowhere/", 404)):
        answer = client.get(path)
        assert (answer.status_code, answer["Cache-Control"]) == (status, PUBLIC)
        assert "ETag" not in answer


def test_who_is_signed_in_gets_the_public_answer(pages, client):
    assert client_of("Editors").get("/about/", secure=True)["ETag"] == client.get("/about/")["ETag"]


def test_what_only_some_may_read_is_kept_by_nobody(pages, client):
    page = pages.get_children().get(slug="about")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    for reader in (client, client_of("Editors")):
        answer = reader.get("/about/")
        assert {"private", "no-store"} <= set(re.split(r",\s*", answer["Cache-Control"]))
        assert not {"ETag", "Last-Modified", "Cache-Tag"} & set(answer.headers)


def test_the_question_for_a_password_is_kept_by_nobody(pages, client):
    page = pages.get_children().get(slug="about")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="fog")
    assert "no-store" in client.get("/about/")["Cache-Control"]


def test_the_admin_and_the_health_checks_are_kept_by_nobody(pages):
    editor: Client = client_of("Editors")
    for path in ("/admin/", f"/admin/pages/{pages.pk}/edit/", "/health/live/"):
        answer = editor.get(path)
        assert "public" not in answer["Cache-Control"], path
        assert "no-store" in answer["Cache-Control"], path
        assert "ETag" not in answer


def test_an_answer_to_a_token_is_kept_by_nobody(pages, client):
    answer = client.get("/about/", headers={"authorization": "Bearer x"})
    assert answer["Cache-Control"] == "private, no-store"


def test_a_sent_form_is_kept_by_nobody(pages, client):
    assert "Cache-Control" not in client.post("/contact/", {})
