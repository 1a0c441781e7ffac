"""Our answers beside those of Wagtail's own API v3, of the same products, in one run: CPU time and queries.

Each of ours twice: made anew for every request, and kept as long as nothing of it changes (headless.kept).

.venv/bin/python -m benchmarks.headless
"""

from urllib.parse import quote

from benchmarks import trial

PRODUCTS, PICTURES, ROUNDS = 300, 20, 15


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
