"""Scopes of bearer tokens, on an API of its own."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from wagtail.models import APIToken

import pytest

from headless.access import Scoped
from headless.models import TokenPolicy
from headless.problems import Refused
from tests.people import make_user

pytestmark = pytest.mark.django_db


def ask(
    scopes: list[str] | None, *, group: str = "Merchandisers", expires: timedelta | None = None, **wanted: Any
) -> tuple[Any, HttpRequest]:
    user = make_user(group)
    token, secret = APIToken.create_token(user=user, name="ERP")
    if scopes is not None:
        TokenPolicy.objects.create(
            token=token, scopes=scopes, expires_at=timezone.now() + expires if expires else None
        )
    request = RequestFactory().get("/")
    return Scoped(**wanted).authenticate(request, secret), request


def test_a_token_with_the_scope_is_taken():
    found, request = ask(["catalog:write"], scope="catalog:write")
    assert found.user == request.user


def test_a_token_without_the_scope_is_refused():
    with pytest.raises(Refused) as refused:
        ask(["catalog:write"], scope="admin")
    assert refused.value.kind == "missing-scope"


def test_a_token_without_a_policy_has_no_scope():
    with pytest.raises(Refused) as refused:
        ask(None, scope="catalog:write")
    assert refused.value.kind == "missing-scope"


def test_an_expired_token_is_no_token():
    found, _ = ask(["admin"], expires=-timedelta(seconds=1), scope="admin")
    assert found is None


def test_the_owner_needs_the_permission_too():
    with pytest.raises(Refused) as refused:
        ask(["catalog:write"], group="Editors", scope="catalog:write", permission="catalog.change_variant")
    assert refused.value.kind == "forbidden"


def test_without_a_permission_of_the_operation_the_owner_needs_what_covers_the_scope():
    with pytest.raises(Refused) as refused:
        ask(["jobs:read"], group="Editors", scope="jobs:read")
    assert refused.value.kind == "forbidden"
    assert "catalog.change_variant" in refused.value.message


def test_a_permission_of_the_operation_stands_instead_of_what_covers_the_scope():
    wanted = {"scope": "admin", "permission": "cms.change_organization"}
    found, request = ask(["admin"], group="SEO managers", **wanted)
    assert found.user == request.user


def test_a_scope_of_superusers_opens_nothing_for_others():
    with pytest.raises(Refused) as refused:
        ask(["admin"], scope="admin")
    assert "superusers alone" in refused.value.message
