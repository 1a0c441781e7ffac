"""A draft is seen with its token and by nobody else, is kept by nobody, and survives a change of its address."""

import pytest

from tests.make import make_content
from tests.people import make_user


@pytest.fixture
def draft(shop, home):
    """(page, token, secret): a live page whose draft says otherwise and will stand elsewhere."""
    from headless.preview.models import PreviewToken

    page = make_content(home, title="Fog signals", slug="fog-signals")
    page.title, page.slug = "Fog signals, again", "fog-and-bells"
    page.save_revision()
    editor = make_user("Editors")
    token, secret = PreviewToken.issue(page, editor)
    yield page, token, secret
    page.delete()
    editor.delete()


def test_a_draft_is_shown_with_its_token_only(front, draft, open_page):
    _page, _token, secret = draft
    assert "again" not in front.get("/fog-signals/").text
    page = open_page(f"/api/preview?token={secret}")
    assert page.url.endswith("/fog-and-bells/")
    assert page.locator("h1").inner_text() == "Fog signals, again"
    answer = page.request.get("/fog-and-bells/")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "noindex" in page.locator('meta[name="robots"]').get_attribute("content")
    assert page.request.get("/about/").status == 200
    # Nobody else has it from a cache.
    assert front.get("/fog-and-bells/").status_code == 404
    assert "again" not in front.get("/fog-signals/").text


def test_a_preview_lives_through_a_change_of_address(draft, open_page):
    page, _token, secret = draft
    shown = open_page(f"/api/preview?token={secret}")
    page.slug, page.title = "bells", "Bells"
    page.save_revision()
    shown.reload()
    assert shown.locator("h1").inner_text() == "Bells"


def test_a_token_that_was_revoked_shows_nothing(front, draft, open_page):
    _page, token, secret = draft
    shown = open_page(f"/api/preview?token={secret}")
    token.revoke()
    assert shown.reload().status == 404
    assert shown.context.cookies() == []
    assert front.get(f"/api/preview?token={secret}").status_code == 401


def test_a_preview_can_be_left(front, draft, open_page):
    _page, _token, secret = draft
    shown = open_page(f"/api/preview?token={secret}")
    shown.get_by_role("link", name="Leave the preview").click()
    shown.wait_for_url("**/fog-and-bells/")
    assert shown.locator("h1").inner_text() != "Fog signals, again"
    assert shown.context.cookies() == []


def test_leaving_leads_nowhere_else(front):
    for path in ("https://elsewhere.example/", "//elsewhere.example/", "\\\\elsewhere.example"):
        answer = front.get("/api/preview", params={"leave": path})
        assert "elsewhere" not in answer.headers["Location"].split("/")[0]
        assert answer.headers["Location"].startswith("/")
        assert not answer.headers["Location"].startswith("//")
