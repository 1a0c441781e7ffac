"""What a file or an answer without a head of its own tells search engines, as HTTP headers."""

from django.utils.encoding import iri_to_uri

from seo.robots import INDEXED, Robots


def canonical_link(address: str) -> str:
    """The Link header that names a main address (RFC 8288; Google: "Consolidate duplicate URLs", rel="canonical")."""
    return f'<{iri_to_uri(address).replace(">", "%3E")}>; rel="canonical"'


def search_headers(robots: Robots = INDEXED, canonical: str = "") -> dict[str, str]:
    """X-Robots-Tag where there is something to say, and Link where a file stands for a page.

    Never both: what is hidden names no main address, or search engines might hide that one too.
    """
    if robots.index and canonical:
        return {"Link": canonical_link(canonical)}
    return {} if robots == INDEXED else {"X-Robots-Tag": str(robots)}
