"""changes/: whoever follows the cursor hears of every public effect once, in order, and of nothing else."""

from base64 import urlsafe_b64encode
from datetime import timedelta
from itertools import groupby

from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wagtail.models import Locale, PageViewRestriction, Site

import pytest

from cms.models import Page, RedirectRule
from delivery import log, relay
from delivery.models import Change, Consumer, Pruned, Undelivered
from headless import changes as feed
from tests.make import make_category, make_content, make_product

pytestmark = pytest.mark.django_db
API = "/api/v1/changes/"
Kind = Change.Kind


@pytest.fixture
def ask(client, home):
    """An answer of the feed, for what is given as query."""

    def ask(**query):
        relay.sweep()
        answer = client.get(API, query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return ask


@pytest.fixture
def now(ask) -> str:
    return ask(since="now")["next_cursor"]


def said(answer: dict) -> list[tuple]:
    """(op, type, path, old path) of pages and redirects; what is told twice on end is one."""
    told = [
        (item["op"], item["type"], item["path"], item["old_path"])
        for item in answer["items"]
        if item["type"] not in {"menu", "settings", "phrases"}
    ]
    return [each for each, _again in groupby(told)]


def test_the_life_of_a_page_is_told_from_its_publication_to_its_end(ask, home, now):
    page = make_content(home, slug="fog")
    first = ask(since=now)
    assert said(first) == [("upsert", "home.ContentPage", "/fog/", None)]
    item = next(item for item in first["items"] if item["id"] == page.pk)
    assert (item["url"], item["locale"]) == ("https://shop.example/fog/", "en-GB")
    assert f"page-{page.pk}" in item["tags"]
    page.slug = "mist"
    page.save_revision().publish()
    page.unpublish()
    page.save_revision().publish()
    page.delete()
    assert said(ask(since=first["next_cursor"])) == [
        ("move", "home.ContentPage", "/mist/", "/fog/"),
        ("delete", "home.ContentPage", None, "/mist/"),
        ("upsert", "home.ContentPage", "/mist/", None),
        ("delete", "home.ContentPage", None, "/mist/"),
    ]


def test_prices_are_upserts_of_their_product(ask, home, now):
    product = make_product(make_category(home, slug="lamps"), slug="masthead")
    before = ask(since=now)["next_cursor"]
    variant = product.variants.get()
    variant.price = "49.00"
    variant.save()
    assert said(ask(since=before)) == [("upsert", "catalog.ProductPage", "/lamps/masthead/", None)]


def test_drafts_and_what_is_behind_a_password_are_not_told(ask, home, now):
    closed = make_content(home, slug="closed")
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="x")
    before = ask(since=now)["next_cursor"]
    draft = make_content(home, slug="draft", live=False)
    draft.title = "Secret"
    draft.save_revision()
    below = make_content(Page.objects.get(pk=closed.pk), slug="below")
    closed.refresh_from_db()
    closed.title = "More secret"
    closed.save_revision().publish()
    draft.delete()
    below.delete()
    answer = ask(since=before)
    assert said(answer) == []
    assert "draft" not in str(answer)
    assert "below" not in str(answer)


def test_who_goes_behind_a_password_is_deleted(ask, home, now):
    page = make_content(home, slug="fog")
    before = ask(since=now)["next_cursor"]
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert said(ask(since=before)) == [("delete", "home.ContentPage", None, "/fog/")]


def test_documents_are_told_of_without_their_name(ask, now):
    log.record(Kind.SETTINGS, urls=["https://shop.example/documents/1/secret.pdf"], tags=["settings"])
    answer = ask(since=now)
    assert [(item["type"], item["path"], item["tags"]) for item in answer["items"]] == [
        ("settings", None, ["settings"])
    ]
    assert "secret" not in str(answer)


def test_a_redirect_is_told_with_its_address(ask, site, now):
    RedirectRule(site=site, path="/old/", target="/new/").save()
    assert said(ask(since=now)) == [("upsert", "redirect", None, "/old")]
    log.record(
        Kind.REDIRECT, site_id=site.pk, old_urls=["https://shop.example/a/", "https://shop.example/b/?c=d"]
    )
    items = [item for item in ask(since=now)["items"] if item["type"] == "redirect"]
    assert [item["old_path"] for item in items] == ["/old", "/a/", "/b/?c=d"]
    assert items[1]["seq"] == items[2]["seq"]


# Following the cursor --------------------------------------------------------------------------------------


