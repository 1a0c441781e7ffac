"""What an import did: every row counted once, every problem with its row, field and rule."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from catalog.importing.problems import Problem
from seo.text import clip, plain

STATUSES = ("created", "updated", "unchanged", "skipped")
EXAMPLES = 3
COLUMNS = ("file", "row", "line", "field", "rule", "value", "outcome")


class Report:
    """Counts and problems. Problems go to a CSV file as they happen; counts and a few examples are kept."""

    def __init__(self, file: str, path: Path | None = None) -> None:
        self.file = file
        self.rows: Counter[str] = Counter()
        self.read = 0
        self.products: Counter[str] = Counter()
        self.variants: Counter[str] = Counter()
        self.rules: Counter[tuple[str, str, bool]] = Counter()
        self.examples: dict[tuple[str, str, bool], list[Problem]] = {}
        self.warnings: list[str] = []
        self.stopped = ""
        self._out = path.open("w", encoding="utf-8", newline="") if path else None
        self._csv = csv.writer(self._out) if self._out else None
        if self._csv:
            self._csv.writerow(COLUMNS)

    def close(self) -> None:
        if self._out:
            self._out.close()

    @property
    def adds_up(self) -> bool:
        return sum(self.rows[status] for status in STATUSES) == self.read

    def skip(self, row: int, line: int, field: str, rule: str, value: Any = "") -> None:
        """The row is left out, and this is why."""
        self.rows["skipped"] += 1
        self._add(Problem(row, line, field, rule, _short(value), row_is_skipped=True))

    def note(self, row: int, line: int, field: str, rule: str, value: Any = "") -> None:
        """The row is imported without this field."""
        self._add(Problem(row, line, field, rule, _short(value), row_is_skipped=False))

    def _add(self, problem: Problem) -> None:
        key = (problem.field, problem.rule, problem.row_is_skipped)
        self.rules[key] += 1
        examples = self.examples.setdefault(key, [])
        if len(examples) < EXAMPLES:
            examples.append(problem)
        if self._csv:
            outcome = "row skipped" if problem.row_is_skipped else "field left out"
            self._csv.writerow(
                [
                    self.file,
                    problem.row,
                    problem.line or "",
                    problem.field,
                    problem.rule,
                    # A spreadsheet must not take a value from a file for a formula.
                    f"'{problem.value}" if problem.value.startswith(("=", "+", "-", "@")) else problem.value,
                    outcome,
                ]
            )

    def print(self, console: Console, dry_run: bool) -> None:
        console.print(f"{self.file}{' (dry run: nothing was written)' if dry_run else ''}", markup=False)
        table = Table()
        table.add_column("rows")
        table.add_column("", justify="right")
        table.add_row("read", f"{self.read:,}")
        for status in STATUSES:
            table.add_row(status, f"{self.rows[status]:,}")
        for (field, rule, skipped), count in self.rules.most_common():
            if skipped:
                table.add_row(Text(f"  {field}: {rule}"), f"{count:,}", style="dim")
        console.print(table)
        console.print(
            f"Products: {_counts(self.products)}. Variants: {_counts(self.variants)}.", highlight=False
        )
        for (field, rule, skipped), _count in self.rules.most_common():
            for problem in self.examples[field, rule, skipped]:
                self._print_example(console, problem)
            more = self.rules[field, rule, skipped] - len(self.examples[field, rule, skipped])
            if more:
                console.print(f"  … and {more:,} more rows: {field} {rule}", markup=False, highlight=False)
        for warning in [*self.warnings, self.stopped]:
            if warning:
                console.print(warning, markup=False, highlight=False, style="bold")

    def _print_example(self, console: Console, problem: Problem) -> None:
        value = f" ({problem.value})" if problem.value else ""
        outcome = "row skipped" if problem.row_is_skipped else "field left out"
        console.print(
            f"{self.file}, row {problem.row}, {problem.field}: {problem.rule}{value} – {outcome}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


def _short(value: Any) -> str:
    return clip(plain(str(value)), 80)


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{count:,} {what}" for what, count in counter.items()) or "none"
