"""All checks together, and the ways through them."""

from collections.abc import Iterator
from types import ModuleType

from seo.audit.checks import (
    api,
    caching,
    canonical,
    commerce,
    document,
    duplicates,
    feeds,
    graph,
    icons,
    images,
    language,
    links,
    lists,
    organization,
    push,
    redirects,
    regression,
    robots,
    sharing,
    sitemaps,
    status,
    titles,
    words,
)
from seo.audit.finding import Check, Finding
from seo.audit.page import PageSeen
from seo.audit.site import SiteSeen

_MODULES: tuple[ModuleType, ...] = (
    *(api, caching, canonical, commerce, document, duplicates, feeds, graph, icons, images, language, links),
    *(lists, organization, push, redirects, regression, robots, sharing, sitemaps, status, titles, words),
)
CHECKS: dict[str, Check] = {
    check.code: check
    for check in sorted(
        (value for module in _MODULES for value in vars(module).values() if isinstance(value, Check)),
        key=lambda check: check.number,
    )
}


def audit(site: SiteSeen) -> Iterator[Finding]:
    """Everything that is wrong with a site. The pages come first, each through all its checks, then the site.

    The last check compares with the audit before and therefore reads what the others found.
    """
    checks = [check for check in CHECKS.values() if check.measured(site)]
    for page in site.pages.values():
        for check in checks:
            yield from check.on_page(page, site)
    for check in checks:
        yield from check.on_site(site)


def audit_page(page: PageSeen, site: SiteSeen) -> Iterator[Finding]:
    """What is wrong with one page on its own, for a preview: `site` may hold nothing but its root, name and locales."""
    for check in CHECKS.values():
        yield from check.on_page(page, site)


def unmeasured(site: SiteSeen) -> list[str]:
    """The codes of the checks whose input was not gathered: they are silent, and that is no praise."""
    return [code for code, check in CHECKS.items() if not check.measured(site)]
