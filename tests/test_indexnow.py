"""IndexNow: what changed is told once, in time, whatever the endpoint does; and nobody who publishes waits for it."""

import json
import re
import socket
from datetime import UTC, datetime, timedelta
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from wagtail.models import Site

import pytest
import time_machine

from cms.models import Page
from cms.pushed import PushedPages
from delivery import log, relay
from delivery.indexnow import queue, sending
from delivery.indexnow.models import Batch, IndexNow, QueuedAddress
from delivery.models import Change
from delivery.outbound import readable
from tests.endpoints import endpoint
from tests.make import make_category, make_content, make_product

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
Kind = Change.Kind


@pytest.fixture(autouse=True)
def _public(settings):
    settings.INDEXABLE = True


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


@pytest.fixture
def fake():
    with endpoint(200) as served:
        yield served


@pytest.fixture
def setting(site, fake) -> IndexNow:
    return IndexNow.objects.create(site=site, enabled=True, endpoint=fake.url)


def url_of(path: str, host: str = "shop.example") -> str:
    return f"https://{host}{path}"


def change(
    *paths: str, kind: str = Kind.UPSERT, old: tuple[str, ...] = (), page_id: int | None = None
) -> None:
    """One row of the change log, relayed."""
    row = Change(kind=kind, page_id=page_id, urls=[*map(url_of, paths)], old_urls=[*map(url_of, old)])
    queue.consume([row])


def waiting() -> list[str]:
    return sorted(QueuedAddress.objects.exclude(due_at=None).values_list("url", flat=True))


# What is told --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", [Kind.UPSERT, Kind.DELETE, Kind.UNPUBLISH, Kind.MOVE, Kind.REDIRECT, Kind.OFFER]
)
def test_addresses_now_and_before_are_queued(kind, setting):
    change("/new/", kind=kind, old=("/old/",))
    assert waiting() == [url_of("/new/"), url_of("/old/")]


@pytest.mark.parametrize("kind", [Kind.SETTINGS, Kind.MENU, Kind.TRANSLATION])
def test_what_touches_every_page_is_not_told(kind, setting):
    change("/new/", kind=kind)
    assert waiting() == []


@pytest.fixture
def _nothing_to_relay(home, monkeypatch):
    """What the fixtures changed has asked for the relay already, in a transaction that is never committed."""
    relay.sweep()
    QueuedAddress.objects.all().delete()
    monkeypatch.setattr(connection, "run_on_commit", [])


