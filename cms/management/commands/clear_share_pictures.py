"""Remove drawn share pictures that no page shows any longer."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import override

from wagtail.models import Site

from cms.models import Page
from cms.share import pictures

CHUNK = 100


class Command(BaseCommand):
    help = (
        "Removes drawn share pictures that no page shows any longer. Younger ones stay: what was shared this week "
        "may still be fetched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=30, help="keep what is younger than this (30)")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        shown = set(self._shown())
        old = pictures.kept_before(timezone.now() - timedelta(days=days))
        removed = [name for name in old if name not in shown]
        for name in removed:
            pictures.remove(name)
        self.stdout.write(f"{len(removed)} drawn pictures removed, {len(shown)} in use.")

    def _shown(self) -> Any:
        """The names of what the pages of all sites show now."""
        for site in Site.objects.all():
            pages = Page.objects.of_site(site).readable().order_by("pk")
            for start in range(0, pages.count(), CHUNK):
                for page in pages[start : start + CHUNK].specific():
                    with override(page.language_code):
                        facts = page.get_share_facts(page.get_place(), page.get_breadcrumbs())
                    yield pictures.name_of(facts)
