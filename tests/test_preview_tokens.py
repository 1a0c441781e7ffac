"""A preview token opens the draft of one page, for reading, until it ends, and nothing else."""

import logging
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wagtail.models import APIToken, PageViewRestriction

import pytest
import time_machine

from headless.models import TokenPolicy
from headless.preview.models import PreviewToken, digests, prune
from tests.make import make_category, make_content, make_picture, make_product
from tests.people import make_user

pytestmark = pytest.mark.django_db
API = "/api/v1/preview/"


def make_draft(home, **changes):
    """A live page with a draft that says otherwise."""
    page = make_content(home, title="Fog signals", slug="fog-signals", summary="As it is.")
    for name, value in {"title": "Fog signals, again", "summary": "As it will be.", **changes}.items():
        setattr(page, name, value)
    page.save_revision()
    return type(page).objects.get(pk=page.pk)


def make_token(page, user=None, **options):
    """(token, secret) of a page, made by an editor."""
    return PreviewToken.issue(page, user or make_user("Editors"), **options)


def opened(client, secret, at="resolve/", **parameters):
    return client.get(API + at, {"token": secret, **parameters})


def assert_opens_nothing(response):
    assert response.status_code == 401
    assert response.headers["Cache-Control"] == "no-store"
    body = response.json()
    del body["request_id"]
    assert body == {
        "type": "/api/v1/docs/problems/unauthorized",
        "title": "A good bearer token is needed",
        "status": 401,
        "detail": "This preview token opens nothing, or nothing any more.",
        "errors": [],
    }


# What it opens ---------------------------------------------------------------------------------------------


def test_a_draft_is_the_page_as_it_will_be(client, home):
    page = make_draft(home)
    _token, secret = make_token(page)
    body = opened(client, secret).json()
    assert (body["verdict"], body["status"], body["preview"]) == ("page", 200, True)
    assert body["page"]["id"] == page.pk
    assert body["page"]["title"] == "Fog signals, again"
    assert body["page"]["fields"]["summary"] == "As it will be."
    assert (body["is_live"], body["has_unpublished_changes"], body["revision_id"]) == (True, True, None)
    public = client.get("/api/v1/resolve/", {"path": "/fog-signals/"}).json()
    assert public["page"]["fields"]["summary"] == "As it is."


def test_a_page_that_was_never_published_is_shown(client, home):
    page = make_content(home, title="To come", slug="to-come", live=False)
    page.save_revision()
    _token, secret = make_token(page)
    body = opened(client, secret).json()
    assert (body["path"], body["is_live"]) == ("/to-come/", False)
    assert [crumb["path"] for crumb in body["breadcrumbs"]] == ["/", "/to-come/"]


def test_a_page_without_a_draft_is_shown_as_it_is(client, home):
    _token, secret = make_token(make_content(home, title="As it is"))
    body = opened(client, secret).json()
    assert (body["page"]["title"], body["has_unpublished_changes"]) == ("As it is", False)


def test_a_changed_slug_breaks_no_link(client, home):
    page = make_draft(home, slug="sounds-in-fog")
    _token, secret = make_token(page)
    for parameters in ({}, {"path": "/fog-signals/"}, {"path": "/sounds-in-fog/"}):
        body = opened(client, secret, **parameters).json()
        assert body["path"] == body["canonical_path"] == "/sounds-in-fog/"
    assert opened(client, secret, f"pages/{page.pk}/").json()["page"]["meta"]["slug"] == "sounds-in-fog"


def test_a_following_token_follows_and_a_pinned_one_stays(client, home):
    page = make_draft(home)
    _, following = make_token(page)
    _, pinned = make_token(page, revision=page.latest_revision)
    page = page.get_latest_revision_as_object()
    page.title = "Fog signals, at last"
    page.save_revision().publish()
    assert opened(client, following).json()["page"]["title"] == "Fog signals, at last"
    body = opened(client, pinned).json()
    assert (body["page"]["title"], body["revision_id"]) == (
        "Fog signals, again",
        page.revisions.order_by("pk")[1].pk,
    )


