"""Telling receivers: signed, once at a time, again and again while they fail, and no longer than that."""

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import new as hmac
from itertools import pairwise
from threading import Barrier, Thread

from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

import pytest
import time_machine

from delivery import outbound
from delivery.models import Change, Delivery, Webhook
from delivery.webhooks import sending
from delivery.webhooks.signing import secret_of, signature
from tests.endpoints import endpoint
from tests.people import make_user
from tests.webhooks import bodies, ids, make_change, make_webhook, send, tell, waiting

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 20, 9, tzinfo=UTC)
Kind = Change.Kind


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as travelling:
        yield travelling


@pytest.fixture(autouse=True)
def _here(settings):
    """Receivers stand on this machine, which nothing but this setting allows."""
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]


@pytest.fixture(autouse=True)
def _even(monkeypatch):
    """Pauses without chance in them."""
    monkeypatch.setattr(sending.random, "random", lambda: 0.0)


@pytest.fixture
def fake():
    with endpoint(200) as served:
        yield served


# What a receiver gets --------------------------------------------------------------------------------------


def test_a_signature_is_that_of_the_standard():
    """The example of Standard Webhooks' own libraries."""
    made = signature(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def signed_by(call, secret: str) -> bool:
    """Whether one of the signatures is this secret's, made with nothing but the standard library."""
    headers = call["headers"]
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{call['body']}".encode()
    mac = b64encode(hmac(b64decode(secret.removeprefix("whsec_")), text, sha256).digest()).decode()
    return f"v1,{mac}" in headers["webhook-signature"].split()


def test_a_call_is_what_the_standard_asks_for(fake, clock):
    webhook = make_webhook(fake.url)
    [delivery] = tell(make_change())
    assert send(clock) == 1
    [call] = fake.calls
    assert (call["method"], call["headers"]["Content-Type"]) == ("POST", "application/json")
    assert call["headers"]["webhook-id"] == delivery.uid == json.loads(call["body"])["id"]
    assert int(call["headers"]["webhook-timestamp"]) == int(START.timestamp()) + 3
    assert signed_by(call, webhook.secret)
    assert not signed_by(call, make_webhook().secret)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.status, delivery.attempts) == ("delivered", 200, 1)
    assert send(clock) == 0


def test_nothing_is_sent_before_the_time_to_collect_is_over(fake, clock):
    make_webhook(fake.url)
    tell(make_change())
    assert send(clock, 1) == 0
    tell(make_change())
    assert send(clock, 1) == 1
    assert len(bodies(fake)[0]["changes"]) == 2


def test_two_secrets_sign_while_they_are_changed(fake, clock):
    webhook = make_webhook(fake.url)
    old = webhook.secret
    new = webhook.rotate()
    assert new != old
    tell(make_change())
    send(clock)
    assert len(fake.calls[0]["headers"]["webhook-signature"].split()) == 2
    assert signed_by(fake.calls[0], old)
    assert signed_by(fake.calls[0], new)
    clock.shift(timedelta(hours=24))
    tell(make_change())
    send(clock)
    assert signed_by(fake.calls[1], new)
    assert not signed_by(fake.calls[1], old)


def test_a_secret_outlives_a_change_of_the_key_while_the_old_key_is_kept(fake, clock, settings):
    webhook = make_webhook(fake.url)
    old = webhook.secret
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    tell(make_change())
    send(clock)
    assert signed_by(fake.calls[0], old)
    assert signed_by(fake.calls[0], webhook.secret)


def test_no_row_holds_a_secret(fake):
    webhook = make_webhook(fake.url)
    row = Webhook.objects.filter(pk=webhook.pk).values().get()
    assert webhook.secret not in map(str, row.values())
    assert secret_of(webhook.salt, "another key") != webhook.secret


# When it goes wrong ----------------------------------------------------------------------------------------


def tried(fake, clock, seconds: int, step: int) -> list[int]:
    """How many seconds from now a call came, one round of the worker every `step` seconds."""
    times = []
    for second in range(0, seconds, step):
        before = len(fake.calls)
        sending.send_due()
        times += [second] * (len(fake.calls) - before)
        clock.shift(step)
    return times


@pytest.mark.parametrize(
    "answer", ["hang", "drip", "garbage", 500, 503, 429, 408, 400, 404, (429, {"Retry-After": "x"})]
)
def test_a_receiver_that_fails_hears_it_again_under_the_same_id_and_nothing_is_lost(
    answer, clock, monkeypatch
):
    monkeypatch.setattr(outbound, "STEP_SECONDS", 0.2)
    monkeypatch.setattr(sending, "DEADLINE_SECONDS", 0.4)
    with endpoint(answer, answer, 200) as fake:
        webhook = make_webhook(fake.url)
        tell(make_change())
        clock.shift(2)
        assert tried(fake, clock, 90, 5) == [0, 10, 70]
        assert len(set(ids(fake))) == 1
        assert len({call["body"] for call in fake.calls}) == 1
    webhook.refresh_from_db()
    assert (Delivery.objects.get().state, webhook.failing_since, webhook.failures) == ("delivered", None, 0)


