"""What resolve/ can be asked for besides the whole page: parts, languages, formats, bare statuses, many at once."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import ResolverMatch

from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction
from wagtail.url_routing import RouteResult

import pytest

from cms import locales
from cms.models import RedirectRule
from home.models import ContentPage
from tests.make import make_article, make_article_index, make_category, make_content, make_product
from tests.translate import translate

pytestmark = pytest.mark.django_db
ROOT = "https://shop.example"
LINKED = '<p>See <a linktype="page" id="{}">this</a> and <a href="https://elsewhere.example/">that</a>.</p>'


@pytest.fixture
def ask(client, home, organization):
    """ask(path, **parameters): the body of a 200 answer."""

    def call(path, **parameters):
        response = client.get("/api/v1/resolve/", {"path": path, **parameters})
        assert response.status_code == 200, response.content
        return response.json()

    return call


# Languages ---------------------------------------------------------------------------------------------


@pytest.fixture
def russian(home, settings):
    """The Russian edition: the home page, and lamps under another slug; oil is not translated."""
    lamps, oil = (
        make_category(home, title="Lamps", slug="lamps"),
        make_category(home, title="Oil", slug="oil"),
    )
    make_product(lamps, title="Masthead", slug="masthead")
    edition = translate(home, "ru", title="Дом", headline="Дом")
    translate(lamps, "ru", title="Свет", slug="svet", summary="Полка.")
    return {"home": edition, "oil": oil}


def told(answer):
    return {name: answer.get(name) for name in ("locale", "requested_locale", "is_fallback")}


def test_page_says_its_language_was_the_one_asked_for(ask, russian):
    assert told(ask("/lamps/")) == {"locale": "en-GB", "requested_locale": "en-GB", "is_fallback": False}
    assert told(ask("/ru/svet/")) == {"locale": "ru", "requested_locale": "ru", "is_fallback": False}


def test_missing_translation_is_missing_unless_a_fallback_is_asked_for(ask, russian):
    assert ask("/ru/oil/")["verdict"] == "missing"
    answer = ask("/ru/oil/", fallback="default")
    assert answer["page"]["title"] == "Oil"
    assert told(answer) == {"locale": "en-GB", "requested_locale": "ru", "is_fallback": True}
    assert answer["canonical_path"] == "/oil/"
    assert answer["head"]["canonical"] == f"{ROOT}/oil/", "search engines see no second copy"


def test_fallback_follows_the_translation_of_the_page_above(ask, russian):
    answer = ask("/ru/svet/masthead/", fallback="default")
    assert (answer["canonical_path"], answer["is_fallback"]) == ("/lamps/masthead/", True)


def test_locale_gives_the_translation_of_the_page_at_a_path(ask, russian):
    answer = ask("/lamps/", locale="ru")
    assert answer["page"]["title"] == "Свет"
    assert answer["canonical_path"] == "/ru/svet/"
    assert told(answer) == {"locale": "ru", "requested_locale": "ru", "is_fallback": False}
    assert ask("/oil/", locale="ru")["verdict"] == "missing"
    assert ask("/oil/", locale="ru")["nearest"]["path"] == "/oil/"
    assert told(ask("/oil/", locale="ru", fallback="default"))["is_fallback"] is True


def test_drafts_are_no_fallback_and_have_none_of_their_own(ask, russian, home):
    make_content(home, slug="soon", live=False)
    assert ask("/ru/soon/", fallback="chain")["verdict"] == "missing"


def test_chain_asks_kindred_languages_before_the_default_one(site, settings, home):
    from headless.fallbacks import languages_after

    settings.LANGUAGES = [("en-gb", "English"), ("pt", "Português"), ("pt-br", "Português (Brasil)")]
    for code in ("pt", "pt-br"):
        Locale.objects.create(language_code=code)
        home.copy_for_translation(Locale.objects.get(language_code=code)).save_revision().publish()
    assert languages_after(site, "pt-br", "chain") == ["pt", "en-gb"]
    assert languages_after(site, "pt-br", "default") == ["en-gb"]
    assert languages_after(site, "pt-br", "none") == []


# Parts, formats and statuses ---------------------------------------------------------------------------


def test_parts_that_are_not_included_are_absent_and_cost_nothing(ask, home, client):
    make_content(home, slug="about")
    assert {"page", "head", "breadcrumbs", "alternates"} <= set(ask("/about/"))
    answer = ask("/about/", include="breadcrumbs")
    assert "breadcrumbs" in answer
    assert not {"page", "head", "alternates"} & set(answer)
    assert {"page", "head"} <= set(ask("/about/", include="page,head"))
    refused = client.get("/api/v1/resolve/", {"path": "/", "include": "page,everything"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["loc"] == ["query", "include"]


def test_html_has_paths_markdown_has_addresses_and_trees_have_links(ask, home):
    care = make_content(home, title="Care", slug="care")
    make_content(home, slug="about", body=[("text", LINKED.format(care.pk) + "<ul><li><b>Oil</b></li></ul>")])

    def text(text_format):
        [block] = ask("/about/", rich_text_format=text_format)["page"]["fields"]["body"]
        return block["value"]

    assert text("html").startswith(
        '<p>See <a href="/care/">this</a> and <a href="https://elsewhere.example/">'
    )
    assert text("markdown").splitlines()[0] == (
        f"See [this]({ROOT}/care/) and [that](https://elsewhere.example/)."
    )
    paragraph, items = text("blocks")
    link = paragraph["children"][1]
    assert (link["url"], link["path"], link["title"]) == (f"{ROOT}/care/", "/care/", "Care")
    assert link["children"] == [{"type": "text", "text": "this", "marks": []}]
    assert paragraph["children"][3]["path"] is None
    assert (items["type"], items["ordered"]) == ("list", False)
    assert items["items"][0][0]["children"] == [{"type": "text", "text": "Oil", "marks": ["bold"]}]


@pytest.mark.parametrize("text_format", ["html", "markdown", "blocks"])
def test_links_to_what_nobody_may_read_are_plain_words(ask, home, text_format):
    draft = make_content(home, title="Unseen", slug="unseen", live=False)
    trade = make_content(home, title="Unseen", slug="unseen-trade")
    PageViewRestriction.objects.create(page=trade, restriction_type="login")
    private = Collection.get_first_root_node().add_child(name="Trade")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    papers = [Document.objects.create(title="Unseen", file="unseen.pdf", collection=private)]
    links = [f'<a linktype="page" id="{pk}">it</a>' for pk in (draft.pk, trade.pk, 999999)]
    links += [f'<a linktype="document" id="{paper.pk}">it</a>' for paper in papers]
    links += ['<a linktype="other" id="1">it</a>', '<a linktype="page" id="x">it</a>']
    make_content(home, slug="about", body=[("text", f"<p>{' '.join(links)}</p>")])
    answer = str(ask("/about/", rich_text_format=text_format)["page"]["fields"]["body"])
    assert answer.count("it") >= 6
    for leaked in ("unseen", "linktype", "<a", "documents"):
        assert leaked not in answer


def test_links_of_all_texts_of_a_page_cost_one_query(ask, home):
    care = make_content(home, title="Care", slug="care")

    def cost(texts):
        page = make_content(home, body=[("text", LINKED.format(care.pk))] * texts)
        ask(page.url)
        with CaptureQueriesContext(connection) as captured:
            ask(page.url)
        return len(captured)

    assert cost(1) == cost(9)


def test_link_leads_to_the_page_in_the_readers_language(ask, russian, home):
    target = home.get_children().get(slug="lamps")
    about = make_content(home, slug="about", body=[("text", LINKED.format(target.pk))])
    translate(about, "ru", title="О нас", body=[("text", LINKED.format(target.pk))])
    assert 'href="/ru/svet/"' in str(ask("/ru/about/")["page"]["fields"]["body"])
    assert 'href="/lamps/"' in str(ask("/about/")["page"]["fields"]["body"])


def test_strict_answers_with_the_status_of_the_verdict(client, home):
    lamps = make_category(home, slug="lamps")
    trade = make_content(home, slug="trade")
    PageViewRestriction.objects.create(page=trade, restriction_type="login")
    RedirectRule.add("/old/", lamps)
    RedirectRule.add("/gone/", status=410)
    asked = {"/lamps/": 200, "/old/": 301, "/gone/": 410, "/nothing/": 404, "/trade/": 401}
    for path, status in asked.items():
        response = client.get("/api/v1/resolve/", {"path": path, "strict": "true"})
        assert (response.status_code, response.json()["status"]) == (status, status)
        if status == 301:
            assert response.headers["Location"] == f"{ROOT}/lamps/"
        if status == 401:
            assert "WWW-Authenticate" in response.headers


def test_cache_facts_are_those_of_the_headers(client, home):
    response = client.get("/api/v1/resolve/", {"path": "/"})
    cache = response.json()["cache"]
    assert response.headers["ETag"] == cache["etag"]
    assert f"page-{home.pk}" in cache["tags"]
    again = client.get("/api/v1/resolve/", {"path": "/"}, headers={"if-none-match": cache["etag"]})
    assert again.status_code == 304


def test_route_below_a_page_is_told(ask, home, monkeypatch):
    page = make_content(home, slug="news")

    def route(self, request, parts):
        if parts == ["archive", "2026"]:
            request.routable_resolver_match = ResolverMatch(route, (), {"year": 2026}, url_name="archive")
            return RouteResult(self, (route, (), {"year": 2026}))
        return super(ContentPage, self).route(request, parts)

    monkeypatch.setattr(ContentPage, "route", route)
    answer = ask("/news/archive/2026/")
    assert answer["page"]["id"] == page.pk
    assert answer["route"] == {"name": "archive", "kwargs": {"year": 2026}}
    assert "route" not in ask("/news/")
    assert ask("/news/other/")["verdict"] == "missing"


# Batch -------------------------------------------------------------------------------------------------


def batch(client, paths, **body):
    return client.post("/api/v1/resolve/batch/", {"paths": paths, **body}, content_type="application/json")


def test_batch_says_of_each_path_what_resolve_says(client, ask, home):
    lamps = make_category(home, title="Lamps", slug="lamps")
    make_product(lamps, title="Masthead", slug="masthead", variants=2)
    trade = make_content(home, slug="trade")
    PageViewRestriction.objects.create(page=trade, restriction_type="password", password="x")
    RedirectRule.add("/old/", lamps)
    RedirectRule.add("/gone/", status=410)
    paths = [
        "/",
        "/lamps/",
        "/lamps",
        "/lamps/masthead/",
        "/old/",
        "/gone/",
        "/trade/",
        "/x/y/",
        "/lamps/?page=9",
    ]
    response = batch(client, paths)
    assert response.status_code == 200, response.content
    items = response.json()["items"]
    assert [item["path"] for item in items] == paths
    for path, item in zip(paths, items, strict=True):
        whole = ask(path)
        assert (item["verdict"], item["status"]) == (whole["verdict"], whole["status"]), path
        assert item["location"] == whole.get("location"), path
        assert item["title"] == (whole["page"]["title"] if whole["verdict"] == "page" else None), path
    assert items[6] == dict.fromkeys(("title", "locale", "location")) | {
        "path": "/trade/",
        "verdict": "restricted",
        "status": 401,
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"paths": []}, "paths"),
        ({"paths": ["/"] * 51}, "paths"),
        ({"paths": ["lamps/"]}, "paths"),
        ({"paths": ["/a\x00/"]}, "paths"),
        ({"paths": ["/\ud800/"]}, "paths"),
        ({"paths": [7]}, "paths"),
        ({"paths": ["/"], "local": "ru"}, "local"),
        ({}, "paths"),
    ],
)
def test_batch_refuses_what_is_none_by_name(client, home, body, field):
    response = client.post("/api/v1/resolve/batch/", body, content_type="application/json")
    assert response.status_code == 422
    assert field in str(response.json()["errors"])


def test_batch_says_which_address_is_none(client, home):
    paths = {"paths": ["/", "lamps/", "/journal/", 7]}
    response = client.post("/api/v1/resolve/batch/", paths, content_type="application/json")
    assert [error["loc"] for error in response.json()["errors"]] == [["body", "paths", 3]]
    paths["paths"][3] = "//"
    response = client.post("/api/v1/resolve/batch/", paths, content_type="application/json")
    assert [error["loc"] for error in response.json()["errors"]] == [["body", "paths", 1]]


def test_a_path_deeper_than_any_page_is_looked_for_no_deeper_than_pages_stand(client, home, monkeypatch):
    make_content(home, slug="a")
    looked = []
    roots = locales.roots
    monkeypatch.setattr(locales, "roots", lambda site_id: looked.append(site_id) or roots(site_id))
    with CaptureQueriesContext(connection) as asked:
        answer = batch(client, ["/a/" + "b/" * 900])
    assert answer.json()["items"][0]["verdict"] == "missing"
    steps = re.findall(r"'[^']*/a/[b/]*'", max((query["sql"] for query in asked), key=len))
    assert len(steps) < 70, "no page stands deeper than 63"
    assert len(looked) < 30, "the tree is asked for once, not for each step"


def test_batch_costs_the_same_for_ten_paths_and_for_fifty(client, home):
    journal = make_article_index(home, slug="journal")
    lamps = make_category(home, slug="lamps")
    products = [make_product(lamps, variants=2) for _ in range(12)]
    articles = [make_article(journal) for _ in range(12)]
    paths = [path for pair in zip(products, articles, strict=True) for path in (pair[0].url, pair[1].url)]
    paths += [path.rstrip("/") for path in paths[:12]] + [f"/nothing/{number}/" for number in range(14)]

    def cost(number):
        with CaptureQueriesContext(connection) as captured:
            assert batch(client, paths[:number] + paths[-4:]).status_code == 200
        return len(captured)

    cost(10)
    assert cost(10) == cost(46) <= 9
