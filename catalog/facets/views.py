"""The filters of a list as its page and the API show them: computed once, printed by both."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.facets.addresses import POSITION, SORTS, Asked, Combination
from catalog.facets.policy import PRICE, Facet, Kind
from catalog.facets.shelves import Shelf
from cms.models.picture import absolute
from seo.figures import money

SORT_WORDS = {
    POSITION: gettext_lazy("as we arrange it"),
    "newest": gettext_lazy("newest first"),
    "price": gettext_lazy("price, low to high"),
    "price-down": gettext_lazy("price, high to low"),
    "name": gettext_lazy("by name"),
}


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value of a facet. `path` leads to the list with it, or without it where it is applied; `url` is that path
    where a plain link may lead there, else empty."""

    slug: str
    words: str
    count: int
    path: str
    url: str
    is_applied: bool
    is_indexable: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    name: str
    code: str
    words: str
    kind: Kind
    values: tuple[ValueView, ...]

    @property
    def is_applied(self) -> bool:
        return any(value.is_applied for value in self.values)


@dataclass(frozen=True, slots=True)
class PriceView:
    """What prices the other filters leave, and the range that was asked for."""

    lowest: Decimal
    highest: Decimal
    least: str
    most: str
    words: str


@dataclass(frozen=True, slots=True)
class AppliedView:
    """A filter that is applied. Without it the list stands at `path`; `url` as in `ValueView`, `parameters` are what
    a form sends that takes it away."""

    name: str
    slug: str
    label: str
    words: str
    path: str
    url: str
    parameters: tuple[tuple[str, str], ...]

    @property
    def full_words(self) -> str:
        return _labelled(self.label, self.words)


@dataclass(frozen=True, slots=True)
class SortView:
    slug: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FilterView:
    """Everything beside a list. `action` is where its forms lead; `parameters` is what is applied now."""

    action: str
    facets: tuple[FacetView, ...]
    price: PriceView | None
    applied: tuple[AppliedView, ...]
    sorts: tuple[SortView, ...]
    sort: str
    parameters: tuple[tuple[str, str], ...]
    total: int

    @classmethod
    def of(cls, shelf: Shelf, base: str, asked: Asked) -> "FilterView":
        combination = asked.combination
        facets = (
            _facet(shelf, base, combination, facet)
            for facet in shelf.policy.facets
            if facet.kind is not Kind.PRICE
        )
        return cls(
            action=base,
            facets=tuple(facet for facet in facets if facet is not None),
            price=_price(shelf, combination),
            applied=tuple(_applied(shelf, base, combination)),
            sorts=tuple(SortView(slug, str(SORT_WORDS[slug]), slug == asked.sort) for slug in SORTS),
            sort=asked.sort if asked.sort != POSITION else "",
            parameters=tuple(combination.parameters),
            total=shelf.number(combination),
        )

    @property
    def is_offered(self) -> bool:
        """Whether there is anything to filter by."""
        return bool(self.facets or self.price or self.applied)

    @property
    def is_sortable(self) -> bool:
        return self.total > 1

    def as_dict(self, root: str) -> dict[str, Any]:
        """The shape of filters in the API."""
        return {
            "facets": [
                {
                    "name": facet.name,
                    "code": facet.code,
                    "label": facet.words,
                    "type": str(facet.kind),
                    "values": [
                        {
                            "value": value.slug,
                            "words": value.words,
                            "count": value.count,
                            "path": value.path,
                            "url": absolute(value.path, root),
                            "applied": value.is_applied,
                            "indexable": value.is_indexable,
                        }
                        for value in facet.values
                    ],
                }
                for facet in self.facets
            ],
            "price": {
                "lowest": self.price.lowest,
                "highest": self.price.highest,
                "least": self.price.least or None,
                "most": self.price.most or None,
            }
            if self.price
            else None,
            "applied": [
                {
                    "name": one.name,
                    "value": one.slug,
                    "label": one.label,
                    "words": one.words,
                    "path_without": one.path,
                }
                for one in self.applied
            ],
        }


def say_combination(shelf: Shelf, combination: Combination) -> str:
    """A combination in the page's language: “Material: Brass, Fuel: Paraffin”."""
    return _(", ").join(_labelled(label, words) for label, words in _said(shelf, combination))


