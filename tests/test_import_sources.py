"""Rows from files that are as they should be, and from those that are not; without a database."""

import codecs
from decimal import Decimal

import pytest

from catalog.importing.mapping import SourceSpec
from catalog.importing.problems import ImportRefused
from catalog.importing.sources import Fault, Record, Source


def read(tmp_path, data, name="rows.jsonl", **spec):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(Source(path, SourceSpec(name="shop", **spec)))


def values(items):
    return [item.values if isinstance(item, Record) else item.rule for item in items]


def test_json_lines_skip_what_is_no_object_and_go_on(tmp_path):
    items = read(tmp_path, '{"a": 1}\r\n{broken\n\n[1]\n{"a": 2} extra\n{"a": NaN}\n{"a": 3}')

    assert values(items) == [
        {"a": 1}, "is not JSON", "is not a JSON object", "is not JSON", {"a": "NaN"}, {"a": 3}
    ]  # fmt: skip
    assert [(item.number, item.line) for item in items] == [(1, 1), (2, 2), (3, 4), (4, 5), (5, 6), (6, 7)]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    assert values(read(tmp_path, codecs.BOM_UTF8 + b'{"a": 1}\n')) == [{"a": 1}]
    assert values(read(tmp_path, codecs.BOM_UTF8 + b"a,b\n1,2\n", "r.csv")) == [{"a": "1", "b": "2"}]
    assert values(read(tmp_path, codecs.BOM_UTF8 + b'[{"a": 1}]', "r.json")) == [{"a": 1}]


def test_json_numbers_keep_their_digits_and_deep_or_endless_values_are_faults(tmp_path):
    deep = '{"a": ' + "[" * 100_000
    items = read(tmp_path, '{"a": 0.1}\n' + deep + '\n{"a": ' + "9" * 5000 + "}\n")

    assert values(items) == [{"a": Decimal("0.1")}, "is not JSON", "is not JSON"]


def test_bytes_in_another_encoding_are_a_fault_of_their_row_only(tmp_path):
    assert values(read(tmp_path, b'{"a": "x"}\n{"a": "\xe9"}\n{"a": "y"}\n')) == [
        {"a": "x"}, "has bytes that are not utf-8", {"a": "y"}
    ]  # fmt: skip
    assert values(read(tmp_path, b"a\nx\n\xe9\ny\n", "r.csv")) == [
        {"a": "x"}, "has bytes that are not utf-8", {"a": "y"}
    ]  # fmt: skip
    assert values(read(tmp_path, b"a\n\xe9\n", "r.csv", encoding="latin-1")) == [{"a": "é"}]


def test_utf_16_is_read_when_the_map_says_so_and_refused_when_it_does_not(tmp_path):
    data = "a,b\r\né,2\r\n".encode("utf-16")

    assert values(read(tmp_path, data, "r.csv", encoding="utf-16")) == [{"a": "é", "b": "2"}]
    with pytest.raises(ImportRefused, match="utf-16"):
        read(tmp_path, data, "r.csv")


def test_csv_fields_hold_newlines_quotes_and_delimiters(tmp_path):
    items = read(tmp_path, 'a,b\r\n"one\r\ntwo","say ""hi"", now"\r\n3,4\r\n', "r.csv")

    assert values(items) == [{"a": "one\r\ntwo", "b": 'say "hi", now'}, {"a": "3", "b": "4"}]
    assert [item.line for item in items] == [2, 4]


def test_csv_rows_of_another_length_and_open_quotes_are_faults(tmp_path):
    rule = "has another number of fields than the header"

    assert values(read(tmp_path, "a,b\n1\n1,2,3\n1,2\n", "r.csv")) == [rule, rule, {"a": "1", "b": "2"}]
    assert values(read(tmp_path, 'a,b\n1,2\n"open,2\n', "r.csv")) == [
        {"a": "1", "b": "2"}, "is not well-formed CSV"
    ]  # fmt: skip


def test_a_headerless_table_takes_its_columns_from_the_map(tmp_path):
    items = read(tmp_path, '1\tsay "hi"\n', "r.tsv", header=False, columns=("id", "name"), quote="")

    assert values(items) == [{"id": "1", "name": 'say "hi"'}]


def test_an_array_is_read_element_by_element_across_buffers(tmp_path):
    big = "x" * 150_000
    items = read(tmp_path, f'[ {{"a": 1}} ,\n {{"a": "{big}"}},\n{{"a": 3}}]', "r.json")

    assert [item.values["a"] for item in items] == [1, big, 3]
    assert [item.line for item in items] == [1, 2, 3]


@pytest.mark.parametrize("tail", ['{"a": 2', '{"a" 2}, {"a": 3}]', "", ","])
def test_a_broken_array_gives_its_good_beginning_and_says_where_it_ends(tmp_path, tail):
    items = read(tmp_path, '[{"a": 1},' + tail, "r.json")

    assert items[0].values == {"a": 1}
    assert isinstance(items[-1], Fault)
    assert items[-1].final
    assert len(items) == 2


def test_a_list_below_a_key_is_found_by_root(tmp_path):
    data = '{"data": {"products": [{"a": 1}]}}'

    assert values(read(tmp_path, data, "r.json", root="data.products")) == [{"a": 1}]
    with pytest.raises(ImportRefused, match="not a JSON array"):
        read(tmp_path, data, "r.json")
    with pytest.raises(ImportRefused, match="no “products”"):
        read(tmp_path, data, "r.json", root="products")


def test_an_empty_file_and_a_doubled_column_are_refused(tmp_path):
    with pytest.raises(ImportRefused, match="empty"):
        read(tmp_path, b"")
    with pytest.raises(ImportRefused, match="twice"):
        read(tmp_path, "a,a\n1,2\n", "r.csv")
    assert read(tmp_path, "a,b\n", "r.csv") == []


def test_a_column_the_map_names_wrongly_is_refused_with_the_nearest(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("sku,price\n1,2\n")

    with pytest.raises(ImportRefused, match=r"no column “prize”.*“price”"):
        Source(path, SourceSpec(name="shop")).check_columns(iter(["sku", "prize"]))
