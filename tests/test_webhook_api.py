"""webhooks/: what programs may do with receivers, what they are told, and what is refused."""

from datetime import timedelta

from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import APIToken, Site

import pytest

from delivery import reach
from delivery.models import Delivery, Webhook
from delivery.webhooks import sending
from headless.models import TokenPolicy
from tests.endpoints import endpoint
from tests.people import make_user
from tests.webhooks import make_change, make_webhook, tell

pytestmark = pytest.mark.django_db
API = "/api/v1/webhooks/"
URL = "https://93.184.216.34/hooks"


@pytest.fixture(autouse=True)
def _no_name_server(monkeypatch):
    """Every name leads to one public address."""
    real = reach.resolve

    def resolve(host, port, seconds):
        return real(host, port, seconds) if host[:1] in "0123456789[:" else ["93.184.216.34"]

    monkeypatch.setattr(reach, "resolve", resolve)


def token_of(user, *scopes: str) -> dict[str, str]:
    token, secret = APIToken.create_token(user=user, name="tests")
    TokenPolicy.objects.create(token=token, scopes=list(scopes))
    return {"authorization": f"Bearer {secret}"}


@pytest.fixture
def ask(client, site):
    """Requests of an administrator's token with the scope."""
    headers = token_of(make_user(is_superuser=True), "webhooks:manage")

    def ask(method: str, address: str = "", data=None, **options):
        options = {"content_type": "application/json", "headers": headers, **options}
        return getattr(client, method)(API + address, data, **options)

    return ask


def test_a_webhook_is_made_and_its_secret_said_once(ask, site):
    made = ask(
        "post",
        data={
            "name": "Front end",
            "url": "https://front.example/hooks",
            "events": ["page.published"],
            "sites": ["shop.example"],
            "types": ["catalog.ProductPage"],
        },
    )
    assert made.status_code == 201
    body = made.json()
    webhook = Webhook.objects.get()
    assert body["secret"] == webhook.secret
    assert body["secret"].startswith("whsec_")
    assert (webhook.sites, body["sites"]) == ([site.pk], ["shop.example"])
    assert made.headers["Location"] == f"{API}{webhook.uid}/"
    assert "no-store" in made.headers["Cache-Control"]
    read = ask("get", f"{webhook.uid}/")
    assert read.json() == {name: value for name, value in body.items() if name != "secret"}
    listed = ask("get")
    assert listed.json() == {"count": 1, "items": [read.json()]}
    assert webhook.secret not in listed.text + read.text


