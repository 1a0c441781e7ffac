"""The editor's panel shows what stands in the form on the site's front end, and nowhere else."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone

import pytest
import time_machine

from headless.models import LiveDraft
from headless.preview.models import PreviewToken, prune
from tests.make import make_content, make_form
from tests.people import STREAMS, form_of, make_user, sign_in
from tests.test_preview_sharing import set_front_end
from tests.test_preview_tokens import assert_opens_nothing, make_draft, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def front_end(site):
    return set_front_end(site, allowed_origins="https://staging.example")


def typed(desk, page, mode="front-end", **changes):
    """What the panel's frame gets after these changes to the form: (answer, secret of the front end's address)."""
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    panel = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    sent = {**form_of(desk, edit, form_id="page-edit-form"), **STREAMS, **changes}
    assert desk.post(panel, sent).json() == {"is_valid": True, "is_available": True}
    response = desk.get(panel, {"mode": mode, "in_preview_panel": "true"})
    assert response.status_code == 200
    return response, secret_in(response)


def secret_in(response):
    found = re.search(r'<iframe[^>]* src="([^"]+)"', response.content.decode())
    return parse_qs(urlsplit(unescape(found[1])).query)["token"][0] if found else None


def test_the_front_end_is_offered_beside_html_where_there_is_one(home, site):
    page, form = make_content(home), make_form(home)
    assert [name for name, _label in page.preview_modes] == [""]
    set_front_end(site)
    page, form = type(page).objects.get(pk=page.pk), type(form).objects.get(pk=form.pk)
    assert [name for name, _label in page.preview_modes] == ["", "front-end"]
    assert page.default_preview_mode == ""
    assert [name for name, _label in form.preview_modes] == ["form", "landing", "front-end"]


def test_what_is_typed_is_shown_and_stored_nowhere_else(client, home, front_end):
    page = make_draft(home)
    _, secret = typed(sign_in(make_user("Editors")), page, title="Fog signals, typed", slug="typed")
    body = opened(client, secret).json()
    assert body["page"]["title"] == "Fog signals, typed"
    assert (body["path"], body["page"]["id"]) == ("/typed/", page.pk)
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Fog signals, again"
    assert client.get("/api/v1/resolve/", {"path": "/typed/"}).json()["verdict"] == "missing"


def test_one_editing_session_has_one_token(client, home, front_end):
    page, editor = make_draft(home), make_user("Editors")
    desk = sign_in(editor)
    _, first = typed(desk, page, title="Once")
    _, second = typed(desk, page, title="Twice")
    assert first == second
    assert opened(client, first).json()["page"]["title"] == "Twice"
    _, other = typed(sign_in(make_user("Moderators")), page, title="Mine")
    assert other != first
    assert opened(client, first).json()["page"]["title"] == "Twice"
    assert LiveDraft.objects.count() == 2


def test_it_ends_an_hour_after_the_last_keystroke(client, home, front_end):
    page, desk = make_draft(home), sign_in(make_user("Editors"))
    _, secret = typed(desk, page, title="Once")
    with time_machine.travel(timezone.now() + timedelta(minutes=50)):
        assert typed(desk, page, title="Twice")[1] == secret
    with time_machine.travel(timezone.now() + timedelta(minutes=109)):
        assert opened(client, secret).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=111)):
        assert_opens_nothing(opened(client, secret))
        prune()
        assert not LiveDraft.objects.exists()
        assert not PreviewToken.objects.exists()


def test_a_revoked_session_gets_another_token(client, home, front_end):
    page, desk = make_draft(home), sign_in(make_user("Editors"))
    _, secret = typed(desk, page)
    PreviewToken.objects.all().revoke()
    assert_opens_nothing(opened(client, secret))
    _, another = typed(desk, page)
    assert another != secret
    assert opened(client, another).status_code == 200
    assert_opens_nothing(opened(client, secret))


def test_another_secret_key_makes_another_token(client, home, front_end, settings):
    page, editor = make_draft(home), make_user("Editors")
    draft = page.get_latest_revision_as_object()
    before = LiveDraft.keep(draft, editor).secret
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 4
    after = LiveDraft.keep(draft, editor).secret
    assert before != after
    assert opened(client, before).status_code == opened(client, after).status_code == 200


def test_the_secret_of_a_session_is_not_in_the_database(home, front_end):
    secret = LiveDraft.keep(make_draft(home), make_user("Editors")).secret
    kept = f"{PreviewToken.objects.values().get()} {LiveDraft.objects.values().get()}"
    assert secret[7:] not in kept


def test_the_frame_may_hold_the_front_end_only_and_be_held_by_the_admin_only(home, front_end):
    response, secret = typed(sign_in(make_user("Editors")), make_draft(home))
    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert policy["frame-src"] == "https://front.example"
    assert policy["frame-ancestors"] == "'self'"
    assert policy["script-src"] == "'self'"
    html = response.content.decode()
    assert 'data-origin="https://front.example"' in html
    assert f"https://front.example/api/preview?content_type=home.contentpage&amp;token={secret}" in html
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "allow-top-navigation" not in html


def test_the_frame_says_which_version_it_was_made_with(home, front_end):
    page, desk = make_draft(home), sign_in(make_user("Editors"))
    for number in (1, 2):
        response, _secret = typed(desk, page, title=f"Typed {number}")
        assert f'data-version="{number}"' in response.content.decode()


def test_the_site_and_the_admin_may_frame_no_front_end(client, home, front_end):
    page = make_content(home)
    desk = sign_in(make_user("Editors"))
    for response in (client.get(page.url), desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))):
        assert "front.example" not in response.headers["Content-Security-Policy"]
    html_mode, secret = typed(desk, page, mode="")
    assert secret is None
    assert "front.example" not in html_mode.headers["Content-Security-Policy"]
    assert not LiveDraft.objects.exists()


def test_a_page_that_was_never_saved_is_asked_to_be(home, front_end):
    desk = sign_in(make_user("Editors"))
    names = ["home", "contentpage", home.pk]
    sent = {
        **form_of(desk, reverse("wagtailadmin_pages:add", args=names), form_id="page-edit-form"),
        **STREAMS,
    }
    panel = reverse("wagtailadmin_pages:preview_on_add", args=names)
    assert desk.post(panel, {**sent, "title": "New", "slug": "new"}).json()["is_valid"]
    response = desk.get(panel, {"mode": "front-end"})
    assert "Save the page once" in response.content.decode()
    assert not LiveDraft.objects.exists()


def test_an_older_version_looked_at_does_not_replace_what_is_typed(client, home, front_end):
    page, desk = make_draft(home), sign_in(make_user("Editors"))
    _, secret = typed(desk, page, title="Typed")
    first = page.revisions.order_by("pk").first()
    looked = desk.get(
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, first.pk]), {"mode": "front-end"}
    )
    assert opened(client, secret_in(looked)).json()["page"]["title"] == first.as_object().title
    assert opened(client, secret).json()["page"]["title"] == "Typed"


def test_without_a_front_end_the_mode_is_the_usual_page(home, site):
    page, desk = make_draft(home), sign_in(make_user("Editors"))
    response, secret = typed(desk, page)
    assert secret is None
    assert "<h1>Fog signals, again</h1>" in response.content.decode()


def test_the_editor_has_its_script(home, front_end):
    page, desk = make_content(home), sign_in(make_user("Editors"))
    html = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "headless/preview-editor.js" in html
    scripts = [
        django_settings.ROOT / "static/headless" / name for name in ("preview-panel.js", "preview-editor.js")
    ]
    for script in scripts:
        assert not re.search(r'postMessage\([^)]*"\*"', script.read_text()), "a message to anybody"
