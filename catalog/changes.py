"""What the change log is told of things: an original and its translations are one thing with one price."""

from collections.abc import Iterable

from cms.changes import record_news
from delivery.models import Change

# Columns of a variant that no reader sees; `external_id` is the supplier's.
UNSEEN_OF_VARIANT = frozenset({"id", "external_id", "absent_since", "updated_at"})


def record_offers(products: Iterable[int]) -> int:
    """Price, stock or another fact of a variant changed: a row for each page of these originals; how many."""
    return _record(products, Change.Kind.OFFER)


def record_ratings(products: Iterable[int]) -> int:
    """The approved reviews of these originals changed: their pages show other opinions from now on."""
    from catalog.models import ProductPage

    ids = set(products)
    ProductPage.objects.family(ids).changed()
    return _record(ids, Change.Kind.UPSERT)


def _record(products: Iterable[int], kind: Change.Kind) -> int:
    from catalog.models import ProductPage

    ids = set(products)
    return record_news(ProductPage.objects.family(ids), kind) if ids else 0
