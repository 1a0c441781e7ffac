"""resolve/ says what stands at an address, and never more than anybody may know."""

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from wagtail.models import PageViewRestriction, Site

import pytest

from cms.models import RedirectRule, User
from home.models import ContentPage, HomePage
from tests.make import (
    make_article,
    make_article_index,
    make_author,
    make_category,
    make_content,
    make_form,
    make_picture,
    make_product,
    make_variant,
)
from tests.translate import translate

pytestmark = pytest.mark.django_db
ROOT = "https://shop.example"


@pytest.fixture
def resolve(client, home, organization):
    """resolve(path, **parameters): the body of a 200 answer."""

    def call(path, **parameters):
        response = client.get("/api/v1/resolve/", {"path": path, **parameters})
        assert response.status_code == 200, response.content
        return response.json()

    return call


def test_page_verdict_carries_page_head_and_breadcrumbs(resolve, home):
    category = make_category(home, title="Lamps", slug="lamps")
    page = make_product(category, title="Masthead lamp", slug="masthead", pictures=1)
    answer = resolve("/lamps/masthead/")
    assert (answer["verdict"], answer["status"]) == ("page", 200)
    assert answer["canonical_path"] == answer["path"] == "/lamps/masthead/"
    assert answer["locale"] == "en-GB"
    assert answer["page"]["id"] == page.pk
    assert answer["page"]["type"] == "catalog.ProductPage"
    assert answer["page"]["meta"]["slug"] == "masthead"
    assert answer["page"]["fields"]["variants"][0]["price"] == "48.00"
    assert answer["head"]["canonical"] == f"{ROOT}/lamps/masthead/"
    assert [crumb["path"] for crumb in answer["breadcrumbs"]] == ["/", "/lamps/", "/lamps/masthead/"]
    assert [each["locale"] for each in answer["alternates"]] == ["en-GB"]


def test_html_path_is_another_name_for_path(client, home):
    answer = client.get("/api/v1/resolve/", {"html_path": "/"}).json()
    assert answer["page"]["id"] == home.pk


def test_variant_and_list_page_are_part_of_the_path(resolve, home, monkeypatch):
    category = make_category(home, slug="lamps")
    monkeypatch.setattr(type(category), "per_page", 1)
    product = make_product(category, variants=2, slug="masthead")
    make_product(category)
    second = product.variants.last()
    assert resolve(f"/lamps/masthead/?variant={second.sku}")["page"]["fields"]["selected"] == second.sku
    answer = resolve("/lamps/?page=2")
    assert answer["page"]["fields"]["listing"]["page"] == 2
    assert answer["head"]["canonical"] == f"{ROOT}/lamps/?page=2"


@pytest.mark.parametrize("query", ["page=9", "page=0", "page=x"])
def test_list_page_that_does_not_exist_is_missing(resolve, home, query):
    make_category(home, slug="lamps")
    answer = resolve(f"/lamps/?{query}")
    assert (answer["verdict"], answer["status"]) == ("missing", 404)


def test_variant_of_another_product_is_missing(resolve, home):
    make_product(make_category(home, slug="lamps"), slug="masthead")
    assert resolve("/lamps/masthead/?variant=nope")["verdict"] == "missing"


@pytest.mark.parametrize("written", ["/ru", "/RU/", "/ru?utm_source=x", "//ru"])
def test_home_of_a_language_written_otherwise_is_normalised(resolve, home, written):
    translate(home, "ru", title="Дом")
    answer = resolve(written)
    assert (answer["verdict"], answer["normalise"]) == ("redirect", True)
    assert answer["location"] == f"{ROOT}/ru/{written[3:] if '?' in written else ''}"


def test_a_blank_at_the_end_is_part_of_an_address(resolve, client, home):
    make_content(home, slug="light")
    assert resolve("/light/ ")["verdict"] == "missing"
    assert client.get("/light/%20").status_code == 404


@pytest.mark.parametrize("written", ["/lamps", "//lamps//", "/Lamps/", "/LAMPS"])
def test_address_written_otherwise_is_normalised(resolve, home, written):
    make_category(home, slug="lamps")
    answer = resolve(written)
    assert (answer["verdict"], answer["status"], answer["normalise"]) == ("redirect", 301, True)
    assert answer["location"] == f"{ROOT}/lamps/"
    assert answer["location_path"] == "/lamps/"