def test_a_query_of_the_page_is_answered(client, home):
    product = make_product(make_category(home, slug="lamps"), variants=2, slug="masthead")
    _, secret = make_token(product)
    second = product.variants.last()
    body = opened(client, secret, path=f"/lamps/masthead/?variant={second.sku}").json()
    assert body["page"]["fields"]["selected"] == second.sku
    assert opened(client, secret, path="/lamps/masthead/?variant=NONE").status_code == 404


def test_the_names_existing_front_ends_send_are_taken(client, home):
    _, secret = make_token(make_draft(home))
    sent = {"content_type": "home.contentpage", "format": "json", "in_preview_panel": "true"}
    for path in ("", "resolve/"):
        assert opened(client, secret, path, **sent).json()["page"]["title"] == "Fog signals, again"
    assert opened(client, secret, "", content_type="home.articlepage").status_code == 404
    assert opened(client, secret, "", tokne="x").json()["errors"][0]["loc"] == ["query", "tokne"]


OLDER = ["/api/v1/page_preview/", "/api/v1/page_preview/0/", "/api/v1/page_preview/1/"]


@pytest.mark.parametrize("address", OLDER)
def test_front_ends_of_other_preview_packages_are_answered_where_they_ask(client, home, address):
    _, secret = make_token(make_draft(home))
    sent = {"content_type": "home.contentpage", "token": secret, "format": "json"}
    assert client.get(address, sent).json() == opened(client, secret).json()


@pytest.mark.parametrize("address", OLDER)
def test_a_token_opens_no_other_type_where_others_ask(client, home, address):
    _, secret = make_token(make_draft(home))
    assert client.get(address, {"content_type": "home.articlepage", "token": secret}).status_code == 404


@pytest.mark.parametrize("address", OLDER)
def test_a_wrong_token_opens_nothing_where_others_ask(client, home, address):
    assert_opens_nothing(client.get(address, {"token": "pv_" + "x" * 43}))


@pytest.mark.parametrize("address", OLDER)
def test_a_draft_is_kept_by_nobody_where_others_ask(client, home, address):
    _, secret = make_token(make_draft(home))
    headers = client.get(address, {"token": secret}).headers
    assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("private, no-store", "noindex")


def test_a_restricted_page_is_shown_to_who_holds_its_link(client, home):
    page = make_draft(home)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    _, secret = make_token(page)
    assert opened(client, secret).json()["page"]["title"] == "Fog signals, again"


# What it does not open ---------------------------------------------------------------------------------------


def test_it_opens_no_other_page(client, home):
    page, other = make_draft(home), make_content(home, slug="other", live=False)
    _, secret = make_token(page)
    assert opened(client, secret, f"pages/{other.pk}/").status_code == 404
    assert opened(client, secret, path="/other/").status_code == 404
    assert opened(client, secret, path="/").status_code == 404
    assert client.get("/api/v1/resolve/", {"path": "/other/"}).json()["verdict"] == "missing"


def test_what_a_draft_refers_to_is_what_readers_see(client, home):
    live, hidden = make_content(home, title="Seen"), make_content(home, title="Unseen", live=False)
    live.title = "Seen, but otherwise"
    live.save_revision()
    page = make_draft(home, body=[("cards", {"title": "", "pages": [live, hidden]})])
    _, secret = make_token(page)
    [block] = opened(client, secret).json()["page"]["fields"]["body"]
    assert [card["title"] for card in block["value"]["cards"]] == ["Seen"]


def test_it_is_no_bearer_token_and_a_bearer_token_is_no_preview_token(client, home):
    page, editor = make_draft(home), make_user("Editors")
    _, secret = make_token(page, editor)
    bearer, plain = APIToken.create_token(user=editor, name="front end")
    TokenPolicy.objects.create(token=bearer, scopes=["preview:read"])
    assert_opens_nothing(opened(client, plain))
    for address in ("/api/v1/preview/tokens/", "/api/v3-preview/whoami/"):
        response = client.get(address, headers={"authorization": f"Bearer {secret}"})
        assert response.status_code == 401
    assert client.post(API, {"token": secret}).status_code == 405


@pytest.mark.parametrize("path", ["resolve/", "", "pages/1/"])
@pytest.mark.parametrize("secret", ["", "pv_", "pv_" + "x" * 43, "pv_\x00", "é" * 3000])
def test_a_wrong_token_opens_nothing(client, home, path, secret):
    assert_opens_nothing(opened(client, secret, path))


