"""The shipped maps on excerpts of the sets they are for, through the command as an operator runs it."""

from django.core.management import CommandError, call_command

import pytest

from catalog.models import CategoryPage, ProductPage, Variant
from cms.models import Page

from .importing import DATA, import_file, notes_of, product, rows_of, skips_of


def test_dummyjson_rows_are_products_with_one_variant(home):
    report = import_file(DATA / "dummyjson" / "products.json", "dummyjson")

    assert rows_of(report) == (8, 0, 0, 0)
    page = product(1, "dummyjson")
    assert (page.brand.name, page.get_parent().title) == ("Essence", "Beauty")
    assert page.variants.get().currency == "USD"
    assert notes_of(report) == {"gtin: has a wrong check digit": 6}
    assert Variant.objects.get(sku="BEA-GLA-EYE-002").gtin == "9170275171413"
    assert rows_of(import_file(DATA / "dummyjson" / "products.json", "dummyjson")) == (0, 0, 8, 0)


def test_magento_rows_are_products_whose_variants_are_rows_of_their_own(home):
    path = DATA / "magento" / "products.csv"

    report = import_file(path, "magento")

    assert rows_of(report) == (32, 0, 0, 0)
    page = product("MH01", "magento")
    assert ProductPage.objects.count() == 2
    assert page.variants.count() == 15
    assert page.variants.first().options == {"color": "Black", "size": "XS"}
    assert [one.title for one in page.get_ancestors().type(CategoryPage)] == [
        "Men", "Tops", "Hoodies & Sweatshirts"
    ]  # fmt: skip
    assert [one.title for one in page.more_categories.all()] == ["Eco Friendly"]
    assert rows_of(import_file(path, "magento")) == (0, 0, 32, 0)


def test_adventureworks_models_group_colours_and_sizes(home):
    path = DATA / "adventureworks" / "Product.csv"

    report = import_file(path, "adventureworks")

    assert rows_of(report) == (15, 0, 0, 4)
    assert skips_of(report) == {"row: not for sale (price 0)": 4}
    page = product("model-33", "adventureworks")
    assert (page.title, page.get_parent().title) == ("Sport-100", "Helmets")
    assert {variant.color for variant in page.variants.all()} == {"Red", "Black", "Blue"}
    assert page.summary.startswith("Universal fit")
    assert page.variants.first().availability == "InStock"
    assert Variant.objects.get(sku="SO-B909-M").availability == "Discontinued"
    assert product("514", "adventureworks").get_parent().title == "Other"
    assert rows_of(import_file(path, "adventureworks")) == (0, 0, 15, 4)


def test_the_command_prints_a_table_that_adds_up(home, capsys):
    call_command("import_catalog", DATA / "adventureworks" / "Product.csv", map="adventureworks")

    printed = capsys.readouterr().out
    assert "read" in printed
    assert "19" in printed
    assert "not for sale (price 0)" in printed
    assert not ProductPage.objects.live().exists()


def test_the_command_imports_below_a_path(home):
    from .make import make_category

    make_category(home, title="Gear", slug="gear")

    call_command(
        "import_catalog", DATA / "dummyjson" / "products.json", map="dummyjson", under="/gear/", publish=True
    )

    assert product(1, "dummyjson").url_path == "/home/gear/beauty/essence-mascara-lash-princess/"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"map": "nosuch"}, "no map nosuch"),
        ({"under": "/nowhere/"}, "no page at /nowhere/"),
        ({"pictures": DATA / "nowhere"}, "is not a folder"),
    ],
)
def test_the_command_refuses_before_it_reads(home, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command(
            "import_catalog", DATA / "dummyjson" / "products.json", **{"map": "dummyjson", **arguments}
        )
    assert not ProductPage.objects.exists()


def test_an_empty_or_missing_file_is_refused(home, tmp_path):
    (tmp_path / "empty.json").write_bytes(b"")

    for name in ("empty.json", "missing.json"):
        with pytest.raises(CommandError, match=name):
            call_command("import_catalog", tmp_path / name, map="dummyjson")


def test_a_file_not_read_to_its_end_is_an_error_after_the_report(home, tmp_path, capsys):
    (tmp_path / "cut.json").write_text('[{"id": 1, "title": "Lamp", "sku": "L", "price": 1}, {"id"')

    with pytest.raises(CommandError, match="not read to its end"):
        call_command("import_catalog", tmp_path / "cut.json", map="dummyjson")

    assert "Reading stopped at row 2" in capsys.readouterr().out
    assert Page.objects.filter(title="Lamp").exists()
