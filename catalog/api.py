"""The catalogue in the delivery API: products as cards or whole, one product, the tree of categories."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from ninja import Query, Router

from catalog import schemas, selection
from catalog.models import CategoryPage, ProductPage
from headless import answers
from headless.api import Limit, Offset, SiteName, Text
from headless.requests import Address, reader_request, site_asked_for

router = Router(tags=["catalog"])

Price = Annotated[Decimal | None, Query(ge=0, max_digits=12)]


@router.get("/products/", response=schemas.ProductList, summary="Products", operation_id="products")
def products(
    request: HttpRequest,
    site: SiteName = None,
    category: Annotated[
        str | None, Query(description="path or id of a category; those below it are included")
    ] = None,
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
    """Products anybody may read. Price and stock must hold for one variant together.

    Without `order`: by relevance when searching, else in tree order. `view=full` adds words, pictures,
    variants and attributes.
    """
    found = site_asked_for(request, site)
    wanted = selection.Wanted(
        category=category,
        q=q,
        brand=brand,
        sku=sku,
        price_min=price_min,
        price_max=price_max,
        in_stock=in_stock,
        updated_since=updated_since,
        order=order,
    )
    queryset = selection.products(found, wanted)
    return {
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
    }


@router.get(
    "/categories/", response=schemas.CategoryTree, summary="The tree of categories", operation_id="categories"
)
def categories(request: HttpRequest, site: SiteName = None) -> dict[str, Any]:
    """Every category anybody may read, each below its parent, in the editors' order."""
    found = site_asked_for(request, site)
    return {"items": selection.tree(found, CategoryPage.objects.of_site(found).readable().order_by("path"))}
