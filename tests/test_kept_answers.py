"""Answers of the delivery API that are kept: the same as made anew, and never after what they say has changed."""

from django.core.cache import caches
from django.db import transaction

from wagtail.models import APIToken, PageViewRestriction, Site

import pytest
import time_machine

from delivery import log, relay, since, tags
from delivery.models import Change
from headless import kept
from tests.make import make_category, make_content, make_form, make_product, make_review
from tests.people import make_user

pytestmark = pytest.mark.django_db

API = "/api/v1/"
ABOUT = f"{API}resolve/?path=/about/"


@pytest.fixture(autouse=True)
def keeping(settings) -> None:
    settings.API_KEPT_SECONDS = 60


@pytest.fixture
def about(home):
    page = make_content(home, slug="about", title="About us")
    relay.sweep()
    return page


def is_kept(answer) -> bool:
    return "Age" in answer.headers


def end(*ended: str) -> None:
    with transaction.atomic():
        log.record(Change.Kind.MENU, tags=list(ended))


def test_the_second_reader_gets_what_the_first_one_got(about, client):
    first, second = client.get(ABOUT), client.get(ABOUT)
    assert not is_kept(first)
    assert is_kept(second)
    assert second.content == first.content
    differing = {"X-Request-ID", "Age"}
    assert {k: v for k, v in second.headers.items() if k not in differing} == {
        k: v for k, v in first.headers.items() if k not in differing
    }


def test_a_kept_answer_costs_one_query(about, client, django_assert_max_num_queries):
    client.get(ABOUT)
    with django_assert_max_num_queries(1):
        assert is_kept(client.get(ABOUT))


