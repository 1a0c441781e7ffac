"""What a category offers as filters, in which order, and what of it search engines may index. Values only."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cms.phrases import say

BRAND, STOCK, PRICE = "brand", "in-stock", "price"
PRICE_MIN, PRICE_MAX = "price-min", "price-max"
YES, NO = "yes", "no"
# Parameters that are no filters; an attribute of such a code cannot be one.
RESERVED = frozenset({"page", "sort", "variant", "q", PRICE_MIN, PRICE_MAX})
# Where an editor sets no bounds: steps that do not depend on the products, so that addresses stay.
BOUNDS = tuple(
    Decimal(step) * 10**power for power in range(7) for step in (1, 2, 5) if (step, power) != (1, 0)
)
MINIMUM = 3
# Sizes of clothes in their own order; the alphabet puts L before S.
_CLOTHES = ("XXXS", "XXS", "XS", "S", "M", "L", "XL", "XXL", "XXXL", "2XL", "3XL", "4XL", "5XL")


class Kind(StrEnum):
    """How the values of a facet are compared and said."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    STOCK = "stock"
    PRICE = "price"


def parameter(code: str) -> str:
    """The name of a facet in addresses: burn_time is burn-time."""
    return code.lower().replace("_", "-")


def slug_of(text: str) -> str:
    """A value in addresses: small letters and digits of any script, hyphens for the rest. “8.5” is not “85”."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    slug = re.sub(r"[\W_]+", "-", folded).strip("-")
    return slug or "-".join(f"u{ord(character):x}" for character in folded.strip())


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter. `label` and `unit` are in the default language; `is_indexable` means: with one value, alone."""

    code: str
    kind: Kind = Kind.TEXT
    label: str = ""
    unit: str = ""
    is_indexable: bool = False
    bounds: tuple[Decimal, ...] = ()

    @property
    def name(self) -> str:
        return parameter(self.code)

    @property
    def words(self) -> str:
        return say(str(self.label))

    def slug_of_number(self, number: Decimal) -> str:
        """The step a number falls in: from its lower bound up to, not including, the next."""
        bounds = self.bounds or BOUNDS
        above = next((index for index, bound in enumerate(bounds) if number < bound), len(bounds))
        if above == 0:
            return f"under-{_figure(bounds[0])}"
        if above == len(bounds):
            return f"from-{_figure(bounds[-1])}"
        return f"{_figure(bounds[above - 1])}-{_figure(bounds[above])}"

    def say_value(self, slug: str, source: str) -> str:
        """A value as the page says it, in its language; `source` is the text the slug was made of."""
        match self.kind:
            case Kind.NUMBER:
                return self._say_step(slug)
            case Kind.BOOLEAN:
                return _("Yes") if slug == YES else _("No")
            case Kind.STOCK:
                return _("In stock")
            case _:
                return f"{say(source)} {say(self.unit)}".strip()

    def sort_key(self, slug: str, words: str) -> tuple[object, ...]:
        """Numbers by their size, clothes from small to large, “yes” before “no”, words by the alphabet."""
        if self.kind is Kind.NUMBER:
            below = slug.startswith("under-")
            return (Decimal(slug.removeprefix("under-").removeprefix("from-").split("-")[0]), not below)
        if self.kind is Kind.BOOLEAN:
            return (slug != YES,)
        if words.upper() in _CLOTHES:
            return ("", _CLOTHES.index(words.upper()), "", "")
        number, rest = re.match(r"(\d*)(.*)", words.casefold(), re.DOTALL).groups()
        return ("", int(number or "0"), rest, slug) if number else (words.casefold(), 0, "", slug)

    def _say_step(self, slug: str) -> str:
        unit = say(self.unit)
        if slug.startswith("under-"):
            words = _("under %(number)s") % {"number": _said(slug.removeprefix("under-"))}
        elif slug.startswith("from-"):
            number = f"{_said(slug.removeprefix('from-'))} {unit}".strip()
            return _("%(number)s and more") % {"number": number}
        else:
            least, _sep, below = slug.partition("-")
            words = _("%(least)s to %(below)s") % {"least": _said(least), "below": _said(below)}
        return f"{words} {unit}".strip()


@dataclass(frozen=True, slots=True)
class Policy:
    """The filters of a category in their order. `pairs` are names of two facets that are indexed together."""

    facets: tuple[Facet, ...] = ()
    pairs: frozenset[frozenset[str]] = frozenset()
    minimum: int = MINIMUM

    def facet(self, name: str) -> Facet | None:
        return next((facet for facet in self.facets if facet.name == name), None)

    def indexes(self, names: Sequence[str]) -> bool:
        """Whether one value of each of these facets together may be indexed."""
        match names:
            case [name]:
                facet = self.facet(name)
                return facet is not None and facet.is_indexable
            case [_first, _second]:
                return frozenset(names) in self.pairs
            case _:
                return False

    @property
    def indexed(self) -> Iterable[tuple[str, ...]]:
        """Every facet and pair that may be indexed, in the order of addresses."""
        names = [facet.name for facet in self.facets]
        yield from ((facet.name,) for facet in self.facets if facet.is_indexable)
        yield from (
            (first, second)
            for index, first in enumerate(names)
            for second in names[index + 1 :]
            if frozenset({first, second}) in self.pairs
        )


def _figure(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _said(figure: str) -> str:
    return str(number_format(Decimal(figure), use_l10n=True, force_grouping=False))
