"""Every caller against every operation of both APIs; and that nothing hidden is in any answer."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.utils import timezone

from wagtail.models import APIToken, GroupPagePermission, PageViewRestriction

import pytest

from cms import access
from cms.models import Page, User
from headless import openapi
from headless.access import COVERED_BY, PAGE_RIGHTS, SCOPES
from tests.authorization_table import (
    BY_PREVIEW_TOKEN,
    DELIVERY,
    GROUPS,
    MANAGEMENT,
    PUBLIC,
    WHOEVER_HOLDS_A_TOKEN,
    Asks,
)
from tests.make import make_category, make_content, make_form, make_product, make_variant
from tests.people import make_bearer, make_user

pytestmark = pytest.mark.django_db
TABLES = {"/api/v1/": DELIVERY, "/api/v3-preview/": MANAGEMENT}
ROLES = (*GROUPS, "superuser", "outsider")
STAMPED = {"form", "review_form"}  # carry the moment they were asked for


def api_of(root: str) -> Any:
    from wagtail.api.v3.api import api as management

    from config.api import api as delivery

    return {"/api/v1/": delivery, "/api/v3-preview/": management}[root]


def operations_of(root: str) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Each operation's id, method, path as the document has it, and itself."""
    for path, methods in openapi._whole(api_of(root))["paths"].items():
        for method, operation in methods.items():
            if method in openapi.METHODS:
                yield operation["operationId"], method, path, operation


def address_of(template: str, operation: dict[str, Any], **known: Any) -> str:
    """A real address: identifiers filled in, required parameters given."""
    uuid = "0" * 8 + "-0000-4000-8000-" + "0" * 12
    values = {"uid": uuid, "job_id": uuid, "handle": "main", "type": "cms.Phrase"} | known
    filled = re.sub(r"{(\w+)}", lambda match: str(values.get(match[1], 1)), template)
    required = [
        each["name"]
        for each in operation.get("parameters", [])
        if each["in"] == "query" and each.get("required")
    ]
    return filled + (
        "?" + "&".join(f"{name}={values.get(name, '/')}" for name in required) if required else ""
    )


def ask(client: Client, method: str, address: str, bearer: dict[str, str]) -> Any:
    """Ask, and undo what it did."""
    headers = bearer | {"x-request-id": "matrix"}
    with transaction.atomic():
        body = {} if method in {"get", "delete"} else {"data": {}, "content_type": "application/json"}
        response = getattr(client, method)(address, headers=headers, **body)
        transaction.set_rollback(True)
    return response


@pytest.fixture
def rights(home):
    """The groups as they are written down, whatever has been granted so far."""
    access.grant(apps, "default")
    return home


def user_of(role: str, **fields: Any) -> Any:
    match role:
        case "superuser":
            return make_user(is_superuser=True, **fields)
        case "outsider":
            return make_user(**fields)
    return make_user(role, **fields)


def bad_callers() -> dict[str, dict[str, str]]:
    keeper = make_user(is_superuser=True)
    revoked = make_bearer(keeper, *SCOPES)
    APIToken.objects.latest("pk").revoke()
    return {
        "anonymous": {},
        "wrong": {"authorization": f"Bearer {APIToken.generate_token()}"},
        "malformed": {"authorization": "Bearer x"},
        "basic": {"authorization": "Basic YTpi"},
        "expired": make_bearer(keeper, *SCOPES, expires_at=timezone.now() - timedelta(seconds=1)),
        "revoked": revoked,
        "inactive owner": make_bearer(user_of("superuser", is_active=False), *SCOPES),
    }


@pytest.mark.parametrize("root", TABLES)
def test_every_operation_is_in_the_table(root):
    assert {name for name, *_ in operations_of(root)} == set(TABLES[root])


