"""Write a .gz beside every static file worth it, for gzip_static: no reader waits for a compression."""

import gzip
import sys
from pathlib import Path

TEXT = {
    ".css",
    ".html",
    ".ico",
    ".js",
    ".json",
    ".map",
    ".mjs",
    ".svg",
    ".txt",
    ".webmanifest",
    ".xml",
    ".xsl",
}
SMALLEST_WORTH_IT = 512  # bytes: below, the header eats the gain


def compress_tree(root: Path) -> int:
    """Return how many files got a .gz; same input, same bytes, so image layers stay the same."""
    count = 0
    for source in sorted(root.rglob("*")):
        if source.suffix not in TEXT or not source.is_file() or source.stat().st_size < SMALLEST_WORTH_IT:
            continue
        source.with_name(source.name + ".gz").write_bytes(
            gzip.compress(source.read_bytes(), compresslevel=9, mtime=0)
        )
        count += 1
    return count


if __name__ == "__main__":
    sys.stdout.write(f"{compress_tree(Path(sys.argv[1]))} static files compressed\n")
