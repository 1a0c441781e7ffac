"""Search entries for what an import wrote.

New pages are indexed after the last chunk, in large batches, because every batch makes the index weigh all
titles again. They are found by having no entry, so a run that was killed before is made good by the next.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast

from modelsearch.backends import get_search_backends
from modelsearch.conf import get_app_config
from modelsearch.utils import get_content_type_pk

from catalog.models import ProductPage

BATCH = 1000


def refresh(page_ids: Iterable[int]) -> None:
    """Index these pages now, within the transaction that changed them."""
    ids = sorted(page_ids)
    for start in range(0, len(ids), BATCH):
        _index(list(_for_index().filter(pk__in=ids[start : start + BATCH])))


def index_missing(source: str) -> Iterator[int]:
    """Index the pages of a source that are not in the index yet; yields how many, batch by batch."""
    entry = (
        get_app_config()
        .get_model("IndexEntry")
        .objects.filter(
            content_type_id=get_content_type_pk(ProductPage),
            object_id=Cast(OuterRef("pk"), CharField(max_length=50)),
        )
    )
    missing = _for_index().filter(~Exists(entry), external_id__startswith=f"{source}:").order_by("pk")
    last = 0
    while pages := list(missing.filter(pk__gt=last)[:BATCH]):
        _index(pages)
        last = pages[-1].pk
        yield len(pages)


def analyze() -> None:
    """Let the database count its rows anew: with the counts of an emptier catalogue its plans take seconds."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _for_index() -> Any:
    return ProductPage.objects.select_related("brand").prefetch_related("variants")


def _index(pages: list[ProductPage]) -> None:
    if pages:
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(ProductPage, pages)
