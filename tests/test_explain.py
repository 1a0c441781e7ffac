"""explain/ says why an address is not served, and to nobody more than they may see in the admin."""

from datetime import timedelta

from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from wagtail.models import APIToken, GroupPagePermission, PageViewRestriction, Site

import pytest

from cms.models import Page, RedirectRule
from headless.models import TokenPolicy
from home.models import HomePage
from tests.make import make_category, make_content, make_product
from tests.people import make_user
from tests.translate import translate

pytestmark = pytest.mark.django_db


def token_of(user, *scopes):
    token, secret = APIToken.create_token(user=user, name="Why")
    TokenPolicy.objects.create(token=token, scopes=list(scopes))
    return secret


@pytest.fixture
def explain(client, home, organization):
    """explain(path, user=…): the body of an answer to an administrator, or to `user`."""
    administrator = make_user(is_superuser=True)

    def call(path, user=None, **parameters):
        secret = token_of(user or administrator, "content:read")
        response = client.get(
            "/api/v1/explain/", {"path": path, **parameters}, headers={"authorization": f"Bearer {secret}"}
        )
        assert response.status_code == 200, response.content
        assert response.headers["Cache-Control"] == "private, no-store"
        return response.json()

    return call


def codes(answer):
    return [reason["code"] for reason in answer["reasons"]]


def test_drafts_say_whether_they_were_ever_published_and_when_they_will_be(explain, home):
    later = timezone.now() + timedelta(days=3)
    draft = make_content(home, title="Soon", slug="soon", live=False)
    down = make_content(home, slug="down")
    down.unpublish()
    make_content(home, slug="timed", live=False, go_live_at=later)
    over = make_content(home, slug="over")
    Page.objects.filter(pk=over.pk).update(live=False, expired=True, expire_at=timezone.now())
    answer = explain("/soon/")
    assert (answer["verdict"], answer["status"], codes(answer)) == ("missing", 404, ["never-published"])
    [reason] = answer["reasons"]
    assert reason["page"]["title"] == "Soon"
    assert reason["page"]["edit_path"] == f"/admin/pages/{draft.pk}/edit/"
    assert codes(explain("/down/")) == ["unpublished"]
    assert codes(explain("/timed/")) == ["scheduled", "never-published"]
    assert codes(explain("/over/")) == ["expired"]


def test_pages_say_what_keeps_readers_out(explain, home):
    lamps = make_category(home, slug="lamps")
    make_product(lamps, slug="hidden", ending="hidden")
    trade = make_content(home, slug="trade")
    PageViewRestriction.objects.create(page=trade, restriction_type="login")
    assert codes(explain("/lamps/")) == ["served"]
    assert codes(explain("/Lamps")) == ["written-otherwise"]
    assert codes(explain("/lamps/hidden/")) == ["hidden"]
    assert codes(explain("/lamps/?page=9")) == ["query"]
    assert codes(explain("/trade/")) == ["restricted"]
    assert codes(explain("/never/")) == ["unknown"]


def test_rules_say_whether_a_page_moved(explain, home):
    lamps = make_category(home, slug="lamps")
    RedirectRule.add("/old/", lamps)
    RedirectRule.add("/gone/", status=410, reason="No longer made.")
    lamps.slug = "lights"
    lamps.save_revision().publish()
    assert codes(explain("/old/")) == ["redirected"]
    assert codes(explain("/lamps/")) == ["moved"]
    assert explain("/lamps/")["reasons"][0]["address"] == "https://shop.example/lights/"
    assert explain("/gone/")["reasons"][0]["message"] == "No longer made."


def test_the_same_path_elsewhere_is_named(explain, home):
    about = make_content(home, slug="about")
    translate(home, "ru", title="Дом", headline="Дом")
    other = home.get_parent().add_child(instance=HomePage(title="Other", slug="other", headline="Other"))
    Site.objects.create(hostname="other.example", port=443, root_page=other)
    make_content(other, slug="there")
    assert about.live
    assert codes(explain("/ru/about/")) == ["other-locale"]
    answer = explain("/there/")
    assert codes(answer) == ["other-site"]
    assert answer["reasons"][0]["address"] == "https://other.example/there/"


def test_whoever_may_not_see_a_draft_learns_nothing_of_it(explain, home):
    draft = make_content(home, title="Unseen", slug="unseen", live=False)
    section = make_content(home, slug="section")
    below = make_content(section, title="Unseen", slug="below", live=False)
    hidden = make_product(make_category(home, slug="lamps"), title="Unseen", slug="lamp", ending="hidden")
    narrow = Group.objects.create(name="Section only")
    narrow.permissions.set(Group.objects.get(name="Editors").permissions.all())
    permission = GroupPagePermission.objects.filter(group__name="Editors").first().permission
    GroupPagePermission.objects.create(group=narrow, page=section, permission=permission)
    outsider, insider = make_user(), make_user("Section only")
    outsider.user_permissions.add(Permission.objects.get(codename="access_admin"))
    for page, path in ((draft, "/unseen/"), (hidden, "/lamps/lamp/"), (below, "/section/below/")):
        assert page.pk
        answer = explain(path, outsider)
        assert codes(answer) == ["unknown"]
        assert "Unseen" not in str(answer)
        assert answer["reasons"] == explain("/nothing/", outsider)["reasons"]
    assert codes(explain("/unseen/", insider)) == ["unknown"]
    assert codes(explain("/section/below/", insider)) == ["never-published"]


def test_a_token_with_the_scope_is_needed(client, home):
    assert client.get("/api/v1/explain/?path=/").status_code == 401
    secret = token_of(make_user(is_superuser=True), "catalog:write")
    headers = {"authorization": f"Bearer {secret}"}
    refused = client.get("/api/v1/explain/?path=/", headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (403, "/api/v1/docs/problems/missing-scope")


def test_an_owner_who_may_not_see_the_admin_is_told_nothing_at_all(client, home):
    headers = {"authorization": f"Bearer {token_of(make_user(), 'content:read')}"}
    refused = client.get("/api/v1/explain/?path=/", headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (403, "/api/v1/docs/problems/forbidden")
    assert "wagtailadmin.access_admin" in refused.json()["detail"]


def test_path_is_needed(client, home):
    headers = {"authorization": f"Bearer {token_of(make_user(is_superuser=True), 'content:read')}"}
    assert client.get("/api/v1/explain/", headers=headers).status_code == 422
