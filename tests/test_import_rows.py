"""What becomes of good and bad rows, told by the report and by what stands in the catalogue."""

import csv
from decimal import Decimal

import pytest

from catalog.importing.problems import ImportRefused
from catalog.models import Attribute, Brand, CategoryPage, ProductPage, Variant

from .importing import import_file, make_file, make_map, make_row, notes_of, product, rows_of, skips_of
from .make import make_attribute, make_category, make_product, make_variant


def test_a_row_becomes_a_live_page_with_one_variant(home, tmp_path):
    import_file(make_file(tmp_path, [make_row(1, gtin="9780306406157", shelf="Lamps/Brass")]))

    page = product(1)
    variant = page.variants.get()
    assert (page.live, page.url_path) == (True, "/home/lamps/brass/lamp-1/")
    assert (page.title, page.description, page.brand.name) == (
        "Lamp 1", "<p>Lamp number 1.</p>", "Wick & Sons"
    )  # fmt: skip
    assert (variant.sku, variant.price, variant.stock) == ("L-1", Decimal("12.50"), 3)
    assert (variant.gtin, variant.external_id) == ("9780306406157", "shop:1")
    page.full_clean()
    variant.full_clean()


def test_a_bad_row_is_skipped_with_its_rule_and_the_others_are_not_touched(home, tmp_path):
    rows = [
        make_row(1),
        make_row(2, name=""),
        make_row(3, name="x" * 256),
        make_row(4, price=0),
        make_row(5, price="NaN"),
        make_row(6, sku="a b"),
        make_row(7, sku="L-1"),
        make_row(1, sku="L-8"),
        "{broken",
        make_row(9, id=None),
        make_row(10, shelf="a/b/c/d/e/f/g/h/i"),
        make_row(11),
    ]

    report = import_file(make_file(tmp_path, rows))

    assert rows_of(report) == (2, 0, 0, 10)
    assert skips_of(report) == {
        "title: is missing": 1,
        "title: is longer than 255 characters": 1,
        "price: must be above 0": 1,
        "price: is not a price": 1,
        "sku: has white space or characters outside ASCII": 1,
        "sku: repeats the sku of an earlier row": 1,
        "id: repeats the id of an earlier row": 1,
        "row: is not JSON": 1,
        "id: is missing": 1,
        "category: is more than 8 levels deep": 1,
    }
    assert set(ProductPage.objects.values_list("external_id", flat=True)) == {"shop:1", "shop:11"}


def test_a_bad_field_is_left_out_and_the_row_is_imported(home, tmp_path):
    rows = [make_row(1, gtin="9780306406158", stock="many", brand="x" * 71)]

    report = import_file(make_file(tmp_path, rows))

    assert notes_of(report) == {
        "brand: is longer than 70 characters": 1,
        "stock: is not a number": 1,
        "gtin: has a wrong check digit": 1,
    }
    variant = product(1).variants.get()
    assert (variant.gtin, variant.stock, product(1).brand) == ("", None, None)


def test_hostile_text_is_kept_as_text_and_breaks_no_database(home, tmp_path):
    name = "</script><b>\x00NUL\u202eevil &amp; שלום"
    import_file(make_file(tmp_path, [make_row(1, name=name, text="<p onclick=x>\x00a</p>", shelf="a\x00b")]))

    assert product(1).title == "</script><b>NULevil & שלום"
    assert product(1).description == "<p>a</p>"
    assert product(1).get_parent().title == "ab"


def test_every_problem_is_written_with_row_line_field_rule_and_value(home, tmp_path):
    path = make_file(tmp_path, [make_row(1), "{", make_row(2, sku="=1 2")])

    import_file(path, report=tmp_path / "report.csv")

    with (tmp_path / "report.csv").open(newline="") as file:
        problems = list(csv.DictReader(file))
    assert [(one["file"], one["row"], one["line"], one["field"]) for one in problems] == [
        ("rows.jsonl", "2", "2", "row"),
        ("rows.jsonl", "3", "3", "sku"),
    ]
    assert problems[1]["value"] == "'=1 2"
    assert {one["outcome"] for one in problems} == {"row skipped"}


def test_the_report_never_overwrites_the_file_itself(home, tmp_path):
    path = make_file(tmp_path, [make_row(1)])
    before = path.read_bytes()

    with pytest.raises(ImportRefused, match="overwrite"):
        import_file(path, report=path)
    assert path.read_bytes() == before


def test_filters_leave_rows_out_with_the_map_s_reason(home, tmp_path):
    map_ = make_map(
        skip=[
            {"column": "price", "at_most": 0, "reason": "not for sale"},
            {"column": "brand", "is": ["Rust", ""], "reason": "not our brand"},
        ]
    )
    rows = [make_row(1, price=0), make_row(2, brand="Rust"), make_row(3, brand=""), make_row(4)]

    report = import_file(make_file(tmp_path, rows), map_)

    assert skips_of(report) == {"row: not for sale": 1, "row: not our brand": 2}
    assert rows_of(report) == (1, 0, 0, 3)


def test_a_sku_that_belongs_to_another_product_is_not_taken(home, tmp_path):
    by_hand = make_product(make_category(home), variants=0)
    make_variant(by_hand, sku="L-1", price=Decimal("99"))

    report = import_file(make_file(tmp_path, [make_row(1), make_row(2)]))

    assert skips_of(report) == {"sku: belongs to another variant": 1}
    assert rows_of(report) == (1, 0, 0, 1)
    assert Variant.objects.get(sku="L-1").price == Decimal("99")


