"""What stands around every page: the organization, the menu, the footer. One value, two queries."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from wagtail.models import Site

from cms import locales
from cms.navigation import FOOTER, MAIN, SHELVES, MenuItem, menus_of
from delivery import tags
from delivery.made_of import note, noting
from seo.languages import bcp47, direction

if TYPE_CHECKING:
    from cms.models import Organization, Page


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The page at hand in a language, or that language's home page where it is not translated."""

    code: str
    name: str
    direction: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Header and footer of a site, for templates that print and do not ask."""

    organization: "Organization"
    home_url: str
    languages: tuple["LanguageLink", ...]
    menu: tuple[MenuItem, ...]
    shelves: tuple[MenuItem, ...]
    footer: tuple[MenuItem, ...]

    @classmethod
    def for_request(cls, request: HttpRequest) -> "Frame":
        """The frame of the site a request came to, kept on the request."""
        if not hasattr(request, "_pharos_frame"):
            # The menu has a tag of its own: what its pages say elsewhere does not end every page of the site.
            with noting():
                request._pharos_frame = cls._build(request)
        note(tags.MENU, tags.SETTINGS)
        return request._pharos_frame

    def with_languages_of(self, page: "Page", request: HttpRequest) -> "Frame":
        """The same frame with the switcher that leads to this page's translations."""
        return replace(self, languages=_languages(page, request))

    @classmethod
    def _build(cls, request: HttpRequest) -> "Frame":
        Organization = apps.get_model("cms", "Organization")
        site = Site.find_for_request(request)
        root = _home(site)
        menus = menus_of(site, root.language_code)
        here = locales.quoted(request.path)
        return cls(
            organization=Organization.for_request(request).spoken(),
            home_url=root.get_url(request) or "/",
            languages=(),
            menu=menus[MAIN].at(here).items,
            shelves=menus[SHELVES].at(here).items,
            footer=menus[FOOTER].at(here).items,
        )


def _home(site: Site) -> "Page":
    """The site's home page in the active language, else in the default one."""
    roots = locales.roots(site.pk)
    tree_path = roots.get(get_language() or "", site.root_page.url_path)
    if tree_path == site.root_page.url_path:
        return site.root_page
    return apps.get_model("cms", "Page").objects.live().filter(url_path=tree_path).first() or site.root_page


def _languages(page: "Page", request: HttpRequest) -> tuple[LanguageLink, ...]:
    """One link per language of the site; nothing to choose on a site of one language."""
    found = {translation.language: translation.path for translation in page.translations_to_read}
    site_languages = locales.roots(page.get_url_parts(request)[0])
    if len(site_languages) < 2:
        return ()
    names = dict(settings.LANGUAGES)
    return tuple(
        LanguageLink(
            code=bcp47(code),
            name=names[code],
            direction=direction(code),
            url=locales.quoted(found.get(code, locales.prefix(code))),
            is_current=code == page.language_code,
        )
        for code in site_languages
    )
