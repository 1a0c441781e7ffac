"""Verdicts as data: the bodies of resolve/ and head/."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest

from cms.models import Page
from cms.representation import link_data
from headless.requests import Address
from headless.verdicts import Gone, Missing, PageFound, Redirected, Restricted, Verdict


def resolution(address: Address, verdict: Verdict) -> dict[str, Any]:
    """The body of resolve/."""
    if not isinstance(verdict, PageFound):
        return _refusal(address, verdict)
    page, request = verdict.page, verdict.request
    return {
        **_said(address, verdict),
        **_place(page, request),
        "page": page_content(page, request),
        "head": page.get_head(request).as_dict(),
        "breadcrumbs": breadcrumbs(page, request),
        "alternates": [],
    }


def head_resolution(address: Address, verdict: Verdict) -> dict[str, Any]:
    """The body of head/."""
    if not isinstance(verdict, PageFound):
        return _refusal(address, verdict)
    page, request = verdict.page, verdict.request
    return {
        **_said(address, verdict),
        **_place(page, request),
        "head": page.get_head(request).as_dict(),
    }


def page_content(page: Page, request: HttpRequest) -> dict[str, Any]:
    """A page as its identity and its content."""
    return {
        "id": page.pk,
        "type": type_name(page),
        "title": page.title,
        "meta": {
            "slug": page.slug,
            "first_published_at": page.first_published_at,
            "last_published_at": page.last_published_at,
        },
        "fields": page.get_content(request),
    }


def breadcrumbs(page: Page, request: HttpRequest) -> list[dict[str, str]]:
    return [asdict(crumb) for crumb in page.get_breadcrumbs(request)]


def type_name(page: Page) -> str:
    """A page type as the API names it: home.ArticlePage."""
    return page._meta.label


def _said(address: Address, verdict: Verdict) -> dict[str, Any]:
    return {"verdict": verdict.verdict, "status": verdict.status, "path": address.full}


def _place(page: Page, request: HttpRequest) -> dict[str, Any]:
    place = page.get_place(request)
    return {"canonical_path": place.url.removeprefix(place.root.rstrip("/")), "locale": place.language}


def _refusal(address: Address, verdict: Verdict) -> dict[str, Any]:
    said = _said(address, verdict)
    match verdict:
        case Redirected(location, path, permanent, hops, normalise):
            return said | {
                "location": location,
                "location_path": path,
                "permanent": permanent,
                "hops": hops,
                "normalise": normalise,
            }
        case Gone(reason, suggestion):
            return said | {"reason": reason, "suggestion": link_data(suggestion) if suggestion else None}
        case Missing(nearest):
            return said | {"nearest": link_data(nearest) if nearest else None}
        case Restricted(_status, method):
            return said | {"method": method}
        case _:
            raise TypeError(f"No body for {verdict!r}.")
