"""What happens to an answer a visitor sends: it is kept, then mailed to the editors, and can be exported."""

import logging
from typing import Any

from django import forms
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models

from wagtail.contrib.forms.forms import WagtailAdminFormPageForm

from cms.editing import OwnMarkupFields, PageForm, PermittedFields
from seo.videos import clips_problem

logger = logging.getLogger(__name__)

# A cell that begins so is run as a formula by spreadsheet programs (OWASP: "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class FormPageForm(OwnMarkupFields, PermittedFields, WagtailAdminFormPageForm):
    pass


class VideoForm(PageForm):
    """Looks at all clips together: each row by itself does not know the others."""

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        rows = (
            [form.cleaned_data for form in self.formsets["clips"].ordered_forms]
            if "clips" in self.formsets
            else []
        )
        problem = clips_problem([(row["start"], row.get("end")) for row in rows], self.instance.duration)
        if problem:
            self.add_error(None, problem)
        return not problem


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


def safe_cell(value: Any) -> Any:
    """A cell of a CSV that no spreadsheet program runs."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def submissions_view() -> type:
    """Wagtail's list of answers, with a CSV that does not run in a spreadsheet.

    Made when it is asked for: Wagtail's views cannot be imported while models are being made.
    """
    from wagtail.contrib.forms.views import SubmissionsListView

    class SafeSubmissionsListView(SubmissionsListView):
        def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
            cell = super().preprocess_field_value(field, value, export_format)
            return safe_cell(cell) if export_format == self.FORMAT_CSV else cell

        def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
            """The names of files lead to them."""
            context = super().get_context_data(**kwargs)
            if not self.is_export and self.form_page.has_files:
                self._link_files(context["data_rows"])
            return context

        def _link_files(self, rows: list[dict[str, Any]]) -> None:
            names = [name for name, _label in self.form_page.get_data_fields()]
            links = self.form_page.file_links([row["model_id"] for row in rows])
            for row in rows:
                found = links.get(row["model_id"], {})
                row["fields"] = [
                    found.get(name, cell) for name, cell in zip(names, row["fields"], strict=True)
                ]

    return SafeSubmissionsListView
