"""Reading access logs: streamed in batches, each in one transaction with the place reached in the log.

A batch is written whole or not at all, so a reading that is stopped at any point goes on from there and counts
nothing twice. Memory is bounded by the batch, whatever the size of the log.
"""

import gzip
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from wagtail.models import Site

from visits.crawlers import OTHER, is_genuine, recognise
from visits.log_lines import LONGEST_LINE, NotALine, Visit, read_line
from visits.models import LONGEST_PATH, AccessLog, CrawlDay, CrawlVisit, Kind, Origin
from visits.targets import kind_of_status, targets

HEAD = 4096
LINES_PER_BATCH = 50_000
ROWS_PER_BATCH = 5_000
SAMPLES = 5

_Key = tuple[int, date, str, str, int, str]  # site, day, crawler, origin, status, path


class LogInUse(RuntimeError):
    """Another reading of the same log went on meanwhile."""


@dataclass
class Reading:
    """What one reading did. `again` tells that the log was known; `refused` holds the first lines not understood."""

    name: str
    again: bool = False
    lines: int = 0
    visits: int = 0
    readers: int = 0
    not_understood: int = 0
    bytes: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class _Batch:
    lines: int = 0
    visits: int = 0
    refused: int = 0
    offset: int = 0
    hits: Counter[_Key] = field(default_factory=Counter)
    last: dict[_Key, datetime] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return self.lines >= LINES_PER_BATCH or len(self.hits) >= ROWS_PER_BATCH


def open_log(path: Path) -> BinaryIO:
    """A log, packed by gzip or not, as bytes. Raises OSError."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")


def ingest(
    stream: BinaryIO,
    name: str,
    *,
    site: Site | None = None,
    progress: Callable[[Reading], None] = lambda _: None,
) -> Reading:
    """Read a log from where it was left. `site` answers for lines that name no host; the default site otherwise.

    Raises LogInUse when another process reads the same log, LookupError when there is no site.
    """
    head = stream.read(HEAD)
    if not head:
        return Reading(name)
    log = _known(head) or AccessLog(
        head=hashlib.sha256(head).hexdigest(), head_length=len(head), name=name[:255]
    )
    reading = Reading(name, again=log.pk is not None)
    sites = _Sites(site)
    rest = _skip(stream, head, log.offset)
    if rest is None:
        return reading
    batch = _Batch(offset=log.offset)
    for text, size, whole in _lines(stream, rest):
        if not whole and not _is_complete(text):
            break  # the log is still being written; the line is read the next time
        batch.offset += size
        batch.lines += 1
        _take(text, size, batch, reading, sites, log.lines + reading.lines + batch.lines)
        if batch.is_full:
            batch = _write(log, batch, reading)
            progress(reading)
    if batch.lines or log.pk is None:
        _write(log, batch, reading)
    progress(reading)
    return reading


# The stream ------------------------------------------------------------------------------------------------


def _known(head: bytes) -> AccessLog | None:
    """The log that begins like this. One that was shorter when it was first seen is known by what it had then."""
    lengths = AccessLog.objects.filter(head_length__lte=len(head), head_length__gt=0)
    hashes = {
        hashlib.sha256(head[:length]).hexdigest()
        for length in lengths.values_list("head_length", flat=True).distinct()
    }
    return AccessLog.objects.filter(head__in=hashes).order_by("-head_length").first()


def _skip(stream: BinaryIO, head: bytes, offset: int) -> bytes | None:
    """Go to `offset` in a stream of which `head` was read; what of the head lies behind it. None where the log ends
    before: nothing of it is new."""
    if offset <= len(head):
        return head[offset:]
    missing = offset - len(head)
    while missing > 0:
        block = stream.read(min(missing, 1 << 20))
        if not block:
            return None
        missing -= len(block)
    return b""


def _lines(stream: BinaryIO, rest: bytes) -> Iterator[tuple[bytes, int, bool]]:
    """(line, bytes it took, whether it had an end). Of a line beyond the limit only the beginning is kept."""
    buffer = rest
    kept, size = b"", 0
    while True:
        start = 0
        while (end := buffer.find(b"\n", start)) >= 0:
            piece = buffer[start:end]
            yield (kept + piece)[: LONGEST_LINE + 1], size + len(piece) + 1, True
            kept, size, start = b"", 0, end + 1
        tail = buffer[start:]
        kept, size = (kept + tail)[: LONGEST_LINE + 1], size + len(tail)
        buffer = stream.read(1 << 18)
        if not buffer:
            if size:
                yield kept, size, False
            return


def _is_complete(text: bytes) -> bool:
    """Whether a last line without its end says all: a finished file may lack the last line break."""
    try:
        read_line(text.decode(errors="replace").strip())
    except NotALine:
        return False
    return True


# A line -----------------------------------------------------------------------------------------------------


class _Sites:
    """The site of a line's host."""

    def __init__(self, site: Site | None) -> None:
        known = list(Site.objects.select_related("root_page"))
        self.by_host = {one.hostname: one for one in known}
        self.fallback = site or next((one for one in known if one.is_default_site), None)
        if self.fallback is None:
            raise LookupError("There is no site whose pages the log could speak of.")
        self.by_id = {one.pk: one for one in [*known, self.fallback]}

    def of(self, host: str) -> Site:
        hostname = host.partition(":")[0].lower()
        return self.by_host.get(hostname) or self.by_host.get(hostname.removeprefix("www.")) or self.fallback


