"""One category's filters: its policy, its products ready to be counted, its landing pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Count as SqlCount
from django.db.models import Max, Subquery, Sum, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail.models import PageLogEntry

from catalog.facets.addresses import POSITION, Asked, Combination, Nonsense, NothingLeft, Reader, in_order_of
from catalog.facets.counting import Count
from catalog.facets.policy import BRAND, PRICE, RESERVED, STOCK, Policy, parameter
from catalog.facets.stored import Stock, policy_of
from catalog.models.variant import OPTION_FIELDS
from cms import locales
from seo.commerce import PRE_ORDERS

if TYPE_CHECKING:
    from catalog.models import CategoryPage

# So many categories' counts are kept in memory by each process.
MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Landing:
    """An edited page of a combination; `slug` is its step below the category."""

    slug: str
    title: str


class Shelf:
    """What may be asked of one category's list, and the answers. Immutable; shared by requests."""

    def __init__(
        self,
        policy: Policy,
        count: Count,
        landings: Mapping[str, Landing] | None = None,
        known: Iterable[str] = (),
    ) -> None:
        self.policy = policy
        self.count = count
        self.landings = landings or {}
        self.reader = Reader(policy, count.bits, frozenset(known))
        self.every = count.variants

    def under(self, policy: Policy) -> "Shelf":
        """The same products under another policy of the same facets."""
        return Shelf(policy, self.count, self.landings, self.reader.known)

    def parse(self, query: str) -> Combination:
        """A stored combination in the order of the policy."""
        return in_order_of(self.policy, query)

    # What an address asks ------------------------------------------------------------------------------

    def ask(self, query: str, per_page: int) -> Asked:
        """What a query asks of this list. Raises Nonsense where that is nothing: the answer is 404."""
        asked = self.reader.read(query)
        products = self.number(asked.combination)
        if asked.combination and not products:
            raise NothingLeft(_("No product here has all of this."))
        if asked.page > max(1, pages(products, per_page)):
            raise Nonsense(_("This list has no page %(number)d.") % {"number": asked.page})
        return asked

    def path_of(self, base: str, asked: Asked) -> str:
        """Where what is asked stands: below `base`, the category's path, in its one form."""
        landing = self.landing_of(asked)
        if landing is None:
            return _joined(base, asked.query)
        page = f"page={asked.page}" if asked.page > 1 else ""
        return _joined(f"{base}{locales.quoted(landing.slug)}/", page)

    def landing_of(self, asked: Asked) -> Landing | None:
        """The edited page that is shown for what is asked, if it has one."""
        return self.landings.get(asked.combination.query) if asked.sort == POSITION else None

    def normal_address(self, base: str, query: str, per_page: int) -> str:
        """Where what a query asks stands in its one form, campaign marks kept; empty when it was asked in that form
        and for what names nothing, which is answered where it stands."""
        try:
            asked = self.ask(query, per_page)
        except Nonsense:
            return ""
        path = self.path_of(base, asked)
        if path == _joined(base, asked.query) and self.reader.is_normal(query, asked):
            return ""
        return (
            _joined(path, asked.ignored)
            if "?" not in path or not asked.ignored
            else f"{path}&{asked.ignored}"
        )

    def canonical_path(self, base: str, asked: Asked) -> str:
        """The address search engines are told: the sorted list names the unsorted one."""
        return self.path_of(base, asked if asked.sort == POSITION else Asked(asked.combination))

    # What search engines may index ----------------------------------------------------------------------

    def is_open(self, combination: Combination) -> bool:
        """Whether a combination is linked by plain links, indexed and named in the sitemap.

        It is, when an editor wrote a page for it, or when the policy allows it, it has enough products, and each of
        its filters leaves something out: otherwise it would repeat a shorter address.
        """
        if not combination or combination.query in self.landings:
            return True
        if not combination.single_values or not self.policy.indexes(combination.names):
            return False
        number = self.number(combination)
        return number >= self.policy.minimum and all(
            self.number(combination.without(name)) > number for name in combination.names
        )

    def is_listed_by_filters(self, combination: Combination) -> bool:
        """Whether it is open at its address with parameters: an edited page would take its place."""
        return self.is_open(combination) and combination.query not in self.landings

    def is_indexable(self, asked: Asked) -> bool:
        return asked.sort == POSITION and self.is_open(asked.combination)

    def link(self, base: str, combination: Combination) -> str:
        """The address of a combination for a plain link; empty where only a form may lead there."""
        return self.path_of(base, Asked(combination)) if self.is_open(combination) else ""

    def open_combinations(self, names: Sequence[str]) -> Iterable[Combination]:
        """Every combination of one value each of these facets that is open now."""
        for combination in self.combinations(names):
            if self.is_open(combination):
                yield combination

    def combinations(self, names: Sequence[str]) -> Iterable[Combination]:
        """Every combination of one value each of these facets, empty ones too."""
        made = [Combination()]
        for name in names:
            slugs = self.count.bits.get(name, ())
            made = [one.plus(self.policy, name, slug) for one in made for slug in slugs]
        return made

    # Counting ------------------------------------------------------------------------------------------

    def select(self, combination: Combination, without: str = "") -> int:
        """The variants a combination leaves, one facet or `price` left out of it if asked."""
        selection = self.every
        for name, slugs in combination.chosen:
            if name != without:
                selection &= self.count.with_values(name, slugs)
        if combination.has_price and without != PRICE:
            selection &= self.count.in_range(combination.price_min, combination.price_max)
        return selection

    def number(self, combination: Combination) -> int:
        return self.count.number(self.select(combination))

    def numbers(self, combination: Combination, name: str) -> dict[str, int]:
        """How many products each value of a facet would leave, beside all other filters."""
        selection = self.select(combination, without=name)
        return {
            slug: self.count.number(selection & bits) for slug, bits in self.count.bits.get(name, {}).items()
        }

    def page_ids(self, asked: Asked) -> list[int]:
        return self.count.page_ids(self.select(asked.combination), asked.sort)

    def changed_at(self, combination: Combination) -> datetime | None:
        """When one of the products a combination leaves last changed."""
        return self.count.changed_at(self.select(combination))

    def words(self, name: str, slug: str) -> str:
        """A value in the page's language."""
        facet = self.policy.facet(name)
        return facet.say_value(slug, self.count.sources[name][slug]) if facet else slug


