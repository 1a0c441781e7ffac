"""seo/findings/: what the last audit found on the pages of a site, for programs that have a token."""

from typing import Annotated, Any

from django.http import HttpRequest

from wagtail.models import Site

from ninja import Query, Router, Schema

from audit.api import SEE, FindingSchema, Level, RunSchema, finding_data
from audit.models import Fault, Run
from headless.access import Scoped
from headless.api import Locale, SiteName
from headless.requests import language_asked_for, site_asked_for

router = Router(tags=["seo"])

PageId = Annotated[int | None, Query(ge=1, lt=2**63, description="only of this page")]


class Findings(Schema):
    """`run` is null where no audit came to its end yet."""

    run: RunSchema | None
    count: int
    items: list[FindingSchema]


@router.get(
    "/findings/",
    response=Findings,
    auth=Scoped("content:read", SEE),
    summary="What the last audit found",
    operation_id="findings",
)
def findings(
    request: HttpRequest,
    site: SiteName = None,
    locale: Locale = None,
    page_id: PageId = None,
    level: Level | None = None,
    code: Annotated[str | None, Query(max_length=20)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> dict[str, Any]:
    """Without what somebody decided to live with; with `locale` of one language only."""
    found = site_asked_for(request, site)
    asked = {"page_id": page_id, "level": level, "code": code}
    if locale is not None:
        asked["locale"] = language_asked_for(found, locale)
    return _found(found, asked, limit, offset)


def _found(site: Site, asked: dict[str, Any], limit: int, offset: int) -> dict[str, Any]:
    run = Run.latest(site.pk)
    if run is None:
        return {"run": None, "count": 0, "items": []}
    wanted = {name: value for name, value in asked.items() if value is not None}
    faults = Fault.objects.found_by(run).open().filter(**wanted)
    items = [finding_data(fault) for fault in faults[offset : offset + limit]]
    return {"run": run, "count": faults.count(), "items": items}
