"""Whatever readers see differently of a page stands in the change log, with the addresses before and after."""

from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Locale, PageViewRestriction

import pytest
import time_machine

from cms import changes as module
from cms.models import Page
from cms.models.recorded import RecordedPage
from delivery import tags
from home.models import ContentPage
from tests.changing import brief, changes
from tests.make import make_content
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(home):
    """/help/ with /help/post/, and /help/draft/ with a live page below it; /about/."""
    help_ = make_content(home, slug="help", title="Help")
    make_content(help_, slug="post", title="Post")
    draft = make_content(help_, slug="draft", live=False)
    make_content(draft, slug="deep", title="Deep")
    make_content(home, slug="about", title="About")
    return {page.slug: page for page in ContentPage.objects.all()}


def test_a_new_page_answers_at_an_address_that_did_not(home):
    with changes() as found:
        page = home.add_child(instance=ContentPage(title="New", slug="new"))
    assert brief(found) == [("upsert", ["/new/"], [])]
    [change] = [change for change in found if change.kind == "upsert"]
    assert (change.page_id, change.page_type, change.locale) == (page.pk, "home.contentpage", "en-gb")
    assert change.site_id == page.get_site().pk
    assert set(change.tags) >= {tags.page(page.pk), tags.type_("home.contentpage")}


def test_a_draft_is_nobodys_business(home, tree):
    with changes() as found:
        page = home.add_child(instance=ContentPage(title="New", slug="new", live=False))
        page.title = "Newer"
        page.save_revision()
        page.save()
        tree["help"].title = "Help!"
        tree["help"].save_revision()
    assert found == []


def test_publishing_a_live_page_again_is_a_change_at_its_address(tree):
    page = tree["help"]
    page.summary = "More help."
    with changes() as found:
        page.save_revision().publish()
    assert brief(found) == [("upsert", ["/help/"], ["/help/"])]


def test_publishing_a_draft_is_a_change_once(tree):
    with changes() as found:
        tree["draft"].save_revision().publish()
    assert brief(found) == [("upsert", ["/help/draft/"], [])]


def test_a_save_that_readers_cannot_see_is_no_change(tree):
    page = ContentPage.objects.get(pk=tree["help"].pk)
    page.noindex_reason = "for colleagues"
    with changes() as found:
        page.save()
    assert found == []
    page.summary = "Said differently."
    with changes() as found:
        page.save()
    assert brief(found) == [("upsert", ["/help/"], ["/help/"])]


def test_naming_the_columns_of_a_save_tells_only_of_those(tree):
    page = ContentPage.objects.get(pk=tree["help"].pk)
    page.summary = "Said differently."
    with changes() as found:
        page.save(update_fields=["has_unpublished_changes"])
        page.save(update_fields=["noindex"])
    assert found == []
    with changes() as found:
        page.save(update_fields=["summary"])
    assert brief(found) == [("upsert", ["/help/"], ["/help/"])]


@pytest.mark.parametrize("base", [True, False])
def test_unpublishing_names_the_address_that_answered(tree, base):
    page = Page.objects.get(pk=tree["help"].pk) if base else tree["help"]
    with changes() as found:
        page.unpublish()
    assert brief(found) == [("unpublish", [], ["/help/"])]
    assert found[0].page_type == "home.contentpage"


