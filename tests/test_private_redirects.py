"""Old addresses of private pages: where they lead, and what became of them, is told to those who may read them."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

import pytest

from cms.models import Page, RedirectRule
from home.models import ContentPage
from tests.make import make_content, make_restriction
from tests.people import make_bearer, make_user

pytestmark = pytest.mark.django_db

API = "/api/v1/"


@pytest.fixture
def trade(home) -> ContentPage:
    """A tree behind a password, in which one page has been renamed and one deleted."""
    trade = make_content(home, slug="trade")
    make_restriction(trade)
    renamed, deleted = make_content(trade, slug="kid4"), make_content(trade, slug="kid5")
    renamed.slug = "secretmerger"
    renamed.save_revision().publish()
    Page.objects.filter(pk=deleted.pk).delete()
    return trade


def secret() -> Page:
    return Page.objects.get(slug="secretmerger")


def verdict(client, path: str, token: str = "") -> dict[str, Any]:
    return client.get(f"{API}resolve/", {"path": path}, headers={"x-unlock": token}).json()


def unlock(client) -> str:
    body = {"path": "/trade/", "password": "sesame"}
    return client.post(f"{API}access/unlock/", body, content_type="application/json").json()["token"]


@pytest.mark.parametrize("form", ["json", "netlify", "vercel", "nginx", "apache"])
def test_the_edge_is_told_nothing_of_private_pages(trade, home, client, form):
    RedirectRule.add("/merger", secret())
    RedirectRule.add("/merger-elsewhere", "/trade/nowhere/")
    RedirectRule.add("/m/*", "/trade/$1", is_pattern=True)
    RedirectRule.add("/trade/x/*", "/", is_pattern=True)
    RedirectRule.add("/old", make_content(home, slug="opened"))
    text = client.get(f"{API}seo/redirects/", {"format": form}).text
    assert "/opened/" in text
    for word in ("trade", "kid", "merger", "/m/"):
        assert word not in text, word


def test_the_edge_is_not_told_which_private_address_has_no_rule_any_more(trade, client):
    RedirectRule.add("/trade/older", "/")
    RedirectRule.objects.get(path="/trade/older").delete()
    asked = {"updated_since": "2026-01-01T00:00:00Z"}
    assert client.get(f"{API}seo/redirects/", asked).json()["removed"] == []


@pytest.mark.parametrize("path", ["/trade/kid4/", "/trade/kid5/", "/merger/", "/m/secretmerger/"])
def test_where_a_private_page_went_is_told_to_those_who_may_read_it(trade, client, path):
    RedirectRule.add("/merger", secret())
    RedirectRule.add("/m/*", "/trade/$1", is_pattern=True)
    told = verdict(client, path)
    assert (told["verdict"], told["status"], told["method"]) == ("restricted", 401, "password")
    assert told["unlock"]["path"] == f"{API}access/unlock/"
    opened = verdict(client, path, unlock(client))
    assert opened["verdict"] == ("gone" if path.endswith("kid5/") else "redirect")


def test_many_addresses_are_asked_about_at_once_and_told_alike(trade, client):
    asked = {"paths": ["/trade/kid4/", "/trade/kid5/"]}
    answer = client.post(f"{API}resolve/batch/", asked, content_type="application/json")
    assert "secretmerger" not in answer.text
    assert [one["verdict"] for one in answer.json()["items"]] == ["restricted", "restricted"]


def test_the_html_asks_at_the_old_address_and_leads_on_from_there(trade, client):
    asked = client.get("/trade/kid4/")
    assert "This page opens with a password" in asked.text
    assert "secretmerger" not in asked.text
    restriction = trade.view_restrictions.get()
    answered = client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{trade.pk}/",
        {"password": "sesame", "return_url": "/trade/kid4/"},
    )
    assert (answered.status_code, answered["Location"]) == (302, "/trade/kid4/")
    led = client.get("/trade/kid4/")
    assert (led.status_code, led["Location"]) == (301, "/trade/secretmerger/")
    assert "private" in led["Cache-Control"]


def test_what_is_gone_names_no_private_page_as_a_way_on(trade, client):
    RedirectRule.add("/over", secret(), status=410)
    assert verdict(client, "/over/")["verdict"] == "gone"
    for address in ("/over/", f"{API}resolve/?path=/over/"):
        assert "secretmerger" not in client.get(address).text


def test_explain_tells_whoever_has_no_right_over_it_nothing_either(trade, client):
    reader = make_user()
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    headers = make_bearer(reader, "content:read")
    text = client.get(f"{API}explain/", {"path": "/trade/kid4/"}, headers=headers).text
    assert "restricted" in text
    assert "secretmerger" not in text


def test_an_old_address_of_an_open_page_leads_on_as_ever(trade, home, client):
    RedirectRule.add("/old", make_content(home, slug="open"))
    assert verdict(client, "/old/")["location"] == "https://shop.example/open/"
    assert client.get("/old/")["Location"] == "/open/"


def test_old_addresses_cost_the_same_at_few_and_at_many_doors(trade, home, client):
    RedirectRule.add("/old", make_content(home, slug="open"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            verdict(client, "/old/", "x")
        return len(captured)

    cost()
    before = cost()
    for number in range(10):
        make_restriction(make_content(home, slug=f"other-{number}"))
    cost()
    assert cost() == before
