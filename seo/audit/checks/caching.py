"""What caches are told: conditional answers (54), Vary, cookies, compression (55)."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from seo.audit.answer import Answer
from seo.audit.finding import Fault, Level, Scope, of_site
from seo.audit.probe import Purpose
from seo.audit.site import SiteSeen
from seo.audit.snapshot import facts_of


@of_site(54, Scope.HTTP, Level.ERROR, gettext_lazy("An answer that has not changed is not sent again"))
def conditional(site: SiteSeen) -> Iterator[Fault]:
    pages = [page.answer for page in site.pages.values() if not page.has_form]
    files = [file.answer for file in (*site.sitemaps, *site.feeds) if file.answer.status == 200]
    api = [answer for _probe, answer in site.probes_for(Purpose.API) if answer.status == 200]
    for answers in (pages, files, api):
        for header in ("ETag", "Last-Modified"):
            yield from _without(header, answers)
    for probe, answer in site.probes_for(Purpose.CONDITIONAL):
        if answer.status != 304:
            yield Fault(
                _("Asked with its own ETag the address answers %(status)d and not 304.")
                % {"status": answer.status},
                "If-None-Match",
                probe.url,
            )
        elif answer.size:
            yield Fault(_("A 304 has a body."), "If-None-Match", probe.url)
    for page in site.pages.values():
        before = site.previous.pages.get(page.url) if site.previous else None
        is_same = before is not None and bool(before.etag) and before.etag == page.answer.header("etag")
        if before is not None and is_same and before.text != facts_of(page, site).text:
            yield Fault(
                _("The page has changed and its ETag has not: caches will keep the old one."),
                "ETag",
                page.url,
            )


def _without(header: str, answers: Iterable[Answer]) -> Iterator[Fault]:
    """One finding for all answers of a kind: a header is missing everywhere or by a single mistake."""
    lacking = [answer.url for answer in answers if not answer.header(header)]
    if lacking:
        yield Fault(
            ngettext(
                "%(url)s comes without %(header)s.",
                "%(count)d answers come without %(header)s, %(url)s among them.",
                len(lacking),
            )
            % {"url": lacking[0], "header": header, "count": len(lacking)},
            header,
            lacking[0],
        )


@of_site(
    55, Scope.HTTP, Level.ERROR, gettext_lazy("Caches may share a page: Vary is right, no cookie, compressed")
)
def shareable(site: SiteSeen) -> Iterator[Fault]:
    setting = [
        page.url for page in site.pages.values() if page.answer.header("set-cookie") and not page.has_form
    ]
    if setting:
        yield Fault(
            ngettext(
                "%(url)s sets a cookie for a reader who is nobody yet: no cache can share it.",
                "%(count)d pages set a cookie for a reader who is nobody yet, %(url)s among them: no cache can "
                "share them.",
                len(setting),
            )
            % {"url": setting[0], "count": len(setting)},
            "Set-Cookie",
            setting[0],
        )
    for probe, answer in site.probes_for(Purpose.COMPRESSED):
        encoding = answer.header("content-encoding")
        if site.is_served and answer.status == 200 and not encoding:
            yield Fault(
                _("The page is sent uncompressed to those who read gzip and Brotli."),
                "Content-Encoding",
                probe.url,
            )
        elif encoding and not _varies(answer, "accept-encoding"):
            yield Fault(
                _("The page is compressed and does not say “Vary: Accept-Encoding”."), "Vary", probe.url
            )
    for probe, answer in site.probes_for(Purpose.ACCEPT_MARKDOWN):
        page = site.page(probe.about)
        if answer.media_type != "text/markdown" or page is None:
            continue
        for said in (answer, page.answer):
            if not _varies(said, "accept"):
                yield Fault(
                    _("The address answers HTML or Markdown and does not say “Vary: Accept”."),
                    "Vary",
                    probe.url,
                )
                break


def _varies(answer: Answer, header: str) -> bool:
    said = {name.strip().lower() for name in answer.header("vary").split(",")}
    return header in said or "*" in said
