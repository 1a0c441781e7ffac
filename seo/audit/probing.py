"""Which further requests the checks need, once the pages are known."""

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlunsplit

from seo.audit.addresses import parameters, with_parameters
from seo.audit.answer import Answer
from seo.audit.page import PageSeen, same_address
from seo.audit.probe import Probe, Purpose
from seo.audit.reading import read_page
from seo.audit.references import images_of, references_of
from seo.audit.site import SiteSeen
from seo.audit.urls import join, split

# An address nobody would give a page.
MISSING = "no-such-page-5f1c0a/"
NONSENSE = "no-such-value-5f1c0a"
PRIVATE = ("admin/", "search/?q=a", "cart/", "account/", "checkout/", "preview/")
SAMPLE = 12  # pages asked in every spelling, with every header
BEYOND = 9999  # the page of a list that is not there


def probes(site: SiteSeen) -> Iterator[Probe]:
    """Every request the checks want and nobody made yet, each once."""
    asked = set(site.probed)
    for probe in _wanted(site):
        if probe not in asked:
            asked.add(probe)
            yield probe


def record(site: SiteSeen, probe: Probe, answer: Answer) -> None:
    """Keep the answer to a probe. What a page referred to becomes a page or an answer of the site like any other."""
    site.probed[probe] = answer
    if probe.purpose != Purpose.REFERENCE:
        return
    if answer.status == 200 and answer.is_html:
        site.pages[probe.url] = read_page(answer)
    else:
        site.answers[probe.url] = answer


def _wanted(site: SiteSeen) -> Iterator[Probe]:
    pages = sample(site)
    yield from _references(site)
    yield from _pictures(site)
    for home in dict.fromkeys([site.root, *_homes(site)]):
        yield Probe(Purpose.MISSING, join(home, MISSING))
    yield from (Probe(Purpose.GONE, url) for url in site.truth.gone)
    yield from (Probe(Purpose.MOVED, old, about=new) for old, new in site.truth.moved.items())
    private = (*site.truth.private, *(join(site.root, path) for path in PRIVATE))
    yield from (Probe(Purpose.PRIVATE, url) for url in dict.fromkeys(private))
    for page in pages:
        yield from (Probe(Purpose.VARIANT, url, about=page.url) for url in variants_of(page.url, site))
        yield Probe(Purpose.COMPRESSED, page.url, (("Accept-Encoding", "gzip, br"),), page.url)
        if page.answer.header("etag"):
            yield _conditional(page.url, page.answer.header("etag"))
        for _type, twin in page.twins:
            yield Probe(Purpose.MARKDOWN, twin, about=page.url)
            yield Probe(Purpose.ACCEPT_MARKDOWN, page.url, (("Accept", "text/markdown"),), page.url)
    for file in (*site.sitemaps, *site.feeds):
        if etag := file.answer.header("etag"):
            yield _conditional(file.url, etag)
    yield from _lists(site)
    yield from _facets(site)
    yield from (Probe(Purpose.API, url) for url in site.truth.api)
    yield from (Probe(Purpose.API_DRAFT, url) for url in site.truth.api_drafts)
    if site.indexnow_key:
        yield Probe(Purpose.KEY, join(site.root, f"{site.indexnow_key}.txt"))


def sample(site: SiteSeen) -> list[PageSeen]:
    """A few main pages that differ: the home page, then one of each kind of graph and language, then the first ones."""
    found: dict[tuple[str, ...], PageSeen] = {}
    for page in site.main_pages():
        kinds = tuple(sorted(str(node.get("@type")) for node in page.graph.get("@graph", [])))
        key = ("home",) if page.url == site.root else (page.language, *kinds)
        found.setdefault(key, page)
    chosen = sorted(found.values(), key=lambda page: page.url != site.root)
    more = (page for page in site.main_pages() if page not in chosen)
    return [*chosen, *islice(more, max(SAMPLE - len(chosen), 0))][:SAMPLE]


def _conditional(url: str, etag: str) -> Probe:
    return Probe(Purpose.CONDITIONAL, url, (("If-None-Match", etag),), url)


def _homes(site: SiteSeen) -> list[str]:
    """The home page of every language, as the default one names them."""
    home = site.pages.get(site.root)
    return [href for _language, href in home.alternates if site.is_ours(href)] if home else []


def _references(site: SiteSeen) -> Iterator[Probe]:
    seen: set[str] = set()
    for page in site.pages.values():
        for url in references_of(page):
            if url not in seen and site.is_ours(url) and site.answer(url) is None:
                seen.add(url)
                yield Probe(Purpose.REFERENCE, same_address(url), about=page.url)


def _pictures(site: SiteSeen) -> Iterator[Probe]:
    seen: set[str] = set()
    for page in site.main_pages():
        for url in images_of(page):
            if url not in seen:
                seen.add(url)
                yield Probe(Purpose.IMAGE, url)


def variants_of(url: str, site: SiteSeen) -> Iterator[str]:
    """Other spellings of an address that people and programs use; each must lead to it in one hop, unless it is it."""
    parts = split(url)
    path = parts.path or "/"

    def spelled(**changes: str) -> str:
        return urlunsplit(parts._replace(**changes))

    # A copy on a developer's machine has no https to lead to.
    found = [spelled(scheme="http")] if parts.scheme == "https" else []
    if path != "/":
        found.append(spelled(path=path[:-1] if path.endswith("/") else f"{path}/"))
        found.append(spelled(path=path.upper()))
        found.append(spelled(path=f"/{path}"))
    if site.is_served and parts.port is None:
        host = parts.netloc.removeprefix("www.") if parts.netloc.startswith("www.") else f"www.{parts.netloc}"
        found.append(spelled(netloc=host))
        found.append(spelled(netloc=f"{parts.netloc}:{443 if parts.scheme == 'https' else 80}"))
    return (other for other in dict.fromkeys(found) if other != url)


# Lists and facets -----------------------------------------------------------------------------------------


def _lists(site: SiteSeen) -> Iterator[Probe]:
    for page in site.pages.values():
        names = {name for name, _value in parameters(page.url)}
        if names or not any(is_page_of(link.url, page.url) for link in page.links):
            continue
        yield Probe(Purpose.FIRST, f"{page.url}?page=1", about=page.url)
        yield Probe(Purpose.BEYOND, f"{page.url}?page={BEYOND}", about=page.url)


def is_page_of(url: str, base: str) -> bool:
    """Whether an address is another page of the list at `base`."""
    return url.partition("?")[0] == base and [name for name, _value in parameters(url)] == ["page"]


def _facets(site: SiteSeen) -> Iterator[Probe]:
    parameters_ = site.truth.facet_parameters or ()
    for url in site.truth.open_facets or ():
        pairs = parameters(url)
        if len(pairs) > 1:
            yield Probe(Purpose.REORDERED, with_parameters(url, pairs[::-1]), about=url)
        if pairs:
            name, value = pairs[0]
            yield Probe(Purpose.NONSENSE, with_parameters(url, [(name, NONSENSE), *pairs[1:]]), about=url)
            yield Probe(Purpose.NONSENSE, with_parameters(url, [*pairs, (name, value)]), about=url)
    for page in islice(site.main_pages(), SAMPLE):
        if parameters_ and page.has_node("CollectionPage", "ItemList") and not parameters(page.url):
            yield Probe(Purpose.NONSENSE, f"{page.url}?{parameters_[0]}={NONSENSE}", about=page.url)
