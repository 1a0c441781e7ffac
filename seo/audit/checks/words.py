"""What is read and attended: trails (25), articles (27), events (29)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.checks.commerce import moment
from seo.audit.checks.graph import google_faults
from seo.audit.finding import Fault, Level, of_page
from seo.audit.page import PageSeen, same_address
from seo.audit.references import authors_of, trail_of
from seo.audit.site import SiteSeen
from seo.google.document import described, many, types_of

ARTICLES = ("Article", "BlogPosting", "NewsArticle")
# Google: "Article", author markup best practices: the name only, one author each.
_BEFORE_NAME = re.compile(
    r"(by|von|par|por|di|от|автор|posted by|written by|dr|prof|mr|mrs|ms|miss|sir)[.:\s]+\S", re.IGNORECASE
)
_SEVERAL = re.compile(r"\S\s*(?:,|&|;|/|\band\b|\bund\b|\bet\b|\bи\b)\s*\S", re.IGNORECASE)


@of_page(25, Level.ERROR, gettext_lazy("The trail leads over pages that are there, and people see it"))
def trails(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    yield from google_faults(page, 25)
    for trail in page.nodes("BreadcrumbList"):
        node = str(trail.get("@id", "BreadcrumbList"))
        steps = trail_of(trail)
        if len(steps) < 2:
            continue  # said by Google's table
        places = [
            item.get("position") for item in many(trail.get("itemListElement")) if isinstance(item, dict)
        ]
        if [str(place) for place in places] != [str(number) for number in range(1, len(steps) + 1)]:
            yield Fault(_("The steps of the trail are not counted 1, 2, 3 …"), node)
        names = tuple(" ".join(name.split()).casefold() for name, _url in steps)
        shown = {tuple(text.casefold() for text in said) for said in page.trails}
        if names not in shown:
            yield Fault(
                _("The trail “%(trail)s” is not among the navigation people see.")
                % {"trail": " › ".join(name for name, _url in steps)},
                node,
            )
        for name, url in steps:
            if problem := _problem_of(same_address(url), site):
                yield Fault(problem % {"name": name, "url": url}, node)


def _problem_of(url: str, site: SiteSeen) -> str:
    if found := site.page(url):
        return (
            ""
            if site.is_indexable(found)
            else _("The trail's step “%(name)s” is hidden from search engines.")
        )
    answer = site.answer(url) if url else None
    if answer is None or answer.status == 200:
        return ""
    return _("The trail's step “%(name)s” (%(url)s) does not answer 200.")


@of_page(27, Level.ERROR, gettext_lazy("Articles say who wrote them and when"))
def articles(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    yield from google_faults(page, 27)
    known = described(page.graph)
    for article in page.nodes(*ARTICLES):
        node = str(article.get("@id", "Article"))
        published, modified = (
            moment(str(article.get(name, ""))) for name in ("datePublished", "dateModified")
        )
        if published and modified and modified < published:
            yield Fault(_("The article was changed before it was published."), node)
        for name, said in (("datePublished", published), ("dateModified", modified)):
            if said and said > site.at and len(str(article.get(name))) > 10:
                yield Fault(_("%(name)s lies in the future.") % {"name": name}, node)
        for author in many(article.get("author")):
            if isinstance(author, str):
                yield Fault(_("The author “%(name)s” is a bare text and no node.") % {"name": author}, node)
                continue
            said = known.get(author.get("@id", ""), author) if isinstance(author, dict) else {}
            name = str(said.get("name", ""))
            is_person = "Person" in types_of(said)
            if is_person and _BEFORE_NAME.match(name):
                yield Fault(_("“%(name)s” is more than a name: no “by”, no title.") % {"name": name}, node)
            elif is_person and _SEVERAL.search(name):
                yield Fault(
                    _("“%(name)s” looks like several authors; give each a node.") % {"name": name}, node
                )
    for name, url in authors_of(page):
        answer = site.answer(url) if url and site.is_ours(url) else None
        if answer is not None and answer.status != 200:
            yield Fault(
                _("The page of the author “%(name)s” (%(url)s) does not answer 200.")
                % {"name": name, "url": url},
                "Article.author",
            )


@of_page(29, Level.WARNING, gettext_lazy("Events say where and when, with the zone, and leave the sitemap"))
def events(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    yield from google_faults(page, 29)
    for event in page.nodes("Event"):
        node = str(event.get("@id", "Event"))
        if not event.get("eventStatus"):
            yield Fault(
                _("The event does not say its status; a cancelled one could not be told apart."), node
            )
        end = moment(str(event.get("endDate") or event.get("startDate") or ""))
        if end is None or end >= site.at:
            continue
        for file in site.sitemaps:
            if "event" in file.url and any(entry.loc == page.url for entry in file.entries):
                yield Fault(_("The event is over and still in the sitemap of events."), node)