def followed(ask, cursor: str | None, **query) -> list[int]:
    """The numbers of all changes from a cursor on, as one hears of them who asks until there are no more."""
    heard = []
    for _ in range(100):
        answer = ask(**({"since": cursor} if cursor else {}), **query)
        heard += [item["seq"] for item in answer["items"]]
        cursor = answer["next_cursor"]
        if not answer["has_more"]:
            return heard
    raise AssertionError("There is no end.")


@pytest.mark.parametrize("limit", [1, 3, 500])
def test_everything_is_heard_once_in_order_however_it_is_cut(ask, limit, monkeypatch):
    monkeypatch.setattr(feed, "LOOKED_AT", 4)
    log.record_all(Change(kind=Kind.MENU, site_id=None) for _ in range(17))
    everything = list(Change.objects.values_list("pk", flat=True))
    heard = followed(ask, None, limit=limit)
    assert heard == list(range(1, len(everything) + 1))


def test_a_filter_hides_items_and_loses_none(ask, home, now, monkeypatch):
    monkeypatch.setattr(feed, "LOOKED_AT", 5)
    shelf = make_category(home, slug="lamps")
    for number in range(4):
        make_content(home, slug=f"page-{number}")
    make_product(shelf, slug="masthead")
    heard = followed(ask, now, types=["home.ContentPage", "redirect"])
    assert heard == list(
        Change.objects.filter(page_type="home.contentpage")
        .order_by("position")
        .values_list("position", flat=True)
    )
    assert len(heard) >= 4


def test_one_language_is_heard_with_what_has_none(ask, home, now):
    Locale.objects.get_or_create(language_code="ru")
    log.record(
        Kind.UPSERT, site_id=home.get_site().pk, page_id=1, page_type="home.homepage", locale="ru", urls=["x"]
    )
    log.record(Kind.UPSERT, site_id=home.get_site().pk, page_id=2, page_type="home.homepage", locale="en-gb")
    log.record(Kind.SETTINGS)
    items = ask(since=now, locale="en-GB")["items"]
    assert [(item["id"], item["locale"]) for item in items if item["type"] != "settings"] == [(2, "en-GB")]
    assert "settings" in [item["type"] for item in items]


def test_a_site_hears_of_its_own_pages_and_of_what_concerns_all(ask, home, now):
    root = Page.objects.get(depth=1)
    second = make_content(root, slug="second")
    other = Site.objects.create(hostname="second.example", port=443, root_page=second)
    before = ask(since=now)["next_cursor"]
    make_content(home, slug="here")
    make_content(Page.objects.get(pk=second.pk), slug="there")
    # A page of a site that is gone is nobody's.
    log.record(Kind.UPSERT, page_id=99, page_type="home.homepage", urls=["https://gone.example/x/"])
    assert said(ask(since=before)) == [("upsert", "home.ContentPage", "/here/", None)]
    item = next(each for each in ask(since=before, site="second.example")["items"] if each["id"])
    assert (item["path"], item["url"]) == ("/there/", "https://second.example/there/")
    log.record(Kind.SETTINGS, site_id=other.pk)
    assert "settings" not in [item["type"] for item in ask(since=ask(since="now")["next_cursor"])["items"]]


def test_a_page_below_two_sites_is_told_to_both(ask, home):
    page = make_content(home, slug="inner")
    Site.objects.create(hostname="inner.example", port=443, root_page=page)
    cursor = ask(since="now")["next_cursor"]
    make_content(Page.objects.get(pk=page.pk), slug="fog")
    assert said(ask(since=cursor)) == [("upsert", "home.ContentPage", "/inner/fog/", None)]
    assert said(ask(since=cursor, site="inner.example")) == [("upsert", "home.ContentPage", "/fog/", None)]


def test_nothing_is_missed_that_is_committed_late(ask, now):
    """A change with a lower id that is relayed after a higher one: the cursor follows positions."""
    late = log.record(Kind.MENU)
    early = log.record(Kind.MENU)
    Change.objects.filter(pk=early.pk).update(position=Change.objects.exclude(position=None).count() + 1)
    first = feed.Window.since(now).told(feed.Concern(Site.objects.get(), frozenset(), None), 100)
    assert len(first["items"]) == 1
    second = ask(since=first["next_cursor"])
    assert [item["seq"] for item in second["items"]] == [first["items"][0]["seq"] + 1]
    assert Change.objects.get(pk=late.pk).position == second["items"][0]["seq"]


