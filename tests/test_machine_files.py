"""Sitemap and robots.txt: per Site, from the one queryset of indexable pages, at a constant cost."""

import re
from datetime import UTC, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import PageViewRestriction, Site

import pytest
from lxml import etree
from protego import Protego

from cms.models import Page
from home.models import HomePage
from tests.make import make_article, make_article_index, make_category, make_content, make_page, make_product
from tests.schema import sitemap_errors

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LASTMOD = "{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod"


@pytest.fixture(autouse=True)
def _two_hosts(settings):
    settings.ALLOWED_HOSTS = ["shop.example", "second.example"]


def get(client, path: str, host: str = "shop.example"):
    return client.get(path, headers={"host": host})


def xml_of(client, path: str, host: str = "shop.example"):
    """The parsed answer; it must be valid by the protocol's schema."""
    answer = get(client, path, host)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    body = b"".join(answer) if answer.streaming else answer.content
    assert sitemap_errors(body.decode()) == []
    return etree.fromstring(body)


def listed(client, host: str = "shop.example") -> dict[str, str | None]:
    """Every address of a site's sitemap with its lastmod, found as a crawler finds them."""
    addresses = {}
    for file in xml_of(client, "/sitemap.xml", host).iter(LOC):
        if file.text.endswith("/sitemap-news.xml"):
            continue  # articles stand in their section as well
        path = file.text.removeprefix(f"https://{host}")
        for url in xml_of(client, path, host):
            assert url.find(LOC).text not in addresses
            lastmod = url.find(LASTMOD)
            addresses[url.find(LOC).text] = None if lastmod is None else lastmod.text
    return addresses


def make_second_site(hostname: str = "second.example") -> HomePage:
    home = make_page(
        Page.objects.get(depth=1), HomePage, title="Second", slug="second", headline="Second", lead="Another."
    )
    Site.objects.create(hostname=hostname, port=443, root_page=home, site_name="Second")
    Site.clear_site_root_paths_cache()
    return home


def test_sitemap_lists_every_indexable_page_by_its_canonical(home, client):
    category = make_category(home)
    pages = [
        home,
        category,
        make_product(category),
        make_content(home, slug="öl-und-licht", title="Öl & Licht"),
    ]
    canonicals = {page.specific.get_head().canonical for page in pages}
    assert set(listed(client)) == canonicals
    assert f"{home.full_url}%C3%B6l-und-licht/" in canonicals


def test_sitemap_leaves_out_what_nobody_may_list(home, client):
    hidden = make_content(home, slug="hidden", noindex=True)
    repeated = make_content(home, slug="repeated", canonical_page=home)
    draft = make_content(home, slug="draft", live=False)
    private = make_content(home, slug="private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    below = make_content(private, slug="below")
    assert set(listed(client)) == {home.full_url}
    assert {page.get_full_url() for page in (hidden, repeated, draft, private, below)} & set(
        listed(client)
    ) == set()


def test_lastmod_is_the_last_change_with_its_zone(home, client):
    page = make_content(home)
    Page.objects.filter(pk=page.pk).update(content_changed_at=datetime(2026, 5, 4, 9, 30, 15, 999, UTC))
    assert listed(client)[page.full_url] == "2026-05-04T09:30:15+00:00"


def test_each_site_lists_its_own_pages_only(home, client):
    ours, second = make_content(home), make_second_site()
    theirs = make_content(second)
    assert set(listed(client)) == {home.full_url, ours.full_url}
    assert set(listed(client, "second.example")) == {second.full_url, theirs.full_url}
    assert theirs.full_url.startswith("https://second.example/")


def test_a_section_of_another_site_is_not_found(home, client):
    make_category(make_second_site())
    assert get(client, "/sitemap-categorypage-en-gb-1-3145728.xml", "second.example").status_code == 200
    assert get(client, "/sitemap-categorypage-en-gb-1-3145728.xml").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap-homepage-en-gb-0-3145727.xml",
        "/sitemap-homepage-en-gb-1-3145727.xml",
        "/sitemap-homepage-en-gb-97-288.xml",
        "/sitemap-homepage-en-gb-3145729-6291456.xml",
        "/sitemap-homepage-en-gb-1-99999999999999999999.xml",
        "/sitemap-homepage-ru-1-3145728.xml",
        "/sitemap-homepage-xx-1-3145728.xml",
        "/sitemap-nothing-en-gb-1-3145728.xml",
        "/sitemap-user-en-gb-1-3145728.xml",
        "/sitemap-homepage-1.xml",
        "/sitemap-facets-en-gb-1-3145728.xml",
        "/sitemap-news.xml",
    ],
)
def test_a_file_that_does_not_exist_is_not_found(path, home, client):
    assert get(client, path).status_code == 404


