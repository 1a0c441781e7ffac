"""What pages leave behind when they move, are renamed, or go."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

import pytest

from cms.models import Page, RedirectRule
from cms.redirects.moves import Departure, leave
from tests.make import make_article_index, make_category, make_content, make_product
from tests.test_redirect_rules import ask
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamps(home):
    return make_category(home, title="Lamps", slug="lamps")


def rename(page, slug):
    page = Page.objects.get(pk=page.pk).specific
    page.slug = slug
    page.save_revision().publish()


def test_a_new_slug_redirects_the_page_and_all_below_in_one_hop(lamps, client):
    make_product(make_category(lamps, slug="deck"), slug="anchor")
    rename(lamps, "lights")
    rename(lamps, "lanterns")
    for old in ("lamps", "lights"):
        assert ask(client, f"/{old}/") == (301, "/lanterns/")
        assert ask(client, f"/{old}/deck/anchor/") == (301, "/lanterns/deck/anchor/")
    assert ask(client, "/lamps/?page=2&utm_source=x")[1] == "/lanterns/?page=2&utm_source=x"


def test_changing_back_takes_the_wrong_rule_away_and_leaves_no_loop(lamps, client):
    make_category(lamps, slug="deck")
    rename(lamps, "lights")
    rename(lamps, "lamps")
    assert ask(client, "/lamps/deck/")[0] == 200
    assert ask(client, "/lights/deck/") == (301, "/lamps/deck/")
    assert sorted(RedirectRule.objects.values_list("path", flat=True)) == ["/lights", "/lights/deck"]


def test_a_move_redirects_the_page_and_all_below(lamps, client):
    deck = make_category(lamps, slug="deck")
    make_product(deck, slug="anchor")
    oil = make_category(lamps.get_parent(), slug="oil")
    deck.move(oil, pos="last-child")
    assert ask(client, "/lamps/deck/") == (301, "/oil/deck/")
    assert ask(client, "/lamps/deck/anchor/") == (301, "/oil/deck/anchor/")


def test_a_move_into_another_language_redirects(home, client):
    translate(home, "ru", headline="Вещи", lead="Лампы.")
    page = make_content(home, slug="about")
    page.move(Page.objects.get(locale__language_code="ru", depth=2), pos="last-child")
    assert ask(client, "/about/") == (301, "/ru/about/")


def test_another_root_page_of_the_site_leads_on_to_what_is_below_it(home, lamps, client, site):
    make_category(lamps, slug="deck")
    make_content(home, slug="about")
    site.root_page = lamps
    site.save()
    assert ask(client, "/lamps/deck/") == (301, "/deck/")
    assert ask(client, "/about/")[0] == 404


def test_another_code_of_a_language_leads_on(home, client):
    translated = translate(home, "ru", headline="Вещи", lead="Лампы.")
    make_content(translated, slug="o-nas")
    locale = translated.locale
    locale.language_code = "ar"
    locale.save()
    assert ask(client, "/ru/o-nas/") == (301, "/ar/o-nas/")


def test_another_name_of_the_site_writes_no_rule(home, lamps, site):
    site.site_name = "Night"
    site.save()
    assert not RedirectRule.objects.exists()


def test_a_home_page_with_another_slug_changes_no_address(home, lamps, client):
    rename(home, "front")
    assert not RedirectRule.objects.exists()
    assert ask(client, "/lamps/")[0] == 200


def test_another_order_among_brothers_writes_nothing(home, lamps):
    oil = make_category(home, slug="oil")
    oil.move(lamps, pos="left")
    assert not RedirectRule.objects.exists()


def test_what_was_never_published_leaves_nothing(home, lamps):
    make_content(home, slug="draft", live=False)
    rename(Page.objects.get(slug="draft"), "renamed")
    page = make_content(home, slug="secret", live=False)
    page.slug = "other"
    page.save()
    page.delete()
    assert not RedirectRule.objects.filter(path="/secret").exists()


def test_a_page_taken_down_keeps_its_former_addresses(home, client):
    page = make_content(home, slug="about")
    page.unpublish()
    page.slug = "us"
    page.save()
    assert ask(client, "/about/")[0] == 404
    page.save_revision().publish()
    assert ask(client, "/about/") == (301, "/us/")


def test_a_page_on_the_address_another_left_answers_and_frees_it_again(home, client):
    first = make_content(home, slug="about")
    rename(first, "us")
    second = make_content(home, slug="about")
    assert ask(client, "/about/")[0] == 200
    rename(second, "them")
    assert ask(client, "/about/") == (301, "/them/")


def test_a_deleted_page_is_gone_with_all_below_and_all_that_led_there(lamps, client):
    make_product(make_category(lamps, slug="deck"), slug="anchor")
    rename(lamps, "lights")
    Page.objects.get(pk=lamps.pk).specific.delete()
    for address in ("/lamps/", "/lights/", "/lights/deck/anchor/", "/lamps/deck/anchor/"):
        assert ask(client, address)[0] == 410


def test_a_deleted_page_can_name_its_successor(home, lamps, client):
    oil = make_category(home, slug="oil")
    make_product(lamps, slug="anchor")
    rename(lamps, "lights")
    RedirectRule.add("/ancient/", "/lights/")
    leave(Page.objects.filter(pk=lamps.pk), Departure.to(oil), overwrite=True)
    Page.objects.get(pk=lamps.pk).delete()
    for address in ("/lamps/", "/lights/", "/lights/anchor/", "/ancient/"):
        assert ask(client, address) == (301, "/oil/")


def test_pages_deleted_by_a_queryset_are_gone_too(home, client):
    for slug in ("one", "two"):
        make_content(home, slug=slug)
    Page.objects.filter(slug__in=["one", "two"]).delete()
    assert [ask(client, f"/{slug}/")[0] for slug in ("one", "two")] == [410, 410]


def test_a_page_made_anew_answers_where_another_was_deleted(home, client):
    make_content(home, slug="about").delete()
    make_content(home, slug="about")
    assert ask(client, "/about/")[0] == 200


def test_a_move_costs_the_same_queries_for_three_pages_and_for_thirty(home):
    costs = []
    for count in (3, 30):
        index = make_article_index(home, slug=f"index-{count}")
        for number in range(count):
            make_content(index, slug=f"page-{number}")
        index = Page.objects.get(pk=index.pk)
        with CaptureQueriesContext(connection) as captured:
            index._update_descendant_url_paths(index.url_path, index.url_path.replace("index", "other"))
        costs.append(len(captured))
    assert costs[1] <= costs[0]
