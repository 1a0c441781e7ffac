"""Which products a list shows, and as what."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from wagtail.models import Site

from catalog.filtering import MAX_ID, Filtered
from catalog.models import CategoryPage, ProductPage
from catalog.presentation import ProductView
from catalog.reviews import rating_data
from cms.cards import prefetch
from cms.search import found_in
from delivery import tags
from delivery.made_of import note
from headless.lists import aware, cards_of
from headless.requests import Address, reader_request
from seo.text import plain

_ORDERS: dict[str, Callable[[Any], Any]] = {
    "position": lambda products: products.order_by("path"),
    "newest": lambda products: products.newest(),
    "name": lambda products: products.order_by("title", "pk"),
    "price": lambda products: products.by_price(),
    "-price": lambda products: products.by_price(descending=True),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks of the product list; empty means any."""

    category: str | None = None
    filters: Sequence[str] = ()
    q: str = ""
    brand: str = ""
    sku: Sequence[str] = ()
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    in_stock: bool | None = None
    updated_since: datetime | None = None
    order: str | None = None


def products(site: Site, language: str, wanted: Wanted, filtered: Filtered | None = None) -> Any:
    """The listed products of a site in a language that match."""
    note(tags.type_("catalog.productpage"))
    found = ProductPage.objects.of_site(site).in_language(language).listed().joined()
    if filtered is not None:
        found = found.in_category(filtered.category)
    if filtered is not None and wanted.filters:
        found = found.filter(pk__in=filtered.shelf.page_ids(filtered.asked))
    if plain(wanted.brand):
        found = found.of_brand(plain(wanted.brand))
    if wanted.sku:
        found = found.with_sku(wanted.sku)
    found = found.offered(at_least=wanted.price_min, at_most=wanted.price_max, in_stock=wanted.in_stock)
    if wanted.updated_since is not None:
        found = found.changed_since(aware(wanted.updated_since))
    if plain(wanted.q):
        found = found_in(found, wanted.q)
        return _ORDERS[wanted.order](found.order_by()) if wanted.order else found
    return _ORDERS[wanted.order or "position"](found)


def by_id(queryset: Any, number: int) -> Any:
    """The page of a queryset with that id, or None."""
    return queryset.filter(pk=number).first() if number <= MAX_ID else None


def as_cards(site: Site, pages: Iterable[ProductPage]) -> list[dict[str, Any]]:
    """Products with the facts of the variant that stands for each."""
    found = list(pages)
    prefetch(found, "brand")
    ProductPage.prefetch_things(found, "variants")
    return [card | _facts(page) for page, card in zip(found, cards_of(site, found), strict=True)]


def in_full(site: Site, pages: Iterable[ProductPage]) -> list[dict[str, Any]]:
    """Products with everything their pages show but head, body and related products."""
    found = list(pages)
    cards = as_cards(site, found)
    views = ProductView.of_many(found, reader_request(site, Address("/")))
    shown = ("description", "care", "pictures", "variants", "attributes")
    return [
        card | {name: full[name] for name in shown}
        for card, full in zip(cards, (view.as_dict(site.root_url) for view in views), strict=True)
    ]


VIEWS = {"card": as_cards, "full": in_full}


def tree(site: Site, categories: Iterable[CategoryPage]) -> list[dict[str, Any]]:
    """Categories, given in tree order, each below its parent; one without its parent stands at the top."""
    request = reader_request(site, Address("/"))
    roots: list[dict[str, Any]] = []
    children: dict[str, list[dict[str, Any]]] = {}
    for category in categories:
        _site_id, root, path = category.get_url_parts(request)
        children[category.path] = []
        children.get(category.path[: -category.steplen], roots).append(
            {
                "id": category.pk,
                "title": category.title,
                "path": path,
                "url": root + path,
                "summary": plain(category.summary),
                "children": children[category.path],
            }
        )
    return roots


def _facts(page: ProductPage) -> dict[str, Any]:
    variant = page.select(None)
    offer = variant.offer("") if variant else None
    return {
        "sku": variant.sku if variant else "",
        "brand": page.brand.name if page.brand else "",
        "price": offer.price if offer else None,
        "was_price": offer.was_price if offer else None,
        "currency": offer.currency if offer else None,
        "availability": str(offer.availability) if offer else None,
        "can_be_bought": bool(offer and offer.availability.can_be_bought),
        "reviews": rating_data(page.rating),
        "updated_at": max((each.updated_at for each in page.offered), default=None),
    }
