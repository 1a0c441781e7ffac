"""Ways through addresses: query parameters that mean something, spellings, pages of a list, the home page."""

from urllib.parse import parse_qsl, urlencode, urlunsplit

from seo.audit.site import SiteSeen
from seo.audit.urls import split
from seo.parameters import is_noise


def parameters(url: str) -> list[tuple[str, str]]:
    """The query parameters of an address that mean something, in order."""
    found = parse_qsl(split(url).query, keep_blank_values=True)
    return [(name, value) for name, value in found if not is_noise(name)]


def with_parameters(url: str, pairs: list[tuple[str, str]]) -> str:
    return urlunsplit(split(url)._replace(query=urlencode(pairs)))


def without_query(url: str) -> str:
    return url.partition("?")[0]


def page_number(url: str) -> int:
    """The number of a page of a list; 1 where none is said."""
    said = dict(parameters(url)).get("page", "1")
    return int(said) if said.isdigit() else 1


def is_further_page(url: str) -> bool:
    return page_number(url) > 1


def with_page(url: str, number: int) -> str:
    """The address of another page of the same list."""
    pairs = [pair for pair in parameters(url) if pair[0] != "page"]
    return with_parameters(url, [*pairs, ("page", str(number))] if number > 1 else pairs)


def facets_of(url: str, site: SiteSeen) -> list[tuple[str, str]]:
    """The parameters of an address that filter a list."""
    names = set(site.truth.facet_parameters or ())
    return [pair for pair in parameters(url) if pair[0] in names]


def is_home(url: str, site: SiteSeen) -> bool:
    """The home page, in any language."""
    home = site.pages.get(site.root)
    return url == site.root or (home is not None and any(href == url for _language, href in home.alternates))


def spelling(url: str) -> str:
    """What two spellings of one address have in common: no scheme, no www., no slash at the end, small letters."""
    parts = split(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}".casefold()
