"""Addresses asked for in another form, with other methods or without leave."""

from io import BytesIO

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from wagtail.models import PageViewRestriction, Site

import pytest

from cms.models import Page
from seo.parity import read_head
from tests.make import make_attribute, make_category, make_content, make_fact, make_form, make_product
from tests.people import sign_in
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(home):
    return make_category(make_category(home, slug="light"), slug="lamps")


@pytest.mark.parametrize("form", ["/LIGHT/lamps/", "//light//lamps//", "/Light//Lamps/"])
def test_another_form_of_an_address_reaches_the_page_in_one_hop(form, shelf, client):
    response = client.get(form, QUERY_STRING="utm_source=mail", PATH_INFO=form)
    assert response.status_code == 301
    assert response["Location"] == "/light/lamps/?utm_source=mail"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/light", "/light/"),
        ("/light/index.html", "/light/"),
        ("/Light//LAMPS/index.php", "/light/lamps/"),
        ("/index.html", "/"),
        ("/search", "/search/"),
        ("/SEARCH//", "/search/"),
        ("/ru/Search", "/ru/search/"),
        ("/admin", "/admin/"),
    ],
)
def test_the_form_alone_is_one_hop(asked, found, shelf, client):
    response = client.get(asked, QUERY_STRING="q=a&utm_source=b", PATH_INFO=asked)
    assert (response.status_code, response["Location"]) == (301, f"{found}?q=a&utm_source=b")


@pytest.mark.parametrize(
    "path", ["/nope", "/nope/", "/light/nope", "/index.html/more", "/robots.txt/", "/documents/9/a.pdf"]
)
def test_an_unknown_address_is_missing_at_once(path, shelf, client):
    assert client.get(path).status_code == 404


def test_a_form_is_not_sent_on_to_another_address(shelf, client):
    assert client.post("/LIGHT/").status_code == 404


# Host and scheme ---------------------------------------------------------------------------------------


