"""Rules as whoever stands in front of the site can follow them: every chain cut, nothing that a live page answers."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from wagtail.models import Site

from cms import doors, locales
from cms.addresses import normal_path
from cms.redirects import addresses, lookup
from cms.redirects.addresses import Asked
from delivery.models import Change

if TYPE_CHECKING:
    from cms.models import Page, RedirectRule

# What happens to a page and changes where the rules lead that name it.
_MOVES = (Change.Kind.MOVE, Change.Kind.UNPUBLISH, Change.Kind.DELETE)


@dataclass(frozen=True, slots=True)
class EdgeRule:
    """One rule, flat. `path` is decoded and ends without a slash; of a pattern it has `*`, and `location` has `$1` …
    `query` is that of the old address, empty for any. `location` is absolute; empty for what is gone."""

    id: int
    path: str
    query: str
    is_pattern: bool
    status: int
    location: str
    passes: str
    reason: str
    updated_at: datetime

    @property
    def sends_on(self) -> bool:
        return self.status < 400


def rules_of(site: Site) -> QuerySet["RedirectRule"]:
    """The rules asked on a site; of two for one address the site's own."""
    rules = apps.get_model("cms", "RedirectRule").objects
    own = rules.filter(site=site, fingerprint=OuterRef("fingerprint"))
    return rules.filter(Q(site=site) | (Q(site=None) & ~Exists(own))).select_related("page")


def changed_since(rules: QuerySet["RedirectRule"], moment: datetime) -> QuerySet["RedirectRule"]:
    """Those written since, and those whose page has moved, gone or come since."""
    moved = Q(kind__in=_MOVES) | Q(kind=Change.Kind.UPSERT, old_urls=[])
    told = Change.objects.filter(moved, page_id=OuterRef("page_id"), created_at__gte=moment)
    return rules.filter(Q(updated_at__gte=moment) | Exists(told))


def removed_since(site: Site, moment: datetime) -> list[str]:
    """Addresses of which the change log says that a rule was written or deleted, and for which there is none now."""
    told = Change.objects.filter(kind=Change.Kind.REDIRECT, created_at__gte=moment)
    told = told.filter(Q(site=site) | Q(site=None)).order_by("pk").values_list("old_urls", flat=True)
    root = site.root_url
    paths = dict.fromkeys(
        _decoded(url.removeprefix(root)) for urls in told for url in urls if url.startswith(root)
    )
    standing = set(rules_of(site).filter(path__in=list(paths)).values_list("path", flat=True))
    closed = doors.closed_places()
    return [path for path in paths if path not in standing and not _is_closed(site, path, closed)]


def flattened(site: Site, rules: Sequence["RedirectRule"]) -> Iterator[EdgeRule]:
    """The rules, each to the end of its chain. Rules are kept flat, so most follow from their own row: three queries
    for all; one more step of asking for each whose page was taken down or has ended.

    Rules at or to addresses that not everybody may read are left to the site, which asks readers who they are.
    """
    answered = _answered_by_pages(site, rules)
    closed = doors.closed_places()
    for rule in rules:
        if rule.pk in answered or _is_closed(site, rule.path, closed):
            continue
        if rule.page is not None and doors.door_to(closed, rule.page.url_path):
            continue
        found = _end(site, rule)
        if found is None:
            continue
        status, location, reason = found
        root = f"{site.root_url}/"
        if location.startswith(root) and _is_closed(site, location[len(root) - 1 :], closed):
            continue
        path, _, query = rule.path.partition("?")
        yield EdgeRule(
            rule.pk, path, query, rule.is_pattern, status, location, rule.passes, reason, rule.updated_at
        )


def _answered_by_pages(site: Site, rules: Iterable["RedirectRule"]) -> set[int]:
    """Rules for an address at which a page lives: the page wins, whatever the query."""
    places = {}
    for rule in rules:
        if not rule.is_pattern:
            place = locales.url_path(site, normal_path(rule.path.partition("?")[0]))
            if place:
                places.setdefault(place, []).append(rule.pk)
    pages = apps.get_model("cms", "Page").objects.of_site(site).filter(url_path__in=list(places))
    living = pages.live().values_list("url_path", flat=True)
    return {pk for place in living for pk in places[place]}


def _is_closed(site: Site, address: str, closed: dict[str, "Page"]) -> bool:
    """Whether an address of the site, or the folder of a pattern, is not for everybody."""
    path = Asked.parse(address).path
    folder = path.partition("*")[0].rpartition("/")[0] if "*" in path else path
    return doors.door_to(closed, doors.place_of(site, folder)) is not None


def _end(site: Site, rule: "RedirectRule") -> tuple[int, str, str] | None:
    """Status, location and reason; None for a rule that answers nothing now."""
    page = rule.page
    if not rule.sends_on:
        location = _absolute(site, rule.target) if rule.target else ""
        if page is not None and page.live:
            location = page.get_full_url() or ""
        return rule.status, location, rule.reason
    if page is None:
        return (rule.status, _absolute(site, rule.target), "") if rule.target else (410, "", "")
    is_over = page.closed_from is not None and page.closed_from <= timezone.now()
    if page.live and not is_over:
        url = page.get_full_url()
        if not url:
            return None
        if rule.suffix:
            url = iri_to_uri(url.rstrip("/") + rule.suffix if rule.suffix[0] == "/" else url + rule.suffix)
        return rule.status, url, ""
    if rule.is_pattern:
        return None
    path, _, query = rule.path.partition("?")
    answer = lookup.find(site, path, query)
    if answer is None:
        return None
    location = answer.location or (answer.page.get_full_url() or "" if answer.page else "")
    return answer.status, location, answer.reason


def _absolute(site: Site, target: str) -> str:
    return (
        iri_to_uri(target)
        if not target.startswith("/")
        else site.root_url + iri_to_uri("/" + target.lstrip("/\\"))
    )


def _decoded(address: str) -> str:
    asked = Asked.parse(address)
    return addresses.spelled(asked.path) + (f"?{asked.query}" if asked.query else "")


def as_dict(rule: EdgeRule, root_url: str) -> dict[str, Any]:
    """A rule as data. `location_path` is empty where it leads to another host."""
    inside = rule.location.startswith(f"{root_url}/")
    return {
        "id": rule.id,
        "path": rule.path,
        "query": rule.query,
        "is_pattern": rule.is_pattern,
        "status": rule.status,
        "location": rule.location or None,
        "location_path": rule.location.removeprefix(root_url) if inside else None,
        "query_goes_on": rule.passes,
        "reason": rule.reason,
        "updated_at": rule.updated_at,
    }
