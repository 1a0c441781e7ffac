"""`manage.py warm_up`: ask for every page once, and for its pictures, so that no visitor waits until they are drawn."""

import os
import re
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wagtail.models import Site

from headless.proof import Prover, addresses_of, readable_pages
from headless.requests import Address

# The address of a size that nobody has drawn yet (cms.signed_pictures).
_UNDRAWN = re.compile(r"/pictures/[^\s\"',&]+")


class Command(BaseCommand):
    help = "Renders every page anybody may read once, at low priority. Stop it and run it again at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, metavar="N", help="only the first N pages of each site")

    def handle(self, *args: Any, limit: int | None, **options: Any) -> None:
        os.nice(15)
        prover, asked = Prover(), 0
        for site in Site.objects.select_related("root_page"):
            for number, page in enumerate(readable_pages(site)):
                if limit is not None and number >= limit:
                    break
                for address in addresses_of(page):
                    shown = prover.ask(site, address)
                    # Only sizes nobody has drawn yet have such an address.
                    undrawn = set(_UNDRAWN.findall(shown.text)) if not shown.streaming else set()
                    for path in sorted(undrawn):
                        prover.ask(site, Address.of(path))
                    asked += 1
        if options["verbosity"] > 0:
            self.stdout.write(f"{asked} addresses are warm")
