"""Proof that a page's HTML and the API say the same head, both asked the way the world asks them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse

from wagtail.models import Site

from cms.models import Page
from headless.requests import Address, reader_request
from seo.parity import head_differences

CHUNK = 100


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found at one address; no differences is the proof."""

    address: str
    differences: list[str]


class Prover:
    """Asks the whole application, middleware included, without a server. One for many addresses."""

    def __init__(self) -> None:
        self._handler = WSGIHandler()

    def prove(self, site: Site, address: Address) -> Proof:
        """Compare the head of the HTML at `address` with the head the API gives for it."""
        shown = site.root_url + address.encoded
        page = self.ask(site, address)
        if page.status_code != 200:
            return Proof(shown, [f"the page answers {page.status_code}"])
        told = self.ask(site, Address("/api/v1/resolve/", f"path={quote(address.encoded, safe='')}"))
        if told.status_code != 200:
            return Proof(shown, [f"the API answers {told.status_code}"])
        answer = json.loads(told.content)
        if answer["verdict"] != "page":
            return Proof(shown, [f"the page is there, the API says {answer['verdict']}"])
        try:
            return Proof(shown, head_differences(page.content.decode(), answer["head"]))
        except ValueError as error:
            return Proof(shown, [str(error)])

    def ask(self, site: Site, address: Address) -> HttpResponse:
        """The application's answer to an anonymous reader of `site`."""
        return self._handler.get_response(reader_request(site, address))


def readable_pages(site: Site) -> Iterator[Page]:
    """Every readable page of a site, hidden from search engines or not, as its specific type.

    In chunks by key, so that memory stays the same for any number of pages and no cursor is open meanwhile.
    """
    last = 0
    while True:
        chunk = list(
            Page.objects.of_site(site).readable().filter(pk__gt=last).order_by("pk").specific()[:CHUNK]
        )
        if not chunk:
            return
        yield from chunk
        last = chunk[-1].pk


def addresses_of(page: Page) -> Iterator[Address]:
    """A page's own address and those of its queries: variants, further pages of a list."""
    address = Address.of(page.get_url_parts()[2])
    yield address
    for query in page.get_queries():
        yield replace(address, query=query)
