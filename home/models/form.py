"""Forms that visitors fill in."""

from collections.abc import Collection
from functools import partial
from http import HTTPMethod, HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import (
    FORM_FIELD_CHOICES,
    AbstractFormField,
    EmailFormMixin,
    FormMixin,
    FormSubmission,
)
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from modelcluster.fields import ParentalKey

from cms.blocks import TEXT_FEATURES
from cms.cards import in_active_language
from cms.models import Page
from cms.rich_text import rich_text_data
from delivery.webhooks.models import Event
from delivery.webhooks.queue import announce
from headless import limits
from headless.problems import Refused
from home import definition, uploads
from home.answering import CONSENT, AnswerForm, AnswerFormBuilder
from home.content_schemas import FormFields
from home.forms import FormPageForm, MailToEditors, submissions_view
from home.models.answers import Receipt, SubmittedFile

# Answers an address may send in ten minutes, to all forms together.
RATE = "20/600"
MEGABYTES = 5  # of a file, where editors say nothing
_SENT_ALREADY = _("Another answer was sent with this form already. Please send this one once more.")


class FormField(AbstractFormField):
    """One question of a form."""

    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")
    field_type = models.CharField(
        _("field type"), max_length=16, choices=(*FORM_FIELD_CHOICES, ("file", _("File")))
    )
    field_type.required_on_save = True
    file_kinds = models.CharField(
        _("kinds of file"),
        max_length=120,
        blank=True,
        default=uploads.USUAL,
        help_text=_(
            "Of a question for a file, separated by commas: pdf, jpg, png, gif, webp, txt, docx, xlsx, odt."
        ),
    )
    max_megabytes = models.PositiveSmallIntegerField(
        _("largest file, in MB"),
        blank=True,
        default=MEGABYTES,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )

    panels = [*AbstractFormField.panels, FieldRowPanel(["file_kinds", "max_megabytes"])]

    def clean(self) -> None:
        super().clean()
        self.max_megabytes = self.max_megabytes or MEGABYTES
        try:
            self.file_kinds = ", ".join(uploads.kinds_named(self.file_kinds or uploads.USUAL))
        except ValidationError as error:
            raise ValidationError({"file_kinds": error}) from error

    @property
    def kinds(self) -> list[str]:
        return uploads.kinds_named(self.file_kinds or uploads.USUAL)


class SentAlready(ValidationError):
    """The token of this answer has brought another one."""

    def __init__(self) -> None:
        super().__init__(_SENT_ALREADY, code="sent_already")


