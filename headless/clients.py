"""The address a request comes from, through the proxies we know."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_MOST_HOPS = 10


def client_address(request: HttpRequest) -> str:
    """The nearest address that is no trusted proxy, "" when the server names none.

    `X-Forwarded-For` is read from its end, each hop only on the word of a proxy in TRUSTED_PROXIES: what a client
    writes into it stands before what the proxy appends, and is never reached.
    """
    address = _parsed(request.META.get("REMOTE_ADDR", ""))
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    for hop in reversed(hops[-_MOST_HOPS:]):
        named = _parsed(hop)
        if address is None or named is None or not _is_trusted(address):
            break
        address = named
    return str(address) if address is not None else ""


def network_of(address: str) -> str:
    """What one subscriber has: an IPv4 address, the /64 of an IPv6 one."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((int(parsed), 64), strict=False))
    return address


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip()[:45])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(address: IPv4Address | IPv6Address) -> bool:
    return any(address in network for network in _trusted(tuple(settings.TRUSTED_PROXIES)))


@lru_cache(maxsize=4)
def _trusted(names: tuple[str, ...]) -> list[IPv4Network | IPv6Network]:
    return [ip_network(name.strip(), strict=False) for name in names]