@pytest.mark.usefixtures("_nothing_to_relay")
def test_the_change_log_leads_here(setting, home, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        log.record(Kind.UPSERT, site_id=setting.site_id, urls=[url_of("/fog/")])
    assert url_of("/fog/") in waiting()


def test_addresses_of_other_hosts_are_not_told(setting):
    queue.consume(
        [
            Change(kind=Kind.UPSERT, urls=[url_of("/a/", "evil.example"), "http://shop.example/b/"]),
            Change(
                kind=Kind.UPSERT, urls=["https://shop.example.evil.example/", "https://shop.example:8443/"]
            ),
        ]
    )
    assert not QueuedAddress.objects.exists()


def test_each_site_is_told_of_by_its_own_key(setting, home, fake):
    root = Page.objects.get(depth=1)
    second = Site.objects.create(hostname="second.example", port=443, root_page=make_content(root))
    other = IndexNow.objects.create(site=second, enabled=True, endpoint=fake.url)
    queue.consume([Change(kind=Kind.UPSERT, urls=[url_of("/a/"), url_of("/a/", "second.example")])])
    sending.send_due()
    said = [json.loads(call["body"]) for call in fake.calls]
    assert {(each["host"], each["key"], *each["urlList"]) for each in said} == {
        ("shop.example", setting.key, url_of("/a/")),
        ("second.example", other.key, url_of("/a/", "second.example")),
    }
    assert {each["keyLocation"] for each in said} == {setting.key_url, other.key_url}


def test_nothing_is_queued_or_sent_outside_an_indexable_site(setting, settings, fake):
    change("/before/")
    settings.INDEXABLE = False
    change("/new/")
    assert waiting() == [url_of("/before/")]
    assert (sending.send_due(), fake.calls) == (0, [])


def test_nothing_is_queued_or_sent_where_it_is_switched_off(setting, fake):
    change("/before/")
    IndexNow.objects.update(enabled=False)
    change("/new/")
    assert waiting() == [url_of("/before/")]
    assert (sending.send_due(), fake.calls) == (0, [])


def test_a_hidden_page_is_told_only_to_whom_it_was_told_before(setting, home, clock):
    page = make_content(home, slug="quiet", noindex=True)
    change("/quiet/", page_id=page.pk)
    assert waiting() == []
    Page.objects.filter(pk=page.pk).update(noindex=False)
    change("/quiet/", page_id=page.pk)
    sending.send_due()
    Page.objects.filter(pk=page.pk).update(noindex=True)
    change("/quiet/", page_id=page.pk)
    assert waiting() == [url_of("/quiet/")]


def test_a_page_that_is_gone_is_told(setting, home):
    page = make_content(home)
    page.unpublish()
    change(kind=Kind.UNPUBLISH, old=("/gone/",), page_id=page.pk)
    change(kind=Kind.DELETE, old=("/deleted/",), page_id=987_654)
    assert waiting() == [url_of("/deleted/"), url_of("/gone/")]


def test_the_whole_site_is_what_search_engines_may_list(home):
    shelf = make_category(home)
    pages = [home, shelf, make_product(shelf), make_content(home, slug="öl")]
    make_content(home, noindex=True)
    make_content(home, live=False)
    assert sorted(PushedPages().addresses(home.get_site())) == sorted(page.full_url for page in pages)


# What the endpoint gets ------------------------------------------------------------------------------------


def test_a_call_is_what_the_protocol_asks_for(setting, fake):
    change("/b/", "/a/")
    assert sending.send_due() == 2
    [call] = fake.calls
    assert (call["method"], call["path"]) == ("POST", "/indexnow")
    assert call["headers"]["Content-Type"] == "application/json; charset=utf-8"
    said = json.loads(call["body"])
    assert said.pop("urlList") == [url_of("/b/"), url_of("/a/")]
    assert said == {"host": "shop.example", "key": setting.key, "keyLocation": url_of(f"/{setting.key}.txt")}
    assert waiting() == []
    assert QueuedAddress.objects.filter(outcome="told").count() == 2


def test_no_call_has_more_addresses_than_allowed(setting, fake, monkeypatch):
    monkeypatch.setattr(sending, "MOST_ADDRESSES", 3)
    queue.ask(setting.site_id, [url_of(f"/{number}/") for number in range(7)])
    assert sending.send_due() == 7
    assert [len(batch) for batch in fake.batches] == [3, 3, 1]
    assert len({url for batch in fake.batches for url in batch}) == 7
    assert sending.MOST_ADDRESSES <= 10_000


def sent_times(fake, clock, minutes: int) -> list[int]:
    """In which minutes from now an address was sent, one round of the worker a minute."""
    times = []
    for minute in range(minutes):
        before = len(fake.calls)
        sending.send_due()
        times += [minute] * (len(fake.calls) - before)
        clock.shift(MINUTE)
    return times


def test_an_address_is_never_sent_twice_within_five_minutes(setting, fake, clock):
    times = []
    for minute in range(13):
        change("/busy/")
        before = len(fake.calls)
        sending.send_due()
        times += [minute] * (len(fake.calls) - before)
        clock.shift(MINUTE)
    assert times == [0, 5, 10]
    assert sent_times(fake, clock, 10) == [2]  # the last change is not forgotten


def test_a_change_while_the_address_is_on_the_way_is_told_later(setting, fake, clock, monkeypatch):
    tell = sending._tell

    def meanwhile(*args):
        verdict = tell(*args)
        change("/busy/")
        return verdict

    change("/busy/")
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_tell", meanwhile)
        sending.send_due()
    assert sent_times(fake, clock, 8) == [5]


# When it goes wrong ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", ["hang", "drip", "garbage", 500, 503, 429, (503, {"Retry-After": "nonsense"})]
)
def test_an_endpoint_that_fails_is_tried_again_later_and_nothing_is_lost(
    answer, setting, clock, site, monkeypatch
):
    monkeypatch.setattr("delivery.outbound.STEP_SECONDS", 0.2)
    monkeypatch.setattr(sending, "DEADLINE_SECONDS", 0.4)
    with endpoint(answer, answer, 200) as fake:
        IndexNow.objects.update(endpoint=fake.url)
        change("/a/")
        assert sending.send_due() == 0
        change("/a/")
        change("/b/")
        times = sent_times(fake, clock, 40)
        both = [url_of("/a/"), url_of("/b/")]
        assert [sorted(batch) for batch in fake.batches] == [[url_of("/a/")], both, both]
    first, second = times
    assert 5 <= first <= 7
    assert second - first >= 10  # twice as long
    assert waiting() == []
    setting.refresh_from_db()
    assert (setting.failures, setting.paused_until) == (0, None)


