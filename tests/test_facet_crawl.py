"""Three thousand products with six filters: what a crawler finds is what the policy allows and the estimate says.

What an address must answer is worked out again here, from the rows of the file and the rules of the decision, by
code that shares nothing with the catalogue's.
"""

import random
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch
from urllib.parse import urlsplit

from django.db import connection
from django.test import TestCase

from catalog.facets.addresses import Nonsense
from catalog.facets.crawl import addresses, crawl_space
from catalog.models import CategoryPage, FacetPolicy
from catalog.models.shelf_page import ShelfPage
from cms.cards import cards
from cms.sites import point_default_site_at_public_url
from headless.requests import Address
from headless.verdicts import resolve
from home.models import HomePage
from seo.parity import read_head
from tests.importing import import_file, make_file, make_map, make_row
from tests.make import make_landing, make_policy

PRODUCTS, COMBINATIONS, THROUGH_HTTP = 3_000, 10_000, 150
PER_PAGE, MINIMUM = 400, 40
COLORS = {"Red": "red", "Blue": "blue", "Sea green": "sea-green", "Ochre": "ochre", "White": "white"}
SIZES = {"S": "s", "8.5": "8-5", "85": "85"}
MAKERS = {"Wick & Sons": "wick-sons", "Skarra": "skarra", "Nobody much": "nobody-much"}
MATERIALS = {"Brass": "brass", "Copper & tin": "copper-tin", "Glass": "glass"}
FUELS = {"Paraffin": "paraffin", "Colza oil": "colza-oil"}
HOURS = {"3": "2-5", "7": "5-10", "75": "50-100"}
ORDER = ("color", "size", "brand", "material", "fuel", "hours", "in-stock")
OPEN = {"color", "brand", "fuel"}
PAIRS = [{"color", "fuel"}, {"color", "material"}]
LANDING = {"color": ["red"], "fuel": ["paraffin"]}
MAP = make_map(
    category={"from": "shelf", "path": "/", "default": "Other"},
    variant={
        "sku": "sku",
        "price": "price",
        "currency": {"constant": "GBP"},
        "stock": "stock",
        "color": "color",
        "size": "size",
    },
    attributes={
        "material": {"from": "material", "type": "choice"},
        "fuel": {"from": "fuel", "type": "choice"},
        "hours": {"from": "hours", "type": "number"},
    },
)


def make_product_row(number: int) -> dict:
    """A product drawn by its number; some of its values are rare."""
    draw = random.Random(number)
    return make_row(
        number,
        shelf="Lamps/Deck" if number % 4 == 0 else "Lamps",
        brand=draw.choices([*MAKERS], weights=[50, 50, 1])[0],
        price=draw.randint(10, 99),
        stock=draw.choice([0, 1, 5]),
        color=draw.choices([*COLORS], weights=[50, 40, 20, 8, 0.5])[0],
        size=draw.choice([*SIZES]),
        material=draw.choices([*MATERIALS], weights=[60, 30, 1])[0],
        fuel=draw.choice([*FUELS, ""]),
        hours=draw.choice([*HOURS]),
    )


# What the policy says, once more ---------------------------------------------------------------------------


def values_of(row: dict) -> dict[str, str]:
    return {
        "color": COLORS[row["color"]],
        "size": SIZES[row["size"]],
        "brand": MAKERS[row["brand"]],
        "material": MATERIALS[row["material"]],
        "fuel": FUELS.get(row["fuel"], ""),
        "hours": HOURS[row["hours"]],
        "in-stock": "yes" if row["stock"] else "",
    }


