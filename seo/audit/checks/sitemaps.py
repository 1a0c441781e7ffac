"""Sitemaps: their form (36), what they list (37), their dates (38), pictures and news (39)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seo.audit.addresses import is_further_page, spelling
from seo.audit.files import moment_of
from seo.audit.finding import Fault, Level, Scope, of_site
from seo.audit.site import SiteSeen
from seo.audit.snapshot import facts_of

URLS_MAX = 50_000
BYTES_MAX = 50 * 1024 * 1024
IMAGES_MAX = 1000
NEWS_MAX = 1000
NEWS_AGE = timedelta(hours=48)
XML_TYPES = {"application/xml", "text/xml", "application/gzip", "application/x-gzip"}


def _has_sitemaps(site: SiteSeen) -> bool:
    return bool(site.sitemaps)


def _problem_words(problem: str) -> str:
    return {
        "gzip": _("cannot be unpacked"),
        "utf-8": _("is not UTF-8"),
        "xml": _("is no well-formed XML"),
        "root": _("is neither a urlset nor a sitemapindex of sitemaps.org"),
        "child": _("holds elements the schema of sitemaps.org does not know, or some twice"),
        "loc": _("has an entry without one whole address"),
        "lastmod": _("has a lastmod that is no date (W3C)"),
    }[problem]


@of_site(
    36, Scope.HTTP, Level.ERROR, gettext_lazy("Sitemaps are files crawlers can read"), measured=_has_sitemaps
)
def files(site: SiteSeen) -> Iterator[Fault]:
    for file in site.sitemaps:
        answer = file.answer
        if answer.status != 200:
            yield Fault(_("The sitemap answers %(status)d.") % {"status": answer.status}, "sitemap", file.url)
            continue
        if answer.media_type not in XML_TYPES:
            yield Fault(
                _("The sitemap is sent as “%(type)s”.") % {"type": answer.media_type}, "sitemap", file.url
            )
        for problem in file.problems:
            yield Fault(
                _("The sitemap %(problem)s.") % {"problem": _problem_words(problem)}, "sitemap", file.url
            )
        if len(file.entries) > URLS_MAX:
            yield Fault(
                _("The sitemap has %(count)d addresses; 50,000 are allowed.") % {"count": len(file.entries)},
                "sitemap",
                file.url,
            )
        if file.size > BYTES_MAX:
            yield Fault(_("The sitemap is larger than 50 MB."), "sitemap", file.url)
        for entry in file.entries:
            if entry.loc.startswith("http") and not site.is_ours(entry.loc):
                yield Fault(
                    _("The sitemap lists %(url)s, which is on another host.") % {"url": entry.loc},
                    "loc",
                    file.url,
                )
                break
        nested = {other.url for other in site.sitemaps if other.is_index} if file.is_index else set()
        for entry in file.entries:
            if entry.loc in nested:
                yield Fault(_("A sitemap index lists another index."), "loc", file.url)
                break


@of_site(
    37,
    Scope.SITE,
    Level.ERROR,
    gettext_lazy("The sitemaps list every page search engines may show, and nothing else"),
    measured=_has_sitemaps,
)
def set_equality(site: SiteSeen) -> Iterator[Fault]:
    listed = {
        entry.loc: file.url
        for file in site.sitemaps
        if not file.is_index
        for entry in file.entries
        if site.is_ours(entry.loc)
    }
    mains = {page.url for page in site.main_pages()}
    wanted = mains if site.truth.indexable is None else set(site.truth.indexable)
    # Another spelling of a listed address is said by check 9.
    spelled = {spelling(loc) for loc in listed}
    for url in sorted(wanted - listed.keys()):
        # Further pages of a list are reached from its first.
        if is_further_page(url):
            continue
        if spelling(url) not in spelled:
            yield Fault(_("The page may be listed and is in no sitemap."), "sitemap", url)
    wanted_spellings = {spelling(url) for url in wanted}
    for url in sorted(listed.keys() - wanted):
        if spelling(url) in wanted_spellings:
            continue
        if problem := _why_not(url, site):
            yield Fault(problem, listed[url], url)
    if site.truth.indexable is not None:
        for url in sorted(wanted & listed.keys() - mains):
            page = site.page(url)
            if page is not None and not site.is_main(page):
                yield Fault(
                    _("The page should be open to search engines, and its head hides it."), "meta robots", url
                )


def _why_not(url: str, site: SiteSeen) -> str:
    """Why an address does not belong into a sitemap; empty when nothing is known about it."""
    if page := site.page(url):
        if site.is_noindex(page):
            return _("The sitemap lists a page that is hidden from search engines.")
        if not page.is_self_canonical:
            return _("The sitemap lists a page that names another main address.")
        return _("The sitemap lists a page that should not be found.")
    answer = site.answer(url)
    if answer is None:
        return (
            ""
            if site.truth.indexable is None
            else _("The sitemap lists an address that is no page to be found.")
        )
    if answer.status == 200:
        return _("The sitemap lists what is no page.")
    return _("The sitemap lists an address that answers %(status)d.") % {"status": answer.status}


@of_site(
    38,
    Scope.SITE,
    Level.ERROR,
    gettext_lazy("lastmod is the day the page last changed"),
    measured=_has_sitemaps,
)
def lastmods(site: SiteSeen) -> Iterator[Fault]:
    truth = site.truth.lastmod
    for file in site.sitemaps:
        for entry in file.entries:
            said = _aware(entry.moment)
            if said is not None and said > site.at + timedelta(minutes=5):
                yield Fault(
                    _("lastmod lies in the future: %(date)s.") % {"date": entry.lastmod}, "lastmod", entry.loc
                )
            elif truth is not None and entry.loc in truth and not _is_same(said, truth[entry.loc]):
                yield Fault(
                    _("lastmod says %(said)s; the page last changed %(truth)s.")
                    % {
                        "said": entry.lastmod or _("nothing"),
                        "truth": truth[entry.loc] or _("nobody knows when"),
                    },
                    "lastmod",
                    entry.loc,
                )
    yield from _moved_dates(site)


def _moved_dates(site: SiteSeen) -> Iterator[Fault]:
    """Dates that all moved though the pages did not change: what a redeploy must not do."""
    if site.previous is None or site.truth.lastmod is not None:
        return
    moved = []
    for file in site.sitemaps:
        for entry in file.entries:
            before, page = site.previous.pages.get(entry.loc), site.page(entry.loc)
            dated = site.previous.lastmod.get(entry.loc)
            if (
                before
                and page
                and dated
                and dated != entry.lastmod
                and before.text == facts_of(page, site).text
            ):
                moved.append(entry.loc)
    if len(moved) > max(3, len(site.previous.lastmod) // 2):
        yield Fault(
            ngettext(
                "lastmod of %(count)d page moved since the last audit though it did not change.",
                "lastmod of %(count)d pages moved since the last audit though they did not change.",
                len(moved),
            )
            % {"count": len(moved)},
            "lastmod",
            moved[0],
        )


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _is_same(said: datetime | None, truth: datetime | None) -> bool:
    if said is None or truth is None:
        return said is None and truth is None
    return abs(said - truth) < timedelta(seconds=1)


@of_site(
    39,
    Scope.SITE,
    Level.ERROR,
    gettext_lazy("Pictures and news in sitemaps keep their limits"),
    measured=_has_sitemaps,
)
def images_and_news(site: SiteSeen) -> Iterator[Fault]:
    for file in site.sitemaps:
        news = 0
        for entry in file.entries:
            if len(entry.images) > IMAGES_MAX:
                yield Fault(
                    _("An address has %(count)d pictures; 1,000 are allowed.") % {"count": len(entry.images)},
                    "image:image",
                    entry.loc,
                )
            if entry.image_parts:
                yield Fault(
                    _("A picture says more than its address (%(parts)s); Google reads image:loc only.")
                    % {"parts": ", ".join(entry.image_parts)},
                    "image:image",
                    entry.loc,
                )
            if entry.news is not None:
                news += 1
                published = _aware(moment_of(entry.news))
                if published is None or published < site.at - NEWS_AGE:
                    yield Fault(_("A news entry is older than 48 hours."), "news:news", entry.loc)
        if news > NEWS_MAX:
            yield Fault(
                _("The file has %(count)d news entries; 1,000 are allowed.") % {"count": news},
                "news:news",
                file.url,
            )