def test_normal_form_keeps_the_query(resolve, home):
    make_category(home, slug="lamps")
    assert resolve("/lamps?utm_source=mail")["location_path"] == "/lamps/?utm_source=mail"


def test_rule_with_query_wins_over_rule_without(resolve, home):
    lamps, oil = make_category(home, slug="lamps"), make_category(home, slug="oil")
    RedirectRule.add("/old/", lamps)
    RedirectRule.add("/old/?id=7", oil, status=302)
    assert resolve("/old/?id=7")["location_path"] == "/oil/"
    assert resolve("/old/?id=7")["status"] == 302
    assert resolve("/old/?id=8")["location_path"] == "/lamps/"


def test_chain_of_rules_is_one_hop(resolve, home):
    make_category(home, slug="lamps")
    RedirectRule.add("/a/", f"{ROOT}/b/")
    RedirectRule.add("/b/", f"{ROOT}/c/", status=302)
    RedirectRule.add("/c/", f"{ROOT}/lamps/")
    answer = resolve("/a/")
    assert answer["location"] == f"{ROOT}/lamps/"
    assert (answer["hops"], answer["permanent"], answer["normalise"]) == (1, False, False)


def test_loop_of_rules_is_refused_with_its_path(site):
    RedirectRule.add("/a/", f"{ROOT}/b/")
    with pytest.raises(ValidationError, match="/b → /a → /b"):
        RedirectRule.add("/b/", f"{ROOT}/a/")


def test_rule_to_a_page_taken_down_leads_nowhere(resolve, home):
    page = make_content(home, slug="about")
    RedirectRule.add("/old/", page)
    page.unpublish()
    assert resolve("/old/")["verdict"] == "missing"


def test_rule_to_another_host_is_given_as_it_is(resolve):
    RedirectRule.add("/old/", "https://elsewhere.example/x?y=1")
    answer = resolve("/old/")
    assert answer["location"] == "https://elsewhere.example/x?y=1"
    assert answer["location_path"] is None


def test_live_page_wins_over_a_rule(resolve, home):
    RedirectRule.add("/lamps/", f"{ROOT}/")
    make_category(home, slug="lamps")
    assert resolve("/lamps/")["verdict"] == "page"


def test_rule_of_this_site_wins_over_rule_of_every_site(resolve, home, site):
    lamps, oil = make_category(home, slug="lamps"), make_category(home, slug="oil")
    RedirectRule.add("/old/", lamps)
    RedirectRule.add("/old/", oil, site=site)
    assert resolve("/old/")["location_path"] == "/oil/"


def test_gone_says_why_and_where_to_go(resolve, home, site):
    better = make_category(home, title="Lamps", slug="lamps")
    RedirectRule.add("/paraffin", site=site, status=410, reason="No longer allowed.", page=better)
    answer = resolve("/paraffin/")
    assert (answer["verdict"], answer["status"], answer["reason"]) == ("gone", 410, "No longer allowed.")
    assert answer["suggestion"] == {"title": "Lamps", "path": "/lamps/", "url": f"{ROOT}/lamps/"}


@pytest.mark.parametrize(
    "address", ["/lamps/", "/ruled/", "/ruled/?utm_source=x&a=1", "/law/", "/form/", "/gone/", "/nothing/"]
)
def test_html_and_verdict_agree_on_the_status(client, resolve, home, site, address):
    lamps = make_category(home, slug="lamps")
    RedirectRule.add("/ruled/", lamps)
    RedirectRule.add("/law/", status=451)
    RedirectRule.add("/form/", lamps, status=308)
    RedirectRule.add("/gone", site=site, status=410)
    html = client.get(address)
    answer = resolve(address)
    assert answer["status"] == html.status_code
    if answer["verdict"] == "redirect":
        assert html.headers["Location"] == answer["location_path"]


def test_missing_names_the_nearest_page_above(resolve, home):
    make_category(home, title="Lamps", slug="lamps")
    answer = resolve("/lamps/no/such/thing/")
    assert (answer["verdict"], answer["status"]) == ("missing", 404)
    assert answer["nearest"]["path"] == "/lamps/"


