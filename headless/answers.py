"""Verdicts as data: the bodies of resolve/, resolve/batch/ and head/."""

import json
from collections.abc import Callable, Collection
from dataclasses import asdict
from hashlib import blake2b
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.utils import translation

from cms.caching import tags_of
from cms.models import Page
from cms.representation import link_data
from cms.rich_text import TextFormat, writing
from cms.stock import lay_in
from delivery.made_of import at_hand
from headless import unlock
from headless.requests import Address
from headless.verdicts import Gone, Missing, PageFound, Redirected, Restricted, Verdict
from seo.languages import bcp47

# What resolve/ may be asked to include, each as the members it adds to the body.
PARTS: Final[dict[str, Callable[[Page, HttpRequest], dict[str, Any]]]] = {
    "page": lambda page, request: {"page": page_content(page, request)},
    "head": lambda page, request: {"head": page.get_head(request).as_dict()},
    "breadcrumbs": lambda page, request: {
        "breadcrumbs": breadcrumbs(page, request),
        "more_breadcrumbs": more_breadcrumbs(page, request),
    },
    "alternates": lambda page, request: {"alternates": alternates(page)},
}
USUAL_PARTS: Final = ("page", "head", "breadcrumbs", "alternates")


def resolution(
    address: Address,
    verdict: Verdict,
    include: Collection[str] = USUAL_PARTS,
    text_format: TextFormat = "html",
) -> dict[str, Any]:
    """The body of resolve/ with the parts of `PARTS` that are included, rich text in `text_format`."""
    if not isinstance(verdict, PageFound):
        return _sealed(_refusal(address, verdict))
    page, request = verdict.page, verdict.request
    body = {**_said(address, verdict), **_place(verdict)}
    if verdict.route is not None:
        body["route"] = {"name": verdict.route.name, "kwargs": dict(verdict.route.kwargs)}
    if {"page", "head"} & set(include):
        _lay_in(page, request)
    with writing(text_format, page.get_site_root(request)) as texts:
        for name, part in PARTS.items():
            if name in include:
                body |= part(page, request)
        body = texts.settled(body)
    return _sealed(body)


def detail(verdict: PageFound, text_format: TextFormat = "html") -> dict[str, Any]:
    """A page by itself, in the shapes of resolve/."""
    page, request = verdict.page, verdict.request
    _lay_in(page, request)
    with writing(text_format, page.get_site_root(request)) as texts:
        body = texts.settled(page_content(page, request))
    return {
        **body,
        "head": page.get_head(request).as_dict(),
        "breadcrumbs": breadcrumbs(page, request),
        "more_breadcrumbs": more_breadcrumbs(page, request),
        "alternates": alternates(page),
        "locale": page.language_tag,
        "canonical_path": _place(verdict)["canonical_path"],
    }


def _lay_in(page: Page, request: HttpRequest) -> None:
    """In the page's language: what it finds now, as an article its authors, is what the page says afterwards."""
    with translation.override(page.language_code):
        lay_in([page], request)


def head_resolution(address: Address, verdict: Verdict) -> dict[str, Any]:
    """The body of head/."""
    if not isinstance(verdict, PageFound):
        return _sealed(_refusal(address, verdict))
    return _sealed(
        {
            **_said(address, verdict),
            **_place(verdict),
            "head": verdict.page.get_head(verdict.request).as_dict(),
        }
    )


def summary(address: Address, verdict: Verdict) -> dict[str, Any]:
    """The verdict in few words: the items of resolve/batch/."""
    said = _said(address, verdict) | {"title": None, "location": None, "locale": None}
    if isinstance(verdict, PageFound):
        return said | {"title": verdict.page.title, "locale": verdict.page.language_tag}
    return said | ({"location": verdict.location} if isinstance(verdict, Redirected) else {})


def _sealed(body: dict[str, Any]) -> dict[str, Any]:
    """The body with what a cache in the front end needs: its tags, and its version, which the ETag repeats."""
    said = json.dumps(body, cls=DjangoJSONEncoder, sort_keys=True)
    version = blake2b(said.encode(), digest_size=16).hexdigest()
    return body | {"cache": {"tags": tags_of(200, at_hand()), "etag": f'"{version}"'}}


def page_content(page: Page, request: HttpRequest) -> dict[str, Any]:
    """A page as its identity and its content, in the page's language."""
    with translation.override(page.language_code):
        return _content(page, request)


def alternates(page: Page) -> list[dict[str, Any]]:
    """The page in every language it may be read in, itself included; `hreflang` tells which search engines see."""
    return [
        {
            "locale": bcp47(each.language),
            "path": each.path,
            "url": each.url,
            "hreflang": each.is_listed,
        }
        for each in page.translations_to_read
    ]


def _content(page: Page, request: HttpRequest) -> dict[str, Any]:
    return {
        "id": page.pk,
        "type": type_name(page),
        "title": page.title,
        "meta": {
            "slug": page.slug,
            "first_published_at": page.first_published_at,
            "last_published_at": page.last_published_at,
            "content_modified_at": page.modified_at,
        },
        "fields": page.get_content(request),
    }


def breadcrumbs(page: Page, request: HttpRequest) -> list[dict[str, str]]:
    return [asdict(crumb) for crumb in page.get_breadcrumbs(request)]


def more_breadcrumbs(page: Page, request: HttpRequest) -> list[list[dict[str, str]]]:
    """The further trails of a page that stands in several places; after `breadcrumbs`, which asks for all of them."""
    return [[asdict(crumb) for crumb in trail] for trail in page.get_more_trails(request)]


def type_name(page: Page) -> str:
    """A page type as the API names it: home.ArticlePage."""
    return page._meta.label


def _said(address: Address, verdict: Verdict) -> dict[str, Any]:
    return {"verdict": verdict.verdict, "status": verdict.status, "path": address.full}


def _place(verdict: PageFound) -> dict[str, Any]:
    page = verdict.page
    place = page.get_place(verdict.request)
    return {
        "canonical_path": place.url.removeprefix(place.root.rstrip("/")),
        "locale": place.language,
        "requested_locale": bcp47(verdict.requested) if verdict.requested else page.language_tag,
        "is_fallback": verdict.requested not in {"", page.language_code},
    }


def _refusal(address: Address, verdict: Verdict) -> dict[str, Any]:
    said = _said(address, verdict)
    match verdict:
        case Redirected(location, path):
            return said | {
                "location": location,
                "location_path": path,
                "permanent": verdict.permanent,
                "hops": verdict.hops,
                "normalise": verdict.normalise,
            }
        case Gone(reason, suggestion):
            return said | {
                "reason": reason,
                "suggestion": link_data(suggestion) if suggestion else None,
                "way_on": verdict.way_on,
                "archive": verdict.archive,
            }
        case Missing(nearest):
            return said | {"nearest": link_data(nearest) if nearest else None}
        case Restricted(_status, method):
            return said | {"method": method, "unlock": unlock.way(method)}
        case _:
            raise TypeError(f"No body for {verdict!r}.")
