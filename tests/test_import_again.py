"""Importing again: unchanged rows write nothing, changed ones what changed, and editors lose nothing."""

from decimal import Decimal

from wagtail.models import Revision

import pytest

from catalog.importing.run import Importer, Options
from catalog.models import CategoryPage, ProductPage, Variant
from cms.models import Page
from seo.commerce import Availability

from .importing import import_file, make_file, make_map, make_row, product, rows_of


def family(*sizes, **fields):
    return [make_row(n, model="A", size=f"S{n}", **fields) for n in sizes]


def grouped():
    variant = {
        "sku": "sku", "price": "price", "currency": {"constant": "GBP"}, "size": "size"
    }  # fmt: skip
    return make_map(group={"by": "model", "prefix": "model-"}, variant=variant)


def test_an_unchanged_file_writes_nothing(home, tmp_path, django_assert_max_num_queries):
    path = make_file(tmp_path, [make_row(number) for number in range(1, 31)])
    import_file(path)
    before = list(Variant.objects.values()), list(Page.objects.order_by("pk").values())

    with django_assert_max_num_queries(20) as queries:
        importer = Importer(Options(file=path, map=make_map(), under=home, publish=True))
        report = importer.run()

    assert rows_of(report) == (0, 0, 30, 0)
    assert (list(Variant.objects.values()), list(Page.objects.order_by("pk").values())) == before
    writes = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []


def test_one_changed_price_updates_one_variant_and_no_page(home, tmp_path):
    rows = [make_row(number) for number in range(1, 6)]
    import_file(make_file(tmp_path, rows))
    before = {variant.pk: variant.updated_at for variant in Variant.objects.all()}
    revisions = Revision.objects.count()
    rows[2]["price"] = 99

    report = import_file(make_file(tmp_path, rows))

    assert rows_of(report) == (0, 1, 4, 0)
    changed = [one for one in Variant.objects.all() if one.updated_at != before[one.pk]]
    assert [(one.sku, one.price) for one in changed] == [("L-3", Decimal("99"))]
    assert Revision.objects.count() == revisions


def test_changed_words_give_one_new_published_revision_and_keep_the_address(home, tmp_path):
    import_file(make_file(tmp_path, [make_row(1), make_row(2)]))
    address = product(1).url_path

    report = import_file(make_file(tmp_path, [make_row(1, name="Lantern", text="New."), make_row(2)]))

    page = product(1)
    assert rows_of(report) == (0, 1, 1, 0)
    assert (page.title, page.description, page.live, page.url_path) == (
        "Lantern", "<p>New.</p>", True, address
    )  # fmt: skip
    assert page.revisions.count() == 2
    assert page.live_revision == page.latest_revision
    assert page.latest_revision.as_object().title == "Lantern"
    assert not page.has_unpublished_changes


def test_an_updated_page_is_found_by_its_new_words(home, site, tmp_path):
    from cms.search import find_pages

    import_file(make_file(tmp_path, [make_row(1, name="Lamp"), make_row(2)]))
    assert find_pages(site, "number", 1).paginator.count == 2

    import_file(make_file(tmp_path, [make_row(1, name="Binnacle"), make_row(2)]))

    assert [page.pk for page in find_pages(site, "binnacle", 1)] == [product(1).pk]


def test_what_an_editor_wrote_stays_until_the_row_changes(home, tmp_path):
    import_file(make_file(tmp_path, [make_row(1)]))
    page = product(1)
    page.care, page.title = "<p>Dust it.</p>", "The Lamp"
    page.save_revision().publish()

    assert rows_of(import_file(make_file(tmp_path, [make_row(1)]))) == (0, 0, 1, 0)
    assert product(1).title == "The Lamp"

    import_file(make_file(tmp_path, [make_row(1, text="Other.")]))
    assert (product(1).title, product(1).care) == ("Lamp 1", "<p>Dust it.</p>")


def test_an_open_draft_on_a_live_page_survives_an_update(home, tmp_path):
    import_file(make_file(tmp_path, [make_row(1)]))
    page = product(1)
    page.care = "<p>In work.</p>"
    page.save_revision()

    import_file(make_file(tmp_path, [make_row(1, name="Lantern")]))

    page = product(1)
    draft = page.get_latest_revision_as_object()
    assert (page.title, page.care, page.has_unpublished_changes) == ("Lantern", "", True)
    assert (draft.title, draft.care) == ("Lantern", "<p>In work.</p>")
    draft.save_revision().publish()
    assert product(1).care == "<p>In work.</p>"


