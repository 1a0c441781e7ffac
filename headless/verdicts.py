"""What stands at an address of a site: a page, a redirect, nothing any more, nothing yet, or not for all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final
from urllib.parse import urlsplit

from django.db.models import Q
from django.http import Http404, HttpRequest

from wagtail.models import AbstractPage, Site

from cms import doors, locales
from cms.endings import Ended
from cms.models import Page
from cms.redirects import lookup
from cms.redirects.lookup import Answer
from headless import unlock
from headless.requests import Address, reader_request

# No page stands deeper: the tree writes its place with so many characters for each level.
_DEEPEST: Final = Page._meta.get_field("path").max_length // Page.steplen
_METHODS = {"password": (401, "password"), "login": (401, "login"), "groups": (403, "login")}


@dataclass(frozen=True, slots=True)
class Route:
    """What a page type answers below its own address, by the name of the route and what stands in its places."""

    name: str
    kwargs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageFound:
    """A page anybody may read, as its specific type, and the request that asks for it. `requested` is the language
    that was asked for where the page is in another."""

    page: Page
    request: HttpRequest
    route: Route | None = None
    requested: str = ""
    verdict = "page"
    status = 200


@dataclass(frozen=True, slots=True)
class Redirected:
    """The reader belongs elsewhere. `location` is absolute, `path` set on the same site; never a chain."""

    location: str
    path: str | None
    status: int = 301
    normalise: bool = False
    verdict = "redirect"
    hops = 1

    @property
    def permanent(self) -> bool:
        return self.status in {301, 308}


@dataclass(frozen=True, slots=True)
class Gone:
    """Gone for good, or withheld by law (451). The way on is a page, or an address elsewhere."""

    reason: str
    suggestion: Page | None
    status: int = 410
    way_on: str = ""
    archive: str = ""
    verdict = "gone"


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


def resolve(site: Site, address: Address, tree: "Tree | None" = None) -> Verdict:
    """The verdict on an address, in this order: page, normal form, redirect rule, gone, missing.

    The order is Wagtail's own: a page wins over a rule, a rule over nothing. Addresses of pages under view
    restrictions are `restricted`, live or not said.
    """
    return resolve_all(site, [address], tree)[0]


def resolve_all(site: Site, addresses: Sequence[Address], tree: "Tree | None" = None) -> list[Verdict]:
    """The verdicts on many addresses: a query for the tree around them if it is not loaded, one for each type of page,
    two for all rules."""
    tree = tree or Tree.load(site, addresses)
    found = [_on_page(site, address, tree) for address in addresses]
    unanswered = [address for address, verdict in zip(addresses, found, strict=True) if verdict is None]
    answers = lookup.find_all(site, [(address.path, address.query) for address in unanswered])
    closed = doors.closed_places() if any(answers) else {}
    ruled = (
        _ruled(site, address, answer, closed) for address, answer in zip(unanswered, answers, strict=True)
    )
    return [
        verdict or next(ruled) or Missing(_nearest_readable(tree.trail(address)))
        for address, verdict in zip(addresses, found, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Tree:
    """The pages, live or not, at some addresses, their normal forms and every step above (`pages`, by their place); all
    of these and those at the addresses in other languages (`translations`); those at the addresses as their types."""

    site: Site
    steps: Mapping[Address, frozenset[str]]
    pages: Mapping[str, Page]
    translations: Sequence[Page]
    specific: Mapping[int, Page]

    @classmethod
    def load(cls, site: Site, addresses: Iterable[Address], languages: Collection[str] = ()) -> "Tree":
        """`languages`: in which the pages at the addresses may be looked at next."""
        steps_of = {address: _steps(site, address) for address in addresses}
        steps = frozenset().union(*steps_of.values())
        asked = {_url_path(site, path) for address in addresses for path in (address.path, address.normal)}
        originals = Page.objects.filter(url_path__in=sorted(steps if languages else asked))
        keys = originals.values("translation_key")
        wanted = Q(url_path__in=sorted(steps)) | Q(translation_key__in=keys)
        found = list(Page.objects.of_site(site).filter(wanted).with_trail_facts())
        pages = {page.url_path: page for page in found if page.url_path in steps}
        ends = {
            end.pk: end
            for address in addresses
            for path in (address.path, address.normal)
            for end in (pages.get(_url_path(site, path)),)
            if end is not None and end.live and not end.is_restricted
        }
        own_keys = {end.translation_key for end in ends.values()}
        others = [
            page
            for page in found
            if page.translation_key in own_keys and page.language_code in languages and page.is_readable
        ]
        return cls(site, steps_of, pages, found, specific_of([*ends.values(), *others]))

    def seen_from(self, address: Address) -> "Tree":
        """The tree around the address of a translation: loaded only if something above it stands elsewhere than what
        stands above the original."""
        steps, root = _steps(self.site, address), _root(self.site, address)
        pages = {page.url_path: page for page in self.translations if page.url_path in steps}
        page, home = pages.get(_url_path(self.site, address.path)), pages.get(root or "")
        if page is None or home is None:
            return Tree.load(self.site, [address])
        known = [one for path, one in pages.items() if _is_above(path, page)]
        if len(known) < page.depth - home.depth:
            return Tree.load(self.site, [address])
        return replace(self, steps={address: steps}, pages=pages)

    def trail(self, address: Address) -> list[Page]:
        """What stands at the address and above it, deepest first."""
        steps = self.steps[address]
        found = [page for path, page in self.pages.items() if path in steps]
        return sorted(found, key=lambda page: -page.depth)

    def at(self, path: str) -> Page | None:
        return self.pages.get(_url_path(self.site, path))

    def as_type(self, page: Page) -> Page:
        """The page as its own type; it then knows what stands above it and in which languages it may be read."""
        found = self.specific.get(page.pk) or page.specific
        found.remember_translations(self.translations)
        found.remember_above([one for path, one in self.pages.items() if _is_above(path, page)])
        return found


def _is_above(path: str, page: Page) -> bool:
    return path != page.url_path and page.url_path.startswith(path)


def specific_of(pages: Sequence[Page]) -> dict[int, Page]:
    """Pages as their own types, by id: one query for all types, and what verdicts ask of them."""
    by_type: dict[type[Page], list[int]] = {}
    for page in pages:
        by_type.setdefault(page.specific_class or type(page), []).append(page.pk)
    found: dict[int, Page] = {}
    for model, of_type in _loaded(by_type).items():
        model.prepare_verdicts(of_type)
        found |= {page.pk: page for page in of_type}
    return found


def _loaded(by_type: Mapping[type[Page], Sequence[int]]) -> dict[type[Page], list[Page]]:
    if len(by_type) == 1 or Page in by_type:  # of a type that is no longer installed
        return {model: list(model.objects.joined().filter(pk__in=ids)) for model, ids in by_type.items()}
    every = Page.objects.filter(pk__in=[pk for ids in by_type.values() for pk in ids])
    found: dict[type[Page], list[Page]] = {model: [] for model in by_type}
    for page in every.typed(by_type):
        found[type(page)].append(page)
    return found


def remember_translations(site: Site, pages: Sequence[Page]) -> None:
    """Load in which languages these pages may be read, with one query."""
    keys = [page.translation_key for page in pages]
    by_key: dict[Any, list[Page]] = {}
    others = Page.objects.of_site(site).filter(translation_key__in=keys).with_trail_facts()
    for other in others.only("translation_key", "url_path", "path", "locale"):
        by_key.setdefault(other.translation_key, []).append(other)
    for page in pages:
        page.remember_translations(by_key.get(page.translation_key, []))


def _steps(site: Site, address: Address) -> frozenset[str]:
    """Where the address, its normal form and every step above would stand in the tree, as deep as pages stand."""
    language, root = locales.language_of(address.normal), _root(site, address)
    if root is None:
        return frozenset()
    steps = {root}
    for path in (address.path, address.normal):
        if locales.language_of(path) == language:
            whole = _url_path(site, path)
            ends = (index for index, letter in enumerate(whole) if letter == "/" and index >= len(root))
            steps.update(whole[: end + 1] for end in islice(ends, _DEEPEST))
    return frozenset(steps)


def _root(site: Site, address: Address) -> str | None:
    """Where the home page of the address's language stands in the tree."""
    return locales.roots(site.pk).get(locales.language_of(address.normal))


