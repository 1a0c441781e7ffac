"""Which machines a call may reach that somebody else chose the address of: none of our own network.

The name is resolved once, every address it has is judged, and the connection is made to one that was judged: a name
that leads elsewhere the second time (DNS rebinding) changes nothing.
"""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, ip_address, ip_network
from threading import Thread

NAT64 = ip_network("64:ff9b::/96")  # carries an address of IPv4, which is where it leads to (RFC 6052)
SITE_LOCAL = ip_network("fec0::/10")


class OutOfReach(OSError):
    """A host that has an address of a network that is not the public one."""


def is_public(address: str) -> bool:
    """Whether an address is one of the public Internet: not private, loopback, link-local, shared, multicast, for
    special use (the registries of RFC 6890), or another way to write one of these."""
    found = ip_address(address.partition("%")[0])
    if found.version == 6 and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    elif found in NAT64:
        found = IPv4Address(int(found) & 0xFFFF_FFFF)
    return found.is_global and not (found.is_multicast or found.is_reserved or found in SITE_LOCAL)


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host. Raises OSError where it has none, or none within the time."""
    found: list[str] = []
    failures: list[OSError] = []

    def ask() -> None:
        try:
            for *_kind, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                found.append(str(place[0]))
        except (OSError, UnicodeError) as error:  # a name no name server could have
            failures.append(error if isinstance(error, OSError) else OSError(str(error)))

    # Aside, because the system's resolver cannot be told to hurry.
    asking = Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if failures:
        raise failures[0]
    if not found:
        raise TimeoutError("the name of the host was not found in time")
    return list(dict.fromkeys(found))


def judged(host: str, port: int, seconds: float) -> Sequence[str]:
    """The addresses of a host, all of them public. Raises OutOfReach where one is not, and OSError as `resolve`."""
    addresses = resolve(host, port, seconds)
    private = [address for address in addresses if not is_public(address)]
    if private:
        raise OutOfReach(f"{host} leads to {private[0]}, which is no address of the public Internet")
    return addresses
