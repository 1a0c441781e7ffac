"""Count what crawlers fetched, from the web server's access logs."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wagtail.models import Site

from visits.ingest import LogInUse, Reading, ingest, open_log


class Command(BaseCommand):
    help = (
        "Reads access logs (nginx JSON, or the combined format; gzip is unpacked; - is the standard input) and counts "
        "what crawlers fetched. A log that was read before is gone on with where it was left; run it as often as you "
        "like. Readers' visits and all addresses are forgotten at once."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("logs", nargs="+", metavar="LOG")
        parser.add_argument("--site", metavar="HOST", help="The site of logs that name no host.")

    def handle(self, *args: Any, logs: list[str], site: str | None, **options: Any) -> None:
        chosen = None
        if site is not None:
            chosen = Site.objects.select_related("root_page").filter(hostname=site).first()
            if chosen is None:
                raise CommandError(f"No site has the host “{site}”.")
        for name in logs:
            self._read(name, chosen)

    def _read(self, name: str, site: Site | None) -> None:
        def show(reading: Reading) -> None:
            self.stderr.write(
                f"\r{name}: {reading.lines:,} lines, {reading.visits:,} crawler visits", ending=""
            )

        try:
            if name == "-":
                reading = ingest(sys.stdin.buffer, "standard input", site=site, progress=show)
            else:
                with open_log(Path(name)) as stream:
                    reading = ingest(stream, Path(name).name, site=site, progress=show)
        except (OSError, EOFError, LogInUse, LookupError) as error:
            raise CommandError(f"{name}: {error}") from error
        except KeyboardInterrupt as stopped:
            raise CommandError(f"{name}: stopped; run it again to go on where it was.") from stopped
        self.stderr.write("")
        self.stdout.write(self._sum(name, reading))

    def _sum(self, name: str, reading: Reading) -> str:
        said = [
            f"{name}: {reading.lines:,} new lines, {reading.visits:,} crawler visits, "
            f"{reading.readers:,} of readers (not kept), {reading.not_understood:,} not understood"
        ]
        if reading.again and not reading.lines:
            said = [f"{name}: nothing new"]
        said += [f"  line {number}: {why}" for number, why in reading.refused]
        return "\n".join(said)
