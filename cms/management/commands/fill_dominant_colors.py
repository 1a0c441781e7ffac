"""Find the colour of pictures that were uploaded before there was one."""

from itertools import batched
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cms import changes
from cms.colours import dominant_color
from cms.models import Picture


class Command(BaseCommand):
    help = "Look at every picture without a dominant colour and keep the one it has."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for ids in batched(Picture.objects.filter(dominant_color="").values_list("pk", flat=True), 100):
            found += self._fill(list(Picture.objects.filter(pk__in=ids)))
        self.stdout.write(f"{found} pictures have a colour now.")

    @staticmethod
    def _fill(pictures: list[Picture]) -> int:
        for picture in pictures:
            picture.dominant_color = dominant_color(picture.file)
        coloured = [picture for picture in pictures if picture.dominant_color]
        with transaction.atomic():
            Picture.objects.bulk_update(coloured, ["dominant_color"])
            if coloured:
                changes.record_users(Picture.objects.filter(pk__in=[one.pk for one in coloured]))
        return len(coloured)