def test_tries_end_after_seven_and_the_delivery_is_kept(clock):
    with endpoint(500) as fake:
        make_webhook(fake.url)
        [delivery] = tell(make_change())
        clock.shift(2)
        times = tried(fake, clock, 36 * 3600, 60)
        assert len(times) == 7
        gaps = [round((after - before) / 60) for before, after in pairwise(times)]
        assert gaps == [1, 1, 10, 60, 360, 1440]  # the first after ten seconds, seen once a minute
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts, delivery.next_at) == ("failed", 7, None)
        delivery.redeliver()
        fake.answers[:] = [200]
        assert sending.send_due() == 1
        assert len(set(ids(fake))) == 1


def test_pauses_have_chance_in_them(monkeypatch):
    monkeypatch.undo()
    assert len({sending._jittered(sending.WAITS[1]) for _ in range(20)}) > 1
    assert all(
        sending.WAITS[1] <= sending._jittered(sending.WAITS[1]) <= sending.WAITS[1] * 1.2 for _ in range(99)
    )


@pytest.mark.parametrize("asked_for", ["1800", "Fri, 20 Nov 2026 09:30:03 GMT"])
def test_a_receiver_that_asks_for_patience_gets_it(asked_for, clock):
    with endpoint((429, {"Retry-After": asked_for}), 200) as fake:
        make_webhook(fake.url)
        tell(make_change())
        send(clock)
        tell(make_change(page_id=8))  # never sent yet, and held back all the same
        times = tried(fake, clock, 3600, 60)
        assert times == [1800, 1800]


def test_patience_has_an_end(clock):
    with endpoint((503, {"Retry-After": "999999999"}), 200) as fake:
        make_webhook(fake.url)
        tell(make_change())
        send(clock)
        clock.shift(timedelta(hours=24))
        assert sending.send_due() == 1


def test_a_receiver_that_is_gone_hears_nothing_more(clock):
    make_user(is_superuser=True)
    make_user("Editors")
    with endpoint(410) as fake:
        webhook = make_webhook(fake.url)
        tell(make_change(page_id=7), make_change(page_id=8))
        send(clock)
        assert tried(fake, clock, 3600, 600) == []
        tell(make_change())
        assert len(fake.calls) == 1
    webhook.refresh_from_db()
    assert (webhook.active, "410 Gone" in webhook.notice) == (False, True)
    assert [len(message.to) for message in mail.outbox] == [1]
    assert "stopped" in mail.outbox[0].subject
    assert webhook.url in mail.outbox[0].body


def test_after_three_days_of_failures_a_receiver_is_paused_and_people_are_told(clock):
    make_user(is_superuser=True)
    with endpoint(500) as fake:
        webhook = make_webhook(fake.url)
        for _day in range(4):
            tell(make_change())
            tried(fake, clock, 86_400, 7_200)
            webhook.refresh_from_db()
        assert webhook.paused_at is not None
        assert webhook.active
        assert len(mail.outbox) == 1
        before, waits = len(fake.calls), len(waiting())
        tell(make_change(page_id=9))
        assert tried(fake, clock, 86_400, 7_200) == []
        assert (len(fake.calls), len(waiting())) == (before, waits + 1)
        fake.answers[:] = [200]
        webhook.resume()
        assert sending.send_due() == waits + 1
        assert waiting() == []


def test_a_success_ends_the_days_of_failure(clock):
    with endpoint(500) as fake:
        webhook = make_webhook(fake.url)
        tell(make_change())
        tried(fake, clock, 2 * 86_400, 7_200)
        fake.answers[:] = [200]
        tell(make_change(page_id=8))
        send(clock)
        fake.answers[:] = [500]
        tell(make_change(page_id=9))
        tried(fake, clock, 2 * 86_400, 7_200)
    webhook.refresh_from_db()
    assert (webhook.paused_at, webhook.failures > 0) == (None, True)


def test_a_test_is_sent_whether_paused_or_not(fake, clock):
    webhook = make_webhook(fake.url, active=False)
    webhook.test()
    assert sending.send_due() == 1
    [body] = bodies(fake)
    assert (body["type"], body["urls"]) == ("webhook.test", [])


def test_a_redirect_is_not_followed(fake, clock, settings):
    with endpoint((307, {"Location": fake.url})) as moved:
        make_webhook(moved.url)
        tell(make_change())
        send(clock)
        assert (len(moved.calls), fake.calls) == (1, [])
    [delivery] = waiting()
    assert fake.url in delivery.answer
    assert delivery.status == 307


def test_what_a_receiver_says_is_clipped_and_cleaned(clock):
    with endpoint((500, {"X-Long": "x" * 5000})) as fake:
        make_webhook(fake.url)
        tell(make_change())
        send(clock)
    [delivery] = waiting()
    assert delivery.answer == "500 So says the endpoint."
    assert delivery.duration is not None


