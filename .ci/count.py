"""count.py LOG STATUS: print "PASSED FAILED" for one step of .ci/run.

A suite counts its tests (pytest's closing line); anything else counts as one. A skipped test counts as
failed: in CI everything a test needs is installed.
"""

import re
import sys
from pathlib import Path

SUMMARY = re.compile(r"^=*\s*((?:\d+ [a-z]+(?:, )?)+) in [\d.]+s", re.MULTILINE)
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def count(log: str, status: int) -> tuple[int, int]:
    summaries = SUMMARY.findall(ANSI.sub("", log))
    if not summaries:
        return (1, 0) if status == 0 else (0, 1)
    numbers = {word: int(number) for number, word in re.findall(r"(\d+) ([a-z]+)", summaries[-1])}
    failed = sum(numbers.get(word, 0) for word in ("failed", "error", "errors", "skipped", "xpassed"))
    # A suite that found nothing to run, or died after its last line, has not passed.
    if status != 0 or not numbers.get("passed"):
        failed = max(failed, 1)
    return numbers.get("passed", 0), failed


if __name__ == "__main__":
    print(*count(Path(sys.argv[1]).read_text(errors="replace"), int(sys.argv[2])))  # noqa: T201
