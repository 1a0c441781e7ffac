"""What the rules answer for an address that no page answers: asked by the HTML site and by resolve/ alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.apps import apps
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from wagtail.models import Site

from cms import doors
from cms.redirects import addresses
from cms.redirects.addresses import Asked
from seo.parameters import is_noise

if TYPE_CHECKING:
    from cms.models import Page, RedirectRule

_MOST_HOPS = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule says. 3xx: `location` is absolute and stands at the end of every chain; `page` is there where the
    rule names one. 410, 451: `reason`, and `page` or `location` as a way on."""

    status: int
    rule_id: int
    location: str = ""
    page: "Page | None" = None
    reason: str = ""
    archive: str = ""

    @property
    def sends_on(self) -> bool:
        return 300 <= self.status < 400

    def path_on(self, root_url: str) -> str | None:
        """The location without the site's own address; None where it leads elsewhere."""
        target, root = urlsplit(self.location), urlsplit(root_url)
        if (target.scheme, target.netloc.lower()) != (root.scheme, root.netloc):
            return None
        return urlunsplit(("", "", target.path or "/", target.query, target.fragment))


def find(site: Site, path: str, query: str = "") -> Answer | None:
    """The answer for a decoded path and a query as sent; None where no rule says anything.

    One query where the rule names a page, an address elsewhere, or an end. What only a reader's own address tells
    (patterns leading into the site, rules of every site that name its host, pages taken down since) is followed at one
    query more for each step.
    """
    return _find(site, Asked(path, query), frozenset())


def door_before(site: Site, path: str, answer: Answer, closed: "dict[str, Page]") -> "Page | None":
    """Of `doors.closed_places` the page that asks readers who they are before they hear this answer: where an address
    leads that stands below it, and what became of one. None where anybody may hear it."""
    places = _places(site, answer) if answer.sends_on else [doors.place_of(site, path)]
    return next((door for place in places if (door := doors.door_to(closed, place))), None)


def discreet(site: Site, answer: Answer, closed: "dict[str, Page]") -> Answer:
    """The answer without a way on from what is gone that is not for everybody."""
    if answer.sends_on or not any(doors.door_to(closed, place) for place in _places(site, answer)):
        return answer
    return replace(answer, page=None, location="")


def _places(site: Site, answer: Answer) -> list[str]:
    """Where in the tree the page or address of an answer stands."""
    places = [answer.page.url_path] if answer.page is not None else []
    if answer.location and (here := answer.path_on(site.root_url)) is not None:
        places.append(doors.place_of(site, Asked.parse(here).path))
    return places


def find_all(site: Site, wanted: Iterable[tuple[str, str]]) -> "list[Answer | None]":
    """The answers for many paths and queries, as `find` gives each; their rules come with one query."""
    asked = [Asked(path, query) for path, query in wanted]
    short = [one for one in asked if len(one.path) <= addresses.LONGEST]
    if not short:
        return [None for _one in asked]
    rules: dict[str, list[RedirectRule]] = {}
    for rule in _rules(site, {key for one in short for key in one.keys}):
        rules.setdefault(rule.key, []).append(rule)
    return [
        _first(
            site, one, frozenset(), ordered(one, (rule for key in one.keys for rule in rules.get(key, ())))
        )
        if one in short
        else None
        for one in asked
    ]


def _find(site: Site, asked: Asked, seen: frozenset[str]) -> Answer | None:
    if len(asked.path) > addresses.LONGEST or len(seen) > _MOST_HOPS:
        return None
    return _first(site, asked, seen, candidates(site, asked))


def _first(
    site: Site, asked: Asked, seen: frozenset[str], rules: "Iterable[tuple[RedirectRule, list[str]]]"
) -> Answer | None:
    here = addresses.fold(asked.path)
    for rule, captured in rules:
        answer = _answer(site, rule, captured, asked, seen | {here})
        if answer is not None:
            return answer
    return None


def candidates(site: Site | None, asked: Asked) -> "Iterator[tuple[RedirectRule, list[str]]]":
    """The rules that mean this address, the one that means it most exactly first. One query."""
    yield from ordered(asked, _rules(site, asked.keys))


def _rules(site: Site | None, keys: Iterable[str]) -> "list[RedirectRule]":
    rules = apps.get_model("cms", "RedirectRule").objects.filter(key__in=list(keys))
    # By key alone: asked for the site too, SQLite reads every rule the site has.
    wanted = {None, site.pk if site else None}
    return [rule for rule in rules.select_related("page").order_by() if rule.site_id in wanted]


