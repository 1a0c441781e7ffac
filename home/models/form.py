"""Forms that visitors fill in."""

from http import HTTPMethod, HTTPStatus
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import AbstractFormField, EmailFormMixin, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from modelcluster.fields import ParentalKey

from cms.blocks import TEXT_FEATURES
from cms.models import Page
from cms.representation import rich_text_data
from home.forms import FormPageForm, MailToEditors, submissions_view


class FormField(AbstractFormField):
    """One question of a form."""

    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")

    def as_dict(self) -> dict[str, Any]:
        """The question as the API gives it; `name` is what an answer is sent under."""
        return {
            "name": self.clean_name,
            "label": self.label,
            "type": self.field_type,
            "required": self.required,
            "help": self.help_text,
            "choices": [choice.strip() for choice in self.choices.splitlines() if choice.strip()],
            "default": self.default_value,
        }


class FormPage(MailToEditors, EmailFormMixin, FormMixin, Page):
    """A form: rendered with CSRF, checked, stored, mailed to the editors."""

    summary = models.CharField(_("summary"), max_length=200, blank=True)
    intro = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    thank_you = RichTextField(_("after sending"), blank=True, features=TEXT_FEATURES)
    schema_type = "ContactPage"

    content_panels = [
        FormSubmissionsPanel(),
        *Page.content_panels,
        "summary",
        "intro",
        InlinePanel("form_fields", label=_("field")),
        "thank_you",
        MultiFieldPanel(
            [FieldRowPanel(["from_address", "to_address"]), "subject"], _("E-mail to the editors")
        ),
    ]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("form")

    allowed_http_methods = [*Page.allowed_http_methods, HTTPMethod.POST]
    api_base_form_class = FormPageForm
    landing_page_template = "home/form_page_thanks.html"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; after sending, the thanks at an address of its own, so that a reload sends nothing again."""
        if request.method != "POST" and "sent" in request.GET:
            return super().render_landing_page(request, None, *args, **kwargs)
        return super().serve(request, *args, **kwargs)

    def render_landing_page(
        self, request: HttpRequest, form_submission: Any = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        return HttpResponseRedirect(f"{self.get_url(request)}?sent", status=HTTPStatus.SEE_OTHER)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name == "landing":
            return super().render_landing_page(request)
        return super().serve_preview(request, mode_name)

    def get_submissions_list_view_class(self) -> type:
        return submissions_view()

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        return super().get_content(request) | {
            "intro": rich_text_data(self.intro),
            "fields": [field.as_dict() for field in self.get_form_fields()],
        }
