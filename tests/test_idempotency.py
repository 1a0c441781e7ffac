"""A write that is sent twice is done once; and which origins may read what."""

from datetime import timedelta

from django.utils import timezone

from wagtail.models import PageViewRestriction, Site

import pytest

from headless import idempotency
from headless.models import KeptAnswer, TokenPolicy
from headless.preview.front_end import FrontEnd
from tests.make import make_content
from tests.people import make_bearer, make_user
from tests.trial_api import written
from tests.webhooks import make_webhook

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.trial_api")]
ADDRESS = "/trial/notes/"


@pytest.fixture
def bearer(site):
    written.clear()
    return make_bearer(make_user("Editors"), "content:write")


def send(client, bearer, text="a", key="one", method="post"):
    headers = bearer | ({"idempotency-key": key} if key is not None else {})
    return getattr(client, method)(ADDRESS, {"text": text}, content_type="application/json", headers=headers)


@pytest.mark.parametrize("method", ["post", "put", "patch"])
def test_the_same_write_is_done_once_and_answered_twice(client, bearer, method):
    first, again = (send(client, bearer, method=method) for _ in range(2))
    assert written == ["a"]
    assert (first.status_code, first.content) == (again.status_code, again.content) == (201, first.content)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["Cache-Control"] == "private, no-store"


def test_another_body_under_the_same_key_is_a_conflict(client, bearer):
    send(client, bearer)
    refused = send(client, bearer, text="b")
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "conflict")
    assert send(client, bearer, method="put").status_code == 409, "another method is another request"
    assert written == ["a"]


def test_a_write_still_going_on_is_a_conflict_until_it_is_lost(client, bearer, monkeypatch):
    send(client, bearer)
    KeptAnswer.objects.update(status=None)
    refused = send(client, bearer)
    assert (refused.status_code, refused.headers["Retry-After"]) == (409, "1")
    KeptAnswer.objects.update(created_at=timezone.now() - idempotency.LOST - timedelta(seconds=1))
    assert send(client, bearer).status_code == 201
    assert written == ["a", "a"]


def test_keys_belong_to_their_token_and_are_forgotten_after_a_day(client, bearer):
    send(client, bearer)
    other = make_bearer(make_user("Editors"), "content:write")
    assert "Idempotent-Replayed" not in send(client, other).headers
    KeptAnswer.objects.update(created_at=timezone.now() - idempotency.KEPT - timedelta(seconds=1))
    assert "Idempotent-Replayed" not in send(client, bearer).headers
    assert len(written) == 3
    idempotency.prune()
    assert KeptAnswer.objects.count() == 1


def test_a_refusal_is_kept_and_a_failure_is_not(client, bearer):
    for _ in range(2):
        assert send(client, bearer, text="", key="empty").status_code == 422
    assert KeptAnswer.objects.get().status == 422
    assert send(client, bearer, text="break", key="bad").status_code == 500
    assert not KeptAnswer.objects.filter(key="bad").exists()


def test_without_a_good_token_nothing_is_kept(client, bearer):
    assert send(client, {}).status_code == 401
    assert send(client, {"authorization": "Bearer wagtail_x"}).status_code == 401
    assert send(client, make_bearer(make_user("Editors"))).status_code == 403
    assert not KeptAnswer.objects.exists()


def test_a_token_that_may_do_it_no_more_is_not_answered_again(client, bearer):
    send(client, bearer)
    TokenPolicy.objects.update(scopes=["content:read"])
    refused = send(client, bearer)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (403, "missing-scope")
    assert KeptAnswer.objects.get().status == 201, "the key still stands for what was done"


def test_another_if_match_is_another_request(client, bearer):
    send(client, bearer | {"if-match": '"a"'})
    assert send(client, bearer | {"if-match": '"a"'}).headers["Idempotent-Replayed"] == "true"
    assert send(client, bearer | {"if-match": '"b"'}).status_code == 409


def test_what_had_changed_may_be_tried_again_under_the_same_key(client, site):
    bearer = make_bearer(make_user(is_superuser=True), "content:write")

    def put(tag):
        headers = bearer | {"idempotency-key": "one", "if-match": tag}
        body = {"items": []}
        address = "/api/v1/navigation/main/"
        return client.put(address, body, content_type="application/json", headers=headers)

    assert put('"wrong"').status_code == 412
    assert put('"none"').status_code == 200


def test_a_kept_request_cannot_be_guessed_from_the_database(client, bearer):
    send(client, bearer)
    other = make_bearer(make_user("Editors"), "content:write")
    send(client, other)
    first, second = KeptAnswer.objects.values_list("request_hash", flat=True)
    assert first != second, "the same request of another token has another hash"


# Secrets ------------------------------------------------------------------------------------------------------


def make_secret_request(name, home):
    """An address, a body, and where the answer holds its secret."""
    match name:
        case "preview":
            return "preview/tokens/", {"page_id": make_content(home).pk}, "token"
        case "webhook":
            return "webhooks/", {"name": "Front end", "url": "https://93.184.216.34/hooks"}, "secret"
        case "rotation":
            return f"webhooks/{make_webhook().uid}/actions/rotate-secret/", {}, "secret"
        case "unlocking":
            page = make_content(home)
            PageViewRestriction.objects.create(page=page, restriction_type="password", password="sesame")
            return "access/unlock/", {"page_id": page.pk, "password": "sesame"}, "token"
        case "login":
            user = make_user(password="sesame")
            return "access/login/", {"username": user.username, "password": "sesame"}, "token"


