"""What an audit's crawl costs beside rendering the same pages, and how its memory grows with the site.

.venv/bin/python -m benchmarks.audit
"""

import time
import tracemalloc

from benchmarks import trial

SIZES = (100, 1_000)


def main() -> None:
    trial.start()
    from wagtail.models import Site

    from audit.asking import Application
    from audit.crawl import Crawl
    from audit.models import Run
    from audit.truth import known_pages
    from catalog.models import CategoryPage
    from home.models import HomePage

    site = Site.objects.select_related("root_page").get(is_default_site=True)
    home = HomePage.objects.get()
    home.headline = "Things for the night"
    home.save_revision().publish()
    shelf = CategoryPage(title="Lamps", slug="lamps", summary="Lamps.", show_in_menus=True)
    home.add_child(instance=shelf)

    print(
        "| products | addresses | ms an address, rendered | crawled and read | ratio | peak MB of the crawl |"
    )
    print("|---:|---:|---:|---:|---:|---:|")
    made = 0
    for size in SIZES:
        trial.add_products(shelf, size - made)
        made = size
        source, known = Application(site), known_pages(site)
        for url in known:  # pictures are drawn and root paths kept before anything is measured
            source.ask(url)
        begun = time.process_time()
        for url in known:
            source.ask(url)
        rendered = (time.process_time() - begun) / len(known)
        run = Run.objects.create(site=site)
        begun = time.process_time()
        Crawl(run, source, known=known, may_follow=lambda url: True).go(known)
        crawled = (time.process_time() - begun) / run.addresses
        peak = peak_bytes(site, source, known)
        print(
            f"| {size:,} | {run.addresses:,} | {rendered * 1000:.1f} | {crawled * 1000:.1f}"
            f" | {crawled / rendered:.2f} | {peak / 1e6:.1f} |"
        )


def peak_bytes(site: object, source: object, known: object) -> int:
    from audit.crawl import Crawl
    from audit.models import Run

    run = Run.objects.create(site=site)
    tracemalloc.start()
    Crawl(run, source, known=known, may_follow=lambda url: True).go(known)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()
