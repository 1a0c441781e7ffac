"""What stands beside a draft on the front end: marks that lead to the form, and the editors' bar."""

import json
import re

from django.conf import settings
from django.urls import reverse

import pytest

from headless.models import LiveDraft
from headless.preview.beside import findings
from tests.make import make_article, make_article_index, make_content, make_form
from tests.people import make_user, sign_in
from tests.test_preview_sharing import set_front_end
from tests.test_preview_tokens import make_draft, make_token, opened

pytestmark = pytest.mark.django_db
BAR = "/preview/userbar/"


def bar(client, secret):
    return client.get(BAR, {"token": secret})


# Marks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make", [make_content, make_form, lambda home: make_article(make_article_index(home))]
)
def test_every_field_leads_to_a_part_of_the_form_that_is_there(client, home, make):
    page, editor = make(home), make_user(is_superuser=True)
    _, secret = make_token(page, editor)
    edit = opened(client, secret).json()["edit"]
    form = sign_in(editor).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    ids = set(re.findall(r'\bid="([^"]+)"', form))
    assert edit["url"] == f"{settings.WAGTAILADMIN_BASE_URL}/admin/pages/{page.pk}/edit/"
    assert {"title", "slug"} < set(edit["fields"])
    strange = {
        name: address
        for name, address in edit["fields"].items()
        if address.partition("#")[0] != edit["url"] or address.partition("#")[2] not in ids
    }
    assert strange == {}


def test_every_block_is_marked_those_inside_of_others_too(client, home):
    body = [
        ("text", "<p>Fog.</p>"),
        ("unquoted", {"pieces": [("text", "<p>Quietly.</p>"), ("quote", {"text": "Hm.", "source": ""})]}),
    ]
    page = make_draft(home, body=body)
    _, secret = make_token(page)
    answer = opened(client, secret).json()
    outer, unquoted = answer["page"]["fields"]["body"]
    inner = [piece["id"] for piece in unquoted["value"]["pieces"]]
    assert set(answer["edit"]["blocks"]) == {outer["id"], unquoted["id"], *inner}
    assert answer["edit"]["blocks"][inner[0]].endswith(f"/edit/#block-{inner[0]}-section")


def test_what_is_typed_is_numbered_and_no_other_draft_is(client, home):
    page, editor = make_draft(home), make_user("Editors")
    for number in (1, 2):
        secret, version = LiveDraft.keep(page.get_latest_revision_as_object(), editor)
        assert version == opened(client, secret).json()["edit"]["version"] == number
    _, other = make_token(page)
    assert opened(client, other).json()["edit"]["version"] is None


def test_no_public_answer_says_where_it_is_edited(client, home):
    page = make_draft(home)
    for address in (f"/api/v1/resolve/?path={page.url}", "/api/v1/pages/", page.url):
        text = client.get(address).content.decode()
        assert "/admin/" not in text
        assert f"block-{page.pk}" not in text


def test_marks_speak_to_the_admin_only():
    script = (settings.ROOT / "static/headless/edit-markers.js").read_text()
    assert re.findall(r"postMessage\([^;]*, (\w+)\);", script) == ["cms", "cms"]
    assert "innerHTML" not in script


# The bar -------------------------------------------------------------------------------------------------------


def test_the_bar_says_what_is_shown_and_where_it_is_edited(client, home, site):
    page = make_draft(home)
    _, secret = make_token(page)
    response = bar(client, secret)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<h1>Fog signals, again</h1>" in html
    assert "Published, with a draft" in html
    assert f'href="{settings.WAGTAILADMIN_BASE_URL}/admin/pages/{page.pk}/edit/"' in html
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert secret not in html


def test_the_listed_origins_may_frame_the_bar_and_nobody_else(client, home, site):
    _, secret = make_token(make_draft(home))
    assert "frame-ancestors 'self';" in bar(client, secret).headers["Content-Security-Policy"] + ";"
    set_front_end(site, allowed_origins="https://staging.example")
    response = bar(client, secret)
    policy = response.headers["Content-Security-Policy"] + ";"
    assert "frame-ancestors 'self' https://front.example https://staging.example;" in policy
    assert "X-Frame-Options" not in response.headers


def test_a_token_that_opens_nothing_has_no_bar(client, home, site):
    set_front_end(site)
    token, secret = make_token(make_draft(home))
    token.revoke()
    answers = [bar(client, each) for each in (secret, "", "pv_x")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "frame-ancestors 'none'" in answers[0].headers["Content-Security-Policy"]
    assert "Fog signals" not in answers[0].content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"live": False}, "Not published"), ({}, "Published")],
)
def test_the_bar_says_how_far_a_page_is(client, home, fields, words):
    page = make_content(home, **fields)
    page.save_revision()
    page.refresh_from_db()
    _, secret = make_token(page)
    assert f'<p class="state">{words}' in bar(client, secret).content.decode()


def test_the_bar_of_a_version_and_of_an_editing_session(client, home):
    page = make_draft(home)
    _, pinned = make_token(page, revision=page.latest_revision)
    assert "One version" in bar(client, pinned).content.decode()
    live = LiveDraft.keep(page.get_latest_revision_as_object(), make_user("Editors")).secret
    assert "As it stands in the editor" in bar(client, live).content.decode()


def test_the_bar_says_what_the_audit_finds_in_the_draft(client, home):
    page = make_draft(home, summary="Short.", seo_title="{{ title }}")
    _, secret = make_token(page)
    html = bar(client, secret).content.decode()
    assert "<strong>Error</strong> The title shows a variable nobody filled in" in html
    assert re.search(r"\d+ things? to look at", html)
    assert html.index("<strong>Error</strong>") < html.index("<strong>Warning</strong>")


def test_a_draft_is_judged_as_the_page_it_will_be(home):
    """That nobody may list a draft is no fault of the page."""
    draft = make_draft(home).get_latest_revision_as_object()
    assert not [finding for finding in findings(draft) if "noindex" in finding.message]


def test_a_title_cannot_write_into_the_bar(client, home):
    _, secret = make_token(make_draft(home, title="<script>alert(1)</script>"))
    html = bar(client, secret).content.decode()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_edit_data_is_plain_data(client, home):
    _, secret = make_token(make_draft(home))
    edit = opened(client, secret).json()["edit"]
    assert json.loads(json.dumps(edit)) == edit