class FormPage(MailToEditors, EmailFormMixin, FormMixin, Page):
    """A form: on our page taken from that page only (cms.middleware); checked, stored, mailed to the editors."""

    content_schema = FormFields
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    intro = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    thank_you = RichTextField(_("after sending"), blank=True, features=TEXT_FEATURES)
    thanks_page = models.ForeignKey(
        "cms.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("page after sending"),
        help_text=_("Where visitors are led instead of the words above, as long as everybody may read it."),
    )
    consent_text = models.CharField(
        _("consent"),
        max_length=1000,
        blank=True,
        help_text=_("What visitors must agree to before they send. Kept with every answer."),
    )
    schema_type = "ContactPage"
    own_rows = ("form_fields",)

    content_panels = [
        FormSubmissionsPanel(),
        *Page.content_panels,
        "summary",
        "intro",
        InlinePanel("form_fields", label=_("field")),
        FieldPanel("consent_text"),
        "thank_you",
        "thanks_page",
        MultiFieldPanel(
            [FieldRowPanel(["from_address", "to_address"]), "subject"], _("E-mail to the editors")
        ),
    ]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("form")

    allowed_http_methods = [*Page.allowed_http_methods, HTTPMethod.POST]
    base_form_class = api_base_form_class = FormPageForm
    form_builder = AnswerFormBuilder
    landing_page_template = "home/form_page_thanks.html"

    def clean(self) -> None:
        super().clean()
        if self.thanks_page and self.thanks_page.translation_key == self.translation_key:
            raise ValidationError({"thanks_page": _("A form cannot lead to itself.")})

    # Taking an answer ------------------------------------------------------------------------------------

    @property
    def answers_purpose(self) -> str:
        """What the token of this form is good for."""
        return f"form.{self.pk}"

    def process_form_submission(self, form: AnswerForm, **sent: str) -> FormSubmission | None:
        """Keep a valid answer, its files and where it was `sent` from, whole or not at all; mail it after that.

        One sent twice is kept once. Of one that fell into the trap nothing is kept, and its sender is not told.
        Raises SentAlready for another answer with the same token.
        """
        if form.is_trapped:
            return None
        try:
            with transaction.atomic():
                return self._keep(form, sent)
        except IntegrityError:
            receipt = Receipt.objects.select_related("submission").filter(reference=form.reference).first()
            if receipt is None:
                raise
            if receipt.fingerprint != form.fingerprint:
                raise SentAlready from None
            return receipt.submission

    def _keep(self, form: AnswerForm, sent: dict[str, str]) -> FormSubmission:
        submission = FormSubmission.objects.create(form_data=form.answers, page=self)
        Receipt.objects.create(
            submission=submission, reference=form.reference, fingerprint=form.fingerprint, **sent
        )
        for question, file in form.uploads.items():
            file.seek(0)
            SubmittedFile.objects.create(
                submission=submission,
                question=question,
                name=file.name,
                media_type=file.media_type,
                size=file.size,
                content=file.read(),
            )
        if self.to_address:
            transaction.on_commit(partial(self.send_mail, form), robust=True)
        self._tell_of(submission)
        return submission

    def _tell_of(self, submission: FormSubmission) -> None:
        """Tell webhooks that there is an answer, and nothing of what it says."""
        site = self.get_site()
        label = self._meta.label
        announce(
            Event.FORM_SUBMITTED,
            {"kind": "form", "type": label, "id": self.pk, "submission": submission.pk},
            site_id=site.pk if site else None,
            page_type=label,
            locale=self.language_code,
        )

    def get_data_fields(self) -> list[tuple[str, Any]]:
        return [*super().get_data_fields(), *([(CONSENT, _("Consent"))] if self.consent_text else [])]

    @property
    def has_files(self) -> bool:
        return any(field.field_type == "file" for field in self.get_form_fields())

    def file_links(self, submissions: Collection[int]) -> dict[int, dict[str, SafeString]]:
        """Links to the files of these answers, by answer and question."""
        found: dict[int, dict[str, SafeString]] = {}
        for file in SubmittedFile.objects.defer("content").filter(submission__in=submissions):
            url = reverse("submitted_file", args=[self.pk, file.pk])
            found.setdefault(file.submission_id, {})[file.question] = format_html(
                '<a href="{}" download>{}</a>', url, file.name
            )
        return found

    # On our own page -------------------------------------------------------------------------------------

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; after sending, the thanks at an address of its own, so that a reload sends nothing again."""
        if request.method == "POST" and self.get_ended() is None:
            return self._take(request)
        if request.method != "POST" and "sent" in request.GET:
            return super().render_landing_page(request, None, *args, **kwargs)
        response = super().serve(request, *args, **kwargs)
        # Made for one reader: it carries when it was handed out.
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _take(self, request: HttpRequest) -> HttpResponse:
        form = self.get_form(request.POST, request.FILES, page=self, user=request.user)
        status = HTTPStatus.OK
        try:
            limits.check(request, "forms", RATE)
            if form.is_valid():
                self.process_form_submission(form, page_path=self.get_url_parts(request)[2])
                return self.render_landing_page(request)
        except Refused as refused:
            status = HTTPStatus(refused.status_code)
            form.add_error(None, _("Too much was sent from here. Please send it once more in some minutes."))
        except SentAlready as error:
            form.add_error(None, error)
            form.hand_out_again(error.code)
        context = self.get_context(request) | {"form": form}
        return TemplateResponse(request, self.get_template(request), context, status=status)

    def render_landing_page(
        self, request: HttpRequest, form_submission: Any = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        thanks = self.get_thanks_page()
        url = thanks.get_url(request) if thanks else f"{self.get_url(request)}?sent"
        return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [*FormMixin.preview_modes, *self.further_preview_modes]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name == "landing":
            return super().render_landing_page(request)
        return super().serve_preview(request, mode_name)

    def get_submissions_list_view_class(self) -> type:
        return submissions_view()

    # As data ---------------------------------------------------------------------------------------------

    @property
    def thanks(self) -> str:
        """What is said after sending, as HTML."""
        return rich_text_data(self.thank_you) or f"<p>{_('Thank you. Your message is on its way.')}</p>"

    def get_thanks_page(self) -> Page | None:
        """Where a visitor is led after sending, in the active language where it is translated; None while nobody
        chose a page, or not everybody may read it."""
        if self.thanks_page_id is None:
            return None
        return Page.objects.readable().filter(pk__in=in_active_language([self.thanks_page_id])).first()

    def describe(self) -> list[dict[str, Any]]:
        """The questions as the API gives them; `name` is what an answer is sent under."""
        rows = {row.clean_name: row for row in self.get_form_fields()}
        return definition.describe(self.form_builder(rows.values()).get_form_class()(page=self), rows)

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        return super().get_content(request) | {"intro": rich_text_data(self.intro), "fields": self.describe()}