def test_without_publish_products_are_drafts_and_a_later_publish_brings_them_out(home, tmp_path):
    path = make_file(tmp_path, [make_row(1)])
    import_file(path, publish=False)
    page = product(1)
    assert (page.live, page.has_unpublished_changes, page.revisions.count()) == (False, True, 1)
    assert not CategoryPage.objects.get().live

    report = import_file(path)

    assert rows_of(report) == (0, 1, 0, 0)
    assert product(1).live
    assert CategoryPage.objects.get().live
    assert rows_of(import_file(path)) == (0, 0, 1, 0)


def test_a_page_an_editor_took_offline_stays_offline(home, tmp_path):
    import_file(make_file(tmp_path, [make_row(1)]))
    product(1).unpublish()

    assert rows_of(import_file(make_file(tmp_path, [make_row(1)]))) == (0, 0, 1, 0)
    import_file(make_file(tmp_path, [make_row(1, name="Lantern")]))

    assert not product(1).live
    assert product(1).get_latest_revision_as_object().title == "Lantern"


def test_a_variant_that_left_the_file_is_no_longer_made_and_may_come_back(home, tmp_path):
    import_file(make_file(tmp_path, family(1, 2, 3)), grouped())

    report = import_file(make_file(tmp_path, family(1, 3)), grouped())

    gone = Variant.objects.get(sku="L-2")
    assert gone.availability == Availability.DISCONTINUED
    assert rows_of(report) == (0, 0, 2, 0)
    assert rows_of(import_file(make_file(tmp_path, family(1, 3)), grouped())) == (0, 0, 2, 0)

    report = import_file(make_file(tmp_path, family(1, 2, 3)), grouped())
    gone.refresh_from_db()
    assert (gone.availability, gone.absent_since) == (Availability.IN_STOCK, None)
    assert rows_of(report) == (0, 1, 2, 0)


def test_a_variant_whose_row_became_bad_is_left_as_it_was(home, tmp_path):
    import_file(make_file(tmp_path, family(1, 2)), grouped())
    rows = family(1, 2)
    rows[1]["price"] = "free"

    report = import_file(make_file(tmp_path, rows), grouped())

    assert rows_of(report) == (0, 0, 1, 1)
    assert Variant.objects.get(sku="L-2").availability == Availability.IN_STOCK


def test_a_variant_that_moves_to_another_product_is_moved_not_doubled(home, tmp_path):
    rows = [make_row(1, model="A", size=""), make_row(2, model="A", size=""), make_row(3, model="B", size="")]
    import_file(make_file(tmp_path, rows), grouped())
    rows[1]["model"] = "B"

    import_file(make_file(tmp_path, rows), grouped())

    moved = Variant.objects.get(sku="L-2")
    assert (moved.product, moved.absent_since) == (product("model-B"), None)


def test_a_dry_run_counts_the_same_and_writes_nothing(home, tmp_path):
    rows = [make_row(1), make_row(2), make_row(3, price=0)]
    assert rows_of(import_file(make_file(tmp_path, rows), dry_run=True)) == (2, 0, 0, 1)
    assert not ProductPage.objects.exists()
    assert not CategoryPage.objects.exists()
    import_file(make_file(tmp_path, rows))
    rows[0]["price"] = 1
    rows.append(make_row(4))

    dry = rows_of(import_file(make_file(tmp_path, rows), dry_run=True))

    assert dry == (1, 1, 1, 1)
    assert rows_of(import_file(make_file(tmp_path, rows))) == dry


def test_an_interrupted_run_is_finished_by_the_next(home, tmp_path):
    path = make_file(tmp_path, [make_row(number) for number in range(1, 251)])
    asked = iter([False, True])
    report = Importer(
        Options(file=path, map=make_map(), under=home, publish=True), stop=lambda: next(asked)
    ).run()
    assert (rows_of(report), report.stopped != "") == ((200, 0, 0, 0), True)
    assert report.adds_up

    assert rows_of(import_file(path)) == (50, 0, 200, 0)


def test_a_broken_array_imports_its_beginning_and_says_so(home, tmp_path):
    import json

    path = tmp_path / "rows.json"
    path.write_text(f"[{json.dumps(make_row(1))}, {{oops")
    map_ = make_map(source={"name": "shop", "format": "json"})

    report = import_file(path, map_)

    assert rows_of(report) == (1, 0, 0, 1)
    assert "row 2" in report.stopped


@pytest.mark.parametrize("publish", [True, False])
def test_a_value_only_the_database_refuses_costs_one_row(home, tmp_path, monkeypatch, publish):
    from django.db import DataError

    from catalog.importing.writing import Writer

    write = Writer.write

    def refuse_three(self, plans):
        write(self, plans)
        if any(plan.draft.title == "Lamp 3" for plan in plans):
            raise DataError("value out of range")

    monkeypatch.setattr(Writer, "write", refuse_three)

    report = import_file(make_file(tmp_path, [make_row(n) for n in range(1, 6)]), publish=publish)

    assert rows_of(report) == (4, 0, 0, 1)
    assert ProductPage.objects.count() == 4
