"""The editor in a real browser: a page is written, illustrated, previewed, published; no policy is broken."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect


@pytest.fixture
def home_id(paths, django_db_blocker) -> Any:
    """The home page's number; what the test writes below it is removed afterwards."""
    from home.models import ContentPage, HomePage

    with django_db_blocker.unblock():
        yield HomePage.objects.live().order_by("path").first().pk
        for page in ContentPage.objects.filter(title="Harbour notes"):
            page.delete()


def noise() -> bytes:
    data = BytesIO()
    Image.effect_noise((640, 480), 90).convert("RGB").save(data, "PNG")
    return data.getvalue()


def add_block(desk: Page, name: str) -> None:
    desk.locator("button.c-sf-add-button").last.click()
    desk.get_by_role("option", name=name, exact=True).first.click()


def test_a_page_is_written_illustrated_previewed_and_published(desk, home_id, complaints):
    desk.goto(f"/admin/pages/add/home/contentpage/{home_id}/")
    desk.fill("#id_title", "Harbour notes")
    add_block(desk, "Heading")
    desk.fill("input[name='body-0-value-text']", "At the quay")
    add_block(desk, "Text")
    desk.locator(".public-DraftEditor-content").last.click()
    desk.keyboard.type("The boats come in at four.")
    add_block(desk, "Picture")
    # The page has a picture of its own above: the block's chooser is waited for, not the last one there is.
    block = desk.locator("#panel-child-content-body-section")
    block.get_by_role("button", name="Choose an image").click()
    desk.get_by_role("tab", name="Upload").click()
    file = {"name": "noise.png", "mimeType": "image/png", "buffer": noise()}
    desk.set_input_files("#id_image-chooser-upload-file", file)
    expect(desk.locator("#id_image-chooser-upload-title")).to_have_value("noise")
    upload = desk.locator("#tab-upload button[type=submit]")
    upload.click()
    expect(desk.locator("#tab-upload")).to_contain_text("Describe the picture")
    desk.fill("#id_image-chooser-upload-alt_text", "Noise on a screen")
    desk.set_input_files("#id_image-chooser-upload-file", file)
    upload.click()
    expect(desk.locator("#tab-upload")).to_have_count(0)

    desk.get_by_role("button", name="Toggle preview").click()
    preview = desk.locator("iframe[title='Preview']").last.content_frame
    expect(preview.get_by_text("The boats come in at four.")).to_be_visible(timeout=20_000)

    desk.locator("footer [data-w-dropdown-target=toggle]").last.click()
    desk.locator("button[name=action-publish]").first.click()
    desk.wait_for_url(f"**/admin/pages/{home_id}/")
    desk.goto("/harbour-notes/")
    expect(desk.get_by_role("heading", name="At the quay")).to_be_visible()
    expect(desk.get_by_alt_text("Noise on a screen")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/images/multiple/add/",
        "/admin/variant/",
        "/admin/variant/new/",
        "/admin/groups/new/",
    ],
)
def test_the_admin_breaks_no_policy(path, desk, complaints):
    desk.goto(path, wait_until="networkidle")
    assert complaints == []
