"""What a robots.txt keeps search engines from, of everything a site wants them to read."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wagtail.models import Site

from cms import locales
from cms.models.page import Page
from seo.robots_txt import RobotsTxt

JUDGES = ("Googlebot", "Bingbot", "AnyOtherBot")
MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Closing:
    """What is closed to one of the judges at least: `things` in words, and how many of the `of` pages that search
    engines may list, with a few of their paths."""

    things: tuple[str, ...] = ()
    pages: int = 0
    of: int = 0
    examples: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.things or self.pages)

    @classmethod
    def of_site(cls, site: Site, rules: RobotsTxt) -> "Closing":
        """One query. Looks at every page that may be listed: for the moment of saving, not for a reader's request."""
        judges = list({rules.rules_for(judge): judge for judge in JUDGES}.values())

        def is_closed(path: str) -> bool:
            return not all(rules.decide(judge, path).allowed for judge in judges)

        closed, total, examples = 0, 0, []
        for path in _paths(site):
            total += 1
            if is_closed(path):
                closed += 1
                if len(examples) < MOST_EXAMPLES:
                    examples.append(path)
        things = tuple(words for words, path in _needed(site) if is_closed(path))
        return cls(things, closed, total, tuple(examples))

    def sentences(self) -> list[str]:
        said = [_("Closed: %(thing)s.") % {"thing": thing} for thing in self.things]
        if self.pages:
            facts = {"pages": self.pages, "total": self.of, "examples": ", ".join(self.examples)}
            said.append(
                ngettext(
                    "Closed: %(pages)d of %(total)d pages that search engines may list, such as %(examples)s.",
                    "Closed: %(pages)d of %(total)d pages that search engines may list, such as %(examples)s.",
                    self.pages,
                )
                % facts
            )
        return said

    def mark(self, text: str) -> str:
        """Stands for these rules and what they close: other rules, or more that is closed, have another."""
        return blake2b(f"{text.split()} {self.things}".encode(), digest_size=16).hexdigest()


def is_home_closed(rules: RobotsTxt) -> bool:
    """Whether a judge may not even read the home page, which is as good as the whole site."""
    return not all(rules.decide(judge, "/").allowed for judge in JUDGES)


def _needed(site: Site) -> Iterator[tuple[str, str]]:
    """What a site cannot do without in search, with an address that stands for all of it."""
    yield _("the home page"), "/"
    for code in locales.roots(site.pk):
        if code != settings.LANGUAGE_CODE:
            name = dict(settings.LANGUAGES)[code]
            yield _("everything in %(language)s") % {"language": name}, locales.prefix(code)
    yield _("the sitemap"), reverse("sitemap")
    # Whoever may not read these cannot render a page.
    yield _("styles"), f"{settings.STATIC_URL}css/foundation.css"
    yield _("scripts"), f"{settings.STATIC_URL}js/site.js"
    yield _("pictures"), f"{settings.MEDIA_URL}images/picture.jpg"


def _paths(site: Site) -> Iterator[str]:
    roots = locales.roots(site.pk)
    pages = Page.objects.of_site(site).indexable().order_by("path")
    for url_path, code in pages.values_list("url_path", "locale__language_code").iterator():
        yield locales.public_path(roots, code, url_path)