def test_categories_are_found_again_by_id_and_by_title(home, tmp_path):
    make_category(home, title="Lamps", slug="our-lamps")
    import_file(make_file(tmp_path, [make_row(1, shelf="Lamps/Brass")]))
    brass = CategoryPage.objects.get(title="Brass")
    brass.title = "Brassware"
    brass.save()

    import_file(make_file(tmp_path, [make_row(2, shelf="Lamps/Brass"), make_row(3, shelf="Lamps")]))

    assert product(2).url_path == "/home/our-lamps/brass/lamp-2/"
    assert CategoryPage.objects.count() == 2


def test_further_paths_become_further_categories(home, tmp_path):
    map_ = make_map(category={"from": "shelf", "list": ",", "drop": "Root"})

    import_file(make_file(tmp_path, [make_row(1, shelf="Root/Lamps,Root,Root/New,Root/Lamps")]), map_)

    assert product(1).get_parent().title == "Lamps"
    assert [category.title for category in product(1).more_categories.all()] == ["New"]


def test_a_map_without_categories_needs_a_category_to_import_under(home, tmp_path):
    path = make_file(tmp_path, [make_row(1)])

    with pytest.raises(ImportRefused, match="--under"):
        import_file(path, make_map(category=None))
    import_file(path, make_map(category=None), under=make_category(home, slug="here"))

    assert product(1).url_path == "/home/here/lamp-1/"


def test_a_map_without_a_price_brings_pages_only(home, tmp_path):
    report = import_file(make_file(tmp_path, [make_row(1)]), make_map(variant=None))

    assert rows_of(report) == (1, 0, 0, 0)
    assert not product(1).variants.exists()


def test_attributes_have_their_types(home, tmp_path):
    map_ = make_map(
        attributes={
            "burn_time": {"from": "burns", "type": "number", "unit": "h"},
            "safe": {"from": "safe", "type": "boolean"},
            "wick": {"from": "wick", "split": "|"},
        }
    )
    rows = [
        make_row(1, burns="7.5", safe="No", wick="flat|round"),
        make_row(2, burns="long", safe="perhaps", wick=""),
    ]

    report = import_file(make_file(tmp_path, rows), map_)

    assert [str(fact) for fact in product(1).attribute_values.all()] == [
        "Burn time: 7.5 h", "Safe: No", "Wick: flat, round"
    ]  # fmt: skip
    assert not product(2).attribute_values.exists()
    assert notes_of(report) == {"burn_time: is not a number": 1, "safe: is neither yes nor no": 1}


def test_an_attribute_of_another_type_is_refused_before_anything_is_written(home, tmp_path):
    make_attribute(code="burn_time", type=Attribute.Type.TEXT)
    map_ = make_map(attributes={"burn_time": {"from": "burns", "type": "number"}})

    with pytest.raises(ImportRefused, match="burn_time is number in the map, but text"):
        import_file(make_file(tmp_path, [make_row(1)]), map_)
    assert not ProductPage.objects.exists()


def test_a_reduction_is_kept_only_when_it_is_one_and_its_dates_are_dates(home, tmp_path):
    map_ = make_map(
        variant={
            "sku": "sku",
            "price": "price",
            "currency": {"constant": "GBP"},
            "compare_at": "was",
            "compare_at_from": "since",
        }
    )
    rows = [
        make_row(1, price="10", was="12", since="2026-05-04"),
        make_row(2, price="10", was="9"),
        make_row(3, price="10", was="10"),
        make_row(4, price="10", was="12", since="soon"),
    ]

    report = import_file(make_file(tmp_path, rows), map_)

    found = dict(Variant.objects.values_list("external_id", "compare_at"))
    assert found == {"shop:1": Decimal("12"), "shop:2": None, "shop:3": None, "shop:4": None}
    assert sum(notes_of(report).values()) == 2


def test_an_availability_the_map_does_not_translate_skips_the_row(home, tmp_path):
    words = {"from": "state", "words": {"yes": "InStock", "": "OutOfStock"}}
    map_ = make_map(
        variant={
            "sku": "sku", "price": "price", "currency": {"constant": "GBP"}, "availability": words
        }
    )  # fmt: skip
    rows = [make_row(1, state="YES"), make_row(2, state=""), make_row(3, state="maybe")]

    report = import_file(make_file(tmp_path, rows), map_)

    assert skips_of(report) == {"availability: is a word the map does not translate": 1}
    assert list(Variant.objects.order_by("sku").values_list("availability", flat=True)) == [
        "InStock", "OutOfStock"
    ]  # fmt: skip


def test_a_column_no_row_has_is_told(home, tmp_path):
    map_ = make_map(product={"id": "id", "title": "name", "summary": "sumary"})

    report = import_file(make_file(tmp_path, [make_row(1)]), map_)

    assert any("“sumary”" in warning for warning in report.warnings)


def test_namesakes_get_addresses_from_their_ids(home, tmp_path):
    rows = [make_row(number, name="Lamp") for number in (1, 2, 3)]

    import_file(make_file(tmp_path, rows))

    assert [product(number).slug for number in (1, 2, 3)] == ["lamp", "lamp-2", "lamp-3"]


def test_brands_are_made_once(home, tmp_path):
    import_file(make_file(tmp_path, [make_row(1), make_row(2), make_row(3, brand="")]))

    assert list(Brand.objects.values_list("name", flat=True)) == ["Wick & Sons"]
