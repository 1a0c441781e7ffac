"""The children of many stored pages, loaded with a query for each relation instead of one for each page."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

from catalog.models import ProductPage

# What is read of children beside their own columns.
_WITH = {"attribute_values": ("attribute",)}


def load(pages: Mapping[int, ProductPage]) -> None:
    """Give pages, by id, their stored children, as if each had asked for its own."""
    for relation in get_all_child_relations(ProductPage):
        accessor, parent = relation.get_accessor_name(), relation.field
        rows = relation.related_model._default_manager.filter(**{f"{parent.name}__in": pages})
        if accessor in _WITH:
            rows = rows.select_related(*_WITH[accessor])
        by_page: dict[int, list[Any]] = defaultdict(list)
        for child in rows:
            by_page[getattr(child, parent.attname)].append(child)
        for pk, page in pages.items():
            getattr(page, accessor).set(by_page[pk])
    for field in get_all_child_m2m_relations(ProductPage):
        through = field.remote_field.through
        own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        links: dict[int, list[Any]] = defaultdict(list)
        rows = through._default_manager.filter(**{f"{own}__in": pages}).select_related(other)
        for row in rows.order_by("pk"):
            links[getattr(row, f"{own}_id")].append(getattr(row, other))
        for pk, page in pages.items():
            getattr(page, field.name).set(links[pk])
