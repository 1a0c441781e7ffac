"""All tables together."""

from seo.google import commerce, organization, places, policies, reviews, words
from seo.google.shape import Check, Level, Row, Table

__all__ = ["TABLES", "Check", "Level", "Row", "Table"]

_MODULES = (commerce, organization, places, policies, reviews, words)
TABLES: tuple[Table, ...] = tuple(table for module in _MODULES for table in module.TABLES)