def test_head_and_validators_are_answered_from_what_is_kept(about, client):
    first = client.get(ABOUT)
    head = client.head(ABOUT)
    assert (is_kept(head), head.content, head["Content-Length"]) == (True, b"", str(len(first.content)))
    assert client.get(ABOUT, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_a_large_answer_is_the_same_after_it_was_packed(home, client, monkeypatch):
    monkeypatch.setattr(kept, "_PACKED_FROM", 10)
    first, second = client.get(f"{API}pages/"), client.get(f"{API}pages/")
    assert is_kept(second)
    assert second.content == first.content


def test_what_is_larger_than_the_limit_is_not_kept(about, client, monkeypatch):
    monkeypatch.setattr(kept, "MOST_BYTES", 10)
    assert not is_kept(client.get(ABOUT)) | is_kept(client.get(ABOUT))


@pytest.mark.parametrize(
    "address", ["resolve/?path=/about/", "pages/", "paths/", "search/?q=about", "navigation/", "changes/"]
)
def test_who_publishes_sees_it_at_once(address, about, client):
    client.get(API + address)
    about.title = "About the keepers"
    about.show_in_menus = True
    about.save_revision().publish()
    now = client.get(API + address)
    caches["kept"].clear()
    assert now.content == client.get(API + address).content
    assert not is_kept(now)


def test_a_price_is_seen_at_once(home, client):
    product = make_product(make_category(home, slug="lamps"), slug="deck")
    address = f"{API}catalog/products/"
    client.get(address)
    variant = product.variants.get()
    variant.price += 1
    variant.save()
    assert client.get(address).json()["items"][0]["price"] == str(variant.price)


def test_a_review_is_seen_once_it_is_approved(home, client):
    product = make_product(make_category(home, slug="lamps"), slug="deck")
    address = f"{API}reviews/?product={product.pk}"
    assert client.get(address).json()["count"] == 0
    make_review(product)
    assert client.get(address).json()["count"] == 1


def test_what_changes_elsewhere_leaves_it_kept(about, client):
    client.get(ABOUT)
    end("page-999999")
    assert is_kept(client.get(ABOUT))


def test_what_held_on_is_not_asked_about_twice(about, client, django_assert_max_num_queries):
    client.get(ABOUT)
    end("page-999999")
    client.get(ABOUT)
    with django_assert_max_num_queries(1):
        assert is_kept(client.get(ABOUT))


def test_more_changes_than_are_worth_reading_end_everything(about, client, monkeypatch):
    monkeypatch.setattr(since, "MOST_READ", 3)
    client.get(ABOUT)
    for _ in range(4):
        end("page-999999")
    assert not is_kept(client.get(ABOUT))


def test_a_change_ends_what_it_names_before_it_has_its_position(about, client, settings, monkeypatch):
    client.get(ABOUT)
    monkeypatch.setattr(relay, "after_commit", lambda: None)
    end(tags.page(about.pk))
    assert Change.objects.filter(position=None).exists()
    assert not is_kept(client.get(ABOUT))


def test_moments_are_equal_only_if_nothing_came_between(monkeypatch):
    monkeypatch.setattr(relay, "after_commit", lambda: None)
    seen = [since.now()]
    for _ in range(2):
        end("page-1")
        seen.append(since.now())
        relay.sweep()
        seen.append(since.now())
    assert len(set(seen)) == len(seen)


def test_nothing_is_kept_for_longer_than_any_cache_may(about, client):
    with time_machine.travel("2026-11-26T12:00:00Z", tick=False) as clock:
        client.get(ABOUT)
        clock.shift(59)
        assert client.get(ABOUT)["Age"] == "59"
        end("page-999999")  # what still holds is not kept for longer either
        client.get(ABOUT)
        clock.shift(2)
        assert not is_kept(client.get(ABOUT))


def test_zero_makes_every_answer_anew(about, client, settings):
    settings.API_KEPT_SECONDS = 0
    client.get(ABOUT)
    assert not is_kept(client.get(ABOUT))


def test_another_host_is_answered_for_itself(about, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = make_content(about.get_parent().get_parent(), slug="other", title="Another shop")
    Site.objects.create(hostname="other.example", port=443, root_page=other, site_name="Other")
    address = f"{API}resolve/?path=/"
    client.get(address)
    answer = client.get(address, headers={"host": "other.example"})
    assert not is_kept(answer)
    assert answer.json()["page"]["title"] == "Another shop"


def test_a_page_that_becomes_private_is_private_at_once(about, client):
    client.get(ABOUT)
    PageViewRestriction.objects.create(page=about, restriction_type="password", password="sesame")
    assert client.get(ABOUT).json()["verdict"] == "restricted"


def test_what_depends_on_who_asks_is_never_kept(about, client):
    PageViewRestriction.objects.create(page=about, restriction_type="password", password="sesame")
    token = client.post(
        f"{API}access/unlock/",
        {"path": "/about/", "password": "sesame"},
        content_type="application/json",
    ).json()["token"]
    closed, opened, again = (client.get(ABOUT, headers=shown) for shown in ({}, {"x-unlock": token}, {}))
    assert [answer.json()["verdict"] for answer in (closed, opened, again)] == [
        "restricted",
        "page",
        "restricted",
    ]
    assert not any(map(is_kept, (closed, opened, again)))


def test_what_is_made_for_one_reader_is_made_for_each(home, client):
    form = make_form(home, slug="contact")
    tokens = {client.get(f"{API}forms/{form.pk}/").json()["anti_spam"]["token"] for _ in range(2)}
    assert len(tokens) == 2


def test_a_bearer_of_a_token_may_be_given_it_and_no_cache_keeps_that(about, client):
    _token, secret = APIToken.create_token(user=make_user(), name="front end")
    plain = client.get(ABOUT)
    answer = client.get(ABOUT, headers={"authorization": f"Bearer {secret}"})
    assert is_kept(answer)
    assert answer.content == plain.content
    assert answer["Cache-Control"] == "private, no-store"


def test_kept_answers_count_against_the_rate(about, client, settings):
    settings.API_RATE_ANONYMOUS = "2/minute"
    assert [client.get(ABOUT).status_code for _ in range(3)] == [200, 200, 429]


def test_only_answers_are_kept_and_no_refusals(about, client):
    for _ in range(2):
        refused = client.get(f"{API}pages/?nonsense=1")
    assert (refused.status_code, is_kept(refused)) == (422, False)
