"""What a page costs with 30 products in the shop and with 3,000, in one run: CPU time and queries.

.venv/bin/python -m benchmarks.pages
"""

from benchmarks import trial

SIZES = (30, 3_000)
ROUNDS = 15


def main() -> None:
    trial.start()
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
    client = Client(headers={"host": "shop.example"})
    product = "/lamps/productpage-7/"
    addresses = {
        "home": "/",
        "category, page 1": "/lamps/",
        "category, page 2": "/lamps/?page=2",
        "product": product,
        "resolve product": f"/api/v1/resolve/?path={product}",
        "resolve category": "/api/v1/resolve/?path=/lamps/",
        "product list": "/api/v1/catalog/products/?limit=20",
        "sitemap section": "/sitemap-productpage-en-gb-1-3145728.xml",
    }
    seconds: dict[str, list[float]] = {name: [] for name in addresses}
    queries: dict[str, list[int]] = {name: [] for name in addresses}

    def get(path: str) -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        if answer.streaming:
            b"".join(answer)

    made = 0
    for size in SIZES:
        trial.add_products(shelf, size - made)
        made = size
        for name, path in addresses.items():
            seconds[name].append(trial.cpu_seconds(lambda path=path: get(path), ROUNDS))
            with CaptureQueriesContext(connection) as counted:
                get(path)
            queries[name].append(len(counted))

    print(
        f"| address | queries at {SIZES[0]} | at {SIZES[1]:,} | ms at {SIZES[0]} | at {SIZES[1]:,} | ratio |"
    )
    print("|---|---:|---:|---:|---:|---:|")
    for name in addresses:
        few, many = seconds[name]
        print(
            f"| {name} | {queries[name][0]} | {queries[name][1]}"
            f" | {few * 1000:.1f} | {many * 1000:.1f} | {many / few:.2f} |"
        )


if __name__ == "__main__":
    main()
