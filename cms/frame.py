"""What stands around every page: the organization, the menu, the footer. One value, two queries."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.http import HttpRequest

from wagtail.models import Site

if TYPE_CHECKING:
    from cms.models import Organization


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link of the menu and the links below it."""

    title: str
    url: str
    is_current: bool
    children: tuple["MenuItem", ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Header and footer of a site, for templates that print and do not ask."""

    organization: "Organization"
    home_url: str
    menu: tuple[MenuItem, ...]
    footer: tuple[MenuItem, ...]
    language: str

    @classmethod
    def for_request(cls, request: HttpRequest) -> "Frame":
        """The frame of the site a request came to, kept on the request."""
        if not hasattr(request, "_pharos_frame"):
            request._pharos_frame = cls._build(request)
        return request._pharos_frame

    @classmethod
    def _build(cls, request: HttpRequest) -> "Frame":
        Organization = apps.get_model("cms", "Organization")
        site = Site.find_for_request(request)
        return cls(
            organization=Organization.for_request(request),
            home_url=site.root_page.get_url(request) or "/",
            menu=_menu(site, request),
            footer=_footer(site, request),
            language="en-GB",
        )


def _menu(site: Site, request: HttpRequest) -> tuple[MenuItem, ...]:
    """Pages marked for menus, two levels below the home page, in tree order."""
    Page = apps.get_model("cms", "Page")
    root = site.root_page
    pages = list(
        Page.objects.descendant_of(root)
        .readable()
        .filter(show_in_menus=True, depth__lte=root.depth + 2)
        .only("title", "url_path", "depth", "path", "locale_id", "slug")
        .order_by("path")
    )
    below: dict[str, list[Any]] = {}
    for page in pages:
        below.setdefault(page.path[: -page.steplen], []).append(page)

    def item(page: Any) -> MenuItem:
        url = page.get_url(request)
        return MenuItem(
            title=page.title,
            url=url,
            is_current=request.path.startswith(url),
            children=tuple(item(child) for child in below.get(page.path, ())),
        )

    return tuple(item(page) for page in below.get(root.path, ()))


def _footer(site: Site, request: HttpRequest) -> tuple[MenuItem, ...]:
    """The remaining readable pages directly below the home page."""
    Page = apps.get_model("cms", "Page")
    pages = (
        Page.objects.child_of(site.root_page)
        .readable()
        .filter(show_in_menus=False, noindex=False)
        .only("title", "url_path", "depth", "path", "locale_id", "slug")
        .order_by("path")[:12]
    )
    return tuple(
        MenuItem(page.title, page.get_url(request), request.path.startswith(page.get_url(request)))
        for page in pages
    )
