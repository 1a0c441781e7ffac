"""Titles, headings and descriptions (checks 2 to 5)."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seo.audit.addresses import is_further_page, is_home
from seo.audit.finding import Fault, Level, Scope, of_page, of_site
from seo.audit.page import PageSeen
from seo.audit.site import SiteSeen
from seo.preview import TITLE_PIXELS

# A variable nobody filled in: {{ title }}, {% … %}, ${title}, %%title%%, [[title]].
TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\$\{\w+\}|%%\w+%%|\[\[\w+\]\]")
MARKUP = re.compile(r"<[a-z/!][^>]*>", re.IGNORECASE)
DESCRIPTION_MIN, DESCRIPTION_MAX = 50, 320  # characters
# Advance widths of Arial in thousandths of its size (Adobe's metrics of Helvetica); everything else is 560.
_ADVANCES = {
    222: "ijl'|",
    278: "ftI!,./:;[]\\ ",
    333: "r()-`",
    500: "ckJsvxyz",
    584: "+<>=~",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDHNRUw",
    778: "GOQ",
    833: "mM",
    889: "%",
    944: "W",
    1000: "—…@",
}
_WIDTHS = {sign: width for width, signs in _ADVANCES.items() for sign in signs}
TITLE_SIZE = 20  # pixels


@of_page(2, Level.ERROR, gettext_lazy("One title in the head, and it says something"))
def one_title(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    if len(page.titles) != 1:
        # A title that fell out of a head closed early is said by check 56.
        if "title" not in page.strays:
            yield Fault(
                _("The head has %(count)d title elements; there must be exactly one.")
                % {"count": len(page.titles)},
                "title",
            )
    elif not page.title:
        yield Fault(_("The title is empty."), "title")
    elif _is_only_the_name(page.title, site) and not is_home(page.url, site):
        yield Fault(
            _("The title is only the name of the site: “%(title)s”.") % {"title": page.title}, "title"
        )
    elif found := TEMPLATE.search(page.title):
        yield Fault(_("The title shows a variable nobody filled in: %(text)s") % {"text": found[0]}, "title")


def _is_only_the_name(text: str, site: SiteSeen) -> bool:
    return bool(site.name) and text.strip(" |–—-·").casefold() == site.name.casefold()


@of_site(3, Scope.SITE, Level.WARNING, gettext_lazy("Every page has a title of its own that is not cut"))
def unique_titles(site: SiteSeen) -> Iterator[Fault]:
    for url, others, title in repeated(site, lambda page: page.title):
        yield Fault(
            ngettext(
                "“%(title)s” is also the title of %(other)s.",
                "“%(title)s” is also the title of %(count)d other pages, %(other)s among them.",
                len(others),
            )
            % {"title": title, "other": others[0], "count": len(others)},
            "title",
            url,
        )
    for page in site.main_pages():
        width = title_width(page.title)
        if width > TITLE_PIXELS["desktop"]:
            # Google names no limit: what is cut is still read, so this is no more than an idea.
            yield Fault(
                _("The title is about %(width)d pixels wide; results show %(most)d of them.")
                % {"width": width, "most": TITLE_PIXELS["desktop"]},
                "title",
                page.url,
                Level.IDEA,
            )


def title_width(title: str) -> int:
    """About how many pixels a result's title takes on a desktop."""
    units = 0
    for sign in title:
        if unicodedata.combining(sign):
            continue
        wide = unicodedata.east_asian_width(sign) in {"W", "F"}
        units += 1000 if wide else _WIDTHS.get(sign, 560)
    return units * TITLE_SIZE // 1000


def repeated(site: SiteSeen, said: Callable[[PageSeen], str]) -> Iterator[tuple[str, list[str], str]]:
    """(address, the other addresses, what is said) once for every text that several main pages of one language share.

    Further pages of a list may repeat what their first says.
    """
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    texts: dict[tuple[str, str], str] = {}
    for page in site.main_pages():
        if (text := said(page)) and not is_further_page(page.url):
            key = (page.language, " ".join(text.split()).casefold())
            groups[key].append(page.url)
            texts.setdefault(key, text)
    for key, (first, *others) in groups.items():
        if others:
            yield first, others, texts[key]


@of_page(4, Level.ERROR, gettext_lazy("One main heading, and levels that do not skip"))
def headings(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    mains = [text for level, text in page.headings if level == 1]
    if len(mains) != 1:
        yield Fault(
            _("The page has %(count)d headings of level 1; there must be exactly one.")
            % {"count": len(mains)},
            "h1",
        )
    elif not mains[0]:
        yield Fault(_("The main heading is empty."), "h1")
    elif _is_only_the_name(mains[0], site) and not is_home(page.url, site):
        yield Fault(_("The main heading is only the name of the site."), "h1")
    before = 0
    for level, text in page.headings:
        if before and level > before + 1:
            yield Fault(
                _("“%(text)s” is a heading of level %(level)d right after one of level %(before)d.")
                % {"text": text[:60], "level": level, "before": before},
                f"h{level}",
            )
            break
        before = level


def _unique_descriptions(site: SiteSeen) -> Iterator[Fault]:
    for url, others, _text in repeated(site, lambda page: page.description):
        yield Fault(
            ngettext(
                "The description is also that of %(other)s.",
                "The description is also that of %(count)d other pages, %(other)s among them.",
                len(others),
            )
            % {"other": others[0], "count": len(others)},
            "meta description",
            url,
        )


@of_page(
    5, Level.WARNING, gettext_lazy("One description of some length, of its own"), whole=_unique_descriptions
)
def description(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    if not site.is_main(page) or "meta description" in page.strays:
        return
    said = page.all_metas("description")
    node = "meta description"
    if len(said) != 1:
        yield Fault(
            _("The head has %(count)d descriptions; there should be one.") % {"count": len(said)}, node
        )
        return
    text = said[0].strip()
    if MARKUP.search(text):
        yield Fault(_("The description holds HTML."), node)
    elif found := TEMPLATE.search(text):
        yield Fault(
            _("The description shows a variable nobody filled in: %(text)s") % {"text": found[0]}, node
        )
    elif not DESCRIPTION_MIN <= len(text) <= DESCRIPTION_MAX:
        yield Fault(
            _("The description has %(count)d characters; %(least)d to %(most)d are of use.")
            % {"count": len(text), "least": DESCRIPTION_MIN, "most": DESCRIPTION_MAX},
            node,
        )
