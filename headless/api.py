"""resolve/, head/ and pages/: what stands at an address, and lists of pages."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest

from ninja import Query, Router

from headless import answers, lists, schemas
from headless.problems import invalid
from headless.requests import Address, site_asked_for
from headless.verdicts import resolve as verdict_on

router = Router(tags=["content"])

SiteName = Annotated[
    str | None,
    Query(description="hostname[:port]; without it the site of the Host header, else the default one"),
]
Path = Annotated[
    str | None, Query(description="the address within the site, with its query if it has one: /lamps/?page=2")
]
HtmlPath = Annotated[str | None, Query(description="the same as `path`, as Wagtail's own API calls it")]
Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Text = Annotated[str, Query(max_length=200)]


@router.get(
    "/resolve/", response=schemas.Resolution, summary="What stands at an address", operation_id="resolve"
)
def resolve(
    request: HttpRequest, path: Path = None, html_path: HtmlPath = None, site: SiteName = None
) -> dict[str, Any]:
    """Always 200 with a verdict: page (content, head, breadcrumbs), redirect, gone, missing, restricted."""
    found = site_asked_for(request, site)
    address = _address(path, html_path)
    return answers.resolution(address, verdict_on(found, address))


@router.get("/head/", response=schemas.HeadResolution, summary="The head of an address", operation_id="head")
def head(
    request: HttpRequest, path: Path = None, html_path: HtmlPath = None, site: SiteName = None
) -> dict[str, Any]:
    """The verdict with the head only, for front ends that have their content from elsewhere."""
    found = site_asked_for(request, site)
    address = _address(path, html_path)
    return answers.head_resolution(address, verdict_on(found, address))


@router.get("/pages/", response=schemas.PageList, summary="Pages as cards", operation_id="pages")
def pages(
    request: HttpRequest,
    site: SiteName = None,
    types: Annotated[list[str], Query(alias="type", description="any of these types: home.ArticlePage")] = [],  # noqa: B006 - read, never changed
    ancestor_path: Annotated[str | None, Query(description="only pages below this one")] = None,
    updated_since: datetime | None = None,
    search: Text = "",
    order: Literal["position", "title", "newest", "updated"] | None = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Pages anybody may read. Without `order`: by relevance when searching, else in tree order."""
    found = site_asked_for(request, site)
    queryset = lists.pages(
        found,
        types=types,
        ancestor_path=ancestor_path,
        updated_since=updated_since,
        search=search,
        order=order,
    )
    return {
        "count": queryset.count(),
        "items": lists.cards_of(found, queryset[offset : offset + limit].specific()),
    }


def _address(path: str | None, html_path: str | None) -> Address:
    value = path if path is not None else html_path
    if value is None:
        raise invalid("path", "A path is needed: path=/ is the home page.")
    return Address.parse(value)
