"""Filters in the product list of the API: the policy and the counts are those of the category's page."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import Http404

from wagtail.models import Site

from catalog.facets.addresses import POSITION, Asked, Nonsense, NothingLeft
from catalog.facets.policy import PRICE, PRICE_MAX, PRICE_MIN, STOCK, YES
from catalog.facets.shelves import Shelf
from catalog.facets.views import FilterView
from catalog.models import CategoryPage, FacetPage
from headless.lists import page_at
from headless.problems import invalid
from headless.requests import Address, reader_request

if TYPE_CHECKING:
    from catalog.selection import Wanted

# Longer numbers are no id, and overflow the column.
MAX_ID = 2**31 - 1
# Orders of the API as those of a list's address.
_SORTS = {"newest": "newest", "name": "name", "price": "price", "-price": "price-down"}


@dataclass(frozen=True, slots=True)
class Filtered:
    """A category and what is asked of its filters."""

    category: CategoryPage
    asked: Asked

    @property
    def shelf(self) -> Shelf:
        return self.category.shelf

    @classmethod
    def of(cls, site: Site, wanted: "Wanted") -> "Filtered | None":
        """The category and the filters asked for; None without a category.

        Raises Refused (422) for a category that is none and for a filter or value it does not have, and Http404
        where no product has all of it, as its address does.
        """
        if wanted.category is None:
            if wanted.filters:
                raise invalid("filter", "Filters are those of a category; name it.")
            return None
        category = category_asked_for(site, wanted.category)
        try:
            asked = category.shelf.ask(urlencode(_parameters(category, wanted)), category.per_page)
        except NothingLeft as error:
            raise Http404(str(error)) from error
        except Nonsense as error:
            raise invalid("filter", str(error)) from error
        if asked.ignored:
            raise invalid("filter", f"This category has no filter “{asked.ignored.partition('=')[0][:40]}”.")
        return cls(category, replace(asked, sort=_SORTS.get(wanted.order or "", POSITION)))

    def as_dict(self, site: Site) -> dict[str, Any]:
        """The category's filters, and what search engines are told of the address in which they are written."""
        view = FilterView.of(self.shelf, self.category.shelf_path, self.asked)
        path = self.shelf.path_of(self.category.shelf_path, self.asked)
        landing = self.shelf.landing_of(self.asked)
        page = FacetPage.objects.child_of(self.category).get(slug=landing.slug) if landing else self.category
        request = reader_request(site, Address.parse(path))
        head = page.get_head(request)
        return view.as_dict(site.root_url) | {
            "seo": {
                "path": path,
                "url": site.root_url + path,
                "title": head.title,
                "heading": page.get_heading(request),
                "description": head.description,
                "robots": str(head.robots),
                "canonical": head.canonical,
                "indexable": head.robots.index and head.canonical == site.root_url + path,
            }
        }


def category_asked_for(site: Site, value: str) -> CategoryPage:
    """The category with an id or at a path. Raises Refused (422)."""
    if not (value.isascii() and value.isdigit()):
        return page_at(site, "category", value, CategoryPage)
    number = int(value[:20])
    category = (
        CategoryPage.objects.of_site(site).readable().filter(pk=number).first() if number <= MAX_ID else None
    )
    if category is None:
        raise invalid("category", f"No category has the id {value[:20]}.")
    return category


def _parameters(category: CategoryPage, wanted: "Wanted") -> list[tuple[str, str]]:
    """What is wanted as the parameters of the category's address."""
    pairs = [one.partition(":") for one in wanted.filters]
    if any(not separator for _name, separator, _value in pairs):
        raise invalid("filter", "A filter is written name:value, e.g. color:red.")
    parameters = [(name, value) for name, _separator, value in pairs]
    offered = {facet.name for facet in category.shelf.policy.facets}
    if PRICE in offered:
        amounts = ((PRICE_MIN, wanted.price_min), (PRICE_MAX, wanted.price_max))
        parameters += [(name, f"{amount:f}") for name, amount in amounts if amount is not None]
    if STOCK in offered and wanted.in_stock:
        parameters.append((STOCK, YES))
    return parameters