def test_index_names_the_newest_page_of_each_section(home, client):
    pages = [make_content(home), make_content(home)]
    for day, page in enumerate(pages, start=1):
        Page.objects.filter(pk=page.pk).update(content_changed_at=datetime(2026, 5, day, tzinfo=UTC))
    [entry] = [item for item in xml_of(client, "/sitemap.xml") if "contentpage" in item.find(LOC).text]
    assert entry.find(LASTMOD).text == "2026-05-02T00:00:00+00:00"


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-productpage-en-gb-1-3145728.xml", "/robots.txt"])
def test_cost_does_not_grow_with_the_catalogue(path, home, client):
    category = make_category(home)
    make_product(category)
    ContentType.objects.get_for_models(*Page.__subclasses__())

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            answer = get(client, path)
            assert b"".join(answer) if answer.streaming else answer.content
        return len(counted)

    queries()
    few = queries()
    for _ in range(6):
        make_product(category)
    queries()  # what the shelves hold is read again, once
    assert queries() == few <= 6


# robots.txt --------------------------------------------------------------------------------------------


def test_robots_txt_of_a_public_site_names_its_own_sitemap(home, client, settings):
    settings.INDEXABLE = True
    make_second_site()
    for host in ("shop.example", "second.example"):
        answer = get(client, "/robots.txt", host)
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert re.findall(r"^Sitemap: (.*)$", answer.text, re.MULTILINE) == [f"https://{host}/sitemap.xml"]


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/", True),
        ("/lamps/?page=2", True),
        ("/search/?q=lamp", True),
        ("/static/site.css", True),
        ("/media/images/a.jpg", True),
        ("/api/v1/resolve/?path=/", True),
        ("/admin/", False),
        ("/api/v3-preview/pages/", False),
    ],
)
def test_robots_txt_closes_only_what_is_nobodys_to_read(path, may, home, client, settings):
    settings.INDEXABLE = True
    rules = Protego.parse(get(client, "/robots.txt").text)
    assert rules.can_fetch(f"https://shop.example{path}", "Googlebot") is may


def test_outside_production_everything_may_be_read_and_nothing_is_listed(home, client, settings):
    settings.INDEXABLE = False
    text = get(client, "/robots.txt").text
    assert "Sitemap" not in text
    assert Protego.parse(text).can_fetch("https://shop.example/admin/", "Googlebot")


@pytest.mark.parametrize(
    "path", ["/", "/robots.txt", "/sitemap.xml", "/search/", "/nowhere/", "/health/live/"]
)
@pytest.mark.parametrize("indexable", [True, False])
def test_everything_outside_production_is_noindex_by_header(path, indexable, home, client, settings):
    settings.INDEXABLE = indexable
    assert get(client, path).headers.get("X-Robots-Tag") == (None if indexable else "noindex")


def test_no_indexable_page_is_closed_to_crawlers(home, client, settings):
    settings.INDEXABLE = True
    journal = make_article_index(home)
    make_article(journal)
    rules = Protego.parse(get(client, "/robots.txt").text)
    assert [url for url in listed(client) if not rules.can_fetch(url, "Googlebot")] == []
