"""Stores as rows for business profiles."""

import csv
from typing import Any

from django.core.management.base import BaseCommand

from wagtail.models import Site

from seo.places import PROFILE_COLUMNS, profile_row
from stores.profiles import findings, locations


class Command(BaseCommand):
    help = (
        "Writes every readable store as CSV in the columns of Google Business Profile; remarks go to stderr."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--site", help="Host name of the site; without it the default site.")

    def handle(self, *args: Any, site: str | None, **options: Any) -> None:
        chosen = Site.objects.get(hostname=site) if site else Site.objects.get(is_default_site=True)
        writer = csv.DictWriter(self.stdout, PROFILE_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(profile_row(location) for location in locations(chosen))
        for finding in findings(chosen):
            self.stderr.write(finding)
