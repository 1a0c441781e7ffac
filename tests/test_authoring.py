"""Wagtail's API v3 under our rules: scopes, ends, honest answers, and what every answer of ours owes."""

import json
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from wagtail.models import APIToken, PageViewRestriction, Site

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from cms.models import Picture
from headless import authoring, openapi
from headless.access import SCOPES
from home.models import ContentPage
from tests.make import make_content, make_picture
from tests.people import make_bearer, make_user

pytestmark = pytest.mark.django_db
API = "/api/v3-preview/"
JSON = "application/json"


@pytest.fixture
def keeper(site):
    return make_user(is_superuser=True)


@pytest.fixture
def world(home):
    shown = make_content(home, title="Shown")
    make_content(home, title="Draft", live=False)
    secret = make_content(home, title="Private")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    return shown


# A token changes nothing of what the public reads -------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "pages/",
        "pages/?search=Shown",
        "pages/?site=shop.example",
        "pages/?type=home.ContentPage&title=Shown",
        "pages/?child_of=root",
        "pages/find/?html_path=/",
        "images/",
        "documents/",
    ],
)
@pytest.mark.parametrize("who", ["superuser", "nobody's", "editor", "expired", "revoked", "invented"])
def test_a_public_read_is_the_same_with_whatever_token(client, world, keeper, address, who):
    make_picture()
    token = {
        "superuser": lambda: make_bearer(keeper, *SCOPES),
        "nobody's": lambda: make_bearer(make_user()),
        "editor": lambda: make_bearer(make_user("Editors"), "preview:read", "content:write"),
        "expired": lambda: make_bearer(keeper, "admin", expires_at=timezone.now()),
        "revoked": lambda: revoked(keeper),
        "invented": lambda: {"authorization": f"Bearer {APIToken.generate_token()}"},
    }[who]()
    plain, asked = client.get(API + address), client.get(API + address, headers=token)
    assert (asked.status_code, asked.content) == (plain.status_code, plain.content)
    assert asked.get("Location") == plain.get("Location")
    assert b"Draft" not in asked.content
    assert b"Private" not in asked.content


def revoked(user):
    token, secret = APIToken.create_token(user=user, name="old")
    token.revoke()
    return {"authorization": f"Bearer {secret}"}


def test_drafts_are_listed_to_who_may_edit_them_and_without_the_root(client, world, keeper):
    bearer = make_bearer(keeper, "preview:read")
    body = client.get(f"{API}pages/?version=draft", headers=bearer).json()
    assert {"Shown", "Draft", "Private"} <= {item["title"] for item in body["items"]}
    assert 1 not in {item["id"] for item in body["items"]}
    assert body["count"] == len(body["items"])


def test_drafts_need_a_token_a_scope_and_a_right(client, world):
    draft = ContentPage.objects.get(title="Draft")
    for address in ("pages/?version=draft", f"pages/{draft.pk}/?version=draft"):
        assert client.get(API + address).status_code == 401
        assert client.get(API + address, headers=make_bearer(make_user("Editors"))).status_code == 403
    stranger = make_bearer(make_user(), "preview:read")
    assert client.get(f"{API}pages/{draft.pk}/?version=draft", headers=stranger).status_code == 404
    assert client.get(f"{API}pages/?version=draft", headers=stranger).json()["count"] == 0


def test_a_question_that_cannot_be_answered_is_refused(client, world, keeper):
    bearer = make_bearer(keeper, "preview:read")
    for query in ("version=draft&site=shop.example", "version=newest"):
        response = client.get(f"{API}pages/?{query}", headers=bearer)
        assert response.status_code == 422, query
        assert response.json()["errors"][0]["loc"] == ["query", query.rpartition("&")[2].partition("=")[0]]


