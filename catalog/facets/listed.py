"""The open combinations of a whole site, for its sitemap: nine queries, whatever it holds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Sum

from wagtail.models import Site

from catalog.facets.addresses import in_order_of
from catalog.facets.policy import Policy
from catalog.facets.shelves import Landing, Shelf, stamp_of
from catalog.facets.stored import Listed, Stock, as_policy
from cms import locales
from cms.models.translation import Translation, alternates_of
from cms.querysets import modified_at
from seo.sitemaps import SitemapUrl


@dataclass(frozen=True, slots=True)
class Found:
    """A combination in one language: its path, and when what it shows last changed."""

    path: str
    changed_at: datetime | None


_Urls = Sequence[tuple[str, SitemapUrl]]
_kept: dict[int, tuple[Any, _Urls]] = {}


def facet_urls(site: Site) -> _Urls:
    """Every combination that search engines may list and that has no edited page, with its language and the others.

    Three queries while nothing has changed, one where no category has filters. A filtered list has no text of its
    own: it changed when its category did or one of the products it shows.
    """
    from catalog.models import CategoryPage, FacetPage, FacetPolicy, ProductPage

    if not FacetPolicy.objects.exists():
        return ()
    categories = CategoryPage.objects.of_site(site).indexable().order_by()
    stamp = (
        stamp_of(ProductPage.objects.of_site(site).listed(), FacetPage.objects.of_site(site).readable()),
        categories.aggregate(Count("pk"), Sum("pk"), Max("last_published_at"), changed=Max(modified_at())),
        ProductPage.objects.of_site(site).listed().order_by().aggregate(changed=Max(modified_at())),
        site.root_url,
    )
    kept = _kept.get(site.pk)
    if kept is None or kept[0] != stamp:
        kept = _kept[site.pk] = (stamp, _facet_urls(site))
    return kept[1]


def _facet_urls(site: Site) -> _Urls:
    roots = locales.roots(site.pk)
    clusters: dict[Any, dict[str, dict[str, Found]]] = defaultdict(lambda: defaultdict(dict))
    for category, shelf in open_shelves(site):
        language = next((code for code, root in roots.items() if category.url_path.startswith(root)), None)
        if language is None:
            continue
        base = locales.quoted(locales.public_path(roots, language, category.url_path))
        for names in shelf.policy.indexed:
            for combination in shelf.open_combinations(names):
                if combination.query not in shelf.landings:
                    path = f"{base}?{combination.query}"
                    dates = (category.modified_at, shelf.changed_at(combination))
                    found = Found(path, max(filter(None, dates), default=None))
                    clusters[category.translation_key][combination.query][language] = found
    return [
        url
        for queries in clusters.values()
        for found in queries.values()
        for url in _urls(site, roots, found)
    ]


def _urls(
    site: Site, roots: Mapping[str, str], found: Mapping[str, Found]
) -> Iterator[tuple[str, SitemapUrl]]:
    members = [
        Translation(code, found[code].path, site.root_url + found[code].path, is_listed=True)
        for code in roots
        if code in found
    ]
    alternates = alternates_of(members)
    for member in members:
        lastmod = found[member.language].changed_at
        yield member.language, SitemapUrl(member.url, lastmod, alternates=alternates)


def open_shelves(site: Site) -> Iterator[tuple[Any, Shelf]]:
    """Every listed category whose policy opens something, ready to be counted."""
    from catalog.models import Attribute, CategoryPage, FacetPage, ProductPage

    attributes = {attribute.code: attribute for attribute in Attribute.objects.all()}
    categories = list(CategoryPage.objects.of_site(site).indexable().order_by("path"))
    policies = _policies(categories, attributes)
    if not policies:
        return
    codes = {facet.code for policy in policies.values() for facet in policy.facets}
    stock = Stock.read(ProductPage.objects.of_site(site).listed(), codes)
    also = _also_listed()
    landings: dict[str, list[Any]] = defaultdict(list)
    for landing in FacetPage.objects.of_site(site).readable():
        landings[landing.path[: -landing.steplen]].append(landing)
    for category in categories:
        policy = policies.get(category.pk)
        if policy is not None:
            here = {
                in_order_of(policy, one.combination).query: Landing(one.slug, one.title)
                for one in landings[category.path]
            }
            yield category, Shelf(policy, stock.count(policy, _standing_in(category, stock, also)), here)


def _policies(categories: Sequence[Any], attributes: Mapping[str, Any]) -> dict[int, Policy]:
    """The policies of categories that open something, by id; the nearest above holds, in any language."""
    from catalog.models import CategoryPage, FacetPolicy

    stored = {
        policy.category.translation_key: as_policy(policy, attributes)
        for policy in FacetPolicy.objects.select_related("category")
    }
    keys = dict(CategoryPage.objects.values_list("path", "translation_key")) if stored else {}
    found = {}
    for category in categories:
        steps = range(len(category.path), 0, -category.steplen)
        trail = (keys.get(category.path[:step]) for step in steps)
        policy = next((stored[key] for key in trail if key in stored), None)
        if policy is not None and any(policy.indexed):
            found[category.pk] = policy
    return found


def _also_listed() -> Mapping[str, set[int]]:
    """Products by the path of the further categories they are listed in, each in its own language."""
    from catalog.models import CategoryPage, ProductPage

    paths = {
        (key, locale_id): path
        for key, locale_id, path in CategoryPage.objects.values_list("translation_key", "locale_id", "path")
    }
    also: dict[str, set[int]] = defaultdict(set)
    for page_id, locale_id, key in ProductPage.more_categories.through.objects.values_list(
        "productpage_id", "productpage__locale_id", "categorypage__translation_key"
    ):
        if path := paths.get((key, locale_id)):
            also[path].add(page_id)
    return also


def _standing_in(category: Any, stock: Stock, also: Mapping[str, set[int]]) -> Iterator[Listed]:
    elsewhere = {page_id for path, ids in also.items() if path.startswith(category.path) for page_id in ids}
    return (
        product
        for product in stock.products
        if product.path.startswith(category.path) or product.page_id in elsewhere
    )
