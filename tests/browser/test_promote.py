"""The preview on the Promote tab follows what is typed, measures in pixels, and is open to everybody."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

PANEL = "[data-promote-url]"


@pytest.fixture
def product_id(paths, django_db_blocker) -> Any:
    from catalog.models import ProductPage

    with django_db_blocker.unblock():
        yield ProductPage.objects.filter(slug=paths["product"].rstrip("/").rpartition("/")[2]).first().pk


@pytest.fixture
def promote(desk, product_id) -> Page:
    """The Promote tab of a product, its preview shown."""
    desk.goto(f"/admin/pages/{product_id}/edit/#tab-promote")
    desk.get_by_role("tab", name="Promote").click()
    expect(desk.locator(f"{PANEL} .promote-desktop")).to_be_visible(timeout=20_000)
    return desk


def test_the_preview_follows_the_words_and_measures_them(promote, complaints):
    title = promote.locator(".promote-desktop .promote-title")
    width = promote.locator("[data-promote-width='desktop-title']")
    expect(promote.locator(".promote-desktop .promote-facts")).to_contain_text("£")
    promote.fill("#id_seo_title", "A lantern")
    expect(title).to_have_text("A lantern", timeout=15_000)
    expect(width).to_have_text(re.compile(r"^Title: [78]\d of 580 pixels\.$"))
    promote.fill("#id_seo_title", "A lantern for the masthead " * 5)
    expect(width).to_contain_text("the end will be cut off", timeout=15_000)
    assert title.inner_text().endswith("…")
    assert complaints == []


def test_an_empty_field_shows_what_it_will_say(promote):
    title = promote.locator(".promote-desktop .promote-title").inner_text()
    assert promote.locator("#id_seo_title").get_attribute("placeholder") == title


def test_the_button_works_without_waiting(promote):
    promote.fill("#id_search_description", "Lit from dusk.")
    promote.get_by_role("button", name="Refresh the preview").press("Enter")
    expect(promote.locator(".promote-mobile .promote-description")).to_have_text("Lit from dusk.")
    expect(promote.get_by_text("Preview refreshed.")).to_have_count(1)


def test_axe_finds_nothing_in_the_preview(promote, axe):
    promote.evaluate(axe)
    found = promote.evaluate(f"axe.run('{PANEL}', {{resultTypes: ['violations']}})")["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]][:5]) for rule in found] == []