def _url_path(site: Site, path: str) -> str:
    """Where a public path stands in the tree; a path of no page in a language the site does not have."""
    return locales.url_path(site, path) or ""


def _on_page(site: Site, address: Address, tree: Tree) -> Verdict | None:
    """What a page says to the address; None where no page does and the rules are to be asked."""
    exact, trail = tree.at(address.path), tree.trail(address)
    if exact is not None and exact.live and (found := _found(site, address, exact, tree)) is not None:
        return found
    routed = _routed(site, address, tree, trail)
    if routed is not None:
        return routed
    normal = tree.at(address.normal)
    if normal is not None and normal.live and address.normal != address.path:
        target = tree.as_type(normal).get_normal_address(address.query)
        return _normalised(site, target or Address(address.normal, address.query).encoded)
    return None


def _ended(site: Site, ended: Ended) -> Verdict | None:
    """The verdict on a page that has ended; None for one that is as if it had never been."""
    if ended.status == 301 and ended.page is not None:
        location = ended.page.get_full_url()
        return Redirected(location, _path_on(site, location))
    return Gone(ended.reason, ended.page) if ended.status == 410 else None


def _found(site: Site, address: Address, page: Page, tree: Tree) -> Verdict | None:
    if page.is_restricted:
        restriction = unlock.unmet(page)
        if restriction is not None:
            return Restricted(*_METHODS[restriction.restriction_type])
    specific, request = tree.as_type(page), reader_request(site, address)
    ended = specific.get_ended()
    if ended is not None:
        return _ended(site, ended)
    try:
        specific.check_query(request)
    except Http404:
        return Missing(_nearest_readable(tree.trail(address)))
    normal = specific.get_normal_address(address.query)
    return _normalised(site, normal) if normal else PageFound(specific, request)


