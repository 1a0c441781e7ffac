"""Languages: of a page (6), between its versions (33 to 35)."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from babel import Locale

from seo.audit.finding import Fault, Level, Scope, of_page, of_site
from seo.audit.page import PageSeen
from seo.audit.site import SiteSeen
from seo.audit.sketch import similarity
from seo.languages import direction

# RFC 5646: language, script, region; variants and extensions follow.
TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(-(?P<script>[a-z]{4}))?(-(?P<region>[a-z]{2}|\d{3}))?(-[a-z0-9]{1,8})*",
    re.IGNORECASE,
)
SAME_TEXT = 0.9
ENOUGH_WORDS = 50


def is_tag(code: str) -> bool:
    """Whether a code is a BCP 47 tag of a language, script and region that exist (en-GB; never en-UK)."""
    found = TAG.fullmatch(code)
    if found is None:
        return False
    languages, scripts, regions = _registered()
    script, region = found["script"], found["region"]
    return (
        found["language"].lower() in languages
        and (script is None or script.capitalize() in scripts)
        and (region is None or region.upper() in regions)
    )


@cache
def _registered() -> tuple[set[str], set[str], set[str]]:
    english = Locale("en")
    # UK, EU and the like are names the CLDR knows and ISO 3166-1 does not give to a country.
    regions = set(map(str, english.territories)) - {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "UK"}
    languages = {code for code in map(str, english.languages) if "_" not in code}
    return languages, set(map(str, english.scripts)), regions


@of_page(6, Level.ERROR, gettext_lazy("The page says its language, and which way it is written"))
def language(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    said = page.language
    if not said:
        yield Fault(_("The html element has no lang."), "html")
        return
    if not is_tag(said):
        yield Fault(_("“%(code)s” is no language (BCP 47).") % {"code": said}, "html")
        return
    own = (site.truth.languages or {}).get(page.url, "")
    if own and own.lower() != said.lower():
        yield Fault(
            _("The page says it is in “%(said)s”; it is in “%(own)s”.") % {"said": said, "own": own}, "html"
        )
    elif site.locales and said.lower() not in {code.lower() for code in site.locales}:
        yield Fault(
            _("The page says it is in “%(said)s”, a language this site does not have.") % {"said": said},
            "html",
        )
    wanted = direction(said)
    if (page.direction or "ltr") != wanted and page.direction != "auto":
        yield Fault(
            _("The html element says dir=“%(said)s”; “%(code)s” is written %(wanted)s.")
            % {"said": page.direction, "code": said, "wanted": wanted},
            "html",
        )


@of_page(33, Level.ERROR, gettext_lazy("hreflang names the page itself, a default, and pages that are there"))
def alternates(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    if not page.alternates or not site.is_main(page):
        return
    by_code: dict[str, list[str]] = defaultdict(list)
    for code, href in page.alternates:
        by_code[code.lower()].append(href)
    if page.url not in {href for code, href in page.alternates if code.lower() != "x-default"}:
        yield Fault(_("The page is not among its own language versions."), "hreflang")
    if "x-default" not in by_code:
        yield Fault(_("No version is named for everybody else (x-default)."), "hreflang x-default")
    for code, targets in by_code.items():
        node = f"hreflang {code}"
        if code != "x-default" and not is_tag(code):
            yield Fault(_("“%(code)s” is no language hreflang knows.") % {"code": code}, node)
        if len(targets) > 1:
            yield Fault(
                _("“%(code)s” names %(count)d addresses.") % {"code": code, "count": len(targets)}, node
            )
        for target in dict.fromkeys(targets):
            if problem := _problem_of(target, site):
                yield Fault(problem % {"url": target}, node)


def _problem_of(url: str, site: SiteSeen) -> str:
    """What is wrong with a language version, as a sentence with a place for its address; empty if nothing is known."""
    if not url.startswith(("https://", "http://")):
        return _("The version %(url)s has no whole address.")
    if page := site.page(url):
        if not site.is_indexable(page):
            return _("The version %(url)s is hidden from search engines.")
        return "" if page.is_self_canonical else _("The version %(url)s names another main address.")
    answer = site.answer(url)
    if answer is None or answer.status == 200:
        return ""
    if answer.is_redirect:
        return _("The version %(url)s redirects.")
    return _("The version %(url)s is not there.")


@of_site(34, Scope.SITE, Level.ERROR, gettext_lazy("Language versions name each other, everywhere the same"))
def clusters(site: SiteSeen) -> Iterator[Fault]:
    for page in site.main_pages():
        own = set(page.alternates)
        for code, href in page.alternates:
            other = site.page(href)
            # One that is hidden, or names another main address, is said by check 33.
            if other is None or other.url == page.url or not site.is_main(other):
                continue
            if page.url not in {target for _code, target in other.alternates}:
                yield Fault(
                    _("%(other)s does not name this page back: search engines will ignore both.")
                    % {"other": other.url},
                    f"hreflang {code}",
                    page.url,
                )
            elif set(other.alternates) != own and page.url < other.url:
                yield Fault(
                    _("This page and %(other)s name different sets of versions.") % {"other": other.url},
                    f"hreflang {code}",
                    page.url,
                )
    yield from _sitemap_versions(site)


def _sitemap_versions(site: SiteSeen) -> Iterator[Fault]:
    for file in site.sitemaps:
        for entry in file.entries:
            page = site.page(entry.loc)
            if page is None or not entry.alternates:
                continue
            if page.alternates and set(entry.alternates) != set(page.alternates):
                yield Fault(
                    _("The sitemap names other language versions than the page."), "hreflang", page.url
                )
            elif not page.alternates and {href for _code, href in entry.alternates} != {page.url}:
                yield Fault(_("The sitemap names language versions and the page none."), "hreflang", page.url)


@of_site(35, Scope.SITE, Level.WARNING, gettext_lazy("A translation is translated"))
def translated(site: SiteSeen) -> Iterator[Fault]:
    for page in site.main_pages():
        mine = page.language.partition("-")[0].lower()
        for _code, href in dict.fromkeys((code, href) for code, href in page.alternates):
            other = site.page(href)
            if other is None or page.url >= other.url or page.text.words < ENOUGH_WORDS:
                continue
            # The same language for another region may say the same.
            if other.language.partition("-")[0].lower() == mine:
                continue
            share = similarity(page.text.sketch, other.text.sketch)
            if share > SAME_TEXT:
                yield Fault(
                    _("%(share)d %% of the text is that of %(other)s, in another language by name only.")
                    % {"share": round(share * 100), "other": other.url},
                    "main",
                    page.url,
                )
                break
