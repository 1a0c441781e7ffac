"""Reading the change log in tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from delivery.models import Change


@contextmanager
def changes() -> Iterator[list[Change]]:
    """The rows written inside, oldest first; filled when the block ends."""
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    found: list[Change] = []
    yield found
    found += Change.objects.filter(pk__gt=last).order_by("pk")


def paths(urls: list[str]) -> list[str]:
    return [url.removeprefix("https://shop.example") for url in urls]


def brief(found: list[Change]) -> list[tuple[str, list[str], list[str]]]:
    """(kind, paths now, paths before) of each row, menus left out."""
    return [
        (str(change.kind), paths(change.urls), paths(change.old_urls))
        for change in found
        if change.kind != Change.Kind.MENU
    ]
