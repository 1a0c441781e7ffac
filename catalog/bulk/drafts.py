"""Rows become the importer's drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from catalog.bulk.meeting import Meeting
from catalog.bulk.rows import ProductFacts, VariantRow
from catalog.importing.drafts import ProductDraft, VariantDraft
from catalog.importing.values import as_slug

WORDS = (
    "title",
    "slug",
    "summary",
    "description",
    "brand",
    "category",
    "more_categories",
    "attributes",
    "pictures",
)


@dataclass
class RowDraft(ProductDraft):
    """A draft that remembers what its row says: what it does not say is neither compared nor written."""

    said: Mapping[str, Any] | None = None

    @cached_property
    def fingerprint(self) -> str:
        """Changes when what the row says of its page does; variants have no part in it."""
        return blake2b(repr(sorted((self.said or {}).items())).encode(), digest_size=16).hexdigest()


def draft_of(
    index: int,
    row: ProductFacts,
    meeting: Meeting,
    *,
    external_id: str,
    page_id: int | None,
    source: str,
    moves: bool,
) -> RowDraft:
    """The draft of a row whose references were found. `moves`: a named slug becomes the address of a page there is."""
    said = row.said(*WORDS)
    attributes = {
        code: meeting.fact(code, value) for code, value in (row.attributes or {}).items() if value is not None
    }
    categories = None
    if "category" in said or "more_categories" in said:
        names = [row.category, *(row.more_categories or ())]
        categories = tuple((str(meeting.shelves.by_name[name].pk),) for name in names if name)
    return RowDraft(
        row=index,
        line=0,
        external_id=external_id,
        title=row.title or "",
        slug=row.slug or as_slug(row.title or "", external_id.partition(":")[2]),
        values=row.said("summary", "description"),
        brand=row.brand if "brand" in said else None,
        categories=categories,
        adds_categories="more_categories" not in said,
        attributes=attributes,
        codes=frozenset(row.attributes or ()),
        pictures=tuple(map(str, row.pictures)) if row.pictures is not None else None,
        new_slug=row.slug or "" if moves else "",
        keeps_slug=bool(row.slug),
        variants=[
            VariantDraft(
                row=index,
                line=0,
                external_id=meeting.external_id(one, source, page_id),
                sku=one.sku,
                values=figures_of(one),
                picture=str(one.picture or ""),
            )
            for one in row.variants or ()
        ],
        said=said,
    )


def figures_of(row: VariantRow | Any) -> dict[str, Any]:
    """The columns of a variant a row names."""
    found = row.said()
    for name in ("sku", "id", "external_id", "picture"):
        found.pop(name, None)
    return {name: getattr(value, "value", value) for name, value in found.items()}
