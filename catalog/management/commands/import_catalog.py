"""manage.py import_catalog FILE --map MAP: products from JSON, JSON Lines, CSV or TSV. See docs/import.md."""

import signal
import sys
from argparse import ArgumentParser
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wagtail.models import Site

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from catalog.importing.map_files import find_map, load_map
from catalog.importing.pictures import PictureFolder
from catalog.importing.problems import ImportRefused
from catalog.importing.run import Importer, Options
from catalog.models import CategoryPage
from cms.models import Page


class Command(BaseCommand):
    help = "Import products from a JSON, JSON Lines, CSV or TSV file, as a map says. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--map", required=True, help="a TOML file, or the name of a shipped map")
        parser.add_argument(
            "--under", default="", help="path of the page to import below (the home page of the default site)"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument(
            "--publish", action="store_true", help="publish new products; else they are drafts"
        )
        parser.add_argument("--pictures", type=Path, help="the folder that holds the pictures the file names")
        parser.add_argument("--report", type=Path, help="write every problem to this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console()
        try:
            chosen = Options(
                file=options["file"],
                map=load_map(find_map(options["map"])),
                under=find_page(options["under"]),
                publish=options["publish"],
                dry_run=options["dry_run"],
                pictures=PictureFolder(options["pictures"]) if options["pictures"] else None,
                report=options["report"],
            )
            with _progress() as tick, _interruptible() as stop:
                report = Importer(chosen, tick, stop).run()
        except ImportRefused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        with console.capture() as printed:
            report.print(console, chosen.dry_run)
        self.stdout.write(printed.get())
        if report.stopped:
            raise CommandError("The file was not read to its end.")


def find_page(path: str) -> Page:
    """The page of the default site at `path`; products can be imported below home pages and categories."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        raise ImportRefused("There is no default site yet. Run migrate first.")
    root = Page.objects.get(pk=site.root_page_id)
    parts = [part for part in path.split("/") if part]
    url_path = root.url_path + "".join(f"{part}/" for part in parts)
    page = Page.objects.filter(url_path=url_path).first()
    if page is None:
        raise ImportRefused(f"--under: there is no page at /{'/'.join(parts)}/.")
    if parts and not issubclass(page.specific_class, CategoryPage):
        raise ImportRefused(f"--under: “{page.title}” is not a category.")
    return page


@contextmanager
def _progress() -> Any:
    """A bar on a terminal; nothing where the output is a file."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
        transient=True,
    ) as progress:
        tasks: dict[str, Any] = {}

        def tick(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done, total=total)

        yield tick


@contextmanager
def _interruptible() -> Any:
    """The first Ctrl-C lets the chunk in hand finish, the second one breaks off."""
    asked = False

    def handle(number: int, frame: Any) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        sys.stderr.write("\nFinishing this chunk. Press again to break off at once.\n")

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
