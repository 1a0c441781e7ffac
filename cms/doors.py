"""Where readers are asked who they are: view restrictions, and the aliases that take them elsewhere.

A page is closed by a restriction on it or above it. An alias shows what its source shows, so it is closed by what
closes its source, wherever it stands, and so is all below it. As in Wagtail an alias has no restriction of its own: the
row that is copied when one is made says what its source says. The database follows aliases of aliases by itself.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import BooleanField, F, Func, QuerySet
from django.db.models.expressions import RawSQL

from wagtail.models import PageViewRestriction, Site

from cms import locales
from cms.redirects import addresses

if TYPE_CHECKING:
    from cms.models import Page


class Closed(Func):
    """Whether the page at a tree path (the name of a field) is closed to some. By all restrictions, or `but_for` some
    (ids); or by one on the page `by` (an id) instead. `within`: by a door at or below this tree path.

    What closes is collected once for a query, however many pages it is asked of.
    """

    output_field = BooleanField()

    def __init__(
        self, path: str = "path", *, but_for: Sequence[int] = (), by: int = 0, within: str = ""
    ) -> None:
        super().__init__(F(path))
        self.but_for, self.by, self.within = tuple(but_for), by, within

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:  # ty: ignore[invalid-method-override]
        path, params = compiler.compile(self.source_expressions[0])
        collected = _closed_by_page() if self.by else _closed(len(self.but_for))
        asked = (
            f"{collected} SELECT 1 FROM closed WHERE {_below(path, 'closed.path')} AND closed.path LIKE %s"
        )
        given = (self.by,) if self.by else self.but_for
        return f"EXISTS ({asked})", (*given, *params, f"{self.within}%")


def restrictions_on(page: "Page") -> QuerySet[PageViewRestriction]:
    """The view restrictions on a page or above it, and on or above what it, or a page above it, is an alias of."""
    return PageViewRestriction.objects.filter(pk__in=RawSQL(_restrictions(), (page.pk,)))


def closed_places() -> dict[str, "Page"]:
    """The pages at and below which nothing is for everybody, by their place in the tree in small letters. One query."""
    sql = f"{_closed()} SELECT path FROM closed"
    pages = apps.get_model("cms", "Page").objects.filter(path__in=RawSQL(sql, ()))
    return {page.url_path.lower(): page for page in pages}


def door_to(places: dict[str, "Page"], place: str) -> "Page | None":
    """Of `closed_places` the deepest at a place in the tree or above it."""
    above = [door for door in places if place.lower().startswith(door)]
    return places[max(above, key=len)] if above else None


def place_of(site: Site, path: str) -> str:
    """Where a decoded path of a site would stand in the tree, as a folder; empty in a language it does not have."""
    return locales.url_path(site, addresses.fold(path).rstrip("/") + "/") or ""


@cache
def _closed(but_for: int = 0) -> str:
    """`closed(path)`: the pages that close all at and below them. `but_for`: so many restrictions are not asked, whose
    ids are the parameters."""
    restriction, page = _tables()
    others = f"AND door.id NOT IN ({', '.join(['%s'] * but_for)})" if but_for else ""
    return _with_aliases(
        f"SELECT page.path FROM {restriction} door CROSS JOIN {page} page "
        f"WHERE page.id = door.page_id AND page.alias_of_id IS NULL {others}"
    )


@cache
def _closed_by_page() -> str:
    """`closed(path)` by a page alone, whose id is the parameter."""
    return _with_aliases(f"SELECT path FROM {_tables()[1]} WHERE id = %s")


def _with_aliases(beginning: str) -> str:
    """What closes, with the aliases of it and of what stands below. CROSS JOIN writes the order of the joins down:
    SQLite without statistics would read all pages first."""
    page = _tables()[1]
    return (
        f"WITH RECURSIVE closed(path) AS MATERIALIZED ({beginning} UNION "
        f"SELECT alias.path FROM closed CROSS JOIN {page} alias CROSS JOIN {page} source "
        f"WHERE alias.alias_of_id > 0 AND source.id = alias.alias_of_id AND {_below('source.path', 'closed.path')})"
    )


@cache
def _restrictions() -> str:
    """The ids of restrictions. One parameter: the page."""
    restriction, page = _tables()
    return (
        f"WITH RECURSIVE place(path) AS (SELECT path FROM {page} WHERE id = %s UNION "
        f"SELECT source.path FROM place CROSS JOIN {page} alias CROSS JOIN {page} source "
        f"WHERE alias.alias_of_id > 0 AND {_below('place.path', 'alias.path')} AND source.id = alias.alias_of_id) "
        f"SELECT door.id FROM {restriction} door CROSS JOIN {page} page CROSS JOIN place "
        f"WHERE page.id = door.page_id AND page.alias_of_id IS NULL AND {_below('place.path', 'page.path')}"
    )


def _below(path: str, above: str) -> str:
    return f"substr({path}, 1, length({above})) = {above}"


def _tables() -> tuple[str, str]:
    return PageViewRestriction._meta.db_table, apps.get_model("cms", "Page")._meta.db_table
