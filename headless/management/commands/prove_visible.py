"""`manage.py prove_visible`: what every page tells machines is told to people, and Google's tables find no error."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from wagtail.models import Site

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cms.models import Page
from headless.proof import Prover, addresses_of, readable_pages
from seo.google import Level, findings
from seo.visible import invisible_facts


class Command(BaseCommand):
    help = (
        "Render every page anybody may read in every language, look for each price, currency, availability, rating, "
        "name and date of its graph in its visible text, and judge the graph by Google's tables. Exits 1 on any fault."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, metavar="N", help="only the first N pages of each site")

    def handle(self, *args: Any, limit: int | None, **options: Any) -> None:
        prover, pages, faults = Prover(), 0, 0
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(file=self.stdout), transient=True) as progress:
            for site in Site.objects.select_related("root_page"):
                total = Page.objects.of_site(site).readable().count()
                task = progress.add_task(site.hostname, total=min(total, limit or total))
                for page in readable_pages(site):
                    if limit and pages >= limit:
                        break
                    pages += 1
                    for fault in self.faults_of(prover, site, page):
                        faults += 1
                        progress.console.print(f"{page.full_url}\n    {fault}", markup=False, soft_wrap=True)
                    progress.advance(task)
        self.stdout.write(f"{pages} pages, {faults} faults")
        if faults:
            sys.exit(1)

    def faults_of(self, prover: Prover, site: Site, page: Page) -> list[str]:
        """What machines are told at the page's own address and people are not, and Google's errors."""
        address = next(iter(addresses_of(page)))
        answer = prover.ask(site, address)
        if answer.status_code != 200:
            return [f"the page answers {answer.status_code}"]
        hidden = invisible_facts(answer.content.decode(), page.language_code)
        errors = [
            f"{finding.node}: {finding.message}"
            for finding in findings(page.get_head())
            if finding.level == Level.ERROR
        ]
        return [*(f"not visible: {fact}" for fact in hidden), *errors]
