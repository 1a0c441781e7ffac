"""Why an address is not served: for people who may know, told no more than they may see in the admin.

Whoever has no right over a page that readers do not see is answered as if it were not there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail.models import Site

from cms import locales
from cms.models import Page, RedirectRule
from cms.redirects import lookup
from cms.redirects.addresses import Asked
from headless import verdicts
from headless.answers import type_name
from headless.requests import Address, reader_request
from headless.verdicts import Gone, Missing, PageFound, Redirected, Restricted, Verdict


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps readers from an address, or the one that serves it. `code` is for programs."""

    code: str
    message: str
    page: Page | None = None
    at: datetime | None = None
    address: str = ""


def explain(site: Site, address: Address, user: Any) -> dict[str, Any]:
    """The body of explain/: the verdict readers get, and the reasons for it as far as the user may know them."""
    verdict = verdicts.resolve(site, address)
    reasons = [*_of_verdict(site, address, verdict), *_of_page(site, address, verdict, user)]
    if isinstance(verdict, Missing):
        reasons += _of_other_places(site, address)
    if not reasons:
        reasons = [Reason("unknown", _("No page and no rule you may know of stands or stood here."))]
    return {
        "path": address.full,
        "verdict": verdict.verdict,
        "status": verdict.status,
        "reasons": [_as_dict(reason, user) for reason in reasons],
    }


def _of_verdict(site: Site, address: Address, verdict: Verdict) -> Iterator[Reason]:
    match verdict:
        case PageFound():
            yield Reason("served", _("Readers get this page."), verdict.page)
        case Redirected(normalise=True):
            yield Reason(
                "written-otherwise",
                _("The page has another form of this address."),
                None,
                None,
                verdict.location,
            )
        case Redirected():
            rule = _rule(site, address)
            if rule is not None and rule.origin == RedirectRule.Origin.AUTOMATIC:
                yield Reason("moved", _("The page moved."), None, rule.created_at, verdict.location)
            elif rule is not None:
                yield Reason("redirected", _("A redirect leads on."), None, rule.created_at, verdict.location)
            else:
                yield Reason(
                    "ended", _("The page has ended and sends readers on."), None, None, verdict.location
                )
        case Gone():
            yield Reason("gone", verdict.reason or _("It is gone for good."), None, None, verdict.way_on)
        case Restricted():
            yield Reason("restricted", _("Only some may read it: %(method)s.") % {"method": verdict.method})


def _rule(site: Site, address: Address) -> RedirectRule | None:
    return next(
        (rule for rule, _captured in lookup.candidates(site, Asked(address.path, address.query))), None
    )


def _of_page(site: Site, address: Address, verdict: Verdict, user: Any) -> Iterator[Reason]:
    """What is true of the page that stands at the address and is not the answer."""
    tree_path = locales.url_path(site, address.normal)
    page = tree_path and Page.objects.of_site(site).filter(url_path=tree_path).first()
    if not page or isinstance(verdict, PageFound) or (isinstance(verdict, Redirected) and verdict.normalise):
        return
    if page.live:
        yield from _of_live(site, address, page.specific, user)
    elif _may_work_on(user, page):
        yield from _of_draft(page)


def _of_live(site: Site, address: Address, page: Page, user: Any) -> Iterator[Reason]:
    ended = page.get_ended()
    if ended is not None:
        if ended.status == 404 and _may_work_on(user, page):
            yield Reason(
                "hidden", _("The end its editors gave it hides it from readers."), page, page.closed_from
            )
        return
    is_public = Page.objects.filter(pk=page.pk).readable().exists()
    try:
        page.check_query(reader_request(site, address))
    except Http404 as error:
        if is_public:
            yield Reason("query", str(error) or _("The page answers no such query."), page)


def _of_draft(page: Page) -> Iterator[Reason]:
    now = timezone.now()
    scheduled = page.go_live_at or getattr(page.scheduled_revision, "approved_go_live_at", None)
    if page.expired or (page.expire_at and page.expire_at <= now):
        yield Reason("expired", _("Its time has run out."), page, page.expire_at)
    if scheduled and scheduled > now:
        yield Reason("scheduled", _("It will be published."), page, scheduled)
    if page.first_published_at is None:
        yield Reason(
            "never-published",
            _("It is a draft that was never published."),
            page,
            page.latest_revision_created_at,
        )
    elif not page.expired:
        yield Reason("unpublished", _("It was published and taken down."), page, page.last_published_at)


def _of_other_places(site: Site, address: Address) -> Iterator[Reason]:
    """The same path in other languages and on other sites, where anybody may read it."""
    own = locales.language_of(address.normal)
    rest = address.normal.removeprefix(locales.prefix(own))
    for code in locales.roots(site.pk):
        if code != own:
            found = verdicts.resolve(site, Address(locales.prefix(code) + rest))
            if isinstance(found, PageFound):
                yield Reason(
                    "other-locale",
                    _("It stands in another language."),
                    found.page,
                    None,
                    found.page.get_full_url(),
                )
    for other in Site.objects.exclude(pk=site.pk).select_related("root_page").order_by("pk")[:20]:
        found = verdicts.resolve(other, Address(address.normal))
        if isinstance(found, PageFound):
            yield Reason(
                "other-site", _("It stands on another site."), found.page, None, found.page.get_full_url()
            )


def _may_work_on(user: Any, page: Page) -> bool:
    """Whether the admin would show the user this page: a right over it, of a group that works on its type."""
    return user.is_active and (user.is_superuser or bool(page.permissions_for_user(user).permissions))


def _as_dict(reason: Reason, user: Any) -> dict[str, Any]:
    page = reason.page
    return {
        "code": reason.code,
        "message": reason.message,
        "at": reason.at,
        "address": reason.address or None,
        "page": page
        and {
            "id": page.pk,
            "type": type_name(page.specific_deferred),
            "title": page.get_admin_display_title() if not page.live else page.title,
            "edit_path": reverse("wagtailadmin_pages:edit", args=[page.pk])
            if _may_work_on(user, page)
            else None,
        },
    }
