"""Who a crawler says it is, and whether the address it came from is one its maker publishes.

The ranges stand in ranges.txt, as their makers publish them (September 2026); the file says from where.
"""

import re
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path

from seo.crawlers import CRAWLERS

RANGES = Path(__file__).parent / "ranges.txt"
OTHER = "other"

# Names that user agents carry, beside those robots.txt is written for. The first that is found counts: the longer
# name of a family stands before the shorter one.
_FURTHER = (
    "Googlebot-Image",
    "Googlebot-Video",
    "Googlebot-News",
    "Googlebot-Mobile",
    "Storebot-Google",
    "AdsBot-Google",
    "Mediapartners-Google",
    "GoogleOther",
    "Google-InspectionTool",
    "BingPreview",
    "msnbot",
    "adidxbot",
    "YandexImages",
    "YandexMobileBot",
    "YandexVideo",
    "YandexMedia",
    "YandexDirect",
    "Baiduspider",
    "DuckDuckBot",
    "DuckAssistBot",
    "SeznamBot",
    "Sogou",
    "360Spider",
    "PetalBot",
    "Bytespider",
    "Amazonbot",
    "CCBot",
    "meta-externalagent",
    "meta-externalfetcher",
    "facebookexternalhit",
    "Twitterbot",
    "LinkedInBot",
    "Pinterestbot",
    "AhrefsBot",
    "SemrushBot",
    "MJ12bot",
    "DotBot",
    "Exabot",
    "Mail.RU_Bot",
    "MojeekBot",
    "Kagibot",
    "archive.org_bot",
    "ia_archiver",
    "Slurp",
)
# A user agent that is nobody's name but calls itself a machine; "cubot" is a telephone.
_MACHINE = re.compile(
    r"(?<!cu)bot\b|(?<!cu)bot_|crawl|spider|slurp|archiver|fetcher|aggregator", re.IGNORECASE
)


@cache
def _names() -> list[tuple[str, str]]:
    """(name in small letters, name); longer names first, so that a family's member is not taken for its head."""
    names = {*_FURTHER, *(crawler.token for crawler in CRAWLERS)}
    return sorted(((name.lower(), name) for name in names), key=lambda pair: (-len(pair[0]), pair[0]))


def recognise(user_agent: str) -> str:
    """The crawler's name; `OTHER` for a machine nobody knows; empty for a reader."""
    agent = user_agent.lower()
    for small, name in _names():
        if small in agent:
            return name
    return OTHER if _MACHINE.search(user_agent) else ""


# Where it came from ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Span:
    first: int
    last: int
    version: int


@cache
def _spans() -> dict[str, list[_Span]]:
    """The published ranges by crawler name, as whole numbers."""
    spans: dict[str, list[_Span]] = {}
    for line in RANGES.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        names, _colon, blocks = line.partition(":")
        networks = [ip_network(block) for block in blocks.split()]
        for name in names.split(","):
            spans.setdefault(name.strip(), []).extend(
                _Span(int(network[0]), int(network[-1]), network.version) for network in networks
            )
    return spans


def is_genuine(crawler: str, address: str) -> bool | None:
    """Whether the address is one the crawler's maker publishes; None without an address or a published list."""
    spans = _spans().get(crawler)
    if spans is None:
        return None
    try:
        origin: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return None
    if isinstance(origin, IPv6Address) and origin.ipv4_mapped:
        origin = origin.ipv4_mapped
    return any(span.version == origin.version and span.first <= int(origin) <= span.last for span in spans)


def verifiable() -> list[str]:
    """The crawlers whose makers publish where they come from."""
    return sorted(_spans())
