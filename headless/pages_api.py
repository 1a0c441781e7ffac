"""pages/, paths/ and locales/: lists of what stands on a site."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from ninja import Query, Router

from cms.rich_text import writing
from headless import answers, lists, schemas
from headless import paths as site_paths
from headless.api import Limit, Locale, Offset, SiteName, Text, WithFallback, WithTextFormat
from headless.requests import Address, language_asked_for, site_asked_for
from headless.verdicts import PageFound, resolve
from seo.headers import canonical_link

router = Router(tags=["content"])

Cursor = Annotated[
    str | None,
    Query(
        max_length=1000, description="`next_cursor` of the answer before; goes on whatever came in meanwhile"
    ),
]
Count = Annotated[Literal["exact", "none"], Query(description="`none` leaves the count out and is faster")]


@router.get("/pages/", response=schemas.PageList, summary="Pages", operation_id="pages", exclude_unset=True)
def pages(
    request: HttpRequest,
    site: SiteName = None,
    locale: Locale = None,
    fallback: WithFallback = "none",
    types: Annotated[list[str], Query(alias="type", description="any of these types: home.ArticlePage")] = [],  # noqa: B006 - read, never changed
    parent_path: Annotated[str | None, Query(description="only pages right below this one")] = None,
    ancestor_path: Annotated[str | None, Query(description="only pages below this one")] = None,
    updated_since: Annotated[
        datetime | None, Query(description="whose `content_modified_at` is this moment or later")
    ] = None,
    published_since: Annotated[datetime | None, Query(description="first published then or later")] = None,
    published_until: Annotated[datetime | None, Query(description="first published before then")] = None,
    search: Text = "",
    order: Literal["position", "title", "newest", "updated"] | None = None,
    view: Annotated[
        Literal["card", "full"], Query(description="cards, or cards with content, head and trail")
    ] = "card",
    rich_text_format: WithTextFormat = "html",
    count: Count = "exact",
    limit: Limit = 20,
    offset: Offset = 0,
    cursor: Cursor = None,
) -> dict[str, Any]:
    """Pages anybody may read. Without `order`: by relevance when searching, else in tree order."""
    found = site_asked_for(request, site)
    wanted = lists.Wanted(
        language=language_asked_for(found, locale),
        fallback=fallback,
        types=types,
        parent_path=parent_path,
        ancestor_path=ancestor_path,
        updated_since=updated_since,
        published_since=published_since,
        published_until=published_until,
        search=search,
        order=order,
    )
    with translation.override(wanted.language), writing(rich_text_format, found.root_url) as texts:
        body = lists.listing(
            found, wanted, view, count=count == "exact", cursor=cursor, limit=limit, offset=offset
        )
        return texts.settled(body)


@router.get("/pages/{int:page_id}/", response=schemas.PageDetail, summary="One page", operation_id="page")
def page(
    request: HttpRequest,
    response: HttpResponse,
    page_id: int,
    site: SiteName = None,
    rich_text_format: WithTextFormat = "html",
) -> dict[str, Any]:
    """What resolve/ says of the page's own address, by its id, which stays when the address changes."""
    found = site_asked_for(request, site)
    standing = lists.readable_by_id(found, page_id)
    if standing is None:
        raise Http404(_("No page has the id %(id)d.") % {"id": page_id})
    verdict = resolve(found, Address.of(standing.get_url_parts()[2]))
    if not isinstance(verdict, PageFound):
        raise Http404(_("No page has the id %(id)d.") % {"id": page_id})
    body = answers.detail(verdict, rich_text_format)
    response.headers["Link"] = canonical_link(body["head"]["canonical"])
    return body


@router.get("/paths/", response=schemas.PathList, summary="Every public path", operation_id="paths")
def paths(
    request: HttpRequest,
    site: SiteName = None,
    locale: Locale = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=site_paths.PER_ANSWER)] = site_paths.PER_ANSWER,
) -> dict[str, Any]:
    """For static builds: each page's path, type, date and whether search engines may list it, 1,000 at a time."""
    found = site_asked_for(request, site)
    return site_paths.paths(found, language_asked_for(found, locale), cursor, limit)


@router.get("/locales/", response=schemas.LocaleList, summary="Languages of the site", operation_id="locales")
def locales(request: HttpRequest, site: SiteName = None) -> dict[str, Any]:
    """The default language first."""
    return {"items": lists.languages(site_asked_for(request, site))}
