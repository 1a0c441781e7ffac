"""What is not a page reaches the reader with its right status, in one hop."""

from wagtail.models import PageViewRestriction

import pytest

from tests.make import make_content
from tests.people import make_user


@pytest.fixture
def rules(shop, home):
    """Redirects of every kind, made for the time of a test."""
    from cms.models import RedirectRule

    made = [
        RedirectRule.add("/old-about/", f"{shop.public}/about/"),
        RedirectRule.add("/for-now/", f"{shop.public}/about/", status=302),
        RedirectRule.add("/chain-a/", f"{shop.public}/chain-b/"),
        RedirectRule.add("/chain-b/", f"{shop.public}/chain-c/"),
        RedirectRule.add("/chain-c/", f"{shop.public}/about/"),
        RedirectRule.add("/elsewhere/", "https://elsewhere.example/x?y=1"),
    ]
    ended = RedirectRule.add("/sold-off/", home.get_children().get(slug="light"), status=410)
    yield
    for rule in [*made, ended]:
        rule.delete()


def test_redirects_arrive_as_they_are_meant(front, rules):
    for path, status in (("/old-about/", 301), ("/for-now/", 302), ("/chain-a/", 301)):
        answer = front.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (status, "/about/"), path
    assert front.get("/elsewhere/").headers["Location"] == "https://elsewhere.example/x?y=1"


def test_another_way_of_writing_an_address_is_one_hop(front):
    for path in ("/about", "/ABOUT/", "/About"):
        answer = front.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/about/"), path


def test_what_is_gone_says_so_and_what_took_its_place(front, rules, open_page):
    answer = front.get("/sold-off/")
    assert answer.status_code == 410
    page = open_page("/sold-off/")
    assert page.answer.status == 410
    page.get_by_role("main").get_by_role("link", name="Light").click()
    page.wait_for_url("**/light/")


def test_what_is_missing_names_the_nearest_page(front, open_page):
    page = open_page("/light/lanterns/no-such-lantern/")
    assert page.answer.status == 404
    assert 'name="robots" content="noindex"' in page.content()
    page.get_by_role("main").get_by_role("link", name="Lanterns").click()
    page.wait_for_url("**/light/lanterns/")


@pytest.fixture
def locked(home):
    """The address of a page behind a password."""
    page = make_content(home, title="Price list of the keepers", slug="keepers-prices")
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="sesame")
    yield "/keepers-prices/"
    page.delete()


def test_a_page_not_for_everybody_shows_nothing_of_itself(front, locked):
    answer = front.get(locked)
    assert answer.status_code == 401
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Price list" not in answer.text


def test_a_password_opens_its_page_for_one_reader(front, locked, open_page):
    page = open_page(locked)
    page.get_by_label("Password").fill("open")
    page.get_by_role("button", name="Open").click()
    assert "does not open" in page.get_by_role("alert").inner_text()
    page.get_by_label("Password").fill("sesame")
    page.get_by_role("button", name="Open").click()
    assert page.locator("h1").inner_text() == "Price list of the keepers"
    assert page.reload().headers["cache-control"] == "private, no-store"
    assert front.get(locked).status_code == 401


@pytest.fixture
def members_only(home):
    """(address, name, password) of a page for people with an account, and of one of them."""
    page = make_content(home, title="Rota of the keepers", slug="keepers-rota")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    keeper = make_user()
    keeper.set_password("a lamp for the night watch")
    keeper.save()
    yield "/keepers-rota/", keeper.username, "a lamp for the night watch"
    page.delete()
    keeper.delete()


def test_a_person_opens_a_page_for_people(front, members_only, open_page):
    path, name, password = members_only
    page = open_page(path)
    assert page.answer.status == 401
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Open").click()
    assert page.locator("h1").inner_text() == "Rota of the keepers"
    assert front.get(path).status_code == 401