def pages(products: int, per_page: int) -> int:
    return -(-products // per_page)


def _joined(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


# From the database ----------------------------------------------------------------------------------------

_kept: dict[tuple[int, str], tuple[tuple[Any, ...], Shelf]] = {}


def shelf_of(category: "CategoryPage") -> Shelf:
    """The shelf of a category as it stands now. One query while nothing has changed."""
    key, stamp = (category.pk, category.path), stamp_of(category.get_products(), _landings(category))
    kept = _kept.get(key)
    if kept is None or kept[0] != stamp:
        kept = (stamp, load(category))
        if len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = kept
    return kept[1]


def stamp_of(products: Any, landings: Any) -> tuple[Any, ...]:
    """What changes whenever anything does that a shelf is made of: who stands here, what they are and cost, what
    was to come and has come, the policy, the landing pages. One query."""
    from catalog.models import Attribute, AttributeValue, Brand, FacetPolicy, Variant

    arrived = Variant.objects.filter(availability__in=PRE_ORDERS, available_from__lte=timezone.now())
    moves = PageLogEntry.objects.filter(action__in=("wagtail.move", "wagtail.reorder"))
    facts = products.order_by().aggregate(
        number=SqlCount("pk"),
        who=Sum("pk"),
        published=Max("last_published_at"),
        original=Max("source__last_published_at"),
        arrived=Max(Subquery(_total(arrived, SqlCount("pk")))),
        moved=Max(Subquery(moves.order_by("-pk").values("pk")[:1])),
        value=Max(Subquery(AttributeValue.objects.order_by("-pk").values("pk")[:1])),
        **{
            f"{model.__name__}_{name}": Max(Subquery(_total(model.objects, what)))
            for model in (Variant, Attribute, Brand, FacetPolicy)
            for name, what in (("changed", Max("updated_at")), ("number", SqlCount("pk")))
        },
        **{
            f"landing_{name}": Max(Subquery(_total(landings, what)))
            for name, what in (("changed", Max("last_published_at")), ("who", Sum("pk")))
        },
    )
    return tuple(facts.values())


def _total(queryset: Any, what: Any) -> Any:
    """An aggregate over all rows, as a subquery: one group, of a value all have."""
    return queryset.order_by().values(every=Value(1)).annotate(total=what).values("total")


def load(category: "CategoryPage", policy: Policy | None = None) -> Shelf:
    """A shelf read from the database, under the category's policy or another: six queries, whatever the number of
    products."""
    from catalog.models import Attribute

    attributes = {attribute.code: attribute for attribute in Attribute.objects.all()}
    policy = policy or policy_of(category, attributes)
    landings = {
        in_order_of(policy, landing.combination).query: Landing(landing.slug, landing.title)
        for landing in _landings(category).only("combination", "slug", "title", "path", "depth")
    }
    known = {parameter(code) for code in attributes} | {BRAND, STOCK, *OPTION_FIELDS}
    stock = Stock.read(category.get_products(), [facet.code for facet in policy.facets])
    return Shelf(policy, stock.count(policy), landings, known - RESERVED)


def _landings(category: "CategoryPage") -> Any:
    return apps.get_model("catalog", "FacetPage").objects.child_of(category).readable()
