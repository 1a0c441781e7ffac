"""`manage.py write_openapi`: the contract as a file, so that a change of it is seen in review."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string

GOLDEN = "tests/golden/openapi.json"
# By name, because imports point down and the composition root stands above us.
API = "config.api.api"


class Command(BaseCommand):
    help = "Write the delivery API's OpenAPI document."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", default=GOLDEN, help=f"the file to write (default: {GOLDEN})")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.ROOT, options["path"])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(openapi_text())
        self.stdout.write(f"{options['path']}: {path.stat().st_size} bytes")


def openapi_text() -> str:
    """The document as the golden file holds it: sorted, indented, one line at the end."""
    api = import_string(API)
    document = json.loads(json.dumps(api.get_openapi_schema()))
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
