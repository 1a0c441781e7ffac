"""What part of a page's CPU time is its head, per page type, on the demo shop; in one run, side by side.

The page prints some of what its head says: trail, organization, versions, list. "With shared facts" counts them to
the head, "alone" asks for the head once more when the page has them.

.venv/bin/python -m benchmarks.head        (after `make demo`; reads the site in var/)
"""

import os
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 12


def main() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "PHAROS_ENV": "local", "LOG_LEVEL": "ERROR"}
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from wagtail.models import Site

    from cms.models import Page

    site = Site.objects.get(is_default_site=True)
    client = Client(headers={"host": urlsplit(settings.PUBLIC_URL).netloc})
    pages = {}
    for page in Page.objects.of_site(site).in_language(settings.LANGUAGE_CODE).indexable().specific():
        pages.setdefault(type(page).__name__, page.get_url_parts()[2])
    first = again = 0.0
    whole = Page.get_head

    def measured(page, request=None):
        nonlocal first, again
        started = time.process_time()
        whole(page, request)
        between = time.process_time()
        head = whole(page, request)
        first += between - started
        again += time.process_time() - between
        return head

    Page.get_head = measured
    print("| page type | ms a page | head with shared facts | head alone | share |")
    print("|---|---:|---:|---:|---:|")
    for name, path in sorted(pages.items()):
        for _ in range(3):
            client.get(path)
        first, again, started = 0.0, 0.0, time.process_time()
        for _ in range(ROUNDS):
            assert client.get(path).status_code == 200, path
        total = time.process_time() - started - again
        a_page, shared, alone = (seconds / ROUNDS * 1000 for seconds in (total, first, again))
        print(f"| {name} | {a_page:.1f} | {shared:.1f} | {alone:.1f} | {alone / a_page:.0%} |")


if __name__ == "__main__":
    main()
