"""Pages of the front end are those of the CMS: the same addresses, the same heads, one question each."""

import pytest

from tests.frontend.ends import wrong_heads
from tests.frontend.seed import PRODUCTS

KINDS = [
    "/",
    "/about/",
    "/contact/",
    "/journal/",
    "/journal/oiling-cotton-for-rain/",
    "/journal/ailsa-rennie/",
    "/light/",
    "/light/?fuel=colza-oil&fuel=paraffin",
    "/light/paraffin-lamps/",
    "/light/lanterns/storm-lantern/",
    "/stores/",
    "/stores/pier-shop/",
    "/events/",
    "/events/lamp-evening/",
    "/trimming-a-wick-on-film/",
    "/ar/light/",
    "/search/?q=brass",
    "/nowhere/",
]


def test_every_page_of_the_sitemap_has_the_head_of_the_cms(shop, front):
    assert len(shop.addresses) > 200 + PRODUCTS
    assert wrong_heads(shop, front) == {}


def test_a_page_view_asks_the_cms_once(shop, front, seen):
    seen("/")
    for path in ("/", "/nowhere-else/"):
        front.get(path)  # what stands around every page is known from here on
    for path in ("/light/", "/light/lanterns/storm-lantern/", "/journal/", "/search/?q=brass", "/nowhere/"):
        seen(path)
        shop.asked.clear()
        address = f"{path}{'&' if '?' in path else '?'}utm_source=letter"
        assert front.get(address).headers["X-Cache"] == "MISS"
        assert len(shop.asked) == 1, shop.asked


def test_a_page_seen_before_asks_nothing(shop, front, seen):
    seen("/about/")
    front.get("/about/")
    shop.asked.clear()
    assert front.get("/about/").headers["X-Cache"] == "HIT"
    assert shop.asked == []


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_can_be_read_without_javascript(open_page, seen, width):
    for path in KINDS:
        seen(path)
        page = open_page(path, width=width)
        assert page.answer.status == (404 if path == "/nowhere/" else 200)
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").inner_text().strip(), path
        assert page.locator("script:not([type='application/ld+json'])").count() == 0, path
        context = page.context
        assert context.pages == [page]
        context.close()


def test_nothing_scrolls_sideways_and_nothing_fails_to_load(open_page, seen):
    for path in KINDS:
        seen(path)
        page = open_page(path, width=390, javascript=True)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) <= 0, path
        assert path == "/nowhere/" or page.failed == [], path
        page.context.close()


def test_axe_finds_nothing(open_page, seen, axe):
    found = {}
    for path in KINDS:
        seen(path)
        page = open_page(path, width=390, javascript=True)
        page.evaluate(axe)
        result = page.evaluate("axe.run({resultTypes: ['violations']})")
        if result["violations"]:
            found[path] = [(each["id"], each["nodes"][0]["html"][:200]) for each in result["violations"]]
        page.context.close()
    assert found == {}
