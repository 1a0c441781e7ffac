"""preview/: tokens that open one draft each, and what they open."""

from datetime import timedelta
from typing import Annotated, Any

from django.http import HttpRequest

from ninja import Path as PathParameter
from ninja import Query, Router, Status

from headless.access import Scoped
from headless.api import Limit, Offset, Path
from headless.idempotency import tells_secret
from headless.limits import exempt
from headless.preview import schemas
from headless.preview.models import PreviewToken
from headless.preview.opening import Opened, body_of, elsewhere
from headless.preview.sharing import link_to
from headless.preview.tokens import issue, of_page, token_data, token_of

router = Router(tags=["preview"])
# Where front ends written for wagtail-headless-preview ask, once they know the address of this API.
older = Router(tags=["preview"])
READS = "preview:read"

ContentType = Annotated[
    str | None, Query(description="the page's type, as other preview clients send it: home.articlepage")
]
Ignored = Annotated[str | None, Query(max_length=40, description="accepted and ignored")]
Key = Annotated[int, PathParameter(ge=1, lt=2**31)]


@router.get(
    "/resolve/",
    auth=Opened(),
    response=schemas.PreviewVerdict,
    summary="The draft a token opens",
    operation_id="preview_resolve",
)
@exempt
def resolve(
    request: HttpRequest,
    path: Path = None,
    content_type: ContentType = None,
    format: Ignored = None,  # noqa: A002 - the name existing clients send
    in_preview_panel: Ignored = None,
) -> dict[str, Any]:
    """The answer of resolve/ made from the draft. A page without a draft is shown as it is."""
    return body_of(request.auth, path, content_type)


@router.get(
    "/",
    auth=Opened(),
    response=schemas.PreviewVerdict,
    summary="The same, by its older address",
    operation_id="preview",
)
@exempt
def preview(
    request: HttpRequest,
    content_type: ContentType = None,
    format: Ignored = None,  # noqa: A002 - the name existing clients send
    in_preview_panel: Ignored = None,
) -> dict[str, Any]:
    """For front ends that already send `content_type` and `token`."""
    return body_of(request.auth, None, content_type)


@older.get(
    "/",
    auth=Opened(),
    response=schemas.PreviewVerdict,
    summary="The same, where other preview clients ask",
    operation_id="page_preview",
)
@exempt
def page_preview(
    request: HttpRequest,
    content_type: ContentType = None,
    format: Ignored = None,  # noqa: A002 - the name existing clients send
    in_preview_panel: Ignored = None,
) -> dict[str, Any]:
    """For front ends written for wagtail-headless-preview: their addresses, and the answer of preview/resolve/."""
    return body_of(request.auth, None, content_type)


@older.get(
    "/{int:number}/",
    auth=Opened(),
    response=schemas.PreviewVerdict,
    summary="The same, with the number some of them send",
    operation_id="page_preview_numbered",
)
@exempt
def page_preview_numbered(
    request: HttpRequest,
    number: Annotated[int, PathParameter(ge=0, description="means nothing; clients send 0 or 1")],
    content_type: ContentType = None,
    format: Ignored = None,  # noqa: A002 - the name existing clients send
    in_preview_panel: Ignored = None,
) -> dict[str, Any]:
    """The token says which page it is."""
    return body_of(request.auth, None, content_type)


@router.get(
    "/pages/{page_id}/",
    auth=Opened(),
    response=schemas.PreviewVerdict,
    summary="The draft of a page",
    operation_id="preview_page",
)
@exempt
def preview_page(
    request: HttpRequest,
    page_id: Key,
    content_type: ContentType = None,
    format: Ignored = None,  # noqa: A002 - the name existing clients send
    in_preview_panel: Ignored = None,
) -> dict[str, Any]:
    """By the page's id, which no change of its address touches. A token opens its own page only."""
    if request.auth.page_id != page_id:
        raise elsewhere()
    return body_of(request.auth, None, content_type)


@router.post(
    "/tokens/",
    auth=Scoped(READS),
    response={201: schemas.PreviewTokenMade},
    summary="Make a preview token",
    operation_id="make_preview_token",
)
@tells_secret
def make_token(request: HttpRequest, wanted: schemas.PreviewTokenIn) -> Status:
    """For a page whose draft the owner of the bearer token may see in the admin."""
    token, secret = issue(
        request.user, wanted.page_id, wanted.revision_id, wanted.label, timedelta(seconds=wanted.expires_in)
    )
    return Status(201, token_data(token) | {"token": secret, "url": link_to(token.page, secret)})


@router.get(
    "/tokens/",
    auth=Scoped(READS),
    response=schemas.PreviewTokenList,
    summary="Preview tokens",
    operation_id="preview_tokens",
)
def tokens(
    request: HttpRequest,
    page_id: Annotated[int | None, Query(ge=1, lt=2**31)] = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> dict[str, Any]:
    """One's own; all of them for an administrator. Newest first."""
    found = of_page(PreviewToken.objects.of(request.user), page_id)
    return {"count": found.count(), "items": [token_data(each) for each in found[offset : offset + limit]]}


@router.delete(
    "/tokens/{token_id}/",
    auth=Scoped(READS),
    response={204: None},
    summary="End a preview token",
    operation_id="revoke_preview_token",
)
def revoke(request: HttpRequest, token_id: Key) -> Status:
    """It opens nothing from now on. It stays in the list for a week."""
    token_of(request.user, token_id).revoke()
    return Status(204, None)