def ordered(asked: Asked, rules: "Iterable[RedirectRule]") -> "Iterator[tuple[RedirectRule, list[str]]]":
    """Those of the rules that mean an address, the most exact first, with what their wildcards stand for."""
    keys = asked.keys
    spelled = addresses.spelled(asked.path)

    def precedence(rule: "RedirectRule") -> tuple[int, bool, bool, int]:
        is_other_case = rule.path.partition("?")[0] != spelled
        return keys.index(rule.key), rule.site_id is None, is_other_case, -len(rule.path)

    for rule in sorted(rules, key=precedence):
        captured = rule.captures(asked.path)
        if captured is not None:
            yield rule, list(captured)


def _answer(
    site: Site, rule: "RedirectRule", captured: list[str], asked: Asked, seen: frozenset[str]
) -> Answer | None:
    if not rule.sends_on:
        page = rule.page if rule.page and rule.page.live else None
        location = _absolute(site, addresses.fill(rule.target, captured)) if rule.target else ""
        return Answer(rule.status, rule.pk, location, page, rule.reason, rule.archive)
    if rule.page is not None:
        return _to_page(site, rule, rule.page, asked, seen)
    if not rule.target:  # its page was deleted past everything that would have asked where readers go now
        return Answer(410, rule.pk)
    location = _absolute(site, addresses.fill(rule.target, captured))
    # A rule of every site may name this one by its host, where there are several: nothing has cut its chain.
    is_uncut = rule.is_pattern or not rule.target.startswith("/")
    if is_uncut and (inside := _inside(site, location)) is not None:
        return _settled(site, rule, location, inside, asked, seen)
    return Answer(rule.status, rule.pk, _with_query(location, rule.passes, asked.query))


def _to_page(
    site: Site, rule: "RedirectRule", page: "Page", asked: Asked, seen: frozenset[str]
) -> Answer | None:
    """To a page; where it has ended, to what stands for it; where it was taken down, to where its own rule leads."""
    parts = page.get_url_parts()
    if parts is None:
        return None
    if not page.live:
        address = Asked.parse(parts[2])
        if addresses.fold(address.path) in seen:
            return None
        following = _find(_site(parts[0], site), address, seen)
        return following and _weakened(rule, following)
    if page.closed_from and page.closed_from <= timezone.now():
        ended = page.specific.get_ended()
        if ended is not None:
            if ended.status == 301 and ended.page is not None:
                location = ended.page.get_full_url()
                location = _with_query(location, rule.passes, asked.query)
                return Answer(rule.status, rule.pk, location, ended.page)
            return Answer(410, rule.pk, "", ended.page, ended.reason) if ended.status == 410 else None
    location = parts[1] + parts[2]
    if rule.suffix:
        location = iri_to_uri(
            location.rstrip("/") + rule.suffix if rule.suffix[0] == "/" else location + rule.suffix
        )
    elif rule.passes == rule.Passes.ALL and asked.query:
        normal = page.specific.get_normal_address(asked.query)
        if normal:
            return Answer(rule.status, rule.pk, parts[1] + normal, page)
    return Answer(rule.status, rule.pk, _with_query(location, rule.passes, asked.query), page)


def _site(site_id: int, asked_on: Site) -> Site:
    return asked_on if asked_on.pk == site_id else Site.objects.get(pk=site_id)


def _settled(
    site: Site, rule: "RedirectRule", location: str, inside: Asked, asked: Asked, seen: frozenset[str]
) -> Answer | None:
    """Where a pattern leads within the site: to the page there, else to where the rule there leads."""
    if addresses.fold(inside.path) in seen:
        return None
    page = apps.get_model("cms", "Page").objects.at_address(site, inside.path)
    if page is not None and page.live:
        return _to_page(site, rule, page, Asked(asked.path, inside.query or asked.query), seen)
    following = _find(site, inside, seen)
    if following is not None:
        return _weakened(rule, following)
    return Answer(rule.status, rule.pk, _with_query(location, rule.passes, asked.query))


def _weakened(rule: "RedirectRule", following: Answer) -> Answer:
    """The answer at the end of two rules: for good only when both are."""
    status = following.status
    if following.sends_on and (status in rule.PERMANENT or not rule.is_permanent):
        status = rule.status
    return Answer(status, rule.pk, following.location, following.page, following.reason, following.archive)


def _absolute(site: Site, target: str) -> str:
    if not target.startswith("/"):
        return iri_to_uri(target)
    return site.root_url + iri_to_uri("/" + target.lstrip("/\\"))


def _inside(site: Site, location: str) -> Asked | None:
    root = f"{site.root_url}/"
    return Asked.parse(location[len(root) - 1 :]) if location.startswith(root) else None


def _with_query(location: str, passes: str, query: str) -> str:
    """The location with what of the reader's query goes on; its own parameters stand."""
    if passes == "nothing" or not query:
        return location
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return location
    parts = urlsplit(location)
    own = {name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}
    kept = [(name, text) for name, text in pairs if name not in own and (passes == "all" or is_noise(name))]
    together = "&".join(filter(None, [parts.query, urlencode(kept)]))
    return urlunsplit(parts._replace(query=together))
