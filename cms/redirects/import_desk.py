"""Bringing a redirect map through the admin: judged first, line by line, written when that is wanted."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from cms.redirects.importing import Finding, import_file
from cms.redirects.table import NotATable

PERMISSIONS = ("cms.add_redirectrule", "cms.change_redirectrule")
LARGEST = 5 * 1024 * 1024  # what is judged within one request; larger maps are for manage.py import_redirects
MOST_SHOWN = 500


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or TSV in UTF-8, at most 5 MB, with headings such as Old Url and New Url."),
    )
    site = forms.ModelChoiceField(
        Site.objects.all(),
        label=_("Site"),
        required=False,
        help_text=_("For addresses of hosts that are no site of ours. Empty: the default site."),
    )
    replace = forms.BooleanField(label=_("Write over the rules of editors too"), required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is too large for the browser: use manage.py import_redirects.")
            )
        return file


class ImportRedirects(WagtailAdminTemplateMixin, FormView):
    """Upload, and read what would be done; the second button does it."""

    template_name = "cms/admin/import_redirects.html"
    form_class = ImportForm
    page_title = _("Import redirects")
    header_icon = "upload"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("redirect:index"), "label": _("Redirects")},
        {"url": "", "label": page_title},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perms(PERMISSIONS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: ImportForm) -> HttpResponse:
        findings: list[Finding] = []
        is_trial = "write" not in self.request.POST
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            for chunk in form.cleaned_data["file"].chunks():
                file.write(chunk)
            file.flush()
            try:
                report = import_file(
                    Path(file.name),
                    site=form.cleaned_data["site"],
                    replace=form.cleaned_data["replace"],
                    dry_run=is_trial,
                    on_finding=lambda finding: (
                        findings.append(finding) if len(findings) < MOST_SHOWN else None
                    ),
                )
            except NotATable as error:
                form.add_error("file", str(error))
                return self.form_invalid(form)
        context = self.get_context_data(form=form, report=report, findings=findings, is_trial=is_trial)
        return self.render_to_response(context)