@pytest.mark.parametrize(
    "address",
    [
        "pages/?tpye=home.ContentPage",
        "pages/?price__gte=290",
        "pages/?type=home.ContentPage&sku=1",
        "pages/find/?html_path=/&fields=title",
        "pages/{page}/?fields=title",
        "pages/{page}/revisions/?created=2026-01-01",
        "images/?tile=x",
        "documents/?tile=x",
        "pages/?pk=1",
        "whoami/?x=1",
        "sites/?x=1",
        "audit/runs/?x=1",
    ],
)
def test_a_parameter_nobody_reads_is_refused_by_name(client, world, keeper, address):
    response = client.get(API + address.format(page=world.pk), headers=make_bearer(keeper, *SCOPES))
    assert response.status_code == 422, response.content
    [error] = response.json()["errors"]
    name = address.rpartition("?")[2].rpartition("&")[2].partition("=")[0]
    assert (error["loc"], error["type"]) == (["query", name], "unknown_parameter")


def test_a_misspelt_filter_is_answered_with_the_name_it_should_have(client, world):
    detail = client.get(f"{API}pages/?titel=Shown").json()["detail"]
    assert "did you mean “title”" in detail


def test_a_write_with_a_parameter_nobody_reads_writes_nothing(client, world, keeper):
    bearer = make_bearer(keeper, "content:write")
    address = f"{API}pages/{world.pk}/?dry_run=true"
    response = client.patch(address, {"title": "Other"}, content_type=JSON, headers=bearer)
    assert response.status_code == 422
    world.refresh_from_db()
    assert (world.title, world.has_unpublished_changes) == ("Shown", False)


@pytest.mark.parametrize(
    "address",
    [
        "pages/?title=Shown&slug=shown&id=1&limit=5&offset=0&order=title",
        "pages/?type=catalog.ProductPage&go_live_at=2026-01-01T00:00:00Z",
        "pages/?search=Shown&search_operator=and&locale=en-gb&child_of=root",
        "pages/find/?html_path=/&site=shop.example&rich_text_format=html",
        "pages/{page}/?version=live&rich_text_format=html",
        "images/?title=x&width=10",
        "documents/?title=x",
    ],
)
def test_what_wagtail_reads_is_still_heard(client, world, keeper, address):
    bearer = make_bearer(keeper, *SCOPES)
    response = client.get(API + address.format(page=world.pk), headers=bearer, follow=True)
    assert response.status_code == 200, response.content


def test_a_list_of_snippets_may_be_narrowed_by_their_own_fields():
    """No snippet is in the API yet: none says what of it may be read there."""
    assert authoring._filters("snippets_list", {"type": "cms.Phrase"}) == {"id"}


# Scopes and ends ------------------------------------------------------------------------------------------------


def test_every_operation_is_in_the_table_and_every_scope_is_one(client):
    from wagtail.api.v3.api import api

    found = {each["operationId"] for each in openapi.operations(openapi._whole(api))}
    assert found == set(authoring.RULES)
    assert {scope for rule in authoring.RULES.values() for scope in rule.scopes} <= set(SCOPES)


def test_an_operation_nobody_wrote_down_is_refused_to_tokens(client, keeper, monkeypatch):
    monkeypatch.delitem(authoring.RULES, "schema_list")
    response = client.get(f"{API}schema/", headers=make_bearer(keeper, *SCOPES))
    assert response.status_code == 403
    assert "schema_list" in response.json()["detail"]


def test_an_expired_token_is_refused_like_one_that_never_was(client, keeper):
    expired = make_bearer(keeper, *SCOPES, expires_at=timezone.now() - timedelta(seconds=1))
    invented = {"authorization": f"Bearer {APIToken.generate_token()}"}
    for address in ("whoami/", "schema/", "audit/runs/", "sites/"):
        answers = [
            client.get(API + address, headers=headers) for headers in (expired, invented, revoked(keeper))
        ]
        for answer in answers:
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert answer.json() | {"request_id": ""} == answers[0].json() | {"request_id": ""}


def test_a_token_without_scopes_says_who_it_is_and_no_more(client, keeper):
    bearer = make_bearer(keeper)
    assert client.get(f"{API}whoami/", headers=bearer).status_code == 200
    response = client.post(f"{API}pages/", {}, content_type=JSON, headers=bearer)
    assert response.status_code in {403, 422}
    for address in ("schema/", "sites/", "locales/", "audit/runs/"):
        refused = client.get(API + address, headers=bearer)
        assert refused.status_code == 403
        assert refused.json()["type"].endswith("/missing-scope")


