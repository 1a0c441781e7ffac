"""What every address of the delivery API owes, whatever it answers."""

import json
from pathlib import Path

from django.test import Client

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from headless.management.commands.write_openapi import GOLDEN, openapi_text
from headless.problem_kinds import MEANINGS
from headless.problems import TITLES
from tests.make import make_category, make_product

pytestmark = pytest.mark.django_db
API = "/api/v1/"
GETS = [
    "resolve/?path=/",
    "head/?path=/",
    "pages/",
    "catalog/products/",
    "catalog/categories/",
    "openapi.json",
]


@pytest.fixture(autouse=True)
def _site(home, organization):
    """Every test of the contract has a site to ask."""


@pytest.mark.parametrize("address", GETS)
def test_answers_are_public_cacheable_and_out_of_search_results(client, address):
    response = client.get(API + address)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "Accept-Encoding" in response.headers["Vary"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


@pytest.mark.parametrize("address", [*GETS, "docs/"])
def test_head_is_get_without_body(client, address):
    got, headed = client.get(API + address), client.head(API + address)
    assert headed.status_code == 200
    assert headed.content == b""
    assert headed.headers["ETag"] == got.headers["ETag"]
    assert headed.headers["Content-Length"] == str(len(got.content))


@pytest.mark.parametrize("address", [*GETS, "docs/", "catalog/products/1/"])
def test_options_says_what_is_allowed_to_every_origin(client, address):
    response = client.options(
        API + address, headers={"origin": "https://front.example", "access-control-request-method": "GET"}
    )
    assert response.status_code == 204
    assert response.content == b""
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", GETS)
def test_unchanged_answer_is_304(client, address):
    etag = client.get(API + address).headers["ETag"]
    again = client.get(API + address, headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == etag
    assert "X-Request-ID" in again.headers
    weak = client.get(API + address, headers={"if-none-match": f"W/{etag}"})
    assert weak.status_code == 304, "a proxy that compresses makes the tag weak"


def test_changed_price_changes_the_etag(client, home):
    product = make_product(make_category(home))
    address = f"{API}resolve/?path={product.url}"
    before = client.get(address).headers["ETag"]
    product.variants.update(price="49.00")
    assert client.get(address, headers={"if-none-match": before}).status_code == 200


@pytest.mark.parametrize(
    ("given", "echoed"),
    [("order-77.a_B", True), ("x" * 65, False), ("two words", False), ("<script>", False), ("", False)],
)
def test_request_id_is_echoed_when_well_formed(client, given, echoed):
    response = client.get(f"{API}pages/", headers={"x-request-id": given})
    assert (response.headers["X-Request-ID"] == given) is echoed
    assert 0 < len(response.headers["X-Request-ID"]) <= 64


def assert_problem(response, status, kind):
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail", "errors", "request_id"}
    assert body["type"].endswith(f"/{kind}")
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == response.headers["X-Request-ID"]
    return body


@pytest.mark.parametrize(
    "address", ["", "nothing/", "pages", "pages/x/", "catalog/products/x/", "docs/x", "%00", "é/"]
)
def test_unrouted_address_is_a_problem(client, address):
    assert_problem(client.get(API + address), 404, "not-found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["pages/", "resolve/?path=/", "docs/", "openapi.json"])
def test_other_methods_are_a_problem_that_names_the_right_ones(address, method):
    client = Client(enforce_csrf_checks=True, headers={"host": "shop.example"})
    response = getattr(client, method)(API + address)
    assert_problem(response, 405, "method-not-allowed")
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("pages/?limit=0", "limit"),
        ("pages/?limit=101", "limit"),
        ("pages/?offset=-1", "offset"),
        ("pages/?order=random", "order"),
        ("pages/?type=home.ArtcilePage", "type"),
        ("pages/?ancestor_path=/none/", "ancestor_path"),
        ("pages/?updated_since=yesterday", "updated_since"),
        ("pages/?search=" + "x" * 201, "search"),
        ("catalog/products/?price_min=cheap", "price_min"),
        ("catalog/products/?price_min=NaN", "price_min"),
        ("catalog/products/?category=99999999999999999999", "category"),
        ("catalog/products/?category=/none/", "category"),
        ("catalog/products/?view=huge", "view"),
        ("resolve/", "path"),
    ],
)
def test_bad_value_is_refused_by_name(client, address, parameter):
    body = assert_problem(client.get(API + address), 422, "invalid-parameter")
    [error] = body["errors"]
    assert parameter in error["loc"]
    assert error["msg"]
    assert error["type"]


@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("pages/?limt=5", "limit"),
        ("resolve/?path=/&sites=x", "site"),
        ("catalog/products/?price__gte=290", "price_min"),
        ("catalog/products/?instock=1", "in_stock"),
        ("catalog/categories/?site_=x", "site"),
    ],
)
def test_unknown_parameter_is_refused_with_the_nearest_known(client, address, nearest):
    body = assert_problem(client.get(API + address), 422, "unknown-parameter")
    assert f"“{nearest}”" in body["detail"]
    assert body["errors"][0]["type"] == "unknown_parameter"


