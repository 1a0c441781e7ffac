"""The form a store is edited through."""

from typing import Any

from django.utils.translation import gettext as _

from cms.editing import PageForm
from seo.places import Span, overlap, week_of


class StoreForm(PageForm):
    """Looks at all hours together: each row by itself cannot know that two of them overlap."""

    def is_valid(self) -> bool:
        return super().is_valid() and self._hours_are_in_order()

    def _hours_are_in_order(self) -> bool:
        formset = self.formsets.get("hours")
        found = overlap(week_of(_rows(formset))) if formset else None
        if found is None:
            return True
        day, span = found
        words = {"day": day.name, "hours": span.words}
        self.add_error(
            None, _("Opening hours: %(day)s %(hours)s begins before the hours before it end.") % words
        )
        return False


def _rows(formset: Any) -> list[tuple[int, Span]]:
    return [
        (row["weekday"], Span(row["opens"], row["closes"]))
        for row in (form.cleaned_data for form in formset.forms if hasattr(form, "cleaned_data"))
        if row and not row.get("DELETE") and row.get("opens") is not None
    ]
