"""Products, prices and stock by bulk, first and second time, beside one page at a time through Wagtail's API v3.

.venv/bin/python -m benchmarks.bulk [--rows 10000] [--pages 10]
deploy/with_postgres.py .venv/bin/python -m benchmarks.bulk --postgres
"""

import argparse
import gc
import json
import time
import tracemalloc
from collections.abc import Callable
from resource import RUSAGE_SELF, getrusage
from typing import Any

from benchmarks import trial

SCOPES = ["catalog:write", "content:write", "jobs:read", "admin"]


class Counter:
    """Queries of the connection while it is active."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Any, *arguments: Any) -> Any:
        self.queries += 1
        return execute(*arguments)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=10, help="pages through v3")
    parser.add_argument(
        "--postgres", action="store_true", help="in the database of DATABASE_URL, which must be empty"
    )
    parser.add_argument("--memory", action="store_true", help="trace memory, which takes three times as long")
    options = parser.parse_args()
    trial.start(own_database=not options.postgres)
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from wagtail.models import APIToken

    from catalog.models import CategoryPage
    from cms.models import User
    from delivery.models import Change
    from delivery.models import Job as PeriodicJob
    from headless.jobs import running
    from headless.models import TokenPolicy
    from home.models import HomePage

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    shelf = HomePage.objects.get(depth=2).add_child(instance=CategoryPage(title="Lamps", slug="lamps"))
    shelf.save_revision().publish()
    user = User.objects.create_superuser("erp", "erp@shop.example", "x")
    token, secret = APIToken.create_token(user=user, name="ERP")
    TokenPolicy.objects.create(token=token, scopes=SCOPES)
    client = Client(HTTP_HOST="shop.example", HTTP_AUTHORIZATION=f"Bearer {secret}")
    PeriodicJob.objects.create(name="worker", began_at=timezone.now())

    def bulk(what: str, rows: list[Any]) -> None:
        PeriodicJob.objects.update(began_at=timezone.now())
        query = "?source=erp&publish=true" if what == "products" else ""
        lines = "".join(f"{json.dumps(row)}\n" for row in rows)
        response = client.post(
            f"/api/v1/catalog/{what}/bulk/{query}", lines, content_type="application/x-ndjson"
        )
        assert response.status_code == 202, response.content
        running.work()
        job = client.get(response["Location"]).json()
        assert job["state"] == "succeeded", job

    print("| what | rows | queries | a row | seconds | rows a second | changes told | peak MB |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    products = [product(number) for number in range(1, options.rows + 1)]
    changed = [{**row, "summary": "Another summary."} for row in products]
    prices = [{"sku": f"LN-{number}", "price": "9.99"} for number in range(1, options.rows + 1)]
    moved = [{**row, "slug": f"beacon-{row['id']}"} for row in changed[: options.rows // 10]]
    stock = [{"sku": f"LN-{number}", "stock": 0} for number in range(1, options.rows + 1)]
    for title, what, rows in (
        ("products, first time", "products", products),
        ("products, again", "products", products),
        ("prices, all other", "prices", prices),
        ("prices, again", "prices", prices),
        ("stock, all other", "stock", stock),
        ("products, all with other words", "products", changed),
        ("products, a tenth at other addresses", "products", moved),
    ):
        before = Change.objects.count()
        said = measured(lambda what=what, rows=rows: bulk(what, rows), len(rows), memory=options.memory)
        print(
            f"| {title} | {len(rows):,} | {said[0]} | {Change.objects.count() - before:,} | {said[1]} |",
            flush=True,
        )

    made: list[int] = []

    def create() -> None:
        for number in range(options.pages):
            body = {
                "meta": {"type": "catalog.ProductPage", "parent_id": shelf.pk, "action": "publish"},
                "title": f"By v3 {number}",
            }
            response = client.post(
                "/api/v3-preview/pages/", json.dumps(body), content_type="application/json"
            )
            assert response.status_code == 201, response.content
            made.append(response.json()["id"])

    def patch() -> None:
        for pk in made:
            body = {"meta": {"action": "publish"}, "title": f"Other by v3 {pk}"}
            response = client.patch(
                f"/api/v3-preview/pages/{pk}/", json.dumps(body), content_type="application/json"
            )
            assert response.status_code == 200, response.content

    for title, work in (("v3: create and publish, no variants", create), ("v3: patch and publish", patch)):
        before = Change.objects.count()
        said = measured(work, options.pages, memory=options.memory)
        print(
            f"| {title} | {options.pages:,} | {said[0]} | {Change.objects.count() - before:,} | {said[1]} |",
            flush=True,
        )
    print(f"\nLargest size of the process: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def measured(work: Callable[[], None], rows: int, *, memory: bool) -> tuple[str, str]:
    """Queries and seconds of a piece of work as cells, and the peak of what it allocated."""
    from django.db import connection

    counter = Counter()
    gc.collect()
    if memory:
        tracemalloc.start()
    begun = time.perf_counter()
    with connection.execute_wrapper(counter):
        work()
    seconds = time.perf_counter() - begun
    peak = ""
    if memory:
        peak = f"{tracemalloc.get_traced_memory()[1] / 1e6:,.1f}"
        tracemalloc.stop()
    figures = f"{counter.queries:,} | {counter.queries / rows:.2f} | {seconds:,.1f} | {rows / seconds:,.0f}"
    return figures, peak


def product(number: int) -> dict[str, Any]:
    return {
        "id": str(number),
        "title": f"Lantern {number}",
        "category": "/lamps/",
        "summary": "A lantern for the deck.",
        "description": f"<p>Lantern number {number}, of brass and thick glass.</p>",
        "brand": f"Maker {number % 40}",
        "variants": [{"sku": f"LN-{number}", "price": "12.50", "currency": "GBP", "stock": 30}],
    }


if __name__ == "__main__":
    main()
