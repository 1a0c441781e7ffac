"""A site seen: its pages, its machine files, the answers to probes, and what those inside know to be true."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from seo.audit.answer import Answer
from seo.audit.files import FeedSeen, MerchantItem, SitemapFile
from seo.audit.page import PageSeen, same_address
from seo.audit.probe import Probe, Purpose
from seo.audit.snapshot import Snapshot
from seo.audit.urls import split
from seo.robots_txt import RobotsTxt

GOOGLEBOT = "Googlebot"


@dataclass(frozen=True, slots=True)
class Lab:
    """One page in a lab browser on the mid-phone profile. Seconds, but `tbt` in milliseconds; `cls` has no unit."""

    lcp: float
    cls: float
    tbt: float
    ttfb: float | None = None


@dataclass(frozen=True, slots=True)
class OfferTruth:
    """What the shop's own rows say of a variant at the moment of the audit."""

    price: Decimal
    currency: str
    availability: str  # schema.org's word: InStock, OutOfStock, …
    gtin: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """One address told to IndexNow."""

    url: str
    at: datetime


@dataclass(slots=True)
class Truth:
    """What only the inside knows. None or empty: not known, and the checks that need it say so (`unmeasured`).

    - `indexable`: addresses that belong into a sitemap; `lastmod`: of each address, None for "nobody knows"
    - `languages`: BCP 47 code of the page at an address
    - `private`: addresses nobody may find (drafts, previews, search, account); `gone`: deleted for good
    - `moved`: old address to where it leads in one hop
    - `offers` by SKU; `locations`: the record behind a store's page, as properties of schema.org's PostalAddress and
      `telephone`, by address
    - `facet_parameters`: names of query parameters that filter, in their order; `open_facets`: filtered lists open to
      search engines, and how many products each shows; `least_products`: what such a list needs
    - `least_words`: below which a page is thin
    - `verifications`: metas of the home page by name
    - `api`: addresses of the delivery API; `api_drafts`: those of drafts there
    - `submissions` to IndexNow
    """

    indexable: frozenset[str] | None = None
    lastmod: Mapping[str, datetime | None] | None = None
    languages: Mapping[str, str] | None = None
    private: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    offers: Mapping[str, OfferTruth] | None = None
    locations: Mapping[str, Mapping[str, str]] | None = None
    facet_parameters: tuple[str, ...] | None = None
    open_facets: Mapping[str, int] | None = None
    verifications: Mapping[str, str] = field(default_factory=dict)
    api: tuple[str, ...] = ()
    api_drafts: tuple[str, ...] = ()
    submissions: tuple[Submission, ...] | None = None
    least_products: int = 1
    least_words: int = 30


@dataclass(slots=True)
class SiteSeen:
    """Everything that was seen of one site, at one time.

    `root` ends with a slash. `name` is the site's own ("Night Shop"). `locales` are BCP 47 codes, the default first.
    `is_production` is False for a host that must not be listed: then X-Robots-Tag: noindex is asked for on every answer
    and does not count against a page. `is_served` says that the answers came over the network through the web server,
    so that compression and http redirects can be judged.

    `pages` are the HTML answers with status 200, by the address asked. `answers` is everything else that was asked,
    redirects and errors above all, by address. `probed` are the answers to `probes(site)`. `hosts_api` are host names
    of the back end that must not show in the API. `heads` the API's `head` by page address, `resolved` the API's whole
    answer by address. `rendered` a page as a browser with JavaScript left it, `lab` its speed.
    """

    root: str
    name: str = ""
    locales: tuple[str, ...] = ()
    is_production: bool = True
    is_served: bool = False
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    pages: dict[str, PageSeen] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    probed: dict[Probe, Answer] = field(default_factory=dict)
    robots: Answer | None = None
    sitemaps: list[SitemapFile] = field(default_factory=list)
    feeds: list[FeedSeen] = field(default_factory=list)
    merchant: dict[str, list[MerchantItem]] | None = None  # by address of the file
    llms: Answer | None = None
    indexnow_key: str = ""
    heads: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    resolved: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    hosts_api: frozenset[str] = frozenset()
    rendered: dict[str, PageSeen] = field(default_factory=dict)
    lab: dict[str, Lab] = field(default_factory=dict)
    truth: Truth = field(default_factory=Truth)
    previous: Snapshot | None = None
    _rules: tuple[str, RobotsTxt] | None = None

    # Addresses ------------------------------------------------------------------------------------------

    @property
    def host(self) -> str:
        return split(self.root).netloc

    def is_ours(self, url: str) -> bool:
        return split(url).netloc.lower() == self.host

    def answer(self, url: str) -> Answer | None:
        """What an address answered, wherever it was kept; None when it was not asked."""
        url = same_address(url)
        if url in self.pages:
            return self.pages[url].answer
        return self.answers.get(url)

    def page(self, url: str) -> PageSeen | None:
        return self.pages.get(same_address(url))

    # Rules ----------------------------------------------------------------------------------------------

    @property
    def rules(self) -> RobotsTxt:
        """robots.txt as read; without the file everything is allowed."""
        text = self.robots.text if self.robots is not None and self.robots.status == 200 else ""
        if self._rules is None or self._rules[0] != text:
            self._rules = (text, RobotsTxt.parse(text))
        return self._rules[1]

    def allows(self, url: str, crawler: str = GOOGLEBOT) -> bool:
        """Whether robots.txt lets a crawler ask for an address of ours; True for other hosts."""
        parts = split(url)
        if not self.is_ours(url):
            return True
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return self.rules.decide(crawler, path).allowed

    def is_noindex(self, page: PageSeen | Answer) -> bool:
        """Hidden by its own meta or header; the header a whole host carries counts on production only."""
        if isinstance(page, PageSeen) and "noindex" in page.robots:
            return True
        header = page.answer.robots if isinstance(page, PageSeen) else page.robots
        return self.is_production and "noindex" in header

    def is_indexable(self, page: PageSeen) -> bool:
        """It answers 200 and hides nowhere; it may still name another main address."""
        return page.status == 200 and not self.is_noindex(page)

    def is_main(self, page: PageSeen) -> bool:
        """It is indexable and its own main address: what belongs into a sitemap."""
        return self.is_indexable(page) and page.is_self_canonical

    def main_pages(self) -> Iterator[PageSeen]:
        return (page for page in self.pages.values() if self.is_main(page))

    # Probes ---------------------------------------------------------------------------------------------

    def probes_for(self, *purposes: Purpose) -> Iterator[tuple[Probe, Answer]]:
        """The probes of these purposes that were answered."""
        return ((probe, answer) for probe, answer in self.probed.items() if probe.purpose in purposes)

    def has_probed(self, *purposes: Purpose) -> bool:
        return any(probe.purpose in purposes for probe in self.probed)