def test_no_token_opens_nothing(client, home):
    assert_opens_nothing(client.get(f"{API}resolve/"))


def test_expired_revoked_and_orphaned_tokens_are_all_answered_as_wrong_ones(client, home):
    page, editor = make_draft(home), make_user("Editors")
    token, revoked = make_token(page, editor)
    _, expired = make_token(page, editor, lasts=timedelta(minutes=5))
    _, left = make_token(page, make_user("Editors", is_active=False))
    assert opened(client, revoked).status_code == 200
    token.revoke()
    assert_opens_nothing(opened(client, revoked))
    assert opened(client, expired).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert_opens_nothing(opened(client, expired))
    assert_opens_nothing(opened(client, left))


def test_a_token_dies_with_the_rights_of_its_maker(client, home):
    page, editor = make_draft(home), make_user("Editors")
    _, secret = make_token(page, editor)
    assert opened(client, secret).status_code == 200
    editor.groups.clear()
    assert_opens_nothing(opened(client, secret))


def test_a_pinned_token_does_not_fall_back_when_its_revision_goes(client, home):
    page = make_draft(home)
    _, secret = make_token(page, revision=page.latest_revision)
    page.save_revision()
    page.revisions.order_by("pk")[1].delete()
    assert_opens_nothing(opened(client, secret))


# How it is kept and sent ----------------------------------------------------------------------------------------


def test_only_a_keyed_hash_is_kept(home, settings):
    token, secret = make_token(make_draft(home))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM headless_previewtoken WHERE id = %s", [token.pk])
        row = " ".join(map(str, cursor.fetchone()))
    assert secret not in row
    assert secret[8:] not in row
    assert token.key_hash == digests(secret)[0]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 4
    assert digests(secret)[0] != token.key_hash
    assert PreviewToken.objects.opened_by(secret) == token


def test_an_opened_draft_is_kept_by_nobody_and_listed_nowhere(client, home):
    _, secret = make_token(make_draft(home))
    response = opened(client, secret)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "ETag" not in response.headers
    assert "Last-Modified" not in response.headers
    assert "Cache-Tag" not in response.headers
    head = response.json()["head"]
    assert head["robots"].split(",")[0] == "noindex"
    assert not [link for link in head["links"] if link.get("type") == "text/markdown"]
    assert client.head(f"{API}resolve/", {"token": secret}).headers["Cache-Control"] == "private, no-store"


def test_no_token_is_written_to_a_log(client, home, caplog):
    page = make_draft(home)
    _, secret = make_token(page)
    PreviewToken.objects.all().revoke()
    with caplog.at_level(logging.DEBUG):
        for path in ("resolve/", "", f"pages/{page.pk}/", "nowhere/"):
            opened(client, secret, path)
    assert caplog.records
    assert secret[8:] not in caplog.text


def test_its_use_is_written_down_once_a_minute(client, home):
    token, secret = make_token(make_draft(home))
    opened(client, secret)
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    opened(client, secret)
    token.refresh_from_db()
    assert token.last_used_at == first


def test_what_has_ended_is_forgotten_after_a_week(home):
    page, editor = make_draft(home), make_user("Editors")
    ended, _ = make_token(page, editor)
    ended.revoke()
    make_token(page, editor, lasts=timedelta(hours=1))
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        make_token(page, editor)
        prune()
        assert PreviewToken.objects.count() == 3
    with time_machine.travel(timezone.now() + timedelta(days=7, hours=2)):
        prune()
        assert PreviewToken.objects.count() == 1


@pytest.mark.parametrize("lasts", [timedelta(), -timedelta(1), timedelta(days=7, seconds=1)])
def test_no_token_lasts_longer_than_a_week(home, lasts):
    with pytest.raises(ValueError, match="up to 7 days"):
        make_token(make_draft(home), lasts=lasts)


def test_a_revision_of_another_page_is_refused(home):
    page = make_draft(home)
    with pytest.raises(ValueError, match="no revision"):
        make_token(make_content(home), revision=page.latest_revision)


def test_a_draft_costs_as_much_with_many_blocks_as_with_few(client, home):
    picture = make_picture()
    counts = []
    for many in (1, 30):
        body = [("picture", {"picture": picture, "caption": ""}), ("text", "<p>Fog.</p>")] * many
        page = make_draft(make_content(home), body=body)
        _, secret = make_token(page)
        for _ in range(2):
            with CaptureQueriesContext(connection) as captured:
                assert opened(client, secret).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 24, counts


