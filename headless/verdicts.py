"""What stands at an address of a site: a page, a redirect, nothing any more, nothing yet, or not for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.encoding import uri_to_iri

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import AbstractPage, Site

from cms.models import GoneAddress, Page
from headless.requests import Address, reader_request

MAX_HOPS = 10
_METHODS = {"password": (401, "password"), "login": (401, "login"), "groups": (403, "login")}


@dataclass(frozen=True, slots=True)
class PageFound:
    """A page anybody may read, as its specific type, and the request that asks for it."""

    page: Page
    request: HttpRequest
    verdict = "page"
    status = 200


@dataclass(frozen=True, slots=True)
class Redirected:
    """The reader belongs elsewhere. `location` is absolute, `path` set on the same site; never a chain."""

    location: str
    path: str | None
    permanent: bool
    hops: int
    normalise: bool = False
    verdict = "redirect"

    @property
    def status(self) -> int:
        return 301 if self.permanent else 302


@dataclass(frozen=True, slots=True)
class Gone:
    reason: str
    suggestion: Page | None
    verdict = "gone"
    status = 410


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing here; `nearest` is the closest page above the address that anybody may read."""

    nearest: Page | None
    verdict = "missing"
    status = 404


@dataclass(frozen=True, slots=True)
class Restricted:
    """A page some may read. Says how to be let in and nothing about the page."""

    status: int
    method: str
    verdict = "restricted"


Verdict = PageFound | Redirected | Gone | Missing | Restricted


def resolve(site: Site, address: Address) -> Verdict:
    """The verdict on an address, in this order: page, normal form, redirect rule, gone, missing.

    The order is Wagtail's own: a page wins over a rule, a rule over nothing. Addresses of pages under view
    restrictions are `restricted`, live or not said.
    """
    trail = _trail(site, address)
    by_path = {page.url_path: page for page in trail}
    exact = by_path.get(_url_path(site, address.path))
    if exact is not None and exact.live:
        return _found(site, address, exact, trail)
    routed = _routed(site, address, trail)
    if routed is not None:
        return routed
    normal = by_path.get(_url_path(site, address.normal))
    if normal is not None and normal.live and address.normal != address.path:
        target = Address(address.normal, address.query)
        return Redirected(site.root_url + target.encoded, target.encoded, True, 1, normalise=True)
    return _follow(site, address) or _gone(site, address) or Missing(_nearest_readable(trail))


def _url_path(site: Site, path: str) -> str:
    return site.root_page.url_path.rstrip("/") + path


def _trail(site: Site, address: Address) -> Sequence[Page]:
    """The pages, live or not, at the address, its normal form and every step above; deepest first."""
    steps = {
        _url_path(site, path[: index + 1])
        for path in (address.path, address.normal)
        for index, character in enumerate(path)
        if character == "/"
    }
    return list(Page.objects.of_site(site).filter(url_path__in=sorted(steps)[:200]).order_by("-depth"))


def _found(site: Site, address: Address, page: Page, trail: Sequence[Page]) -> Verdict:
    restriction = page.get_view_restrictions().order_by("pk").first()
    if restriction is not None:
        return Restricted(*_METHODS[restriction.restriction_type])
    specific, request = page.specific, reader_request(site, address)
    try:
        specific.check_query(request)
    except Http404:
        return Missing(_nearest_readable(trail))
    return PageFound(specific, request)


def _routed(site: Site, address: Address, trail: Sequence[Page]) -> Verdict | None:
    """A live page's own route below its address, where its type has routes (Wagtail: RoutablePageMixin)."""
    page = next((page for page in trail if page.live), None)
    if page is None or page.specific_class is None or page.specific_class.route is AbstractPage.route:
        return None
    rest = [part for part in address.path.removeprefix(page.url_path).split("/") if part]
    try:
        result = page.specific.route(reader_request(site, address), rest)
    except Http404:
        return None
    return _found(site, address, result.page, trail)


def _nearest_readable(trail: Sequence[Page]) -> Page | None:
    """The deepest page of a trail that anybody may read."""
    readable = set(
        Page.objects.filter(pk__in=[page.pk for page in trail]).readable().values_list("pk", flat=True)
    )
    return next((page for page in trail if page.pk in readable), None)


# Rules -------------------------------------------------------------------------------------------------


def _rule(site: Site, address: Address) -> Redirect | None:
    """The rule for an address: with its query before without, this site's before every site's. One query."""
    encoded = Redirect.normalise_path(address.encoded, decode_unicode=False)
    bare = Redirect.normalise_path(Address(address.path).encoded, decode_unicode=False)
    wanted = list(dict.fromkeys([uri_to_iri(encoded), encoded, uri_to_iri(bare), bare]))
    rules = Redirect.objects.select_related("redirect_page").filter(
        Q(site=site) | Q(site=None), old_path__in=[path[:255] for path in wanted]
    )
    found = sorted(rules, key=lambda rule: (wanted.index(rule.old_path), rule.site_id is None))
    return found[0] if found else None


def _follow(site: Site, address: Address) -> Redirected | None:
    """The end of a chain of rules. None without a rule, in a loop, and where the end is no longer live."""
    seen: set[str] = set()
    permanent, hops, reached = True, 0, None
    while address.full not in seen and hops < MAX_HOPS:
        seen.add(address.full)
        rule = _rule(site, address)
        if rule is None or rule.link is None:
            return reached
        hops, permanent = hops + 1, permanent and rule.is_permanent
        location = _absolute_link(site, rule)
        path = _path_on(site, location)
        reached = Redirected(location, path, permanent, hops)
        if path is None:
            return reached
        address = Address.parse(path)
        page = rule.redirect_page or Page.objects.filter(url_path=_url_path(site, address.path)).first()
        if page is not None and page.live:
            return reached
        if page is not None:
            reached = None
    return None


def _absolute_link(site: Site, rule: Redirect) -> str:
    link = rule.link
    if not link.startswith("/"):
        return link
    parts = rule.redirect_page.get_url_parts() if rule.redirect_page else None
    return (parts[1] if parts else site.root_url) + link


def _path_on(site: Site, location: str) -> str | None:
    """The part of an absolute address after this site's own; None for addresses elsewhere."""
    target, root = urlsplit(location), urlsplit(site.root_url)
    if (target.scheme, target.netloc.lower()) != (root.scheme, root.netloc):
        return None
    return (target.path or "/") + (f"?{target.query}" if target.query else "")


def _gone(site: Site, address: Address) -> Gone | None:
    gone = GoneAddress.find(site, address.path)
    if gone is None:
        return None
    return Gone(gone.reason, _nearest_readable([gone.suggestion] if gone.suggestion else []))
