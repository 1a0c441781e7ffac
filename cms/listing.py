"""Page n of a list: what is on it, where the others are, and what its head says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from delivery import tags
from delivery.made_of import note
from seo import nodes
from seo.graph import Node

if TYPE_CHECKING:
    from cms.models import Page, Place


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of the pagination; `number` is None for a gap."""

    number: int | None
    url: str
    is_current: bool


@dataclass(frozen=True)
class Listing:
    """One page of a paginated list of pages.

    Google: "Pagination, incremental page loading": every page has its own address and is its own canonical,
    is linked by plain links, and a page beyond the last does not exist.
    """

    pages: Sequence["Page"]
    number: int
    last: int
    total: int
    first_index: int
    base: str
    title: str
    query: str = ""
    is_crawlable: bool = True

    @classmethod
    def of(
        cls,
        owner: "Page",
        queryset: Any,
        request: HttpRequest | None,
        per_page: int,
        query: str = "",
        *,
        is_crawlable: bool = True,
    ) -> "Listing":
        """The page that `request` asks for. Raises Http404 for a `page` that names no page of the list.

        `query` is what all pages of this list have in their addresses beside their number. The pages of a list that
        is not `is_crawlable` are turned by a form: no plain link leads into it.
        """
        note(tags.type_(queryset.model._meta.label_lower))
        cache = owner.__dict__.setdefault("_listings", {})
        number = cls._number(request)
        if (query, number) not in cache:
            paginator = Paginator(queryset, per_page)
            if number > paginator.num_pages:
                raise Http404(_("This list has no page %(number)d.") % {"number": number})
            page = paginator.page(number)
            cache[query, number] = cls(
                pages=list(page.object_list),
                number=number,
                last=paginator.num_pages,
                total=paginator.count,
                first_index=page.start_index() or 1,
                base=owner.get_url(request) or "",
                title=owner.get_heading(request),
                query=query,
                is_crawlable=is_crawlable,
            )
        return cache[query, number]

    @staticmethod
    def _number(request: HttpRequest | None) -> int:
        value = request.GET.get("page", "1") if request else "1"
        if not (value.isascii() and value.isdigit()) or value.startswith("0") or len(value) > 6:
            raise Http404(_("“%(value)s” is not a page number.") % {"value": value[:20]})
        return int(value)

    def url_of(self, number: int) -> str:
        page = "" if number == 1 else f"page={number}"
        query = "&".join(filter(None, (self.query, page)))
        return f"{self.base}?{query}" if query else self.base

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """What a form that turns the page sends beside the page."""
        return parse_qsl(self.query)

    def as_dict(self) -> dict[str, Any]:
        """Where this page of the list stands, for the API."""
        return {
            "total": self.total,
            "page": self.number,
            "pages": self.last,
            "previous": self.previous_url or None,
            "next": self.next_url or None,
        }

    @property
    def queries(self) -> list[str]:
        """The queries of its second and last page, if it has them."""
        numbers = [number for number in sorted({2, self.last}) if 1 < number <= self.last]
        return ["&".join(filter(None, (self.query, f"page={number}"))) for number in numbers]

    @property
    def is_paginated(self) -> bool:
        return self.last > 1

    @property
    def previous_url(self) -> str:
        return self.url_of(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self.url_of(self.number + 1) if self.number < self.last else ""

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1

    @property
    def links(self) -> list[PageLink]:
        """First, last, and two either side of the current page, with gaps between."""
        near = {1, self.last, *range(max(1, self.number - 2), min(self.last, self.number + 2) + 1)}
        links: list[PageLink] = []
        for number in sorted(near):
            if links and number - (links[-1].number or 0) > 1:
                links.append(PageLink(None, "", False))
            links.append(PageLink(number, self.url_of(number), number == self.number))
        return links

    def nodes(self, place: "Place") -> Iterable[Node]:
        """The summary ItemList of what this page shows; nothing for fewer than two entries."""
        if len(self.pages) > 1:
            yield nodes.item_list(
                place.url,
                name=self.title,
                urls=[page.get_full_url() for page in self.pages],
            )
