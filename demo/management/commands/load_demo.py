"""Build the demo shop."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from rich.console import Console
from rich.progress import Progress

from demo import pictures
from demo.content import picture_names
from demo.loading import DemoShop


class Command(BaseCommand):
    help = "Builds the demo shop, Keeper's Supply. What exists is left as it is: run it again at any time."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--no-renditions", action="store_true", help="Let the first visitor wait for picture sizes."
        )

    def handle(self, *args: Any, no_renditions: bool, **options: Any) -> None:
        console = Console(quiet=options["verbosity"] < 1)
        pictures.picture.cache_clear()
        with Progress(console=console, transient=True) as progress:
            drawing = progress.add_task("Drawing pictures", total=len(picture_names()))
            library = []
            for name in picture_names():
                library.append((name, pictures.picture(name)))
                progress.advance(drawing)
            if not no_renditions:
                sizes = progress.add_task("Making picture sizes", total=len(library))
                pictures.render(library, lambda: progress.advance(sizes))
            building = progress.add_task("Building pages", total=None)
            with transaction.atomic():
                DemoShop(
                    lambda step: progress.update(building, description=f"Building pages: {step}")
                ).build()
        if connection.vendor == "sqlite":
            call_command("wagtail_update_index", verbosity=0)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        console.print(f"The demo shop stands at {settings.PUBLIC_URL}/")