# Who may be called -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://hooks.example/", "https://"),
        ("ftp://hooks.example/", "https://"),
        ("https://user:secret@93.184.216.34/", "user name"),
        ("https://10.0.0.1/", "public Internet"),
        ("https://[::ffff:10.0.0.1]/", "public Internet"),
        ("https://169.254.169.254/latest/meta-data/", "public Internet"),
        ("https://2130706433/", "public Internet"),
        ("https://93.184.216.34:99999/", "no address"),
        ("https:///path", "no address"),
        ("https://[::1/", "no address"),
        ("https://93.184.216.34/#part", "fragment"),
        ("https://93.184.216.34/a b", "ASCII"),
        ("https://93.184.216.34/\r\nX: y", "ASCII"),
        ("https://bücher.example/", "ASCII"),
    ],
)
def test_an_address_nothing_may_be_sent_to_is_refused_when_it_is_saved(url, words):
    with pytest.raises(ValidationError, match=words):
        Webhook(name="x", url=url).full_clean()


def test_a_public_address_and_one_of_ours_are_taken():
    Webhook(name="x", url="https://93.184.216.34/hook?a=b").full_clean()
    Webhook(name="x", url="http://127.0.0.1:4321/hook").full_clean()


def test_an_address_that_became_private_is_not_called(fake, clock, settings):
    """Saved while it was allowed, or while its name led elsewhere."""
    make_webhook(fake.url.replace("http://", "https://"))
    make_webhook(fake.url)
    settings.WEBHOOK_PRIVATE_HOSTS = []
    tell(make_change())
    assert send(clock) == 0
    assert fake.calls == []
    assert {delivery.answer.split(":")[0] for delivery in waiting()} == {"not sent"}


# Many receivers, several workers -------------------------------------------------------------------------------


def test_a_receiver_that_hangs_holds_up_no_other(clock, monkeypatch):
    monkeypatch.setattr(outbound, "STEP_SECONDS", 0.3)
    monkeypatch.setattr(sending, "DEADLINE_SECONDS", 0.3)
    with endpoint("hang") as slow, endpoint(200) as quick:
        make_webhook(slow.url)
        make_webhook(quick.url)
        tell(*(make_change(page_id=number) for number in range(5)))
        assert send(clock) == 5
        assert len(quick.calls) == 5
        assert len(slow.calls) == 5  # each once, one after another


def test_what_becomes_due_while_a_receiver_hangs_is_sent_meanwhile(clock, monkeypatch):
    monkeypatch.setattr(outbound, "STEP_SECONDS", 2.0)
    monkeypatch.setattr(sending, "DEADLINE_SECONDS", 2.0)
    monkeypatch.setattr(sending, "LOOKS_EVERY", 0.05)
    real, came_while = sending.wait, []
    with endpoint("hang") as slow, endpoint(200) as quick:
        make_webhook(slow.url)
        later = make_webhook(quick.url, events=["webhook.test"])

        def meanwhile(on_the_way, *options):
            came_while.append(
                len(quick.calls) if slow.url in {call.url for call in on_the_way.values()} else 0
            )
            if len(came_while) == 1:
                later.test()
            return real(on_the_way, *options)

        monkeypatch.setattr(sending, "wait", meanwhile)
        tell(make_change())
        send(clock)
        assert max(came_while) == 1


def test_a_receiver_hears_things_in_their_order(fake, clock):
    make_webhook(fake.url)
    tell(*(make_change(page_id=number) for number in range(1, 12)))
    send(clock)
    assert [body["object"]["id"] for body in bodies(fake)] == list(range(1, 12))


def test_what_one_worker_holds_no_other_takes_until_it_is_lost(fake, clock):
    make_webhook(fake.url)
    tell(make_change())
    clock.shift(3)
    [call] = sending._claim(5, [])
    assert sending._claim(5, []) == []
    assert sending.send_due() == 0
    clock.shift(sending.HELD)
    assert sending.send_due() == 1
    # The first one wakes up again: what it knows is old.
    assert sending._write_down(call, sending.Outcome(None, "no answer", 1)) is None
    assert Delivery.objects.get().state == "delivered"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_the_same_moment_send_each_delivery_once(fake):
    for number in range(4):
        make_webhook(fake.url, name=str(number))
    tell(*(make_change(page_id=number) for number in range(5)))
    Delivery.objects.update(next_at=START)
    start = Barrier(3)

    def work() -> None:
        start.wait()
        sending.send_due()
        connection.close()

    workers = [Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sending.send_due()
    assert len(fake.calls) == 20
    assert len(set(ids(fake))) == 20


def test_a_webhook_deleted_meanwhile_is_no_failure(fake, clock):
    webhook = make_webhook(fake.url)
    tell(make_change())
    clock.shift(3)
    [call] = sending._claim(1, [])
    webhook.delete()
    assert sending._write_down(call, sending.Outcome(200, "200", 1)) is None


def test_deliveries_are_forgotten_after_a_month(fake, clock):
    make_webhook(fake.url)
    tell(make_change())
    clock.shift(timedelta(days=31))
    tell(make_change(page_id=8))
    assert sending.forget_old() == 1
    assert len(waiting()) == 1
