"""Time and memory of a sitemap per address at 10,000 and at 1,000,000 products, made as rows; every file valid, and one
price rewriting one file.

.venv/bin/python -m benchmarks.sitemap [--many 1000000]
deploy/with_postgres.py .venv/bin/python -m benchmarks.sitemap --postgres
"""

import argparse
import gc
import re
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from resource import RUSAGE_SELF, getrusage
from typing import Any

from benchmarks import trial

FEW, MANY = 10_000, 1_000_000


@dataclass
class Written:
    """All files of one sitemap as they were answered: hashed and counted, never kept."""

    files: dict[str, str] = field(default_factory=dict)
    addresses: int = 0
    largest: int = 0
    fullest: int = 0
    seconds: list[float] = field(default_factory=list)
    index_seconds: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=FEW)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument(
        "--postgres", action="store_true", help="In the database of DATABASE_URL, which must be empty."
    )
    options = parser.parse_args()
    trial.start(own_database=not options.postgres)
    from catalog.models import CategoryPage, ProductPage, Variant
    from home.models import HomePage

    home = HomePage.objects.get(depth=2)
    shelf = CategoryPage(title="Shelf", slug="shelf")
    home.add_child(instance=shelf)

    print(
        "| products | files | fullest | largest MB | index s | all s | µs an address | peak MB | most queries a file |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    cost: dict[int, tuple[float, float]] = {}
    for size in (options.few, options.many):
        made = ProductPage.objects.count()
        while made < size:
            number = min(50_000, size - made)
            trial.add_pages(ProductPage, shelf, number, summary="A thing.")
            made += number
        trial.count_rows()
        written, queries = write_all(), most_queries()
        peak = peak_bytes(write_all)
        seconds = sum(written.seconds) + written.index_seconds
        cost[size] = seconds / written.addresses, peak
        assert written.addresses == size + 2, written.addresses  # home and shelf
        print(
            f"| {size:,} | {len(written.files)} | {written.fullest:,} | {written.largest / 1e6:.1f}"
            f" | {written.index_seconds:.2f} | {seconds:.1f} | {seconds / written.addresses * 1e6:.1f}"
            f" | {peak / 1e6:.1f} | {queries} |",
            flush=True,
        )
    few, many = options.few, options.many
    print(f"\nTime an address: {cost[many][0] / cost[few][0]:.2f} times that at {few:,}.")
    print(f"Memory: {(cost[many][1] - cost[few][1]) / 1e6:+.1f} MB against {few:,}.")
    print(f"Largest resident size of the process: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MB.")
    print(f"Found wrong by the protocol's schema: {errors_of_every_file()}.", flush=True)

    middle = ProductPage.objects.order_by("pk")[many // 2]
    variant = Variant.objects.create(product=middle, sku="ONE", price="48.00")
    before = write_all().files
    time.sleep(1.1)  # a lastmod counts seconds
    variant.refresh_from_db()
    variant.price += 1
    variant.save()
    after = write_all().files
    assert set(before) == set(after)
    changed = [name for name in after if after[name] != before[name]]
    print(f"One price changed: {len(changed)} of {len(after)} files rewritten, {', '.join(changed)}.")


def write_all() -> Written:
    """Every file asked for through the application, as a crawler does."""
    written = Written()
    begun = time.process_time()
    names = names_of_files()
    written.index_seconds = time.process_time() - begun
    for name in names:
        begun, digest, count, size, rest = time.process_time(), blake2b(), 0, 0, b""
        for part in answer(name):
            digest.update(part)
            size += len(part)
            rest += part
            count += rest.count(b"<loc>")
            rest = rest[-4:]
        written.seconds.append(time.process_time() - begun)
        written.files[name] = digest.hexdigest()
        written.addresses += count
        written.largest, written.fullest = max(written.largest, size), max(written.fullest, count)
    return written


def names_of_files() -> list[str]:
    return re.findall(r"<loc>https://shop.example([^<]+)</loc>", b"".join(answer("/sitemap.xml")).decode())


def answer(path: str) -> Iterator[bytes]:
    from django.test import Client

    response = Client().get(path, headers={"host": "shop.example"}, secure=True)
    assert response.status_code == 200, (path, response.status_code)
    yield from response.streaming_content if response.streaming else [response.content]
    response.close()


def most_queries() -> int:
    """The most queries any file costs."""
    most = 0
    for name in names_of_files():
        with counted() as queries:
            for _part in answer(name):
                pass
        most = max(most, queries[0])
    return most


@contextmanager
def counted() -> Iterator[list[int]]:
    from django.db import connection

    number = [0]

    def count(execute: Callable[..., Any], *given: Any) -> Any:
        number[0] += 1
        return execute(*given)

    with connection.execute_wrapper(count):
        yield number


def errors_of_every_file() -> int:
    """What the schema of the protocol finds wrong, index included; a file at a time."""
    from tests.schema import sitemap_errors

    found = 0
    for name in ["/sitemap.xml", *names_of_files()]:
        errors = sitemap_errors(b"".join(answer(name)).decode())
        found += len(errors)
        if errors:
            print(name, errors[:3])
    return found


def peak_bytes(view: Callable[[], object]) -> int:
    """The most memory Python held at once beyond what it held before."""
    gc.collect()
    tracemalloc.start()
    view()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()
