"""API tokens in the admin: scopes and ends, and who may give which."""

from datetime import timedelta

from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from wagtail.models import APIToken

import pytest

from headless.access import COVERED_BY, SCOPES, covers, scopes_of
from headless.models import TokenPolicy
from tests.people import GROUPS, client_of, form_of, make_user, sign_in

pytestmark = pytest.mark.django_db

EDITORS, MODERATORS, SEO, MERCHANDISERS = GROUPS
ADD = "wagtailusers_api_tokens:add"


@pytest.fixture
def keeper(site):
    return make_user(is_superuser=True)


def in_days(days: int) -> str:
    return (timezone.localtime() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


def make_keyholder(group: str):
    """Somebody of a group who may make tokens for himself."""
    user = make_user(group)
    rights = ["add_apitoken", "change_apitoken", "delete_apitoken"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def create(user, owner=None, **data):
    values = {"name": "ERP", "user": (owner or user).pk, "scopes": [], "expires_at": "", **data}
    return sign_in(user).post(reverse(ADD), values)


def test_a_token_gets_the_scopes_that_were_ticked_and_its_end(keeper):
    response = create(keeper, scopes=["catalog:write", "jobs:read"], expires_at=in_days(30))
    assert response.status_code == 200
    token = APIToken.objects.get()
    assert scopes_of(token) == {"catalog:write", "jobs:read"}
    assert timedelta(days=29) < token.policy.expires_at - timezone.now() < timedelta(days=31)
    assert f'value="{APIToken.objects.get().prefix}' in response.content.decode()


def test_the_form_offers_ninety_days_and_every_scope(keeper):
    html = sign_in(keeper).get(reverse(ADD)).content.decode()
    assert in_days(90)[:10] in html
    for scope in SCOPES:
        assert f'value="{scope}"' in html


def test_a_token_that_writes_must_have_an_end(keeper):
    response = create(keeper, scopes=["content:write"])
    assert "must have an end" in response.content.decode()
    assert not APIToken.objects.exists()
    create(keeper, scopes=["preview:read"])
    assert APIToken.objects.get().policy.expires_at is None


def test_an_end_in_the_past_is_refused(keeper):
    assert "has passed" in create(keeper, expires_at=in_days(-1)).content.decode()
    assert not APIToken.objects.exists()


def test_an_invented_scope_is_refused(keeper):
    create(keeper, scopes=["everything"], expires_at=in_days(1))
    assert not APIToken.objects.exists()


COVERED = {
    EDITORS: {"content:read", "content:write", "media:write", "forms:read", "preview:read"},
    MODERATORS: {"content:read", "content:write", "media:write", "forms:read", "preview:read"},
    SEO: {"content:read", "content:write", "media:write", "redirects:write", "preview:read"},
    MERCHANDISERS: {
        "content:read",
        "content:write",
        "media:write",
        "catalog:write",
        "jobs:read",
        "preview:read",
    },
}


@pytest.mark.parametrize("group", GROUPS)
def test_nobody_gives_more_than_his_own_rights_hold(group, site):
    user = make_keyholder(group)
    assert {scope for scope in COVERED_BY if covers(user, scope)} >= COVERED[group]
    assert not covers(user, "admin")
    assert COVERED_BY.keys() == SCOPES.keys()
    for scope in SCOPES:
        APIToken.objects.all().delete()
        create(user, scopes=[scope], expires_at=in_days(10))
        assert APIToken.objects.exists() is covers(user, scope), scope


def test_a_scope_its_owner_cannot_use_is_not_given_to_him(keeper):
    response = create(keeper, make_user(EDITORS), scopes=["catalog:write"], expires_at=in_days(10))
    assert "no rights that cover" in response.content.decode()
    assert not APIToken.objects.exists()


def test_editing_changes_scopes_and_end_and_not_the_secret(keeper):
    token, _secret = APIToken.create_token(user=keeper, name="old")
    client, url = sign_in(keeper), reverse("wagtailusers_api_tokens:edit", args=[token.pk])
    client.post(url, {"name": "new", "scopes": ["content:write"], "expires_at": in_days(5)})
    changed = APIToken.objects.get()
    assert (changed.name, scopes_of(changed), changed.key_hash) == ("new", {"content:write"}, token.key_hash)
    client.post(url, {"name": "new", "scopes": ["content:write"], "expires_at": ""})
    assert TokenPolicy.objects.get().expires_at is not None, "a token that writes keeps its end"
    client.post(url, {"name": "new", "scopes": [], "expires_at": ""})
    assert scopes_of(APIToken.objects.get()) == set()


def test_who_edits_keeps_what_he_could_not_have_given_and_adds_nothing_like_it(site):
    user = make_keyholder(EDITORS)
    token, _secret = APIToken.create_token(user=user, name="once a merchandiser's")
    TokenPolicy.objects.create(token=token, scopes=["jobs:read"])
    client, url = sign_in(user), reverse("wagtailusers_api_tokens:edit", args=[token.pk])
    client.post(url, {"name": "renamed", "scopes": ["jobs:read"], "expires_at": ""})
    assert APIToken.objects.get().name == "renamed"
    client.post(url, {"name": "widened", "scopes": ["jobs:read", "admin"], "expires_at": in_days(5)})
    assert scopes_of(APIToken.objects.get()) == {"jobs:read"}


def test_the_form_of_an_old_token_ticks_nothing_and_of_a_new_one_what_it_has(keeper):
    client = sign_in(keeper)
    token, _secret = APIToken.create_token(user=keeper, name="old")
    url = reverse("wagtailusers_api_tokens:edit", args=[token.pk])
    assert "scopes" not in form_of(client, url)
    TokenPolicy.objects.create(token=token, scopes=["admin"], expires_at=timezone.now() - timedelta(days=1))
    assert form_of(client, url)["scopes"] == "admin"
    client.post(url, form_of(client, url) | {"name": "told apart"})
    assert APIToken.objects.get().name == "told apart", "an end that has passed does not forbid a new name"


def test_the_list_shows_scopes_ends_and_last_use_in_a_fixed_number_of_queries(keeper):
    client, url = sign_in(keeper), reverse("wagtailusers_api_tokens:index")
    for number in range(3):
        token, _secret = APIToken.create_token(user=keeper, name=f"number {number}")
        TokenPolicy.objects.create(token=token, scopes=["redirects:write", "admin"])
    APIToken.create_token(user=keeper, name="old")
    html = client.get(url).content.decode()
    assert html.count("admin, redirects:write") == 3
    assert "Last used" in html
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(5):
        token, _secret = APIToken.create_token(user=keeper, name=f"more {number}")
        TokenPolicy.objects.create(token=token, scopes=["admin"])
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_only_who_may_sees_the_screens(site):
    for group in GROUPS:
        assert client_of(group).get(reverse(ADD)).status_code == 302