def test_what_an_endpoint_says_is_one_readable_line():
    assert readable("\x00\x01 no\r\n  http\u202e") == "no http"


def test_nobody_listening_is_a_failure_like_any_other(setting, clock):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        IndexNow.objects.update(endpoint=f"http://127.0.0.1:{unused.getsockname()[1]}/")
        change("/a/")
        assert sending.send_due() == 0
    assert waiting() == [url_of("/a/")]
    assert Batch.objects.get().status is None


@pytest.mark.parametrize("asked_for", ["1800", "Fri, 20 Nov 2026 09:30:00 GMT"])
def test_an_endpoint_that_asks_for_patience_gets_it(asked_for, setting, clock):
    with endpoint((429, {"Retry-After": asked_for}), 200) as fake:
        IndexNow.objects.update(endpoint=fake.url)
        change("/a/")
        sending.send_due()
        change("/b/")  # never sent yet, and held back all the same
        assert sent_times(fake, clock, 60) == [30]
    assert waiting() == []


def test_patience_has_an_end(setting, clock):
    with endpoint((429, {"Retry-After": "999999999"}), 200) as fake:
        IndexNow.objects.update(endpoint=fake.url)
        change("/a/")
        sending.send_due()
        clock.shift(timedelta(hours=24))
        assert sending.send_due() == 1


def test_waiting_grows_to_six_hours_and_no_further():
    pauses = [sending._pause(failures) for failures in range(60)]
    assert 5 * MINUTE <= pauses[0] <= 6 * MINUTE
    assert all(pause >= 5 * MINUTE for pause in pauses)
    assert max(pauses) <= timedelta(hours=6) * 1.2
    assert min(pauses[10:]) >= timedelta(hours=6)


@pytest.mark.parametrize(
    ("answer", "words"),
    [(400, "not understood"), (403, "key not valid"), (422, "another host"), (404, "So says the endpoint")],
)
def test_what_blames_us_is_kept_for_people_to_read_and_not_repeated(answer, words, setting, clock):
    with endpoint(answer) as fake:
        IndexNow.objects.update(endpoint=fake.url)
        change("/a/", "/b/")
        sending.send_due()
        assert sent_times(fake, clock, 20) == []
    rows = QueuedAddress.objects.filter(outcome="refused", due_at=None)
    assert rows.count() == 2
    assert all(words in row.answer and row.answer.startswith(str(answer)) for row in rows)
    assert Batch.objects.get().status == answer


def test_a_redirect_of_the_endpoint_is_not_followed(setting, fake):
    with endpoint((307, {"Location": fake.url})) as moved:
        IndexNow.objects.update(endpoint=moved.url)
        change("/a/")
        sending.send_due()
        assert (len(moved.calls), fake.calls) == (1, [])
    assert fake.url in QueuedAddress.objects.get().answer


def test_who_dies_between_sending_and_writing_down_costs_one_repeat_after_five_minutes(
    setting, fake, clock, monkeypatch
):
    class KilledError(BaseException):
        pass

    def die(*args):
        raise KilledError

    change("/a/")
    with monkeypatch.context() as patched:
        patched.setattr(sending, "_write_down", die)
        with pytest.raises(KilledError):
            sending.send_due()
    assert fake.batches == [[url_of("/a/")]]
    change("/a/")
    assert sent_times(fake, clock, 20) == [6]


def test_two_workers_share_what_is_due(setting, fake, monkeypatch):
    monkeypatch.setattr(sending, "MOST_ADDRESSES", 2)
    queue.ask(setting.site_id, [url_of(f"/{number}/") for number in range(4)])
    first, second, third = (sending._claim(setting) for _worker in range(3))
    assert sorted([*first.urls, *second.urls]) == [url_of(f"/{number}/") for number in range(4)]
    assert not third.urls


def test_a_worker_that_slept_does_not_write_over_another(setting, fake, clock):
    change("/a/")
    slow = sending._claim(setting)
    clock.shift(sending.HELD + MINUTE)
    quick = sending._claim(setting)
    assert quick.urls == slow.urls
    sending._write_down(setting, slow, sending.Verdict(QueuedAddress.Outcome.REFUSED, "late"))
    row = QueuedAddress.objects.get()
    assert (row.outcome, row.claim) == ("", quick.name)


