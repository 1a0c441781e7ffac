"""Reports, Changes: who may read it, what it says, what one can ask it for."""

import pytest

from delivery import desk, log
from delivery.models import Change, Consumer, Undelivered
from tests.people import make_user

Kind = Change.Kind
URL = "/admin/reports/changes/"


@pytest.fixture
def reader(client, site, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("reader", "reader@shop.example", "x"))
    return client


def test_the_report_names_addresses_kinds_and_positions(reader):
    log.record(
        Kind.MOVE,
        page_id=7,
        page_type="home.contentpage",
        urls=["https://shop.example/new/"],
        old_urls=["https://shop.example/old/"],
    )
    log.record(Kind.MENU)
    page = reader.get(URL).content.decode()
    assert "https://shop.example/new/" in page
    assert "https://shop.example/old/" in page
    assert "home.contentpage 7" in page
    assert "moved" in page


def test_it_can_be_asked_for_one_kind_or_one_page(reader):
    log.record(Kind.MOVE, page_id=7, urls=["https://shop.example/seven/"])
    log.record(Kind.UPSERT, page_id=8, urls=["https://shop.example/eight/"])
    assert "/eight/" not in reader.get(URL, {"kind": "move"}).content.decode()
    assert "/seven/" not in reader.get(URL, {"page_id": 8}).content.decode()


def test_a_consumer_that_fails_is_named_with_its_error(reader):
    change = log.record(Kind.MENU)
    consumer = Consumer.objects.create(name="somewhere.consume", failures=3, error="ValueError: no")
    Undelivered.objects.create(change=change, consumer=consumer, error="ValueError: no")
    page = reader.get(URL).content.decode()
    assert "somewhere.consume fails and is tried again (3 times so far): ValueError: no" in page
    assert "somewhere.consume could not take 1 change" in page
    assert len(desk.warnings()) == 2


def test_the_report_costs_the_same_for_many_changes(reader, django_assert_max_num_queries):
    log.record_all(Change(kind=Kind.UPSERT, page_id=number) for number in range(60))
    reader.get(URL)
    with django_assert_max_num_queries(40):
        reader.get(URL)


def test_whoever_may_not_read_it_does_not_see_it(client, site):
    client.force_login(make_user("Editors"))
    assert client.get(URL).status_code in {302, 403}
