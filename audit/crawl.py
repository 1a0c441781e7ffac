"""The crawl: from the home page along every link a crawler follows, then what no link led to."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from audit.memory import as_json
from audit.models import Run, Visit
from audit.models.visit import packed
from audit.truth import KnownPage
from seo.audit.answer import Answer
from seo.audit.page import PageSeen
from seo.audit.reading import read_page

BATCH = 20  # addresses asked between two writes: what a cut-off run asks again
LONGEST_URL = 2000
# What a page links to and is no page; asked for by its head only.
FILES = (".pdf", ".zip", ".csv", ".xlsx", ".docx", ".mp4", ".webm", ".jpg", ".jpeg", ".png", ".webp", ".avif", ".svg",
         ".xml", ".txt", ".json", ".kml", ".md", ".ics", ".webmanifest")  # fmt: skip
KEPT_HEADERS_OF_ANSWERS = ("location", "content-type", "x-robots-tag", "link", "retry-after", "x-failure")


class Source(Protocol):
    """Whoever answers: the application itself, or a live address."""

    root: str
    concurrency: int
    is_live: bool

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer: ...

    def file(self, url: str, *, with_pixels: bool = False) -> Answer | None: ...

    def may_ask(self, url: str) -> bool: ...


class Stopped(Exception):
    """Somebody asked the crawl to stop. What was seen is kept."""


class Crawl:
    """Asks every address of a site once and keeps what it saw in the run's visits.

    Breadth first, so that the first way found to an address is the shortest. `seeds` are addresses known otherwise: the
    sitemap's, the index of pages. They come last, and what only they lead to has no depth: no reader finds it.
    """

    def __init__(
        self,
        run: Run,
        source: Source,
        *,
        known: Mapping[str, KnownPage],
        may_follow: Callable[[str], bool],
        limit: int | None = None,
        on_progress: Callable[[int, int], None] = lambda done, known: None,
        must_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.run, self.source, self.known = run, source, known
        self.may_follow, self.limit = may_follow, limit
        self.on_progress, self.must_stop = on_progress, must_stop
        self.depths: dict[str, int | None] = {}  # of every address met
        self.linked: deque[str] = deque()
        self.unlinked: deque[str] = deque()
        self.asked = 0
        self._new: list[Visit] = []
        self._led_to: list[Visit] = []  # known before, reached by a link since

    def go(self, seeds: Iterable[str]) -> None:
        """Ask until nothing is left, the limit is reached, or `must_stop` says so (Stopped)."""
        self._recall()
        self._meet(f"{self.source.root}/", 0)
        for url in seeds:
            self._meet(url, None)
        with ThreadPoolExecutor(self.source.concurrency) as pool:
            while batch := self._next_batch():
                answers = (
                    pool.map(self._answer, batch) if self.source.concurrency > 1 else map(self._answer, batch)
                )
                self._keep(list(self._read(zip(batch, answers, strict=True))))
                self.on_progress(self.asked, len(self.depths))
                if self.must_stop():
                    raise Stopped
        self._write([])

    # The queue ------------------------------------------------------------------------------------------

    def _recall(self) -> None:
        """What a run that goes on has met and asked before."""
        rows = Visit.objects.filter(run=self.run).order_by("pk").values_list("url", "depth", "is_asked")
        waiting = []
        for url, depth, is_asked in rows.iterator():
            self.depths[url] = depth
            self.asked += is_asked
            if not is_asked:
                waiting.append((url, depth))
        self.linked.extend(
            url
            for url, depth in sorted(waiting, key=lambda row: (row[1] is None, row[1]))
            if depth is not None
        )
        self.unlinked.extend(url for url, depth in waiting if depth is None)
        self._done = set(self.depths) - {url for url, _depth in waiting}

    def _meet(self, url: str, depth: int | None) -> None:
        """An address, heard of for the first time or by a way from the home page for the first time."""
        if url not in self.depths:
            self.depths[url] = depth
            self._new.append(self._visit(url, depth))
            (self.unlinked if depth is None else self.linked).append(url)
        elif self.depths[url] is None and depth is not None and url not in self._done:
            self.depths[url] = depth
            self.linked.append(url)
            self._led_to.append(self._visit(url, depth))

    def _visit(self, url: str, depth: int | None) -> Visit:
        page = self.known.get(url)
        return Visit(
            run=self.run,
            url=url,
            depth=depth,
            page_id=page.pk if page else None,
            page_type=page.type if page else "",
            locale=page.language if page else "",
        )

    def _next_batch(self) -> list[str]:
        room = BATCH if self.limit is None else min(BATCH, self.limit - self.asked)
        batch: list[str] = []
        for queue in (self.linked, self.unlinked):
            while len(batch) < room and queue:
                url = queue.popleft()
                if url not in self._done:  # a seed that a link has led to since stands in both
                    self._done.add(url)
                    batch.append(url)
            if batch:  # never of both: what nothing has led to may be led to by the links of this very batch
                break
        self.asked += len(batch)
        return batch

    # Asking ---------------------------------------------------------------------------------------------

    def _answer(self, url: str) -> Answer:
        if is_file(url):
            return self.source.file(url) or self.source.ask(url, "HEAD")
        return self.source.ask(url)

    def _read(self, answers: Iterable[tuple[str, Answer]]) -> Iterator[tuple[str, Answer | PageSeen]]:
        for url, answer in answers:
            if answer.status == 200 and answer.is_html and answer.body:
                page = read_page(answer)
                yield url, page
                self._follow(page, self.depths[url])
            else:
                yield url, answer
                if answer.is_redirect and self._is_ours(answer.location):
                    self._meet(answer.location, self.depths[url])

    def _follow(self, page: PageSeen, depth: int | None) -> None:
        below = None if depth is None else depth + 1
        if "nofollow" in page.robots:
            return
        for url in dict.fromkeys(link.url for link in page.links if not link.rel & {"nofollow"}):
            if url and self._is_ours(url) and self.may_follow(url):
                self._meet(url, below)

    def _is_ours(self, url: str) -> bool:
        return len(url) <= LONGEST_URL and f"{url}/".startswith(f"{self.source.root}/")

    # Keeping --------------------------------------------------------------------------------------------

    def _keep(self, seen: list[tuple[str, Answer | PageSeen]]) -> None:
        self._write(
            [
                Visit(
                    run=self.run,
                    url=url,
                    depth=self.depths[url],
                    is_asked=True,
                    status=found.status,
                    is_page=isinstance(found, PageSeen),
                    title=found.title[:500] if isinstance(found, PageSeen) else "",
                    seen=packed(as_json(found) if isinstance(found, PageSeen) else _kept(found)),
                )
                for url, found in seen
            ]
        )

    @transaction.atomic
    def _write(self, asked: list[Visit]) -> None:
        """New addresses and what asking brought, together: a run that is cut off has neither or both."""
        Visit.objects.bulk_create(self._new, batch_size=500)
        Visit.objects.bulk_create(
            self._led_to, update_conflicts=True, unique_fields=["run", "url"], update_fields=["depth"]
        )
        self._new, self._led_to = [], []
        self.run.addresses = self.asked
        Visit.objects.bulk_create(
            asked,
            update_conflicts=True,
            unique_fields=["run", "url"],
            update_fields=["depth", "is_asked", "status", "is_page", "title", "seen"],
        )
        Run.objects.filter(pk=self.run.pk).update(alive_at=timezone.now(), addresses=self.asked)


def is_file(url: str) -> bool:
    """Whether an address looks like that of a file and not of a page."""
    return urlsplit(url).path.lower().endswith(FILES)


def _kept(answer: Answer) -> dict[str, Any]:
    """An answer that is no page, without its body."""
    headers = {name: value for name, value in answer.headers.items() if name in KEPT_HEADERS_OF_ANSWERS}
    return {"status": answer.status, "headers": headers, "size": answer.size, "seconds": answer.seconds}


def recalled_answers(run: Run) -> dict[str, Answer]:
    """Every answer of a run that is no page, by address."""
    from audit.models.visit import unpacked

    rows = (
        Visit.objects.filter(run=run, is_asked=True, is_page=False).order_by("pk").values_list("url", "seen")
    )
    return {url: Answer(url, **unpacked(seen)) for url, seen in rows}