def _labelled(label: str, words: str) -> str:
    """“Colour: Red”; a filter that is a word by itself stands alone: “In stock”."""
    return words if words == label else _("%(facet)s: %(values)s") % {"facet": label, "values": words}


def _said(shelf: Shelf, combination: Combination) -> list[tuple[str, str]]:
    said = []
    for name, slugs in combination.chosen:
        facet = shelf.policy.facet(name)
        words = _(" or ").join(shelf.words(name, slug) for slug in slugs)
        said.append((facet.words if facet else name, words))
    if combination.has_price:
        facet = shelf.policy.facet(PRICE)
        said.append((facet.words if facet else PRICE, say_price(shelf, combination)))
    return said


def say_price(shelf: Shelf, combination: Combination) -> str:
    """A range of prices in words."""
    least, most = (
        amount if amount is None else say_amount(shelf, amount)
        for amount in (combination.price_min, combination.price_max)
    )
    if most is None:
        return _("from %(price)s") % {"price": least}
    if least is None:
        return _("up to %(price)s") % {"price": most}
    return _("%(least)s to %(below)s") % {"least": least, "below": most}


def say_amount(shelf: Shelf, amount: Decimal) -> str:
    currency = shelf.count.currency
    return money(amount, currency) if currency else str(number_format(amount, decimal_pos=2))


def _facet(shelf: Shelf, base: str, combination: Combination, facet: Facet) -> FacetView | None:
    """A facet with the values that leave something; None where none of them would leave anything out."""
    applied = combination.slugs(facet.name)
    every = shelf.count.number(shelf.select(combination, without=facet.name))
    numbers = shelf.numbers(combination, facet.name)
    if not applied and not any(0 < number < every for number in numbers.values()):
        return None
    values = [
        _value(shelf, base, combination, facet, slug, number)
        for slug, number in numbers.items()
        if number or slug in applied
    ]
    values.sort(key=lambda value: facet.sort_key(value.slug, value.words))
    return FacetView(facet.name, facet.code, facet.words, facet.kind, tuple(values))


def _value(
    shelf: Shelf, base: str, combination: Combination, facet: Facet, slug: str, number: int
) -> ValueView:
    is_applied = slug in combination.slugs(facet.name)
    target = (
        combination.without(facet.name, slug)
        if is_applied
        else combination.plus(shelf.policy, facet.name, slug)
    )
    is_open = shelf.is_open(target)
    path = shelf.path_of(base, Asked(target))
    return ValueView(
        slug=slug,
        words=shelf.words(facet.name, slug),
        count=number,
        path=path,
        url=path if is_open and not is_applied else "",
        is_applied=is_applied,
        is_indexable=is_open,
    )


def _price(shelf: Shelf, combination: Combination) -> PriceView | None:
    """None where the category does not offer it, or where everything costs the same."""
    if shelf.policy.facet(PRICE) is None:
        return None
    found = shelf.count.price_range(shelf.select(combination, without=PRICE))
    if found is None or (found[0] == found[1] and not combination.has_price):
        return None
    parameters = dict(combination.without_values().parameters)
    return PriceView(
        lowest=found[0],
        highest=found[1],
        least=parameters.get("price-min", ""),
        most=parameters.get("price-max", ""),
        words=_("%(least)s to %(below)s")
        % {"least": say_amount(shelf, found[0]), "below": say_amount(shelf, found[1])},
    )


def _applied(shelf: Shelf, base: str, combination: Combination) -> list[AppliedView]:
    views = []
    for name, slugs in combination.chosen:
        facet = shelf.policy.facet(name)
        for slug in slugs:
            rest = combination.without(name, slug)
            views.append(
                _applied_view(
                    shelf, base, rest, name, slug, facet.words if facet else name, shelf.words(name, slug)
                )
            )
    if combination.has_price:
        facet = shelf.policy.facet(PRICE)
        views.append(
            _applied_view(
                shelf,
                base,
                combination.without_price(),
                PRICE,
                "",
                facet.words if facet else PRICE,
                say_price(shelf, combination),
            )
        )
    return views


def _applied_view(
    shelf: Shelf, base: str, rest: Combination, name: str, slug: str, label: str, words: str
) -> AppliedView:
    return AppliedView(
        name=name,
        slug=slug,
        label=label,
        words=words,
        path=shelf.path_of(base, Asked(rest)),
        url=shelf.link(base, rest),
        parameters=tuple(rest.parameters),
    )
