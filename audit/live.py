"""Asking a live address over the network: two requests at a time, one host, nothing that the host has closed."""

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from io import BytesIO
from urllib.parse import urlsplit

import requests

from audit.asking import pixels_of
from seo.audit.answer import Answer
from seo.robots_txt import RobotsTxt

AGENT = "PharosAudit"
TIMEOUT = (10, 30)  # seconds to connect, to answer
MOST_BYTES = 20 * 1024 * 1024
LONGEST_PAUSE = 60.0  # seconds, whatever Retry-After says
TRIES = 3
NO_ANSWER = 0  # the status of what did not come: no connection, no name, no end


class Unreachable(Exception):
    """A live address does not answer at all."""


class LiveSite:
    """A site somewhere. Its robots.txt is obeyed when it is not our own: our own is audited because of what it says.

    A host that answers 429 or 503 is given the time it asks for (RFC 9110, 10.2.3).
    """

    is_live = True

    def __init__(self, address: str, *, is_ours: bool, concurrency: int = 2) -> None:
        parts = urlsplit(address)
        self.root = f"{parts.scheme}://{parts.netloc}"
        self.concurrency = concurrency
        self._local = threading.local()
        self._robots: RobotsTxt | None = None
        if not is_ours:
            answer = self.ask(self.root + "/robots.txt")
            text = answer.body.decode("utf-8", "replace") if answer.status == HTTPStatus.OK else ""
            self._robots = RobotsTxt.parse(text)

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to one request; redirects are not followed. Status 0 where there was none."""
        for attempt in range(TRIES):
            begun = time.perf_counter()
            try:
                answer = self._ask(url, method, headers or {}, begun)
            except requests.RequestException as error:
                answer = Answer(url, NO_ANSWER, {"x-failure": str(error)[:500]})
            if answer.status not in (NO_ANSWER, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
                break
            if attempt + 1 < TRIES:
                time.sleep(_pause(answer, attempt))
        return answer

    def _ask(self, url: str, method: str, headers: Mapping[str, str], begun: float) -> Answer:
        with self._session.request(
            method, url, headers=dict(headers), timeout=TIMEOUT, allow_redirects=False, stream=True
        ) as response:
            seconds = time.perf_counter() - begun
            body = b""
            for chunk in response.iter_content(64 * 1024):
                body += chunk
                if len(body) > MOST_BYTES:
                    break
            said = {name.lower(): value for name, value in response.headers.items()}
            return Answer(url, response.status_code, said, body, seconds)

    def file(self, url: str, *, with_pixels: bool = False) -> Answer | None:
        """A picture is fetched for its size, any other file asked for by its head."""
        if not with_pixels:
            return self.ask(url, "HEAD")
        answer = self.ask(url)
        return replace(answer, body=b"", size=answer.size, pixels=pixels_of(BytesIO(answer.body)))

    def may_ask(self, url: str) -> bool:
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != self.root:
            return False
        if self._robots is None:
            return True
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return self._robots.decide(AGENT, path).allowed

    @property
    def _session(self) -> requests.Session:
        """One for each thread, and without its cookies: every request is a stranger's."""
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.headers["User-Agent"] = f"{AGENT}/1.0"
        self._local.session.cookies.clear()
        return self._local.session


def _pause(answer: Answer, attempt: int) -> float:
    asked = answer.headers.get("retry-after", "")
    return min(float(asked) if asked.isdigit() else 2.0**attempt, LONGEST_PAUSE)
