"""What category pages and landing pages share: a list of products with filters beside it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from catalog.facets.addresses import Asked, Nonsense
from catalog.facets.shelves import Shelf
from catalog.facets.views import FilterView
from catalog.found import FoundProducts
from cms.cards import cards
from cms.listing import Listing
from cms.models import Place
from cms.representation import card_data
from seo.graph import Node
from seo.head import Alternate, Head


class ShelfPage:
    """A mixin of pages. The page answers `shelf`, whose path it is (`shelf_path`), and what a query asks of it."""

    per_page = 24
    lists_others = True

    shelf: Shelf
    shelf_path: str

    def ask(self, query: str) -> Asked:
        """What a query asks of this page. Raises Nonsense where that is nothing."""
        raise NotImplementedError

    def get_asked(self, request: HttpRequest | None) -> Asked:
        """Raises Http404 where the request asks for nothing."""
        query = request.META.get("QUERY_STRING", "") if request else ""
        asked = self.__dict__.setdefault("_asked", {})
        if query not in asked:
            try:
                asked[query] = self.ask(query)
            except Nonsense as error:
                raise Http404(str(error)) from error
        return asked[query]

    # Addresses -----------------------------------------------------------------------------------------

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, or one hop to the address in which its filters are written otherwise."""
        self.get_asked(request)
        normal = self.get_normal_address(request.META.get("QUERY_STRING", ""))
        return HttpResponsePermanentRedirect(normal) if normal else super().serve(request, *args, **kwargs)

    def check_query(self, request: HttpRequest) -> None:
        self.get_asked(request)

    def get_page_number(self, request: HttpRequest | None) -> int:
        return self.get_asked(request).page

    def get_place(self, request: HttpRequest | None = None) -> Place:
        place = super().get_place(request)
        return replace(place, url=place.root.rstrip("/") + self.get_canonical_path(self.get_asked(request)))

    def get_canonical_path(self, asked: Asked) -> str:
        return self.shelf.canonical_path(self.shelf_path, asked)

    # Answers -------------------------------------------------------------------------------------------

    def get_listing(self, request: HttpRequest | None) -> Listing:
        asked = self.get_asked(request)
        found = FoundProducts(self.shelf.page_ids(asked))
        return self.list_of(found, request, asked)

    def list_of(self, found: FoundProducts, request: HttpRequest | None, asked: Asked) -> Listing:
        raise NotImplementedError

    def get_schema(self, place: Place) -> Iterable[Node]:
        return self.get_listing(place.request).nodes(place)

    def get_head(self, request: HttpRequest | None = None) -> Head:
        """The type's head, not indexed where the policy says so. Pages after the first name no other languages."""
        head, asked = super().get_head(request), self.get_asked(request)
        if not self.is_listed(asked):
            return replace(head, robots=replace(head.robots, index=False), alternates=())
        if asked.combination and asked.page == 1 and head.robots.index:
            return replace(head, alternates=self.get_combination_alternates(asked))
        return head

    def get_combination_alternates(self, asked: Asked) -> tuple[Alternate, ...]:
        raise NotImplementedError

    def is_listed(self, asked: Asked) -> bool:
        """Whether search engines may list what was asked for."""
        return self.shelf.is_indexable(asked)

    def get_filters(self, request: HttpRequest | None) -> FilterView:
        return FilterView.of(self.shelf, self.shelf_path, self.get_asked(request))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        listing = self.get_listing(request)
        return {
            **super().get_context(request, *args, **kwargs),
            "heading": self.get_heading(request),
            "listing": listing,
            "cards": cards(listing.pages, request),
            "filters": self.get_filters(request),
        }

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        listing = self.get_listing(request)
        root = self.get_site_root(request)
        return (
            super().get_content(request)
            | {
                "heading": self.get_heading(request),
                "listing": listing.as_dict(),
                "cards": [card_data(card, root) for card in cards(listing.pages, request)],
            }
            | self.get_filters(request).as_dict(root)
        )