# Where one cannot go on ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "7", "Now", "1:2:3", "%00", "é", "MTox", "=" * 8, "a" * 101]
    + [
        urlsafe_b64encode(text).decode().rstrip("=")
        for text in (b"2:1:1", b"1:01:1", b"1:-1:1", b"1:1", b"1:9e9:1")
    ],
)
def test_what_is_no_cursor_is_422_and_names_the_field(client, home, cursor):
    answer = client.get(API, {"since": cursor})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["loc"] == ["query", "since"]


def test_an_unknown_type_or_language_is_422(client, home):
    assert client.get(API, {"types": "home.Nothing"}).status_code == 422
    assert client.get(API, {"locale": "xx"}).status_code == 422
    assert client.get(API, {"type": "home.ContentPage"}).status_code == 422
    assert client.get(API, {"limit": 501}).status_code == 422
    assert client.get(API, {"site": "nowhere.example"}).status_code == 404


def refused(client, cursor: str) -> dict:
    answer = client.get(API, {"since": cursor})
    assert answer.status_code == 410, answer.content
    body = answer.json()
    assert body["type"].endswith("/cursor-expired")
    assert "since=now" in body["detail"]
    return body


def test_a_place_that_is_no_longer_kept_is_410(client, ask, settings):
    settings.CHANGE_CONSUMERS = []
    Consumer.objects.all().delete()
    log.record_all(Change(kind=Kind.MENU) for _ in range(6))
    cursors = []
    cursor = None
    while True:
        answer = ask(limit=1, **({"since": cursor} if cursor else {}))
        cursor = answer["next_cursor"]
        cursors.append(cursor)
        if not answer["has_more"]:
            break
    Change.objects.filter(position__lte=4).update(created_at=timezone.now() - timedelta(days=400))
    relay.prune()
    assert Pruned.reaches() == 4
    refused(client, cursors[0])
    refused(client, cursors[2])
    assert client.get(API, {"since": cursors[3]}).status_code == 200  # has seen all that is forgotten
    assert ask()["items"][0]["seq"] == 5  # from the beginning of what is kept


def test_what_a_consumer_could_not_take_does_not_hide_a_gap(client, ask, settings):
    """A change that is kept though it is old, with younger ones forgotten behind it."""
    settings.CHANGE_CONSUMERS = []
    Consumer.objects.all().delete()
    log.record_all(Change(kind=Kind.MENU) for _ in range(5))
    cursor = ask(limit=1)["next_cursor"]
    consumer = Consumer.objects.create(name="x", position=100)
    settings.CHANGE_CONSUMERS = ["x"]
    Undelivered.objects.create(change=Change.objects.get(position=2), consumer=consumer, error="no")
    Change.objects.filter(position__lte=4).update(created_at=timezone.now() - timedelta(days=400))
    relay.prune()
    assert Change.objects.filter(position=2).exists()
    refused(client, cursor)
    settings.CHANGE_CONSUMERS = []
    assert [item["seq"] for item in ask()["items"]][:1] == [5]


def test_a_place_ahead_of_the_log_or_in_another_is_410(client, ask):
    log.record(Kind.MENU)
    cursor = ask()["next_cursor"]
    Change.objects.update(created_at=F("created_at") - timedelta(seconds=5))
    refused(client, cursor)
    Change.objects.order_by("-position").first().delete()
    refused(client, cursor)


# Rules of every answer ---------------------------------------------------------------------------------------


def test_an_answer_is_public_cacheable_and_the_same_for_a_token(client, ask, now):
    answer = client.get(API, {"since": now})
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert (
        client.get(API, {"since": now}, headers={"if-none-match": answer.headers["ETag"]}).status_code == 304
    )


def test_a_long_log_costs_as_few_queries_as_a_short_one(client, ask, home):
    def cost() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as counted:
            assert client.get(API, {"since": cursor, "limit": 500}).status_code == 200
        return len(counted)

    cursor = ask(since="now")["next_cursor"]
    log.record(Kind.MENU)
    relay.sweep()
    cost()
    few = cost()
    log.record_all(
        Change(
            kind=Kind.UPSERT,
            page_id=n,
            page_type="home.contentpage",
            site_id=home.get_site().pk,
            urls=[f"https://shop.example/{n}/"],
        )
        for n in range(300)
    )
    relay.sweep()
    assert cost() == few <= 6
