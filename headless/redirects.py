"""seo/redirects/: the rules for old addresses, flat, for whoever stands in front of the site."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.db.models import Q
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse, JsonResponse

from wagtail.models import Site

from ninja import Query, Router, Schema

from cms.models import RedirectRule
from cms.redirects import edge, hosts
from cms.redirects.edge import EdgeRule
from delivery import tags
from delivery.made_of import note
from headless.api import SiteName
from headless.lists import aware
from headless.problems import invalid
from headless.requests import site_asked_for

router = Router(tags=["seo"])

MOST_PATTERNS = 1_000
TEXTS = {"netlify": hosts.netlify, "nginx": hosts.nginx, "apache": hosts.apache}


class RedirectData(Schema):
    """A rule. `path` is decoded, without a slash at the end; any letters mean the same. Of a pattern it has `*` for any
    text, and `location` has `$1` … for what they stood for. `query`: only with this one; empty for any. `location` is
    null for what is gone, `location_path` for another host. `query_goes_on`: all, nothing, or noise, what measures
    visits."""

    id: int
    path: str
    query: str
    is_pattern: bool
    status: Literal[301, 302, 307, 308, 410, 451]
    location: str | None
    location_path: str | None
    query_goes_on: Literal["noise", "all", "nothing"]
    reason: str
    updated_at: datetime


class RedirectWindow(Schema):
    """`removed`: with `updated_since`, addresses that have no rule any more."""

    items: list[RedirectData]
    removed: list[str]
    next_cursor: str | None


class VercelFile(Schema):
    """`redirects` as vercel.json has them; `left_out` what it cannot say, and why."""

    redirects: list[dict[str, Any]]
    left_out: list[dict[str, Any]]
    next_cursor: str | None


@router.get(
    "/redirects/",
    response=RedirectWindow | VercelFile,
    summary="Redirects for the edge",
    operation_id="redirects",
    openapi_extra={"responses": {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}},
)
def redirects(
    request: HttpRequest,
    site: SiteName = None,
    updated_since: datetime | None = None,
    cursor: Annotated[str, Query(max_length=40, description="`next_cursor` of the answer before")] = "",
    limit: Annotated[int, Query(ge=1, le=5000)] = 1000,
    form: Annotated[
        Literal["json", "netlify", "vercel", "nginx", "apache"],
        Query(alias="format", description="in whose words; all but json and vercel as text"),
    ] = "json",
) -> Any:
    """Rules a live page answers before are not among them; chains are cut. Exact addresses with a query first, then
    those without, patterns at the end: the first that matches is meant. Also in the header `X-Next-Cursor`."""
    found = site_asked_for(request, site)
    note(tags.REDIRECTS, tags.PAGES, tags.SETTINGS, tags.site(found.pk))
    since = aware(updated_since) if updated_since else None
    rules, place = _window(found, since, cursor, limit)
    flat = list(edge.flattened(found, rules))
    answer = _answer(
        form, found, flat, place, edge.removed_since(found, since) if since and not cursor else []
    )
    if place:
        answer.headers["X-Next-Cursor"] = place
    return answer


def _answer(
    form: str, site: Site, flat: Sequence[EdgeRule], place: str | None, removed: list[str]
) -> HttpResponse:
    if form in TEXTS:
        return HttpResponse("".join(TEXTS[form](flat)), content_type="text/plain; charset=utf-8")
    if form == "vercel":
        said, left_out = hosts.vercel(flat)
        return JsonResponse({"redirects": said, "left_out": left_out, "next_cursor": place})
    items = [edge.as_dict(rule, site.root_url) for rule in flat]
    return JsonResponse({"items": items, "removed": removed, "next_cursor": place})


def _window(
    site: Site, since: datetime | None, cursor: str, limit: int
) -> tuple[list[RedirectRule], str | None]:
    """The next rules in the order they are to be asked in, and where to go on. Patterns come at once, at the end."""
    rules = edge.rules_of(site)
    if since is not None:
        rules = edge.changed_since(rules, since)
    kinds = (Q(is_pattern=False, path__contains="?"), Q(is_pattern=False) & ~Q(path__contains="?"))
    number, after = _place(cursor)
    found: list[RedirectRule] = []
    for at, kind in enumerate(kinds):
        if at < number:
            continue
        behind = rules.filter(kind, pk__gt=after if at == number else 0).order_by("pk")
        found += behind[: limit + 1 - len(found)]
        if len(found) > limit:
            last = found[limit - 1]
            return found[:limit], f"{0 if '?' in last.path else 1}-{last.pk}"
    patterns = rules.filter(is_pattern=True).order_by(Length("path").desc(), "pk")
    return [*found, *patterns[:MOST_PATTERNS]], None


def _place(cursor: str) -> tuple[int, int]:
    kind, _, after = cursor.partition("-")
    if not cursor:
        return 0, 0
    if kind not in {"0", "1"} or not after.isascii() or not after.isdecimal() or int(after) >= 2**63:
        raise invalid("cursor", "This is no cursor of redirects.")
    return int(kind), int(after)
