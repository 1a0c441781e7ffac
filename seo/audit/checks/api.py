"""The API says what the site does: heads (59), verdicts (60), what is for programs only (61)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.answer import Answer
from seo.audit.finding import Fault, Level, Scope, of_site
from seo.audit.page import PageSeen, same_address
from seo.audit.probe import Purpose
from seo.audit.site import SiteSeen

_LAYOUT = {"viewport", "theme-color", "color-scheme"}


@of_site(
    59,
    Scope.API,
    Level.ERROR,
    gettext_lazy("The head in the API is the head of the page"),
    measured=lambda site: bool(site.heads),
)
def same_head(site: SiteSeen) -> Iterator[Fault]:
    for url, head in site.heads.items():
        page = site.page(url)
        if page is None:
            continue
        for name, shown, told in _parts(page, head):
            if shown != told:
                yield Fault(
                    _("%(name)s differs: the page says %(shown)s, the API %(told)s.")
                    % {"name": name, "shown": _short(shown, told), "told": _short(told, shown)},
                    name,
                    url,
                )


def _parts(page: PageSeen, head: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(what, on the page, in the API), both in one form."""
    yield "title", page.title, " ".join(str(head.get("title", "")).split())
    shown = {
        (kind, name, content)
        for kind, name, content in page.metas
        if kind in {"name", "property"} and name not in _LAYOUT
    }
    told = {
        (kind, str(meta[kind]).lower(), str(meta.get("content", "")))
        for meta in head.get("metas", ())
        for kind in ("name", "property")
        if kind in meta
    }
    yield "metas", shown, told
    links = head.get("links", ())
    yield (
        "canonical",
        set(page.canonicals),
        {str(link.get("href")) for link in links if link.get("rel") == "canonical"},
    )
    yield (
        "hreflang",
        set(page.alternates),
        {(str(link["hreflang"]), str(link.get("href"))) for link in links if "hreflang" in link},
    )
    documents = page.documents
    yield "JSON-LD", documents[0] if documents else None, head.get("json_ld") or None


def _short(value: Any, other: Any) -> str:
    """What of a value the other lacks, in few words."""
    if isinstance(value, set) and isinstance(other, set):
        value = sorted(map(str, value - other)) or "—"
    elif isinstance(value, dict) and isinstance(other, dict):
        ours, theirs = (
            {json.dumps(node, sort_keys=True) for node in said.get("@graph", [])} for said in (value, other)
        )
        value = sorted(ours - theirs) or "—"
    text = str(value)
    return text if len(text) <= 160 else f"{text[:159]}…"


@of_site(
    60,
    Scope.API,
    Level.ERROR,
    gettext_lazy("The API answers for an address as the site does"),
    measured=lambda site: bool(site.resolved),
)
def same_verdict(site: SiteSeen) -> Iterator[Fault]:
    for url, said in site.resolved.items():
        answer = site.answer(url)
        if answer is not None and answer.status < 500:
            if said.get("status") != answer.status:
                yield Fault(
                    _("The site answers %(site)d and the API says %(api)s.")
                    % {"site": answer.status, "api": said.get("status")},
                    "status",
                    url,
                )
            elif answer.is_redirect and same_address(str(said.get("location"))) != answer.location:
                yield Fault(
                    _("The site leads to %(site)s and the API to %(api)s.")
                    % {"site": answer.location, "api": said.get("location")},
                    "location",
                    url,
                )
        text = json.dumps(said, default=str, ensure_ascii=False)
        for host in sorted(site.hosts_api):
            if f"//{host}" in text:
                yield Fault(
                    _("The API names the host behind the site, %(host)s.") % {"host": host}, host, url
                )


@of_site(
    61,
    Scope.API,
    Level.ERROR,
    gettext_lazy("What is for programs is not listed beside the pages, and drafts are for few"),
    measured=lambda site: site.has_probed(Purpose.API, Purpose.API_DRAFT, Purpose.MARKDOWN),
)
def programs_only(site: SiteSeen) -> Iterator[Fault]:
    for probe, answer in site.probes_for(Purpose.API, Purpose.MARKDOWN):
        if answer.status == 200 and not _is_kept_out(answer):
            yield Fault(
                _(
                    "%(type)s without “X-Robots-Tag: noindex” or a canonical link can be listed beside the page."
                )
                % {"type": answer.media_type},
                "X-Robots-Tag",
                probe.url,
            )
    for answer in site.answers.values():
        if answer.status == 200 and answer.media_type == "application/pdf" and not _is_kept_out(answer):
            # A PDF may be what people look for.
            yield Fault(
                _("The PDF says neither “noindex” nor whose it is."), "X-Robots-Tag", answer.url, Level.IDEA
            )
    for probe, answer in site.probes_for(Purpose.API_DRAFT):
        if answer.status not in {401, 403, 404}:
            yield Fault(
                _("A draft is answered with %(status)d to somebody unknown.") % {"status": answer.status},
                "status",
                probe.url,
            )


def _is_kept_out(answer: Answer) -> bool:
    return "noindex" in answer.robots or 'rel="canonical"' in answer.header("link").replace("'", '"')
