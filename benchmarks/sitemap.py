"""Time and memory of a sitemap per address, ours beside Wagtail's own view, at 1,000 and at 20,000 pages.

.venv/bin/python -m benchmarks.sitemap
"""

import gc
import tracemalloc
from collections.abc import Callable

from benchmarks import trial

SIZES = (1_000, 20_000)


def main() -> None:
    trial.start()
    from django.test import RequestFactory

    from wagtail.contrib.sitemaps.views import sitemap
    from wagtail.models import Site

    from cms import machine_files
    from home.models import ContentPage, HomePage
    from seo.sitemaps import urlset

    site = Site.objects.get(is_default_site=True)
    home = HomePage.objects.get(pk=site.root_page_id)
    request = RequestFactory().get("/sitemap.xml", headers={"host": "shop.example"})

    def ours() -> int:
        files = [
            (name, number)
            for name, files, _lastmod in machine_files.sections(site)
            for number in range(1, files + 1)
        ]
        return sum(
            line.count("<loc>")
            for name, number in files
            for line in urlset(machine_files.section_urls(site, name, number))
        )

    def wagtails() -> int:
        return sitemap(request).render().content.count(b"<loc>")

    print("| pages | view | µs per address | peak kB | bytes per address |")
    print("|---:|---|---:|---:|---:|")
    seconds: dict[tuple[int, str], float] = {}
    for size in SIZES:
        trial.add_pages(ContentPage, home, size - 1 - ContentPage.objects.count())
        for name, view in (("ours", ours), ("Wagtail's", wagtails)):
            assert view() == size, (name, view(), size)
            seconds[size, name] = trial.cpu_seconds(view, 3)
            peak = peak_bytes(view)
            print(
                f"| {size:,} | {name} | {seconds[size, name] / size * 1e6:.1f} | {peak / 1000:,.0f}"
                f" | {peak / size:,.0f} |"
            )
    few, many = SIZES
    for name in ("ours", "Wagtail's"):
        growth = (seconds[many, name] / many) / (seconds[few, name] / few)
        print(f"\n{name}: an address costs {growth:.2f} times as much at {many:,} pages as at {few:,}.")
    longer = seconds[many, "Wagtail's"] / seconds[many, "ours"]
    print(f"\nAt {many:,} pages Wagtail's view takes {longer:.0f} times as long.")


def peak_bytes(view: Callable[[], int]) -> int:
    """The most memory Python held at once beyond what it held before."""
    gc.collect()
    tracemalloc.start()
    view()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()
