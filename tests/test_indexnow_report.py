"""The report on IndexNow: who sees it, what it tells, and what can be ordered there."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import pytest

from delivery.indexnow import queue, sending
from delivery.indexnow.models import Batch, IndexNow, QueuedAddress
from tests.endpoints import endpoint
from tests.make import make_content
from tests.people import client_of, make_user, sign_in

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/indexnow/"


@pytest.fixture(autouse=True)
def _public(settings):
    settings.INDEXABLE = True


@pytest.fixture
def setting(home) -> IndexNow:
    return IndexNow.objects.create(site=home.get_site(), enabled=True)


@pytest.fixture
def manager():
    return client_of("administrator")


def order(client, setting, name: str, **more: str) -> str:
    """Give an order; the message on the page that follows."""
    address = reverse("indexnow_order")
    return client.post(address, {"setting": setting.pk, "order": name, **more}, follow=True).text


def refuse(setting, *paths: str) -> None:
    queue.ask(setting.site_id, [f"https://shop.example{path}" for path in paths])
    with endpoint(403) as fake:
        IndexNow.objects.update(endpoint=fake.url)
        sending.send_due()


def test_the_report_tells_what_waits_and_what_was_answered(setting, manager):
    refuse(setting, "/a/")
    queue.ask(setting.site_id, ["https://shop.example/b/"])
    IndexNow.objects.update(failures=3, paused_until=timezone.now() + timedelta(hours=1))
    text = manager.get(REPORT).text
    for words in ("/a/", "/b/", "key not valid", "1 address waits", "1 was refused", "3 times in a row"):
        assert words in text, words
    assert f"https://shop.example/{setting.key}.txt" in text


def test_what_was_refused_can_be_sent_again(setting, manager):
    refuse(setting, "/a/", "/b/")
    assert "2 addresses wait" in order(manager, setting, "resend")
    assert QueuedAddress.objects.filter(due_at__isnull=False).count() == 2
    # Sending again does not send sooner.
    assert QueuedAddress.objects.filter(due_at__lt=timezone.now() + timedelta(minutes=4)).count() == 0


def test_a_whole_site_is_sent_only_when_confirmed(setting, home, manager):
    page = make_content(home)
    QueuedAddress.objects.all().delete()
    assert "Confirm that all addresses changed" in order(manager, setting, "whole")
    assert not QueuedAddress.objects.exists()
    assert "2 addresses wait" in order(manager, setting, "whole", confirmed="on")
    assert set(QueuedAddress.objects.values_list("url", flat=True)) == {home.full_url, page.full_url}


def test_a_new_key_is_taken(setting, manager):
    assert "A new key is in use" in order(manager, setting, "new-key")
    before = setting.key
    setting.refresh_from_db()
    assert setting.key != before
    assert setting.serves(before)


def test_what_is_switched_off_takes_no_orders(setting, manager):
    IndexNow.objects.update(enabled=False)
    assert "switched off" in order(manager, setting, "whole", confirmed="on")
    assert not QueuedAddress.objects.exists()


def test_an_unknown_order_does_nothing(setting, manager):
    assert "this order is not known" in order(manager, setting, "explode")
    assert manager.get(reverse("indexnow_order")).status_code == 405


def test_the_report_is_for_those_who_may_change_the_setting(setting):
    editor = client_of("Editors")
    assert editor.get(REPORT).status_code == 302
    order(editor, setting, "new-key")
    before = setting.key
    setting.refresh_from_db()
    assert setting.key == before
    assert sign_in(None).get(REPORT).status_code == 302
    assert sign_in(make_user(is_superuser=True)).get(REPORT).status_code == 200


def test_the_report_costs_the_same_for_many_addresses(setting, manager):
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert manager.get(REPORT).status_code == 200
        return len(counted)

    queue.ask(setting.site_id, ["https://shop.example/0/"])
    cost()
    few = cost()
    queue.ask(setting.site_id, [f"https://shop.example/{number}/" for number in range(30)])
    Batch.objects.bulk_create(
        Batch(site_id=setting.site_id, addresses=1, status=200, message="200") for _ in range(20)
    )
    assert cost() <= few + 1  # the calls, where there were none


def test_the_setting_refuses_an_endpoint_without_tls(setting, manager):
    address = reverse("wagtailsettings:edit", args=["delivery", "indexnow", setting.site_id])
    answer = manager.post(address, {"enabled": "on", "endpoint": "http://api.indexnow.org/indexnow"})
    assert "begins with https://" in answer.text
    assert (
        manager.post(address, {"enabled": "on", "endpoint": "https://www.bing.com/indexnow"}).status_code
        == 302
    )
    assert IndexNow.objects.get().endpoint == "https://www.bing.com/indexnow"
    assert setting.key == IndexNow.objects.get().key


def test_the_settings_page_says_what_it_does(setting, manager):
    address = reverse("wagtailsettings:edit", args=["delivery", "indexnow", setting.site_id])
    assert "Google does not take part" in manager.get(address).text
