"""What is kept of an answer besides its words: the files sent with it and the number it was given."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.contrib.forms.models import FormSubmission

from home.uploads import NAME_MAX


class Receipt(models.Model):
    """The number of an answer, unique, so that one sent twice is kept once; and where it was sent from."""

    submission = models.OneToOneField(FormSubmission, on_delete=models.CASCADE, related_name="receipt")
    reference = models.CharField(_("reference"), max_length=32, unique=True)
    fingerprint = models.CharField(max_length=32)
    page_path = models.CharField(_("sent from"), max_length=2000, blank=True)
    locale = models.CharField(_("language"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        default_permissions = ()

    def __str__(self) -> str:
        return self.reference


class SubmittedFile(models.Model):
    """A file a visitor sent. Its bytes stand in the row: no address leads to them but the admin's, they come and go
    with their answer, in one transaction, however it is deleted."""

    submission = models.ForeignKey(FormSubmission, on_delete=models.CASCADE, related_name="files")
    question = models.CharField(_("question"), max_length=255)
    name = models.CharField(_("name"), max_length=NAME_MAX)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveIntegerField(_("size"))
    content = models.BinaryField()

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
