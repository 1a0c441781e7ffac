"""`manage.py prove_feed`: for every item of every product feed, feed, page, graph and API say the same."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wagtail.models import Site

from catalog.feed_proof import FeedProver
from catalog.merchant import currencies, judged
from cms import locales


class Command(BaseCommand):
    help = (
        "Reads the product feeds as they are served; for every item asks for its page and for the API's answer and "
        "compares id, title, price, currency, availability, GTIN, link, picture and group, on the page as text that "
        "people see. Counts what is left out: with the items it makes all variants. Exits 1 on any difference."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, metavar="N", help="only the first N items of each feed")

    def handle(self, *args: Any, limit: int | None, **options: Any) -> None:
        faults = 0
        for site in Site.objects.select_related("root_page"):
            for language in locales.roots(site.pk):
                for currency in currencies(site):
                    faults += self.prove(site, language, currency, limit)
        if faults:
            sys.exit(1)

    def prove(self, site: Site, language: str, currency: str, limit: int | None) -> int:
        prover = FeedProver(site, language, currency)
        items = faults = 0
        for proof in prover.prove():
            items += 1
            if proof.differences:
                faults += 1
                self.stdout.write("\n    ".join([f"{proof.sku} {proof.link}", *proof.differences]))
            if items == limit:
                break
        variants = reasons = 0
        for judgement in judged(site, language, currency):
            variants += 1
            reasons += bool(judgement.reasons)
        said = (
            f"{site.root_url}{prover.path}: {items} items, {faults} differ; {reasons} left out with a reason"
        )
        self.stdout.write(f"{said}; {variants} variants")
        if limit is None and items + reasons != variants:
            self.stdout.write("    items and what is left out do not make all variants")
            faults += 1
        return faults
