"""Every page that may be listed is Markdown too, and whatever the page answers its twin answers."""

from django.utils import timezone

from wagtail.models import PageViewRestriction

import pytest

from cms.markdown_twin import prefers_markdown
from cms.models import RedirectRule
from seo.parity import read_head
from tests.make import make_category, make_content, make_product
from tests.people import make_user, sign_in
from tests.translate import translate

pytestmark = pytest.mark.django_db

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.fixture
def lamps(home):
    return make_category(home, title="Lamps", slug="lamps")


@pytest.mark.parametrize(
    ("accept", "wants"),
    [
        ("text/markdown", True),
        ("text/markdown, text/html;q=0.9, */*;q=0.1", True),
        ("text/markdown, text/html, */*", True),
        ("text/html, text/markdown", False),
        ("text/html;q=0, */*", True),
        ("text/markdown;q=0.5, text/html", False),
        ("text/markdown;q=0, */*;q=0.5", False),
        ("text/*", False),
        (BROWSER, False),
        ("*/*", False),
        ("application/json", False),
        ("", False),
        ("nonsense;;q=x, ,", False),
    ],
)
def test_an_accept_header_is_weighed_as_it_is_written(accept, wants):
    assert prefers_markdown(accept) is wants


def test_a_page_is_markdown_for_who_prefers_it(lamps, client):
    page = client.get("/lamps/", headers={"Accept": BROWSER})
    twin = client.get("/lamps/", headers={"Accept": "text/markdown"})
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert twin["Content-Type"] == "text/markdown; charset=utf-8"
    assert twin["Content-Location"] == "/lamps/index.md"
    for answer in (page, twin):
        assert "accept" in answer["Vary"].lower().split(", ")


def test_a_twin_is_not_listed_and_names_its_page(lamps, client, settings):
    settings.INDEXABLE = True
    twin = client.get("/lamps/index.md")
    assert twin.status_code == 200
    assert twin["Content-Type"] == "text/markdown; charset=utf-8"
    assert twin["X-Robots-Tag"] == "noindex"
    assert twin["Link"] == '<https://shop.example/lamps/>; rel="canonical"'
    assert "accept" not in [name.strip().lower() for name in twin.get("Vary", "").split(",")]
    assert twin.text.startswith('---\ntitle: "Lamps')
    assert "\n# Lamps\n" in twin.text
    assert twin.text == client.get("/lamps/", headers={"Accept": "text/markdown"}).text


def test_the_page_and_the_api_name_the_twin(lamps, client):
    address = "https://shop.example/lamps/index.md"
    tag = {"rel": "alternate", "type": "text/markdown", "href": address}
    assert tag in read_head(client.get("/lamps/").text)["links"]
    assert tag in client.get("/api/v1/head/?path=/lamps/").json()["head"]["links"]


def test_what_is_sold_is_said_with_its_price_and_stock(lamps, client):
    make_product(lamps, title="Masthead <b>lantern</b>", slug="masthead", variants=2)
    text = client.get("/lamps/masthead/index.md").text
    assert "# Masthead \\<b>lantern\\</b>" in text
    assert "**SKU:**" in text
    assert "| Variant | SKU |" in text
    assert "In stock" in text
    assert "](/" not in text


def test_page_two_of_a_list_has_its_own_twin(lamps, client):
    for number in range(30):
        make_product(lamps, title=f"Lamp {number}")
    text = client.get("/lamps/index.md?page=2").text
    assert 'canonical: "https://shop.example/lamps/?page=2"' in text
    assert client.get("/lamps/index.md?page=9").status_code == 404


def test_a_translation_has_its_own_twin_in_its_own_words(lamps, home, client):
    translate(home, "ru", headline="Вещи для ночи", lead="Лампы.")
    translate(lamps, "ru", title="Лампы", summary="Полка.")
    twin = client.get("/ru/lamps/index.md")
    assert twin["Content-Language"] == "ru"
    assert "\n# Лампы\n" in twin.text
    assert client.get("/ru/index.md").status_code == 200


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/lamps.md", "/lamps/index.md"),
        ("/lamps/index.html.md", "/lamps/index.md"),
        ("/lamps/.md?page=2", "/lamps/index.md?page=2"),
        ("/Lamps/INDEX.md", "/lamps/index.md"),
        ("/LAMPS/index.md", "/lamps/index.md"),
        ("/index.html.md", "/index.md"),
        ("/old/index.md", "/lamps/index.md"),
        ("/elsewhere/index.md", "https://other.example/a/"),
        ("/file/index.md", "/media/file.pdf"),
    ],
)
def test_another_form_and_a_redirect_lead_to_the_twin_in_one_hop(asked, found, lamps, client):
    RedirectRule.add("/old/", lamps)
    RedirectRule.add("/elsewhere/", "https://other.example/a/")
    RedirectRule.add("/file/", "/media/file.pdf")
    answer = client.get(asked)
    assert answer.status_code == 301
    assert answer["Location"].removeprefix("https://shop.example") == found


def test_what_is_not_there_has_no_twin(home, site, client):
    RedirectRule.add("/gone", status=410, reason="Sold out.")
    product = make_product(make_category(home, slug="lamps"), slug="old")
    type(product).objects.filter(pk=product.pk).update(closed_from=timezone.now())
    make_content(home, slug="hidden", noindex=True)
    make_content(home, slug="draft", live=False)
    for address, status in {
        "/nothing/index.md": 404,
        "/nothing.md": 404,
        "/gone/index.md": 410,
        "/hidden/index.md": 404,
        "/hidden.md": 404,
        "/draft/index.md": 404,
        "/draft.md": 404,
        "/search/index.md": 404,
        "/api/v1/index.md": 404,
    }.items():
        answer = client.get(address)
        assert (address, answer.status_code) == (address, status)
        assert "markdown" not in answer["Content-Type"]
    hidden = client.get("/hidden/", headers={"Accept": "text/markdown"})
    assert hidden["Content-Type"] == "text/html; charset=utf-8"
    assert "text/markdown" not in hidden.text


@pytest.mark.parametrize("kind", ["password", "login"])
def test_a_restricted_page_gives_nothing_away_to_anybody(kind, home, client):
    page = make_content(home, slug="secret", title="Secret sale")
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="fog")
    member = sign_in(make_user(is_superuser=True))
    for reader in (client, member):
        for address, accept in (
            ("/secret/index.md", "*/*"),
            ("/secret/", "text/markdown"),
            ("/secret.md", "*/*"),
        ):
            answer = reader.get(address, headers={"Accept": accept})
            assert "markdown" not in answer.get("Content-Type", "")
    assert client.get("/secret.md").status_code == 404
    assert "Secret sale" not in client.get("/secret/index.md").text


def test_a_post_is_not_turned_into_markdown(home, client):
    assert client.post("/index.md").status_code in {403, 404, 405}
