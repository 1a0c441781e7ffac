"""The date of a page moves when what it shows does, and for nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from cms.models import Page
from home.models import ContentPage
from tests.make import make_article, make_article_index, make_content, make_page

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 6, 1, 9, tzinfo=UTC)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def page(home):
    with time_machine.travel(MORNING, tick=False):
        return make_content(home, body=[("text", "<p>Fog.</p>")])


def date_of(page) -> datetime | None:
    return Page.objects.values_list("content_changed_at", flat=True).get(pk=page.pk)


def at_noon():
    return time_machine.travel(NOON, tick=False)


def fresh(page):
    return Page.objects.get(pk=page.pk).specific


def test_a_page_begins_when_it_is_published(page):
    assert date_of(page) == MORNING
    assert fresh(page).modified_at == MORNING


def test_publishing_the_same_again_moves_nothing(page):
    with at_noon():
        fresh(page).save_revision().publish()
        fresh(page).save()
    assert date_of(page) == MORNING
    assert Page.objects.get(pk=page.pk).last_published_at == NOON


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Fog over Lerwick"},
        {"summary": "Thicker."},
        {"body": [("text", "<p>Thick fog.</p>")]},
        {"seo_title": "Fog, thick"},
        {"search_description": "Of fog."},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_published_text_moves_the_date(change, page):
    with at_noon():
        edited = fresh(page)
        for name, value in change.items():
            setattr(edited, name, value)
        revision = edited.save_revision()
        assert date_of(page) == MORNING  # a draft shows nothing
        revision.publish()
    assert date_of(page) == NOON


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "elsewhere"},
        {"noindex": True},
        {"show_in_menus": True},
        {"canonical_url": "https://a.example/"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_where_a_page_stands_and_who_may_list_it_is_not_what_it_shows(change, page):
    with at_noon():
        edited = fresh(page)
        for name, value in change.items():
            setattr(edited, name, value)
        edited.save_revision().publish()
        edited.move(page.get_parent(), "first-child")
    assert date_of(page) == MORNING


def test_the_same_blocks_written_again_are_the_same_text(page):
    with at_noon():
        edited = fresh(page)
        edited.body = [("text", "<p>Fog.</p>")]
        edited.save_revision().publish()
    assert date_of(page) == MORNING


def test_an_old_revision_does_not_bring_its_date_back(page):
    revision = fresh(page).save_revision()
    with at_noon():
        Page.objects.filter(pk=page.pk).changed()
    revision.publish()
    assert date_of(page) == NOON


def test_an_old_object_does_not_bring_its_date_back(page):
    old = fresh(page)
    with at_noon():
        Page.objects.filter(pk=page.pk).changed()
    old.save()
    assert date_of(page) == NOON == old.content_changed_at


def test_a_draft_has_no_date_until_it_is_shown(home):
    with time_machine.travel(MORNING, tick=False):
        draft = make_page(home, ContentPage, live=False, summary="Soon.")
        draft.save_revision()
    assert date_of(draft) is None
    with at_noon():
        fresh(draft).get_latest_revision().publish()
    assert date_of(draft) == NOON


def test_a_page_published_after_it_was_made_dates_from_its_publication(home):
    with time_machine.travel(MORNING, tick=False) as clock:
        page = ContentPage(title="Fog", slug="fog", summary="Fog.")
        home.add_child(instance=page)
        clock.shift(60)
        page.save_revision().publish()
    page = fresh(page)
    assert page.modified_at == page.first_published_at == MORNING + timedelta(minutes=1)


def test_unpublishing_and_publishing_again_shows_nothing_new(page):
    with at_noon():
        fresh(page).unpublish()
        fresh(page).save_revision().publish()
    assert date_of(page) == MORNING


def test_a_copy_begins_anew(page):
    with at_noon():
        copy = fresh(page).copy(update_attrs={"slug": "copy"})
    assert date_of(copy) == NOON
    assert date_of(page) == MORNING


def test_a_child_row_is_part_of_the_page(home):
    with time_machine.travel(MORNING, tick=False):
        related = make_content(home)
        article = make_article(make_article_index(home))
    with at_noon():
        edited = fresh(article)
        edited.related.create(page=related)
        edited.save_revision().publish()
    assert date_of(article) == NOON
    assert date_of(related) == MORNING


def test_changed_moves_only_live_pages_and_never_back(page, home):
    draft = make_page(home, ContentPage, live=False)
    assert Page.objects.filter(pk__in=[page.pk, draft.pk]).changed(NOON) == 1
    assert Page.objects.filter(pk=page.pk).changed(MORNING) == 0
    assert date_of(page) == NOON
    assert date_of(draft) is None


def test_a_moment_that_has_come_is_a_change(page):
    Page.objects.filter(pk=page.pk).update(content_changes_at=NOON)
    with time_machine.travel(NOON - timedelta(seconds=1), tick=False):
        assert fresh(page).modified_at == MORNING
    with at_noon():
        assert fresh(page).modified_at == NOON
