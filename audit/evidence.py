"""What the checks read besides the pages: machine files, feeds, the API's answers, and what they ask for themselves."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import batched, islice
from typing import Any
from urllib.parse import quote

from django.db import transaction

from audit.crawl import Source, Stopped, is_file
from audit.memory import Told
from audit.models import Run, Visit
from audit.models.visit import packed
from seo.audit import Answer, Probe, SiteSeen, probes, read_feed, read_merchant, read_sitemap
from seo.audit.files import SitemapFile
from seo.audit.probe import Purpose
from seo.audit.probing import record

MOST_SITEMAPS = 1_000
MOST_VERDICTS = 500
ROUNDS = 3  # what a probe brings may ask for another, but not for ever
BATCH = 50

Progress = Callable[[int, int], None]


def read_machine_files(site: SiteSeen, source: Source) -> None:
    """robots.txt, llms.txt and every sitemap they or custom name."""
    site.robots = source.ask(f"{source.root}/robots.txt")
    site.llms = source.ask(f"{source.root}/llms.txt")
    waiting = [*_named_sitemaps(site.robots), f"{source.root}/sitemap.xml"]
    seen: set[str] = set()
    while waiting and len(seen) < MOST_SITEMAPS:
        url = waiting.pop(0)
        if url in seen or not site.is_ours(url):
            continue
        seen.add(url)
        file = read_sitemap(source.ask(url))
        site.sitemaps.append(file)
        if file.is_index:
            waiting += [entry.loc for entry in file.entries]


def _named_sitemaps(robots: Answer) -> Iterator[str]:
    if robots.status == 200:
        for line in robots.text.splitlines():
            name, _colon, value = line.partition(":")
            if name.strip().lower() == "sitemap":
                yield value.strip()


def listed_in(sitemaps: Iterable[SitemapFile]) -> Iterator[str]:
    """The addresses of pages that sitemaps name."""
    for file in sitemaps:
        if not file.is_index:
            yield from (entry.loc for entry in file.entries)


def read_feeds(site: SiteSeen, source: Source, product_feeds: Iterable[str]) -> None:
    """Every feed a page names, and the product feeds, of which pages say nothing."""
    named = {href for page in site.pages.values() for _type, href in page.feeds if site.is_ours(href)}
    site.feeds = [read_feed(source.ask(url)) for url in sorted(named)]
    site.merchant = {}
    for url in product_feeds:
        answer = source.ask(url)
        try:
            site.merchant[url] = read_merchant(answer)
        except ValueError:
            site.answers[url] = replace(answer, body=b"", size=answer.size)


def make_probes(
    site: SiteSeen, source: Source, on_progress: Progress, must_stop: Callable[[], bool], *, is_part: bool
) -> None:
    """Ask what the checks want besides, each address once for each way of asking; other people's hosts never.

    `is_part`: of a crawl that was cut short, what was not reached is left unknown.
    """
    with ThreadPoolExecutor(source.concurrency) as pool:
        for round_ in range(ROUNDS):
            # Pages that pages refer to refer to pages: filters to filters, without end.
            with_references = not is_part and round_ == 0
            wanted = [
                probe
                for probe in probes(site)
                if site.is_ours(probe.url) and (with_references or probe.purpose != Purpose.REFERENCE)
            ]
            if not wanted:
                return
            for number, some in enumerate(batched(wanted, BATCH, strict=False)):
                ask = lambda probe: _probe(source, probe)  # noqa: E731 - one thing for both ways of mapping
                answers = pool.map(ask, some) if source.concurrency > 1 else map(ask, some)
                for probe, answer in zip(some, answers, strict=True):
                    record(site, probe, answer)
                on_progress(number * BATCH + len(some), len(wanted))
                if must_stop():
                    raise Stopped


def _probe(source: Source, probe: Probe) -> Answer:
    if probe.is_heavy or (probe.purpose == Purpose.REFERENCE and is_file(probe.url)):
        file = source.file(probe.url, with_pixels=probe.is_heavy)
        if file is not None:
            return file
    answer = source.ask(probe.url, headers=dict(probe.headers))
    return replace(answer, body=b"", size=answer.size) if probe.is_heavy else answer


# The API -------------------------------------------------------------------------------------------------


def ask_heads(run: Run, source: Source, on_progress: Progress, must_stop: Callable[[], bool]) -> None:
    """What the API says of the head of every page seen, kept with the page; a run that goes on asks for the rest."""
    rows = Visit.objects.filter(run=run, is_page=True).order_by("pk")
    total, done = rows.count(), rows.exclude(told=b"").count()
    while chunk := list(rows.filter(told=b"").only("pk", "url")[:BATCH]):
        for visit in chunk:
            visit.told = packed(ask_api(source, "head", visit.url))
        with transaction.atomic():
            Visit.objects.bulk_update(chunk, ["told"])
        done += len(chunk)
        on_progress(done, total)
        if must_stop():
            raise Stopped


def ask_api(source: Source, operation: str, url: str) -> dict[str, Any]:
    """The body of `head/` or `resolve/` for an address; what is no JSON is told as it is."""
    path = "/" + url.removeprefix(source.root).lstrip("/")
    answer = source.ask(f"{source.root}/api/v1/{operation}/?path={quote(path, safe='')}")
    try:
        return json.loads(answer.body)
    except ValueError:
        return {"verdict": "", "status": answer.status}


def ask_verdicts(site: SiteSeen, source: Source) -> dict[str, Any]:
    """What the API says of addresses that are no pages: redirects, what is missing, what is gone."""
    for probe, answer in site.probes_for(Purpose.MISSING, Purpose.GONE, Purpose.MOVED):
        site.answers.setdefault(probe.url, replace(answer, body=b"", size=answer.size))
    turned_away = (
        url
        for url, answer in site.answers.items()
        if site.is_ours(url) and not is_file(url) and (answer.is_redirect or answer.status in {404, 410})
    )
    return {url: ask_api(source, "resolve", url) for url in islice(turned_away, MOST_VERDICTS)}


class Heads(Mapping[str, Any]):
    """The `head` of what the API told of each page, by address."""

    def __init__(self, told: Told) -> None:
        self._told = told

    def __getitem__(self, url: str) -> Any:
        return self._told[url].get("head") or {}

    def __contains__(self, url: object) -> bool:
        return url in self._told

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)

    def items(self) -> Iterator[tuple[str, Any]]:  # type: ignore[override]
        return ((url, told.get("head") or {}) for url, told in self._told.items())
