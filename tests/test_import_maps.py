"""Maps: what is refused before anything is read, and the maps that ship."""

import pytest

from catalog.importing.map_files import SHIPPED, find_map, load_map
from catalog.importing.problems import ImportRefused
from catalog.importing.wider import open_pairs

from .importing import make_map


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_map_is_good(path):
    assert load_map(path).source.name


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"prodct": {}}, "unknown key “prodct”. Did you mean “product”"),
        ({"product": {"id": "id", "title": "t", "sumary": "x"}}, "Did you mean “summary”"),
        ({"product": {"id": "id"}}, "product.title"),
        ({"product": {"title": "t"}, "variant": None}, "known again"),
        ({"variant": {"price": "p", "sku": "s"}}, "variant.currency"),
        ({"variant": {"price": {"form": "p"}, "sku": "s", "currency": "c"}}, "Did you mean “from”"),
        ({"source": {"name": "Big Shop"}}, "small letters"),
        ({"source": {"name": "shop", "encoding": "utf-9"}}, "no encoding"),
        ({"source": {"name": "shop", "header": False}}, "columns"),
        ({"source": {"name": 5}}, "wrong type"),
        ({"source": None}, "[source] is missing"),
        ({"category": {"from": "a", "levels": ["b"]}}, "not both"),
        ({"category": {"path": "/"}}, "needs “from”"),
        ({"attributes": {"Bad Code": {"from": "x"}}}, "small letters"),
        ({"attributes": {"a": {"from": "x", "type": "date"}}}, "must be one of"),
        ({"group": {"by": "a", "members": "b"}}, "either “by”"),
        ({"group": {"members": "b", "pattern": "("}}, "regular expression"),
        ({"group": {"members": "b", "pattern": "sku=.*"}}, "exactly one group"),
        ({"skip": [{"column": "a", "reason": "b"}]}, "needs one of"),
        ({"skip": {"column": "a"}}, "wrong type"),
    ],
)
def test_a_wrong_map_is_refused_with_its_reason(tables, message):
    with pytest.raises(ImportRefused) as refused:
        make_map(**tables)
    assert message in str(refused.value)


def test_a_map_is_found_by_path_or_by_the_name_of_a_shipped_one(tmp_path):
    (tmp_path / "m.toml").write_text("")

    assert find_map(str(tmp_path / "m.toml")).name == "m.toml"
    assert find_map("magento").name == "magento.toml"
    with pytest.raises(ImportRefused, match="dummyjson"):
        find_map("../magento")


def test_a_file_that_is_not_toml_is_refused(tmp_path):
    (tmp_path / "m.toml").write_bytes(b"\xff\xfe[source")

    with pytest.raises(ImportRefused, match="not a TOML file"):
        load_map(tmp_path / "m.toml")


def test_pairs_split_only_where_another_key_follows():
    assert open_pairs("size=XS,color=Black, Matt,new=", ",", "=") == {
        "size": "XS", "color": "Black, Matt", "new": ""
    }  # fmt: skip
    assert open_pairs(None, ",", "=") == {}
