"""What stands around every page: the organization, the menu, the footer. One value, two queries."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.http import HttpRequest

from wagtail.models import Site

if TYPE_CHECKING:
    from cms.models import Organization


MOST_LINKS = 100


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
    shelves: tuple[MenuItem, ...]
    footer: tuple[MenuItem, ...]

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
        shelves, footer = _remaining(site, request)
        return cls(
            organization=Organization.for_request(request),
            home_url=site.root_page.get_url(request) or "/",
            menu=_menu(site, request),
            shelves=shelves,
            footer=footer,
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


def _remaining(site: Site, request: HttpRequest) -> tuple[tuple[MenuItem, ...], tuple[MenuItem, ...]]:
    """What stands directly below the home page and in no menu, shelves of the catalogue apart: nothing is an orphan."""
    Page = apps.get_model("cms", "Page")
    pages = (
        Page.objects.child_of(site.root_page)
        .readable()
        .filter(show_in_menus=False, noindex=False)
        .only("title", "url_path", "depth", "path", "locale_id", "slug", "content_type_id")
        .order_by("path")[:MOST_LINKS]
    )
    shelves: list[MenuItem] = []
    others: list[MenuItem] = []
    for page in pages:
        url = page.get_url(request)
        place = shelves if page.specific_class and page.specific_class.is_shelf else others
        place.append(MenuItem(page.title, url, request.path.startswith(url)))
    return tuple(shelves), tuple(others)
