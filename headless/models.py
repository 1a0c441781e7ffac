"""What a bearer token may do, and until when; what it was answered."""

from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail.models import APIToken

from headless.jobs.models import BulkJob, BulkPart, BulkRow
from headless.preview.front_end import FrontEnd
from headless.preview.models import LiveDraft, PreviewToken

__all__ = [
    "BulkJob",
    "BulkPart",
    "BulkRow",
    "FrontEnd",
    "KeptAnswer",
    "LiveDraft",
    "PreviewToken",
    "TokenPolicy",
]


class TokenPolicy(models.Model):
    """The scopes of a token and its last moment. A token without one has no scope."""

    token = models.OneToOneField(
        APIToken, on_delete=models.CASCADE, related_name="policy", verbose_name=_("token")
    )
    scopes = models.JSONField(_("scopes"), default=list, blank=True)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)

    class Meta:
        verbose_name = _("token policy")
        verbose_name_plural = _("token policies")

    def __str__(self) -> str:
        return f"{self.token}: {' '.join(self.scopes)}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()


class KeptAnswer(models.Model):
    """What a token was answered to a write with a key; `status` is null while the write goes on."""

    token = models.ForeignKey(APIToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_key")]

    @property
    def is_success(self) -> bool:
        return self.status is not None and self.status < 400

    @property
    def as_response(self) -> HttpResponse:
        headers = {**self.headers, "Idempotent-Replayed": "true"}
        return HttpResponse(bytes(self.body), status=self.status, headers=headers)
