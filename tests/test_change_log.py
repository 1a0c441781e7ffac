"""Writing the change log, and relaying it in order."""

from django.db import transaction
from django.db.transaction import TransactionManagementError

import pytest

from delivery import log, relay
from delivery.models import Change

Kind = Change.Kind
HEARD: list[list[int]] = []


def hear(changes):
    HEARD.append([change.position for change in changes])


@pytest.fixture
def consumer(settings):
    HEARD.clear()
    settings.CHANGE_CONSUMERS = ["tests.test_change_log.hear"]
    return HEARD


@pytest.mark.django_db(transaction=True)
def test_a_change_is_refused_outside_a_transaction():
    with pytest.raises(TransactionManagementError):
        log.record(Kind.SETTINGS)
    with pytest.raises(TransactionManagementError):
        log.record_all([Change(kind=Kind.SETTINGS)])
    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_in_the_log():
    with transaction.atomic():
        log.record(Kind.SETTINGS)
        transaction.set_rollback(True)
    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_changes_of_one_transaction_are_relayed_once_after_the_commit(consumer):
    with transaction.atomic():
        log.record(Kind.UPSERT, page_id=1, urls=["https://shop.example/lamp/"])
        with transaction.atomic():
            log.record_all(Change(kind=Kind.OFFER, page_id=number) for number in range(3))
        assert consumer == []
    assert consumer == [[1, 2, 3, 4]]


@pytest.mark.django_db(transaction=True)
def test_positions_go_on_where_they_ended(consumer):
    for _ in range(3):
        with transaction.atomic():
            log.record(Kind.MENU)
    assert consumer == [[1], [2], [3]]


@pytest.mark.django_db(transaction=True)
def test_a_sweep_relays_what_was_left_behind(consumer):
    with transaction.atomic():
        Change.objects.create(kind=Kind.MENU)
    assert relay.sweep() == 1
    assert relay.sweep() == 0
    assert consumer == [[1]]


def test_many_changes_are_written_in_batches(db, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert log.record_all(Change(kind=Kind.UPSERT) for _ in range(2 * log.BATCH + 1)) == 2 * log.BATCH + 1
