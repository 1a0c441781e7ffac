"""The trails of many pages at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from cms.models import Page


def load_trails(pages: Sequence["Page"]) -> None:
    """Load what stands above these pages, with one query; their breadcrumbs then ask for nothing."""
    paths = {page.pk: _steps_above(page) for page in pages}
    above = apps.get_model("cms", "Page").objects.filter(path__in=set().union(*paths.values()))
    known = {page.path: page for page in above.in_trails()}
    for page in pages:
        page.__dict__["_above"] = [known[path] for path in paths[page.pk] if path in known]


def _steps_above(page: "Page") -> list[str]:
    """The tree paths of all ancestors, from the top."""
    return [page.path[:end] for end in range(page.steplen, len(page.path), page.steplen)]
