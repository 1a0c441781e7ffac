"""The catalogue in the delivery API: products as cards or whole, one product, the tree of categories."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from ninja import Query, Router

from catalog import schemas, selection
from catalog.filtering import Filtered
from catalog.models import CategoryPage, ProductPage
from delivery import tags
from delivery.made_of import note
from headless import answers
from headless.api import Limit, Locale, Offset, SiteName, Text
from headless.requests import Address, language_asked_for, reader_request, site_asked_for

router = Router(tags=["catalog"])

Price = Annotated[Decimal | None, Query(ge=0, max_digits=12)]


@router.get("/products/", response=schemas.ProductList, summary="Products", operation_id="products")
def products(
    request: HttpRequest,
    site: SiteName = None,
    locale: Locale = None,
    category: Annotated[
        str | None, Query(description="path or id of a category; those below it are included")
    ] = None,
    filters: Annotated[
        list[str],
        Query(
            alias="filter",
            max_length=100,
            description="filters of the category as name:value, e.g. color:red; a name twice means either value",
        ),
    ] = [],  # noqa: B006 - read, never changed
    q: Text = "",
    brand: Text = "",
    sku: Annotated[list[str], Query(max_length=100, description="products with any of these SKUs")] = [],  # noqa: B006 - read, never changed
    price_min: Price = None,
    price_max: Price = None,
    in_stock: bool | None = None,
    updated_since: datetime | None = None,
    order: Literal["position", "newest", "name", "price", "-price"] | None = None,
    view: Literal["card", "full"] = "card",
    count: Literal["exact", "none"] = "exact",
    limit: Limit = 20,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Products anybody may read. Price, stock and filters must hold for one variant together.

    Without `order`: by relevance when searching, else in tree order. `view=full` adds words, pictures,
    variants and attributes. With a category: its filters with counts, those applied, and what search engines
    are told of their address. Filters that exist but leave nothing are 404, as their address is.
    """
    found = site_asked_for(request, site)
    wanted = selection.Wanted(
        category=category,
        filters=filters,
        q=q,
        brand=brand,
        sku=sku,
        price_min=price_min,
        price_max=price_max,
        in_stock=in_stock,
        updated_since=updated_since,
        order=order,
    )
    language = language_asked_for(found, locale)
    with translation.override(language):
        filtered = Filtered.of(found, wanted)
        queryset = selection.products(found, language, wanted, filtered)
        return (filtered.as_dict(found) if filtered else {}) | {
            "count": queryset.count() if count == "exact" else None,
            "items": selection.VIEWS[view](found, queryset[offset : offset + limit]),
        }


@router.get(
    "/products/{int:product_id}/", response=schemas.Product, summary="One product", operation_id="product"
)
def product(
    request: HttpRequest,
    product_id: int,
    site: SiteName = None,
    variant: Annotated[str | None, Query(description="the SKU to pre-select")] = None,
) -> dict[str, Any]:
    """Everything its page shows and says, with `?variant=` as its page takes it."""
    found = site_asked_for(request, site)
    page = selection.by_id(ProductPage.objects.of_site(found).readable(), product_id)
    if page is None:
        raise Http404(_("No product has the id %(id)d.") % {"id": product_id})
    asked = reader_request(found, Address.of(page.get_url_parts()[2], variant=variant))
    page.check_query(asked)
    return {
        **answers.page_content(page, asked),
        "head": page.get_head(asked).as_dict(),
        "breadcrumbs": answers.breadcrumbs(page, asked),
        "more_breadcrumbs": answers.more_breadcrumbs(page, asked),
    }


@router.get(
    "/categories/", response=schemas.CategoryTree, summary="The tree of categories", operation_id="categories"
)
def categories(request: HttpRequest, site: SiteName = None, locale: Locale = None) -> dict[str, Any]:
    """Every category anybody may read, each below its parent, in the editors' order."""
    found = site_asked_for(request, site)
    language = language_asked_for(found, locale)
    note(tags.type_("catalog.categorypage"))
    shelves = CategoryPage.objects.of_site(found).in_language(language).readable().order_by("path")
    return {"items": selection.tree(found, shelves)}
