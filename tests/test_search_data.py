"""seo/: what crawlers and programs are told of a site, as data: the same as in the files."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from wagtail.models import Locale, Site

import pytest
from lxml import etree

from audit.models import Ignored
from cms.models import CrawlRules, LlmsSetting
from tests.make import (
    make_article,
    make_article_index,
    make_category,
    make_content,
    make_fault,
    make_picture,
    make_policy,
    make_product,
    make_run,
    make_variant,
    make_video,
)
from tests.people import make_token, make_user

pytestmark = pytest.mark.django_db

SITEMAP = "/api/v1/seo/sitemap/"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "video": "http://www.google.com/schemas/sitemap-video/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}


def ask(client, address=SITEMAP, **query: Any) -> Any:
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    return response.json()


def lines_of_xml(client) -> set[tuple[Any, ...]]:
    """Every line of every file the index names."""

    def tree(address: str) -> Any:
        response = client.get(address.removeprefix("https://shop.example"))
        assert response.status_code == 200
        return etree.fromstring(
            b"".join(response.streaming_content) if response.streaming else response.content
        )

    found = set()
    for file in tree("/sitemap.xml").findall("s:sitemap/s:loc", NAMES):
        for url in tree(file.text).findall("s:url", NAMES):
            found.add(
                (
                    url.findtext("s:loc", namespaces=NAMES),
                    _second(url.findtext("s:lastmod", namespaces=NAMES)),
                    frozenset(loc.text for loc in url.findall("image:image/image:loc", NAMES)),
                    frozenset(
                        (link.get("hreflang"), link.get("href")) for link in url.findall("xhtml:link", NAMES)
                    ),
                    frozenset(title.text for title in url.findall("video:video/video:title", NAMES)),
                    url.findtext("news:news/news:title", namespaces=NAMES),
                )
            )
    return found


def lines_of_api(client, limit: int) -> list[tuple[Any, ...]]:
    """Every entry of every section, window by window."""
    found = []
    for section in ask(client)["items"]:
        query = {"limit": limit} | ({"locale": section["locale"]} if section["locale"] else {})
        while True:
            window = ask(client, f"{SITEMAP}{section['section']}/", **query)
            assert len(window["items"]) <= max(limit, 3)
            for entry in window["items"]:
                found.append(
                    (
                        entry["loc"],
                        _second(entry["lastmod"]),
                        frozenset(entry["images"]),
                        frozenset((link["hreflang"], link["href"]) for link in entry["alternates"]),
                        frozenset(video["title"] for video in entry["videos"]),
                        entry["news"] and entry["news"]["title"],
                    )
                )
            if window["next_cursor"] is None:
                break
            query["cursor"] = window["next_cursor"]
    return found


def _second(moment: str | None) -> str | None:
    return datetime.fromisoformat(moment).astimezone(UTC).isoformat(timespec="seconds") if moment else None


@pytest.fixture
def shop(home, organization):
    """Pages of several kinds in two languages, with pictures, a video, news and lists search engines may list."""
    picture = make_picture()
    lamps = make_category(home, title="Lamps", slug="lamps", cover=picture)
    for number in range(7):
        product = make_product(lamps, slug=f"lamp-{number}", pictures=[picture], variants=0)
        make_variant(product, color="red" if number % 2 else "blue")
    make_policy(lamps, opened="color", minimum=1)
    journal = make_article_index(home, slug="journal")
    for number in range(3):
        make_article(
            journal, slug=f"fog-{number}", published_at=datetime.now(UTC) - timedelta(hours=number + 1)
        )
    make_video(home, slug="film")
    make_content(home, slug="hidden", noindex=True)
    make_content(home, slug="draft", live=False)
    russian = Locale.objects.get_or_create(language_code="ru")[0]
    front = home.copy_for_translation(russian, alias=False)
    front.headline = "Вещи для ночи"
    front.save_revision().publish()
    return lamps


@pytest.mark.parametrize("limit", [2, 1000])
def test_the_sitemap_as_data_is_the_sitemap_as_xml(client, shop, limit):
    told = lines_of_api(client, limit)
    assert len(told) > 12
    assert sorted(map(repr, told)) == sorted(set(map(repr, told)))
    assert set(told) == lines_of_xml(client)
    assert any("/lamps/red/" in line[0] or "color" in line[0] for line in told)
    assert {section["section"] for section in ask(client)["items"]} >= {"productpage", "articlepage", "news"}


def test_a_window_costs_the_same_for_more_pages(client, shop):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(client, f"{SITEMAP}productpage/")
        return len(captured)

    cost()
    before = cost()
    for number in range(9):
        make_product(shop, slug=f"more-{number}", pictures=1)
    cost()
    assert cost() == before <= 8


@pytest.mark.parametrize("cursor", ["!", "é", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk", "YWJj"])
def test_a_cursor_nobody_gave_is_refused(client, home, cursor):
    response = client.get(f"{SITEMAP}productpage/", {"cursor": cursor})
    assert response.status_code == 422
    assert response.json()["errors"][0]["loc"] == ["query", "cursor"]


@pytest.mark.parametrize("section", ["nothing", "page", "user"])
def test_a_section_there_is_not_is_missing(client, home, section):
    assert client.get(f"{SITEMAP}{section}/").status_code == 404


def test_another_sites_sitemap_is_its_own(client, shop, home):
    other_home = make_content(home.get_parent(), title="Other", slug="other")
    Site.objects.create(hostname="other.example", port=443, root_page=other_home)
    index = ask(client, site="other.example")
    assert index["url"] == "https://other.example/sitemap.xml"
    [entry] = ask(client, f"{SITEMAP}contentpage/", site="other.example")["items"]
    assert entry["loc"] == "https://other.example/"


# robots.txt, llms.txt ----------------------------------------------------------------------------------------


@override_settings(INDEXABLE=True)
def test_robots_are_the_text_of_the_site_and_its_rules(client, home, site):
    rules = CrawlRules.of(site)
    rules.extra_rules = "User-agent: BadBot\nDisallow: /private/"
    rules.save()
    body = ask(client, "/api/v1/seo/robots/")
    assert body["text"] == client.get("/robots.txt").content.decode()
    assert {"user_agents": ["badbot"], "rules": [{"allow": False, "path": "/private/"}]} in body["rules"]
    assert body["sitemaps"] == ["https://shop.example/sitemap.xml"]
    assert body["is_indexable"] is True


def test_outside_production_nothing_is_closed_to_crawlers(client, home):
    body = ask(client, "/api/v1/seo/robots/")
    assert body["text"] == client.get("/robots.txt").content.decode()
    assert body["is_indexable"] is False


def test_llms_are_the_text_of_the_site_and_the_pages_it_names(client, shop):
    body = ask(client, "/api/v1/seo/llms/")
    assert body["text"] == client.get("/llms.txt").content.decode()
    named = [link["url"] for section in body["rules"] for link in section["links"]]
    assert "https://shop.example/lamps/" in named
    assert all(url in body["text"] for url in named)
    assert (
        ask(client, "/api/v1/seo/llms/", locale="ru")["text"] == client.get("/ru/llms.txt").content.decode()
    )


def test_a_site_that_serves_no_llms_says_so(client, home, site):
    LlmsSetting.objects.update_or_create(site=site, defaults={"is_served": False})
    assert client.get("/api/v1/seo/llms/").status_code == 404


# Findings ----------------------------------------------------------------------------------------------------


@pytest.fixture
def findings(client):
    bearer = make_token(make_user("SEO managers"), "content:read")

    def get(**query: Any) -> Any:
        return client.get("/api/v1/seo/findings/", query, headers={"Authorization": bearer})

    return get


def test_findings_are_those_of_the_last_audit_that_nobody_lives_with(client, site, home, findings):
    assert findings().json() == {"run": None, "count": 0, "items": []}
    make_fault(make_run(site), message="Old.")
    run = make_run(site)
    fault = make_fault(run, code="seo-05", page_id=home.pk, locale="en-gb", message="No description.")
    make_fault(run, code="seo-06", level="warning", url="https://shop.example/x/")
    ignored = make_fault(run, code="seo-07", url="https://shop.example/y/")
    Ignored.objects.create(site=site, code=ignored.code, url=ignored.url, reason="Known.")
    assert findings().json()["count"] == 2
    [found] = findings(page_id=home.pk).json()["items"]
    assert (found["code"], found["page"], found["message"]) == ("seo-05", home.pk, fault.message)
    assert [each["code"] for each in findings(level="warning").json()["items"]] == ["seo-06"]
    assert findings(locale="en-gb").json()["count"] == 1
    assert findings(level="fatal").status_code == 422


def test_findings_are_for_tokens_with_scope_and_right(client, home):
    def status(**headers: str) -> int:
        return client.get("/api/v1/seo/findings/", headers=headers).status_code

    assert status() == 401
    assert status(Authorization=make_token(make_user("SEO managers"), "admin")) == 403
    assert status(Authorization=make_token(make_user("Merchandisers"), "content:read")) == 403


def test_findings_are_kept_by_no_cache(findings, site):
    assert "no-store" in findings().headers["Cache-Control"]
