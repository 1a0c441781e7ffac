"""Wagtail's own API stands beside ours, as a preview, behind bearer tokens."""

import pytest

from cms.models import User
from headless.access import SCOPES
from tests.make import make_content
from tests.people import make_bearer

pytestmark = pytest.mark.django_db
API = "/api/v3-preview/"


@pytest.fixture
def bearer(home):
    """Headers of a superuser's fresh token."""
    user = User.objects.create_superuser("keeper", "keeper@shop.example", "pass")
    return make_bearer(user, *SCOPES)


def test_anybody_may_list_live_pages(client, home):
    shown, draft = make_content(home), make_content(home, live=False)
    body = client.get(f"{API}pages/?limit=20").json()
    ids = {item["id"] for item in body["items"]}
    assert shown.pk in ids
    assert draft.pk not in ids


def test_token_says_who_it_is(client, bearer):
    assert client.get(f"{API}whoami/").status_code == 401
    response = client.get(f"{API}whoami/", headers=bearer)
    assert response.status_code == 200
    assert "keeper" in response.content.decode()
    assert client.get(f"{API}whoami/", headers={"authorization": "Bearer wagtail_wrong"}).status_code == 401


def test_schema_is_for_tokens_only(client, bearer):
    assert client.get(f"{API}schema/").status_code == 401
    assert client.get(f"{API}schema/", headers=bearer).status_code == 200


def test_docs_answer_without_foreign_hosts(client, home):
    response = client.get(f"{API}docs")
    response = response if response.status_code == 200 else client.get(f"{API}docs/")
    assert response.status_code == 200
    assert "https://" not in response.content.decode()
    assert "swagger-ui" in response.content.decode()


def test_draft_is_read_with_a_token_that_asks_for_it_only(client, home, bearer):
    draft = make_content(home, title="Not yet", live=False)
    address = f"{API}pages/{draft.pk}/"
    assert client.get(address).status_code == 404
    assert client.get(address, headers=bearer).status_code == 404
    assert client.get(f"{address}?version=draft", headers=bearer).json()["title"] == "Not yet"
