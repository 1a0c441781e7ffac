"""Prices, endings, reviews and imports in the change log."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

import pytest
import time_machine

from catalog.models import Review, Variant
from catalog.models.review import ReviewStatus
from cms.changes import record_moments
from cms.models import Page
from cms.models.changing import settle_dates
from delivery import tags
from tests.changing import brief, changes
from tests.importing import import_file, make_file, make_row
from tests.make import make_category, make_product, make_review, make_variant
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamp(home):
    return make_product(make_category(home, slug="lamps"), slug="lamp", title="Lamp")


def test_another_price_is_an_offer_on_every_page_of_the_thing(home, lamp):
    translate(home, "ru")
    translate(Page.objects.get(slug="lamps"), "ru", summary="Лампы")
    translate(lamp, "ru", summary="Лампа")
    variant = lamp.variants.get()
    variant.price = Decimal("50.00")
    with changes() as found:
        variant.save()
    assert sorted(brief(found)) == [
        ("offer", ["/lamps/lamp/"], ["/lamps/lamp/"]),
        ("offer", ["/ru/lamps/lamp/"], ["/ru/lamps/lamp/"]),
    ]
    assert tags.page(lamp.pk) in [tag for change in found for tag in change.tags]


@pytest.mark.parametrize(("field", "value"), [("stock", 3), ("availability", "BackOrder"), ("color", "Red")])
def test_a_fact_readers_see_is_an_offer(lamp, field, value):
    variant = lamp.variants.get()
    setattr(variant, field, value)
    with changes() as found:
        variant.save()
    assert brief(found) == [("offer", ["/lamps/lamp/"], ["/lamps/lamp/"])]


def test_saving_a_variant_without_a_change_is_no_offer(lamp):
    variant = lamp.variants.get()
    variant.external_id = "supplier:1"
    with changes() as found:
        variant.save()
        Variant.objects.get(pk=variant.pk).save()
    assert found == []


def test_a_new_and_a_deleted_variant_are_offers(lamp):
    with changes() as found:
        make_variant(lamp, size="L").delete()
    assert [kind for kind, _new, _old in brief(found)] == ["offer", "offer"]


def test_a_variant_that_changes_its_product_is_an_offer_of_both(home, lamp):
    other = make_product(lamp.get_parent(), slug="other")
    variant = lamp.variants.get()
    variant.product = other
    with changes() as found:
        variant.save()
    assert sorted(new for _kind, new, _old in brief(found)) == [["/lamps/lamp/"], ["/lamps/other/"]]


def test_the_price_of_a_draft_is_nobodys_business(home):
    draft = make_product(make_category(home), live=False)
    variant = draft.variants.get()
    variant.price = Decimal("50.00")
    with changes() as found:
        variant.save()
    assert found == []


def test_a_product_that_is_gone_leaves_readers_and_comes_back(lamp):
    lamp.ending = "gone"
    with changes() as found:
        lamp.save_revision().publish()
    assert brief(found)[-1] == ("unpublish", [], ["/lamps/lamp/"])
    with changes() as found:
        make_variant(lamp)
        lamp.unpublish()
    assert found == []
    lamp.refresh_from_db()
    lamp.ending = ""
    with changes() as found:
        lamp.save_revision().publish()
    assert brief(found)[-1] == ("upsert", ["/lamps/lamp/"], [])


def test_the_last_variant_no_longer_made_leaves_the_lists(lamp):
    variant = lamp.variants.get()
    variant.availability = "Discontinued"
    with changes() as found:
        variant.save()
    assert [kind for kind, _new, _old in brief(found)] == ["upsert", "offer"]


def test_a_review_counts_when_readers_see_it(lamp):
    with changes() as found:
        review = make_review(lamp, status=ReviewStatus.PENDING)
        review.text = "Better words."
        review.save()
        waiting = make_review(lamp, status=ReviewStatus.PENDING)
        waiting.delete()
    assert found == []
    shown = [("upsert", ["/lamps/lamp/"], ["/lamps/lamp/"])]
    for act in (
        lambda: Review.objects.all().decide(ReviewStatus.APPROVED),
        lambda: Review.objects.all().decide(ReviewStatus.REJECTED),
        lambda: Review.objects.all().decide(ReviewStatus.APPROVED),
        lambda: Review.objects.all().delete(),
    ):
        with changes() as found:
            act()
        assert brief(found) == shown
    with changes() as found:
        Review.objects.all().decide(ReviewStatus.APPROVED)
        make_review(lamp, status=ReviewStatus.APPROVED).delete()
    assert brief(found) == shown * 2
    lamp.refresh_from_db()
    assert lamp.rating_count == 0


def test_an_import_writes_the_rows_single_saves_would(home, tmp_path):
    shelf = make_category(home, slug="things")

    def run(rows):
        with changes() as found:
            import_file(make_file(tmp_path, rows), under=Page.objects.get(pk=shelf.pk), publish=True)
        told = [change for change in found if change.page_type == "catalog.productpage"]
        return sorted(kind for kind, _new, _old in brief(told)), told

    rows = [make_row(number) for number in range(1, 4)]
    kinds, told = run(rows)
    assert kinds == ["upsert"] * 3
    assert all(change.urls and not change.old_urls for change in told)
    assert run(rows)[0] == []
    rows[0]["price"] = "77.00"
    assert run(rows)[0] == ["offer"]
    rows[1]["name"] = "Another name"
    kinds, told = run(rows)
    assert kinds == ["upsert"]
    assert told[0].urls == told[0].old_urls


def test_an_import_of_drafts_tells_nobody(home, tmp_path):
    shelf = make_category(home, slug="things")
    with changes() as found:
        import_file(make_file(tmp_path, [make_row(1)]), under=Page.objects.get(pk=shelf.pk), publish=False)
    assert found == []


def test_deleting_a_category_tells_of_its_products(lamp):
    with changes() as found:
        lamp.get_parent().delete()
    assert sorted(brief(found)) == [("delete", [], ["/lamps/"]), ("delete", [], ["/lamps/lamp/"])]


def test_an_ending_to_come_is_told_when_it_is_set_and_hides_nothing_yet(lamp):
    lamp.ending, lamp.ends_at = "gone", timezone.now() + timedelta(days=1)
    with changes() as found:
        lamp.save_revision().publish()
    assert {kind for kind, _new, _old in brief(found)} == {"upsert"}


def test_an_ending_is_told_when_its_time_comes_and_once(lamp):
    lamp.ending, lamp.ends_at = "gone", timezone.now() + timedelta(days=1)
    lamp.save_revision().publish()
    with changes() as found:
        record_moments()
    assert found == []
    with changes() as found, time_machine.travel(lamp.ends_at + timedelta(hours=3)):
        record_moments()
        record_moments()
    assert brief(found) == [("unpublish", [], ["/lamps/lamp/"])]


def test_a_reduction_that_ends_is_told_as_an_offer(lamp):
    ends = timezone.now() + timedelta(days=1)
    variant = lamp.variants.get()
    variant.compare_at, variant.compare_at_until = Decimal("60.00"), ends
    variant.save()
    with changes() as found:
        settle_dates()
    assert found == []
    with changes() as found, time_machine.travel(ends + timedelta(minutes=1)):
        settle_dates()
        settle_dates()
    assert brief(found) == [("offer", ["/lamps/lamp/"], ["/lamps/lamp/"])]