def hop(path: str, host: str, scheme: str = "https", query: str = "") -> tuple[int, str]:
    """(status, Location) as a server that speaks WSGI gets them: the path as it was sent."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": host,
        "SERVER_PORT": "80",
        "HTTP_HOST": host,
        "HTTP_X_FORWARDED_PROTO": scheme,
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    answer: dict = {}
    # A server closes its connections between requests; the test's holds everything the test has made.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        body = WSGIHandler()(
            environ, lambda status, headers: answer.update(status=status, headers=dict(headers))
        )
        getattr(body, "close", lambda: None)()
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
    return int(answer["status"].split()[0]), answer["headers"].get("Location", "")


@pytest.fixture
def behind_tls(settings):
    """As in production: TLS ends before us, and everything is https."""
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ALLOWED_HOSTS = ["*"]


@pytest.mark.parametrize(
    ("path", "host", "scheme", "found"),
    [
        ("/light/lamps/", "www.shop.example", "https", "/light/lamps/"),
        ("/light/lamps/", "shop.example", "http", "/light/lamps/"),
        ("/LIGHT//lamps", "WWW.Shop.example:80", "http", "/light/lamps/"),
        ("//light//Lamps/index.html", "old-name.example", "http", "/light/lamps/"),
        ("/light/lamps/", "shop.example:8443", "https", "/light/lamps/"),
        ("/RU//Svet", "www.shop.example", "http", "/ru/svet/"),
        ("/", "www.shop.example", "http", "/"),
        ("/search/", "www.shop.example", "https", "/search/"),
    ],
)
def test_host_scheme_and_form_are_one_hop_together(path, host, scheme, found, shelf, behind_tls):
    translate(shelf.get_parent(), "ru", slug="svet", title="Свет", summary="Полка.")
    status, location = hop(path, host, scheme, "utm_source=x&ref=y")
    assert (status, location) == (301, f"https://shop.example{found}?utm_source=x&ref=y")
    assert hop(found, "shop.example")[0] == 200


def test_an_unknown_address_elsewhere_is_missing_at_home(shelf, behind_tls):
    status, location = hop("/Nope//x", "www.shop.example", "http")
    assert (status, location) == (301, "https://shop.example/Nope//x")
    assert hop("/Nope//x", "shop.example") == (404, "")


@pytest.mark.parametrize(
    "host", ["shop.example", "SHOP.example", "shop.example:443", "localhost:8000", "127.0.0.1"]
)
def test_a_page_at_home_and_a_machine_that_asks_itself_are_answered(host, shelf, behind_tls):
    assert hop("/light/lamps/", host)[0] == 200


@pytest.mark.parametrize("path", ["/api/v1/resolve/", "/robots.txt", "/health/live/"])
def test_what_is_no_page_answers_on_every_host(path, shelf, behind_tls):
    assert hop(path, "inside.example", query="path=/")[0] == 200


def test_a_request_over_http_is_left_alone_where_tls_is_not_ours(shelf, settings):
    assert hop("/light/lamps/", "shop.example", "http")[0] == 200
    assert hop("/light/lamps/", "www.shop.example", "http") == (400, "")  # not in ALLOWED_HOSTS


def test_www_of_another_site_leads_to_that_site(home, behind_tls):
    second = make_content(Page.objects.get(depth=1), slug="second")
    Site.objects.create(hostname="www.second.example", port=443, root_page=second)
    Site.clear_site_root_paths_cache()
    assert hop("/", "second.example") == (301, "https://www.second.example/")


@pytest.mark.parametrize("query", ["utm_source=mail", "gclid=1&ref=x", "PHPSESSID=1"])
def test_an_address_with_tracking_is_answered_with_the_clean_canonical(query, shelf, client):
    head = read_head(client.get(f"/light/lamps/?{query}").text)
    assert [link["href"] for link in head["links"] if link["rel"] == "canonical"] == [shelf.full_url]


def test_html_and_api_agree_on_every_form(shelf, client):
    for asked in ("/LIGHT", "/light//lamps", "/light/index.html", "/light/lamps/default.aspx"):
        found = client.get(asked, PATH_INFO=asked)["Location"]
        verdict = client.get("/api/v1/resolve/", {"path": asked}).json()
        assert (verdict["verdict"], verdict["location_path"]) == ("redirect", found)


def test_another_form_of_no_address_stays_missing(shelf, client):
    assert client.get("/LIGHT/nothing/").status_code == 404


def test_another_form_of_a_draft_gives_nothing_away(home, client):
    make_content(home, slug="secret", live=False)
    assert client.get("/SECRET/").status_code == 404


def test_a_page_is_read_and_nothing_else(shelf, client):
    assert client.put(shelf.url).status_code == 405
    assert client.options(shelf.url)["Allow"] == "GET, HEAD, OPTIONS"


def test_a_locked_page_asks_for_its_password_and_says_nothing_of_itself(home, client):
    page = make_content(home, title="Winter prices", summary="Everything is cheaper.")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="fog")
    html = client.get(page.url).content.decode()
    assert 'type="password"' in html
    assert "Everything is cheaper" not in html
    [robots] = [meta["content"] for meta in read_head(html)["metas"] if meta.get("name") == "robots"]
    assert "noindex" in robots


def test_a_form_sent_from_elsewhere_is_told_why_in_our_own_words(home):
    form = make_form(home)
    response = sign_in(None, enforce_csrf_checks=True).post(form.url, {})
    assert response.status_code == 403
    assert "nothing was sent" in response.content.decode()


@pytest.mark.parametrize("number", ["9" * 5000, "x", "-1", "99"])
def test_a_strange_page_of_a_search_is_answered(number, shelf, client):
    assert client.get("/search/", {"q": "lamp", "page": number}).status_code == 200


@pytest.mark.parametrize("address", ["/api/v1/pages/", "/api/v1/catalog/products/"])
def test_a_moment_outside_the_calendar_is_refused(address, home, client):
    assert client.get(address, {"updated_since": "0001-01-01T00:00:00+14:00"}).status_code == 422


def test_an_attribute_called_material_is_the_material_of_every_variant(shelf):
    product = make_product(shelf, variants=2)
    make_fact(product, make_attribute(code="material", label="Material"), "Brass")
    nodes = product.get_head().json_ld["@graph"]
    assert [node["material"] for node in nodes if node["@type"] == "Product"] == ["Brass", "Brass"]
