"""What the catalogue knows of a site that an audit compares with what it sees."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from wagtail.models import Site

from audit.truth import Known
from catalog import merchant
from catalog.facets.listed import open_shelves
from catalog.facets.policy import PRICE_MAX, PRICE_MIN
from catalog.models import ProductPage, Variant
from cms import locales
from seo.audit import OfferTruth


def tell(site: Site, known: Known) -> None:
    """Prices and stock of this moment, the filters and which of them are open, and where the product feeds stand."""
    known.truth.offers = _offers(site)
    _tell_filters(site, known)
    known.product_feeds += _feeds(site)


def _feeds(site: Site) -> Iterator[str]:
    """The product feeds of each language: in the shop's own currency in both forms, in every other one as XML."""
    others = [currency for currency in merchant.currencies(site) if currency != merchant.main_currency(site)]
    for language in locales.roots(site.pk):
        for ending in ("xml", "tsv"):
            yield site.root_url + reverse("google_feed", kwargs={"language": language, "ending": ending})
        for currency in others:
            asked = {"language": language, "currency": currency, "ending": "xml"}
            yield site.root_url + reverse("google_feed", kwargs=asked)


def _offers(site: Site) -> dict[str, OfferTruth]:
    now = timezone.now()
    products = ProductPage.objects.of_site(site).readable()
    variants = Variant.objects.filter(product__in=products).order_by("pk")
    offers = {}
    for variant in variants.iterator(chunk_size=500):
        offer = variant.offer("", now)
        offers[offer.sku] = OfferTruth(offer.price, offer.currency, offer.availability, variant.gtin)
    return offers


def _tell_filters(site: Site, known: Known) -> None:
    """The lists a policy opens. Two policies that order their filters differently have no common order; the first
    one's is told."""
    roots, names = locales.roots(site.pk), dict[str, None]()
    opened, minimum = {}, []
    for category, shelf in open_shelves(site):
        language = next((code for code, root in roots.items() if category.url_path.startswith(root)), None)
        if language is None:
            continue
        names |= dict.fromkeys(facet.name for facet in shelf.policy.facets)
        minimum.append(shelf.policy.minimum)
        path = locales.quoted(locales.public_path(roots, language, category.url_path))
        for one in shelf.policy.indexed:
            for combination in shelf.open_combinations(one):
                if combination.query not in shelf.landings:
                    opened[f"{site.root_url}{path}?{combination.query}"] = shelf.number(combination)
    known.truth.facet_parameters = (*names, PRICE_MIN, PRICE_MAX)
    known.truth.open_facets = opened
    known.truth.least_products = min(minimum, default=1)
