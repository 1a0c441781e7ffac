"""Tags a cache is still to be told of."""

from django.db import models
from django.utils import timezone


class PurgedTag(models.Model):
    """One cache tag that no longer holds; gone once the cache has confirmed it."""

    tag = models.CharField(max_length=200, unique=True)
    asked = models.PositiveIntegerField(default=0)  # grows with every change: see delivery.indexnow.models
    asked_when_claimed = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    claim = models.CharField(max_length=32, blank=True, db_index=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.tag
