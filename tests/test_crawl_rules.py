"""robots.txt per site: edited, linted, tested in the admin; and a word to people when a site is kept out."""

from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import reverse

import pytest
from protego import Protego

from cms.models import CrawlRules, Page
from seo.crawlers import CRAWLERS, SEARCH, TRAINING, USER, tokens_for
from tests.make import make_category, make_content
from tests.people import client_of, make_user, sign_in
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(home, site) -> CrawlRules:
    return CrawlRules.of(site)


@pytest.fixture
def admin(home):
    return sign_in(make_user(is_superuser=True))


def may_fetch(client, token: str, path: str = "/lamps/") -> bool:
    return Protego.parse(client.get("/robots.txt").text).can_fetch(f"https://shop.example{path}", token)


@pytest.mark.parametrize(
    ("purpose", "field"), [(SEARCH, "allow_search"), (TRAINING, "allow_training"), (USER, "allow_user")]
)
def test_a_purpose_closes_its_crawlers_and_no_other(purpose, field, rules, client, settings):
    settings.INDEXABLE = True
    assert all(may_fetch(client, crawler.token) for crawler in CRAWLERS)
    setattr(rules, field, False)
    rules.full_clean()
    rules.save()
    closed = {crawler.token for crawler in CRAWLERS if not may_fetch(client, crawler.token)}
    assert closed == set(tokens_for(purpose))


def test_the_preference_line_is_off_until_asked_for(rules):
    assert "Content-Usage" not in rules.as_text()
    rules.content_usage, rules.allow_training = True, False
    assert "Content-Usage: train-ai=n, search=y" in rules.as_text()


def test_rules_of_a_site_are_said_on_that_site(rules, client, settings):
    settings.INDEXABLE = True
    rules.extra_rules = "User-agent: *\r\nDisallow: /lamps/old/"
    rules.full_clean()
    rules.save()
    assert not may_fetch(client, "Googlebot", "/lamps/old/")
    assert not may_fetch(client, "Googlebot", "/admin/")
    assert may_fetch(client, "Googlebot")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Disallow: /a/", "no group"),
        ("User-agent: *\nDisallow: /search/", "/search/"),
        ("User-agent: *\nDisallow: /*?q=", "noindex"),
    ],
)
def test_rules_that_would_be_misread_are_refused(text, said, rules):
    rules.extra_rules = text
    with pytest.raises(ValidationError, match=said) as refused:
        rules.full_clean()
    assert set(refused.value.message_dict) == {"extra_rules"}


def test_a_hidden_page_may_not_be_closed_as_well(rules, home):
    section = make_category(home, slug="attic", noindex=True, robots_below=True)
    make_category(section, slug="old")
    rules.extra_rules = "User-agent: *\nDisallow: /attic/old/"
    with pytest.raises(ValidationError, match="/attic/old/"):
        rules.full_clean()


def refusal(rules: CrawlRules) -> str:
    with pytest.raises(ValidationError) as refused:
        rules.full_clean()
    assert set(refused.value.message_dict) == {"confirmation"}
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("User-agent: *\nDisallow: /", "the home page"),
        ("User-agent: Bingbot\nDisallow: /$", "the home page"),
        ("User-agent: *\nDisallow: /static/", "styles"),
        ("User-agent: *\nDisallow: /*.js$", "scripts"),
        ("User-agent: Googlebot\nDisallow: /media/", "pictures"),
        ("User-agent: *\nDisallow: /sitemap", "the sitemap"),
        ("User-agent: *\nDisallow: /ru/", "everything in Русский"),
        ("User-agent: *\nDisallow: /lamps/", "2 of 4 pages that search engines may list, such as /lamps/"),
    ],
)
def test_what_search_engines_need_is_closed_only_once_the_site_is_named(text, said, rules, home):
    make_category(make_category(home, slug="lamps"), slug="deck")
    translate(home, "ru", headline="Вещи для ночи", lead="Лампы.")
    rules.extra_rules = text
    assert said in refusal(rules)
    assert "type shop.example" in refusal(rules)
    rules.confirmation = "yes"
    assert said in refusal(rules)
    rules.confirmation = "shop.example"
    rules.full_clean()


def test_a_confirmation_holds_for_these_rules_and_no_others(rules, site):
    rules.extra_rules, rules.confirmation = "User-agent: *\nDisallow: /static/", "shop.example"
    rules.full_clean()
    rules.save()
    kept = CrawlRules.of(site)
    kept.allow_training = False
    kept.full_clean()
    kept.extra_rules += "\nDisallow: /media/"
    assert "pictures" in refusal(kept)


def test_every_page_counts_among_what_is_closed_at_one_price(rules, home, django_assert_num_queries):
    rules.extra_rules = "User-agent: *\nDisallow: /lamps/"
    lamps = make_category(home, slug="lamps")
    rules.get_closing()
    for _number in range(8):
        make_category(lamps)
    with django_assert_num_queries(1):
        assert rules.get_closing().pages == 9


