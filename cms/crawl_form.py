"""The form of Settings, Crawling: what closes too much is asked about a second time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail.admin.forms import WagtailAdminModelForm


class CrawlRulesForm(WagtailAdminModelForm):
    confirmation = forms.CharField(
        label=_("Confirmation"),
        required=False,
        help_text=_(
            "Only when you are asked: rules that keep search engines from pages, styles, pictures or the sitemap are "
            "saved once the name of the site is typed here."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.confirmation = cleaned.get("confirmation", "").strip()
        return cleaned
