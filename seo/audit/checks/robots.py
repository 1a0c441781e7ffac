"""What crawlers may do: robots metas and headers, robots.txt, what must stay hidden (checks 10 to 15)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seo.audit.finding import Fault, Level, Scope, of_page, of_site
from seo.audit.page import MAIN, PageSeen
from seo.audit.probe import Purpose
from seo.audit.reading import read_page
from seo.audit.site import SiteSeen
from seo.robots_txt import SIZE_LIMIT, problems

META = "meta robots"
_KNOWN = re.compile(
    r"all|none|(no)?index|(no)?follow|nosnippet|indexifembedded|notranslate|noimageindex|noarchive|nocache"
    r"|max-snippet:(-1|\d+)|max-image-preview:(none|standard|large)|max-video-preview:(-1|\d+)"
    r"|unavailable_after:.+"
)
_OPPOSITES = (("index", "noindex"), ("follow", "nofollow"), ("all", "noindex"), ("all", "nofollow"))
PREVIEW_TYPES = ("Article", "BlogPosting", "NewsArticle", "Product", "ProductGroup")


@of_page(10, Level.ERROR, gettext_lazy("Robots directives are few, known and of one mind"))
def directives(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    said = page.all_metas("robots")
    if len(said) > 1:
        yield Fault(
            _("The head has %(count)d robots metas; there must be at most one.") % {"count": len(said)}, META
        )
    meta = page.robots
    header = (
        {word for word in page.answer.robots if not _names_a_crawler(word)} if site.is_production else set()
    )
    for words, node in ((meta, META), (header, "X-Robots-Tag")):
        for word in sorted(words):
            if not _KNOWN.fullmatch(word):
                yield Fault(_("“%(word)s” is no robots directive.") % {"word": word}, node)
    together = meta | header
    for one, other in _OPPOSITES:
        if one in together and other in together:
            yield Fault(
                _("“%(one)s” and “%(other)s” contradict each other.") % {"one": one, "other": other}, META
            )
            return
    for name in ("max-snippet", "max-image-preview", "max-video-preview"):
        values = sorted(word for word in together if word.startswith(f"{name}:"))
        if len(values) > 1:
            yield Fault(
                _("“%(one)s” and “%(other)s” contradict each other.")
                % {"one": values[0], "other": values[1]},
                META,
            )
    if "nosnippet" in together and any(
        word.startswith("max-snippet:") and word != "max-snippet:0" for word in together
    ):
        yield Fault(_("“nosnippet” and “max-snippet” contradict each other."), META)


def _names_a_crawler(word: str) -> bool:
    """“googlebot: noindex”: for one crawler, which may be told something else."""
    name, colon, _rest = word.partition(":")
    return bool(colon) and not name.startswith(("max-", "unavailable_after"))


@of_site(11, Scope.SITE, Level.ERROR, gettext_lazy("robots.txt closes nothing that must be read"))
def nothing_needed_is_closed(site: SiteSeen) -> Iterator[Fault]:
    for page in site.pages.values():
        if site.is_noindex(page) and not site.allows(page.url):
            yield Fault(
                _(
                    "The page is closed in robots.txt, so that its “noindex” is never read: choose one of both."
                ),
                "robots.txt",
                page.url,
            )
    needed: dict[tuple[str, str], list[str]] = {}
    for page in site.main_pages():
        things = {*page.resources, *(("image", image.src) for image in page.images if image.region == MAIN)}
        for thing in things:
            needed.setdefault(thing, []).append(page.url)
    for (kind, url), users in needed.items():
        if url.startswith("http") and not site.allows(url):
            yield Fault(
                ngettext(
                    "robots.txt closes %(url)s (%(kind)s), which this page needs.",
                    "robots.txt closes %(url)s (%(kind)s), which %(count)d pages need.",
                    len(users),
                )
                % {"url": url, "kind": kind, "count": len(users)},
                url,
                users[0],
            )


@of_site(12, Scope.SITE, Level.ERROR, gettext_lazy("The live site is open, every other copy is closed"))
def open_or_closed(site: SiteSeen) -> Iterator[Fault]:
    home = site.page(site.root)
    if site.is_production:
        if home is not None and site.is_noindex(home):
            yield Fault(_("The home page is hidden from search engines."), META, site.root)
        if not site.allows(site.root):
            yield Fault(_("robots.txt closes the whole site."), "robots.txt", site.root)
        return
    answers = [page.answer for page in site.pages.values()]
    answers += [answer for answer in site.answers.values() if answer.is_html]
    open_ = [answer.url for answer in answers if "noindex" not in answer.robots]
    if open_:
        yield Fault(
            ngettext(
                "This is not the live site, and %(url)s comes without “X-Robots-Tag: noindex”.",
                "This is not the live site, and %(count)d answers come without “X-Robots-Tag: noindex”, "
                "%(url)s among them.",
                len(open_),
            )
            % {"url": open_[0], "count": len(open_)},
            "X-Robots-Tag",
            open_[0],
        )


@of_page(13, Level.WARNING, gettext_lazy("Articles and products allow large previews"))
def large_previews(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    if not site.is_main(page) or not page.has_node(*PREVIEW_TYPES):
        return
    said = page.robots | page.answer.robots
    if "max-image-preview:large" not in said and not said & {"noimageindex", "nosnippet"}:
        yield Fault(
            _("Without “max-image-preview:large” results and Discover show this page with a small picture."),
            META,
        )


@of_site(
    14,
    Scope.HTTP,
    Level.ERROR,
    gettext_lazy("robots.txt is there, readable, and names the sitemaps"),
    measured=lambda site: site.robots is not None,
)
def robots_file(site: SiteSeen) -> Iterator[Fault]:
    answer = site.robots
    if answer is None:
        return
    node, url = "robots.txt", answer.url
    if answer.status not in {200, 404, 410}:
        yield Fault(
            _("robots.txt answers %(status)d: crawlers then keep away from the whole site.")
            % {"status": answer.status},
            node,
            url,
        )
        return
    if answer.status == 200:
        if answer.media_type != "text/plain":
            yield Fault(
                _("robots.txt is sent as “%(type)s” and not as text/plain.") % {"type": answer.media_type},
                node,
                url,
            )
        if answer.size > SIZE_LIMIT:
            yield Fault(_("robots.txt is longer than 500 KiB; crawlers stop reading there."), node, url)
        for problem in problems(answer.text[:SIZE_LIMIT]):
            # Crawlers skip such a line: it is lost, not harmful.
            yield Fault(problem, node, url, Level.WARNING)
    if not site.is_production:
        return
    named = set(_sitemaps_named_in(answer.text)) if answer.status == 200 else set()
    indexes = [file for file in site.sitemaps if file.is_index]
    inside = {entry.loc for file in indexes for entry in file.entries}
    for file in site.sitemaps:
        if file.url not in named and file.url not in inside:
            yield Fault(
                _("robots.txt does not name the sitemap %(url)s.") % {"url": file.url}, "Sitemap", url
            )


def _sitemaps_named_in(text: str) -> Iterator[str]:
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip().lower() == "sitemap":
            yield value.strip()


@of_site(
    15,
    Scope.PAGE,
    Level.ERROR,
    gettext_lazy("Nobody finds drafts, previews, search results, baskets and accounts"),
    measured=lambda site: site.has_probed(Purpose.PRIVATE),
)
def private_pages(site: SiteSeen) -> Iterator[Fault]:
    listed = {entry.loc for file in site.sitemaps for entry in file.entries}
    for probe, answer in site.probes_for(Purpose.PRIVATE):
        if probe.url in listed:
            yield Fault(_("This address is for few and stands in a sitemap."), "sitemap", probe.url)
        # A page of the tree may be called “account” and be for everybody.
        if answer.status != 200 or not answer.is_html or site.page(probe.url) is not None:
            continue
        if not site.is_noindex(read_page(answer)):
            yield Fault(
                _("This address is for few and may be listed: it answers 200 without “noindex”."),
                META,
                probe.url,
            )
