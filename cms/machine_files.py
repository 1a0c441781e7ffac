"""robots.txt of one Wagtail Site."""

from wagtail.models import Site

from cms.models import CrawlRules


def robots_txt(site: Site, *, indexable: bool) -> str:
    """robots.txt. Outside production nothing is disallowed: crawlers must see the noindex header."""
    return CrawlRules.of(site).as_text() if indexable else "User-agent: *\nDisallow:\n"
