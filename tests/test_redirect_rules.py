"""One rule: how it is found, what it answers, and that it is never a link of a chain."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import Site

import pytest

from cms.models import Page, RedirectRule
from cms.redirects import lookup
from cms.redirects.addresses import Asked, fill, match, spelled
from tests.changing import changes
from tests.make import make_category, make_content, make_product

pytestmark = pytest.mark.django_db
ROOT = "https://shop.example"


def ask(client, address):
    """(status, Location) of an address."""
    path, _, query = address.partition("?")
    response = client.get(path, QUERY_STRING=query, PATH_INFO=path)
    return response.status_code, response.headers.get("Location")


@pytest.fixture
def lamps(home):
    return make_category(home, title="Lamps", slug="lamps")


# Finding -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["/old/lamp", "/old/lamp/", "/OLD//Lamp/", "/old/lamp/?anything=1"])
def test_an_address_is_found_however_it_is_written(asked, lamps, client):
    RedirectRule.add("/Old/lamp/", lamps)
    assert ask(client, asked) == (301, "/lamps/")


def test_an_old_index_file_and_its_folder_are_one_address(lamps, client):
    RedirectRule.add("/old/", lamps)
    RedirectRule.add("/older/index.php", lamps)
    assert ask(client, "/old/index.html") == (301, "/lamps/")
    assert ask(client, "/older/index.php") == (301, "/lamps/")


def test_rules_that_differ_in_capitals_only_are_both_kept(lamps, client):
    oil = make_category(lamps.get_parent(), slug="oil")
    RedirectRule.add("/v/AbC", lamps)
    RedirectRule.add("/v/aBc", oil)
    assert ask(client, "/v/AbC") == (301, "/lamps/")
    assert ask(client, "/v/aBc") == (301, "/oil/")


def test_a_query_in_another_order_or_with_tracking_is_the_same(lamps, client):
    RedirectRule.add("/old/?id=7&lang=en", lamps)
    assert ask(client, "/old/?lang=en&utm_source=mail&id=7") == (301, "/lamps/?utm_source=mail")
    assert ask(client, "/old/?id=8&lang=en")[0] == 404


def test_percent_escapes_and_letters_of_any_script_are_one_address(lamps, client):
    RedirectRule.add("/%D1%81%D0%B2%D0%B5%D1%82/", lamps)
    assert RedirectRule.objects.get().path == "/свет"
    assert lookup.find(Site.objects.get(), "/свет/").location == f"{ROOT}/lamps/"


def test_an_address_longer_than_a_column_is_found(lamps, client):
    long = "/" + "a" * 1900
    RedirectRule.add(long, lamps)
    assert ask(client, long) == (301, "/lamps/")
    assert ask(client, "/" + "a" * 1899 + "b")[0] == 404


@pytest.mark.parametrize("rules", [1, 300])
@pytest.mark.parametrize("asked", ["/old-0", "/blog/2019/fog", "/gone-0", "/away-0", "/nothing-at-all/x/y/z"])
def test_a_lookup_is_one_query_however_many_rules_there_are(rules, asked, lamps):
    for number in range(rules):
        RedirectRule.add(f"/old-{number}", lamps)
    RedirectRule.add("/blog/*", "https://elsewhere.example/$1", is_pattern=True)
    RedirectRule.add("/gone-0", status=410, page=lamps)
    RedirectRule.add("/away-0", "https://elsewhere.example/x")
    site = Site.objects.get()
    lookup.find(site, asked)
    with CaptureQueriesContext(connection) as captured:
        lookup.find(site, asked)
    assert len(captured) == 1


# Answering -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_every_redirect_status_is_answered_by_html_and_api(status, lamps, client):
    RedirectRule.add("/old/", lamps, status=status)
    assert ask(client, "/old/") == (status, "/lamps/")
    verdict = client.get("/api/v1/resolve/", {"path": "/old/"}).json()
    assert (verdict["status"], verdict["permanent"]) == (status, status in {301, 308})


@pytest.mark.parametrize("status", [410, 451])
def test_what_is_gone_or_withheld_says_why_and_where_to_go(status, lamps, client):
    RedirectRule.add(
        "/old/", status=status, page=lamps, reason="By order.", archive="https://archive.example/1"
    )
    response = client.get("/old/")
    html = response.content.decode()
    assert response.status_code == status
    assert "By order." in html
    assert 'href="/lamps/"' in html
    assert 'href="https://archive.example/1"' in html
    assert "noindex" in html
    assert 'rel="canonical"' not in html
    verdict = client.get("/api/v1/resolve/", {"path": "/old/"}).json()
    assert (verdict["verdict"], verdict["status"], verdict["reason"]) == ("gone", status, "By order.")


@pytest.mark.parametrize(
    ("passes", "found"),
    [
        ("noise", "/lamps/?utm_source=mail"),
        ("all", "/lamps/?utm_source=mail&page=2"),
        ("nothing", "/lamps/"),
    ],
)
def test_the_query_goes_on_as_the_rule_says(passes, found, lamps, client):
    RedirectRule.add("/old/", lamps, passes=passes)
    assert ask(client, "/old/?utm_source=mail&page=2") == (301, found)


def test_a_rule_on_another_host_is_one_hop(lamps, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    RedirectRule.add("/old/", lamps, status=302)
    response = client.get("/OLD/", HTTP_HOST="www.shop.example")
    assert (response.status_code, response["Location"]) == (302, f"{ROOT}/lamps/")


def test_a_page_of_another_site_is_reached_on_its_own_host(lamps, client):
    second = make_content(Page.objects.get(depth=1), slug="second")
    Site.objects.create(hostname="second.example", port=443, root_page=second)
    Site.clear_site_root_paths_cache()
    about = make_content(second, slug="about")
    RedirectRule.add("/about-us/", about)
    assert ask(client, "/about-us/") == (301, "https://second.example/about/")


def test_a_rule_to_a_product_that_moved_on_is_one_hop(lamps, client):
    heir = make_product(lamps, slug="new-lamp")
    product = make_product(lamps, slug="lamp", ending="moved", successor=heir)
    RedirectRule.add("/old/", product)
    assert ask(client, "/old/") == (301, "/lamps/new-lamp/")


def test_a_rule_to_a_page_taken_down_leads_where_the_rule_there_leads(lamps, client):
    about = make_content(lamps.get_parent(), slug="about")
    RedirectRule.add("/old/", about)
    about.unpublish()
    assert ask(client, "/old/")[0] == 404
    RedirectRule.add("/about/", lamps, status=302)
    assert ask(client, "/old/") == (302, "/lamps/")


def test_a_hit_is_counted_for_readers_and_crawlers(lamps, client):
    rule = RedirectRule.add("/old/", lamps)
    client.get("/old/")
    client.get("/old/", HTTP_USER_AGENT="Googlebot/2.1")
    rule.refresh_from_db()
    assert rule.hits == 2
    assert rule.last_hit_at is not None


# Patterns --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "path", "captured"),
    [
        ("/blog/*", "/blog/2019/Fog", ["2019/Fog"]),
        ("/blog/*", "/blog", [""]),
        ("/blog/*", "/blogs/x", None),
        ("/*/print", "/a/b/print", ["a/b"]),
        ("/p/*-*.html", "/p/red-lamp-7.html", ["red", "lamp-7"]),
        ("/p/*x*x", "/p/axbxcx", ["a", "bxc"]),
        ("/p/*.php", "/p/a.html", None),
        ("/a*a", "/a", None),
    ],
)
def test_a_pattern_takes_what_its_wildcards_stand_for(pattern, path, captured):
    found = match(pattern, path)
    assert (None if found is None else list(found)) == captured


def test_a_pattern_of_many_wildcards_takes_no_time():
    assert match("/*a*a*a*a*b", "/" + "a" * 1990) is None


@pytest.mark.parametrize("captured", ["//evil.example", "/evil.example", "\\evil.example", "@evil.example"])
def test_what_a_wildcard_stands_for_is_never_a_host(captured, lamps):
    RedirectRule.add("/old*", "/$1", is_pattern=True)
    answer = lookup.find(Site.objects.get(), f"/old{captured}")
    assert answer.location.startswith(f"{ROOT}/")
    with pytest.raises(ValidationError, match="host"):
        RedirectRule.add("/x/*", "https://$1/", is_pattern=True)


def test_the_exact_address_wins_over_the_longer_pattern_and_that_over_the_shorter(lamps, client):
    oil = make_category(lamps.get_parent(), slug="oil")
    RedirectRule.add("/blog/*", lamps, is_pattern=True)
    RedirectRule.add("/blog/oil/*", oil, is_pattern=True)
    RedirectRule.add("/blog/oil/all", "https://elsewhere.example/")
    assert ask(client, "/blog/x") == (301, "/lamps/")
    assert ask(client, "/blog/oil/x") == (301, "/oil/")
    assert ask(client, "/blog/oil/all") == (301, "https://elsewhere.example/")


def test_a_pattern_into_the_site_ends_at_the_page_and_not_at_its_old_address(lamps, client):
    page = make_content(lamps.get_parent(), slug="first")
    page.slug = "second"
    page.save()
    RedirectRule.add("/blog/*", "/$1/", is_pattern=True)
    assert ask(client, "/blog/first") == (301, "/second/")
    assert ask(client, "/blog/second") == (301, "/second/")


@pytest.mark.parametrize("pattern", ["/*", "/a/**", "/a?b=*", "/no-wildcard", "/*a*b*c*d*e*f"])
def test_a_pattern_that_means_too_much_is_refused(pattern, lamps):
    with pytest.raises(ValidationError):
        RedirectRule.add(pattern, lamps, is_pattern=True)


def test_filling_goes_from_the_last_wildcard_to_the_first():
    assert fill("/$1/$10", ["a", *"bcdefghi", "z"]) == "/a/z"
    assert spelled(Asked.parse("//a///b/").path) == "/a/b"


# Writing ---------------------------------------------------------------------------------------------------------


def test_a_new_rule_leads_to_the_end_of_what_stands(lamps):
    RedirectRule.add("/b", lamps)
    assert RedirectRule.add("/a", "/b").page.pk == lamps.pk


def test_a_new_rule_mends_those_that_lead_to_it(lamps):
    first = RedirectRule.add("/a", "/b")
    RedirectRule.add("/b", "/c", status=302)
    RedirectRule.add("/c", lamps)
    first.refresh_from_db()
    assert (first.page.pk, first.target, first.status) == (lamps.pk, "", 302)


def test_what_is_gone_is_gone_for_those_that_lead_there():
    first = RedirectRule.add("/a", "/b")
    RedirectRule.add("/b", status=410, reason="Sold out.")
    first.refresh_from_db()
    assert (first.status, first.reason) == (410, "Sold out.")


def test_an_address_of_a_page_becomes_the_page_and_keeps_what_follows(lamps, client):
    rule = RedirectRule.add("/a", f"{ROOT}/lamps/?color=red#sizes")
    assert (rule.page.pk, rule.suffix) == (lamps.pk, "?color=red#sizes")
    assert ask(client, "/a/?utm_source=x") == (301, "/lamps/?color=red&utm_source=x#sizes")


@pytest.mark.parametrize(
    ("path", "target", "said"),
    [
        ("/a", "/a/", "/a → /a"),
        ("/lamps/", "https://elsewhere.example/", "Lamps"),
        ("/lamps/", "/lamps/", "/lamps → /lamps"),
        ("/a", "javascript:alert(1)", "https://"),
        ("/a", "//evil.example", "https://"),
        ("/a", "/\\evil.example", "https://"),
        ("/a", "", "Choose"),
        ("a", "/b", "slash"),
        ("/a%00", "/b", "control"),
        ("/a", "/b\n", ""),
    ],
)
def test_a_rule_that_cannot_be_is_refused_and_says_why(path, target, said, lamps):
    if not said:
        assert RedirectRule.add(path, target).target == "/b"
        return
    with pytest.raises(ValidationError, match=said):
        RedirectRule.add(path, target)


def test_a_rule_to_an_address_with_a_query_is_no_chain_either(lamps):
    first = RedirectRule.add("/a", "/b?x=1")
    RedirectRule.add("/b", lamps)
    first.refresh_from_db()
    assert first.page.pk == lamps.pk
    assert RedirectRule.add("/c", "/b?y=2").page.pk == lamps.pk


def test_rules_and_patterns_make_no_chain_in_either_order(lamps):
    first = RedirectRule.add("/a", "/blog/fog")
    RedirectRule.add("/blog/*", "https://elsewhere.example/$1", is_pattern=True)
    first.refresh_from_db()
    assert first.target == "https://elsewhere.example/fog"
    assert RedirectRule.add("/b", "/blog/mist").target == "https://elsewhere.example/mist"


@pytest.mark.parametrize(("pattern", "target"), [("/blog/*", "/blog/new/$1"), ("/blog/*", "/BLOG/")])
def test_a_pattern_into_itself_is_refused(pattern, target, lamps):
    with pytest.raises(ValidationError, match="circle"):
        RedirectRule.add(pattern, target, is_pattern=True)


def test_the_change_log_is_told_of_what_editors_write_and_not_of_what_pages_leave(lamps):
    with changes() as found:
        rule = RedirectRule.add("/свет", lamps)
        rule.delete()
        RedirectRule.objects.all().delete()
    assert [(change.kind, change.old_urls, change.tags) for change in found] == [
        ("redirect", [f"{ROOT}/%D1%81%D0%B2%D0%B5%D1%82"], ["redirects"])
    ] * 2
    with changes() as found:
        lamps.slug = "lights"
        lamps.save()
    assert "redirect" not in {change.kind for change in found}


def test_a_place_the_pattern_does_not_have_is_refused(site):
    with pytest.raises(ValidationError, match="has no"):
        RedirectRule.add("/p/*", "/q/$3", is_pattern=True)
