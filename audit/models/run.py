"""One audit of one site: when, how much of it, what came of it."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SILENCE = timedelta(minutes=10)  # after which a process that says nothing is gone
KEPT_RUNS = 90  # of each site; a nightly audit is remembered for three months


class RunQuerySet(models.QuerySet["Run"]):
    def finished(self) -> "RunQuerySet":
        return self.filter(state=Run.State.FINISHED)

    def on_the_way(self) -> "RunQuerySet":
        """Waiting, or at work: its process has given a sign of life lately."""
        lately = timezone.now() - SILENCE
        return self.filter(Q(state=Run.State.WAITING) | Q(state=Run.State.RUNNING, alive_at__gt=lately))

    def deserted(self) -> "RunQuerySet":
        """What nobody works on: never begun, or cut off with its process. One that somebody stopped stays stopped."""
        lately = timezone.now() - SILENCE
        return self.filter(
            Q(state=Run.State.WAITING) | Q(state=Run.State.RUNNING, alive_at__lte=lately), source=""
        )

    def resumable(self) -> "RunQuerySet":
        """Begun and not ended: stopped by somebody, cut off with its process, or failed. What was seen is kept."""
        return self.filter(state__in=(Run.State.RUNNING, Run.State.STOPPED, Run.State.FAILED))


class Run(models.Model):
    """An audit of a whole site. What looks at a part of it only is printed and not kept."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for the worker")
        RUNNING = "running", _("running")
        STOPPED = "stopped", _("stopped")
        FINISHED = "finished", _("finished")
        FAILED = "failed", _("failed")

    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="audits", verbose_name=_("site")
    )
    # Empty for the application asked inside its own process.
    source = models.URLField(_("asked at"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    version = models.CharField(_("version"), max_length=40, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    is_nightly = models.BooleanField(_("nightly"), default=False, editable=False)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now, editable=False)
    started_at = models.DateTimeField(_("started"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True, editable=False)
    # Of a run that works: when it last wrote, so that one whose process is gone can be told.
    alive_at = models.DateTimeField(null=True, blank=True, editable=False)
    seconds = models.FloatField(_("seconds of work"), default=0)
    addresses = models.PositiveIntegerField(_("addresses"), default=0)
    errors = models.PositiveIntegerField(_("errors"), default=0)
    warnings = models.PositiveIntegerField(_("warnings"), default=0)
    ideas = models.PositiveIntegerField(_("ideas"), default=0)
    ignored = models.PositiveIntegerField(_("ignored"), default=0)
    new_errors = models.PositiveIntegerField(_("new errors"), default=0)
    unmeasured = models.JSONField(_("not measured"), default=list, blank=True)  # codes of checks
    failure = models.TextField(_("what went wrong"), blank=True)
    # What the next audit compares with; kept of the last one only.
    snapshot = models.BinaryField(default=b"", editable=False)

    objects: ClassVar[RunQuerySet] = RunQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("audit")
        verbose_name_plural = _("audits")
        ordering = ["-pk"]
        default_permissions = ("view", "add")

    def __str__(self) -> str:
        return f"{self.site} {timezone.localtime(self.created_at):%Y-%m-%d %H:%M}"

    @classmethod
    def latest(cls, site_id: int) -> "Run | None":
        """The last audit of a site that came to its end."""
        return cls.objects.finished().filter(site_id=site_id).first()

    def count(self) -> None:
        """Set the counts from the faults this run found. What somebody decided to live with counts apart."""
        from audit.models import Fault

        found = Fault.objects.found_by(self).with_decisions()
        levels = dict(
            found.filter(is_ignored=False).values_list("level").annotate(count=models.Count("pk")).order_by()
        )
        self.errors, self.warnings, self.ideas = (
            levels.get(level, 0) for level in (Fault.Level.ERROR, Fault.Level.WARNING, Fault.Level.IDEA)
        )
        self.ignored = found.filter(is_ignored=True).count()
        self.new_errors = found.filter(is_ignored=False, level=Fault.Level.ERROR, first_run=self).count()

    def recount(self) -> None:
        """Count again after somebody decided something."""
        self.count()
        self.save(update_fields=["errors", "warnings", "ideas", "ignored", "new_errors"])

    def prune(self) -> None:
        """Forget what is older than the history goes, and the visits of every audit but this one."""
        from audit.models import Fault, Visit

        others = Run.objects.filter(site=self.site_id, pk__lt=self.pk)
        Visit.objects.filter(run__in=others).delete()
        others.exclude(snapshot=b"").update(snapshot=b"")
        Run.objects.filter(
            pk__in=list(others.filter(pk__lt=self.pk).values_list("pk", flat=True)[KEPT_RUNS - 1 :])
        ).delete()
        Fault.objects.of_site(self.site_id).mended_before(self).delete()