@lru_cache(maxsize=20_000)
def _crawler(agent: str) -> str:
    return recognise(agent)


@lru_cache(maxsize=50_000)
def _origin(crawler: str, address: str) -> str:
    genuine = is_genuine(crawler, address)
    if genuine is None:
        return Origin.UNKNOWN
    return Origin.GENUINE if genuine else Origin.FOREIGN


def _take(text: bytes, size: int, batch: _Batch, reading: Reading, sites: _Sites, number: int) -> None:
    line = text.decode(errors="replace").strip()
    if not line:
        return
    try:
        if size > LONGEST_LINE:
            raise NotALine(f"longer than {LONGEST_LINE} bytes")
        visit = read_line(line)
    except NotALine as error:
        batch.refused += 1
        if len(reading.refused) < SAMPLES:
            reading.refused.append((number, str(error)))
        return
    crawler = _crawler(visit.agent)
    if not crawler:
        reading.readers += 1
        return
    batch.visits += 1
    key = _key(visit, crawler, sites)
    batch.hits[key] += 1
    if key not in batch.last or batch.last[key] < visit.at:
        batch.last[key] = visit.at


def _key(visit: Visit, crawler: str, sites: _Sites) -> _Key:
    target = "".join(character for character in visit.target if character.isprintable())
    path = target.partition("#")[0]
    if "://" in path:  # a proxy's line names the whole address
        path = "/" + path.partition("://")[2].partition("/")[2]
    if crawler == OTHER and kind_of_status(visit.status) == Kind.MISSING:
        path = ""  # scanners guess addresses without end
    site = sites.of(visit.host)
    origin = _origin(crawler, visit.address)
    return site.pk, visit.at.date(), crawler, origin, visit.status, path[:LONGEST_PATH]


# Writing ----------------------------------------------------------------------------------------------------


def _write(log: AccessLog, batch: _Batch, reading: Reading) -> _Batch:
    """Count the batch and move the log's mark, together. The next, empty batch."""
    before = log.offset
    with transaction.atomic():
        if log.pk is None:
            _claim(log)
        current = AccessLog.objects.select_for_update().get(pk=log.pk)
        if current.offset != before:
            raise LogInUse(f"{log.name} is being read by another process; nothing was counted twice.")
        visits, days = _rows(batch)
        CrawlVisit.objects.add(visits)
        CrawlDay.objects.add(days)
        current.offset = batch.offset
        current.lines += batch.lines
        current.visits += batch.visits
        current.refused += batch.refused
        current.save()
    log.__dict__.update({name: current.__dict__[name] for name in ("id", "offset")})
    reading.lines += batch.lines
    reading.visits += batch.visits
    reading.not_understood += batch.refused
    reading.bytes += batch.offset - before
    return _Batch(offset=batch.offset)


def _claim(log: AccessLog) -> None:
    """A row for a log seen for the first time. Two readers of one new log: the second finds the first one's."""
    made, _created = AccessLog.objects.get_or_create(
        head=log.head, defaults={"head_length": log.head_length, "name": log.name}
    )
    log.pk = made.pk


def _rows(batch: _Batch) -> tuple[list[dict], list[dict]]:
    """The batch as rows of both tables, in the order of their keys: two writers never wait for each other crosswise."""
    asked: dict[int, set[str]] = {}
    for site_id, *_, status, path in batch.hits:
        if not kind_of_status(status):
            asked.setdefault(site_id, set()).add(path)
    sites = {site.pk: site for site in Site.objects.filter(pk__in=asked).select_related("root_page")}
    found = {site_id: targets(sites[site_id], paths) for site_id, paths in asked.items()}
    visits, days = [], Counter()
    for key in sorted(batch.hits):
        site_id, day, crawler, origin, status, path = key
        target = found.get(site_id, {}).get(path)
        kind = kind_of_status(status) or (target.kind if target else Kind.OTHER)
        visits.append(
            {
                "site": site_id,
                "day": day,
                "crawler": crawler,
                "origin": origin,
                "kind": str(kind),
                "hits": batch.hits[key],
                "path": path,
                "status": status,
                "page_id": target.page_id if target else None,
                "last_at": batch.last[key],
            }
        )
        days[(site_id, day, crawler, origin, str(kind))] += batch.hits[key]
    names = ("site", "day", "crawler", "origin", "kind")
    return visits, [
        {**dict(zip(names, key, strict=True)), "hits": hits} for key, hits in sorted(days.items())
    ]