@pytest.mark.parametrize("root", TABLES)
def test_who_shows_no_good_token_gets_in_nowhere_but_where_everybody_does(root, rights, client):
    wrong = []
    for caller, bearer in bad_callers().items():
        for name, method, path, operation in operations_of(root):
            response = ask(client, method, address_of(path, operation), bearer)
            asked = TABLES[root][name]
            is_in = response.status_code not in {401, 403}
            if asked is PUBLIC and (not is_in or response.status_code >= 500):
                wrong.append((caller, name, response.status_code))
            if asked not in (PUBLIC, BY_PREVIEW_TOKEN) and response.status_code != 401:
                wrong.append((caller, name, response.status_code))
            if asked is BY_PREVIEW_TOKEN and response.status_code < 400:
                wrong.append((caller, name, response.status_code))
    assert wrong == []


@pytest.mark.parametrize("root", TABLES)
def test_what_is_public_is_the_same_for_every_token(root, rights, client):
    make_content(rights, title="Draft", live=False)
    callers = bad_callers() | {
        f"{role} {'all' if scopes else 'none'}": make_bearer(user_of(role), *scopes)
        for role in ROLES
        for scopes in ((), tuple(SCOPES))
    }
    for name, method, path, operation in operations_of(root):
        if TABLES[root][name] is PUBLIC and method == "get" and name not in STAMPED:
            address = address_of(path, operation, page_id=rights.pk)
            plain = ask(client, method, address, {})
            for caller, bearer in callers.items():
                answer = ask(client, method, address, bearer)
                assert (answer.status_code, answer.content) == (plain.status_code, plain.content), (
                    name,
                    caller,
                )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("root", TABLES)
def test_a_scope_opens_what_is_written_down_and_nothing_else(root, role, rights, client):
    user = user_of(role)
    bearers = {scope: make_bearer(user, scope) for scope in SCOPES} | {"": make_bearer(user)}
    page = make_content(rights)
    wrong = []
    for name, method, path, operation in operations_of(root):
        asked = TABLES[root][name]
        if asked in (PUBLIC, BY_PREVIEW_TOKEN):
            continue
        for scope, bearer in bearers.items():
            address = address_of(path, operation, page_id=page.pk)
            status = ask(client, method, address, bearer).status_code
            if not is_expected(status, asked, scope, role):
                wrong.append((name, scope, status))
    assert wrong == []


def is_expected(status: int, asked: Asks, scope: str, role: str) -> bool:
    if asked is WHOEVER_HOLDS_A_TOKEN:
        return status == 200
    if scope not in asked.scopes:
        return status == 403
    if role == "superuser" or (asked.groups is not None and role in asked.groups):
        return status < 500 and status not in {401, 403}
    if asked.groups is not None:
        return status == 403
    return status < 500 and status != 401  # the page, the picture says who may


# What the document hides is refused -----------------------------------------------------------------------------


def every_right() -> set[str]:
    """As headless.access writes them."""
    found = Permission.objects.values_list("content_type__app_label", "codename")
    return {".".join(names) for names in found} | set(PAGE_RIGHTS)


def make_owner(rights: Iterable[str]) -> User:
    """Somebody in no group of ours who holds these rights and no other."""
    user, wanted = make_user(), set(rights)
    found = Permission.objects.annotate(right=Concat("content_type__app_label", Value("."), "codename"))
    user.user_permissions.set(found.filter(right__in=wanted))
    for right in wanted.intersection(PAGE_RIGHTS):
        group, _created = Group.objects.get_or_create(name=right)
        permission = Permission.objects.get(content_type__app_label="cms", codename=right[5:] + "_page")
        GroupPagePermission.objects.get_or_create(
            group=group, page=Page.get_first_root_node(), permission=permission
        )
        user.groups.add(group)
    return user


def shown_to(client: Client, bearer: dict[str, str]) -> set[str]:
    """The operations of the delivery API's document as this token gets it."""
    document = client.get("/api/v1/openapi.json", headers=bearer).json()
    return {operation["operationId"] for operation in openapi.operations(document)}


def scoped_operations() -> Iterator[tuple[str, str, str, str, tuple[str, ...]]]:
    """Of each operation for which the document names a scope: id, method, an address, the scope, and the rights of
    which any is asked for."""
    rules = openapi.rules_of(api_of("/api/v1/"))
    for name, method, path, operation in operations_of("/api/v1/"):
        security = operation.get("security", [])
        for scope in {scope for each in security for named in each.values() for scope in named}:
            own = rules[name].permission
            yield name, method, address_of(path, operation), scope, (own,) if own else COVERED_BY[scope]


