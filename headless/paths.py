"""Every public address of a site in a language, for builds that write each page once."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Value, When

from wagtail.models import Site

from cms import locales
from cms.models import Page
from cms.querysets import listable, modified_at
from delivery import tags
from delivery.made_of import note
from headless.cursors import Order, window

PER_ANSWER = 1000
_BY_ID = Order("id", F("pk"))


def paths(site: Site, language: str, cursor: str | None, limit: int) -> dict[str, Any]:
    """The body of paths/: what anybody may read, in the order of ids, so that new pages come last. Two queries."""
    note(tags.PAGES, tags.SETTINGS, tags.PHRASES)  # the dates it says move with what pages share
    roots = locales.roots(site.pk)
    pages = (
        Page.objects.of_site(site)
        .in_language(language)
        .readable()
        .annotate(
            modified=modified_at(), is_listed=Case(When(listable(), then=Value(True)), default=Value(False))
        )
        .only("pk", "url_path", "content_type_id")
    )
    rows, following = window(_BY_ID, pages, cursor, 0, limit)
    types = ContentType.objects.in_bulk({row.content_type_id for row in rows})
    return {
        "items": [
            {
                "id": row.pk,
                "path": locales.quoted(locales.public_path(roots, language, row.url_path)),
                "type": _label(types[row.content_type_id]),
                "lastmod": row.modified,
                "indexable": row.is_listed,
            }
            for row in rows
        ],
        "next_cursor": following,
    }


def _label(content_type: ContentType) -> str:
    model = content_type.model_class()
    return model._meta.label if model else f"{content_type.app_label}.{content_type.model}"
