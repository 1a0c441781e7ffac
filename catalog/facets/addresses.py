"""How a combination of filters is written in an address, and how an address is read. Values only.

There is one way to write each combination: facets in the policy's order, the values of one facet in the order of
letters, then price, sort and page; small letters, hyphens, `&` between. What is written otherwise leads there.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode

from django.utils.translation import gettext as _

from catalog.facets.policy import PRICE_MAX, PRICE_MIN, Kind, Policy, slug_of

POSITION = "position"
SORTS = (POSITION, "newest", "price", "price-down", "name")
MOST_PARAMETERS = 100
_PRICE = re.compile(r"\d{1,9}(\.\d{1,2})?")
_PAGE = re.compile(r"[1-9]\d{0,5}")


class Nonsense(ValueError):
    """An address that names nothing: it is answered by 404 where it stands."""


class NothingLeft(Nonsense):
    """Filters that exist, but no product has all of them."""


@dataclass(frozen=True, slots=True)
class Combination:
    """Chosen values by facet, in the order of addresses, and a range of prices."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    price_min: Decimal | None = None
    price_max: Decimal | None = None

    def __bool__(self) -> bool:
        return bool(self.chosen) or self.has_price

    @property
    def has_price(self) -> bool:
        return self.price_min is not None or self.price_max is not None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _slugs in self.chosen)

    def slugs(self, name: str) -> tuple[str, ...]:
        return next((slugs for chosen, slugs in self.chosen if chosen == name), ())

    @property
    def single_values(self) -> bool:
        """Whether it is made of one value each of some facets, and of nothing else."""
        return not self.has_price and all(len(slugs) == 1 for _name, slugs in self.chosen)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of its address in their order."""
        prices = [(PRICE_MIN, self.price_min), (PRICE_MAX, self.price_max)]
        return [
            *((name, slug) for name, slugs in self.chosen for slug in slugs),
            *((name, f"{amount.normalize():f}") for name, amount in prices if amount is not None),
        ]

    @property
    def query(self) -> str:
        return urlencode(self.parameters)

    def without(self, name: str, slug: str | None = None) -> "Combination":
        """Without one value of a facet, or without the facet."""
        kept = (
            (
                chosen,
                tuple(one for one in slugs if one != slug and slug is not None) if chosen == name else slugs,
            )
            for chosen, slugs in self.chosen
        )
        return replace(self, chosen=tuple((chosen, slugs) for chosen, slugs in kept if slugs))

    def without_values(self) -> "Combination":
        return replace(self, chosen=())

    def without_price(self) -> "Combination":
        return replace(self, price_min=None, price_max=None)

    def plus(self, policy: Policy, name: str, slug: str) -> "Combination":
        """With one more value, at its place."""
        values = dict(self.chosen)
        values[name] = (*values.get(name, ()), slug)
        return replace(self, chosen=in_order(policy, values))


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list. `ignored` is what it carries beside: campaign marks and the like."""

    combination: Combination = Combination()
    sort: str = POSITION
    page: int = 1
    ignored: str = ""

    @property
    def query(self) -> str:
        """The query in its one form."""
        page = [("page", str(self.page))] if self.page > 1 else []
        return urlencode([*self.list_parameters, *page])

    @property
    def list_query(self) -> str:
        return urlencode(self.list_parameters)

    @property
    def list_parameters(self) -> list[tuple[str, str]]:
        """The parameters every page of the list has."""
        sort = [("sort", self.sort)] if self.sort != POSITION else []
        return [*self.combination.parameters, *sort]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads queries of one category. `values` are the slugs of each facet offered; `known` are names of filters,
    offered here or not: one that is not offered here is nonsense, any other name is a mark and ignored."""

    policy: Policy
    values: Mapping[str, Iterable[str]]
    known: frozenset[str] = frozenset()
    _empty: frozenset[str] = field(default=frozenset({PRICE_MIN, PRICE_MAX, "sort"}), init=False)

    def read(self, query: str) -> Asked:
        """Raises Nonsense for what names nothing: a strange value, a filter not offered, a page that is no number.

        Empty prices and an empty sort are what a form sends whose fields were left alone; they are dropped.
        """
        chosen: dict[str, set[str]] = {}
        others: dict[str, set[str]] = {}
        ignored: list[str] = []
        for segment in query.split("&"):
            name, value = _pair(segment)
            if len(chosen) + len(ignored) > MOST_PARAMETERS:
                raise Nonsense(_("An address has at most %(most)d filters.") % {"most": MOST_PARAMETERS})
            if self._is_facet(name):
                chosen.setdefault(name, set()).add(self._value(name, value))
            elif name in {"sort", "page"} or (name in {PRICE_MIN, PRICE_MAX} and self._has_price):
                if value or name not in self._empty:
                    others.setdefault(name, set()).add(_READ[name](value))
            elif name in self.known:
                raise Nonsense(_("This list has no filter “%(name)s”.") % {"name": name[:40]})
            elif segment:
                ignored.append(segment)
        return self._asked(chosen, others, "&".join(ignored))

    def _asked(self, chosen: dict[str, set[str]], others: dict[str, set[str]], ignored: str) -> Asked:
        for name, values in others.items():
            if len(values) > 1:
                raise Nonsense(_("An address names one “%(name)s”.") % {"name": name})
        said = {name: next(iter(values)) for name, values in others.items()}
        combination = Combination(
            chosen=in_order(self.policy, {name: tuple(slugs) for name, slugs in chosen.items()}),
            price_min=Decimal(said[PRICE_MIN]) if PRICE_MIN in said else None,
            price_max=Decimal(said[PRICE_MAX]) if PRICE_MAX in said else None,
        )
        return Asked(combination, said.get("sort", POSITION), int(said.get("page", "1")), ignored)

    def is_normal(self, query: str, asked: Asked) -> bool:
        """Whether a query is written in the one form of what it asks, marks apart."""
        kept = [segment for segment in query.split("&") if segment and not self._is_ignored(segment)]
        return "&".join(kept) == asked.query

    def _is_ignored(self, segment: str) -> bool:
        name, _value = _pair(segment)
        return not (
            self._is_facet(name)
            or name in {"sort", "page"}
            or (name in {PRICE_MIN, PRICE_MAX} and self._has_price)
            or name in self.known
        )

    def _is_facet(self, name: str) -> bool:
        """Whether a parameter names values: prices are asked for by least and most, `price` itself is no name."""
        facet = self.policy.facet(name)
        return facet is not None and facet.kind is not Kind.PRICE

    @property
    def _has_price(self) -> bool:
        return any(facet.kind is Kind.PRICE for facet in self.policy.facets)

    def _value(self, name: str, value: str) -> str:
        values = self.values.get(name, ())
        for written in (value.strip().lower(), slug_of(value)):
            if written and written in values:
                return written
        raise Nonsense(
            _("“%(value)s” is no value of “%(name)s” here.") % {"value": value[:40], "name": name[:40]}
        )


def in_order(policy: Policy, values: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Values by facet in the one order of addresses."""
    return tuple(
        (facet.name, tuple(sorted(set(values[facet.name]))))
        for facet in policy.facets
        if values.get(facet.name)
    )


