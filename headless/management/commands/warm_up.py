"""`manage.py warm_up`: ask for every page once, so that no visitor waits while its picture sizes are made."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wagtail.models import Site

from headless.proof import Prover, addresses_of, readable_pages


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
                    prover.ask(site, address)
                    asked += 1
        if options["verbosity"] > 0:
            self.stdout.write(f"{asked} addresses are warm")
