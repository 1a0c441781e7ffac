"""Counting what filters leave, in one pass over bits instead of one query a filter.

Every variant is one bit of a large integer, the variants of a product stand side by side, and above them stands one
guard bit. A value of a facet is the integer of the variants that have it. Filters are then `&` and `|` over whole
integers, and because all filters are asked of one variant, a price and a stock always hold for it together.
Adding all variants' bits to a selection carries into the guard bit of exactly those products that have a selected
variant; counting guard bits counts products. 20,000 products of two variants are 60,000 bits: 7.5 kB a value.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property

# A facet offers its most frequent values only: what has more is no filter, and would be kept in memory.
MOST_VALUES = 200
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Thing:
    """A product of a list: its page, and what orders need."""

    page_id: int
    title: str
    published: datetime | None
    changed: datetime | None = None


@dataclass
class Count:
    """Products in the order of their list, with their variants' prices and values, ready to be counted."""

    things: Sequence[Thing]
    guard_of: Sequence[int]
    variants: int
    guards: int
    size: int
    prices: Sequence[tuple[Decimal, int]]
    bits: Mapping[str, Mapping[str, int]]
    sources: Mapping[str, Mapping[str, str]]
    lowest: Sequence[Decimal | None]
    currency: str = ""

    # Products ------------------------------------------------------------------------------------------

    def products(self, selection: int) -> int:
        """The guard bits of the products that have a selected variant."""
        return (selection + self.variants) & self.guards

    def number(self, selection: int) -> int:
        return self.products(selection).bit_count()

    def page_ids(self, selection: int, order: str = "position") -> list[int]:
        """The pages of the products with a selected variant, in an order."""
        data = self.products(selection).to_bytes(self.size, "little")
        guards = self.guard_of
        return [
            self.things[index].page_id
            for index in self._order(order)
            if data[guards[index] >> 3] >> (guards[index] & 7) & 1
        ]

    def changed_at(self, selection: int) -> datetime | None:
        """When the last changed product with a selected variant did."""
        data = self.products(selection).to_bytes(self.size, "little")
        guards = self.guard_of
        return next(
            (
                self.things[index].changed
                for index in self._last_changed
                if data[guards[index] >> 3] >> (guards[index] & 7) & 1
            ),
            None,
        )

    @cached_property
    def _last_changed(self) -> Sequence[int]:
        every = range(len(self.things))
        return sorted(every, key=lambda index: self.things[index].changed or _NEVER, reverse=True)

    def _order(self, order: str) -> Sequence[int]:
        return range(len(self.things)) if order == "position" else self._orders[order]

    @cached_property
    def _orders(self) -> Mapping[str, Sequence[int]]:
        every = range(len(self.things))
        things, lowest = self.things, self.lowest
        none = [index for index in every if lowest[index] is None]
        priced = [index for index in every if lowest[index] is not None]

        def price(index: int) -> Decimal:
            return lowest[index] or Decimal(0)

        def newest(index: int) -> tuple[datetime, int]:
            return (things[index].published or _NEVER, things[index].page_id)

        return {
            "newest": sorted(every, key=newest, reverse=True),
            "name": sorted(every, key=lambda index: (things[index].title.casefold(), things[index].page_id)),
            "price": [*sorted(priced, key=price), *none],
            "price-down": [*sorted(priced, key=price, reverse=True), *none],
        }

    # Variants ------------------------------------------------------------------------------------------

    def with_values(self, name: str, slugs: Iterable[str]) -> int:
        """The variants that have any of these values."""
        selection, values = 0, self.bits.get(name, {})
        for slug in slugs:
            selection |= values.get(slug, 0)
        return selection

    def in_range(self, least: Decimal | None, most: Decimal | None) -> int:
        """The variants whose price lies in a range, its ends included."""
        start = bisect_left(self.prices, least, key=_price) if least is not None else 0
        end = bisect_right(self.prices, most, key=_price) if most is not None else len(self.prices)
        return _integer((bit for _amount, bit in self.prices[start:end]), self.size)

    def price_range(self, selection: int) -> tuple[Decimal, Decimal] | None:
        """The lowest and the highest price among variants."""
        data = selection.to_bytes(self.size, "little")

        def first(prices: Iterable[tuple[Decimal, int]]) -> Decimal | None:
            return next((amount for amount, bit in prices if data[bit >> 3] >> (bit & 7) & 1), None)

        lowest, highest = first(self.prices), first(reversed(self.prices))
        return (lowest, highest) if lowest is not None and highest is not None else None


@dataclass
class Counter:
    """Takes products one by one and makes a `Count` of them."""

    things: list[Thing] = field(default_factory=list)
    guard_of: list[int] = field(default_factory=list)
    payload: list[int] = field(default_factory=list)
    prices: list[tuple[Decimal, int]] = field(default_factory=list)
    lowest: list[Decimal | None] = field(default_factory=list)
    places: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    currencies: set[str] = field(default_factory=set)
    end: int = 0

    def add(
        self,
        thing: Thing,
        facts: Iterable[tuple[str, str, str]],
        variants: Sequence[tuple[Decimal, Iterable[tuple[str, str, str]]]],
    ) -> None:
        """A product with what holds for all of it and, for each variant, its price and its values.

        A value is (facet, slug, source). A product without variants can still be found by what holds for it.
        """
        first, last = self.end, self.end + max(1, len(variants))
        for place, (price, values) in enumerate(variants, start=first):
            self.prices.append((price, place))
            for value in values:
                self._note(*value, (place,))
        shared = range(first, last)
        for value in facts:
            self._note(*value, shared)
        self.things.append(thing)
        self.payload.extend(shared)
        self.guard_of.append(last)
        self.lowest.append(min((price for price, _values in variants), default=None))
        self.end = last + 1

    def _note(self, name: str, slug: str, source: str, places: Iterable[int]) -> None:
        self.places.setdefault(name, {}).setdefault(slug, []).extend(places)
        self.sources.setdefault(name, {}).setdefault(slug, source)

    def count(self) -> Count:
        size = self.end // 8 + 1
        self.prices.sort()
        return Count(
            things=self.things,
            guard_of=self.guard_of,
            variants=_integer(self.payload, size),
            guards=_integer(self.guard_of, size),
            size=size,
            prices=self.prices,
            bits={
                name: {slug: _integer(places, size) for slug, places in _most_frequent(values)}
                for name, values in self.places.items()
            },
            sources=self.sources,
            lowest=self.lowest,
            currency=next(iter(self.currencies)) if len(self.currencies) == 1 else "",
        )


def _most_frequent(values: Mapping[str, list[int]]) -> Iterable[tuple[str, list[int]]]:
    return sorted(values.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST_VALUES]


def _integer(places: Iterable[int], size: int) -> int:
    """The integer that has exactly these bits."""
    data = bytearray(size)
    for place in places:
        data[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(data, "little")


def _price(entry: tuple[Decimal, int]) -> Decimal:
    return entry[0]
