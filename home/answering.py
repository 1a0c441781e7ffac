"""The form a visitor fills in, on our page or on a front end's: one definition, one validation."""

import json
from hashlib import blake2b
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy as _

from wagtail.contrib.forms.forms import BaseForm, FormBuilder

from headless import antispam
from home.uploads import VisitorFileField

# A name no question can have: theirs are in snake_case.
CONSENT = "consent-given"
LONGEST_TEXT = 20_000
_UNTIMELY = {
    "missing": _("The form was sent without its token. Please send it once more."),
    "invalid": _("The token of this form is not one of ours. Please send it once more."),
    "expired": _("This form was open for too long. Please send it once more."),
    "too_fast": _("That was faster than people write. Please send it once more."),
}


class AnswerForm(BaseForm):
    """The questions of a form page, its consent, and what tells people from programs (headless.antispam).

    Once valid: `answers` is what is kept, `files` what was sent with it, `reference` the number of this answer;
    of one that `is_trapped` nothing is kept.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.page.consent_text:
            self.fields[CONSENT] = forms.BooleanField(label=self.page.consent_text)
        self.fields[antispam.HONEYPOT] = forms.CharField(
            label=_("Leave this empty"),
            required=False,
            widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
        )
        self.fields[antispam.TOKEN] = forms.CharField(
            required=False,
            initial=lambda: antispam.issue(self.page.answers_purpose),
            widget=forms.HiddenInput,
        )
        self.is_trapped, self.reference = False, ""

    @property
    def honeypot(self) -> forms.BoundField:
        return self[antispam.HONEYPOT]

    @property
    def questions(self) -> list[forms.BoundField]:
        """What a person sees and fills in."""
        return [field for field in self.visible_fields() if field.name != antispam.HONEYPOT]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.is_trapped = bool(cleaned.pop(antispam.HONEYPOT, ""))
        try:
            self.reference = antispam.reference_of(cleaned.pop(antispam.TOKEN, ""), self.page.answers_purpose)
        except antispam.Untimely as untimely:
            self.add_error(None, ValidationError(_UNTIMELY[untimely.code], code=untimely.code))
            self.hand_out_again(untimely.code)
        return cleaned

    def hand_out_again(self, code: str) -> None:
        """Print the form with another token, unless it only has to grow older."""
        if code != "too_fast":
            self.data = self.data.copy()
            self.data[antispam.TOKEN] = antispam.issue(self.page.answers_purpose)

    @property
    def uploads(self) -> dict[str, UploadedFile]:
        return {name: value for name, value in self.cleaned_data.items() if isinstance(value, UploadedFile)}

    @property
    def answers(self) -> dict[str, Any]:
        """What is kept as words: of a file its name, of the consent what was consented to."""
        kept = dict(self.cleaned_data) | {name: file.name for name, file in self.uploads.items()}
        return kept | ({CONSENT: self.page.consent_text} if CONSENT in kept else {})

    @property
    def fingerprint(self) -> str:
        """The same for the same answer, words and files."""
        words = json.dumps(self.answers, cls=DjangoJSONEncoder, sort_keys=True)
        digest = blake2b(words.encode(), digest_size=16)
        for name, file in self.uploads.items():
            file.seek(0)
            digest.update(name.encode())
            for chunk in file.chunks():
                digest.update(chunk)
        return digest.hexdigest()


class AnswerFormBuilder(FormBuilder):
    """Wagtail's, with files, and with an end to long texts."""

    def create_multiline_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        return super().create_multiline_field(field, {"max_length": LONGEST_TEXT, **options})

    def create_file_field(self, field: Any, options: dict[str, Any]) -> forms.Field:
        options.pop("initial", None)
        return VisitorFileField(kinds=field.kinds, megabytes=field.max_megabytes, **options)

    def get_form_class(self) -> type[AnswerForm]:
        return type("VisitorsForm", (AnswerForm,), self.formfields)
