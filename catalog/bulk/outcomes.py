"""What became of a row."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from catalog.bulk.rows import Error
from cms.changes import Roots


@dataclass
class Outcome:
    """`status` is created, updated, unchanged or failed; `id` is of the product, or of a price's variant."""

    index: int
    key: str
    status: str = "failed"
    id: int | None = None
    path: str = ""
    old_path: str = ""
    redirect_created: bool = False
    errors: list[Error] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def refused(index: int, key: str, errors: Sequence[Error]) -> Outcome:
    return Outcome(index, key, errors=list(errors))


class Paths:
    """Public paths of places in the tree, on the nearest site, without a query for each."""

    def __init__(self) -> None:
        self._roots = Roots.now()

    def of(self, url_path: str) -> str:
        """The path as an address has it; empty where nothing is public."""
        urls = self._roots.place(url_path).urls if url_path else ()
        return "/" + urls[0].split("/", 3)[3] if urls else ""
