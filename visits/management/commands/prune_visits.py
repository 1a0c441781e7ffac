"""Forget single visits after some weeks; the daily sums stay."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from visits.models import CrawlVisit

KEPT = 90


class Command(BaseCommand):
    help = f"Forgets which address was fetched when after {KEPT} days; the sums of each day, and the charts, stay."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--days", type=int, default=KEPT)

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        before = timezone.now().date() - timedelta(days=days)
        forgotten, _by_model = CrawlVisit.objects.filter(day__lt=before).delete()
        self.stdout.write(f"{forgotten:,} rows of before {before} forgotten.")
