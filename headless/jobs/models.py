"""Jobs of bulk writes: what was sent, how far it is, what became of every row."""

import json
import zlib
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from delivery.webhooks.models import Event
from delivery.webhooks.queue import announce

PART = 100  # rows of one transaction
# A row of a job: its number from 0, what was sent, and why that could not be read.
Sent = tuple[int, Any, str]


class BulkJobQuerySet(models.QuerySet["BulkJob"]):
    def seen_by(self, user: Any) -> "BulkJobQuerySet":
        """Everybody's own; an administrator's are all."""
        return self if user.is_superuser else self.filter(owner=user)

    def finished(self) -> "BulkJobQuerySet":
        return self.exclude(state__in=BulkJob.OPEN)


class BulkJob(models.Model):
    """One bulk write. Its owner's rights hold for every row, its token's `scope` for stopping it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waits")
        RUNNING = "running", _("at work")
        SUCCEEDED = "succeeded", _("done")
        PARTIAL = "partial", _("done, but for some rows")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("stopped")

    OPEN = (State.QUEUED, State.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    options = models.JSONField(_("options"), default=dict)
    dry_run = models.BooleanField(_("dry run"), default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("asked by"),
    )
    scope = models.CharField(max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    cancel_asked = models.BooleanField(default=False)
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    counts = models.JSONField(_("outcome"), default=dict)
    warnings = models.JSONField(_("warnings"), default=list)
    # What a kind remembers between two steps of what follows the rows.
    notes = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("asked"), default=timezone.now, db_index=True)
    started_at = models.DateTimeField(_("begun"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    # Who works on it, and when that was last seen; whoever finds another name here has lost it.
    runner = models.CharField(max_length=32, blank=True)
    alive_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = BulkJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk write")
        verbose_name_plural = _("bulk writes")
        ordering = ["-created_at", "pk"]
        default_permissions = ("view",)
        permissions = [("cancel_bulkjob", "Can stop bulk writes")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def eta(self) -> Any:
        """When it will be done if it goes on as it did; None while that cannot be said."""
        if self.state != self.State.RUNNING or not self.done or self.started_at is None:
            return None
        elapsed = timezone.now() - self.started_at
        return timezone.now() + elapsed * (max(0, self.total - self.done) / self.done)

    def count(self, status: str, by: int = 1) -> None:
        self.counts[status] = self.counts.get(status, 0) + by

    def warn(self, text: str) -> None:
        self.warnings = [*self.warnings, text]

    def end(self, state: str = "") -> None:
        """Over: as `state` says, else as its rows went. What was sent is forgotten."""
        failed = self.counts.get("failed", 0)
        if not state:
            state = self.State.SUCCEEDED if not failed else self.State.PARTIAL
            if failed and failed == self.done:
                state = self.State.FAILED
        self.state, self.finished_at, self.runner = state, timezone.now(), ""
        self.parts.all().delete()
        self.save()
        self._tell()

    def _tell(self) -> None:
        """Tell webhooks that it is over, and how it went."""
        outcome = {"state": str(self.state), "dry_run": self.dry_run, "counts": self.counts}
        announce(Event.JOB_FINISHED, {"kind": "job", "id": str(self.pk), "job": self.kind, **outcome})

    @transaction.atomic
    def cancel(self) -> None:
        """Stop after the part in hand; what is written stays. One that nobody has begun is over at once."""
        waiting = BulkJob.objects.filter(pk=self.pk, state=self.State.QUEUED)
        now = timezone.now()
        if waiting.update(cancel_asked=True, state=self.State.CANCELLED, finished_at=now):
            self.parts.all().delete()
            self.refresh_from_db()
            self._tell()
        else:
            BulkJob.objects.filter(pk=self.pk, state=self.State.RUNNING).update(cancel_asked=True)
            self.refresh_from_db()


class BulkPart(models.Model):
    """Some rows as they were sent, until they are written."""

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    packed = models.BinaryField()

    class Meta:
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="one_part_per_number")]

    def __str__(self) -> str:
        return f"{self.job} {self.number}"

    @classmethod
    def of(cls, job: BulkJob, number: int, rows: list[Sent]) -> "BulkPart":
        said = json.dumps(rows, default=str, ensure_ascii=True)
        return cls(job=job, number=number, packed=zlib.compress(said.encode()))

    @property
    def rows(self) -> list[Sent]:
        said = zlib.decompress(bytes(self.packed))
        return [(index, row, fault) for index, row, fault in json.loads(said, parse_float=Decimal)]


class BulkRow(models.Model):
    """What became of a row."""

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="rows")
    index = models.PositiveIntegerField(_("row"))
    key = models.CharField(_("known as"), max_length=190, blank=True)
    status = models.CharField(_("outcome"), max_length=12)
    object_id = models.BigIntegerField(null=True)
    path = models.TextField(_("address"), blank=True)
    old_path = models.TextField(_("address before"), blank=True)
    redirect_created = models.BooleanField(_("redirect made"), default=False)
    errors = models.JSONField(_("errors"), default=list)

    class Meta:
        ordering = ["index"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["job", "index"], name="one_outcome_per_row")]
        indexes = [
            models.Index(fields=["job", "status", "index"], name="rows_by_outcome"),
            models.Index(fields=["job", "key"], name="rows_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.key}: {self.status}"

    @property
    def said(self) -> str:
        """What was wrong, for people."""
        return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in self.errors)


def prune() -> int:
    """Forget jobs a month after they ended; how many."""
    old = BulkJob.objects.finished().filter(finished_at__lt=timezone.now() - timedelta(days=30))
    return old.delete()[1].get("headless.BulkJob", 0)
