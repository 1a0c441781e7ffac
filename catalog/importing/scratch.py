"""A private database on disk for what does not fit in memory: the rows of grouped files, ids already seen."""

import json
import sqlite3
from collections.abc import Iterable, Iterator

from catalog.importing.sources import Record

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE seen (kind TEXT, value TEXT, row INTEGER, PRIMARY KEY (kind, value)) WITHOUT ROWID;
CREATE TABLE row (number INTEGER PRIMARY KEY, line INTEGER, own TEXT, is_head INTEGER, record TEXT);
CREATE TABLE member (own TEXT PRIMARY KEY, head TEXT) WITHOUT ROWID;
"""
# Groups in the order of their first row; in a group the head first, then its members as the file has them.
_IN_GROUPS = """
WITH placed AS (
    SELECT number, line, is_head, record, COALESCE(member.head, row.own) AS key
    FROM row LEFT JOIN member ON member.own = row.own AND row.is_head = 0
), first AS (SELECT key, MIN(number) AS number FROM placed GROUP BY key)
SELECT placed.key, placed.number, placed.line, placed.is_head, placed.record
FROM placed JOIN first ON first.key = placed.key
ORDER BY first.number, placed.is_head DESC, placed.number
"""


class Scratch:
    """An SQLite database without a name: it lives in a temporary file and goes away with the object."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLES)

    def close(self) -> None:
        self._db.close()

    def seen_in(self, kind: str, value: str) -> int | None:
        """The earlier row with this value, if any."""
        found = self._db.execute(
            "SELECT row FROM seen WHERE kind = ? AND value = ?", (kind, value)
        ).fetchone()
        return found[0] if found else None

    def see(self, kind: str, value: str, row: int) -> None:
        self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (kind, value, row))

    def keep(self, record: Record, own: str, members: Iterable[str] | None) -> None:
        """Store a row under its own key; `members` are the keys a head row names, None for any other row."""
        self._db.execute(
            "INSERT INTO row VALUES (?, ?, ?, ?, ?)",
            (record.number, record.line, own, members is not None, json.dumps(record.values, default=str)),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO member VALUES (?, ?)", ((member, own) for member in members or ())
        )

    def groups(self) -> Iterator[tuple[str, list[tuple[Record, bool]]]]:
        """(key, [(row, whether it is the head)]) one group after the other."""
        key, group = None, []
        for found, number, line, is_head, record in self._db.execute(_IN_GROUPS):
            if group and found != key:
                yield key, group
                group = []
            key = found
            group.append((Record(number, line, json.loads(record)), bool(is_head)))
        if group:
            yield key, group