def test_what_is_left_out_of_a_change_stays(ask):
    webhook = make_webhook(URL, events=["page.moved"])
    answer = ask("patch", f"{webhook.uid}/", {"active": False})
    assert (answer.status_code, answer.json()["state"]) == (200, "off")
    assert answer.json()["events"] == ["page.moved"]
    assert ask("patch", f"{webhook.uid}/", {"events": []}).json()["events"] == []
    webhook.refresh_from_db()
    assert (webhook.url, webhook.active, webhook.events) == (URL, False, [])


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"url": "http://front.example/"}, "url"),
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": "https://localhost/"}, "url"),
        ({"url": "https://[::ffff:169.254.169.254]/"}, "url"),
        ({"url": "https://front.example/\u0000"}, "url"),
        ({"name": ""}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "a\u0000b"}, "name"),
        ({"name": None}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"events": ["page.exploded"]}, 0),
        ({"events": ["webhook.test"]}, 0),
        ({"types": ["catalog.Nothing"]}, "types"),
        ({"sites": ["nowhere.example"]}, "sites"),
        ({"secret": "mine"}, "secret"),
        ({"paused_at": None}, "paused_at"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field_and_nothing_is_written(ask, data, field, monkeypatch):
    monkeypatch.setattr(
        reach,
        "resolve",
        lambda host, port, seconds: (
            ["127.0.0.1" if host == "localhost" else host.strip("[]")]
            if host != "front.example"
            else ["93.184.216.34"]
        ),
    )
    refused = ask("post", data={"name": "Front end", "url": URL, **data})
    assert refused.status_code == 422, refused.content
    assert refused.json()["errors"][0]["loc"][-1] == field
    assert not Webhook.objects.exists()
    webhook = make_webhook(URL)
    refused = ask("patch", f"{webhook.uid}/", {"active": False, **data})
    assert refused.status_code == 422
    webhook.refresh_from_db()
    assert webhook.active


def test_a_deleted_webhook_is_gone_with_what_it_was_told(ask):
    webhook = make_webhook(URL)
    tell(make_change())
    assert ask("delete", f"{webhook.uid}/").status_code == 204
    assert not Delivery.objects.exists()
    assert ask("get", f"{webhook.uid}/").status_code == 404


def test_deliveries_are_read_and_sent_again(ask, settings):
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    with endpoint(404, 200) as fake:
        webhook = make_webhook(fake.url)
        tell(make_change(), make_change("menu"))
        Delivery.objects.update(next_at="2026-01-01T00:00:00Z")
        sending.send_due()
        [second, first] = ask("get", f"{webhook.uid}/deliveries/").json()["items"]
        assert (first["event"], first["state"], first["status"]) == ("page.published", "pending", 404)
        assert (second["event"], second["state"], second["attempts"]) == ("menu.changed", "delivered", 1)
        listed = ask("get", f"{webhook.uid}/deliveries/?state=delivered&event=menu.changed").json()
        assert (listed["count"], listed["items"]) == (1, [second])
        whole = ask("get", f"{webhook.uid}/deliveries/{first['id']}/").json()
        assert whole["body"]["urls"] == ["https://shop.example/lamps/"]
        again = ask("post", f"{webhook.uid}/deliveries/{second['id']}/actions/redeliver/")
        assert (again.status_code, again.json()["state"]) == (202, "pending")
        sending.send_due()
        assert [call["headers"]["webhook-id"] for call in fake.calls] == [
            first["id"],
            second["id"],
            second["id"],
        ]


def test_a_test_is_asked_for_and_sent_by_the_worker(ask, settings):
    settings.WEBHOOK_PRIVATE_HOSTS = ["127.0.0.1"]
    with endpoint(200) as fake:
        webhook = make_webhook(fake.url, active=False)
        asked = ask("post", f"{webhook.uid}/actions/test/")
        assert (asked.status_code, asked.json()["event"], fake.calls) == (202, "webhook.test", [])
        assert sending.send_due() == 1


def test_a_new_secret_is_said_once_and_the_old_one_holds_as_long_as_asked(ask):
    webhook = make_webhook(URL)
    old = webhook.secret
    made = ask("post", f"{webhook.uid}/actions/rotate-secret/", {"keep_hours": 1}).json()
    webhook.refresh_from_db()
    assert made["secret"] == webhook.secret != old
    assert made["old_secret_until"] is not None
    until = webhook.old_until
    assert old in webhook.signing_secrets(until - timedelta(seconds=1))
    assert old not in webhook.signing_secrets(until)
    assert ask("post", f"{webhook.uid}/actions/rotate-secret/").json()["secret"] != made["secret"]
    assert ask("post", f"{webhook.uid}/actions/rotate-secret/", {"keep_hours": 999}).status_code == 422


def test_a_webhook_is_paused_and_resumed(ask):
    webhook = make_webhook(URL, notice="Every call has failed for three days.", failures=9)
    assert ask("post", f"{webhook.uid}/actions/pause/").json()["state"] == "paused"
    resumed = ask("post", f"{webhook.uid}/actions/resume/").json()
    assert (resumed["state"], resumed["notice"], resumed["failures"]) == ("active", "", 0)


# Who may -----------------------------------------------------------------------------------------------------

ADDRESSES = [
    ("get", ""),
    ("post", ""),
    ("get", "{uid}/"),
    ("patch", "{uid}/"),
    ("delete", "{uid}/"),
    ("get", "{uid}/deliveries/"),
    ("get", "{uid}/deliveries/{delivery}/"),
    ("post", "{uid}/deliveries/{delivery}/actions/redeliver/"),
    ("post", "{uid}/actions/test/"),
    ("post", "{uid}/actions/rotate-secret/"),
    ("post", "{uid}/actions/pause/"),
    ("post", "{uid}/actions/resume/"),
]


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_nobody_comes_in_without_token_scope_and_right(client, site, method, address):
    webhook = make_webhook(URL)
    [delivery] = tell(make_change())
    before = Webhook.objects.values().get(), Delivery.objects.values().get()
    address = API + address.format(uid=webhook.uid, delivery=delivery.uid)
    admin, editor = make_user(is_superuser=True), make_user("Editors")
    tries = [
        ({}, 401),
        ({"authorization": "Bearer wagtail_nothing"}, 401),
        (token_of(admin, "content:read", "admin"), 403),
        (token_of(editor, "webhooks:manage"), 403),
    ]
    for headers, status in tries:
        answer = getattr(client, method)(address, {}, content_type="application/json", headers=headers)
        assert answer.status_code == status, (headers, answer.content)
        assert webhook.url not in answer.text
    assert (Webhook.objects.values().get(), Delivery.objects.values().get()) == before


def test_who_may_only_look_changes_nothing(client, site):
    reader = make_user()
    reader.user_permissions.add(Permission.objects.get(codename="view_webhook"))
    headers = token_of(reader, "webhooks:manage")
    webhook = make_webhook(URL)
    assert client.get(API, headers=headers).status_code == 200
    answer = client.post(f"{API}{webhook.uid}/actions/rotate-secret/", headers=headers)
    assert answer.status_code == 403
    assert client.delete(f"{API}{webhook.uid}/", headers=headers).status_code == 403
    assert Webhook.objects.get().salt == webhook.salt


def test_a_delivery_is_found_under_its_own_webhook_only(ask):
    webhook = make_webhook(URL)
    [delivery] = tell(make_change())
    other = make_webhook(URL)
    assert ask("get", f"{other.uid}/deliveries/{delivery.uid}/").status_code == 404
    assert ask("post", f"{other.uid}/deliveries/{delivery.uid}/actions/redeliver/").status_code == 404
    assert ask("get", f"{webhook.uid}/deliveries/{delivery.uid}/").status_code == 200
    assert ask("get", f"{webhook.uid}/deliveries/%00/").status_code in {400, 404}
    assert ask("get", "not-a-uuid/").status_code == 404


def test_many_webhooks_and_deliveries_cost_as_few_queries_as_one(ask):
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert ask("get", address).status_code == 200
        return len(counted)

    site = Site.objects.get()
    webhook = make_webhook(URL, sites=[site.pk])
    tell(make_change())
    addresses = ("?limit=100", f"{webhook.uid}/deliveries/?limit=100")
    cost("")  # the token's first use is written down
    few = [cost(address) for address in addresses]
    for _ in range(29):
        make_webhook(URL, sites=[site.pk])
    tell(*(make_change(page_id=number) for number in range(40)))
    assert [cost(address) for address in addresses] == few
    assert max(few) <= 6
