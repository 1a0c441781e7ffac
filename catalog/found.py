"""Products that were found and put in order already, to be fetched a page at a time."""

from collections.abc import Sequence
from typing import Any


class FoundProducts:
    """Looks to a paginator like a queryset: counted without a query, sliced with one."""

    ordered = True

    def __init__(self, page_ids: Sequence[int]) -> None:
        self.page_ids = page_ids

    @property
    def model(self) -> Any:
        from catalog.models.product import ProductPage

        return ProductPage

    def count(self) -> int:
        return len(self.page_ids)

    def __getitem__(self, window: slice) -> list[Any]:
        wanted = self.page_ids[window]
        found = self.model.objects.joined().in_bulk(wanted) if wanted else {}
        return [found[page_id] for page_id in wanted if page_id in found]