def test_the_schedule_publishes_and_expires_with_a_change_each(tree):
    soon = timezone.now() + timedelta(hours=1)
    for name, field in (("about", "expire_at"), ("draft", "go_live_at")):
        setattr(tree[name], field, soon)
    tree["about"].save_revision().publish()
    with changes() as found:
        tree["draft"].save_revision().publish()
        call_command("publish_scheduled")
    assert found == []
    with changes() as found, time_machine.travel(soon + timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert brief(found) == [("unpublish", [], ["/about/"]), ("upsert", ["/help/draft/"], [])]


def test_another_slug_moves_the_page_and_all_live_pages_below_it(tree):
    page = tree["help"]
    page.slug = "aid"
    with changes() as found:
        page.save_revision().publish()
    assert sorted(brief(found)) == [
        ("move", ["/aid/"], ["/help/"]),
        ("move", ["/aid/draft/deep/"], ["/help/draft/deep/"]),
        ("move", ["/aid/post/"], ["/help/post/"]),
    ]


@pytest.mark.parametrize("how", ["method", "action", "base"])
def test_a_move_is_told_for_all_live_pages_below(tree, how):
    page, target = tree["help"], tree["about"]
    with changes() as found:
        match how:
            case "method":
                page.move(target, pos="last-child")
            case "base":
                Page.objects.get(pk=page.pk).move(Page.objects.get(pk=target.pk), pos="last-child")
            case "action":
                MovePageAction(page, target, pos="last-child").execute()
    assert sorted(brief(found)) == [
        ("move", ["/about/help/"], ["/help/"]),
        ("move", ["/about/help/draft/deep/"], ["/help/draft/deep/"]),
        ("move", ["/about/help/post/"], ["/help/post/"]),
    ]
    assert {change.page_type for change in found if change.kind == "move"} == {"home.contentpage"}


def test_a_draft_with_live_pages_below_moves_only_those(tree):
    with changes() as found:
        tree["draft"].move(tree["about"], pos="last-child")
    assert brief(found) == [("move", ["/about/draft/deep/"], ["/help/draft/deep/"])]


def test_deleting_names_every_live_page_below_before_it_is_gone(tree):
    with changes() as found:
        Page.objects.get(pk=tree["help"].pk).delete()
    assert sorted(brief(found)) == [
        ("delete", [], ["/help/"]),
        ("delete", [], ["/help/draft/deep/"]),
        ("delete", [], ["/help/post/"]),
    ]


def test_deleting_many_at_once_names_each_page_once(tree):
    with changes() as found:
        Page.objects.filter(pk__in=[page.pk for page in tree.values()]).delete()
    assert sorted(old for _kind, _new, [old] in brief(found)) == [
        "/about/",
        "/help/",
        "/help/draft/deep/",
        "/help/post/",
    ]


def test_the_home_page_under_another_slug_answers_where_it_did(tree, home):
    home.slug = "front"
    with changes() as found:
        home.save_revision().publish()
    assert brief(found) == [("upsert", ["/"], ["/"])]


def test_a_language_moves_with_its_home_page_and_is_deleted_with_it(home, tree):
    translation = translate(home, "ru")
    translate(tree["about"], "ru")
    with changes() as found:
        Page.objects.get(pk=translation.pk).delete()
    assert sorted(brief(found)) == [("delete", [], ["/ru/"]), ("delete", [], ["/ru/about/"])]
    assert {change.locale for change in found} == {"ru"}


def test_a_translation_ends_what_its_siblings_say_of_it(home, tree):
    translate(home, "ru")
    with changes() as found:
        copy = translate(tree["about"], "ru")
    [change] = [change for change in found if change.page_id == copy.pk and not change.old_urls]
    assert tags.page(tree["about"].pk) in change.tags


def test_copying_a_live_tree_tells_of_every_live_copy(home, tree):
    with changes() as found:
        CopyPageAction(
            tree["help"], to=home, recursive=True, update_attrs={"slug": "copy"}, keep_live=True
        ).execute()
    new = [urls for kind, urls, old in brief(found) if kind == "upsert" and not old]
    assert sorted(new) == [["/copy/"], ["/copy/draft/deep/"], ["/copy/post/"]]
    with changes() as found:
        tree["help"].copy(recursive=True, update_attrs={"slug": "draft-copy"}, keep_live=False)
    assert found == []


def test_an_alias_is_told_when_it_appears_and_whenever_its_original_is_published(home, tree):
    with changes() as found:
        tree["about"].create_alias(parent=home, update_slug="also")
    assert brief(found) == [("upsert", ["/also/"], [])]
    with changes() as found:
        tree["about"].save_revision().publish()
    assert sorted(brief(found)) == [
        ("upsert", ["/about/"], ["/about/"]),
        ("upsert", ["/also/"], ["/also/"]),
    ]
    with changes() as found:
        tree["about"].unpublish()
    assert sorted(brief(found)) == [("unpublish", [], ["/about/"]), ("unpublish", [], ["/also/"])]


def test_a_restriction_hides_what_it_covers_and_lifting_it_shows_it(tree):
    with changes() as found:
        restriction = PageViewRestriction(page=tree["help"], restriction_type="password", password="x")
        restriction.save()
    hidden = [
        ("unpublish", [], ["/help/"]),
        ("unpublish", [], ["/help/draft/deep/"]),
        ("unpublish", [], ["/help/post/"]),
    ]
    assert sorted(brief(found)) == hidden
    with changes() as found:
        inner = PageViewRestriction(page=tree["post"], restriction_type="password", password="x")
        inner.save()
        tree["help"].save_revision().publish()
        tree["post"].unpublish()
        tree["post"].save_revision().publish()
        restriction.password = "other"
        restriction.save()
    assert found == []
    with changes() as found:
        restriction.delete()
    assert sorted(brief(found)) == [("upsert", ["/help/"], []), ("upsert", ["/help/draft/deep/"], [])]


def test_deleting_a_restricted_page_tells_nobody(tree):
    PageViewRestriction(page=tree["help"], restriction_type="password", password="x").save()
    with changes() as found:
        tree["help"].delete()
    assert found == []


def test_moving_into_a_restricted_section_hides_and_moving_out_shows(tree):
    PageViewRestriction(page=tree["about"], restriction_type="password", password="x").save()
    with changes() as found:
        tree["help"].move(tree["about"], pos="last-child")
    assert sorted(brief(found)) == [
        ("unpublish", [], ["/help/"]),
        ("unpublish", [], ["/help/draft/deep/"]),
        ("unpublish", [], ["/help/post/"]),
    ]
    help_ = Page.objects.get(slug="help")
    with changes() as found:
        help_.move(Page.objects.get(slug="about").get_parent(), pos="last-child")
    assert sorted(brief(found)) == [
        ("upsert", ["/help/"], []),
        ("upsert", ["/help/draft/deep/"], []),
        ("upsert", ["/help/post/"], []),
    ]


def test_hiding_a_section_from_search_engines_changes_all_its_pages(tree):
    page = tree["help"]
    page.noindex = page.robots_below = True
    with changes() as found:
        page.save_revision().publish()
    assert sorted(urls for _kind, urls, _old in brief(found)) == [
        ["/help/"],
        ["/help/draft/deep/"],
        ["/help/post/"],
    ]


def test_menus_change_with_what_they_say(home, tree):
    def menus(found):
        return [(change.locale, change.tags) for change in found if change.kind == "menu"]

    page = ContentPage.objects.get(slug="post")
    page.summary = "Other words."
    with changes() as found:
        page.save()
    assert menus(found) == []
    page.show_in_menus = True
    with changes() as found:
        page.save()
    assert menus(found) == [("en-gb", [tags.MENU])]
    page.title = "Mail"
    with changes() as found:
        page.save()
    assert menus(found) == [("en-gb", [tags.MENU])]
    page.summary = "Other words again."
    with changes() as found:
        page.save()
    assert menus(found) == []
    with changes() as found:
        page.delete()
    assert menus(found) == [("en-gb", [tags.MENU])]


def test_another_order_among_siblings_is_another_menu(tree):
    with changes() as found:
        tree["about"].move(tree["help"], pos="left")
    assert [(change.kind, change.tags) for change in found] == [
        ("menu", [tags.MENU, tags.type_("home.contentpage")])
    ]


def test_a_large_tree_is_told_in_pieces(home, tree, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(module, "CHUNK", 2)
    sizes = []
    original = module._translations
    monkeypatch.setattr(module, "_translations", lambda pages: sizes.append(len(pages)) or original(pages))
    for number in range(5):
        make_content(tree["about"], slug=f"leaf-{number}")
    sizes.clear()
    page = Page.objects.get(slug="about")
    with changes() as found:
        page.delete()
    assert len(brief(found)) == 6
    assert sizes == [2, 2, 2]


def test_a_change_in_a_language_the_site_does_not_have_is_not_told(home):
    stray = Page.get_first_root_node().add_child(
        instance=ContentPage(title="Stray", slug="stray", locale=Locale.get_default())
    )
    with changes() as found:
        stray.save_revision().publish()
    assert found == []


@pytest.mark.parametrize("is_live", [True, False])
def test_publishing_costs_an_editor_eight_queries_more_at_most(home, monkeypatch, is_live):
    def publish(number):
        page = make_content(home, slug=f"page-{number}", live=is_live)
        page.summary = "Changed."
        revision = page.save_revision()
        with CaptureQueriesContext(connection) as asked:
            revision.publish()
        return len(asked)

    publish(0)
    told = publish(1)
    monkeypatch.setattr(
        RecordedPage,
        "save",
        lambda self, *args, **kwargs: super(RecordedPage, self).save(*args, **kwargs),
    )
    assert 0 < told - publish(2) <= 8  # one of them for the menus that name a page nobody could read before
