"""`manage.py write_coverage`: the table of features in docs/seo.md, from seo/coverage.py."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from seo.coverage import as_markdown

BEGIN, END = "<!-- coverage -->", "<!-- /coverage -->"


def with_table(text: str) -> str:
    """`text` with the table between its two marks. Raises ValueError where a mark is missing."""
    head, _begin, rest = text.partition(BEGIN)
    _old, end, tail = rest.partition(END)
    if not end:
        raise ValueError(f"The text has no {BEGIN} … {END}.")
    return "".join([head, BEGIN, "\n", "\n".join(as_markdown()), "\n", END, tail])


class Command(BaseCommand):
    help = "Writes the table of features in docs/seo.md from seo/coverage.py."

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(settings.ROOT) / "docs" / "seo.md"
        file.write_text(with_table(file.read_text()))
        self.stdout.write(f"{file.name}: written")
