"""Our answers beside those of Wagtail's own API v3, of the same products, in one run: CPU time and queries.

Each of ours twice: made anew for every request, and kept as long as nothing of it changes (headless.kept). Then as
readers ask: all products' addresses, and all pages of the list, in a random order and with nothing kept to begin with.

.venv/bin/python -m benchmarks.headless
"""

from collections.abc import Callable, Sequence
from random import Random
from time import process_time
from urllib.parse import quote

from benchmarks import trial

PRODUCTS, PICTURES, ROUNDS = 300, 20, 15
REQUESTS = 3_000  # less than a core answers in the minute for which an answer is kept


def main() -> None:
    trial.start()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from catalog.models import CategoryPage
    from home.models import HomePage

    home = HomePage.objects.get()
    home.headline = "Things for the night"
    home.save_revision().publish()
    shelf = CategoryPage(title="Lamps", slug="lamps", summary="Lamps.", show_in_menus=True)
    home.add_child(instance=shelf)
    trial.add_products(shelf, PRODUCTS)
    give_pictures()
    trial.count_rows()
    client = Client(headers={"host": "shop.example"})
    path = "/lamps/productpage-7/"
    ours, v3 = "/api/v1", "/api/v3-preview"
    asked = {
        "v3: bare list of 20 pages": [f"{v3}/pages/?type=catalog.ProductPage&limit=20"],
        "20 products: prices, pictures": [f"{ours}/catalog/products/?limit=20&count=none"],
        "20 products: everything, with heads": [
            f"{ours}/pages/?type=catalog.ProductPage&view=full&limit=20&count=none"
        ],
        "v3: find, then detail": [f"{v3}/pages/find/?html_path={path}"],
        "resolve: content, head, trail, languages": [f"{ours}/resolve/?path={quote(path)}"],
        "resolve: content": [f"{ours}/resolve/?path={quote(path)}&include=page"],
        "resolve: head": [f"{ours}/resolve/?path={quote(path)}&include=head"],
    }

    def get(address: str) -> None:
        answer = client.get(address)
        if answer.status_code == 302:
            answer = client.get(answer.headers["Location"])
        assert answer.status_code == 200, (address, answer.status_code, answer.content[:300])

    figures = {}
    once = [
        (name if name.startswith("v3") else f"{name}, anew", addresses, 0)
        for name, addresses in asked.items()
    ]
    again = [
        (f"{name}, kept", addresses, 60) for name, addresses in asked.items() if not name.startswith("v3")
    ]
    for name, addresses, settings.API_KEPT_SECONDS in once + again:
        seconds = trial.cpu_seconds(lambda addresses=addresses: [get(one) for one in addresses], ROUNDS)
        with CaptureQueriesContext(connection) as counted:
            for address in addresses:
                get(address)
        figures[name] = seconds, len(counted)
    print("| asked | queries | ms | requests a second beside v3 |")
    print("|---|---:|---:|---:|")
    lists, pages = figures["v3: bare list of 20 pages"][0], figures["v3: find, then detail"][0]
    for name, (seconds, queries) in figures.items():
        beside = pages if name.startswith("resolve") or name == "v3: find, then detail" else lists
        print(f"| {name} | {queries} | {seconds * 1000:.1f} | {beside / seconds:.2f} |")
    show_traffic(get)


def show_traffic(get: Callable[[str], None]) -> None:
    """Our answers beside v3's where each address is asked for some times: the first of each is made anew."""
    from django.conf import settings
    from django.core.cache import caches

    ours, v3 = "/api/v1", "/api/v3-preview"
    paths = [f"/lamps/productpage-{number}/" for number in range(1, PRODUCTS + 1)]
    offsets = range(0, PRODUCTS, 20)
    listed = "type=catalog.ProductPage&limit=20"
    asked = {
        "lists of 20: prices, pictures": (
            [f"{v3}/pages/?{listed}&offset={offset}" for offset in offsets],
            [f"{ours}/catalog/products/?limit=20&offset={offset}" for offset in offsets],
        ),
        "lists of 20: everything, with heads": (
            [f"{v3}/pages/?{listed}&offset={offset}" for offset in offsets],
            [f"{ours}/pages/?{listed}&view=full&offset={offset}" for offset in offsets],
        ),
        "products: resolve, beside find and detail": (
            [f"{v3}/pages/find/?html_path={path}" for path in paths],
            [f"{ours}/resolve/?path={path}" for path in paths],
        ),
    }
    settings.API_KEPT_SECONDS = 60
    print(
        f"\n| {REQUESTS} requests in a random order | addresses | ms, v3 | ms | requests a second beside v3 |"
    )
    print("|---|---:|---:|---:|---:|")
    for name, (theirs, own) in asked.items():
        caches["kept"].clear()
        lot = own * (REQUESTS // len(own))
        Random(7).shuffle(lot)
        took, v3_took = mean_cpu_seconds(get, lot), mean_cpu_seconds(get, theirs * (PRODUCTS // len(theirs)))
        print(f"| {name} | {len(own)} | {v3_took * 1000:.1f} | {took * 1000:.2f} | {v3_took / took:.1f} |")


def mean_cpu_seconds(get: Callable[[str], None], addresses: Sequence[str]) -> float:
    begun = process_time()
    for address in addresses:
        get(address)
    return (process_time() - begun) / len(addresses)


def give_pictures() -> None:
    """A cover for every product, of a few pictures."""
    from io import BytesIO

    from django.core.files.images import ImageFile

    from PIL import Image

    from catalog.models import ProductPage, ProductPicture
    from cms.models import Picture

    pictures = []
    for number in range(PICTURES):
        data = BytesIO()
        Image.new("RGB", (1200, 1500), (10 * number, 120, 90)).save(data, "PNG")
        file = ImageFile(BytesIO(data.getvalue()), name=f"picture-{number}.png")
        pictures.append(Picture.objects.create(title=f"Picture {number}", alt_text="A lamp", file=file))
    products = list(ProductPage.objects.order_by("pk"))
    for number, product in enumerate(products):
        product.cover = pictures[number % PICTURES]
    ProductPage.objects.bulk_update(products, ["cover"], batch_size=200)
    ProductPicture.objects.bulk_create(
        [ProductPicture(product=product, picture=product.cover, sort_order=0) for product in products]
    )


if __name__ == "__main__":
    main()
