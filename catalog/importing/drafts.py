"""What a file says about products and variants, judged and clean, before a database is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """One thing to buy. `values` holds only what the map names."""

    row: int
    line: int
    external_id: str
    sku: str
    values: Mapping[str, Any]
    picture: str = ""


@dataclass
class ProductDraft:
    """One page with its variants. What the map does not name is None or not there; an empty title stays as it is."""

    row: int
    line: int
    external_id: str
    title: str
    slug: str
    values: Mapping[str, str]
    brand: str | None = None
    categories: tuple[tuple[str, ...], ...] | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    pictures: tuple[str, ...] | None = None
    variants: list[VariantDraft] = field(default_factory=list)
    # The attributes the draft speaks of; None where it is all of the run's.
    codes: frozenset[str] | None = None
    # Whether the categories are added to those the page is already listed in.
    adds_categories: bool = False
    # The address part an existing page is to have from now on; empty: it keeps its own.
    new_slug: str = ""
    # Whether a new page has this slug or none: it was given, not made from the title.
    keeps_slug: bool = False
    # External ids of variants whose rows were refused: in the file, so not gone.
    refused: set[str] = field(default_factory=set)

    @property
    def rows(self) -> list[int]:
        """Every row this product was made of, each once."""
        return sorted({self.row, *(variant.row for variant in self.variants)})

    @cached_property
    def fingerprint(self) -> str:
        """Changes when the words of the page do; prices, stock and pictures have no part in it."""
        said = (
            self.title,
            sorted(self.values.items()),
            self.brand,
            self.categories,
            sorted(self.attributes.items()),
        )
        return blake2b(repr(said).encode("utf-8", "replace"), digest_size=16).hexdigest()
