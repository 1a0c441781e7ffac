"""What an import has read so far, on disk: a file of any length is judged as a whole in constant memory."""

import sqlite3
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields


@dataclass(slots=True)
class Entry:
    """A line of the file that says something: what one old address answers. `target` is a path of the site or an
    absolute address."""

    line: int
    site: int
    key: str
    fingerprint: str
    path: str
    is_pattern: bool
    status: int
    target: str
    archive: str = ""
    reason: str = ""
    note: str = ""
    passes: str = "noise"


_NAMES = [field.name for field in fields(Entry)]


class Ledger:
    """The entries of one import in a temporary SQLite database, which goes with it."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")  # on disk once it is large, deleted when closed
        self._base.executescript(
            f"CREATE TABLE entry ({', '.join(_NAMES)}, UNIQUE (site, fingerprint));"
            "CREATE INDEX by_key ON entry (key, site); CREATE INDEX by_line ON entry (line);"
            "CREATE TABLE finding (line, level, kind, message); CREATE TABLE host (name UNIQUE, count);"
            "PRAGMA cache_size = -8000;"
        )

    def close(self) -> None:
        self._base.close()

    def add(self, entry: Entry) -> Entry | None:
        """Keep an entry; or the one that has its address already, and the new one is not kept."""
        marks = ", ".join("?" * len(_NAMES))
        done = self._base.execute(f"INSERT OR IGNORE INTO entry VALUES ({marks})", astuple(entry))  # noqa: S608
        if done.rowcount:
            return None
        return self._one("site = ? AND fingerprint = ?", entry.site, entry.fingerprint)

    def at(self, site: int, keys: list[str]) -> Entry | None:
        """The entry that answers for the first of these keys that has one."""
        for key in keys:
            if found := self._one("key = ? AND site = ? AND NOT is_pattern", key, site):
                return found
        return None

    def entries(self) -> Iterator[Entry]:
        for row in self._base.execute("SELECT * FROM entry ORDER BY line"):
            yield Entry(*row)

    def count(self) -> int:
        return self._base.execute("SELECT count(*) FROM entry").fetchone()[0]

    def _one(self, where: str, *values: object) -> Entry | None:
        query = f"SELECT * FROM entry WHERE {where} ORDER BY line LIMIT 1"  # noqa: S608 - ours, from above
        row = self._base.execute(query, values).fetchone()
        return Entry(*row) if row else None

    # Hosts and findings ------------------------------------------------------------------------------------

    def saw_host(self, name: str) -> None:
        self._base.execute(
            "INSERT INTO host VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET count = count + 1", (name,)
        )

    def has_host(self, name: str) -> bool:
        return self._base.execute("SELECT 1 FROM host WHERE name = ?", (name,)).fetchone() is not None

    def note(self, line: int, level: str, kind: str, message: str) -> None:
        self._base.execute("INSERT INTO finding VALUES (?, ?, ?, ?)", (line, level, kind, message))

    def findings(self) -> Iterator[tuple[int, str, str, str]]:
        """(line, level, kind, message), in the order of the file."""
        yield from self._base.execute("SELECT * FROM finding ORDER BY line, rowid")

    def finding_counts(self) -> dict[str, int]:
        return dict(self._base.execute("SELECT kind, count(*) FROM finding GROUP BY kind ORDER BY kind"))
