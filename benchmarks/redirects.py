"""What importing a redirect map costs a row, and what a lookup costs, with few rules and with many.

.venv/bin/python -m benchmarks.redirects
"""

import csv
import random
import resource
import tempfile
import time
from pathlib import Path

from benchmarks import trial

SIZES = (4_000, 40_000, 380_000)
LOOKUPS = 500


def write_map(path: Path, rows: int) -> None:
    """A map as real ones are: long paths, queries, a sixth of them twice, some chains, some gone, some nonsense."""
    chance = random.Random(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Old Url", "New Url", "Status"])
        for number in range(rows):
            which = chance.randrange(number + 1) if chance.random() < 0.16 else number
            old = f"http://www.closed.example/en/section-{which % 97}/subject/dg_{rows}_{which}?print={which % 3}"
            kind = chance.random()
            if kind < 0.3:
                writer.writerow([old, "", 410])
            elif kind < 0.31:
                writer.writerow([old, "", 418])
            elif kind < 0.32:
                writer.writerow(
                    [
                        old,
                        f"http://www.closed.example/en/section-{number % 97}/subject/dg_{rows}_{number}",
                        301,
                    ]
                )
            else:
                writer.writerow([old, f"https://www.new.example/guidance/subject-{number}#part", 301])


def main() -> None:
    trial.start()
    from wagtail.models import Site

    from cms.models import RedirectRule
    from cms.redirects import lookup
    from cms.redirects.importing import import_file

    site = Site.objects.get(is_default_site=True)
    print("| rows | CPU seconds | ms a row | peak MB of the process | again, seconds | ms a lookup |")
    print("|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        for rows in SIZES:
            path = Path(folder) / f"{rows}.csv"
            write_map(path, rows)
            begun = time.process_time()
            report = import_file(path)
            spent = time.process_time() - begun
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            begun = time.process_time()
            again = import_file(path)
            second = time.process_time() - begun
            assert again.written == again.changed == 0, again
            known = list(RedirectRule.objects.order_by("-pk").values_list("path", flat=True)[:LOOKUPS])
            begun = time.process_time()
            for asked in known:
                lookup.find(site, *asked.split("?"))
            each = (time.process_time() - begun) / LOOKUPS * 1000
            print(
                f"| {report.rows} | {spent:.1f} | {spent / rows * 1000:.2f} | {peak:.0f} | {second:.1f} | {each:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
