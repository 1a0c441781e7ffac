"""Links to drafts for people without an account: made, shown, taken back."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from wagtail.models import Site

import pytest
import time_machine

from cms.models import MissedAddress, Page
from headless.preview.front_end import FrontEnd, origin_of
from headless.preview.models import PreviewToken
from tests.make import make_content, make_form
from tests.people import client_of, is_refused, make_user, sign_in
from tests.test_preview_tokens import make_draft, make_token
from tests.translate import translate

pytestmark = pytest.mark.django_db
DRAFT = "/preview/draft/"


def set_front_end(site, **fields):
    front_end = FrontEnd(site=site, **{"preview_url": "https://front.example/api/preview", **fields})
    front_end.full_clean()
    front_end.save()
    return front_end


def shared(client, secret):
    return client.get(DRAFT, {"token": secret})


# The page that is shown ------------------------------------------------------------------------------------------


def test_a_shared_draft_is_the_page_under_a_banner_and_nobody_keeps_it(client, home):
    token, secret = make_token(make_draft(home))
    response = shared(client, secret)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<h1>Fog signals, again</h1>" in html
    assert "This page as it will be. It may still change." in html
    assert f"{token.expires_at:%H:%M}" in html
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "ETag" not in response.headers
    assert "Cache-Tag" not in response.headers
    assert re.search(r'<meta name="robots" content="noindex', html)
    assert secret not in html
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]


def test_even_an_administrator_sees_no_bar_of_the_admin_on_it(home):
    _, secret = make_token(make_draft(home))
    html = shared(client_of("administrator"), secret).content.decode()
    assert "wagtail-userbar" not in html
    assert "Fog signals, again" in html


def test_a_pinned_version_says_so(client, home):
    page = make_draft(home)
    _, secret = make_token(page, revision=page.latest_revision)
    assert "One version of this page, not published." in shared(client, secret).content.decode()


def test_a_draft_is_shown_in_its_own_language(client, home):
    there = translate(home, "ru", title="Дом")
    page = make_content(there, title="Туман", slug="fog", locale=there.locale, live=False)
    page.save_revision()
    _, secret = make_token(page, make_user(is_superuser=True))
    response = shared(client, secret)
    assert response.headers["Content-Language"] == "ru"
    assert '<html lang="ru"' in response.content.decode()


def test_a_form_is_shown_and_takes_nothing(client, home):
    page = make_form(home, title="Write to us", live=False)
    page.save_revision()
    _, secret = make_token(page)
    assert "Write to us" in shared(client, secret).content.decode()
    assert client.post(f"{DRAFT}?token={secret}").status_code == 405


def test_whatever_opens_nothing_is_answered_alike_and_noted_nowhere(client, home):
    page, editor = make_draft(home), make_user("Editors")
    token, revoked = make_token(page, editor)
    token.revoke()
    _, expired = make_token(page, editor, lasts=timedelta(minutes=1))
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        answers = [shared(client, secret) for secret in ("", "pv_nothing", revoked, expired)]
    answers.append(client.get(DRAFT))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].headers["Cache-Control"] == "private, no-store"
    assert answers[0].headers["Referrer-Policy"] == "no-referrer"
    assert "Fog signals, again" not in answers[0].content.decode()
    assert not MissedAddress.objects.exists()


# Making links --------------------------------------------------------------------------------------------------


def share(client, page, **changes):
    sent = {"label": "For the printer", "days": "3", "shows": "draft", **changes}
    return client.post(reverse("share_draft", args=[page.pk]), sent)


def link_in(response):
    return re.search(r'id="share-link"[^>]* value="([^"]+)"', response.content.decode())[1].replace(
        "&amp;", "&"
    )


def test_an_editor_makes_a_link_that_is_shown_once(client, home):
    page, editor = make_draft(home), make_user("Editors")
    desk = sign_in(editor)
    edit = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert reverse("share_draft", args=[page.pk]) in edit
    form = desk.get(reverse("share_draft", args=[page.pk]))
    assert form.status_code == 200
    response = share(desk, page)
    assert response.headers["Cache-Control"].startswith("private, no-store")
    link = link_in(response)
    assert link.startswith("https://shop.example/preview/draft/?token=pv_")
    assert "Fog signals, again" in client.get(link.removeprefix("https://shop.example")).content.decode()
    token = PreviewToken.objects.get()
    assert (token.label, token.created_by, token.revision) == ("For the printer", editor, None)
    assert timedelta(days=2, hours=23) < token.expires_at - timezone.now() <= timedelta(days=3)
    listed = desk.get(reverse("preview_links")).content.decode()
    assert token.prefix in listed
    assert parse_qs(urlsplit(link).query)["token"][0] not in listed


def test_the_last_version_can_be_pinned(home):
    page = make_draft(home)
    share(client_of("Editors"), page, shows="version")
    assert PreviewToken.objects.get().revision == page.latest_revision


@pytest.mark.parametrize("wrong", [{"days": "30"}, {"shows": "all"}, {"label": "x" * 101}])
def test_a_senseless_wish_makes_no_link(home, wrong):
    assert "share-link" not in share(client_of("Editors"), make_draft(home), **wrong).content.decode()
    assert not PreviewToken.objects.exists()


@pytest.mark.parametrize("role", ["nobody", "outsider", "Merchandisers"])
def test_who_may_not_see_the_draft_makes_no_link(home, role):
    page = make_draft(home)
    assert is_refused(share(client_of(role), page))
    assert not PreviewToken.objects.exists()


def test_editors_take_back_their_own_links_and_administrators_everybodys(home):
    page, editor = make_draft(home), make_user("Editors")
    mine, _ = make_token(page, editor, label="Mine")
    other, _ = make_token(page, label="Other")
    desk = sign_in(editor)
    listed = desk.get(reverse("preview_links")).content.decode()
    assert "Mine" in listed
    assert "Other" not in listed
    assert desk.post(reverse("revoke_preview_link", args=[other.pk])).status_code == 404
    assert desk.get(reverse("revoke_preview_link", args=[mine.pk])).status_code == 405
    assert desk.post(reverse("revoke_preview_link", args=[mine.pk])).status_code == 302
    assert list(PreviewToken.objects.good()) == [other]
    administrator = client_of("administrator")
    listed = administrator.get(reverse("preview_links")).content.decode()
    assert "Mine" in listed
    assert "Taken back" in listed
    assert "Other" in listed
    administrator.post(reverse("revoke_preview_link", args=[other.pk]))
    assert not PreviewToken.objects.good().exists()


def test_the_buttons_of_the_list_work_in_a_browser_that_checks_forms(home):
    editor = make_user("Editors")
    token, _ = make_token(make_draft(home), editor)
    desk = sign_in(editor, enforce_csrf_checks=True)
    html = desk.get(reverse("preview_links")).content.decode()
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]
    address = reverse("revoke_preview_link", args=[token.pk])
    assert desk.post(address).status_code == 403
    sent = desk.post(address, {"csrfmiddlewaretoken": csrf}, HTTP_REFERER="https://shop.example/admin/")
    assert sent.status_code == 302


# Front ends ----------------------------------------------------------------------------------------------------


def test_with_a_front_end_the_link_leads_there(home, site):
    set_front_end(site)
    link = urlsplit(link_in(share(client_of("Editors"), make_draft(home))))
    assert (link.netloc, link.path) == ("front.example", "/api/preview")
    query = parse_qs(link.query)
    assert query["content_type"] == ["home.contentpage"]
    assert PreviewToken.objects.opened_by(query["token"][0])


def test_front_ends_are_told_apart_by_site(home, site):
    other = make_content(Page.objects.get(depth=1), slug="other", title="Other")
    second = Site.objects.create(hostname="other.example", port=443, root_page=other)
    set_front_end(second)
    assert FrontEnd.of_page(home).origin == ""
    assert FrontEnd.of_page(other).origin == "https://front.example"


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Front.example/api/preview", "https://front.example"),
        ("https://front.example:443/", "https://front.example"),
        ("https://front.example:8443", "https://front.example:8443"),
        ("http://localhost:3000/api/preview", "http://localhost:3000"),
        ("http://[::1]:3000/", "http://[::1]:3000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
    ],
)
def test_an_origin_is_scheme_host_and_port(url, origin):
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    "url",
    [
        "http://front.example/",
        "front.example",
        "//front.example",
        "javascript:alert(1)",
        "ftp://front.example/",
        "https://user:secret@front.example/",
        "https://front.example; script-src *",
        "https://front.example,https://evil.example",
        "https://*.example/",
        "https://front.example:port/",
        "https://front.example:99999/",
        "https://[::1/",
        "http://localhost.evil.example/",
        "https://",
        "*",
        "'none'",
    ],
)
def test_what_is_no_safe_origin_is_refused(site, url):
    with pytest.raises(ValidationError):
        origin_of(url)
    for field in ("preview_url", "allowed_origins"):
        with pytest.raises(ValidationError) as refused:
            FrontEnd(site=site, **{field: url}).full_clean()
        assert field in refused.value.message_dict


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("preview_url", "https://front.example/preview?secret=1"),
        ("preview_url", "https://front.example/#preview"),
        ("allowed_origins", "https://front.example/path"),
        ("allowed_origins", "https://front.example?x"),
    ],
)
def test_an_address_has_no_query_and_an_origin_no_path(site, field, value):
    with pytest.raises(ValidationError) as refused:
        FrontEnd(site=site, **{field: value}).full_clean()
    assert field in refused.value.message_dict


def test_origins_are_kept_once_each_in_one_form(site):
    front_end = set_front_end(
        site,
        allowed_origins=" https://Staging.example/ \n\nhttps://staging.example:443\nhttps://front.example",
    )
    assert front_end.origins == ["https://front.example", "https://staging.example"]


@pytest.mark.parametrize("role", ["Editors", "Moderators", "SEO managers"])
def test_only_administrators_say_where_drafts_are_shown(site, role):
    address = reverse("wagtailsettings:edit", args=["headless", "frontend", site.pk])
    assert is_refused(client_of(role).get(address))
    assert client_of("administrator").get(address).status_code == 200
