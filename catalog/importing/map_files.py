"""Reading maps: TOML files, checked key by key. An unknown key is refused with the nearest known one."""

import codecs
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalog.importing.fields import Field
from catalog.importing.mapping import (
    FORMATS,
    AttributeSpec,
    CategorySpec,
    Filter,
    Group,
    Lookup,
    Map,
    SourceSpec,
)
from catalog.importing.problems import ImportRefused
from catalog.importing.tables import Table

SHIPPED = Path(__file__).resolve().parent.parent / "import_maps"
PRODUCT_FIELDS = ("id", "title", "slug", "summary", "description", "brand")
VARIANT_FIELDS = (
    "id",
    "sku",
    "gtin",
    "mpn",
    "price",
    "currency",
    "compare_at",
    "compare_at_from",
    "compare_at_until",
    "availability",
    "available_from",
    "stock",
    "condition",
    "color",
    "size",
    "material",
    "pattern",
    "picture",
)
ATTRIBUTE_TYPES = ("text", "number", "boolean", "choice")


def find_map(name: str) -> Path:
    """The file of a map: a path, or the name of one that is shipped."""
    path, shipped = Path(name), SHIPPED / f"{name}.toml"
    if path.is_file():
        return path
    if re.fullmatch(r"[\w-]+", name) and shipped.is_file():
        return shipped
    known = ", ".join(sorted(one.stem for one in SHIPPED.glob("*.toml")))
    raise ImportRefused(f"There is no map {name}. Give a TOML file or one of the shipped maps: {known}.")


