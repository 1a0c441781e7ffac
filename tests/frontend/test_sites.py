"""Two sites of one CMS: the front end of each shows its own pages, and nothing of the other."""

import pytest
from bs4 import BeautifulSoup

from tests.frontend.conftest import caught_up
from tests.frontend.ends import wrong_heads
from tests.frontend.seed import HARBOUR, PRODUCTS

OF_THE_HARBOUR = {"/", "/about/", "/tides/", "/light/", "/light/leading-light/", "/ru/", "/ru/about/"}
BATCH = 50  # addresses `resolve/batch/` takes


def verdicts(shop, paths):
    """What a site says of addresses, by address."""
    found = {}
    for start in range(0, len(paths), BATCH):
        answer = shop.api(
            f"resolve/batch/?site={shop.host}", "POST", json={"paths": paths[start : start + BATCH]}
        )
        found |= {item["path"]: item["verdict"] for item in answer.json()["items"]}
    return found


def text_of(html, selector):
    return BeautifulSoup(html, "html.parser").select_one(selector).get_text(" ", strip=True)


def test_every_page_of_the_second_site_has_the_head_of_the_cms(harbour, harbour_front):
    assert set(harbour.addresses) == OF_THE_HARBOUR
    assert wrong_heads(harbour, harbour_front) == {}


def test_the_second_site_names_itself_in_its_heads(harbour, harbour_front):
    for path in OF_THE_HARBOUR:
        head = BeautifulSoup(harbour_front.get(path).text, "html.parser").head
        assert head.select_one('link[rel="canonical"]')["href"] == harbour.public + path
        named = {link["href"] for link in head.select('link[rel="alternate"][hreflang]')}
        assert all(address.startswith(f"{harbour.public}/") for address in named), named


@pytest.mark.parametrize("path", ["/", "/about/", "/light/"])
def test_one_address_is_a_page_of_each_site(path, shop, front, harbour, harbour_front, open_page, seen):
    seen(path)
    titles = []
    for site, end in ((shop, front), (harbour, harbour_front)):
        page = open_page(end.url + path)
        assert page.answer.status == 200
        titles.append(page.locator("h1").inner_text())
        assert titles[-1] == text_of(site.get(path).text, "h1")
    assert titles[0] != titles[1]


def test_what_stands_on_one_site_does_not_stand_on_the_other(shop, front, harbour, harbour_front):
    ours = [path for path in shop.addresses if path not in OF_THE_HARBOUR]
    theirs = sorted(OF_THE_HARBOUR - set(shop.addresses))
    assert len(ours) > 200 + PRODUCTS
    assert theirs == ["/light/leading-light/", "/ru/about/", "/tides/"]
    for site, own, strange in ((shop, ours, theirs), (harbour, theirs, ours)):
        assert set(verdicts(site, own).values()) == {"page"}
        assert set(verdicts(site, strange).values()) == {"missing"}
    # What is not translated is served in the default language, so there alone an address is strange for certain.
    english = [path for path in ours if not path.startswith(("/ru/", "/ar/"))]
    for end, strange in ((front, ["/light/leading-light/", "/tides/"]), (harbour_front, english[::25])):
        assert {end.get(path).status_code for path in strange} == {404}


@pytest.mark.parametrize("endpoint", ["pages/?", "catalog/products/?", "pages/?search=light&"])
def test_lists_hold_pages_of_their_site_only(endpoint, shop, harbour):
    def listed(site):
        return {item["id"] for item in site.api(f"{endpoint}site={site.host}").json()["items"]}

    assert listed(shop)
    assert listed(harbour)
    assert listed(shop).isdisjoint(listed(harbour))


def test_no_page_of_the_second_site_leads_to_the_first(shop, harbour, harbour_front):
    addresses = set(harbour.addresses)
    for path in [*OF_THE_HARBOUR, "/search/?q=light", "/nowhere/"]:
        html = harbour_front.get(path).text
        assert shop.public not in html, path
        links = {
            link["href"].partition("?")[0] for link in BeautifulSoup(html, "html.parser").select("main a")
        }
        assert {link for link in links if link.startswith("/")} <= addresses | {"/search/"}, path


def test_machine_files_are_those_of_their_site(shop, front, harbour, harbour_front):
    assert f"{harbour.public}/sitemap" in harbour_front.get("/robots.txt").text
    for end, other in ((front, HARBOUR), (harbour_front, shop.host)):
        assert end.url in end.get("/sitemap.xml").text
        for path in ("/robots.txt", "/sitemap.xml", "/llms.txt"):
            assert other not in end.get(path).text, path


def test_what_is_published_on_one_site_is_not_forgotten_by_the_other(front, harbour, seen, worker):
    from home.models import ContentPage

    page = ContentPage.objects.get(
        slug="about", locale__language_code="en-gb", url_path__startswith="/harbour/"
    )
    seen("/about/")
    caught_up()
    front.hits("/about/")
    page.summary = "Who keeps the quay by night."
    page.save_revision().publish()
    caught_up()
    assert front.hits("/about/") == ["HIT"]
    assert page.summary not in front.get("/about/").text