# Publishing does not wait ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_nothing_to_relay")
def test_publishing_opens_no_connection_whatever_runs_the_tasks(
    setting, home, fake, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*args, **kwargs):
        raise AssertionError("Publishing called an endpoint.")

    monkeypatch.setattr(sending, "call", refuse)
    monkeypatch.setattr("delivery.outbound.HTTPConnection.connect", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            log.record(Kind.UPSERT, site_id=setting.site_id, urls=[url_of("/fog/")])
        page = make_content(home)
        page.title = "Another"
        page.save_revision().publish()
        page.unpublish()
        page.delete()
    assert fake.calls == []
    assert url_of("/fog/") in waiting()


def test_only_the_worker_sends(setting, fake, settings, tmp_path):
    settings.WORKER_HEARTBEAT = str(tmp_path / "heartbeat")
    change("/a/")
    call_command("run_worker", "--once", stdout=StringIO())
    assert fake.batches == [[url_of("/a/")]]


# The key -----------------------------------------------------------------------------------------------------


def test_a_key_has_the_alphabet_of_the_protocol():
    keys = {IndexNow().key for _ in range(50)}
    assert len(keys) == 50
    assert all(re.fullmatch(r"[A-Za-z0-9-]{8,128}", key) for key in keys)


@pytest.mark.parametrize(
    "key", ["short", "a" * 129, "with_underscore", "ends-with=", "ünicode-key", "line-break\n"]
)
def test_a_key_of_another_alphabet_is_refused(key, setting):
    setting.key = key
    with pytest.raises(ValidationError):
        setting.clean_fields()


def test_the_key_file_is_the_key_and_nothing_else(setting, home, client):
    answer = client.get(f"/{setting.key}.txt")
    assert answer.content == setting.key.encode()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    for other in (f"{setting.key}x", setting.key.upper(), setting.key[:-1], "a" * 32):
        assert client.get(f"/{other}.txt").status_code == 404, other
    IndexNow.objects.update(enabled=False)
    assert client.get(f"/{setting.key}.txt").status_code == 404


def test_another_site_does_not_serve_the_key(setting, home, client, settings):
    settings.ALLOWED_HOSTS = ["shop.example", "second.example"]
    Site.objects.create(
        hostname="second.example", port=443, root_page=make_content(Page.objects.get(depth=1))
    )
    assert client.get(f"/{setting.key}.txt", headers={"host": "second.example"}).status_code == 404


def test_a_new_key_leaves_no_gap(setting, home, client, clock):
    keys = [setting.key]
    for _ in range(2):
        setting.rotate()
        keys.append(setting.key)
    assert [client.get(f"/{key}.txt").status_code for key in keys] == [200, 200, 200]
    clock.shift(timedelta(days=8))
    assert [client.get(f"/{key}.txt").status_code for key in keys] == [404, 404, 200]
    setting.rotate()
    assert len(setting.old_keys) == 1


def test_the_key_is_nowhere_in_the_public_api(setting, home, client):
    for path in ("/api/v1/resolve/?path=/", "/api/v1/head/?path=/", "/api/v1/pages/", "/api/v1/openapi.json"):
        assert setting.key not in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("https://api.indexnow.org/indexnow", True),
        ("http://127.0.0.1:9/x", True),
        ("http://api.indexnow.org/indexnow", False),
        ("http://localhost.evil.example/", False),
        ("https://user:word@api.indexnow.org/", False),
    ],
)
def test_an_endpoint_is_https_or_on_this_machine(address, fits, setting):
    setting.endpoint = address
    if fits:
        setting.clean()
    else:
        with pytest.raises(ValidationError) as refused:
            setting.clean()
        assert set(refused.value.message_dict) == {"endpoint"}


# What is kept ------------------------------------------------------------------------------------------------


def test_history_is_bounded(setting, fake, clock, monkeypatch):
    monkeypatch.setattr(Batch, "KEPT", 3)
    for number in range(6):
        change(f"/{number}/")
        sending.send_due()
        clock.shift(MINUTE)
    assert Batch.objects.count() == 3
    change("/waits/")
    IndexNow.objects.update(paused_until=timezone.now() + timedelta(days=60))
    clock.shift(timedelta(days=31))
    sending.send_due()
    assert list(QueuedAddress.objects.values_list("url", flat=True)) == [url_of("/waits/")]


def test_asking_twice_costs_one_row_and_few_queries(setting, django_assert_max_num_queries):
    urls = [url_of(f"/{number}/") for number in range(1_200)]
    with django_assert_max_num_queries(14):
        queue.ask(setting.site_id, urls)
    queue.ask(setting.site_id, urls)
    assert QueuedAddress.objects.count() == 1_200
