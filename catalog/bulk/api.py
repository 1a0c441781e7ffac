"""Writing the catalogue: one product by its external id, many at once, prices and stock."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse

from ninja import Path, Query, Router, Status
from pydantic import BaseModel

from catalog.bulk import many, one, schemas
from catalog.bulk.rows import PriceRow, ProductBody, ProductRow, StockRow
from headless.access import Scoped
from headless.api import SiteName
from headless.jobs.accepting import ARRAY_ROWS
from headless.jobs.api import accepted
from headless.jobs.schemas import Job
from headless.requests import site_asked_for

router = Router(tags=["catalog"])
WRITES = Scoped("catalog:write", "catalog.change_productpage")
SELLS = Scoped("catalog:write", "catalog.change_variant")
SOURCE = r"^[a-z0-9][a-z0-9-]{0,29}$"

Source = Annotated[str, Path(pattern=SOURCE, description="who knows it by this id, e.g. erp")]
DryRun = Annotated[bool, Query(description="say what would happen, and write nothing")]
SourceName = Annotated[str, Query(pattern=SOURCE, description="whose ids the rows have, e.g. erp")]
BY_EXTERNAL_ID = "/products/by-external-id/{source}/{path:external_id}/"


def _rows_of(row: type[BaseModel]) -> dict[str, Any]:
    """How the contract describes a body that is read by the row."""
    schema = row.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)  # what rows hold is in the contract already
    array = {"type": "array", "items": schema, "minItems": 1, "maxItems": ARRAY_ROWS}
    lines = {"type": "string", "description": "one such object per line"}
    content = {"application/json": {"schema": array}, "application/x-ndjson": {"schema": lines}}
    return {"requestBody": {"required": True, "content": content}}


@router.get(
    BY_EXTERNAL_ID,
    auth=WRITES,
    response=schemas.Written,
    summary="A product by its source's id",
    operation_id="product_by_external_id",
)
def product_by_external_id(
    request: HttpRequest, response: HttpResponse, source: Source, external_id: str
) -> dict[str, Any]:
    """Where it stands, whether it is published, and the version for `If-Match`; drafts included."""
    found = one.described(one.readable_to(request, source, external_id))
    response.headers["ETag"] = found["version"]
    return found


@router.put(
    BY_EXTERNAL_ID,
    auth=WRITES,
    response={200: schemas.ProductWritten, 201: schemas.ProductWritten},
    summary="Create or update a product",
    operation_id="put_product",
)
def put_product(
    request: HttpRequest,
    response: HttpResponse,
    source: Source,
    external_id: str,
    product: ProductBody,
    site: SiteName = None,
    dry_run: DryRun = False,
) -> Status:
    """201 when it was created, else 200; `unchanged` when all of it was so already and nothing was written.

    What is not named stays as it is. `variants` is the whole list: those of the same source that are not in it
    are marked as no longer made. `If-Match` is heard.
    """
    found = site_asked_for(request, site)
    answer = one.put(request, found, source, external_id, product, dry_run=dry_run)
    if not dry_run:
        response.headers["ETag"] = answer["version"]
    return Status(201 if answer["status"] == "created" and not dry_run else 200, answer)


@router.post(
    "/products/bulk/",
    auth=WRITES,
    response={202: Job},
    summary="Write many products",
    operation_id="bulk_products",
    openapi_extra=_rows_of(ProductRow),
)
def bulk_products(
    request: HttpRequest,
    response: HttpResponse,
    source: SourceName,
    mode: Literal["upsert", "patch", "replace"] = "upsert",
    match: Literal["external_id", "sku"] = "external_id",
    missing: Annotated[
        Literal["keep", "unpublish", "discontinue"] | None,
        Query(description="what becomes of products no row names; keep, with mode=replace discontinue"),
    ] = None,
    missing_at_most: Annotated[
        float, Query(ge=0, le=1, description="the share of the source's products that may go; 1 confirms any")
    ] = 0.1,
    publish: bool = False,
    on_slug_change: Literal["redirect", "keep"] = "redirect",
    site: SiteName = None,
    dry_run: DryRun = False,
) -> Status:
    """202 and a job. An array has at most 1,000 rows; more come as lines. `patch` makes nothing new and takes nothing
    away. With `replace` the rows are all there is: after the last one, products of the source that none names are
    marked as no longer made."""
    options = {
        "source": source,
        "mode": mode,
        "match": match,
        "missing": missing or ("discontinue" if mode == "replace" else "keep"),
        "missing_at_most": missing_at_most,
        "publish": publish,
        "on_slug_change": on_slug_change,
        "site": site_asked_for(request, site).pk,
    }
    return Status(202, accepted(response, many.accept_products(request, options, dry_run=dry_run)))


@router.post(
    "/prices/bulk/",
    auth=SELLS,
    response={200: schemas.FiguresWritten, 202: Job},
    summary="Write prices",
    operation_id="bulk_prices",
    openapi_extra=_rows_of(PriceRow),
)
def bulk_prices(
    request: HttpRequest, response: HttpResponse, site: SiteName = None, dry_run: DryRun = False
) -> Status:
    """An array of at most 1,000 rows is written at once and answered row by row; lines become a job."""
    return many.write_figures(request, response, "prices", site_asked_for(request, site), dry_run=dry_run)


@router.post(
    "/stock/bulk/",
    auth=SELLS,
    response={200: schemas.FiguresWritten, 202: Job},
    summary="Write stock",
    operation_id="bulk_stock",
    openapi_extra=_rows_of(StockRow),
)
def bulk_stock(
    request: HttpRequest, response: HttpResponse, site: SiteName = None, dry_run: DryRun = False
) -> Status:
    """An array of at most 1,000 rows is written at once and answered row by row; lines become a job."""
    return many.write_figures(request, response, "stock", site_asked_for(request, site), dry_run=dry_run)
