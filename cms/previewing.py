"""Further ways to see a page from its editor, beside the page as this server renders it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class PreviewMode(Protocol):
    """A way to see a page, named in the setting PREVIEW_MODES."""

    name: str
    label: Any

    def is_offered(self, page: Any) -> bool:
        """Whether editors of this page may choose it."""
        ...

    def respond(self, page: Any, request: HttpRequest) -> HttpResponse:
        """The page as it stands in `page`, saved or not, for the frame of the editor's panel or a window."""
        ...


@lru_cache
def _modes() -> Sequence[PreviewMode]:
    """Imported when first asked for: who answers stands above us."""
    return [import_string(name)() for name in settings.PREVIEW_MODES]


class Previewed:
    """A page that is previewed as HTML, and in every further mode that is offered for it."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("", _("HTML")), *self.further_preview_modes]

    @property
    def further_preview_modes(self) -> list[tuple[str, Any]]:
        """Asked once for an object, because the editor's panel asks many times."""
        if "_further_preview_modes" not in self.__dict__:
            offered = [(mode.name, mode.label) for mode in _modes() if mode.is_offered(self)]
            self.__dict__["_further_preview_modes"] = offered
        return self.__dict__["_further_preview_modes"]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        mode = next((mode for mode in _modes() if mode.name == mode_name and mode.is_offered(self)), None)
        if mode is not None:
            return mode.respond(self, request)
        return super().serve_preview(request, mode_name)  # type: ignore[misc]
