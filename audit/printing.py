"""What an audit found, printed: for people, for programs."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from audit.models import Run
from seo.audit import CHECKS, Finding, Level

EXAMPLES = 3
LEVELS = (Level.ERROR, Level.WARNING, Level.IDEA)
PLURALS = {Level.ERROR: "errors", Level.WARNING: "warnings", Level.IDEA: "ideas"}
COLUMNS = ("code", "level", "url", "node", "message", "documentation")


@dataclass(frozen=True, slots=True)
class Report:
    """Findings without those somebody decided to live with, how many those were, and the codes nobody could judge."""

    findings: Sequence[Finding]
    ignored: int
    run: Run
    unmeasured: Sequence[str]

    def write(self, stream: Any, form: str) -> None:
        """As "text", "json" (a line for each finding) or "csv"."""
        lines = {"text": self.as_text, "json": self.as_json, "csv": self.as_csv}[form]
        for line in lines():
            stream.write(line)

    def as_json(self) -> Iterator[str]:
        for row in self._rows():
            yield json.dumps(row, ensure_ascii=False)

    def as_csv(self) -> Iterator[str]:
        text = StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self._rows())
        yield text.getvalue().rstrip("\n")

    def as_text(self) -> Iterator[str]:
        """Grouped by code, errors first, with the first addresses of each."""
        groups: dict[tuple[Level, str], list[Finding]] = defaultdict(list)
        for finding in self.findings:
            groups[Level(finding.level), finding.code].append(finding)
        for level in LEVELS:
            for (_level, code), found in sorted(item for item in groups.items() if item[0][0] == level):
                yield f"{level}  {code}  {len(found)}  {CHECKS[code].title}"
                for finding in found[:EXAMPLES]:
                    yield f"    {finding.url}\n        {finding.message}" + (
                        f" [{finding.node}]" if finding.node else ""
                    )
                if len(found) > EXAMPLES:
                    yield f"    … and {len(found) - EXAMPLES} more"
                yield f"    see {found[0].documentation}"
        if self.unmeasured:
            yield f"not measured: {', '.join(self.unmeasured)}"
        counts = (
            f"{sum(finding.level == level for finding in self.findings)} {PLURALS[level]}" for level in LEVELS
        )
        yield f"{self.run.addresses} addresses: {', '.join(counts)}, {self.ignored} ignored"

    def _rows(self) -> Iterator[dict[str, str]]:
        for finding in self.findings:
            yield {name: str(getattr(finding, name)) for name in COLUMNS}
