"""The form a page is edited through, in the admin and by the management API."""

from copy import copy
from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from cms.models.own_markup import refuse
from seo.jsonld import Refused


class PermittedFields:
    """Leaves out the fields a user may not change, also where a form has only some of the fields.

    Wagtail 8.0's API narrows the form to what was sent, but not its list of protected fields, and then fails
    on the first protected field that was not sent.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        options = copy(self._meta)  # type: ignore[has-type]
        options.field_permissions = {
            name: permission
            for name, permission in (options.field_permissions or {}).items()
            if name in self.base_fields  # type: ignore[attr-defined]
        }
        self._meta = options
        super().__init__(*args, **kwargs)


class OwnMarkupFields:
    """Asks what only the page knows: whether own JSON-LD would overrule what the page says itself."""

    def clean_json_ld(self) -> str:
        text = self.cleaned_data["json_ld"]  # type: ignore[attr-defined]
        if text.strip():
            try:
                refuse(self.instance.own_markup_problems(text))  # type: ignore[attr-defined]
            except Refused as refused:
                refuse(refused.problems)
        return text


class PageForm(OwnMarkupFields, PermittedFields, WagtailAdminPageForm):
    pass
