"""reviews/: what buyers say, sending a review, and deciding about it."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control

from ninja import Path, Query, Router, Status

from catalog import review_schemas as schemas
from catalog import reviewing
from headless import antispam, limits
from headless.access import Scoped
from headless.api import Limit, Offset, SiteName
from headless.bodies import described, read_json
from headless.requests import site_asked_for

router = Router(tags=["reviews"])

# Reviews an address may send in an hour.
RATE = "10/3600"
MODERATOR = Scoped("reviews:moderate", "catalog.change_review")


@router.get("/", response=schemas.ReviewList, summary="Reviews of a product", operation_id="reviews")
def reviews(
    request: HttpRequest,
    product: Annotated[str, Query(max_length=2000, description="path or id of a product")],
    site: SiteName = None,
    rating: Annotated[int | None, Query(ge=1, le=5, description="only those with so many stars")] = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> Any:
    """Approved ones, those in the language of the product's page first, then the newest."""
    page = reviewing.product_at(site_asked_for(request, site), product)
    return reviewing.reviews_of(page, rating=rating, limit=limit, offset=offset)


@router.get("/form/", response=schemas.ReviewForm, summary="Before a review", operation_id="review_form")
def form(request: HttpRequest, response: HttpResponse) -> Any:
    """A token that is good for one review within a day, and the name of the field that stays empty."""
    patch_cache_control(response, private=True, no_store=True)
    parameters = antispam.Parameters(antispam.issue(reviewing.PURPOSE))
    return {"submit_url": reverse("delivery:submit_review"), **parameters.as_dict()}


@router.post(
    "/",
    response={202: schemas.Waiting},
    summary="Send a review",
    operation_id="submit_review",
    url_name="submit_review",
    openapi_extra=described(schemas.NewReview),
)
def submit(request: HttpRequest, site: SiteName = None) -> Any:
    """Shown once somebody has read and approved it. Errors name the field."""
    found = site_asked_for(request, site)
    limits.check(request, "reviews", RATE)
    return Status(202, reviewing.take(found, read_json(request, schemas.NewReview)))


@router.get(
    "/moderation/",
    auth=MODERATOR,
    response=schemas.ModerationList,
    summary="Reviews to decide about",
    operation_id="moderation",
)
def moderation(
    request: HttpRequest,
    status: Literal["pending", "approved", "rejected"] = "pending",
    limit: Limit = 20,
    offset: Offset = 0,
) -> Any:
    """Those that wait longest first."""
    found = reviewing.waiting(status)
    return {
        "count": found.count(),
        "items": [reviewing.as_data(one) for one in found[offset : offset + limit]],
    }


@router.patch(
    "/{int:review_id}/",
    auth=MODERATOR,
    response=schemas.ModeratedReview,
    summary="Decide about a review",
    operation_id="decide_review",
    openapi_extra=described(schemas.Decision),
)
def decide(request: HttpRequest, review_id: Annotated[int, Path(ge=1)]) -> Any:
    """Approve it, reject it, answer it. The rating of its product follows at once."""
    return reviewing.as_data(reviewing.decide(review_id, read_json(request, schemas.Decision)))