# Writes -----------------------------------------------------------------------------------------------------------


def write(client, keeper, method, address, body):
    bearer = make_bearer(keeper, "content:write", "admin")
    return getattr(client, method)(API + address, body, content_type=JSON, headers=bearer)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"titel": "x"}, ["titel"]),
        ({"title": "x", "meta": {"action": "publish", "publish_at": "tomorrow"}}, ["meta", "publish_at"]),
        ({"headline": "x", "meta": {"action": "publish"}}, ["headline"]),
    ],
)
def test_a_field_the_page_has_not_is_refused_by_name_and_nothing_is_written(
    client, world, keeper, body, place
):
    response = write(client, keeper, "patch", f"pages/{world.pk}/", body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["loc"] == ["body", *place]
    world.refresh_from_db()
    assert world.title == "Shown"
    assert world.revisions.count() == ContentPage.objects.get(pk=world.pk).revisions.count()
    assert not world.has_unpublished_changes


def test_unknown_fields_are_refused_wherever_bodies_are_taken(client, home, keeper):
    page = {"meta": {"type": "home.ContentPage", "parent_id": home.pk}, "title": "New"}
    assert write(client, keeper, "post", "pages/", page | {"nonsense": 1}).status_code == 422
    assert write(client, keeper, "post", "pages/", page).status_code == 201
    site = {
        "hostname": "b.example",
        "port": 80,
        "site_name": "",
        "root_page_id": home.pk,
        "is_default_site": False,
    }
    refused = write(client, keeper, "post", "sites/", site | {"colour": "red"})
    assert (refused.status_code, refused.json()["errors"][0]["loc"]) == (422, ["body", "colour"])
    assert not Site.objects.filter(hostname="b.example").exists()


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "application/vnd.api+json", "application/ld+json", "application/merge-patch+json",
     "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["post", "patch"])
def test_a_body_nobody_looks_into_is_refused(client, world, home, keeper, method, content_type):
    address = {"post": "pages/", "patch": f"pages/{world.pk}/"}[method]
    meta = {"type": "home.ContentPage", "parent_id": home.pk, "action": "publish"}
    body = json.dumps({"meta": meta, "title": "Too early", "go_live": "2099-01-01T00:00:00Z"})
    bearer = make_bearer(keeper, "content:write")
    response = client.generic(method.upper(), API + address, body, content_type=content_type, headers=bearer)
    assert (response.status_code, response.headers["Content-Type"]) == (415, "application/problem+json")
    assert not ContentPage.objects.filter(title="Too early").exists()


def test_a_type_may_say_its_charset(client, home, keeper):
    body = json.dumps({"meta": {"type": "home.ContentPage", "parent_id": home.pk}, "title": "New"})
    answer = client.generic(
        "POST",
        f"{API}pages/",
        body,
        content_type="Application/JSON; charset=utf-8",
        headers=make_bearer(keeper, "content:write"),
    )
    assert answer.status_code == 201, answer.content


def test_a_body_where_none_is_taken_is_refused_by_name(client, world, keeper):
    world.unpublish()
    address = f"pages/{world.pk}/actions/publish/"
    refused = write(client, keeper, "post", address, {"go_live_at": "2099-01-01T00:00:00Z"})
    assert (refused.status_code, refused.json()["errors"][0]["loc"]) == (422, ["body", "go_live_at"])
    broken = client.generic(
        "POST", API + address, "{", content_type=JSON, headers=make_bearer(keeper, "content:write")
    )
    assert broken.status_code == 400
    world.refresh_from_db()
    assert not world.live
    assert write(client, keeper, "post", address, None).status_code == 200


def test_what_is_to_go_live_later_is_scheduled_and_never_published_at_once(client, home, keeper):
    later = timezone.now() + timedelta(days=3)
    body = {"meta": {"type": "home.ContentPage", "parent_id": home.pk, "action": "publish"}, "title": "Later"}
    created = write(client, keeper, "post", "pages/", body | {"go_live_at": later.isoformat()})
    assert created.status_code == 201, created.json()
    page = ContentPage.objects.get(title="Later")
    assert not page.live
    assert abs(page.scheduled_revision.approved_go_live_at - later) < timedelta(seconds=1)


def test_an_end_is_taken_with_a_change(client, world, keeper):
    end = timezone.now() + timedelta(days=3)
    body = {"expire_at": end.isoformat(), "title": "Shown a while", "meta": {"action": "publish"}}
    assert write(client, keeper, "patch", f"pages/{world.pk}/", body).status_code == 200
    world.refresh_from_db()
    assert (world.live, world.title) == (True, "Shown a while")
    assert abs(world.expire_at - end) < timedelta(seconds=1)


def test_the_root_of_the_tree_is_no_page(client, world, keeper):
    for method, action in (
        ("post", "copy"),
        ("post", "create_alias"),
        ("delete", "delete"),
        ("post", "unpublish"),
    ):
        assert write(client, keeper, method, f"pages/1/actions/{action}/", {}).status_code in {404, 422}
    assert write(client, keeper, "patch", "pages/1/", {"title": "x"}).status_code in {404, 422}


@pytest.fixture
def draft(client, world, keeper):
    """draft(method, address, body, **headers) of the shown page, and draft.tag() as it is read now."""
    bearer = make_bearer(keeper, "preview:read", "content:write", "admin")

    def ask(method, address=f"pages/{world.pk}/", body="", **headers):
        headers = bearer | {name.replace("_", "-"): value for name, value in headers.items()}
        return getattr(client, method)(API + address, body, content_type=JSON, headers=headers)

    def tag():
        return client.get(f"{API}pages/{world.pk}/?version=draft", headers=bearer).headers["ETag"]

    ask.tag = tag
    return ask


def test_a_page_that_changed_since_it_was_read_is_not_written(world, draft):
    read = draft.tag()
    assert draft("patch", body={"title": "First"}, if_match=read).status_code == 200
    refused = draft("patch", body={"title": "Second"}, if_match=read)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (412, "precondition-failed")
    world.refresh_from_db()
    assert world.get_latest_revision_as_object().title == "First"
    assert draft("patch", body={"title": "Second"}, if_match=draft.tag()).status_code == 200


def test_a_page_taken_down_since_it_was_read_is_not_published_again(world, draft):
    read = draft.tag()
    world.unpublish()
    refused = draft("post", f"pages/{world.pk}/actions/publish/", if_match=read)
    assert refused.status_code == 412
    world.refresh_from_db()
    assert not world.live


def test_a_page_is_deleted_only_as_it_was_read(world, draft):
    assert draft("delete", if_match='"wrong"').status_code == 412
    assert draft("delete", if_match=draft.tag()).status_code == 204


def test_if_match_is_refused_where_nothing_has_a_version(draft, home):
    site = {
        "hostname": "b.example", "port": 80, "site_name": "", "root_page_id": home.pk, "is_default_site": False,
    }  # fmt: skip
    refused = draft("post", "sites/", site, if_match='"a"')
    assert (refused.status_code, refused.json()["errors"][0]["loc"]) == (422, ["header", "If-Match"])
    assert not Site.objects.filter(hostname="b.example").exists()


def test_a_page_sent_twice_with_a_key_is_made_once(draft, home):
    body = {"meta": {"type": "home.ContentPage", "parent_id": home.pk}, "title": "Once"}
    first, again = (draft("post", "pages/", body, idempotency_key="one") for _ in range(2))
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert ContentPage.objects.filter(title="Once").count() == 1


def test_an_upload_sent_twice_with_a_key_is_one_picture(client, keeper):
    headers = make_bearer(keeper, "media:write") | {"idempotency-key": "one"}
    data = make_picture().file.read()
    Picture.objects.all().delete()

    def send():
        form = {
            "title": "Lamp",
            "alt_text": "A lamp",
            "file": SimpleUploadedFile("lamp.png", data, "image/png"),
        }
        return client.post(f"{API}images/", form, headers=headers)

    first, again = send(), send()
    assert first.status_code == 201, first.content
    assert (again.status_code, again.content) == (201, first.content)
    assert Picture.objects.count() == 1


# What every answer owes -------------------------------------------------------------------------------------------


def test_head_and_options_are_answered(client, world):
    got, headed = client.get(f"{API}pages/"), client.head(f"{API}pages/")
    assert (headed.status_code, headed.content) == (200, b"")
    assert headed.headers["Content-Length"] == str(len(got.content))
    options = client.options(f"{API}pages/", headers={"origin": "https://a.example"})
    assert (options.status_code, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS, POST")


def test_caches_are_told_apart_who_asked(client, world, keeper):
    plain = client.get(f"{API}pages/")
    assert "Authorization" in plain.headers["Vary"]
    assert "public" in plain.headers["Cache-Control"]
    assert client.get(f"{API}pages/", headers={"if-none-match": plain.headers["ETag"]}).status_code == 304
    bearer = make_bearer(keeper)
    asked = client.get(f"{API}whoami/", headers=bearer)
    assert asked.headers["Cache-Control"] == "private, no-store"
    assert "Authorization" in asked.headers["Vary"]
    again = client.get(f"{API}whoami/", headers=bearer | {"if-none-match": asked.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-store"


def test_addresses_that_are_none_are_problems_with_a_request_id(client, site):
    for address in ("nothing/", "pages", "", "redirects/"):
        response = client.get(API + address, headers={"x-request-id": "night-8"})
        assert response.status_code == 404
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.headers["X-Request-ID"] == "night-8"


def test_a_failure_of_ours_is_a_problem_that_says_nothing(client, site, monkeypatch, caplog):
    def fail(*args):
        raise RuntimeError("hunter2")

    monkeypatch.setattr("wagtail.api.v3.routers.pages.get_pages_queryset", fail)
    response = client.get(f"{API}pages/")
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/problem+json"
    assert b"hunter2" not in response.content


def test_both_apis_are_under_the_same_rate(client, site, settings):
    settings.API_RATE_ANONYMOUS = "2/minute"
    assert client.get(f"{API}pages/").status_code == 200
    assert client.get("/api/v1/pages/").status_code == 200
    assert client.get(f"{API}pages/").status_code == 429


# Documents ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", ["/api/v1/", API])
def test_both_documents_are_valid_whole_and_filtered(client, site, keeper, root):
    whole = client.get(f"{root}openapi.json").json()
    OpenAPIV31SpecValidator(whole).validate()
    narrow = client.get(f"{root}openapi.json", headers=make_bearer(keeper, "content:read")).json()
    OpenAPIV31SpecValidator(narrow).validate()
    all_names, names = ({each["operationId"] for each in openapi.operations(it)} for it in (whole, narrow))
    assert names < all_names
    assert len(json.dumps(narrow)) < len(json.dumps(whole))


def test_a_token_is_shown_what_it_may_do(client, site, keeper):
    def names(bearer):
        document = client.get(f"{API}openapi.json", headers=bearer).json()
        return {each["operationId"] for each in openapi.operations(document)}

    nothing = names(make_bearer(keeper))
    assert {"pages_list", "images_list", "whoami"} <= nothing
    assert not nothing & {"pages_create", "sites_list", "audit_runs", "pages_revisions_list"}
    writer = names(make_bearer(make_user("Editors"), "content:write"))
    assert {"pages_create", "schema_list"} <= writer
    assert "sites_create" not in writer
    powerless = names(make_bearer(make_user(), "content:write", "admin"))
    assert powerless == nothing, "a scope the owner has no right for opens nothing"
    assert "sites_create" in names(make_bearer(keeper, "admin"))


def test_a_bad_token_is_told_so_instead_of_a_document(client, site, keeper):
    for bad in (revoked(keeper), make_bearer(keeper, "admin", expires_at=timezone.now())):
        assert client.get(f"{API}openapi.json", headers=bad).status_code == 401
        assert client.get("/api/v1/openapi.json", headers=bad).status_code == 401


def test_a_document_is_made_once(client, site, monkeypatch):
    first = client.get(f"{API}openapi.json").content
    monkeypatch.setattr(openapi, "_whole", lambda api: 1 / 0)
    assert client.get(f"{API}openapi.json").content == first