def load_map(path: Path) -> Map:
    """Read and check a map. Raises ImportRefused naming the key and the rule."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImportRefused(f"{path.name} is not a TOML file: {error}") from error
    return read_map(data, path.name)


def read_map(data: dict[str, Any], name: str = "map") -> Map:
    top = Table(data, name)
    source = _source(top.table("source", required=True))
    product = top.table("product", required=True)
    variant = top.table("variant")
    decimal = variant.text("decimal", ".", one_of=(".", ","))
    html = product.text("format", "html", one_of=("html", "text")) == "html"
    fields = {key: product.field(key) for key in PRODUCT_FIELDS if product.has(key)}
    if "title" not in fields:
        raise ImportRefused(f"{name}: product.title must name a column.")
    offers = {key: variant.field(key) for key in VARIANT_FIELDS if variant.has(key)}
    if "price" in offers and not {"sku", "currency"} <= offers.keys():
        raise ImportRefused(f"{name}: a map with variant.price needs variant.sku and variant.currency.")
    if not ({"id"} <= fields.keys() or "sku" in offers):
        raise ImportRefused(f"{name}: product.id (or variant.sku) must say how a row is known again.")
    pictures = top.table("pictures")
    picture_list = pictures.text("list", "")
    result = Map(
        source=source,
        product=fields,
        variant=offers,
        html=html,
        decimal=decimal,
        category=_category(top.table("category")) if top.has("category") else None,
        attributes=tuple(_attributes(top.table("attributes"))),
        pictures=pictures.rest_as_field() if top.has("pictures") else None,
        picture_list=picture_list,
        group=_group(top.table("group")) if top.has("group") else None,
        filters=tuple(_filter(table) for table in top.tables("skip")),
        lookups=tuple(_lookups(top.table("lookup"), source)),
        pairs=dict(_pairs(top.table("pairs"))),
    )
    for table in (top, product, variant):
        table.close(PRODUCT_FIELDS if table is product else VARIANT_FIELDS if table is variant else ())
    return result


def _source(table: Table, base: SourceSpec | None = None) -> SourceSpec:
    base = base or SourceSpec(name="")
    spec = SourceSpec(
        name=base.name or table.text("name"),
        format=table.text("format", base.format, one_of=("", *FORMATS)),
        encoding=table.text("encoding", base.encoding),
        root=table.text("root", ""),
        delimiter=table.text("delimiter", base.delimiter),
        quote=table.text("quote", base.quote),
        header=table.flag("header", base.header),
        columns=table.texts("columns"),
    )
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,29}", spec.name):
        raise ImportRefused(f"{table.name}.name must be a short name in small letters, such as “erp”.")
    try:
        codecs.lookup(spec.encoding)
    except LookupError as error:
        raise ImportRefused(f"{table.name}.encoding: Python knows no encoding “{spec.encoding}”.") from error
    if len(spec.quote) > 1 or len(spec.delimiter) > 1:
        raise ImportRefused(f"{table.name}: delimiter and quote are single characters.")
    if not spec.header and not spec.columns:
        raise ImportRefused(f"{table.name}: a file without a header needs its columns named.")
    if base.name == "":
        table.close()
    return spec


def _lookups(table: Table, source: SourceSpec) -> Iterator[Lookup]:
    for name in table.names():
        one = table.table(name)
        yield Lookup(
            name=name,
            file=one.text("file"),
            key=one.text("key"),
            on=one.text("on"),
            where=one.words("where"),
            source=_source(one, source),
        )
        one.close()


def _pairs(table: Table) -> Iterator[tuple[str, tuple[str, str]]]:
    for name in table.names():
        one = table.table(name)
        yield name, (one.text("separator", ","), one.text("equals", "="))
        one.close()


def _filter(table: Table) -> Filter:
    spec = Filter(
        column=table.text("column"),
        reason=table.text("reason"),
        is_=table.texts("is") if table.has("is") else None,
        is_not=table.texts("is_not") if table.has("is_not") else None,
        at_most=table.number("at_most"),
    )
    if spec.is_ is None and spec.is_not is None and spec.at_most is None:
        raise ImportRefused(f"{table.name} needs one of is, is_not, at_most.")
    table.close()
    return spec


def _group(table: Table) -> Group:
    pattern = table.text("pattern", "")
    try:
        spec = Group(
            by=table.text("by", ""),
            prefix=table.text("prefix", ""),
            members=table.text("members", ""),
            pattern=re.compile(pattern) if pattern else None,
        )
    except re.error as error:
        raise ImportRefused(f"{table.name}.pattern is not a regular expression: {error}") from error
    if bool(spec.by) == bool(spec.members) or bool(spec.members) != bool(spec.pattern):
        raise ImportRefused(f"{table.name} needs either “by”, or “members” with a “pattern”.")
    if spec.pattern and spec.pattern.groups != 1:
        raise ImportRefused(f"{table.name}.pattern needs exactly one group in brackets: the member's id.")
    table.close()
    return spec


def _category(table: Table) -> CategorySpec:
    spec = {
        "levels": table.texts("levels"),
        "path": table.text("path", "/"),
        "list": table.text("list", ""),
        "every": int(table.number("every") or 0),
        "drop": table.texts("drop"),
        "default": table.texts("default"),
        "slugs": table.flag("slugs", False),
    }
    if spec["levels"] and table.has("from"):
        raise ImportRefused(f"{table.name} needs either “from” or “levels”, not both.")
    if table.has("from"):
        return CategorySpec(field=table.rest_as_field(), **spec)
    if not (spec["levels"] or spec["default"]):
        raise ImportRefused(f"{table.name} needs “from”, “levels” or “default”.")
    table.close()
    return CategorySpec(field=Field(columns=spec["levels"]), **spec)


def _attributes(table: Table) -> Iterator[AttributeSpec]:
    for code in table.names():
        if not re.fullmatch(r"[a-z0-9_-]{1,50}", code):
            raise ImportRefused(f"attributes.{code}: a code has small letters, digits, - and _ only.")
        one = table.table(code)
        yield AttributeSpec(
            code=code,
            label=one.text("label", code.replace("_", " ").capitalize()),
            type=one.text("type", "text", one_of=ATTRIBUTE_TYPES),
            unit=one.text("unit", ""),
            is_facet=one.flag("facet", False),
            field=one.rest_as_field(),
        )
