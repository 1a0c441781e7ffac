"""Rows that hang on pages of many types, loaded with one query: the tickets of events beside the hours of stores.

`prefetch_related_objects` asks once for each relation of each type, which for a list of all types is as much as for all
its pages one by one.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import CharField, DecimalField, Field, ManyToOneRel, Model, Value
from django.db.models.expressions import Col
from django.db.models.functions import JSONArray

if TYPE_CHECKING:
    from cms.models import Page


def by_type(pages: Iterable["Page"]) -> list[tuple[type["Page"], list["Page"]]]:
    """Pages in groups of one type, in the order of the types' names."""
    ordered = sorted(pages, key=lambda page: page._meta.label)
    return [(page_type, list(group)) for page_type, group in groupby(ordered, key=type)]


def load_rows(groups: Sequence[tuple[type["Page"], list["Page"]]]) -> None:
    """Load the rows that the types of these pages name in `own_rows`; their relations then ask for nothing.

    A page that is being written has its rows in memory already and keeps them.
    """
    relations = [
        (page_type._meta.get_field(name), {page.pk: page for page in group})
        for page_type, group in groups
        for name in page_type.own_rows
    ]
    if not relations:
        return
    first, *others = (_stored(number, *relation) for number, relation in enumerate(relations))
    found: dict[tuple[str, int], list[Model]] = {}
    for number, values in first.union(*others, all=True).order_by():
        relation, pages = relations[int(number)]
        row = _as_row(relation.related_model, values)
        owner = pages[getattr(row, relation.field.attname)]
        setattr(row, relation.field.name, owner)
        found.setdefault((number, owner.pk), []).append(row)
    for number, (relation, pages) in enumerate(relations):
        for pk, page in pages.items():
            _give(page, relation, found.get((str(number), pk), []))


def _stored(number: int, relation: ManyToOneRel, pages: dict[int, "Page"]) -> Any:
    """(number of the relation, the columns of a row as they are stored) of the rows of these pages."""
    model = relation.related_model
    rows = model._base_manager.filter(**{f"{relation.field.name}__in": list(pages)}).order_by()
    columns = JSONArray(*(field.attname for field in model._meta.concrete_fields))
    return rows.values_list(Value(str(number), output_field=CharField()), columns)


def _as_row(model: type[Model], values: Sequence[Any]) -> Model:
    """The row whose columns went through JSON."""
    fields = model._meta.concrete_fields
    read = [_read(field, value) for field, value in zip(fields, values, strict=True)]
    return model.from_db(connection.alias, [field.attname for field in fields], read)


def _read(field: Field, value: Any) -> Any:
    """What a column means: as the database's own converters read it, and text that stands for a date or number."""
    column = Col("", field)
    for convert in (*connection.ops.get_db_converters(column), *field.get_db_converters(connection)):
        value = convert(value, column, connection)
    value = field.to_python(value)
    if isinstance(field, DecimalField) and value is not None:  # went through JSON's numbers
        value = value.quantize(Decimal(1).scaleb(-field.decimal_places))
    return value


def _give(page: "Page", relation: ManyToOneRel, rows: list[Any]) -> None:
    name = relation.get_accessor_name()
    loaded = getattr(page, name).get_live_queryset()
    loaded._result_cache = sorted(rows, key=lambda row: (row.sort_order or 0, row.pk))
    loaded._prefetch_done = True
    if not hasattr(page, "_prefetched_objects_cache"):
        page._prefetched_objects_cache = {}
    page._prefetched_objects_cache[relation.cache_name] = loaded
