"""Answers: of pages (1), of what is not there (40)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.addresses import spelling
from seo.audit.finding import Fault, Level, Scope, of_page, of_site
from seo.audit.page import PageSeen
from seo.audit.probe import Purpose
from seo.audit.reading import read_page
from seo.audit.site import SiteSeen

BODY_MIN = 20  # words that help a reader who went astray


def _wanted_pages(site: SiteSeen) -> Iterator[Fault]:
    """Pages that should be there and answer something else."""
    for url in sorted(site.truth.indexable or ()):
        if site.page(url) is not None:
            continue
        answer = site.answer(url)
        if answer is not None:
            yield Fault(
                _("The page should be open to everybody and answers %(status)d.") % {"status": answer.status},
                "status",
                url,
            )


@of_page(1, Level.ERROR, gettext_lazy("A page answers 200 with HTML in UTF-8"), whole=_wanted_pages)
def answers_well(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    answer = page.answer
    if page.status != 200:
        yield Fault(_("The page answers %(status)d.") % {"status": page.status}, "status")
    elif not answer.is_html:
        yield Fault(_("The page is sent as “%(type)s”.") % {"type": answer.media_type}, "Content-Type")
    elif answer.charset != "utf-8":
        yield Fault(
            _("The page does not say that it is UTF-8: “%(type)s”.")
            % {"type": answer.header("content-type")},
            "Content-Type",
        )
    elif site.is_main(page) and not page.text.words and not page.images:
        yield Fault(_("The page is empty: search engines take it for missing (soft 404)."), "main")


@of_site(
    40,
    Scope.HTTP,
    Level.ERROR,
    gettext_lazy("What is missing says 404, what is gone 410, and both help"),
    measured=lambda site: site.has_probed(Purpose.MISSING, Purpose.GONE),
)
def missing_and_gone(site: SiteSeen) -> Iterator[Fault]:
    for probe, answer in site.probes_for(Purpose.MISSING, Purpose.GONE):
        wanted = 410 if probe.purpose == Purpose.GONE else 404
        if answer.is_redirect:
            home = spelling(answer.location) == spelling(site.root)
            yield Fault(
                _(
                    "An address where nothing is redirects to the home page: search engines take that for an error."
                )
                if home
                else _("An address where nothing is redirects to %(url)s.") % {"url": answer.location},
                "status",
                probe.url,
            )
            continue
        if answer.status != wanted:
            yield Fault(
                _("An address of a deleted page answers %(status)d and not 410.") % {"status": answer.status}
                if wanted == 410
                else _("An address where nothing is answers %(status)d and not 404.")
                % {"status": answer.status},
                "status",
                probe.url,
            )
            continue
        page = read_page(answer)
        if not answer.is_html or page.text.words < BODY_MIN or not page.links:
            yield Fault(
                _("The page for what is missing does not help: a few words and ways out."), "body", probe.url
            )
        if "noindex" not in page.robots | answer.robots:
            yield Fault(_("The page for what is missing has no “noindex”."), "meta robots", probe.url)
        if page.canonicals:
            yield Fault(_("The page for what is missing has a canonical."), "link canonical", probe.url)
