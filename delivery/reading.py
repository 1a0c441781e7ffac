"""How far each consumer has read the change log, what it could not take, and when periodic jobs last began."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_TRIES = 8
FIRST_PAUSE = timedelta(
    seconds=10
)  # doubled at every failure: the eighth try comes 21 minutes after the first


class Consumer(models.Model):
    """One function of CHANGE_CONSUMERS, by its dotted name. It has taken every change up to `position`, but for those
    set aside as `Undelivered`."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    position = models.BigIntegerField(_("position"), default=0)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    retry_at = models.DateTimeField(_("tried again"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("consumer of changes")
        verbose_name_plural = _("consumers of changes")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    def has_taken(self, position: int) -> None:
        self.position, self.failures, self.retry_at, self.error = position, 0, None, ""
        self.save()

    def has_failed(self, error: Exception) -> None:
        pause = FIRST_PAUSE * 2**self.failures
        self.failures += 1
        self.retry_at = timezone.now() + pause
        self.error = said(error)
        self.save()


class Undelivered(models.Model):
    """A change set aside after a consumer has failed with it MOST_TRIES times, so that the next ones are not held up.
    Tried again every hour, and kept with its change until it is taken."""

    change = models.ForeignKey("delivery.Change", on_delete=models.CASCADE, related_name="undelivered")
    consumer = models.ForeignKey(Consumer, on_delete=models.CASCADE, related_name="undelivered")
    error = models.TextField(_("error"))
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("undelivered change")
        verbose_name_plural = _("undelivered changes")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["change", "consumer"], name="set_aside_once_per_consumer")
        ]

    def __str__(self) -> str:
        return f"{self.change}: {self.consumer}"


class Pruned(models.Model):
    """One row: up to which position changes may have been forgotten. Who stood before it has missed some."""

    position = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.position)

    @classmethod
    def reaches(cls) -> int:
        return cls.objects.values_list("position", flat=True).first() or 0


class Job(models.Model):
    """When a periodic job last began, whichever worker ran it."""

    name = models.CharField(max_length=200, unique=True)
    began_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


def said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]
