"""Addresses as people write them, taken apart without falling over those that are none (`http://[`)."""

from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

_NONE = SplitResult("", "", "", "", "")


def split(url: str) -> SplitResult:
    """The parts of an address; all empty for what is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return _NONE


def join(base: str, href: str) -> str:
    """`href` as it is meant on the page at `base`; empty for what is no address."""
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


def without_fragment(url: str) -> str:
    """The address itself; empty for what is none."""
    try:
        return urldefrag(url).url
    except ValueError:
        return ""