def test_unexpected_failure_is_a_problem_and_is_logged_with_its_request_id(client, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("the database password is hunter2")

    monkeypatch.setattr("headless.lists.pages", fail)
    response = client.get(f"{API}pages/", headers={"x-request-id": "night-7"})
    assert_problem(response, 500, "server-error")
    assert b"hunter2" not in response.content
    [record] = [record for record in caplog.records if record.name == "headless"]
    assert "night-7" in record.getMessage()
    assert record.exc_info


def test_cookies_and_tokens_change_nothing(client, home):
    plain = client.get(f"{API}resolve/?path=/").content
    assert client.get(f"{API}resolve/?path=/", headers={"authorization": "Bearer wagtail_x"}).content == plain


def test_docs_run_under_a_policy_without_foreign_hosts_or_inline_scripts(client):
    response = client.get(f"{API}docs/")
    html = response.content.decode()
    assert response.status_code == 200
    assert "swagger-ui-bundle.js" in html
    assert "http://" not in html
    assert "https://" not in html
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy.split("; ")
    assert "unsafe" not in policy


def test_contract_is_the_golden_file(settings):
    """On purpose different? `manage.py write_openapi`, and show the difference in review."""
    golden = Path(settings.ROOT, GOLDEN).read_text()
    assert json.loads(golden) == json.loads(openapi_text())


def test_contract_is_valid_openapi(client):
    document = client.get(f"{API}openapi.json").json()
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_every_operation_declares_its_problem(client):
    document = client.get(f"{API}openapi.json").json()
    operations = [operation for methods in document["paths"].values() for operation in methods.values()]
    assert len(operations) >= 6
    for operation in operations:
        assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_the_type_of_a_problem_is_the_address_of_a_page_about_it(client):
    refused = client.get(f"{API}pages/?limt=1").json()
    page = client.get(refused["type"])
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    assert refused["title"] in page.content.decode()
    assert client.head(refused["type"]).status_code == 200
    assert_problem(client.get(f"{API}docs/problems/none"), 404, "not-found")


def test_every_kind_of_problem_is_explained(client):
    assert MEANINGS.keys() == TITLES.keys()
    html = client.get(f"{API}docs/problems/").content.decode()
    for kind in TITLES:
        assert f'id="{kind}"' in html
        assert client.get(f"{API}docs/problems/{kind}").status_code == 200


def test_timing_is_told_in_debugging_only(client, settings):
    assert "Server-Timing" not in client.get(f"{API}pages/").headers
    settings.DEBUG = True
    assert client.get(f"{API}pages/").headers["Server-Timing"].startswith("app;dur=")


@pytest.mark.parametrize(("method", "told"), [("POST", "*"), ("DELETE", None)])
def test_asking_for_many_addresses_is_a_read_for_every_origin(client, method, told):
    origin = {"origin": "https://front.example"}
    names = {"access-control-request-method": method, "access-control-request-headers": "content-type"}
    asked = client.options(f"{API}resolve/batch/", headers=origin | names)
    assert asked.headers.get("Access-Control-Allow-Origin") == told
    if told:
        got = client.post(
            f"{API}resolve/batch/", {"paths": ["/"]}, content_type="application/json", headers=origin
        )
        assert got.headers["Access-Control-Allow-Origin"] == told
        assert "X-Next-Cursor" in got.headers["Access-Control-Expose-Headers"]