class Oracle:
    """The answer to any query of one category: (404,), (301, address) or (200, indexed, canonical)."""

    def __init__(self, base: str, rows: list[dict], landing: str = "") -> None:
        self.base, self.landing = base, landing
        self.prices = [row["price"] for row in rows]
        self.having: dict[str, dict[str, set[int]]] = {name: {} for name in ORDER}
        for place, row in enumerate(rows):
            for name, slug in values_of(row).items():
                if slug:
                    self.having[name].setdefault(slug, set()).add(place)
        self.known = {name: set(values) for name, values in self.having.items()}

    def number(self, chosen: dict[str, list[str]], least: int = 0, most: int = 10**9) -> int:
        left = {place for place, price in enumerate(self.prices) if least <= price <= most}
        for name, slugs in chosen.items():
            left &= set().union(*(self.having[name][slug] for slug in slugs))
        return len(left)

    def is_open(self, chosen: dict[str, list[str]]) -> bool:
        if chosen == LANDING and self.landing:
            return True
        names = set(chosen)
        allowed = (len(names) == 1 and names <= OPEN) or names in PAIRS
        if not allowed or any(len(slugs) > 1 for slugs in chosen.values()):
            return False
        number = self.number(chosen)
        wider = [self.number({n: s for n, s in chosen.items() if n != name}) for name in names]
        return number >= MINIMUM and all(one > number for one in wider)

    def answer(self, parameters: list[tuple[str, str]]) -> tuple:
        chosen: dict[str, list[str]] = {}
        rest: dict[str, str] = {}
        for name, value in parameters:
            if name.lower() in ORDER:
                slug = value.lower().strip("-")
                if slug not in self.known[name.lower()]:
                    return (404,)
                slugs = chosen.setdefault(name.lower(), [])
                if slug not in slugs:
                    slugs.append(slug)
            else:
                rest[name] = value
        chosen = {name: sorted(chosen[name]) for name in ORDER if name in chosen}
        prices = {name: rest[name] for name in ("price-min", "price-max") if name in rest}
        number = self.number(
            chosen, *(int(prices.get(n, d)) for n, d in (("price-min", 0), ("price-max", 10**9)))
        )
        page = int(rest.get("page", "1"))
        if number == 0 or page > -(-number // PER_PAGE):
            return (404,)
        sort = rest.get("sort", "position")
        is_landed = chosen == LANDING and self.landing and not prices
        filters = [f"{name}={slug}" for name, slugs in chosen.items() for slug in slugs]
        filters += [f"{name}={amount}" for name, amount in prices.items()]
        pages = [f"page={page}"] if page > 1 else []
        sorts = [f"sort={sort}"] if sort != "position" else []
        address = self.at(self.base, [*filters, *sorts, *pages])
        if is_landed and not sorts:
            return (301, self.at(self.landing, pages))
        if address != self.at(self.base, [f"{name}={value}" for name, value in parameters]):
            return (301, address)
        unsorted = self.landing if is_landed else self.at(self.base, filters)
        if sorts:
            return (200, False, unsorted)
        return (200, not prices and (not chosen or self.is_open(chosen)), address)

    @staticmethod
    def at(path: str, parameters: list[str]) -> str:
        return f"{path}?{'&'.join(parameters)}" if parameters else path


def draw_parameters(draw: random.Random) -> list[tuple[str, str]]:
    """A query as crawlers meet them: usually plausible, often in another order, sometimes nonsense."""
    slugs = {
        "color": [*COLORS.values()],
        "size": [*SIZES.values()],
        "brand": [*MAKERS.values()],
        "material": [*MATERIALS.values()],
        "fuel": [*FUELS.values()],
        "hours": [*HOURS.values()],
        "in-stock": ["yes"],
    }
    names = draw.sample(ORDER, draw.choices([0, 1, 2, 3, 5], weights=[1, 4, 5, 3, 1])[0])
    parameters = [(name, draw.choice(slugs[name])) for name in names]
    if names and draw.random() < 0.15:
        parameters.append((names[0], draw.choice(slugs[names[0]])))
    if names and draw.random() < 0.1:
        parameters.append((draw.choice(names), draw.choice(["green", "", "1", "red-"])))
    if draw.random() < 0.1:
        parameters += [("price-min", str(draw.randint(1, 120)))]
    if draw.random() < 0.1:
        parameters += [("price-max", str(draw.randint(1, 120)))]
    if draw.random() < 0.1:
        parameters.append(("sort", draw.choice(["position", "newest", "price", "price-down", "name"])))
    if draw.random() < 0.15:
        parameters.append(("page", str(draw.choice([1, 2, 2, 3, 9]))))
    if draw.random() < 0.6:
        parameters.sort(
            key=lambda parameter: [*ORDER, "price-min", "price-max", "sort", "page"].index(parameter[0])
        )
    else:
        draw.shuffle(parameters)
    return [
        (name, value.upper() if draw.random() < 0.04 else value) if name in ORDER else (name, value)
        for name, value in parameters
    ]


def four_cards(pages, request):
    """A list prints four of its products: drawing thousands of cards over and over is not what is tried here."""
    return cards(pages[:4], request)


@patch.object(ShelfPage, "per_page", PER_PAGE)
@patch("catalog.models.shelf_page.cards", four_cards)
class FacetCrawlTest(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.site = point_default_site_at_public_url()
        cls.home = HomePage.objects.get(pk=cls.site.root_page_id)
        rows = [make_product_row(number) for number in range(1, PRODUCTS + 1)]
        with TemporaryDirectory() as folder:
            import_file(make_file(Path(folder), rows), MAP)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as a database does by itself once rows are committed
        lamps = CategoryPage.objects.get(slug="lamps")
        make_policy(
            lamps,
            offered="color size brand material fuel hours in-stock price",
            opened=" ".join(OPEN),
            pairs=["fuel color", "color material"],
            minimum=MINIMUM,
        )
        make_landing(lamps, "color=red&fuel=paraffin", title="Red paraffin lamps", slug="red-paraffin")
        deck = [row for row in rows if row["shelf"] == "Lamps/Deck"]
        cls.oracles = {
            "/lamps/": Oracle("/lamps/", rows, "/lamps/red-paraffin/"),
            "/lamps/deck/": Oracle("/lamps/deck/", deck),
        }

    def ask(self, address: str):
        return self.client.get(address, headers={"host": "shop.example"}, secure=True)

    def category(self, path: str) -> CategoryPage:
        return CategoryPage.objects.get(url_path=f"{self.home.url_path.rstrip('/')}{path}")

    # Crawling --------------------------------------------------------------------------------------------

    def crawl(self) -> set[str]:
        """Every address a crawler reaches that follows `<a href>` and nothing else."""
        seen, waiting = {"/"}, ["/"]
        while waiting:
            address = waiting.pop()
            response = self.ask(address)
            assert response.status_code == 200, (address, response.status_code)
            for link in re.findall(r'<a\b[^>]*\bhref="([^"#]*)', response.text):
                link = link.replace("&amp;", "&").removeprefix("https://shop.example")
                if link.startswith("/") and not link.startswith("//") and link not in seen:
                    seen.add(link)
                    waiting.append(link)
        return seen

    def test_a_crawler_sees_what_the_policy_allows_and_as_many_addresses_as_estimated(self):
        seen = self.crawl()
        facets = {a for a in seen if "?" in a and urlsplit(a).query.partition("=")[0] != "page"}
        for address in facets:
            parts = urlsplit(address)
            parameters = [tuple(part.split("=")) for part in parts.query.split("&")]
            answer = self.oracles[parts.path].answer(parameters)
            assert answer == (200, True, address)
        landed = {a for a in seen if a.startswith("/lamps/red-paraffin/")}
        assert landed
        estimated = sum(addresses(self.category(path).shelf, PER_PAGE) for path in self.oracles)
        assert len(facets) + len(landed) == estimated
        space = crawl_space(FacetPolicy.objects.get())
        assert (space.before, space.after, space.categories) == (estimated, estimated, 2)
        assert estimated > 40

    # Ten thousand combinations ---------------------------------------------------------------------------

    def decide(self, category: CategoryPage, query: str) -> tuple:
        """What the page's own answers to routing and head say: the parts `serve`, verdicts and `get_head` ask."""
        try:
            asked = category.ask(query)
        except Nonsense:
            return (404,)
        if normal := category.get_normal_address(query):
            return (301, normal)
        return (200, category.is_listed(asked), category.get_canonical_path(asked))

    def answer_of(self, address: str) -> tuple:
        response = self.ask(address)
        if response.status_code == 301:
            return (301, response["Location"])
        if response.status_code != 200:
            return (response.status_code,)
        head = read_head(response.text)
        [canonical] = [link["href"] for link in head["links"] if link["rel"] == "canonical"]
        [robots] = [meta["content"] for meta in head["metas"] if meta.get("name") == "robots"]
        return (200, "noindex" not in robots, canonical.removeprefix("https://shop.example"))

    def test_ten_thousand_combinations_answer_as_the_policy_says(self):
        draw = random.Random(20261125)
        categories = {path: self.category(path) for path in self.oracles}
        outcomes: dict[int, int] = {}
        for number in range(COMBINATIONS):
            path = draw.choice([*self.oracles])
            parameters = draw_parameters(draw)
            query = "&".join(f"{name}={value}" for name, value in parameters)
            expected = self.oracles[path].answer(parameters)
            assert self.decide(categories[path], query) == expected, (path, query)
            outcomes[expected[0]] = outcomes.get(expected[0], 0) + 1
            if number % (COMBINATIONS // THROUGH_HTTP) == 0:
                address = f"{path}?{query}" if query else path
                assert self.answer_of(address) == expected, address
                assert resolve(self.site, Address.parse(address)).status == expected[0], address
        assert min(outcomes[status] for status in (200, 301, 404)) > 500
