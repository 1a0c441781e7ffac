"""Two hundred products written again tell nobody anything; one that is renamed is one hop away."""

from urllib.parse import quote

from django.test import override_settings

import pytest

from tests.frontend.conftest import caught_up
from tests.frontend.ends import address_of, until
from tests.frontend.seed import PRODUCTS, SHELF

# A cache that is told of tags; nobody runs the job that would call it.
CACHE = {"PURGE_BACKEND": "delivery.purge.backends.Cloudflare", "PURGE_URL": "https://cache.example/purge"}


@pytest.fixture
def told(worker):
    """told(): how many changes, calls of webhooks about pages, and tags to purge there have been."""
    from delivery.models import Change, Delivery, PurgedTag

    def count() -> tuple[int, int, int]:
        calls = Delivery.objects.exclude(event="job.finished")
        return Change.objects.count(), calls.count(), PurgedTag.objects.count()

    with override_settings(**CACHE):
        caught_up()
        yield count
    PurgedTag.objects.all().delete()


def test_the_same_products_again_tell_nobody_anything(shop, front, seen, told):
    from delivery.models import Delivery

    paths = [shop.path_of(shop.rows[0]), SHELF, "/", "/about/"]
    seen(*paths)
    front.hits(*paths)
    before = told()
    job = shop.write_products()
    assert (job["state"], job["counts"]["unchanged"]) == ("succeeded", PRODUCTS)
    caught_up()
    assert told() == before
    finished = Delivery.objects.filter(event="job.finished").latest("pk")
    assert (finished.status, finished.body["urls"], finished.body["tags"]) == (200, [], [])
    assert front.hits(*paths) == ["HIT"] * len(paths)


@pytest.fixture
def rename(shop, told):
    """rename(slug): gives the first product another address through the API; the answer. Undone at the end."""
    row = shop.rows[0]
    slug = shop.path_of(row).strip("/").rpartition("/")[2]

    def call(slug: str) -> dict:
        answer = shop.write(address_of(row), {"title": row["title"], "slug": slug}, "PUT")
        assert answer.status_code == 200, answer.text
        return answer.json()

    yield call
    call(slug)
    caught_up()


def test_a_renamed_product_is_one_hop_away_from_all_its_addresses(shop, front, seen, rename, told, open_page):
    old, other = (shop.path_of(row) for row in shop.rows[:2])
    seen(old, other)
    front.hits(old, other)
    before = told()
    between = rename("renamed-once")["path"]
    answer = rename("renamed-twice")
    new = answer["path"]
    assert answer["redirects"] == [{"from_path": between, "to_path": new, "status": 301}]
    for path in (old, between):
        found = shop.api(f"resolve/?path={quote(path)}&site={shop.host}").json()
        assert (found["verdict"], found["status"], found["location_path"]) == ("redirect", 301, new)
    # What tells nobody of unchanged products does tell of this one.
    caught_up()
    assert all(now > then for now, then in zip(told(), before, strict=True))
    until(lambda: front.get(old).status_code == 301, 5)
    page = open_page(old)
    [first, *more] = hops(page.answer)
    assert (first.status, first.headers["location"], more) == (301, new, [])
    assert (page.answer.status, page.url) == (200, front.url + new)
    assert page.locator("h1").inner_text() == shop.rows[0]["title"]
    assert front.hits(other) == ["HIT"]


def hops(answer) -> list:
    """The answers that sent a browser on, in their order."""
    found = []
    request = answer.request.redirected_from
    while request is not None:
        found.insert(0, request.response())
        request = request.redirected_from
    return found
