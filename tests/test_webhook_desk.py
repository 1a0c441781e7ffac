"""Webhooks in the admin: who sees them, what is shown, what can be done."""

from datetime import timedelta

from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import pytest

from delivery.models import Delivery, Webhook
from delivery.webhooks import notices, sending
from tests.endpoints import endpoint
from tests.people import client_of, make_user, sign_in
from tests.webhooks import make_change, make_webhook, tell

pytestmark = pytest.mark.django_db
LIST = "/admin/webhook/"
URL = "https://93.184.216.34/hooks"


@pytest.fixture
def manager(home):
    return client_of("administrator")


def log_of(webhook) -> str:
    return f"{LIST}log/{webhook.pk}/"


def order(client, webhook, name: str, **more: str) -> str:
    """Give an order; the page that follows."""
    return client.post(f"{log_of(webhook)}order/", {"order": name, **more}, follow=True).text


def test_a_webhook_is_made_and_its_secret_shown_once(manager, home):
    site = home.get_site()
    data = {"name": "Front end", "url": URL, "active": "on", "events": ["page.moved"], "sites": [site.pk]}
    shown = manager.post(f"{LIST}new/", data, follow=True)
    webhook = Webhook.objects.get()
    assert (webhook.events, webhook.sites, webhook.types) == (["page.moved"], [site.pk], [])
    assert webhook.secret in shown.text
    assert webhook.secret not in manager.get(log_of(webhook)).text
    assert webhook.secret not in manager.get(f"{LIST}edit/{webhook.pk}/").text
    assert webhook.secret not in str(dict(manager.session))


def test_an_address_of_our_own_network_is_refused_in_the_form(manager):
    for url in ("https://10.0.0.1/", "https://169.254.169.254/", "http://93.184.216.34/"):
        answer = manager.post(f"{LIST}new/", {"name": "x", "url": url})
        assert answer.status_code == 200
        assert "public Internet" in answer.text or "https://" in answer.text
    assert not Webhook.objects.exists()


def test_a_webhook_is_changed_and_deleted(manager):
    webhook = make_webhook(URL, events=["page.moved"])
    assert 'value="page.moved"' in manager.get(f"{LIST}edit/{webhook.pk}/").text
    manager.post(f"{LIST}edit/{webhook.pk}/", {"name": "Other", "url": URL})
    webhook.refresh_from_db()
    assert (webhook.name, webhook.events, webhook.active) == ("Other", [], False)
    manager.post(f"{LIST}delete/{webhook.pk}/")
    assert not Webhook.objects.exists()


def test_the_log_says_what_was_told_and_answered(manager, settings):
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    with endpoint(404) as fake:
        webhook = make_webhook(fake.url)
        tell(make_change())
        Delivery.objects.update(next_at=timezone.now() - timedelta(seconds=1))
        sending.send_due()
    text = manager.get(log_of(webhook)).text
    for words in ("page.published", "404 So says the endpoint.", "One call has failed", "Last 24 hours"):
        assert words in text, words
    assert webhook.name in manager.get(LIST).text


def test_what_was_told_is_sent_again(manager):
    webhook = make_webhook(URL)
    [delivery] = tell(make_change())
    Delivery.objects.update(state="failed", next_at=None, attempts=7)
    assert "under the same id" in order(manager, webhook, "again", delivery=delivery.uid)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("pending", 0)
    other = make_webhook(URL)
    assert "no such delivery" in order(manager, other, "again", delivery=delivery.uid)
    assert "no such delivery" in order(manager, other, "again")


def test_a_test_a_pause_and_a_new_secret_are_a_button_each(manager):
    webhook = make_webhook(URL)
    assert "A test is on its way" in order(manager, webhook, "test")
    assert webhook.deliveries.get().event == "webhook.test"
    assert "Resume" in order(manager, webhook, "pause")
    assert "what waited first" in order(manager, webhook, "resume")
    old = webhook.secret
    text = order(manager, webhook, "rotate")
    webhook.refresh_from_db()
    assert webhook.secret != old
    assert webhook.secret in text
    assert "Nothing was done" in order(manager, webhook, "explode")
    assert manager.get(f"{log_of(webhook)}order/").status_code == 405


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Merchandisers", "outsider", "nobody"])
def test_others_neither_see_nor_change_them(home, role):
    webhook = make_webhook(URL)
    client = client_of(role)
    for address in (LIST, f"{LIST}new/", f"{LIST}edit/{webhook.pk}/", log_of(webhook)):
        answer = client.get(address)
        assert answer.status_code in {302, 403}, address
    salt = webhook.salt
    order(client, webhook, "rotate")
    webhook.refresh_from_db()
    assert webhook.salt == salt


def test_who_may_only_look_is_offered_no_button_and_gives_no_order(home):
    reader = make_user()
    names = ["access_admin", "view_webhook"]
    reader.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client, webhook = sign_in(reader), make_webhook(URL)
    tell(make_change())
    text = client.get(log_of(webhook)).text
    assert "page.published" in text
    assert "Send a test" not in text
    assert "Send again" not in text
    order(client, webhook, "test")
    assert webhook.deliveries.count() == 1


def test_the_first_page_of_the_admin_tells_of_what_was_stopped(manager, home):
    make_webhook(URL, name="Old front end", active=False, notice=notices.GONE)
    make_webhook(URL, name="Good one")
    text = manager.get("/admin/").text
    assert "The webhook “Old front end” was stopped." in text
    assert "410 Gone" in text
    assert "Good one" not in text
    assert "Old front end" not in client_of("Editors").get("/admin/").text


def test_a_long_log_costs_as_few_queries_as_a_short_one(manager):
    webhook = make_webhook(URL)

    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert manager.get(log_of(webhook)).status_code == 200
        return len(counted)

    tell(make_change())
    cost()
    few = cost()
    tell(*(make_change(page_id=number) for number in range(40)))
    assert cost() == few
