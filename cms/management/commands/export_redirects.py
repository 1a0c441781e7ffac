"""manage.py export_redirects: every rule as CSV or TSV, streamed."""

import csv
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.models import RedirectRule
from cms.redirects.exporting import rows


class Command(BaseCommand):
    help = "Write every redirect as a table import_redirects reads, to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tsv", action="store_true", help="Separate by tabs instead of commas.")

    def handle(self, *args: Any, **options: Any) -> None:
        writer = csv.writer(self.stdout._out, delimiter="\t" if options["tsv"] else ",", lineterminator="\n")
        rules = RedirectRule.objects.select_related("page", "site").order_by("pk")
        for row in rows(rules.iterator(chunk_size=1_000)):
            writer.writerow(row)
