"""Deleting pages in the admin asks what their addresses shall answer from then on."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.admin.views.pages.delete import DeleteView
from wagtail.admin.views.pages.utils import type_to_delete_confirmation
from wagtail.admin.widgets import AdminPageChooser

from cms.models import Page
from cms.redirects.moves import Departure, ever_live, leave

GONE, ABOVE, SUCCESSOR = "gone", "above", "successor"
ANSWERS = [
    (GONE, _("“Gone for good” (410), with the reason below")),
    (ABOVE, _("Readers are sent to the page above")),
    (SUCCESSOR, _("Readers are sent to the page that takes its place")),
]


class DepartureForm(forms.Form):
    """What the addresses of pages, and of all below them, answer once they are deleted."""

    answer = forms.ChoiceField(
        label=_("Their addresses then answer"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        initial=GONE,
        required=False,
    )
    successor = forms.ModelChoiceField(
        Page.objects.all(),
        label=_("Page that takes its place"),
        required=False,
        widget=AdminPageChooser,
    )
    reason = forms.CharField(label=_("Reason, shown to readers"), max_length=250, required=False)

    def __init__(self, *args: Any, pages: Sequence[Page] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = pages

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("answer") == SUCCESSOR:
            page = cleaned.get("successor")
            if page is None:
                self.add_error("successor", _("Choose the page that takes its place."))
            elif not page.live:
                self.add_error("successor", _("“%(page)s” is not published.") % {"page": page.title})
            elif any(page.path.startswith(lost.path) for lost in self.pages):
                self.add_error("successor", _("“%(page)s” is deleted too.") % {"page": page.title})
        return cleaned

    def departure_of(self, page: Page) -> Departure:
        """What was chosen, for one of the pages: a successor in its language where there is one."""
        answer, reason = self.cleaned_data.get("answer") or GONE, self.cleaned_data["reason"]
        if answer == SUCCESSOR:
            successor = self.cleaned_data["successor"]
            own = successor.get_translations(inclusive=True).live().filter(locale=page.locale_id).first()
            return Departure.to(own or successor)
        if answer == ABOVE:
            lost = tuple(each.path for each in self.pages)
            above = page.get_ancestors().live().filter(depth__gt=1).order_by("-depth")
            for one in above:
                if not one.path.startswith(lost):
                    return Departure.to(one)
        return Departure(reason=reason)

    def apply(self) -> None:
        """Write the answers; in the transaction that deletes the pages, before it does."""
        for page in self.pages:
            leave(Page.objects.filter(pk=page.pk), self.departure_of(page), overwrite=True)


class GuidedDelete(DeleteView):
    """Wagtail's question whether to delete a page, with ours about its addresses."""

    template_name = "cms/admin/delete_page.html"
    form: DepartureForm | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = DepartureForm(request.POST, pages=self.pages_to_delete)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        if not self.usage.is_protected and type_to_delete_confirmation(request):
            self.form.apply()
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "form": self.form or DepartureForm(),
            "parent": self.page.get_parent(),
            "asks": was_read(self.pages_to_delete),
        }


class GuidedBulkDelete(DeleteBulkAction):
    """The same for many pages at once."""

    template_name = "cms/admin/delete_pages.html"
    form_class = DepartureForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"pages": self.get_actionable_objects()[0]}

    def get_execution_context(self) -> dict[str, Any]:
        return super().get_execution_context() | {"form": self.cleaned_form}

    @classmethod
    def execute_action(cls, objects: Any, user: Any = None, form: Any = None, **kwargs: Any) -> Any:
        if form is not None:
            form.apply()
        return super().execute_action(objects, user=user, **kwargs)


def was_read(pages: Sequence[Page]) -> bool:
    """Whether readers may know an address of these pages or of one below."""
    return any(Page.objects.filter(ever_live(), path__startswith=page.path).exists() for page in pages)
