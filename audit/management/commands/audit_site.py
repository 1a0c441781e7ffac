"""`manage.py audit_site`: crawl a site, check it, say what is wrong, and fail where it must."""

import logging
import signal
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.http.request import validate_host

from wagtail.models import Site

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from audit import printing
from audit.asking import Application
from audit.auditing import Audit, working
from audit.crawl import Source, Stopped
from audit.live import LiveSite
from audit.models import Ignored, Run
from audit.starting import tell
from audit.truth import Known, known_of
from seo.audit import CHECKS, Finding, Level

INTERRUPTED = 130  # what a shell says of Ctrl-C
FAILING = {"error": {Level.ERROR}, "warning": {Level.ERROR, Level.WARNING}, "never": set()}
PHASES = {"crawl": "addresses", "api": "heads of the API", "probes": "probes", "judge": "findings"}


class Command(BaseCommand):
    help = (
        "Crawls a site from its home page and sitemap, inside this process or at a live address, and asks every check. "
        "Exits 1 when something of the level --fail-on is found."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="address", metavar="URL", help="a live address, over the network")
        parser.add_argument("--site", metavar="HOST", help="one site of ours (default: the default site)")
        parser.add_argument("--limit", type=int, metavar="N", help="only the first N addresses; kept nowhere")
        parser.add_argument(
            "--code", action="append", metavar="CODE", help="only these checks, e.g. seo-48; kept nowhere"
        )
        parser.add_argument("--resume", action="store_true", help="go on with the audit that was stopped")
        parser.add_argument("--json", action="store_true", dest="as_json", help="findings as JSON lines")
        parser.add_argument("--csv", action="store_true", dest="as_csv", help="findings as CSV")
        parser.add_argument(
            "--fail-on", choices=("error", "warning", "never"), default="error", help="default: error"
        )
        parser.add_argument("--run", type=int, metavar="ID", help="an audit asked for in the admin")

    def handle(self, *args: Any, **options: Any) -> None:
        codes = set(options["code"] or CHECKS)
        if unknown := codes - CHECKS.keys():
            raise CommandError(f"No check is called {', '.join(sorted(unknown))}; they are seo-01 to seo-68.")
        site, source, known = self._asked(options)
        run = self._run(site, options)
        is_part = bool(options["limit"] or options["code"] or not known.pages)
        try:
            with self._progress(options) as show, stop_asked() as must_stop, quiet(), working(run):
                audit = Audit(
                    run, source, known=known, limit=options["limit"], on_progress=show, must_stop=must_stop
                )
                seen = audit.look()
                findings = list(audit.judge(seen))
                if not is_part:
                    audit.keep(seen, findings)
                    tell(run)
        except Stopped:
            self.stderr.write("Stopped. Go on with: manage.py audit_site --resume")
            sys.exit(INTERRUPTED)
        if is_part:
            run.delete()
        wanted, ignored = self._sorted_out(findings, site, known, codes)
        report = printing.Report(wanted, ignored, run, audit.unmeasured)
        form = "json" if options["as_json"] else "csv" if options["as_csv"] else "text"
        report.write(self.stdout, form)
        if any(finding.level in FAILING[options["fail_on"]] for finding in wanted):
            sys.exit(1)

    def _sorted_out(
        self, findings: list[Finding], site: Site, known: Known, codes: set[str]
    ) -> tuple[list[Finding], int]:
        """The findings asked for without those somebody decided to live with, and how many those are."""
        decided = set(Ignored.objects.filter(site=site).values_list("code", "page", "url"))
        wanted = [finding for finding in findings if finding.code in codes]
        kept = [
            finding
            for finding in wanted
            if (finding.code, None, finding.url) not in decided
            and (finding.code, getattr(known.page_at(finding.url), "pk", 0), "") not in decided
        ]
        return kept, len(wanted) - len(kept)

    # What is asked for ----------------------------------------------------------------------------------

    def _asked(self, options: dict[str, Any]) -> tuple[Site, Source, Known]:
        site = self._site(options["site"])
        address = options["address"]
        if not address:
            host = site.hostname
            if not settings.DEBUG and not validate_host(host, settings.ALLOWED_HOSTS):
                raise CommandError(
                    f"ALLOWED_HOSTS does not name {host}, so nothing here answers for that site."
                )
            return site, Application(site), known_of(site)
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise CommandError("--from wants an address such as https://shop.example")
        is_ours = f"{parts.scheme}://{parts.netloc}" == site.root_url
        return site, LiveSite(address, is_ours=is_ours), known_of(site) if is_ours else Known()

    def _site(self, name: str | None) -> Site:
        sites = Site.objects.select_related("root_page")
        site = sites.filter(hostname=name).first() if name else sites.filter(is_default_site=True).first()
        if site is None:
            raise CommandError(f"No site is called {name}." if name else "There is no default site.")
        return site

    def _run(self, site: Site, options: dict[str, Any]) -> Run:
        if options["run"]:
            return Run.objects.select_related("site").get(pk=options["run"])
        if options["resume"]:
            run = Run.objects.resumable().select_related("site").filter(site=site).first()
            if run is None:
                raise CommandError("There is no audit to go on with.")
            return run
        return Run.objects.create(site=site, source=options["address"] or "")

    # How it looks ---------------------------------------------------------------------------------------

    @contextmanager
    def _progress(self, options: dict[str, Any]) -> Iterator[Callable[[str, int, int], None]]:
        """A line that moves, on the error stream, so that findings can be piped."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        console = Console(file=self.stderr, quiet=options["verbosity"] == 0)
        with Progress(*columns, console=console, transient=True) as progress:
            tasks = {
                name: progress.add_task(words, total=None, visible=False) for name, words in PHASES.items()
            }

            def show(phase: str, done: int, of: int) -> None:
                progress.update(tasks[phase], completed=done, total=of, visible=True)

            yield show


@contextmanager
def stop_asked() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C or SIGTERM came meanwhile. The second Ctrl-C ends at once."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return

    def ask(number: int, _frame: Any) -> None:
        asked.set()
        signal.signal(number, before[number])

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, ask)
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def quiet() -> Iterator[None]:
    """Without a line for every address that is rightly missing."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