def _normalised(site: Site, path: str) -> Redirected:
    return Redirected(site.root_url + path, path, normalise=True)


def _routed(site: Site, address: Address, tree: Tree, trail: Sequence[Page]) -> Verdict | None:
    """A live page's own route below its address, where its type has routes (Wagtail: RoutablePageMixin)."""
    page = next((page for page in trail if page.live), None)
    if page is None or page.specific_class is None or page.specific_class.route is AbstractPage.route:
        return None
    rest = [
        part for part in _url_path(site, f"{address.path}/").removeprefix(page.url_path).split("/") if part
    ]
    if not rest:
        return None
    request = reader_request(site, address)
    try:
        result = page.specific.route(request, rest)
    except Http404:
        return None
    found = _found(site, address, page, tree)
    match = getattr(request, "routable_resolver_match", None)
    if match is None or not isinstance(found, PageFound):
        return found
    return replace(found, page=result.page, route=Route(match.url_name or "", match.kwargs))


def _nearest_readable(trail: Sequence[Page]) -> Page | None:
    """The deepest page of a trail that anybody may read."""
    return next((page for page in trail if page.is_readable), None)


def _ruled(site: Site, address: Address, answer: Answer | None, closed: dict[str, Page]) -> Verdict | None:
    """What the rules say: the same answer a reader of the HTML gets."""
    if answer is None:
        return None
    door = lookup.door_before(site, address.path, answer, closed)
    restriction = unlock.unmet(door) if door is not None else None
    if restriction is not None:
        return Restricted(*_METHODS[restriction.restriction_type])
    if answer.sends_on:
        return Redirected(answer.location, answer.path_on(site.root_url), answer.status)
    answer = lookup.discreet(site, answer, closed)
    page = answer.page and Page.objects.filter(pk=answer.page.pk).readable().first()
    return Gone(answer.reason, page, answer.status, answer.location, answer.archive)


def _path_on(site: Site, location: str) -> str | None:
    """The part of an absolute address after this site's own; None for addresses elsewhere."""
    target, root = urlsplit(location), urlsplit(site.root_url)
    if (target.scheme, target.netloc.lower()) != (root.scheme, root.netloc):
        return None
    return (target.path or "/") + (f"?{target.query}" if target.query else "")