def restrict(page, kind):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="open sesame")
    if kind == "groups":
        restriction.groups.add(Group.objects.first())


@pytest.mark.parametrize(
    ("kind", "status", "method"),
    [("password", 401, "password"), ("login", 401, "login"), ("groups", 403, "login")],
)
def test_restricted_page_says_how_and_nothing_else(resolve, home, kind, status, method):
    category = make_category(home, slug="trade")
    make_product(category, title="Secret lamp", slug="secret")
    restrict(category, kind)
    answer = resolve("/trade/secret/")
    cache, unlock = answer.pop("cache"), answer.pop("unlock")
    assert unlock["path"] == {"password": "/api/v1/access/unlock/", "login": "/api/v1/access/login/"}[method]
    assert answer == {"verdict": "restricted", "status": status, "path": "/trade/secret/", "method": method}
    assert not [tag for tag in cache["tags"] if tag.startswith("page-")]


def test_drafts_and_restricted_pages_are_named_nowhere(client, resolve, home, site):
    shown = make_category(home, slug="lamps")
    draft = make_product(shown, title="Unseen draft", slug="draft", live=False)
    closed = make_category(shown, title="Unseen trade shelf", slug="trade")
    secret = make_product(closed, title="Unseen lamp", slug="lamp")
    restrict(closed, "login")
    linked = [
        ("call_to_action", {"label": "See", "page": secret, "url": "", "text": ""}),
        ("cards", {"title": "", "pages": [secret, draft]}),
    ]
    make_content(home, slug="about", body=linked)
    RedirectRule.add("/was", site=site, status=410, page=secret)
    answers = [
        resolve(path) for path in ("/", "/lamps/", "/about/", "/was/", "/lamps/trade/none/", "/lamps/draft/")
    ]
    lists = [
        client.get(f"/api/v1/{address}").json()
        for address in (
            "pages/?limit=100",
            "pages/?search=unseen",
            "catalog/products/?view=full",
            "catalog/products/?q=unseen",
            "catalog/categories/",
        )
    ]
    assert "Unseen" not in str([answers, lists])
    assert answers[-1]["verdict"] == "missing"
    assert client.get(f"/api/v1/catalog/products/{secret.pk}/").status_code == 404
    assert client.get(f"/api/v1/catalog/products/{draft.pk}/").status_code == 404


def test_signed_in_editor_is_answered_like_anybody(client, resolve, home):
    draft = make_category(home, slug="trade", live=False)
    before = resolve("/trade/")
    client.force_login(User.objects.create_superuser("keeper", "keeper@shop.example", "pass"))
    assert resolve("/trade/") == before
    assert draft.pk


def test_addresses_are_the_sites_own_whatever_host_was_asked(client, home, settings):
    settings.ALLOWED_HOSTS = ["*"]
    product = make_product(make_category(home), pictures=1)
    answer = client.get("/api/v1/resolve/", {"path": product.url}, headers={"host": "api.internal:8000"})
    assert answer.json()["verdict"] == "page"
    assert b"api.internal" not in answer.content
    assert answer.json()["page"]["fields"]["pictures"][0]["url"].startswith(f"{ROOT}/")


def test_site_parameter_chooses_the_site(client, home):
    root = home.get_parent()
    other = root.add_child(instance=HomePage(title="Other", slug="other", headline="Other"))
    Site.objects.create(hostname="other.example", port=443, root_page=other)
    page = make_content(other, slug="about")
    answer = client.get("/api/v1/resolve/", {"path": "/about/", "site": "other.example"}).json()
    assert answer["page"]["id"] == page.pk
    assert answer["head"]["canonical"] == "https://other.example/about/"
    assert client.get("/api/v1/resolve/", {"path": "/about/"}).json()["verdict"] == "missing"
    assert client.get("/api/v1/resolve/", {"path": "/about/", "site": "other.example:443"}).status_code == 200


@pytest.mark.parametrize(
    "name", ["nowhere.example", "shop.example:81", "", "a b", "shop.example:99999999999"]
)
def test_unknown_site_is_a_problem_of_its_own(client, home, name):
    response = client.get("/api/v1/resolve/", {"path": "/", "site": name})
    assert response.status_code == 404
    assert response.json()["type"].endswith("/unknown-site")


