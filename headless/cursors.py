"""Places in a list to go on from: what comes after a row, whatever has come in or gone since.

A cursor holds the sort keys of the last row that was given and is signed, so that it is only ever one of ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core import signing
from django.db.models import DateTimeField, Expression, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.dateparse import parse_datetime

from headless.problems import invalid

_SALT = "headless.cursors"
_LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Order:
    """An order of rows: a key, which way, and the row's id where keys are the same. Rows without a moment are the
    oldest."""

    name: str
    key: Expression | F
    is_descending: bool = False
    is_moment: bool = False

    def apply(self, queryset: QuerySet) -> QuerySet:
        key = (
            Coalesce(self.key, Value(_LONG_AGO), output_field=DateTimeField()) if self.is_moment else self.key
        )
        sign = "-" if self.is_descending else ""
        return queryset.annotate(sort_key=key).order_by(f"{sign}sort_key", f"{sign}pk")

    def after(self, queryset: QuerySet, cursor: str) -> QuerySet:
        """The rows of an ordered queryset behind a cursor. Raises Refused (422) for what is none of this order."""
        key, pk = self._read(cursor)
        beyond = "lt" if self.is_descending else "gt"
        return queryset.filter(Q(**{f"sort_key__{beyond}": key}) | Q(sort_key=key, **{f"pk__{beyond}": pk}))

    def cursor_of(self, row: Any) -> str:
        key = row.sort_key.isoformat() if self.is_moment else row.sort_key
        return signing.dumps([self.name, key, row.pk], salt=_SALT, compress=True)

    def _read(self, cursor: str) -> tuple[Any, int]:
        try:
            name, key, pk = signing.loads(cursor, salt=_SALT)
        except (signing.BadSignature, ValueError, TypeError) as error:
            raise invalid("cursor", "This is not a cursor of this list; begin without one.") from error
        if name != self.name:
            raise invalid(
                "cursor", f"This cursor goes on in the order “{name}”; ask with that order, or begin anew."
            )
        return (parse_datetime(key) if self.is_moment else key), pk


def window(
    order: Order, queryset: QuerySet, cursor: str | None, offset: int, limit: int
) -> tuple[Sequence[Any], str | None]:
    """The rows from a cursor or an offset on, and the cursor to go on from; None at the end."""
    ordered = order.apply(queryset)
    if cursor is not None:
        if offset:
            raise invalid("offset", "A cursor already says where to go on; leave the offset out.")
        ordered = order.after(ordered, cursor)
    rows = list(ordered[offset : offset + limit + 1])
    return rows[:limit], order.cursor_of(rows[limit - 1]) if len(rows) > limit else None
