"""What pages share whose one task is to list other pages."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from cms.cards import cards
from cms.listing import Listing
from cms.models import Place
from cms.representation import card_data
from seo.graph import Node


class IndexPage:
    """A mixin of pages. The page answers `get_entries`: what it lists, in order. Shown as wide cards
    unless it says otherwise."""

    per_page = 12
    lists_others = True

    def get_entries(self) -> Any:
        """The pages the index lists, in its order; every index type answers."""
        raise NotImplementedError

    def get_listing(self, request: HttpRequest | None) -> Listing:
        return Listing.of(self, self.get_entries(), request, self.per_page)

    def get_page_number(self, request: HttpRequest | None) -> int:
        return self.get_listing(request).number

    def get_queries(self) -> Iterable[str]:
        return self.get_listing(None).queries

    def get_schema(self, place: Place) -> Iterable[Node]:
        return self.get_listing(place.request).nodes(place)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "listing": self.get_listing(request),
            **self.get_shown(request),
        }

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        listing = self.get_listing(request)
        return super().get_content(request) | {"listing": listing.as_dict()} | self.get_data(request)

    def get_shown(self, request: HttpRequest) -> dict[str, Any]:
        """The entries of this page of the list, for the template."""
        return {"cards": cards(self.get_listing(request).pages, request, "wide")}

    def get_data(self, request: HttpRequest | None) -> dict[str, Any]:
        """The same, for the API."""
        root = self.get_site_root(request)
        pages = self.get_listing(request).pages
        return {"cards": [card_data(card, root) for card in cards(pages, request, "wide")]}
