"""What readers ask for in vain: noted without them, bounded, and answered with one click."""

from threading import Thread

from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import pytest

from cms.models import MissedAddress, RedirectRule
from cms.redirects import tally
from cms.redirects.nearest import best
from tests.make import make_category, make_content, make_product
from tests.people import client_of, is_refused
from tests.test_redirect_rules import ask

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def lamps(home):
    return make_category(home, title="Lamps", slug="lamps")


def test_readers_and_crawlers_are_counted_apart_and_nothing_is_kept_of_them(lamps, client):
    came_from = "https://user:secret@blog.example/post?id=7"
    client.get("/nothing/?token=secret", HTTP_REFERER=came_from, REMOTE_ADDR="203.0.113.9", **BROWSER)
    client.get("/nothing/", HTTP_USER_AGENT="Mozilla/5.0 (compatible; Googlebot/2.1)")
    client.get("/nothing")
    missed = MissedAddress.objects.get()
    assert (missed.path, missed.hits, missed.crawler_hits, missed.referrer) == (
        "/nothing",
        1,
        2,
        "blog.example",
    )
    kept = str(MissedAddress.objects.values().get())
    assert "secret" not in kept
    assert "203.0.113" not in kept


def test_what_a_rule_answers_is_not_missing(lamps, client):
    RedirectRule.add("/old/", lamps)
    RedirectRule.add("/gone/", status=410)
    client.get("/old/", **BROWSER)
    client.get("/gone/", **BROWSER)
    client.get("/lamps/", **BROWSER)
    assert not MissedAddress.objects.exists()


def test_a_flood_is_bounded_in_memory_and_in_the_table(lamps, client, monkeypatch, settings):
    monkeypatch.setattr(tally, "MOST_KEPT", 20)
    monkeypatch.setattr(tally, "_SPARE", 5)
    for _ in range(3):
        client.get("/wanted/", **BROWSER)
    for number in range(30):
        client.get(f"/flood-{number}/", **BROWSER)
    assert MissedAddress.objects.count() <= 20
    assert MissedAddress.objects.filter(path="/wanted").exists()
    settings.TALLY_SECONDS = 3600
    monkeypatch.setattr(tally, "MOST_WAITING", 10)
    mine = tally.Tally()
    monkeypatch.setattr("cms.redirects.answers.TALLY", mine)
    for number in range(30):
        client.get(f"/more-{number}/", **BROWSER)
    mine._timer.cancel()
    assert len(mine._window.missed) == 10


def test_a_database_that_takes_no_counts_costs_no_answer(lamps, client, monkeypatch):
    def refuse(_counts):
        raise DatabaseError("read-only")

    monkeypatch.setattr(tally, "_write_missed", refuse)
    assert client.get("/nothing/", **BROWSER).status_code == 404


def test_hits_of_one_window_are_one_statement_a_rule_and_none_is_lost_between_threads(lamps, settings):
    settings.TALLY_SECONDS = 3600
    rule = RedirectRule.add("/old/", lamps)
    mine = tally.Tally()
    change = lambda window: mine._hit(window, rule.pk)  # noqa: E731
    threads = [Thread(target=lambda: [mine._note(change) for _ in range(200)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mine._timer.cancel()
    with CaptureQueriesContext(connection) as captured:
        mine.flush()
    rule.refresh_from_db()
    assert rule.hits == 800
    assert len([query for query in captured if "UPDATE" in query["sql"]]) == 1


def test_a_missing_page_helps_with_a_search_and_what_is_called_alike(lamps, client):
    make_product(lamps, title="Anchor lamp", slug="anchor-lamp")
    response = client.get("/shop/old/anchor_lamp.html")
    html = response.content.decode()
    assert response.status_code == 404
    assert 'href="/lamps/anchor-lamp/"' in html
    assert 'role="search"' in html
    assert "noindex" in html
    assert 'rel="canonical"' not in html


def test_nothing_hidden_is_suggested(lamps, client):
    make_content(lamps.get_parent(), title="Unseen", slug="unseen", live=False)
    assert "Unseen" not in client.get("/x/unseen/").content.decode()


@pytest.mark.parametrize("asked", ["/lamp/achor-lamp-2019", "/anchorlamp", "/products/anchor-lamps.php"])
def test_the_page_most_like_an_address_is_suggested(asked, lamps, site):
    product = make_product(lamps, title="Anchor lamp", slug="anchor-lamp")
    make_product(lamps, title="Wick", slug="wick")
    assert best(site, asked).pk == product.pk


def test_what_is_like_nothing_gets_no_suggestion(lamps, site):
    assert best(site, "/wp-login.php") is None


def test_one_click_sends_readers_on_and_another_forgets_the_address(lamps, client):
    product = make_product(lamps, title="Anchor lamp", slug="anchor-lamp")
    client.get("/shop/anchor-lamp/", **BROWSER)
    client.get("/wp-login.php", **BROWSER)
    seo = client_of("SEO managers")
    html = seo.get(reverse("missed")).content.decode()
    assert "Anchor lamp" in html
    rows = {row.path: row.pk for row in MissedAddress.objects.all()}
    seo.post(reverse("decide_missed", args=[rows["/shop/anchor-lamp"]]), {"page": product.pk, "send": ""})
    assert ask(client, "/shop/anchor-lamp/") == (301, "/lamps/anchor-lamp/")
    seo.post(reverse("decide_missed", args=[rows["/wp-login.php"]]), {"ignore": ""})
    assert "wp-login" not in seo.get(reverse("missed")).content.decode().partition("ignored from now on")[2]
    assert MissedAddress.objects.get().is_ignored


@pytest.mark.parametrize("role", ["Editors", "Merchandisers"])
def test_the_report_is_for_those_who_answer_for_search(role, lamps):
    assert is_refused(client_of(role).get(reverse("missed")))
