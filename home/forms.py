"""What happens to an answer a visitor sends: it is kept, then mailed to the editors, and can be exported."""

import logging
from typing import Any

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models

from wagtail.contrib.forms.forms import WagtailAdminFormPageForm

from cms.editing import PermittedFields

logger = logging.getLogger(__name__)

# A cell that begins so is run as a formula by spreadsheet programs (OWASP: "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class FormPageForm(PermittedFields, WagtailAdminFormPageForm):
    pass


class MailToEditors(models.Model):
    """The e-mail of an answer. No answer is lost to a mail server: it is stored before this is tried."""

    class Meta:
        abstract = True

    def send_mail(self, form: forms.Form) -> None:
        message = EmailMessage(
            subject=" ".join(f"{self.subject or self.title}".split()),
            body=self.render_email(form),
            from_email=self.from_address or settings.DEFAULT_FROM_EMAIL,
            to=[address.strip() for address in self.to_address.split(",")],
            reply_to=self.get_reply_addresses(form),
            headers={"Auto-Submitted": "auto-generated"},
        )
        try:
            message.send()
        except OSError:  # smtplib's own errors are OSErrors too
            logger.exception("The answer to form page %s is stored, but could not be mailed.", self.pk)

    def get_reply_addresses(self, form: forms.Form) -> list[str]:
        """The visitor's address: that of the first e-mail field which was filled in."""
        addresses = (
            form.cleaned_data.get(name)
            for name, field in form.fields.items()
            if isinstance(field, forms.EmailField)
        )
        return [address for address in addresses if address][:1]


def submissions_view() -> type:
    """Wagtail's list of answers, with a CSV that does not run in a spreadsheet.

    Made when it is asked for: Wagtail's views cannot be imported while models are being made.
    """
    from wagtail.contrib.forms.views import SubmissionsListView

    class SafeSubmissionsListView(SubmissionsListView):
        def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
            cell = super().preprocess_field_value(field, value, export_format)
            if (
                export_format == self.FORMAT_CSV
                and isinstance(cell, str)
                and cell.startswith(_FORMULA_STARTS)
            ):
                return f"'{cell}"
            return cell

    return SafeSubmissionsListView
