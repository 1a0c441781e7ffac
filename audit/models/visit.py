"""An address of a run: waiting to be asked, or asked and what was seen there."""

import json
import zlib
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.models.run import Run


class Visit(models.Model):
    """The queue of a run, its memory while it works, and afterwards what the report of links reads.

    A run writes what it saw as it goes, so that a stopped one goes on where it stood, and so that a site of any size
    is held by the database and not by the process. `seen` and `told` are emptied when the run ends.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="visits")
    url = models.CharField(_("address"), max_length=2000)
    # Clicks from the home page by the shortest way; empty where no link leads.
    depth = models.PositiveSmallIntegerField(_("clicks from home"), null=True, blank=True)
    links_in = models.PositiveIntegerField(_("links to it"), default=0)
    page_id = models.BigIntegerField(_("page"), null=True, blank=True)
    page_type = models.CharField(_("page type"), max_length=100, blank=True)
    locale = models.CharField(_("language"), max_length=20, blank=True)
    is_asked = models.BooleanField(default=False)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    is_page = models.BooleanField(default=False)  # answered 200 with HTML: `seen` is a page, else an answer
    is_indexable = models.BooleanField(_("listed by search engines"), default=False)
    title = models.CharField(_("title"), max_length=500, blank=True)
    seen = models.BinaryField(default=b"", editable=False)
    told = models.BinaryField(default=b"", editable=False)  # what the API told of it

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["run", "url"], name="visit_once_a_run")]
        indexes = [models.Index(fields=["run", "page_id"], name="visit_of_page")]

    def __str__(self) -> str:
        return self.url


def packed(value: Any) -> bytes:
    """A JSON value as `Visit` keeps it; a page's facts are a few kilobytes."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def unpacked(data: bytes | memoryview) -> Any:
    return json.loads(zlib.decompress(data))