def test_purposes_are_said_by_header_only_where_it_is_asked_for(rules, client, home, settings):
    settings.INDEXABLE = True
    rules.allow_training = False
    rules.save()
    assert {"X-Robots-Tag", "Content-Usage"}.isdisjoint(client.get("/").headers)
    rules.content_usage = rules.tells_bing = True
    with TestCase.captureOnCommitCallbacks(execute=True):
        rules.save()
    page, twin = client.get("/"), client.get("/index.md")
    assert page["Content-Usage"] == twin["Content-Usage"] == "train-ai=n, search=y"
    assert page["X-Robots-Tag"] == "bingbot: nocache"
    assert twin["X-Robots-Tag"] == "noindex, bingbot: nocache"
    assert "Content-Usage" not in client.get("/robots.txt").headers


# In the admin ------------------------------------------------------------------------------------------


def test_the_setting_is_edited_and_refused_in_the_admin(admin, site):
    address = reverse("wagtailsettings:edit", args=["cms", "crawlrules", site.pk])
    assert "further rules" in admin.get(address).text.lower()
    refused = admin.post(address, {"extra_rules": "Disallow: /a/"})
    assert "Line 1 stands in no group" in refused.text
    assert admin.post(address, {"extra_rules": "User-agent: *\nDisallow: /a/"}).status_code == 302
    assert not CrawlRules.of(site).allow_training


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            {"crawler": "Googlebot", "address": "/admin/"},
            "Line 2 decides: “Disallow: /admin/”, of the group for *.",
        ),
        ({"crawler": "GPTBot", "address": "https://shop.example/lamps/?page=2"}, "of the group for gptbot."),
        ({"crawler": "Bingbot", "address": "/lamps/"}, "No rule of the group for * speaks of it."),
        ({"crawler": "Bingbot", "address": "lamps"}, "begins with a slash"),
    ],
)
def test_the_tester_says_which_rule_decides(query, said, admin, rules, site):
    rules.allow_training = False
    rules.save()
    answer = admin.post(reverse("crawl_tester"), {"site": site.pk, **query})
    assert said in answer.text.replace("&quot;", '"')


def test_rules_are_tried_before_they_are_saved(admin, rules, site):
    draft = "User-agent: *\nDisallow: /\nHide: /x"
    query = {"site": site.pk, "crawler": "Googlebot", "address": "/", "draft": draft}
    text = admin.post(reverse("crawl_tester"), query).text
    for said in ("<ins>+Disallow: /</ins>", "<mark>Disallow: /</mark>", "Closed: the home page", "“Hide”"):
        assert said in text
    assert CrawlRules.of(site).extra_rules == ""


def test_the_form_asks_a_second_time_and_shows_what_would_change(admin, site):
    address = reverse("wagtailsettings:edit", args=["cms", "crawlrules", site.pk])
    wanted = {"allow_training": "on", "extra_rules": "User-agent: *\nDisallow: /"}
    asked = admin.post(address, wanted)
    for said in ("Closed: the home page", "1 of 1 page", "type shop.example", "<ins>+Disallow: /</ins>"):
        assert said in asked.text
    assert CrawlRules.of(site).extra_rules == ""
    assert admin.post(address, wanted | {"confirmation": "shop.example"}).status_code == 302
    assert CrawlRules.of(site).extra_rules


@pytest.mark.parametrize(("role", "status"), [("SEO managers", 200), ("Editors", 302)])
def test_the_tester_is_for_those_who_may_change_the_rules(role, status, home):
    from django.apps import apps

    from cms.access import grant

    grant(apps, "default")
    assert client_of(role).get(reverse("crawl_tester")).status_code == status


def dashboard(admin) -> str:
    return admin.get(reverse("wagtailadmin_home")).text


def test_a_site_that_is_not_public_says_so_calmly(admin):
    text = dashboard(admin)
    assert "This is not the public site" in text
    assert "help-warning" not in text


def test_a_public_site_that_may_be_listed_says_nothing(admin, settings):
    settings.PRODUCTION = settings.INDEXABLE = True
    assert "earch engines" not in dashboard(admin)


def test_a_public_site_that_is_kept_out_says_so_on_every_screen(admin, rules, home, settings):
    settings.PRODUCTION, settings.INDEXABLE = True, False
    Page.objects.filter(pk=home.pk).update(noindex=True)
    rules.extra_rules = "User-agent: *\nDisallow: /"
    rules.save()
    for screen in (dashboard(admin), admin.get(reverse("wagtailimages:index")).text):
        assert screen.count("search-alarm") == 1
        for said in (
            "INDEXABLE is off",
            "home page of shop.example is hidden",
            "keeps crawlers from the whole site",
        ):
            assert said in screen
    settings.PRODUCTION = False
    assert "search-alarm" not in dashboard(admin)


def test_what_is_hidden_stays_open_by_default(home, client, settings):
    settings.INDEXABLE = True
    page = make_content(home, noindex=True)
    assert may_fetch(client, "Googlebot", page.url)
