"""An audit from beginning to end: crawl, gather, judge, keep."""

import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import batched
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from audit import evidence
from audit.crawl import Crawl, Source, Stopped, recalled_answers
from audit.evidence import Heads
from audit.memory import Pages, Told
from audit.models import Fault, Run, Visit
from audit.models.visit import packed, unpacked
from audit.truth import Known
from cms import locales
from cms.models import Organization
from seo.audit import Finding, Level, SiteSeen, Snapshot, audit, snapshot, unmeasured
from seo.languages import bcp47
from seo.robots_txt import RobotsTxt

AGENT = "Googlebot"  # by whose rules the crawl goes: the site is judged by what it shows to search engines
SAVED_AT_ONCE = 500
SIGN_OF_LIFE = 20.0  # seconds

Progress = Callable[[str, int, int], None]


class Audit:
    """One run over one site. Called with the same run again, it goes on where it stood.

    `on_progress(phase, done, of)` is called often; `must_stop()` is asked after each batch.
    """

    def __init__(
        self,
        run: Run,
        source: Source,
        *,
        known: Known | None,
        limit: int | None = None,
        on_progress: Progress = lambda phase, done, of: None,
        must_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.run, self.source, self.limit = run, source, limit
        self.known = known or Known()
        self._on_progress, self.must_stop = on_progress, must_stop
        self._told_at = 0.0
        self.unmeasured: list[str] = []  # codes, once judged

    def on_progress(self, phase: str, done: int, of: int) -> None:
        """Tell whoever watches; and now and then the database that this process lives."""
        self._on_progress(phase, done, of)
        if time.monotonic() - self._told_at > SIGN_OF_LIFE:
            self._told_at = time.monotonic()
            Run.objects.filter(pk=self.run.pk).update(alive_at=timezone.now())

    def look(self) -> SiteSeen:
        """Everything the checks read, gathered. Raises Stopped; what was seen until then is kept."""
        site = self._blank()
        evidence.read_machine_files(site, self.source)
        rules = RobotsTxt.parse(site.robots.text if site.robots and site.robots.status == 200 else "")
        crawl = Crawl(
            self.run,
            self.source,
            known=self.known.pages,
            may_follow=lambda url: self.source.may_ask(url) and rules.decide(AGENT, path_of(url)).allowed,
            limit=self.limit,
            on_progress=lambda done, of: self.on_progress("crawl", done, of),
            must_stop=self.must_stop,
        )
        crawl.go([*evidence.listed_in(site.sitemaps), *sorted(self.known.truth.indexable or ())])
        site.pages = Pages(self.run)  # type: ignore[assignment] - a mapping that reads as it is asked
        site.answers = recalled_answers(self.run)
        evidence.read_feeds(site, self.source, self.known.product_feeds)
        evidence.make_probes(
            site,
            self.source,
            lambda done, of: self.on_progress("probes", done, of),
            self.must_stop,
            is_part=self.limit is not None,
        )
        if self.known.pages:
            evidence.ask_heads(
                self.run, self.source, lambda done, of: self.on_progress("api", done, of), self.must_stop
            )
            told = Told(self.run)
            told.further = evidence.ask_verdicts(site, self.source)
            site.heads, site.resolved = Heads(told), told  # type: ignore[assignment]
        return site

    def _blank(self) -> SiteSeen:
        ours = bool(self.known.pages)
        return SiteSeen(
            root=f"{self.source.root}/",
            name=Organization.for_site(self.run.site).name if ours else "",
            locales=tuple(map(bcp47, locales.roots(self.run.site_id))) if ours else (),
            is_production=settings.INDEXABLE or not (self.source.is_live and ours),
            is_served=self.source.is_live,
            at=timezone.now(),
            indexnow_key=self.known.indexnow_key,
            hosts_api=frozenset(_back_end_hosts(self.source.root)),
            truth=self.known.truth,
            previous=self._previous(),
        )

    def _previous(self) -> Snapshot | None:
        before = Run.latest(self.run.site_id)
        return Snapshot.from_dict(unpacked(before.snapshot)) if before and before.snapshot else None

    # Judging --------------------------------------------------------------------------------------------

    def judge(self, site: SiteSeen) -> Iterator[Finding]:
        """What the checks find, page after page."""
        with translation.override(settings.LANGUAGE_CODE):
            for number, finding in enumerate(audit(site)):
                if number % 100 == 0:
                    self.on_progress("judge", number, number)
                yield finding
        self.unmeasured = unmeasured(site)

    def keep(self, site: SiteSeen, findings: list[Finding]) -> None:
        """Write what was found beside what earlier runs found, count, and forget what is old. One transaction: the
        report shows this run or the one before, never half of one."""
        links = Counter(
            url
            for page in site.pages.values()
            for url in {link.url for link in page.links if link.url != page.url}
        )
        main = {page.url for page in site.main_pages()}
        errors = [finding for finding in findings if finding.level == Level.ERROR]
        remembered = packed(snapshot(site, errors).as_dict())
        with transaction.atomic():
            self._save_faults(findings)
            self._save_links(links, main)
            run = self.run
            run.state, run.finished_at = Run.State.FINISHED, timezone.now()
            run.snapshot = remembered
            run.unmeasured = self.unmeasured
            run.count()
            run.save()
            # Last: until here pages are read from their rows.
            Visit.objects.filter(run=run).update(seen=b"", told=b"")
            run.prune()

    def _save_faults(self, findings: Iterable[Finding]) -> None:
        now = timezone.now()
        rows: dict[str, Fault] = {}
        for finding in findings:
            page = self.known.page_at(finding.url)
            key = Fault.key_of(finding.code, finding.url, finding.node, finding.message)
            rows[key] = Fault(
                site_id=self.run.site_id,
                key=key,
                code=finding.code,
                level=finding.level,
                url=finding.url[:2000],
                page_id=page.pk if page else None,
                page_type=page.type if page else "",
                locale=page.language if page else "",
                message=finding.message,
                node=finding.node[:500],
                first_run=self.run,
                last_run=self.run,
                first_seen_at=now,
                last_seen_at=now,
            )
        for some in batched(rows.values(), SAVED_AT_ONCE, strict=False):
            Fault.objects.bulk_create(
                some,
                update_conflicts=True,
                unique_fields=["site", "key"],
                update_fields=["level", "page_id", "page_type", "locale", "last_run", "last_seen_at"],
            )

    def _save_links(self, links: Counter[str], main: set[str]) -> None:
        rows = Visit.objects.filter(run=self.run).order_by("pk").only("pk", "url", "links_in", "is_indexable")
        last = 0
        while chunk := list(rows.filter(pk__gt=last)[:SAVED_AT_ONCE]):
            for visit in chunk:
                visit.links_in, visit.is_indexable = links[visit.url], visit.url in main
            Visit.objects.bulk_update(chunk, ["links_in", "is_indexable"])
            last = chunk[-1].pk


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _back_end_hosts(root: str) -> Iterator[str]:
    """Names under which the application knows itself and readers do not."""
    own = urlsplit(root).hostname
    for name in ("localhost", "127.0.0.1", *settings.ALLOWED_HOSTS):
        bare = name.lstrip(".")
        if bare != own and "*" not in name and not (own or "").endswith(f".{bare}") and f"www.{own}" != bare:
            yield bare


@contextmanager
def working(run: Run) -> Iterator[None]:
    """The run marked as running, and afterwards as what became of it, with the time it took added up."""
    begun = time.monotonic()
    run.state, run.failure = Run.State.RUNNING, ""
    run.started_at = run.started_at or timezone.now()
    run.alive_at = timezone.now()
    run.version = _version()
    run.save()
    try:
        yield
    except Stopped:
        run.state = Run.State.STOPPED
        raise
    except Exception as error:
        run.state, run.failure = Run.State.FAILED, f"{type(error).__name__}: {error}"
        raise
    finally:
        Run.objects.filter(pk=run.pk).update(
            state=run.state, failure=run.failure, seconds=run.seconds + time.monotonic() - begun
        )


def _version() -> str:
    project = tomllib.loads((settings.ROOT / "pyproject.toml").read_text())["project"]
    return project["version"]