# Making them --------------------------------------------------------------------------------------------------


@pytest.fixture
def ask(client):
    """ask(method, path, body, user=…): the answer to a bearer token with `preview:read`."""

    def call(method, path, body=None, *, user, scopes=("preview:read",)):
        token, plain = APIToken.create_token(user=user, name="front end")
        TokenPolicy.objects.create(token=token, scopes=list(scopes))
        return getattr(client, method)(
            API + path,
            body,
            content_type="application/json",
            headers={"authorization": f"Bearer {plain}"},
        )

    return call


def test_who_may_see_a_draft_makes_its_token(ask, client, home):
    page, editor = make_draft(home), make_user("Editors")
    wanted = {"page_id": page.pk, "expires_in": 3600, "label": "For the printer"}
    response = ask("post", "tokens/", wanted, user=editor)
    assert response.status_code == 201
    assert response.headers["Cache-Control"] == "private, no-store"
    made = response.json()
    assert made["token"].startswith(made["prefix"])
    assert (made["label"], made["revision_id"], made["is_good"]) == ("For the printer", None, True)
    assert opened(client, made["token"]).json()["page"]["title"] == "Fog signals, again"
    listed = ask("get", "tokens/", user=editor).json()
    assert listed["count"] == 1
    assert "token" not in listed["items"][0]
    assert ask("delete", f"tokens/{made['id']}/", user=editor).status_code == 204
    assert_opens_nothing(opened(client, made["token"]))
    assert ask("get", f"tokens/?page_id={page.pk}", user=editor).json()["items"][0]["is_good"] is False


def test_what_is_not_there_and_what_is_not_theirs_are_refused_in_the_same_words(ask, home):
    page = make_draft(home)
    outsider, editor = make_user("Merchandisers"), make_user("Editors")
    refused = ask("post", "tokens/", {"page_id": page.pk}, user=outsider)
    absent = ask("post", "tokens/", {"page_id": 999_999}, user=editor)
    assert refused.status_code == absent.status_code == 422
    words = refused.json()["detail"].replace(str(page.pk), "999999")
    assert words == absent.json()["detail"]
    assert refused.json()["errors"][0]["loc"] == ["body", "page_id"]


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"expires_in": 604_801}, "expires_in"),
        ({"expires_in": 0}, "expires_in"),
        ({"label": "x" * 101}, "label"),
        ({"label": "a\x00b"}, "label"),
        ({"revision_id": 2**31 - 1}, "revision_id"),
        ({"page_id": 2**40}, "page_id"),
        ({"scope": "admin"}, "scope"),
    ],
)
def test_a_senseless_wish_is_refused_with_its_field(ask, home, wrong, name):
    response = ask("post", "tokens/", {"page_id": make_draft(home).pk, **wrong}, user=make_user("Editors"))
    assert response.status_code == 422
    assert response.json()["errors"][0]["loc"][-1] == name
    assert not PreviewToken.objects.exists()


def test_the_scope_is_needed(ask, home):
    page = make_draft(home)
    response = ask(
        "post", "tokens/", {"page_id": page.pk}, user=make_user("Editors"), scopes=["content:write"]
    )
    assert response.status_code == 403
    assert response.json()["type"].endswith("/missing-scope")


def test_tokens_of_others_are_seen_by_administrators_only(ask, home):
    page, editor = make_draft(home), make_user("Editors")
    token, _ = make_token(page, editor)
    other = make_user("Moderators")
    assert ask("get", "tokens/", user=other).json() == {"count": 0, "items": []}
    assert ask("delete", f"tokens/{token.pk}/", user=other).status_code == 404
    assert PreviewToken.objects.good().count() == 1
    administrator = make_user(is_superuser=True)
    assert ask("get", "tokens/", user=administrator).json()["count"] == 1
    assert ask("delete", f"tokens/{token.pk}/", user=administrator).status_code == 204
    assert not PreviewToken.objects.good().exists()


def test_the_worker_prunes(settings):
    assert "headless.preview.models.prune" in dict(settings.PERIODIC)
    call_command("check")
