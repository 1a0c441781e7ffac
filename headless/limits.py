"""How often somebody may ask: a sliding window per bearer token, or per address of who has none.

Headers: "RateLimit header fields for HTTP" (draft-ietf-httpapi-ratelimit-headers).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil
from time import time
from typing import Any, Final

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from headless.access import bearer_of
from headless.clients import client_address, network_of
from headless.problems import Refused

_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
_RATE: Final = re.compile(r"([1-9][0-9]{0,8})/(second|minute|hour|day|[1-9][0-9]{0,6})")
_NAME: Final = re.compile(r"[A-Za-z0-9._:-]{1,64}")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds."""

    amount: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> "Rate":
        """From "600/minute" or "5/30" (seconds). Raises ValueError."""
        match = _RATE.fullmatch(text)
        if match is None:
            raise ValueError(f"no rate: {text!r}; write 600/minute, or 5/30 for thirty seconds")
        return cls(int(match[1]), _SECONDS.get(match[2]) or int(match[2]))


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left of a rate; `reset` is in seconds."""

    name: str
    rate: Rate
    remaining: int
    reset: int

    @property
    def left(self) -> str:
        return f'"{self.name}";r={self.remaining};t={self.reset}'

    @property
    def policy(self) -> str:
        return f'"{self.name}";q={self.rate.amount};w={self.rate.seconds}'


def check(
    request: HttpRequest, name: str, rate: Rate | str, whose: str | None = None, *, counts: bool = True
) -> None:
    """Count this request under `name` for who sends it; raises Refused (429) when `rate` is used up.

    `name` is ours, never the client's: "forms", "unlock-17". An empty rate is no limit. What is refused is not counted,
    so that whoever waits as long as told gets through. `whose` counts for something else than the sender, whoever
    asks: the account whose password is guessed. Without `counts` it is only looked, where failures alone count.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"no name of a limit: {name!r}")
    if not rate:
        return
    known = Rate.parse(rate) if isinstance(rate, str) else rate
    standing, wait = _count(name, whose or identity_of(request), known, counts=counts)
    if whose is None and counts:
        request.rate_standings = [*getattr(request, "rate_standings", []), standing]
    if wait:
        raise Refused(
            429,
            "too-many-requests",
            f"{known.amount} requests in {known.seconds} seconds are taken here; try again in {wait} seconds.",
            headers={"Retry-After": str(wait)},
        )


def check_default(request: HttpRequest) -> None:
    """The rate everything in an API has: API_RATE_TOKEN for a good token, else API_RATE_ANONYMOUS for the address."""
    if bearer_of(request) is not None:
        check(request, "token", settings.API_RATE_TOKEN)
    else:
        check(request, "anonymous", settings.API_RATE_ANONYMOUS)


def exempt[View: Callable[..., Any]](view: View) -> View:
    """Take an operation's function out of the default rate: previews, which ask at every keystroke."""
    view.has_no_rate = True
    return view


def tell(request: HttpRequest, response: HttpResponse) -> None:
    """Say on the answer what is left."""
    standings: list[Standing] = getattr(request, "rate_standings", [])
    if standings:
        response.headers["RateLimit"] = ", ".join(standing.left for standing in standings)
        response.headers["RateLimit-Policy"] = ", ".join(standing.policy for standing in standings)


def identity_of(request: HttpRequest) -> str:
    """Who is counted. A token that is not good counts as its sender's address: inventing tokens buys nothing."""
    token = bearer_of(request)
    return f"token {token.pk}" if token is not None else f"address {network_of(client_address(request))}"


def _count(name: str, identity: str, rate: Rate, *, counts: bool = True) -> tuple[Standing, int]:
    """What is left after this request, and the seconds to wait when it was one too many.

    Two counters a client, of this window and the last one, weighed by how much of it still counts.
    """
    now = time()
    window, elapsed = int(now // rate.seconds), now % rate.seconds
    counters = caches["limits"]
    key = blake2b(f"{name} {rate.seconds} {identity}".encode(), digest_size=16).hexdigest()
    current_key, last_key = f"{key}:{window}", f"{key}:{window - 1}"
    found = counters.get_many([current_key, last_key])
    current, last = found.get(current_key, 0), found.get(last_key, 0)
    carried = last * (1 - elapsed / rate.seconds)
    wait = 0
    if carried + current + 1 > rate.amount:
        wait = _seconds_to_wait(rate, elapsed, last, current)
    elif counts:
        current = _increase(counters, current_key, 2 * rate.seconds)
        if carried + current > rate.amount:  # others asked at the same moment
            wait = _seconds_to_wait(rate, elapsed, last, current)
    remaining = max(0, int(rate.amount - carried - current)) if not wait else 0
    return Standing(name, rate, remaining, wait or ceil(rate.seconds - elapsed)), wait


def _increase(counters: Any, key: str, seconds: int) -> int:
    counters.add(key, 0, timeout=seconds)
    try:
        return counters.incr(key)
    except ValueError:
        # Pushed out of a full cache between the two lines: counting begins again.
        counters.set(key, 1, timeout=seconds)
        return 1


def _seconds_to_wait(rate: Rate, elapsed: float, last: int, current: int) -> int:
    room = rate.amount - 1
    if current <= room and last:
        until = (1 - (room - current) / last) * rate.seconds - elapsed
    else:
        until = rate.seconds - elapsed + (1 - room / max(current, 1)) * rate.seconds
    return max(1, ceil(until))
