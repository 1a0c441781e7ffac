"""The words of a page in search results: what an editor wrote, else what a pattern makes of the page's facts."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.patterns import pattern_of
from seo.patterns import fill
from seo.text import DESCRIPTION_MAX, TITLE_MAX, clip, plain

if TYPE_CHECKING:
    from cms.models.page import Place


class Wording:
    """A page type names the variables it offers to patterns, and answers each from facts its head has anyway."""

    variables: ClassVar[tuple[str, ...]] = ("title", "site", "summary", "category")
    description_pattern: ClassVar[Any] = "{summary}"

    def get_variable(self, name: str, place: "Place") -> str:
        """The value of one of `variables`; empty where the page has none. Types answer theirs, then ask super."""
        match name:
            case "title":
                return self.title
            case "site":
                return place.organization.name
            case "summary":
                return self.summary
            case "category":
                crumbs = self.get_breadcrumbs(place.request)
                return crumbs[-2].title if len(crumbs) > 2 else ""
        raise LookupError(f"{self._meta.label} offers no variable “{name}”.")

    def get_heading(self, request: HttpRequest | None = None) -> str:
        """What the address that was asked for is called; a filtered list is called after its filters."""
        return plain(self.title)

    def get_own_title(self, request: HttpRequest | None) -> str:
        """The title an editor wrote for what was asked for, else nothing."""
        return plain(self.seo_title)

    def get_title(self, place: "Place") -> tuple[str, str]:
        """The title with and without the site's name; page n of a list says so in both."""
        own = self.get_own_title(place.request)
        bare = self._numbered(own or self.get_heading(place.request), place.request)
        organization = place.organization
        if own or self.is_home:
            return clip(bare, TITLE_MAX), bare
        pattern = pattern_of(organization.patterns, self, "title")
        if not pattern:
            return organization.title_for(bare), bare
        bare = clip(bare, TITLE_MAX)
        return fill(pattern, lambda name: bare if name == "title" else self.get_variable(name, place)), bare

    def get_description(self, place: "Place") -> tuple[str, str]:
        """The description and where it comes from: the editor's field, a pattern, the page's summary."""
        if own := plain(self.search_description):
            return clip(own, DESCRIPTION_MAX), "search_description"
        pattern = pattern_of(place.organization.patterns, self, "description") or str(
            self.description_pattern
        )
        words = clip(fill(pattern, lambda name: self.get_variable(name, place)), DESCRIPTION_MAX)
        return words, "summary" if pattern == "{summary}" else "pattern"

    def _numbered(self, title: str, request: HttpRequest | None) -> str:
        number = self.get_page_number(request)
        return title if number == 1 else _("%(title)s (page %(number)d)") % {"title": title, "number": number}
