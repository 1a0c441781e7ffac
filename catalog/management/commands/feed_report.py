"""Say what keeps variants out of the product feeds, and keep it for the admin's report."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from wagtail.models import Site

from rich.console import Console

from catalog.models.feed_report import FeedFinding, FeedRun
from seo.merchant import Problem

EXAMPLES = 3


class Command(BaseCommand):
    help = (
        "Counts, per site, language and currency, the variants in the product feed and those left out, with the "
        "reason. The admin shows the same under Reports, Merchant feed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(highlight=False, soft_wrap=True)
        for site in Site.objects.select_related("root_page"):
            for run in FeedRun.judge_site(site):
                report(console, run)


def report(console: Console, run: FeedRun) -> None:
    console.print(f"{run.address}: {run.items} items, {run.left_out} left out of {run.variants}")
    findings = FeedFinding.objects.filter(run=run).order_by("pk")
    counted = Counter(findings.values_list("problem", flat=True))
    for problem, count in sorted(
        counted.items(), key=lambda found: (not Problem(found[0]).keeps_out, -found[1])
    ):
        skus = findings.filter(problem=problem).values_list("variant__sku", flat=True)[:EXAMPLES]
        mark = "" if Problem(problem).keeps_out else "warning: "
        console.print(f"  {count} × {mark}{Problem(problem).words}: {', '.join(skus)}")