def in_order_of(policy: Policy, query: str) -> Combination:
    """A stored combination in the order of a policy; filters the policy no longer has stand last."""
    values: dict[str, tuple[str, ...]] = {}
    for name, slug in parse_qsl(query):
        values[name] = (*values.get(name, ()), slug)
    rest = {name: slugs for name, slugs in values.items() if policy.facet(name) is None}
    return Combination(chosen=(*in_order(policy, values), *rest.items()))


def _pair(segment: str) -> tuple[str, str]:
    """The name, in small letters, and the value of one parameter."""
    pairs = parse_qsl(segment, keep_blank_values=True) or [("", "")]
    return pairs[0][0].lower(), pairs[0][1]


def _read_price(value: str) -> str:
    if not _PRICE.fullmatch(value.strip()):
        raise Nonsense(_("“%(value)s” is no price.") % {"value": value[:20]})
    return f"{Decimal(value.strip()).normalize():f}"


def _read_sort(value: str) -> str:
    if value.lower() not in SORTS:
        raise Nonsense(_("“%(value)s” is no order of this list.") % {"value": value[:20]})
    return value.lower()


def _read_page(value: str) -> str:
    if not _PAGE.fullmatch(value):
        raise Nonsense(_("“%(value)s” is not a page number.") % {"value": value[:20]})
    return value


_READ: dict[str, Callable[[str], str]] = {
    PRICE_MIN: _read_price,
    PRICE_MAX: _read_price,
    "sort": _read_sort,
    "page": _read_page,
}
