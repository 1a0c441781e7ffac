"""The 68 checks of a site, as pure functions of what was seen of it.

    site = SiteSeen(root="https://shop.example/", name="Night Shop", locales=("en-GB", "ru"))
    site.pages[url] = read_page(answer)               # every HTML answer with status 200
    site.answers[url] = answer                        # everything else that was asked: redirects, errors
    site.robots = answer; site.sitemaps.append(read_sitemap(answer)); site.feeds.append(read_feed(answer))
    for probe in probes(site):                        # what the checks want besides; ask again after each round
        record(site, probe, ask(probe.url, probe.headers))
    for finding in audit(site):
        finding.code, finding.level, finding.url, finding.node, finding.message
    unmeasured(site)                                  # codes that could not be judged
    snapshot(site, errors)                            # kept for the next run (check 68)

Nothing here asks the network or the database. `truth` of a site is what only those inside know; a check that needs it
and has none is unmeasured. `docs/audit/` has a page for every code.

**To add a check**, write a function with `@of_page` or `@of_site` in the module of its subject in `checks/`, a broken
site in `tests/audit/broken.py`, and a page in `docs/audit/`.
"""

from seo.audit.answer import Answer
from seo.audit.files import (
    FeedEntry,
    FeedSeen,
    MerchantItem,
    SitemapEntry,
    SitemapFile,
    read_feed,
    read_merchant,
    read_sitemap,
)
from seo.audit.finding import Check, Finding, Level, Scope
from seo.audit.page import ImageSeen, Link, PageSeen
from seo.audit.probe import Probe, Purpose
from seo.audit.probing import probes, record
from seo.audit.reading import read_page
from seo.audit.registry import CHECKS, audit, audit_page, unmeasured
from seo.audit.site import Lab, OfferTruth, SiteSeen, Submission, Truth
from seo.audit.snapshot import PageFacts, Snapshot, snapshot

__all__ = [
    "CHECKS",
    "Answer",
    "Check",
    "FeedEntry",
    "FeedSeen",
    "Finding",
    "ImageSeen",
    "Lab",
    "Level",
    "Link",
    "MerchantItem",
    "OfferTruth",
    "PageFacts",
    "PageSeen",
    "Probe",
    "Purpose",
    "Scope",
    "SiteSeen",
    "SitemapEntry",
    "SitemapFile",
    "Snapshot",
    "Submission",
    "Truth",
    "audit",
    "audit_page",
    "probes",
    "read_feed",
    "read_merchant",
    "read_page",
    "read_sitemap",
    "record",
    "snapshot",
    "unmeasured",
]
