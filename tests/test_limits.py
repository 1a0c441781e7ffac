"""How often somebody may ask: windows, identities, headers, and who tries to get around them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache import caches
from django.test import RequestFactory

from wagtail.models import APIToken

import pytest
import time_machine

from headless import limits
from headless.clients import client_address
from headless.limits import Rate
from headless.problems import Refused
from tests.people import make_user

START = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
API = "/api/v1/"


def request_from(address: str = "198.51.100.7", **headers: str) -> Any:
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


def is_taken(request: Any, rate: str = "3/minute", name: str = "trial") -> bool:
    try:
        limits.check(request, name, rate)
    except Refused:
        return False
    return True


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


# The window -------------------------------------------------------------------------------------------------


def test_the_amount_is_taken_and_no_more():
    assert [is_taken(request_from()) for _ in range(5)] == [True, True, True, False, False]


def test_refused_says_when_to_come_back_and_then_it_is_taken(clock):
    clock.move_to(START + timedelta(seconds=40))
    for _ in range(3):
        assert is_taken(request_from())
    with pytest.raises(Refused) as refused:
        limits.check(request_from(), "trial", "3/minute")
    assert (refused.value.status_code, refused.value.kind) == (429, "too-many-requests")
    wait = int(refused.value.headers["Retry-After"])
    clock.shift(wait - 2)
    assert not is_taken(request_from()), "not before"
    clock.shift(2)
    assert is_taken(request_from())


def test_the_turn_of_a_window_doubles_nothing(clock):
    clock.move_to(START + timedelta(seconds=59))
    assert sum(is_taken(request_from(), "60/minute") for _ in range(100)) == 60
    clock.shift(2)
    assert sum(is_taken(request_from(), "60/minute") for _ in range(100)) <= 1


@pytest.mark.parametrize("rate", ["1/10", "5/minute", "60/minute", "1000/hour"])
@pytest.mark.parametrize("offset", [0, 7.5, 29, 59.9])
def test_never_more_than_twice_the_amount_in_a_window_and_waiting_always_helps(clock, rate, offset):
    clock.move_to(START + timedelta(seconds=offset))
    known = Rate.parse(rate)
    for _ in range(3):
        taken = 0
        while is_taken(request := request_from(), rate):
            taken += 1
            assert taken <= known.amount
        clock.shift(request.rate_standings[-1].reset)
        assert is_taken(request_from(), rate)


def test_names_are_counted_apart():
    assert is_taken(request_from(), "1/minute", "forms")
    assert is_taken(request_from(), "1/minute", "unlock")
    assert not is_taken(request_from(), "1/minute", "forms")


def test_an_empty_rate_is_no_limit():
    assert all(is_taken(request_from(), "") for _ in range(50))


@pytest.mark.parametrize("text", ["", "0/minute", "-1/minute", "10", "10/fortnight", "1/0", "x/minute"])
def test_senseless_rates_are_refused(text):
    with pytest.raises(ValueError, match="no rate"):
        Rate.parse(text)


def test_a_name_with_room_for_headers_is_refused():
    with pytest.raises(ValueError, match="no name"):
        limits.check(request_from(), 'a"\r\nX: y', "1/minute")


# Who is counted ---------------------------------------------------------------------------------------------


def test_addresses_are_counted_apart_and_an_ipv6_network_is_one_client():
    assert is_taken(request_from("198.51.100.1"), "1/minute")
    assert is_taken(request_from("198.51.100.2"), "1/minute")
    assert is_taken(request_from("2001:db8:1:1::1"), "1/minute")
    assert not is_taken(request_from("2001:db8:1:1:ffff::9"), "1/minute")
    assert is_taken(request_from("2001:db8:1:2::1"), "1/minute")


def test_who_writes_a_forwarded_address_is_still_counted_as_himself():
    taken = [is_taken(request_from(x_forwarded_for=f"203.0.113.{i}"), "1/minute") for i in range(3)]
    assert taken == [True, False, False]


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.0.0.2", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "1.1.1.1, 203.0.113.9", "203.0.113.9"),  # the first is what the client wrote
        ("10.0.0.2", "1.1.1.1, 203.0.113.9, 10.0.0.3", "203.0.113.9"),  # two proxies of ours
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "unknown", "10.0.0.2"),
        ("10.0.0.2", "203.0.113.9, <script>", "10.0.0.2"),
        ("10.0.0.2", "10.0.0.4", "10.0.0.4"),
        ("10.0.0.2", "2001:db8::5", "2001:db8::5"),
        ("::ffff:10.0.0.2", "203.0.113.9", "203.0.113.9"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),  # no proxy of ours
        ("", "203.0.113.9", ""),
        ("10.0.0.2", ",".join(["1.1.1.1"] * 5000 + ["203.0.113.9"]), "203.0.113.9"),
    ],
)
def test_the_address_is_read_through_our_proxies_only(settings, peer, forwarded, address):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert client_address(request_from(peer, x_forwarded_for=forwarded)) == address


@pytest.mark.django_db
def test_a_token_is_counted_by_itself_wherever_it_comes_from():
    _token, secret = APIToken.create_token(user=make_user("Editors"), name="ERP")
    bearer = {"authorization": f"Bearer {secret}"}
    assert is_taken(request_from("198.51.100.1", **bearer), "1/minute")
    assert not is_taken(request_from("198.51.100.2", **bearer), "1/minute")
    assert is_taken(request_from("198.51.100.1"), "1/minute"), "the address without it has its own count"


@pytest.mark.django_db
def test_invented_and_revoked_tokens_are_counted_by_their_address():
    token, secret = APIToken.create_token(user=make_user("Editors"), name="ERP")
    token.revoke()
    invented = [APIToken.generate_token(), APIToken.generate_token(), "wagtail_x", secret]
    taken = [is_taken(request_from(authorization=f"Bearer {it}"), "1/minute") for it in invented]
    assert taken == [True, False, False, False]


def test_a_full_cache_forgets_counters_and_grows_no_further(settings):
    settings.CACHES = settings.CACHES | {
        "limits": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "small",
            "OPTIONS": {"MAX_ENTRIES": 50},
        }
    }
    for number in range(1000):
        assert is_taken(request_from(f"198.51.{number // 250}.{number % 250}"))
    assert len(caches["limits"]._cache) <= 50


# The delivery API -------------------------------------------------------------------------------------------


@pytest.fixture
def limited(settings, home):
    settings.API_RATE_ANONYMOUS, settings.API_RATE_TOKEN = "2/minute", "4/minute"


def test_answers_tell_what_is_left_and_then_refuse(client, limited):
    first = client.get(f"{API}pages/")
    assert first.headers["RateLimit-Policy"] == '"anonymous";q=2;w=60'
    assert first.headers["RateLimit"] == '"anonymous";r=1;t=60'
    client.head(f"{API}pages/?nonsense=1")
    refused = client.get(f"{API}pages/")
    assert refused.status_code == 429
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["type"].endswith("/too-many-requests")
    assert refused.headers["Cache-Control"] == "no-store"
    assert 1 <= int(refused.headers["Retry-After"]) <= 90
    assert refused.headers["RateLimit"].startswith('"anonymous";r=0;')
    assert "Retry-After" in refused.headers["Access-Control-Expose-Headers"]


def test_a_token_buys_rate_and_nothing_else(client, limited):
    _token, secret = APIToken.create_token(user=make_user(), name="front end")
    bearer = {"authorization": f"Bearer {secret}"}
    plain = client.get(f"{API}pages/")
    answers = [client.get(f"{API}pages/", headers=bearer) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]
    assert answers[0].content == plain.content
    assert answers[0].headers["RateLimit-Policy"] == '"token";q=4;w=60'


@pytest.mark.urls("tests.trial_api")
def test_previews_may_be_taken_out_of_the_rate(client, settings, site):
    settings.API_RATE_ANONYMOUS = "1/minute"
    assert [client.get("/trial/counted/").status_code for _ in range(2)] == [200, 429]
    assert [client.get("/trial/live-preview/").status_code for _ in range(2)] == [200, 200]
