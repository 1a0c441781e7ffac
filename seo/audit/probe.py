"""Requests that a check needs besides the crawl, as data: whoever crawls makes them."""

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What an answer is asked for. In brackets the checks that read it."""

    REFERENCE = "reference"  # named by a page and not crawled (8, 25, 27, 33, 48)
    IMAGE = "image"  # a picture of the graph, of Open Graph or an icon; `Answer.pixels` wanted (30, 31, 65)
    MISSING = "missing"  # an address nothing stands at (40)
    GONE = "gone"  # an address deleted for good (40)
    MOVED = "moved"  # an old address (42)
    VARIANT = "variant"  # another spelling of a page's address (43)
    FIRST = "first"  # ?page=1 of a list (44)
    BEYOND = "beyond"  # a page after the last of a list (44)
    REORDERED = "reordered"  # a facet address with its parameters in another order (46)
    NONSENSE = "nonsense"  # a facet value that does not exist, is empty or twice (47)
    PRIVATE = "private"  # drafts, previews, search, account, admin (15)
    CONDITIONAL = "conditional"  # If-None-Match with the ETag seen (54)
    COMPRESSED = "compressed"  # Accept-Encoding: gzip, br (55)
    MARKDOWN = "markdown"  # the .md twin (61)
    ACCEPT_MARKDOWN = "accept-markdown"  # Accept: text/markdown (55)
    API = "api"  # an answer of the delivery API (61)
    API_DRAFT = "api-draft"  # a draft asked of the API without authorisation (61)
    KEY = "key"  # the IndexNow key file (62)


@dataclass(frozen=True, slots=True)
class Probe:
    """A GET of `url` with further `headers`, redirects not followed. `about` is the page or file it belongs to.

    `is_heavy` bodies (pictures) need not be kept once `Answer.pixels` is filled in."""

    purpose: Purpose
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    about: str = ""

    @property
    def is_heavy(self) -> bool:
        return self.purpose == Purpose.IMAGE
