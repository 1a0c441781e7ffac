"""Feeds: products for Google Merchant Center (63), news and llms.txt (64)."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.checks.commerce import GTINS, gtin_problem
from seo.audit.checks.sharing import picture
from seo.audit.files import FeedSeen, MerchantItem, moment_of
from seo.audit.finding import Fault, Level, Scope, of_site
from seo.audit.page import PageSeen, same_address
from seo.audit.site import OfferTruth, SiteSeen
from seo.audit.urls import join
from seo.google.document import Json, many, types_of, walk
from seo.merchant import BRAND_MAX, DESCRIPTION_MAX, ID_MAX, IMAGE_MIN, TITLE_MAX, TYPE_MAX

REQUIRED = ("id", "title", "description", "link", "image_link", "availability", "price", "condition")
LIMITS = {
    "id": ID_MAX,
    "title": TITLE_MAX,
    "description": DESCRIPTION_MAX,
    "brand": BRAND_MAX,
    "product_type": TYPE_MAX,
    "mpn": 70,
    "item_group_id": 50,
    "color": 100,
    "size": 100,
    "material": 200,
    "pattern": 100,
}
AVAILABILITIES = {"in_stock", "out_of_stock", "preorder", "backorder"}
# The feed's word for each of schema.org's (Merchant Center Help, "Availability").
_FEED_WORDS = {
    "InStock": "in_stock",
    "LimitedAvailability": "in_stock",
    "OnlineOnly": "in_stock",
    "BackOrder": "backorder",
    "PreOrder": "preorder",
    "PreSale": "preorder",
}
_PRICE = re.compile(r"\d+(\.\d+)? [A-Z]{3}")


@of_site(
    63,
    Scope.SITE,
    Level.ERROR,
    gettext_lazy("The product feed is complete and says what the pages say"),
    measured=lambda site: site.merchant is not None,
)
def merchant(site: SiteSeen) -> Iterator[Fault]:
    for url, items in (site.merchant or {}).items():
        seen: set[str] = set()
        for item in items:
            sku = item.get("id") or url
            if sku in seen:
                yield Fault(_("The feed lists %(id)s twice.") % {"id": sku}, sku, url)
            seen.add(sku)
            for problem in _own_problems(item, site):
                yield Fault(f"{sku}: {problem}", sku, url)
            yield from _against_page(item, sku, url, site)
            if (truth := (site.truth.offers or {}).get(sku)) is not None:
                yield from _against_truth(item, truth, sku, url)


def _own_problems(item: MerchantItem, site: SiteSeen) -> Iterator[str]:
    for name in REQUIRED:
        if not item.get(name):
            yield _("%(name)s is missing.") % {"name": name}
    for name, most in LIMITS.items():
        if len(item.get(name)) > most:
            yield _("%(name)s has more than %(most)d characters.") % {"name": name, "most": most}
    if (said := item.get("availability")) and said not in AVAILABILITIES:
        yield _("“%(word)s” is no availability of the feed.") % {"word": said}
    if item.get("availability") in {"preorder", "backorder"} and not item.get("availability_date"):
        yield _("%(name)s is missing.") % {"name": "availability_date"}
    for name in ("price", "sale_price"):
        if (said := item.get(name)) and not _PRICE.fullmatch(said):
            yield _("“%(text)s” is no price; it is written 15.00 USD.") % {"text": said}
    if (gtin := item.get("gtin")) and (problem := gtin_problem(gtin)):
        yield problem % {"gtin": gtin}
    if (
        not item.get("gtin")
        and not (item.get("brand") and item.get("mpn"))
        and item.get("identifier_exists") != "no"
    ):
        yield _("There is neither gtin nor brand and mpn, and identifier_exists is not “no”.")
    answer = picture(item.get("image_link"), site)
    if answer is not None and answer.status != 200:
        yield _("The picture answers %(status)d.") % {"status": answer.status}
    elif answer is not None and answer.pixels and min(answer.pixels) < IMAGE_MIN:
        yield _("The picture is smaller than 500 × 500 pixels.")


def _against_page(item: MerchantItem, sku: str, url: str, site: SiteSeen) -> Iterator[Fault]:
    """The item against the graph of the page it links to."""
    link = same_address(item.get("link"))
    page = site.page(link)
    if page is None:
        answer = site.answer(link)
        if answer is not None and answer.status != 200:
            yield Fault(
                _("%(id)s links to %(url)s, which answers %(status)d.")
                % {"id": sku, "url": link, "status": answer.status},
                sku,
                url,
            )
        return
    product = _product(page, sku)
    if product is None:
        yield Fault(_("The page of %(id)s does not describe it.") % {"id": sku}, sku, page.url)
        return
    for name, told, shown in _compared(item, product):
        if told != shown:
            yield Fault(
                _("%(name)s of %(id)s: the feed says “%(feed)s”, the page “%(page)s”.")
                % {"name": name, "id": sku, "feed": told, "page": shown},
                sku,
                page.url,
            )


def _product(page: PageSeen, sku: str) -> Json | None:
    for node in walk(page.graph.get("@graph")):
        if "Product" in types_of(node) and node.get("sku") == sku and "offers" in node:
            return node
    return None


def _compared(item: MerchantItem, product: Json) -> Iterator[tuple[str, Any, Any]]:
    offer = next((said for said in many(product.get("offers")) if isinstance(said, dict)), {})
    price, _space, currency = (item.get("sale_price") or item.get("price")).partition(" ")
    yield "price", _amount(price), _amount(offer.get("price"))
    yield "currency", currency, str(offer.get("priceCurrency", ""))
    word = str(offer.get("availability", "")).rpartition("/")[2]
    yield "availability", item.get("availability"), _FEED_WORDS.get(word, "out_of_stock")
    if gtin := item.get("gtin"):
        yield "gtin", gtin, next((str(product[key]) for key in GTINS if product.get(key)), "")


def _against_truth(item: MerchantItem, truth: OfferTruth, sku: str, url: str) -> Iterator[Fault]:
    price, _space, currency = (item.get("sale_price") or item.get("price")).partition(" ")
    for name, told, known in (
        ("price", _amount(price), truth.price),
        ("currency", currency, truth.currency),
        ("availability", item.get("availability"), _FEED_WORDS.get(truth.availability, "out_of_stock")),
    ):
        if told != known:
            yield Fault(
                _("%(name)s of %(id)s: the feed says “%(feed)s”, the shop “%(shop)s”.")
                % {"name": name, "id": sku, "feed": told, "shop": known},
                sku,
                url,
            )


def _amount(said: Any) -> Decimal | None:
    try:
        return Decimal(str(said))
    except InvalidOperation:
        return None


# News and llms.txt ----------------------------------------------------------------------------------------


@of_site(
    64,
    Scope.SITE,
    Level.WARNING,
    gettext_lazy("Feeds and llms.txt are valid and lead to pages that are there"),
    measured=lambda site: bool(site.feeds) or site.llms is not None,
)
def feeds(site: SiteSeen) -> Iterator[Fault]:
    announced = {href for page in site.pages.values() for _type, href in page.feeds}
    for feed in site.feeds:
        yield from (Fault(problem, feed.kind or "feed", feed.url) for problem in _feed_problems(feed))
        if feed.url not in announced:
            yield Fault(_("No page announces this feed (link rel=alternate)."), "link alternate", feed.url)
        for entry in feed.entries:
            if problem := _target_problem(entry.link, site):
                yield Fault(problem % {"url": entry.link}, entry.link, feed.url)
    yield from _llms(site)


def _feed_problems(feed: FeedSeen) -> Iterator[str]:
    if feed.answer.status != 200:
        yield _("The feed answers %(status)d.") % {"status": feed.answer.status}
        return
    if feed.problems:
        yield _("The feed cannot be read.")
        return
    if not feed.title:
        yield _("The feed has no title.")
    ids = [entry.id for entry in feed.entries]
    if not all(ids):
        yield _("An entry of the feed has no lasting id.")
    elif len(set(ids)) < len(ids):
        yield _("Two entries of the feed have one id.")
    if any(not entry.link.startswith(("https://", "http://")) for entry in feed.entries):
        yield _("An entry of the feed has no whole address.")
    if any(not entry.date or moment_of(entry.date) is None for entry in feed.entries):
        yield _("An entry of the feed has no date that can be read.")


def _target_problem(url: str, site: SiteSeen) -> str:
    if not site.is_ours(url):
        return ""
    if page := site.page(url):
        return "" if site.is_indexable(page) else _("%(url)s is hidden from search engines.")
    answer = site.answer(url)
    return "" if answer is None or answer.status == 200 else _("%(url)s does not answer 200.")


_LLMS_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def _llms(site: SiteSeen) -> Iterator[Fault]:
    answer = site.llms
    if answer is None or answer.status == 404:
        return
    if answer.status != 200:
        yield Fault(_("llms.txt answers %(status)d.") % {"status": answer.status}, "llms.txt", answer.url)
        return
    lines = [line for line in answer.text.splitlines() if line.strip()]
    if not lines or not lines[0].startswith("# "):
        yield Fault(_("llms.txt does not begin with “# ” and the name of the site."), "llms.txt", answer.url)
    if sum(line.startswith("# ") for line in lines) > 1:
        yield Fault(_("llms.txt has more than one heading of level 1."), "llms.txt", answer.url)
    for href in dict.fromkeys(_LLMS_LINK.findall(answer.text)):
        url = join(answer.url, href)
        # The Markdown twin of a page stands for it.
        page_url = (
            url.removesuffix("index.html.md") if url.endswith("index.html.md") else url.removesuffix(".md")
        )
        if problem := _target_problem(url if site.answer(url) else page_url, site):
            yield Fault(problem % {"url": url}, url, answer.url)
