"""What a crawler asked for: one of our pages or something beside them, judged at the time it is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from django.conf import settings
from django.urls import reverse

from wagtail.models import Site

from cms import locales
from cms.addresses import normal_path
from cms.models import Page
from headless.problems import Refused
from headless.requests import Address, reader_request
from visits.models import Kind

_MACHINE_ENDINGS = (".xml", ".xml.gz", ".txt", ".kml", ".webmanifest", ".rss", ".atom", ".tsv", ".md")
_ASSETS = (
    ".css",
    ".js",
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".webp",
    ".avif",
    ".svg",
    ".ico",
    ".woff2",
    ".pdf",
    ".mp4",
)
# Addresses of pages with a query are asked the page itself; so many of one batch, the rest counts as variations.
MOST_QUERIES = 500


@dataclass(frozen=True, slots=True)
class Target:
    kind: str
    page_id: int | None = None


def kind_of_status(status: int) -> str:
    """What the status alone says; empty where it depends on what is there."""
    if status == 304:
        return Kind.UNCHANGED
    if 300 <= status < 400:
        return Kind.REDIRECT
    if status in {404, 410, 451}:
        return Kind.MISSING
    if status in {401, 403}:
        return Kind.REFUSED
    return Kind.ERROR if status >= 400 else ""


def targets(site: Site, paths: Iterable[str]) -> dict[str, Target]:
    """What stands at each path (with its query) of a site. Three queries for all paths without a query."""
    paths = list(paths)
    tree_paths = {path: _tree_path(site, path.partition("?")[0]) for path in paths}
    wanted = {tree_path for tree_path in tree_paths.values() if tree_path}
    pages = dict(Page.objects.filter(url_path__in=wanted, live=True).values_list("url_path", "pk"))
    listed = set(Page.objects.filter(pk__in=pages.values()).indexable().values_list("pk", flat=True))
    own: dict[str, bool] = {}
    queried = [path for path in paths if "?" in path and pages.get(tree_paths[path]) in listed][:MOST_QUERIES]
    if queried:
        specific = {
            page.pk: page
            for page in Page.objects.filter(pk__in={pages[tree_paths[path]] for path in queried}).specific()
        }
        own = {path: _is_its_own(site, specific[pages[tree_paths[path]]], path) for path in queried}
    return {path: _target(path, pages.get(tree_paths[path]), listed, own) for path in paths}


def _tree_path(site: Site, path: str) -> str:
    return locales.url_path(site, normal_path(unquote(path))) or ""


def _target(path: str, page_id: int | None, listed: set[int], own: dict[str, bool]) -> Target:
    if page_id is None:
        return Target(_beside(path.partition("?")[0].lower()))
    if page_id not in listed:
        return Target(Kind.HIDDEN, page_id)
    return Target(Kind.PAGE if "?" not in path or own.get(path) else Kind.QUERY, page_id)


def _is_its_own(site: Site, page: Page, path: str) -> bool:
    """Whether an address with a query is listed as one of its own, as the page itself says it."""
    try:
        request = reader_request(site, Address.parse(path))
    except Refused:
        return False
    return page.get_own_query(request) == path.partition("?")[2]


def _beside(path: str) -> str:
    if path.startswith((settings.STATIC_URL, settings.MEDIA_URL, "/documents/")) or path.endswith(_ASSETS):
        return Kind.ASSET
    if path.startswith("/api/"):
        return Kind.API
    if path.startswith(reverse("wagtailadmin_home")):
        return Kind.HIDDEN
    return Kind.MACHINE if path.endswith(_MACHINE_ENDINGS) or path.startswith("/feeds/") else Kind.OTHER
