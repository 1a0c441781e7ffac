"""Proof that a product feed says what page, graph and API say: each asked the way the world asks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from wagtail.models import Site

from catalog.merchant import feed_path
from headless.proof import Prover
from headless.requests import Address
from seo.languages import bcp47
from seo.merchant.proof import Served, differences, served_items


@dataclass(frozen=True, slots=True)
class FeedProof:
    """What was found of one item; no differences is the proof."""

    sku: str
    link: str
    differences: list[str]


class FeedProver:
    """Reads a feed as it is served and asks for every item's page and for the API's answer about it."""

    def __init__(self, site: Site, language: str, currency: str) -> None:
        self.site, self.language = site, language
        self.path = feed_path(language, currency)
        self.prover = Prover()

    def prove(self) -> Iterator[FeedProof]:
        """Every item of the feed. Raises LookupError where there is no such feed."""
        answer = self.prover.ask(self.site, Address(self.path))
        if answer.status_code != 200:
            raise LookupError(f"{self.path} answers {answer.status_code}")
        for item in served_items(answer.streaming_content):
            yield FeedProof(item["id"][0], item["link"][0], self.differences(item))

    def differences(self, item: Served) -> list[str]:
        parts = urlsplit(item["link"][0])
        if f"{parts.scheme}://{parts.netloc}" != self.site.root_url:
            return ["link: leads to another site"]
        address = Address.parse(f"{parts.path}?{parts.query}" if parts.query else parts.path)
        page = self.prover.ask(self.site, address)
        if page.status_code != 200:
            return [f"link: the page answers {page.status_code}"]
        told = self.prover.ask(
            self.site, Address("/api/v1/resolve/", f"path={quote(address.encoded, safe='')}")
        )
        answer = json.loads(told.content)
        if told.status_code != 200 or answer["verdict"] != "page":
            return [f"link: the API answers {told.status_code}, {answer.get('verdict')}"]
        try:
            return differences(item, page.content.decode(), answer["page"]["fields"], bcp47(self.language))
        except ValueError as error:
            return [str(error)]
