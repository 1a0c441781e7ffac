"""Consumers read the change log each at its own pace, in one order, and miss nothing."""

import threading
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

import pytest
import time_machine

from delivery import log, relay
from delivery.models import Change, Consumer, Undelivered
from delivery.reading import MOST_TRIES

GOOD, BAD = "tests.test_change_relay.good", "tests.test_change_relay.bad"
Kind = Change.Kind
heard: list[int] = []
poison: set[int] = set()
taken: list[int] = []


def good(changes):
    heard.extend(change.page_id for change in changes)


def bad(changes):
    """Takes what it may, and fails with what is poison, after writing something."""
    for change in changes:
        if change.page_id in poison:
            Change.objects.create(kind=Kind.SETTINGS, page_type="half done")
            raise ValueError(f"cannot take {change.page_id}")
    taken.extend(change.page_id for change in changes)


@pytest.fixture(autouse=True)
def consumers(settings):
    settings.CHANGE_CONSUMERS = [BAD, GOOD]
    for memory in (heard, poison, taken):
        memory.clear()


def write(*numbers):
    with transaction.atomic():
        log.record_all(Change(kind=Kind.UPSERT, page_id=number) for number in numbers)


def later(minutes):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


def test_a_failing_consumer_holds_up_neither_the_writer_nor_the_others(db, caplog):
    poison.add(2)
    write(1, 2, 3)
    relay.sweep()
    assert heard == [1, 2, 3]
    assert taken == [1]
    assert "cannot take 2" in caplog.text
    consumer = Consumer.objects.get(name=BAD)
    assert (consumer.failures, consumer.error) == (1, "ValueError: cannot take 2")
    assert not Change.objects.filter(page_type="half done").exists()


@pytest.mark.django_db(transaction=True)
def test_publishing_goes_on_where_a_consumer_is_not_even_there(settings, caplog):
    settings.CHANGE_CONSUMERS = ["nowhere.consume", GOOD]
    write(1)
    assert heard == [1]
    assert "nowhere" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_publishing_goes_on_where_the_relay_itself_fails(monkeypatch, caplog):
    monkeypatch.setattr(relay, "_give_positions", lambda: 1 / 0)
    write(1)
    assert "Changes could not be relayed" in caplog.text
    monkeypatch.undo()
    relay.sweep()
    assert heard == [1]


def test_it_is_tried_again_later_and_later_each_time(db):
    poison.add(1)
    write(1, 2)
    relay.sweep()
    poison.clear()
    relay.sweep()
    assert taken == []
    with later(1):
        relay.sweep()
    assert taken == [1, 2]
    assert Consumer.objects.get(name=BAD).failures == 0


def test_what_it_can_never_take_is_set_aside_and_holds_up_nothing(db):
    poison.add(1)
    write(1, 2)
    for hour in range(MOST_TRIES):
        assert taken == []
        with later(60 * hour):
            relay.sweep()
    assert taken == [2]
    assert heard == [1, 2]
    row = Undelivered.objects.get()
    assert (row.change.page_id, row.consumer.name) == (1, BAD)
    assert relay.retry_undelivered() == 0
    poison.clear()
    assert relay.retry_undelivered() == 1
    assert taken == [2, 1]
    assert not Undelivered.objects.exists()


def test_a_consumer_that_is_new_reads_everything_that_is_kept(db, settings):
    settings.CHANGE_CONSUMERS = [BAD]
    write(1, 2)
    relay.sweep()
    settings.CHANGE_CONSUMERS = [BAD, GOOD]
    write(3)
    relay.sweep()
    assert heard == [1, 2, 3]
    assert taken == [1, 2, 3]


def test_more_than_a_batch_is_relayed_in_order(db, monkeypatch):
    monkeypatch.setattr(relay, "BATCH", 3)
    write(*range(10))
    assert relay.sweep() == 10
    assert heard == taken == list(range(10))
    assert list(Change.objects.order_by("id").values_list("position", flat=True)) == list(range(1, 11))


def test_changes_are_forgotten_when_they_are_old_and_every_consumer_has_them(db, settings):
    settings.CHANGES_KEPT = 90
    write(1, 2)
    relay.sweep()
    poison.add(3)
    write(3, 4)
    relay.sweep()
    assert relay.prune() == 0
    with later(60 * 24 * 91):
        assert relay.prune() == 2
        assert set(Change.objects.values_list("page_id", flat=True)) == {3, 4}
        poison.clear()
        relay.sweep()
        write(5)
        assert relay.prune() == 1
        assert set(Change.objects.values_list("page_id", flat=True)) == {4, 5}
        relay.sweep()
    assert Change.objects.get(page_id=5).position == 5


def test_what_was_set_aside_is_kept_until_it_is_taken(db, settings):
    settings.CHANGE_CONSUMERS = [GOOD]
    write(1, 2)
    relay.sweep()
    consumer = Consumer.objects.get()
    Undelivered.objects.create(change=Change.objects.get(page_id=1), consumer=consumer, error="x")
    with later(60 * 24 * 91):
        assert relay.prune() == 0


@pytest.mark.postgres  # SQLite has one writer at a time
@pytest.mark.django_db(transaction=True)
def test_a_row_that_commits_late_is_read_late_and_not_passed_over(settings):
    settings.CHANGE_CONSUMERS = [GOOD]
    written, go_on = threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                log.record(Kind.UPSERT, page_id=1)
                written.set()
                assert go_on.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(30)
    write(2)
    assert heard == [2]
    first, second = Change.objects.get(page_id=2), Consumer.objects.get(name=GOOD)
    assert (first.position, second.position) == (1, 1)
    go_on.set()
    thread.join(30)
    assert heard == [2, 1]
    late = Change.objects.get(page_id=1)
    assert late.pk < first.pk
    assert late.position == 2


@pytest.mark.postgres  # SQLite has one writer at a time
@pytest.mark.django_db(transaction=True)
def test_many_relays_at_once_leave_no_gap_and_hand_nothing_over_twice(settings):
    settings.CHANGE_CONSUMERS = [GOOD]

    def work(start):
        try:
            for number in range(start, start + 10):
                write(number)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[start]) for start in range(0, 60, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    relay.sweep()
    assert sorted(heard) == list(range(60))
    positions = Change.objects.order_by("position").values_list("position", "page_id")
    assert [position for position, _page in positions] == list(range(1, 61))
    assert heard == [page for _position, page in positions]
