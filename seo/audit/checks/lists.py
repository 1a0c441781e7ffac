"""Lists: their pages (44), their filters (45 to 47)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seo.audit.addresses import facets_of, page_number, parameters, with_page, without_query
from seo.audit.finding import Fault, Level, Scope, of_page, of_site
from seo.audit.page import PageSeen, same_address
from seo.audit.probe import Purpose
from seo.audit.reading import read_page
from seo.audit.site import SiteSeen


def _ends_of_lists(site: SiteSeen) -> Iterator[Fault]:
    for probe, answer in site.probes_for(Purpose.BEYOND):
        if answer.status not in {404, 410}:
            yield Fault(
                _("A page after the last of the list answers %(status)d and not 404.")
                % {"status": answer.status},
                "status",
                probe.url,
            )
    for probe, answer in site.probes_for(Purpose.FIRST):
        if answer.is_redirect and answer.location == same_address(probe.about):
            continue
        page = site.page(probe.url)
        canonical = (page or read_page(answer)).canonical
        if answer.status != 200 or canonical != probe.about:
            yield Fault(
                _("“?page=1” is the list itself: it should redirect to %(url)s or name it as canonical.")
                % {"url": probe.about},
                "link canonical",
                probe.url,
            )


@of_page(
    44,
    Level.ERROR,
    gettext_lazy("Pages of a list stand on their own and are linked"),
    whole=_ends_of_lists,
)
def further_pages(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    number = page_number(page.url)
    if number < 2 or site.is_noindex(page):
        return
    if page.canonical and page.canonical != page.url:
        yield Fault(
            _("Page %(number)d of the list names another main address, %(url)s: what is on it is lost.")
            % {"number": number, "url": page.canonical},
            "link canonical",
        )
    linked = {link.url for link in page.links if "nofollow" not in link.rel}
    for other in dict.fromkeys((1, number - 1)):
        if (
            not {with_page(page.url, other), f"{with_page(page.url, 1)}?page=1" if other == 1 else ""}
            & linked
        ):
            yield Fault(
                _("Page %(number)d of the list does not link to page %(other)d.")
                % {"number": number, "other": other},
                "a",
            )
    following = with_page(page.url, number + 1)
    if following in site.pages and following not in linked:
        yield Fault(
            _("Page %(number)d of the list does not link to page %(other)d.")
            % {"number": number, "other": number + 1},
            "a",
        )


# Filters --------------------------------------------------------------------------------------------------


def _knows_filters(site: SiteSeen) -> bool:
    return bool(site.pages) and site.truth.facet_parameters is not None and site.truth.open_facets is not None


def is_open(url: str, site: SiteSeen) -> bool:
    """Whether a filtered list, on whatever page of it, is among the open ones."""
    return with_page(url, 1) in (site.truth.open_facets or {})


def _links_to_closed(site: SiteSeen) -> Iterator[Fault]:
    users: dict[str, list[str]] = {}
    for page in site.main_pages():
        for link in page.links:
            if (
                "?" in link.url
                and site.is_ours(link.url)
                and "nofollow" not in link.rel
                and facets_of(link.url, site)
                and not is_open(link.url, site)
                and site.allows(link.url)
            ):
                users.setdefault(link.url, []).append(page.url)
    for url, pages in users.items():
        yield Fault(
            ngettext(
                "This page links to a filtered list closed to search engines, %(url)s: use a form, or nofollow.",
                "%(count)d pages link to a filtered list closed to search engines, %(url)s: use a form, or nofollow.",
                len(pages),
            )
            % {"url": url, "count": len(pages)},
            url,
            pages[0],
        )
    for file in site.sitemaps:
        for entry in file.entries:
            if "?" in entry.loc and facets_of(entry.loc, site) and not is_open(entry.loc, site):
                yield Fault(_("The sitemap lists a filtered list that is closed."), "sitemap", entry.loc)


@of_page(
    45,
    Level.ERROR,
    gettext_lazy("Filtered lists are closed unless they are open on purpose"),
    measured=_knows_filters,
    whole=_links_to_closed,
)
def closed_facets(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    is_closed = bool(facets_of(page.url, site)) and not is_open(page.url, site)
    if is_closed and site.is_indexable(page) and site.allows(page.url):
        yield Fault(
            _("The filtered list is not among the open ones, and search engines may show it."), "meta robots"
        )


@of_site(
    46,
    Scope.PAGE,
    Level.ERROR,
    gettext_lazy("Open filtered lists have one address, words of their own, and enough to show"),
    measured=_knows_filters,
)
def open_facets(site: SiteSeen) -> Iterator[Fault]:
    order = list(site.truth.facet_parameters or ())
    for url, count in (site.truth.open_facets or {}).items():
        names = [name for name, _value in facets_of(url, site)]
        if names != sorted(names, key=order.index):
            yield Fault(_("The filters do not stand in their fixed order."), "address", url)
        if count < site.truth.least_products:
            yield Fault(
                _("The list shows %(count)d products; an open one needs %(least)d.")
                % {"count": count, "least": site.truth.least_products},
                "main",
                url,
            )
        page, whole = site.page(url), site.page(without_query(url))
        if page is None or whole is None or page is whole:
            continue
        for name, one, other in (
            ("title", page.title, whole.title),
            ("h1", page.h1, whole.h1),
            ("meta description", page.description, whole.description),
        ):
            if one and one == other:
                yield Fault(
                    _("The filtered list has the same %(name)s as the whole one: “%(text)s”.")
                    % {"name": name, "text": one},
                    name,
                    url,
                )
    for probe, answer in site.probes_for(Purpose.REORDERED):
        if not (answer.is_redirect and answer.is_permanent and answer.location == probe.about):
            yield Fault(
                _("The same filters in another order do not redirect to %(url)s in one hop.")
                % {"url": probe.about},
                "Location",
                probe.url,
            )


@of_site(
    47,
    Scope.HTTP,
    Level.ERROR,
    gettext_lazy("Filters that make no sense say 404 where they stand"),
    measured=lambda site: site.has_probed(Purpose.NONSENSE),
)
def nonsense_facets(site: SiteSeen) -> Iterator[Fault]:
    for probe, answer in site.probes_for(Purpose.NONSENSE):
        if answer.status in {404, 410}:
            continue
        # A value said twice names a list that exists: one hop to its address is as good as a 404.
        twice = len(parameters(probe.url)) > len(set(parameters(probe.url)))
        if (
            twice
            and answer.is_redirect
            and answer.is_permanent
            and answer.location == same_address(probe.about)
        ):
            continue
        yield Fault(
            _("A filter nobody can mean answers %(status)d and not 404.") % {"status": answer.status},
            "status",
            probe.url,
        )
