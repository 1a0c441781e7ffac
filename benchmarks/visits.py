"""Time and memory of reading access logs of 10 MB, 100 MB and 1 GB, written while they are read.

.venv/bin/python -m benchmarks.visits [MB ...]
"""

import gc
import random
import sys
import time
from collections.abc import Iterator
from io import RawIOBase
from pathlib import Path

from benchmarks import trial

SIZES = (10, 100, 1_000)  # MB
AGENTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
)
ADDRESSES = 20_000  # of the site, as many as a large shop has


class SyntheticLog(RawIOBase):
    """So many bytes of a log in the combined format: half of it crawlers, over ninety days."""

    def __init__(self, size: int) -> None:
        self.blocks = self._blocks(size)
        self.rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size:
            block = next(self.blocks, b"")
            if not block:
                break
            self.rest += block
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken

    def _blocks(self, size: int) -> Iterator[bytes]:
        chance = random.Random(size)
        written = 0
        while written < size:
            lines = []
            for _ in range(2_000):
                at = written / size * 90
                day = f"{int(at) % 30 + 1:02d}/{('Apr', 'May', 'Jun')[min(2, int(at) // 30)]}/2026"
                lines.append(
                    f"66.249.66.{chance.randrange(256)} - - [{day}:{chance.randrange(24):02d}:"
                    f"{chance.randrange(60):02d}:{chance.randrange(60):02d} +0000] "
                    f'"GET /shelf/thing-{chance.randrange(ADDRESSES)}/ HTTP/1.1" '
                    f'{chance.choice((200, 200, 200, 304, 404, 301))} {chance.randrange(90_000)} "-" '
                    f'"{chance.choice(AGENTS)}"\n'
                )
            block = "".join(lines).encode()
            written += len(block)
            yield block


def own_megabytes() -> float:
    """Memory of this process alone: SQLite maps up to 128 MB of the file, which the system takes back as it likes."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("RssAnon:")[2].split()[0]) / 1024


def main() -> None:
    trial.start()
    from visits.ingest import ingest
    from visits.models import CrawlVisit

    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    print("| log | lines | µs per line | lines a second | peak of its own memory, MB | rows |")
    print("|---:|---:|---:|---:|---:|---:|")
    costs, peaks = [], []
    for megabytes in sizes:
        writing = time.process_time()
        for _block in SyntheticLog(min(megabytes, 50) * 1_000_000).blocks:
            pass
        share = (time.process_time() - writing) * megabytes / min(megabytes, 50)
        gc.collect()
        seen = [own_megabytes()]
        begun = time.process_time()
        done = ingest(
            SyntheticLog(megabytes * 1_000_000),
            f"{megabytes} MB",
            progress=lambda _reading, seen=seen: seen.append(own_megabytes()),
        )
        seconds = time.process_time() - begun - share
        peaks.append(max(seen))
        costs.append(seconds / done.lines)
        print(
            f"| {megabytes:,} MB | {done.lines:,} | {costs[-1] * 1e6:.1f} | {1 / costs[-1]:,.0f} | {peaks[-1]:,.0f}"
            f" | {CrawlVisit.objects.count():,} |"
        )
    print(f"\nA line costs {costs[-1] / costs[0]:.2f} times as much in the largest log as in the smallest.")
    growth = peaks[-1] - peaks[-2]
    print(f"The largest log took {growth:,.0f} MB more memory at its peak than the one before it.")


if __name__ == "__main__":
    main()