@pytest.mark.parametrize("name", ["preview", "webhook", "rotation", "unlocking", "login"])
def test_a_secret_is_said_once_and_kept_nowhere(client, home, name):
    bearer = make_bearer(make_user(is_superuser=True), "preview:read", "webhooks:manage")
    address, body, holds = make_secret_request(name, home)

    def ask():
        headers = bearer | {"idempotency-key": "one"}
        return client.post(f"/api/v1/{address}", body, content_type="application/json", headers=headers)

    first, again = ask(), ask()
    assert first.status_code in {200, 201}, first.json()
    secret = first.json()[holds]
    kept = KeptAnswer.objects.get()
    assert (bytes(kept.body), kept.status) == (b"", first.status_code)
    assert secret not in str(kept.headers)
    assert (again.status_code, again.json()["type"].rpartition("/")[2]) == (409, "conflict")
    assert again.headers.get("Location") == first.headers.get("Location")
    assert secret.encode() not in again.content


@pytest.mark.parametrize("key", ["", "two words", "x" * 256, "é"])
def test_a_key_that_is_none_is_refused(client, bearer, key):
    refused = send(client, bearer, key=key)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["loc"] == ["header", "Idempotency-Key"]


# Origins ------------------------------------------------------------------------------------------------------

LISTED, STRANGE = "https://front.example", "https://evil.example"


@pytest.fixture
def listed(settings, bearer):
    settings.API_ORIGINS = [LISTED]
    return bearer


def preflight(client, origin, method="GET", names=""):
    asked = {"access-control-request-method": method} | (
        {"access-control-request-headers": names} if names else {}
    )
    return client.options(ADDRESS, headers={"origin": origin} | asked)


@pytest.mark.parametrize("origin", [LISTED, STRANGE, "null"])
def test_everybody_may_read_what_is_public(client, listed, origin):
    assert preflight(client, origin).headers["Access-Control-Allow-Origin"] == "*"
    got = client.get("/trial/counted/", headers={"origin": origin})
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert "Origin" not in got.headers["Vary"]


@pytest.mark.parametrize(
    ("method", "names"),
    [("POST", "content-type"), ("GET", "x-request-id, Authorization"), ("GET", "x-unlock")],
)
def test_writes_and_tokens_are_for_listed_origins(client, listed, method, names):
    answer = preflight(client, LISTED, method, names)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == LISTED
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert "Origin" in answer.headers["Vary"]
    for origin in (STRANGE, "null", LISTED + ".evil.example", LISTED.upper()):
        refused = preflight(client, origin, method, names)
        assert "Access-Control-Allow-Origin" not in refused.headers, origin
        assert "Access-Control-Allow-Methods" not in refused.headers
        assert "Origin" in refused.headers["Vary"]


def test_what_a_token_is_answered_is_for_listed_origins(client, listed):
    for origin, told in ((LISTED, LISTED), (STRANGE, None)):
        got = client.get("/trial/counted/", headers=listed | {"origin": origin})
        assert got.status_code == 200
        assert got.headers.get("Access-Control-Allow-Origin") == told
        assert "Origin" in got.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in got.headers


def test_what_was_unlocked_is_for_listed_origins(client, listed):
    for origin, told in ((LISTED, LISTED), (STRANGE, None)):
        got = client.get("/trial/counted/", headers={"origin": origin, "x-unlock": "a-token"})
        assert got.headers.get("Access-Control-Allow-Origin") == told
        assert "Origin" in got.headers["Vary"]


def test_public_reads_can_be_held_to_listed_origins(client, listed, settings):
    settings.API_OPEN_READS = False
    for origin, told in ((LISTED, LISTED), (STRANGE, None), ("null", None)):
        got = client.get("/trial/counted/", headers={"origin": origin})
        assert got.status_code == 200
        assert got.headers.get("Access-Control-Allow-Origin") == told
        assert preflight(client, origin).headers.get("Access-Control-Allow-Origin") == told
    for answer in (client.get("/trial/counted/"), preflight(client, LISTED)):
        assert "Origin" in answer.headers["Vary"], "a cache must not hand one origin's answer to another"


def test_the_site_and_its_front_end_are_listed(client, listed, site):
    FrontEnd.objects.create(
        site=site,
        preview_url="https://www.example.com/api/preview",
        allowed_origins="https://stage.example.com",
    )
    for origin in ("https://shop.example", "https://www.example.com", "https://stage.example.com"):
        assert preflight(client, origin, "POST").headers["Access-Control-Allow-Origin"] == origin


def test_the_site_that_is_named_is_listed_and_no_other(client, listed, home):
    second = Site.objects.create(hostname="second.example", port=443, root_page=make_content(home))
    FrontEnd.objects.create(site=second, allowed_origins="https://stage.second.example")
    asked = {"access-control-request-method": "POST"}
    for origin in ("https://second.example", "https://stage.second.example"):
        headers = asked | {"origin": origin}
        named = client.options(f"{ADDRESS}?site=second.example", headers=headers)
        assert named.headers["Access-Control-Allow-Origin"] == origin
        for address in (ADDRESS, f"{ADDRESS}?site=shop.example", f"{ADDRESS}?site=nowhere.example"):
            assert "Access-Control-Allow-Origin" not in client.options(address, headers=headers).headers
