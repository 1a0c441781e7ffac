"""One call of a service elsewhere: never sent on to another address, and over in time whatever happens."""

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from threading import Event, Timer
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from delivery import reach

STEP_SECONDS = 5.0  # to find the host and to connect
DEADLINE_SECONDS = 20.0
MOST_READ = 2_000  # bytes of a body; it is for people to read


class Refused(ValueError):
    """An address nothing is sent to; says why."""


class Unanswered(Exception):
    """Nobody answered in time, or not in HTTP. Whether the call arrived is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` have their names in small letters; `body` is the beginning of what was said."""

    status: int
    headers: Mapping[str, str]
    body: str


def check_endpoint(url: str) -> None:
    """Raises Refused unless `url` is https; on this very machine it may be http."""
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise Refused(_("The address has no place for a user name."))
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and _is_loopback(parts.hostname or ""):
        return
    raise Refused(_("The address of a service begins with https://."))


def call(
    method: str,
    url: str,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    *,
    deadline: float = DEADLINE_SECONDS,
) -> Answer:
    """Send one request. Raises Refused (see `check_endpoint`) and Unanswered. Redirects are answers like any other."""
    check_endpoint(url)
    return _exchange(method, url, body, headers or {}, deadline, is_judged=False)


def call_stranger(
    method: str,
    url: str,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    *,
    deadline: float = DEADLINE_SECONDS,
    private: bool = False,
) -> Answer:
    """`call` for an address that somebody chose: only the public Internet is reached, whatever the name leads to at
    this moment; `private` reaches our own network too. Raises Refused and Unanswered; checks no scheme."""
    try:
        return _exchange(method, url, body, headers or {}, deadline, is_judged=not private)
    except reach.OutOfReach as error:
        raise Refused(str(error)) from error


def _exchange(
    method: str, url: str, body: bytes, headers: Mapping[str, str], deadline: float, *, is_judged: bool
) -> Answer:
    parts = urlsplit(url)
    is_over = Event()
    connection = _connection(parts.scheme, parts.netloc, is_over if is_judged else None)

    def end() -> None:
        is_over.set()
        if connection.sock is not None:
            with suppress(OSError):  # it has just ended by itself
                # The plain socket's: TLS would take leave of the other side, and wait for it.
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

    clock = Timer(deadline, end)
    clock.daemon = True
    clock.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.connect()
        if is_over.is_set():  # there was nothing to end yet
            raise TimeoutError
        connection.sock.settimeout(deadline)  # an answer may take its time; the clock ends it
        connection.request(method, path, body=body, headers=dict(headers))
        return _read(connection.getresponse())
    except reach.OutOfReach:
        raise
    except (OSError, HTTPException) as error:
        why = (
            f"no answer within {deadline:g} seconds"
            if is_over.is_set()
            else readable(str(error)) or type(error).__name__
        )
        raise Unanswered(why) from error
    finally:
        clock.cancel()
        connection.close()


class _Judged(HTTPConnection):
    """A connection to an address that was judged, under the host's name. Begins nothing once the time is over."""

    def __init__(self, netloc: str, is_over: Event) -> None:
        super().__init__(netloc, timeout=STEP_SECONDS)
        self.is_over = is_over

    def connect(self) -> None:
        addresses = reach.judged(self.host, self.port, STEP_SECONDS)
        for address in addresses:
            self.check_time()
            try:
                self.sock = socket.create_connection((address, self.port), STEP_SECONDS)
                return
            except OSError:
                if address == addresses[-1]:
                    raise

    def check_time(self) -> None:
        if self.is_over.is_set():
            raise TimeoutError


class _JudgedTLS(_Judged):
    """The same, and the certificate must be the name's."""

    default_port = 443

    def connect(self) -> None:
        super().connect()
        # The handshake apart, so that the clock finds the socket to end while it goes on.
        self.sock = ssl.create_default_context().wrap_socket(
            self.sock, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.check_time()
        self.sock.do_handshake()


def _connection(scheme: str, netloc: str, is_over: Event | None) -> HTTPConnection:
    """`is_over` for a connection whose address is judged."""
    if is_over is not None:
        return (_JudgedTLS if scheme == "https" else _Judged)(netloc, is_over)
    if scheme == "https":
        return HTTPSConnection(netloc, timeout=STEP_SECONDS, context=ssl.create_default_context())
    return HTTPConnection(netloc, timeout=STEP_SECONDS)


def _read(response: HTTPResponse) -> Answer:
    body = readable(response.read(MOST_READ).decode("utf-8", "replace"))
    return Answer(
        response.status, {name.lower(): readable(value) for name, value in response.getheaders()}, body
    )


def readable(text: str) -> str:
    """What a stranger said as one line: no control characters, which PostgreSQL does not keep either."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def retry_after(answer: Answer) -> timedelta:
    """The patience an answer asks for, in seconds or as a date (RFC 9110, 10.2.3); none for anything else."""
    value = answer.headers.get("retry-after", "")
    if value.isascii() and value.isdigit() and len(value) < 10:
        return timedelta(seconds=int(value))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return timedelta()
    return max(timedelta(), (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - datetime.now(UTC))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
