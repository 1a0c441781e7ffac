"""manage.py import_redirects: a redirect map from CSV or TSV."""

import csv
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wagtail.models import Site

from cms.redirects.importing import Finding, import_file
from cms.redirects.table import COLUMNS, NotATable

_MOST_SHOWN = 20


class Command(BaseCommand):
    help = "Import old addresses from a CSV or TSV file. May be run again: what stands is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Judge the file and write nothing.")
        parser.add_argument(
            "--site", help="The hostname of the site the addresses are for; else the default one."
        )
        parser.add_argument("--replace", action="store_true", help="Write over the rules of editors too.")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="NAME=HEADING",
            help=f"The heading of a column; NAME is one of {', '.join(COLUMNS)}.",
        )
        parser.add_argument("--findings", type=Path, help="Write every finding to this CSV file.")

    def handle(self, *args: Any, **options: Any) -> None:
        site = None
        if options["site"]:
            site = Site.objects.filter(hostname=options["site"]).first()
            if site is None:
                raise CommandError(f"There is no site {options['site']}.")
        shown = _Shown(self.stdout, options["findings"])
        try:
            report = import_file(
                options["file"],
                site=site,
                columns=_columns(options["column"]),
                dry_run=options["dry_run"],
                replace=options["replace"],
                on_finding=shown,
                on_progress=self._progress,
            )
        except (NotATable, OSError) as error:
            raise CommandError(str(error)) from error
        finally:
            shown.close()
        would = "would be " if options["dry_run"] else ""
        self.stdout.write(
            f"{report.rows} rows: {report.written} {would}written, {report.changed} {would}changed,"
            f" {report.unchanged} unchanged, {report.left_out} left out."
        )
        for kind, count in report.kinds.items():
            self.stdout.write(f"  {kind}: {count}")

    def _progress(self, stage: str, count: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{stage} {count}", ending="")


class _Shown:
    """Prints the first findings, and writes all of them where a file is given."""

    def __init__(self, stdout: Any, path: Path | None) -> None:
        self.stdout, self.count = stdout, 0
        self.file = path.open("w", encoding="utf-8", newline="") if path else None
        self.writer = csv.writer(self.file) if self.file else None
        self._write(["line", "level", "kind", "message"])

    def __call__(self, finding: Finding) -> None:
        self.count += 1
        self._write([finding.line, finding.level, finding.kind, finding.message])
        if self.count <= _MOST_SHOWN:
            self.stdout.write(f"line {finding.line}: {finding.kind}, {finding.level}: {finding.message}")
        elif self.count == _MOST_SHOWN + 1:
            self.stdout.write("… (all of them with --findings FILE)")

    def _write(self, cells: Iterable[Any]) -> None:
        if self.writer:
            self.writer.writerow(cells)

    def close(self) -> None:
        if self.file:
            self.file.close()


def _columns(given: list[str]) -> dict[str, str]:
    columns = dict(each.partition("=")[::2] for each in given)
    for name in columns:
        if name not in COLUMNS:
            raise CommandError(f"“{name}” is no column of ours: {', '.join(COLUMNS)}.")
    return columns