@pytest.mark.parametrize(
    "path", ["lamps/", "https://shop.example/", "/a\x00b/", "/a/?page=%00", "/" + "a" * 2001, ""]
)
def test_path_that_is_none_is_refused_by_name(client, home, path):
    response = client.get("/api/v1/resolve/", {"path": path})
    assert response.status_code == 422
    assert response.json()["errors"][0]["loc"] == ["query", "path"]


def test_body_is_typed_blocks_with_html_pictures_and_links(resolve, home):
    target = make_content(home, title="Care", slug="care")
    picture = make_picture(alt_text="A lamp")
    body = [
        ("heading", {"text": "Trim", "level": "2"}),
        ("text", f'<p><a linktype="page" id="{target.pk}">Care</a></p>'),
        ("picture", {"picture": picture, "caption": "Lit"}),
        ("call_to_action", {"text": "", "label": "Read", "page": target, "url": ""}),
        ("table", {"data": [["a", None]], "first_row_is_table_header": True}),
        ("cards", {"title": "More", "pages": [target]}),
        ("faq", {"questions": [{"question": "Why?", "answer": "<p>Because.</p>"}]}),
        ("gallery", {"pictures": [{"picture": picture, "caption": ""}] * 2}),
    ]
    make_content(home, slug="about", body=body)
    blocks = resolve("/about/")["page"]["fields"]["body"]
    values = {block["type"]: block["value"] for block in blocks}
    assert all(block["id"] for block in blocks)
    assert values["heading"] == {"text": "Trim", "level": "2"}
    assert values["text"] == '<p><a href="/care/">Care</a></p>'
    assert values["picture"]["picture"]["alt"] == "A lamp"
    assert values["picture"]["picture"]["sources"][0]["type"] == "image/avif"
    assert values["picture"]["picture"]["url"].startswith(f"{ROOT}/")
    assert values["call_to_action"]["page"] == {"title": "Care", "path": "/care/", "url": f"{ROOT}/care/"}
    assert values["table"]["rows"] == [["a", ""]]
    assert values["cards"]["cards"][0]["path"] == "/care/"
    assert values["faq"]["questions"][0] == {"question": "Why?", "answer": "<p>Because.</p>"}
    assert len(values["gallery"]["pictures"]) == 2


def test_every_page_type_has_content(resolve, home):
    journal = make_article_index(home, slug="journal")
    author = make_author(journal, biography="<p>Keeps a light.</p>")
    make_article(journal)
    form = make_form(home)
    assert resolve(author.url)["page"]["fields"]["biography"] == "<p>Keeps a light.</p>"
    assert resolve("/journal/")["page"]["fields"]["cards"][0]["kind"] == "article"
    assert resolve(form.url)["page"]["fields"]["fields"] == []
    assert resolve("/")["page"]["fields"]["headline"] == "Things for the night"


def test_head_gives_the_same_head_without_content(client, resolve, home):
    product = make_product(make_category(home))
    whole = resolve(product.url)
    answer = client.get("/api/v1/head/", {"path": product.url}).json()
    assert answer["head"] == whole["head"]
    assert "page" not in answer
    assert client.get("/api/v1/head/", {"path": "/nothing/"}).json()["verdict"] == "missing"


def test_price_is_the_same_in_words_figures_and_graph(resolve, home):
    product = make_product(make_category(home), variants=0)
    make_variant(product, price="1299.50", sku="LAMP-1")
    answer = resolve(product.url)
    [variant] = answer["page"]["fields"]["variants"]
    [node] = [node for node in answer["head"]["json_ld"]["@graph"] if node["@type"] == "Product"]
    assert (variant["price"], variant["words"]["price"]) == ("1299.50", "£1,299.50")
    assert node["offers"]["price"] == "1299.50"


def test_content_page_that_moved_is_found_by_its_old_address(resolve, home):
    page = make_content(home, slug="about")
    RedirectRule.add("/about-us/", page)
    ContentPage.objects.get(pk=page.pk)
    assert resolve("/about-us")["location_path"] == "/about/"
