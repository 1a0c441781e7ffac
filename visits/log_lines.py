"""Lines of access logs: the combined format of nginx and Apache, and nginx writing JSON."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

LONGEST_LINE = 65_536  # bytes; longer ones are refused

_COMBINED = re.compile(
    r'(?P<address>\S+) \S+ \S+ \[(?P<time>[^\]]+)\] "(?P<request>(?:[^"\\]|\\.)*)" (?P<status>\d{3}) \S+'
    r' "(?:[^"\\]|\\.)*" "(?P<agent>(?:[^"\\]|\\.)*)"'
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1
    )
}
# What JSON logs call things; the first name found counts.
_NAMES = {
    "address": ("remote_addr", "client_ip", "address", "ip"),
    "time": ("time_iso8601", "time", "timestamp", "@timestamp", "time_local"),
    "agent": ("http_user_agent", "user_agent", "agent"),
    "target": ("request_uri", "uri", "path", "url"),
    "host": ("host", "http_host", "server_name"),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. `at` is in UTC, `target` the path with its query, `host` empty where the format does not say it."""

    at: datetime
    address: str
    method: str
    target: str
    status: int
    agent: str
    host: str = ""


class NotALine(ValueError):
    """A line in none of the formats; the message says what is wrong with it."""


def read_line(line: str) -> Visit:
    """Raises NotALine."""
    return _json(line) if line.startswith("{") else _combined(line)


def _combined(line: str) -> Visit:
    found = _COMBINED.match(line)
    if found is None:
        raise NotALine("neither the combined format nor JSON")
    method, target = _request(found["request"])
    return Visit(
        at=_local_time(found["time"]),
        address=found["address"],
        method=method,
        target=target,
        status=int(found["status"]),
        agent=found["agent"],
    )


def _json(line: str) -> Visit:
    try:
        said = json.loads(line)
    except ValueError as error:
        raise NotALine("JSON that cannot be read") from error
    values = {
        what: next((str(said[name]) for name in names if said.get(name) is not None), "")
        for what, names in _NAMES.items()
    }
    method, target = (
        (str(said.get("request_method") or "GET"), values["target"])
        if values["target"].startswith("/")
        else _request(str(said.get("request") or ""))
    )
    try:
        status = int(said.get("status", ""))
    except (TypeError, ValueError) as error:
        raise NotALine("JSON without a status") from error
    return Visit(
        at=_time(values["time"]),
        address=values["address"],
        method=method,
        target=target,
        status=status,
        agent=values["agent"],
        host=values["host"],
    )


def _request(request: str) -> tuple[str, str]:
    """Method and target of a request line; a line that is none (a scanner's bytes) has neither."""
    parts = request.split(" ")
    return (parts[0], parts[1]) if len(parts) >= 2 else ("", "")


def _time(text: str) -> datetime:
    if "/" in text:
        return _local_time(text)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise NotALine(f"no time: “{text[:40]}”") from error
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _local_time(text: str) -> datetime:
    """17/May/2015:10:05:40 +0000. Minutes are read once: a log has thousands of lines in each."""
    try:
        return _minute(text[:17], text[20:]) + timedelta(seconds=int(text[18:20]))
    except (ValueError, KeyError, IndexError) as error:
        raise NotALine(f"no time: “{text[:40]}”") from error


@lru_cache(maxsize=64)
def _minute(text: str, zone: str) -> datetime:
    day, month, rest = text.split("/")
    year, hour, minute = rest.split(":")
    sign = -1 if zone.strip().startswith("-") else 1
    digits = zone.strip().lstrip("+-") or "0000"
    offset = sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    local = datetime(int(year), _MONTHS[month], int(day), int(hour), int(minute), tzinfo=timezone(offset))
    return local.astimezone(UTC)
