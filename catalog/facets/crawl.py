"""How many addresses a policy gives to crawlers, before it does: counted by the code that makes the links."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from catalog.facets.policy import Facet, Kind, Policy
from catalog.facets.shelves import Shelf, load, pages, shelf_of
from catalog.facets.stored import as_policy

if TYPE_CHECKING:
    from catalog.models import CategoryPage, FacetPolicy


@dataclass(frozen=True, slots=True)
class Estimate:
    """One facet or pair: how many combinations hold a product, how many enough of them, and how many addresses open
    to crawlers it makes, pages of lists included, when it is open."""

    names: tuple[str, ...]
    label: str
    held: int
    enough: int
    addresses: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class CrawlSpace:
    """What a policy would change. `before` and `after` are addresses open to crawlers in all its categories."""

    rows: tuple[Estimate, ...]
    categories: int
    before: int
    after: int
    minimum: int

    @property
    def change(self) -> int:
        return self.after - self.before


def addresses(shelf: Shelf, per_page: int) -> int:
    """How many addresses of filters of one category are open to crawlers now, pages of lists included."""
    opened = {
        combination.query: combination
        for names in shelf.policy.indexed
        for combination in shelf.open_combinations(names)
    }
    # A page an editor wrote stays when the policy closes its filters.
    opened |= {query: shelf.parse(query) for query in shelf.landings}
    return sum(max(1, pages(shelf.number(combination), per_page)) for combination in opened.values())


def estimate(shelf: Shelf, names: Sequence[str], per_page: int) -> Estimate:
    """What one facet or pair makes when it is open, whether it is open now or not."""
    opened = shelf.under(_opened(shelf.policy, names))
    numbers = [opened.number(combination) for combination in opened.combinations(names)]
    labels = [facet.words for name in names if (facet := shelf.policy.facet(name))]
    return Estimate(
        names=tuple(names),
        label=_(" + ").join(labels),
        held=sum(number > 0 for number in numbers),
        enough=sum(number >= opened.policy.minimum for number in numbers),
        addresses=sum(
            max(1, pages(opened.number(combination), per_page))
            for combination in opened.open_combinations(names)
        ),
        is_open=shelf.policy.indexes(names),
    )


def crawl_space(policy: "FacetPolicy") -> CrawlSpace:
    """What a stored or merely proposed policy makes of its category and of those below that take it over."""
    from catalog.models import Attribute

    value = as_policy(policy, {attribute.code: attribute for attribute in Attribute.objects.all()})
    category = policy.category
    shelf = load(category, value)
    every = [(category, shelf), *((below, load(below, value)) for below in _heirs(category))]
    names = [facet.name for facet in value.facets if can_open(facet)]
    wanted = [*((name,) for name in names), *combinations(names, 2)]
    return CrawlSpace(
        rows=tuple(estimate(shelf, one, category.per_page) for one in wanted),
        categories=len(every),
        before=sum(addresses(shelf_of(one), one.per_page) for one, _shelf in every),
        after=sum(addresses(shelf, one.per_page) for one, shelf in every),
        minimum=value.minimum,
    )


def can_open(facet: Facet) -> bool:
    return facet.kind not in {Kind.PRICE, Kind.STOCK}


def _opened(policy: Policy, names: Sequence[str]) -> Policy:
    """A policy with one facet or pair open."""
    if len(names) > 1:
        return replace(policy, pairs=policy.pairs | {frozenset(names)})
    facets = (
        replace(facet, is_indexable=True) if facet.name == names[0] else facet for facet in policy.facets
    )
    return replace(policy, facets=tuple(facets))


def _heirs(category: "CategoryPage") -> Iterable[Any]:
    """The readable categories below that have no policy of their own above or on them."""
    from catalog.models import CategoryPage, FacetPolicy

    below = CategoryPage.objects.descendant_of(category).readable().order_by("path")
    own = FacetPolicy.objects.filter(category__path__startswith=category.path).exclude(category=category)
    closed = tuple(own.values_list("category__path", flat=True))
    return [one for one in below if not one.path.startswith(closed)] if closed else list(below)
