"""Audits in the management API: for bearer tokens of people who may see them, never for the public."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.models import Site

from ninja import Query, Router, Schema

from audit.models import Fault, Run

SEE = "audit.view_run"
router = Router(tags=["audit"], auth=BearerTokenAuth())

Level = Literal["error", "warning", "idea"]
SiteName = Annotated[str | None, Query(description="hostname; without it the default site")]
Limit = Annotated[int, Query(ge=1, le=500)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


class RunSchema(Schema):
    """An audit that came to its end, by its counts."""

    id: int
    finished_at: datetime
    version: str
    addresses: int
    errors: int
    warnings: int
    ideas: int
    ignored: int
    new_errors: int
    unmeasured: list[str]


class RunList(Schema):
    count: int
    items: list[RunSchema]


class FindingSchema(Schema):
    """What a check found; `page` is the number of the page the address belongs to."""

    code: str
    level: Level
    url: str
    page: int | None
    locale: str
    message: str
    node: str
    first_seen_at: datetime


class FindingList(Schema):
    run: RunSchema | None
    count: int
    items: list[FindingSchema]


@router.get(
    "/runs/", response=RunList, operation_id="audit_runs", summary="Audits of a site, the last one first"
)
def runs(
    request: HttpRequest, site: SiteName = None, limit: Limit = 30, offset: Offset = 0
) -> dict[str, Any]:
    _require(request)
    found = Run.objects.finished().filter(site=_site(site)).defer("snapshot")
    return {"count": found.count(), "items": list(found[offset : offset + limit])}


@router.get(
    "/findings/",
    response=FindingList,
    operation_id="audit_findings",
    summary="What the last audit of a site found, without what is ignored",
)
def findings(
    request: HttpRequest,
    site: SiteName = None,
    code: str | None = None,
    level: Level | None = None,
    page: int | None = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> dict[str, Any]:
    _require(request)
    found_site = _site(site)
    run = Run.latest(found_site.pk) if found_site else None
    if run is None:
        return {"run": None, "count": 0, "items": []}
    asked = {"code": code, "level": level, "page_id": page}
    found = Fault.objects.found_by(run).open()
    found = found.filter(**{name: value for name, value in asked.items() if value is not None})
    items = [finding_data(fault) for fault in found[offset : offset + limit]]
    return {"run": run, "count": found.count(), "items": items}


def finding_data(fault: Fault) -> dict[str, Any]:
    """A finding as both APIs answer it."""
    named = {name: getattr(fault, name) for name in FindingSchema.model_fields if name != "page"}
    return named | {"page": fault.page_id}


def _require(request: HttpRequest) -> None:
    if not request.user.has_perm(SEE):
        raise PermissionDenied


def _site(name: str | None) -> Site | None:
    sites = Site.objects.filter(hostname=name) if name else Site.objects.filter(is_default_site=True)
    return sites.first()
