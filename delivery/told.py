"""A change as others are told of it: what the feed of changes and the bodies of webhooks say alike."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps

from wagtail.models import Site

from delivery.models import Change

Kind = Change.Kind
OPS = {
    Kind.UPSERT: "upsert",
    Kind.OFFER: "upsert",
    Kind.DELETE: "delete",
    Kind.UNPUBLISH: "delete",
    Kind.MOVE: "move",
    Kind.REDIRECT: "upsert",
    Kind.SETTINGS: "upsert",
    Kind.MENU: "upsert",
    Kind.TRANSLATION: "upsert",
}
# What a change that is about no single page is about.
SHARED = {
    Kind.REDIRECT: "redirect",
    Kind.SETTINGS: "settings",
    Kind.MENU: "menu",
    Kind.TRANSLATION: "phrases",
}


def type_of(change: Change) -> str:
    """The type as the API names it: catalog.ProductPage; else redirect, settings, menu or phrases."""
    if change.kind in SHARED:
        return SHARED[Kind(change.kind)]
    try:
        return apps.get_model(change.page_type)._meta.label
    except (LookupError, ValueError):
        return change.page_type  # a type that is no longer installed


def identity(change: Change) -> dict[str, Any]:
    """Which change it is, and of what."""
    return {
        "seq": change.position,
        "op": OPS[Kind(change.kind)],
        "type": type_of(change),
        "id": change.page_id,
        "at": change.created_at.isoformat(),
    }


def addresses(change: Change) -> tuple[list[str], list[str]]:
    """The addresses now and before. None of settings: a document's name is nobody's business who may not open it."""
    return ([], []) if change.kind == Kind.SETTINGS else (change.urls, change.old_urls)


def site_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Sites by id, named as the API's `site=` takes them: hostname[:port]."""
    found = Site.objects.filter(pk__in={pk for pk in ids if pk})
    return {
        site.pk: site.hostname if site.port in {80, 443} else f"{site.hostname}:{site.port}" for site in found
    }
