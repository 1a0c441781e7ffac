"""The editor's panel with a front end of another origin in it: what is typed is seen, and what is seen is found."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect

# A front end in one page: it asks for the draft, prints it, and asks again when it is told of a change.
FRONT_END = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Front end</title>
<body style="font-family: system-ui; margin: 2rem">
<p>The front end</p>
<h1 data-edit-field="title" id="title"></h1>
<iframe id="bar" title="Editors' bar" style="width: 100%; height: 9rem; border: 1px solid"></iframe>
<script type="application/json" id="pharos-edit"></script>
<script>
const cms = "CMS", token = new URLSearchParams(location.search).get("token");
async function draw() {
  const draft = await (await fetch(`${cms}/api/v1/preview/resolve/?token=${token}`)).json();
  document.getElementById("title").textContent = draft.page.title;
  document.getElementById("pharos-edit").textContent = JSON.stringify(draft.edit);
  document.dispatchEvent(new Event("pharos:marks"));
  return draft;
}
addEventListener("pharos:changed", (event) => { event.preventDefault(); draw(); });
draw().then(() => {
  document.getElementById("bar").src = `${cms}/preview/userbar/?token=${token}`;
  const script = document.createElement("script");
  script.src = `${cms}/static/headless/edit-markers.js`;
  document.body.append(script);
});
</script></body></html>"""


@pytest.fixture
def front_end(shop, settings, django_db_blocker) -> Iterator[str]:
    """The origin of a front end the shop shows its drafts on."""
    from wagtail.models import Site

    from headless.models import FrontEnd

    settings.WAGTAILADMIN_BASE_URL = shop.url

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = FRONT_END.replace("CMS", shop.url).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", f"frame-ancestors {shop.url}")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """No line for each request."""

    server = ThreadingHTTPServer(("localhost", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://localhost:{server.server_port}"
    with django_db_blocker.unblock():
        setting = FrontEnd(site=Site.objects.get(is_default_site=True), preview_url=f"{origin}/api/preview")
        setting.full_clean()
        setting.save()
        yield origin
        setting.delete()
    server.shutdown()
    server.server_close()


@pytest.fixture
def content_page(shop, django_db_blocker) -> Any:
    from home.models import ContentPage

    with django_db_blocker.unblock():
        return ContentPage.objects.live().order_by("path").first()


def open_panel(desk: Page, page: Any) -> None:
    """The editor of a page with the preview in it, before it shows anything."""
    desk.set_viewport_size({"width": 1500, "height": 900})
    desk.goto(f"/admin/pages/{page.pk}/edit/")
    desk.get_by_label("Toggle preview").click()


def show_front_end(desk: Page, page: Any) -> FrameLocator:
    """The front end in the panel, once it shows the page."""
    open_panel(desk, page)
    # Until it shows something, the panel takes no other choice.
    expect(desk.frame_locator("#w-preview-iframe").locator("h1")).to_be_visible(timeout=60_000)
    desk.select_option("#id_preview_mode", "front-end")
    shown = desk.frame_locator("#w-preview-iframe").frame_locator("#front-end")
    expect(shown.locator("h1")).to_contain_text(page.title, timeout=60_000)
    return shown


def type_title(desk: Page, title: str) -> None:
    """With the keyboard: what a script writes into a field is nothing somebody typed."""
    desk.locator("#id_title").press("ControlOrMeta+a")
    desk.locator("#id_title").press_sequentially(title)


def test_what_is_typed_as_soon_as_the_editor_is_there_is_shown(shop, content_page, desk):
    open_panel(desk, content_page)
    type_title(desk, "Typed at once")
    shown = desk.frame_locator("#w-preview-iframe").locator("h1")
    expect(shown).to_have_text("Typed at once", timeout=60_000)


def test_what_is_typed_while_the_form_is_not_watched_yet_is_a_change(shop, content_page, desk):
    """Wagtail takes the form for unchanged as it stands two seconds after it was opened."""
    opened_at = datetime(2026, 11, 26, 10, tzinfo=UTC)
    desk.clock.install(time=opened_at)
    desk.clock.pause_at(opened_at + timedelta(minutes=1))
    desk.goto(f"/admin/pages/{content_page.pk}/edit/")
    type_title(desk, "Typed at once")
    desk.clock.run_for(5_000)
    expect(desk.locator("[data-edit-form]")).to_have_attribute("data-w-unsaved-has-edits-value", "true")


def test_a_change_is_shown_by_a_front_end_that_did_not_listen_yet(front_end, content_page, desk):
    held = []
    desk.route("**/headless/edit-markers.js", lambda route: held.append(route))
    shown = show_front_end(desk, content_page)
    is_kept = re.compile(r"/edit/preview/\?mode=front-end")
    with desk.expect_response(is_kept, timeout=60_000) as kept:
        type_title(desk, "Said too early")
    kept.value.finished()
    # The panel has told of it as soon as it has read that answer.
    desk.evaluate("() => new Promise(requestAnimationFrame)")
    held.pop().continue_()
    expect(shown.locator("h1")).to_contain_text("Said too early", timeout=60_000)


def test_the_front_end_follows_what_is_typed_and_leads_back_to_the_form(
    front_end, content_page, desk, complaints
):
    shown = show_front_end(desk, content_page)
    # The front end's page stays the same one while somebody types.
    shown.locator("h1").evaluate("() => { window.isTheSame = true; }")
    type_title(desk, "Typed a moment ago")
    expect(shown.locator("h1")).to_contain_text("Typed a moment ago", timeout=60_000)
    assert shown.locator("h1").evaluate("() => window.isTheSame") is True
    # The bar of another origin, and the way back, with the keyboard.
    bar = shown.frame_locator("#bar")
    expect(bar.locator(".state")).to_have_text("As it stands in the editor", timeout=60_000)
    mark = shown.get_by_role("link", name="Edit: title")
    expect(mark).to_be_visible(timeout=60_000)
    mark.focus()
    mark.press("Enter")
    expect(desk.locator("#id_title")).to_be_focused()
    assert [each for each in complaints if "front-end" in each or "Content Security Policy" in each] == []


def test_a_page_of_another_origin_cannot_frame_the_bar(
    front_end, content_page, administrator, open_page, shop
):
    from headless.models import PreviewToken

    _token, secret = PreviewToken.issue(content_page, administrator)
    stranger = open_page("about:blank")
    with stranger.expect_event("requestfailed", lambda request: "/preview/userbar/" in request.url):
        stranger.set_content(f'<iframe id="bar" src="{shop.url}/preview/userbar/?token={secret}"></iframe>')
    expect(stranger.frame_locator("#bar").locator(".bar")).to_have_count(0)
