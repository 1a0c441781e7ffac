"""The one main address of a page (checks 7 to 9)."""

from collections.abc import Iterator
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.addresses import spelling
from seo.audit.finding import Fault, Level, Scope, of_page, of_site
from seo.audit.page import PageSeen
from seo.audit.site import SiteSeen
from seo.audit.urls import split
from seo.google.document import types_of
from seo.parameters import is_noise

LINK = "link canonical"


@of_page(7, Level.ERROR, gettext_lazy("One canonical in the head: a whole, public address"))
def one_canonical(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    if LINK in page.strays or (not page.canonicals and site.is_noindex(page)):
        return
    if len(page.canonicals) != 1:
        yield Fault(
            _("The head has %(count)d canonical links; there must be exactly one.")
            % {"count": len(page.canonicals)},
            LINK,
        )
        return
    href = page.canonical
    parts = split(href)
    facts = {"href": href}
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        yield Fault(_("The canonical “%(href)s” is not a whole address.") % facts, LINK)
    elif site.is_production and parts.scheme != "https":
        yield Fault(_("The canonical %(href)s is not https.") % facts, LINK)
    elif parts.netloc != site.host:
        yield Fault(
            _("The canonical %(href)s is on another host than the site, %(host)s.")
            % (facts | {"host": site.host}),
            LINK,
        )
    elif parts.fragment:
        yield Fault(_("The canonical %(href)s has a fragment.") % facts, LINK)
    elif noise := next((name for name, _value in parse_qsl(parts.query) if is_noise(name)), ""):
        yield Fault(
            _("The canonical %(href)s carries “%(name)s”, which only follows visitors.")
            % (facts | {"name": noise}),
            LINK,
        )


@of_site(8, Scope.HTTP, Level.ERROR, gettext_lazy("What a canonical names is there and names itself"))
def canonical_targets(site: SiteSeen) -> Iterator[Fault]:
    for page in site.pages.values():
        target = page.canonical
        if not target or target == page.url or not site.is_ours(target):
            continue
        if other := site.page(target):
            if not site.is_indexable(other) and site.is_indexable(page):
                problem = _("The canonical %(url)s is hidden from search engines.")
            elif other.canonical and other.canonical != other.url:
                problem = _("The canonical %(url)s names yet another main address.")
            else:
                continue
        else:
            answer = site.answer(target)
            if answer is None or answer.status == 200:
                continue
            problem = (
                _("The canonical %(url)s redirects.")
                if answer.is_redirect
                else _("The canonical %(url)s is not there.")
            )
        yield Fault(problem % {"url": target}, LINK, page.url)


def _sitemap_spellings(site: SiteSeen) -> Iterator[Fault]:
    listed = {entry.loc for file in site.sitemaps if not file.is_index for entry in file.entries}
    by_spelling = {spelling(loc): loc for loc in listed}
    for page in site.main_pages():
        loc = by_spelling.get(spelling(page.url))
        if loc and page.url not in listed:
            yield Fault(
                _("The sitemap writes this address as %(loc)s.") % {"loc": loc}, "sitemap loc", page.url
            )


@of_page(
    9,
    Level.ERROR,
    gettext_lazy("Canonical, og:url, graph, hreflang and sitemap say one address"),
    whole=_sitemap_spellings,
)
def one_address(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    if len(page.canonicals) != 1:
        return
    main = page.canonical
    for name, said in _own_addresses(page):
        if said != main:
            yield Fault(
                _("%(name)s is %(said)s and the canonical %(main)s.")
                % {"name": name, "said": said, "main": main},
                name,
            )


def _own_addresses(page: PageSeen) -> Iterator[tuple[str, str]]:
    """(where, address) of everything by which a page names itself."""
    for said in page.all_metas("og:url"):
        yield "og:url", said
    for node in page.graph.get("@graph", []):
        is_page = any(type_.endswith("Page") for type_ in types_of(node))
        # A node that stands for another page is that page's business.
        own = str(node.get("@id", page.canonical)).partition("#")[0] in {page.canonical, page.url}
        if is_page and own and isinstance(node.get("url"), str):
            yield "WebPage.url", node["url"]
    for code, href in page.alternates:
        if code.lower() == page.language.lower():
            yield f"hreflang {code}", href
