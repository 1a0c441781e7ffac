"""What pages share moves the dates of those that show it, and of no others."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.core.management import call_command

from wagtail.models import Locale, Site

import pytest
import time_machine

from catalog.models import Review, Variant
from cms.models import Organization, Page, Phrase, Policies
from cms.models.changing import settle_dates
from cms.querysets import modified_at
from home.models import Byline
from tests.importing import import_file, make_file, make_row
from tests.make import (
    make_article,
    make_article_index,
    make_attribute,
    make_author,
    make_brand,
    make_category,
    make_content,
    make_event,
    make_event_index,
    make_fact,
    make_picture,
    make_product,
    make_review,
    make_store,
    make_store_index,
)

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 6, 1, 9, tzinfo=UTC)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def dates() -> dict[int, datetime]:
    return dict(Page.objects.filter(depth__gt=1).values_list("pk", modified_at()))


@pytest.fixture
def moved():
    """Do something at noon, and be told the titles of the pages whose date it moved."""

    def titles(work) -> set[str]:
        before = dates()
        with time_machine.travel(NOON, tick=False):
            work()
            after = dates()
        pks = {pk for pk in after if after[pk] != before.get(pk)}
        assert {after[pk] for pk in pks} <= {NOON}
        return set(Page.objects.filter(pk__in=pks).values_list("title", flat=True))

    return titles


@pytest.fixture
def shop(home, organization):
    """Two lamps of one make below a category, the first translated, one article beside them."""
    Page.objects.update(content_changed_at=MORNING)  # the fixtures were made at the real time
    with time_machine.travel(MORNING, tick=False):
        shelf = make_category(home, title="Lamps", slug="lamps")
        brand, brass, picture = make_brand(), make_attribute(label="Metal"), make_picture()
        lamp = make_product(shelf, title="Lamp", slug="lamp", brand=brand, pictures=[picture])
        make_fact(lamp, brass, "brass")
        other = make_product(shelf, title="Other", slug="other")
        russian, _ = Locale.objects.get_or_create(language_code="ru")
        home.copy_for_translation(russian).save_revision().publish()
        shelf.copy_for_translation(russian)
        translated = lamp.copy_for_translation(russian)
        translated.title, translated.description = "Лампа", "<p>Светит.</p>"
        translated.save_revision().publish()
        Site.clear_site_root_paths_cache()
        return {
            "home": home,
            "shelf": shelf,
            "lamp": lamp,
            "other": other,
            "brand": brand,
            "metal": brass,
            "picture": picture,
            "variant": lamp.variants.get(),
            "russian": russian,
        }


def written(thing, **fields):
    def write() -> None:
        stored = type(thing).objects.get(pk=thing.pk)
        for name, value in fields.items():
            setattr(stored, name, value)
        stored.save()

    return write


FAMILY = {"Lamp", "Лампа"}


@pytest.mark.parametrize(
    "change",
    [
        {"price": Decimal("50.00")},
        {"compare_at": Decimal("60.00")},
        {"availability": "OutOfStock"},
        {"stock": 0},
        {"stock": 3},
        {"color": "red"},
        {"gtin": "4006381333931"},
    ],
    ids=str,
)
def test_what_is_said_of_a_variant_moves_the_thing_in_every_language(change, shop, moved):
    assert moved(written(shop["variant"], **change)) == FAMILY


@pytest.mark.parametrize("change", [{}, {"stock": 6}, {"stock": None}, {"external_id": "erp:1"}], ids=str)
def test_what_nobody_sees_of_a_variant_moves_nothing(change, shop, moved):
    assert moved(written(shop["variant"], **change)) == set()


def test_a_stock_that_is_not_said_moves_nothing(shop, moved):
    written(shop["variant"], availability="OutOfStock", stock=3)()
    assert moved(written(shop["variant"], stock=2)) == set()


def test_a_variant_more_or_less_moves_its_product(shop, moved):
    assert moved(lambda: Variant.objects.create(product=shop["other"], sku="N", price=1)) == {"Other"}
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        before = dates()
        Variant.objects.get(sku="N").delete()
        assert dates()[shop["other"].pk] > before[shop["other"].pk]


def test_a_brand_an_attribute_and_a_picture_move_the_pages_that_show_them(shop, moved):
    assert moved(written(shop["brand"], name="Another maker")) == FAMILY
    assert moved(written(shop["brand"], name="Another maker")) == set()


def test_an_attribute_moves_the_things_that_have_it(shop, moved):
    assert moved(written(shop["metal"], is_facet=True)) == set()
    assert moved(written(shop["metal"], label="Of metal")) == FAMILY


def test_a_picture_moves_the_pages_that_name_it(shop, moved, home):
    with time_machine.travel(MORNING, tick=False):
        story = make_content(
            home, title="Story", body=[("picture", {"picture": shop["picture"], "caption": ""})]
        )
    assert moved(written(shop["picture"], title="for the library only")) == set()
    assert moved(written(shop["picture"], alt_text="A lamp in fog")) == FAMILY | {story.title}


def test_a_variants_own_picture_moves_its_thing(shop, moved):
    with time_machine.travel(MORNING, tick=False):
        own = make_picture()
        Variant.objects.filter(product=shop["other"]).update(picture=own)
    assert moved(written(own, credit="Ada Skarra")) == {"Other"}


@pytest.mark.parametrize(
    ("source", "titles"),
    [("Metal", {"Лампа"}), ("brass", {"Лампа"}), ("Never said", set())],
)
def test_a_phrase_moves_the_pages_of_its_language_that_say_it(source, titles, shop, moved):
    def say() -> None:
        Phrase.objects.create(locale=shop["russian"], source=source, text="по-русски")

    assert moved(say) == titles
    assert moved(lambda: Phrase.objects.get(source=source).save()) == set()


def test_the_organization_moves_the_front_pages(shop, moved):
    site = Site.objects.get()
    assert moved(written(Organization.for_site(site), telephone="+44 1632 960123")) == {"Home"}
    Site.clear_site_root_paths_cache()


def test_reading_a_setting_that_does_not_exist_yet_moves_nothing(home, moved):
    Policies.objects.all().delete()
    assert moved(lambda: Policies.for_site(Site.objects.get())) == set()


def test_a_review_moves_its_product_once_it_is_shown(shop, moved):
    waiting = []
    assert moved(lambda: waiting.append(make_review(shop["other"], status="pending"))) == set()
    assert moved(lambda: Review.objects.filter(pk=waiting[0].pk).decide("approved")) == {"Other"}
    assert moved(lambda: Review.objects.filter(pk=waiting[0].pk).decide("approved")) == set()
    assert moved(lambda: make_review(shop["lamp"])) == FAMILY


def test_facts_of_the_original_move_its_translations_and_words_do_not(shop, moved):
    def reword() -> None:
        lamp = type(shop["lamp"]).objects.get(pk=shop["lamp"].pk)
        lamp.description = "<p>Lights.</p>"
        lamp.save_revision().publish()

    def measure() -> None:
        lamp = type(shop["lamp"]).objects.get(pk=shop["lamp"].pk)
        fact = lamp.attribute_values.get()
        fact.text = "copper"
        lamp.attribute_values.add(fact)
        lamp.save_revision().publish()

    assert moved(reword) == {"Lamp"}
    assert moved(measure) >= {"Лампа"}


def test_a_reduction_begins_and_ends_at_its_time_without_any_job(shop):
    variant, pk = shop["variant"], shop["lamp"].pk
    evening = NOON + timedelta(hours=6)
    with time_machine.travel(MORNING, tick=False):
        written(variant, compare_at=Decimal("60.00"), compare_at_from=NOON, compare_at_until=evening)()
    with time_machine.travel(NOON - timedelta(seconds=1), tick=False):
        assert dates()[pk] == MORNING
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        assert dates()[pk] == NOON
        settle_dates()
        assert dates()[pk] == NOON
    with time_machine.travel(evening + timedelta(minutes=5), tick=False):
        assert dates()[pk] == evening
        settle_dates()
        assert dates()[pk] == evening
        assert Page.objects.get(pk=pk).content_changes_at is None
        translated = type(shop["lamp"]).objects.get(source=pk)
        assert dates()[translated.pk] == evening


def test_the_worker_settles_dates_that_passed_while_nobody_looked(shop, tmp_path, settings):
    settings.WORKER_HEARTBEAT = str(tmp_path / "heartbeat")
    evening = NOON + timedelta(hours=6)
    with time_machine.travel(MORNING, tick=False):
        written(
            shop["variant"], compare_at=Decimal("60.00"), compare_at_from=NOON, compare_at_until=evening
        )()
    with time_machine.travel(evening + timedelta(days=1), tick=False):
        call_command("run_worker", once=True, verbosity=0)
        assert dates()[shop["lamp"].pk] == evening


def test_an_author_renamed_moves_what_they_wrote(home, moved):
    with time_machine.travel(MORNING, tick=False):
        journal = make_article_index(home)
        author = make_author(journal, title="Ada")
        article = make_article(journal, title="Fog")
        Byline.objects.create(article=article, author=author)
        make_article(journal, title="Other")

    def rename() -> None:
        author.title = "Ada Skarra"
        author.save_revision().publish()

    assert moved(rename) == {"Ada Skarra", "Fog"}


def test_a_store_that_moves_house_moves_its_events(home, moved):
    with time_machine.travel(MORNING, tick=False):
        store = make_store(make_store_index(home), title="Pier")
        events = make_event_index(home)
        make_event(events, title="Evening", venue=store, place_name="")
        make_event(events, title="Elsewhere")

    def move_house() -> None:
        store.street_address = "2 Quay"
        store.save_revision().publish()

    assert moved(move_house) == {"Pier", "Evening"}


def test_an_import_moves_exactly_the_rows_that_readers_see_changed(home, tmp_path, moved):
    changes = {1: {"price": 13}, 2: {"text": "<p>Better.</p>"}, 3: {"stock": 0}, 4: {"stock": 80}, 5: {}}

    with time_machine.travel(MORNING, tick=False):
        import_file(make_file(tmp_path, [make_row(number, stock=90) for number in changes]))
    rows = [make_row(number, **{"stock": 90, **fields}) for number, fields in changes.items()]
    assert moved(lambda: import_file(make_file(tmp_path, rows))) == {"Lamp 1", "Lamp 2", "Lamp 3"}
    assert moved(lambda: import_file(make_file(tmp_path, rows))) == set()
