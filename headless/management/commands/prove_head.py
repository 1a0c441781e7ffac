"""`manage.py prove_head`: every page's HTML and the API say the same head, or it says where not and fails."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wagtail.models import Site

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cms.models import Page
from headless.proof import Prover, addresses_of, readable_pages
from headless.requests import Address


class Command(BaseCommand):
    help = (
        "Render every page anybody may read, its variants and further list pages included, "
        "and compare its head with the API's. Exits 1 on any difference."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, metavar="N", help="only the first N pages of each site")
        parser.add_argument(
            "--path", metavar="P", help="only this address of the default site, with its query"
        )

    def handle(self, *args: Any, limit: int | None, path: str | None, **options: Any) -> None:
        prover, pages, addresses, differences = Prover(), 0, 0, 0
        with self._progress() as progress:
            for site in self._sites(path):
                total = self._total(site, limit, path)
                task = progress.add_task(site.hostname, total=total)
                for page_addresses in self._asked(site, limit, path):
                    pages += 1
                    for address in page_addresses:
                        addresses += 1
                        proof = prover.prove(site, address)
                        for difference in proof.differences:
                            differences += 1
                            progress.console.print(
                                f"{proof.address}\n    {difference}", markup=False, soft_wrap=True
                            )
                    progress.advance(task)
        self.stdout.write(f"{addresses} addresses compared")
        self.stdout.write(f"{pages} pages, {differences} differences")
        if differences:
            sys.exit(1)

    def _progress(self) -> Progress:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        return Progress(*columns, console=Console(file=self.stdout), transient=True)

    def _sites(self, path: str | None) -> Any:
        sites = Site.objects.select_related("root_page").order_by("-is_default_site", "pk")
        return sites[:1] if path else sites

    def _total(self, site: Site, limit: int | None, path: str | None) -> int:
        if path:
            return 1
        count = Page.objects.of_site(site).readable().count()
        return min(count, limit) if limit else count

    def _asked(self, site: Site, limit: int | None, path: str | None) -> Any:
        if path:
            yield [Address.parse(path)]
            return
        for number, page in enumerate(readable_pages(site)):
            if limit is not None and number >= limit:
                return
            yield addresses_of(page)
