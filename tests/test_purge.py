"""Purging by tag: the cache is told after the commit, by the worker, until it confirms."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from delivery import tags
from delivery.models import Change, PurgedTag
from delivery.purge import purging
from tests.endpoints import endpoint
from tests.make import make_content

pytestmark = pytest.mark.django_db
CLOUDFLARE, FASTLY = "delivery.purge.backends.Cloudflare", "delivery.purge.backends.Fastly"
START = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.fixture
def fake(settings):
    with endpoint(200) as served:
        settings.PURGE_BACKEND, settings.PURGE_URL, settings.PURGE_TOKEN = CLOUDFLARE, served.url, "secret"
        settings.CDN_SECONDS = 3600
        yield served


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


def change(*ended: str, kind: str = Change.Kind.MENU) -> None:
    purging.consume([Change(kind=kind, tags=list(ended))])


def told(fake) -> list[list[str]]:
    return [json.loads(call["body"])["tags"] for call in fake.calls]


def test_without_a_backend_nothing_is_queued_and_nothing_said(settings, home, client):
    change("menu")
    assert (PurgedTag.objects.count(), purging.send_due()) == (0, 0)
    answer = client.get("/")
    assert "menu" in answer["Cache-Tag"].split(",")
    assert not {"CDN-Cache-Control", "Surrogate-Control", "Surrogate-Key"} & set(answer.headers)


def test_cloudflare_is_told_tags_with_its_token(fake):
    change("menu", "page-1")
    change("menu")
    assert purging.send_due() == 2
    assert told(fake) == [["menu", "page-1"]]
    assert fake.calls[0]["headers"]["Authorization"] == "Bearer secret"
    assert (PurgedTag.objects.count(), purging.send_due()) == (0, 0)


def test_fastly_is_told_in_headers(fake, settings, home, client):
    settings.PURGE_BACKEND = FASTLY
    change("menu", "page-1")
    assert purging.send_due() == 2
    headers = fake.calls[0]["headers"]
    assert (headers["Surrogate-Key"], headers["Fastly-Key"]) == ("menu page-1", "secret")
    answer = client.get("/")
    assert answer["Surrogate-Control"] == "max-age=3600"
    assert tags.page(home.pk) in answer["Surrogate-Key"].split()


def test_the_cache_in_front_keeps_what_readers_ask_for_each_time(fake, home, client):
    answer = client.get("/")
    assert answer["CDN-Cache-Control"] == "public, max-age=3600"
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    again = client.get("/", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again["Cache-Tag"]) == (304, answer["Cache-Tag"])
    assert again["CDN-Cache-Control"] == answer["CDN-Cache-Control"]
    assert "CDN-Cache-Control" not in client.get("/nowhere/").headers
    assert "CDN-Cache-Control" not in client.get("/api/v1/pages/").headers


def test_many_tags_take_several_calls(fake):
    change(*(f"page-{number}" for number in range(70)))
    assert purging.send_due() == 70
    assert [len(batch) for batch in told(fake)] == [30, 30, 10]


@pytest.mark.parametrize("answer", [500, 403, 429, "garbage"])
def test_a_cache_that_does_not_confirm_is_told_again(answer, fake, settings, clock):
    with endpoint(answer, answer, 200) as failing:
        settings.PURGE_URL = failing.url
        change("menu")
        times = []
        for second in range(60):
            before = len(failing.calls)
            purging.send_due()
            times += [second] * (len(failing.calls) - before)
            clock.shift(timedelta(seconds=1))
    assert times == [0, 5, 15]
    assert PurgedTag.objects.count() == 0


def test_what_changes_again_on_the_way_is_told_again(fake, monkeypatch):
    purge = purging._purge

    def meanwhile(*args):
        problem = purge(*args)
        change("menu")
        return problem

    change("menu")
    with monkeypatch.context() as patched:
        patched.setattr(purging, "_purge", meanwhile)
        patched.setattr(purging, "CALLS_A_ROUND", 1)
        purging.send_due()
    purging.send_due()
    assert told(fake) == [["menu"], ["menu"]]


def test_who_dies_with_tags_in_hand_loses_none(fake, clock):
    change("menu")
    assert purging._claim(30)[1] == ["menu"]
    assert purging.send_due() == 0
    clock.shift(purging.HELD)
    assert purging.send_due() == 1


@pytest.mark.parametrize(
    ("change", "ended"),
    [
        (Change(kind=Change.Kind.MENU, tags=["menu"]), {"menu"}),
        (Change(kind=Change.Kind.OFFER, page_id=7, tags=["page-7"]), {"page-7", "pages"}),
        (Change(kind=Change.Kind.DELETE, page_id=7, tags=["page-7"]), {"page-7", "pages", "redirects"}),
        (Change(kind=Change.Kind.REDIRECT, old_urls=["https://shop.example/x/"]), {"pages", "redirects"}),
        (Change(kind=Change.Kind.TRANSLATION), {"phrases"}),
    ],
)
def test_a_change_ends_its_tags_and_the_lists_it_does_not_know(change, ended):
    assert purging.ended_by(change) == ended


def test_a_page_is_known_by_its_tag(home, client):
    page = make_content(home, slug="about")
    assert tags.page(page.pk) in client.get("/about/")["Cache-Tag"].split(",")
