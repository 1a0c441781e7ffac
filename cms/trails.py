"""The trails of many pages at once."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps

from cms.rows import by_type

if TYPE_CHECKING:
    from cms.models import Page


def load_trails(pages: Sequence["Page"]) -> None:
    """Load what stands above these pages, with one query; their breadcrumbs then ask for nothing."""
    steps = {page.pk: _steps_above(page, page.path) for page in pages}
    above = _in_trails(steps)
    known = {page.path: page for page in above}
    for page in pages:
        page.__dict__["_above"] = [known[path] for path in steps[page.pk] if path in known]


def load_all_trails(pages: Sequence["Page"]) -> None:
    """The same, with the trails to the further places of those that have some: one query more for each such type."""
    ends: dict[int, Collection[str]] = {}
    facts: dict[str, Any] = {}
    for page_type, group in by_type(pages):
        ends |= page_type.find_further_places(group)
        facts |= page_type.trail_facts
    steps = {page.pk: set(_steps_above(page, page.path)) for page in pages}
    for page in pages:
        for end in ends.get(page.pk, ()):
            steps[page.pk].update((*_steps_above(page, end), end))
    above = list(_in_trails(steps).annotate(**facts).order_by("depth", "path"))
    for page in pages:
        page.keep_trails([one for one in above if one.path in steps[page.pk]], ends.get(page.pk, ()))


def _in_trails(steps: Mapping[int, Collection[str]]) -> Any:
    """The pages at these places that are steps of trails, with what a step says of itself."""
    pages = apps.get_model("cms", "Page").objects.filter(path__in=set().union(*steps.values()), depth__gt=1)
    return pages.in_trails().only("title", "url_path", "depth", "path", "locale_id", "slug")


def _steps_above(page: "Page", path: str) -> list[str]:
    """The tree paths above one, from the top."""
    return [path[:end] for end in range(page.steplen, len(path), page.steplen)]
