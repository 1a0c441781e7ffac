"""Links: where they lead (48), how pages are reached (49), how they are marked (50)."""

from collections import deque
from collections.abc import Iterator
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seo.audit.addresses import facets_of, is_further_page, is_home, without_query
from seo.audit.checks.lists import is_open
from seo.audit.finding import Fault, Level, Scope, of_page, of_site
from seo.audit.page import MAIN, NAVIGATION, Link, PageSeen
from seo.audit.site import SiteSeen
from seo.audit.urls import split

CLICKS = 4
QUALIFIED = {"nofollow", "sponsored", "ugc"}
# How the large networks mark a link that earns.
_AFFILIATE = {"aff_id", "affid", "affiliate", "affiliate_id", "awinaffid", "awinmid", "irclickid"}
_AFFILIATE_HOSTS = {
    "www.awin1.com",
    "amzn.to",
    "shareasale.com",
    "www.shareasale.com",
    "click.linksynergy.com",
}


@of_site(48, Scope.SITE, Level.ERROR, gettext_lazy("Links lead straight to pages that may be found"))
def link_targets(site: SiteSeen) -> Iterator[Fault]:
    users: dict[str, list[str]] = {}
    for page in site.main_pages():
        for link in dict.fromkeys(page.links):
            if link.url and site.is_ours(link.url) and "nofollow" not in link.rel:
                # Links to closed lists are check 45's.
                if facets_of(link.url, site) and not is_open(link.url, site):
                    continue
                users.setdefault(link.url, []).append(page.url)
    for url, pages in users.items():
        found = _problem_of(url, site)
        if found is None:
            continue
        problem, level = found
        count = len(set(pages))
        more = ngettext(" So does %(count)d other page.", " So do %(count)d other pages.", count - 1)
        yield Fault(
            problem % {"url": url} + (more % {"count": count - 1} if count > 1 else ""),
            url,
            pages[0],
            level,
        )
    yield from _wordless(site)


def _problem_of(url: str, site: SiteSeen) -> tuple[str, Level | None] | None:
    if page := site.page(url):
        if site.is_noindex(page):
            # An imprint may be hidden and linked; it costs a crawler's visit and nothing else.
            return _("The page links to %(url)s, which is hidden from search engines."), Level.WARNING
        # A variant of this very page, or of another product, that names the product as its main address.
        if page.is_self_canonical or without_query(page.canonical) == without_query(page.url):
            return None
        return _("The page links to %(url)s, which names another main address."), None
    answer = site.answer(url)
    if answer is None or answer.status == 200:
        return None
    if answer.is_redirect:
        return _("The page links to %(url)s, which redirects: link to where it leads."), None
    if answer.status in {401, 403}:
        return None
    return _("The page links to %(url)s, which is not there."), None


def _wordless(site: SiteSeen) -> Iterator[Fault]:
    """Links without address or words, once for each kind: a menu stands on every page."""
    users: dict[tuple[str, str], list[str]] = {}
    for page in site.main_pages():
        for link in dict.fromkeys(page.links):
            raw = link.raw.strip().lower()
            if not raw:
                users.setdefault(("", link.text), []).append(page.url)
            elif raw.startswith("javascript:"):
                users.setdefault((link.raw, link.text), []).append(page.url)
            elif not link.text and not raw.startswith("#"):
                users.setdefault((link.raw, ""), []).append(page.url)
    for (raw, text), pages in users.items():
        if not raw:
            problem = _("A link (“%(text)s”) has no address.")
        elif raw.lower().startswith("javascript:"):
            problem = _("A link (“%(text)s”) runs a script; crawlers follow addresses only.")
        else:
            problem = _("A link to %(raw)s has no words.")
        yield Fault(problem % {"text": text, "raw": raw}, "a", pages[0])


@of_site(
    49,
    Scope.SITE,
    Level.WARNING,
    gettext_lazy("Every page is a few clicks away, and other pages speak of it"),
)
def reachable(site: SiteSeen) -> Iterator[Fault]:
    depths = click_depths(site)
    spoken_of: set[str] = set()
    linked: set[str] = set()
    for page in site.pages.values():
        for link in page.links:
            if link.url and link.url != page.url:
                linked.add(link.url)
                # A list's own pages are how lists link.
                if link.region == MAIN or (link.region == NAVIGATION and is_further_page(link.url)):
                    spoken_of.add(link.url)
    for page in site.main_pages():
        url = page.url
        if is_home(url, site):
            continue
        if url not in linked:
            yield Fault(_("No page links here: people and crawlers come by the sitemap only."), "a", url)
        elif url not in depths:
            yield Fault(_("No way of links leads here from the home page."), "a", url)
        elif depths[url] > CLICKS:
            yield Fault(
                _("The page is %(count)d clicks from the home page; %(most)d are enough.")
                % {"count": depths[url], "most": CLICKS},
                "a",
                url,
            )
        elif url not in spoken_of:
            yield Fault(
                _("Only menus link here: no page names it in its text or lists."), "a", url, Level.IDEA
            )


def click_depths(site: SiteSeen) -> dict[str, int]:
    """How many clicks each page is from the home page of any language, over links a crawler follows."""
    starts = [url for url in site.pages if is_home(url, site)] or [site.root]
    depths = dict.fromkeys(starts, 0)
    waiting = deque(starts)
    while waiting:
        page = site.pages.get(waiting.popleft())
        if page is None or "nofollow" in page.robots:
            continue
        for link in page.links:
            target = link.url
            answer = site.answers.get(target)
            if answer is not None and answer.is_redirect:
                target = answer.location
            if target in site.pages and target not in depths and "nofollow" not in link.rel:
                depths[target] = depths[page.url] + 1
                waiting.append(target)
    return depths


@of_page(50, Level.WARNING, gettext_lazy("Paid links and those of visitors are marked"))
def qualified(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    for link in dict.fromkeys(page.links):
        if not link.url or site.is_ours(link.url):
            continue
        if link.by_users and not link.rel & {"ugc", "nofollow"}:
            yield Fault(_("A visitor's link to %(url)s lacks rel=“ugc”.") % {"url": link.url}, link.url)
        elif _earns(link) and not link.rel & QUALIFIED:
            yield Fault(_("A paid link to %(url)s lacks rel=“sponsored”.") % {"url": link.url}, link.url)
        if link.target == "_blank" and not link.rel & {"noopener", "noreferrer"}:
            yield Fault(
                _("A link to %(url)s opens a new window without rel=“noopener”.") % {"url": link.url},
                link.url,
            )


def _earns(link: Link) -> bool:
    parts = split(link.url)
    return (
        "sponsored" in link.rel
        or parts.netloc in _AFFILIATE_HOSTS
        or bool(_AFFILIATE & {name.lower() for name, _value in parse_qsl(parts.query)})
        or ("amazon." in parts.netloc and "tag=" in parts.query)
    )