def test_an_owner_without_the_right_of_an_operation_is_shown_it_nowhere_and_refused(rights, client):
    wrong, seen = [], 0
    for name, method, address, scope, any_of in scoped_operations():
        bearer = make_bearer(make_owner(every_right().difference(any_of)), scope)
        response = ask(client, method, address, bearer)
        told = response.json()
        kind, is_named = told["type"].rpartition("/")[2], all(right in told["detail"] for right in any_of)
        if (response.status_code, kind, is_named) != (403, "forbidden", True) or name in shown_to(
            client, bearer
        ):
            wrong.append((name, response.status_code, told))
        seen += 1
    assert (wrong, seen > 20) == ([], True)


def test_an_owner_with_a_right_of_an_operation_is_shown_it_and_let_in(rights, client):
    wrong, seen = [], 0
    for name, method, address, scope, any_of in scoped_operations():
        for right in any_of:
            bearer = make_bearer(make_owner([right]), scope)
            status = ask(client, method, address, bearer).status_code
            if status in {401, 403} or status >= 500 or name not in shown_to(client, bearer):
                wrong.append((name, right, status))
            seen += 1
    assert (wrong, seen > 20) == ([], True)


# What is hidden stands in no answer -----------------------------------------------------------------------------

SENTINELS = (
    "sentineldraft",
    "sentinelprivate",
    "sentinelunpublished",
    "48151.62",
    "sentinelfuture",
    "backend.internal",
)


@pytest.fixture
def hidden(rights, settings):
    """A draft, a draft of a live page, a private page, a product not published, a form's answers."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "backend.internal"]
    draft = make_content(rights, title="sentineldraft page", live=False)
    changed = make_content(rights, title="Open page")
    changed.title = "sentinelfuture title"
    changed.save_revision()
    private = make_content(rights, title="sentinelprivate page")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    category = make_category(rights)
    make_product(category, title="Open product")
    unpublished = make_product(category, title="sentinelunpublished product", live=False)
    make_variant(unpublished, price="48151.62")
    form = make_form(rights)
    form.get_submission_class().objects.create(page=form, form_data={"name": "sentinelprivate answer"})
    return [draft, changed, private, unpublished, form, category]


@pytest.mark.parametrize("root", TABLES)
@pytest.mark.parametrize(
    "caller", ["anonymous", "token without scopes", "superuser's token with scopes to write"]
)
def test_nothing_hidden_stands_in_any_answer(root, caller, hidden):
    client = Client(HTTP_HOST="backend.internal")
    keeper = make_user(is_superuser=True)
    bearer = {
        "anonymous": {},
        "token without scopes": make_bearer(keeper),
        "superuser's token with scopes to write": make_bearer(
            keeper, "content:write", "media:write", "catalog:write"
        ),
    }[caller]
    seen = 0
    for name, method, path, operation in operations_of(root):
        if method != "get" or name in {"schema_list", "schema_detail", "sites_list", "sites_detail"}:
            continue
        parameters = {each["name"] for each in operation.get("parameters", []) if each["in"] == "query"}
        for page in hidden:
            known = {
                each: page.pk for each in ("page_id", "product_id", "form_id", "id") if f"{{{each}}}" in path
            } | {
                "path": page.url or f"/{page.slug}/",
                "html_path": f"/{page.slug}/",
                "search": "sentinel",
                "q": "sentinel",
            }
            address = address_of(path, operation, **known)
            for extra in ({"search", "q"} & parameters, {"path", "html_path"} & parameters, set()):
                query = "&".join(f"{each}={known[each]}" for each in sorted(extra))
                full = address + ("&" if "?" in address else "?") * bool(query) + query
                response = client.get(full, headers=bearer)
                told = response.content.decode() + json.dumps(dict(response.headers))
                # What the question itself said may be said back.
                told = told.replace(f"/{page.slug}/", "").replace(page.slug, "")
                found = [word for word in SENTINELS if word in told]
                assert not found, (full, response.status_code, found)
                seen += response.status_code == 200
    assert seen > 20
