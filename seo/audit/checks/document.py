"""The document: size and head (56), with and without scripts (57), speed (58), what snippets may show (66)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.finding import Fault, Level, of_page
from seo.audit.page import PageSeen
from seo.audit.site import SiteSeen
from seo.audit.sketch import similarity

HTML_MAX = 2 * 1024 * 1024  # bytes Googlebot reads
EARLY = 500 * 1024  # bytes within which head and main content should stand
LCP, CLS, TBT, TTFB = 2.5, 0.1, 200, 0.8
SNIPPET_ELEMENTS = {"span", "div", "section"}


@of_page(56, Level.ERROR, gettext_lazy("The page is not too large, and its head stays whole"))
def size_and_head(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    if page.size > HTML_MAX:
        yield Fault(_("The page has %(size)d KB; crawlers read 2,048.") % {"size": page.size // 1024}, "html")
    for end, words in (
        (page.head_end, _("The head reaches beyond the first 500 KB.")),
        (page.main_end, _("The main content reaches beyond the first 500 KB.")),
    ):
        if end > EARLY:
            yield Fault(words, "html")
    if page.strays:
        tags = ", ".join(page.strays[:5])
        if page.closed_by:
            yield Fault(
                _(
                    "“%(element)s” ends the head early: %(tags)s stand in the body, where crawlers do not read them."
                )
                % {"element": page.closed_by, "tags": tags},
                page.closed_by,
            )
        else:
            yield Fault(
                _("%(tags)s stand in the body, where crawlers do not read them.") % {"tags": tags},
                page.strays[0],
            )


@of_page(
    57,
    Level.ERROR,
    gettext_lazy("Scripts change nothing that search engines read"),
    measured=lambda site: bool(site.rendered),
)
def without_scripts(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    after = site.rendered.get(page.url)
    if after is None:
        return
    for name, one, other in (
        ("title", page.titles, after.titles),
        ("link canonical", page.canonicals, after.canonicals),
        ("meta robots", page.robots, after.robots),
        ("JSON-LD", page.documents, after.documents),
        ("h1", page.h1, after.h1),
    ):
        if one != other:
            yield Fault(_("A script changes %(name)s of the page.") % {"name": name}, name)
    before_links, after_links = ({link.url for link in seen.links if link.url} for seen in (page, after))
    if lost := before_links ^ after_links:
        yield Fault(
            _("With scripts the page has other links than without, %(url)s for one.") % {"url": min(lost)},
            "a",
        )
    if page.text.words and similarity(page.text.sketch, after.text.sketch) < 0.8:
        yield Fault(_("With scripts the main content is another than without."), "main")


@of_page(
    58,
    Level.WARNING,
    gettext_lazy("The page is quick on a middling phone"),
    measured=lambda site: bool(site.lab),
)
def vitals(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    lab = site.lab.get(page.url)
    if lab is None:
        return
    for name, value, most, unit in (
        ("LCP", lab.lcp, LCP, "s"),
        ("CLS", lab.cls, CLS, ""),
        ("TBT", lab.tbt, TBT, "ms"),
        ("TTFB", lab.ttfb, TTFB, "s"),
    ):
        if value is not None and value > most:
            yield Fault(
                _("%(name)s is %(value)s%(unit)s in the lab; %(most)s%(unit)s is good.")
                % {"name": name, "value": round(value, 2), "most": most, "unit": unit},
                name,
            )


@of_page(66, Level.ERROR, gettext_lazy("data-nosnippet hides parts, on elements where it counts"))
def hidden_snippets(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    for tag in dict.fromkeys(page.hidden_from_snippets):
        if tag not in SNIPPET_ELEMENTS:
            yield Fault(
                _("data-nosnippet on “%(tag)s” has no effect; use span, div or section.") % {"tag": tag}, tag
            )
    if page.hides_main:
        yield Fault(_("data-nosnippet covers the whole main content: there is nothing to show."), "main")
