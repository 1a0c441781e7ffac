"""The crawl of an audit: what it finds, in which order, and that it can be stopped and goes on."""

import pytest

from audit.asking import Application
from audit.crawl import Crawl, Stopped
from audit.models import Run
from audit.truth import known_pages
from tests.make import make_category, make_content, make_product

DEPTHS = {"/": 0, "/lamps/": 1, "/about/": 1, "/lamps/masthead/": 2, "/about/alone/": None}

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(home, organization):
    """A home page that leads to a shelf, the shelf to a product; and a page nobody links to."""
    lamps = make_category(home, title="Lamps", slug="lamps", show_in_menus=True)
    make_product(lamps, title="Masthead", slug="masthead")
    make_content(make_content(home, slug="about"), title="Alone", slug="alone")
    return home


def crawl(site, **options) -> Run:
    run = options.pop("run", None) or Run.objects.create(site=site)
    known = known_pages(site)
    Crawl(run, Application(site), known=known, may_follow=lambda url: "/search/" not in url, **options).go(
        known
    )
    return run


def depths(run: Run) -> dict[str, int | None]:
    return {
        url.removeprefix("https://shop.example"): depth
        for url, depth in run.visits.filter(is_page=True).values_list("url", "depth")
    }


def test_every_page_is_asked_once_and_knows_its_clicks_from_home(shop, site):
    run = crawl(site)
    assert depths(run) == DEPTHS
    assert not run.visits.filter(is_asked=False).exists()


def test_a_link_to_nowhere_is_asked_and_kept(shop, site):
    make_content(
        shop, slug="links", body=[("text", '<p><a href="/nothing/">A way</a></p>')], show_in_menus=True
    )
    run = crawl(site)
    assert run.visits.get(url="https://shop.example/nothing/").status == 404


def test_a_redirect_is_followed_to_a_visit_of_its_own(shop, site):
    make_content(shop, slug="links", body=[("text", '<p><a href="/LAMPS">Lamps</a></p>')], show_in_menus=True)
    run = crawl(site)
    redirect = run.visits.get(url="https://shop.example/LAMPS")
    assert (redirect.status, redirect.is_page) == (301, False)


def test_a_crawl_that_was_stopped_goes_on_without_asking_twice(shop, site, monkeypatch):
    monkeypatch.setattr("audit.crawl.BATCH", 1)
    run = Run.objects.create(site=site)
    with pytest.raises(Stopped):
        crawl(site, run=run, must_stop=lambda: True)
    assert run.visits.filter(is_asked=True).count() == 1
    waiting = run.visits.filter(is_asked=False).count()
    assert waiting

    asked = []
    ask = Application.ask
    monkeypatch.setattr(
        Application, "ask", lambda self, url, *rest: asked.append(url) or ask(self, url, *rest)
    )
    crawl(site, run=run)

    assert "https://shop.example/" not in asked
    assert depths(run) == DEPTHS


def test_no_more_addresses_are_asked_than_the_limit(shop, site):
    run = crawl(site, limit=2)
    assert run.visits.filter(is_asked=True).count() == 2


def test_the_application_says_what_the_public_site_would_say(shop, site, settings, client):
    settings.INDEXABLE = False
    asked = Application(site).ask("https://shop.example/")
    assert (asked.status, asked.header("x-robots-tag")) == (200, "")
    assert client.get("/", headers={"pharos.as_public": "1"})["X-Robots-Tag"] == "noindex"


def test_a_file_is_looked_up_in_its_storage(shop, site):
    from tests.make import make_picture

    application, picture = Application(site), make_picture(30, 20)
    answer = application.file(f"https://shop.example{picture.file.url}", with_pixels=True)
    assert (answer.status, answer.media_type, answer.pixels) == (200, "image/png", (30, 20))
    assert application.file("https://shop.example/media/no.png").status == 404
    assert application.file("https://shop.example/static/css/foundation.css").status == 200
    assert application.file("https://shop.example/lamps/") is None
