"""The menus of a site as readers have them: those editors made, and those that follow from the pages where none is.

HTML and API read the same value. Two queries for all menus of a language, whatever their size.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings

from wagtail.models import Site

from cms import locales

if TYPE_CHECKING:
    from cms.models import Page
    from cms.querysets import PageQuerySet

MAIN, FOOTER, SHELVES = "main", "footer", "shelves"
# Menus that follow from the pages where nobody made them, in this order.
AUTOMATIC = (MAIN, FOOTER, SHELVES)
MOST_LINKS = 100


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link of a menu and those below it. `path` is empty for what stands on another host, `url` too for a heading."""

    title: str
    url: str
    path: str = ""
    uid: str = ""
    rel: str = ""
    target: str = ""
    page_id: int | None = None
    is_current: bool = False
    is_ancestor: bool = False
    children: tuple["MenuItem", ...] = ()

    @property
    def href(self) -> str:
        """The address as a page of the site prints it."""
        return self.path or self.url

    @property
    def is_external(self) -> bool:
        return bool(self.url) and not self.path

    @property
    def is_open(self) -> bool:
        """Whether the reader is there or below."""
        return self.is_current or self.is_ancestor

    def at(self, path: str) -> "MenuItem":
        """The item, and all below it, as they stand for a reader at `path`."""
        children = tuple(child.at(path) for child in self.children)
        own = urlsplit(self.path).path
        is_home = own == locales.quoted(locales.prefix(locales.language_of(own)))
        is_current = bool(own) and own == path
        is_above = bool(own) and not is_home and own.endswith("/") and path.startswith(own)
        return replace(
            self,
            children=children,
            is_current=is_current,
            is_ancestor=not is_current and (is_above or any(child.is_open for child in children)),
        )


@dataclass(frozen=True, slots=True)
class Navigation:
    """A menu in a language. `version` is empty for one that follows from the pages."""

    handle: str
    language: str
    items: tuple[MenuItem, ...]
    version: str = ""

    @property
    def is_automatic(self) -> bool:
        return not self.version

    def at(self, path: str) -> "Navigation":
        """The menu for a reader at a path of the site, percent-encoded and without its query."""
        return replace(self, items=tuple(item.at(path) for item in self.items))


def menus_of(site: Site, language: str, *, fallback: bool = False) -> dict[str, Navigation]:
    """Every menu of a site in a language by its handle; with `fallback` those of the default language stand in for
    such as exist there only. Two queries."""
    languages = {language, settings.LANGUAGE_CODE} if fallback else {language}
    Menu = apps.get_model("cms", "Menu")
    stored = Menu.objects.filter(site=site, locale__language_code__in=languages).select_related("locale")
    by_handle: dict[str, Any] = {}
    for menu in sorted(stored, key=lambda menu: menu.locale.language_code == language):
        by_handle[menu.handle] = menu
    for handle in AUTOMATIC:
        # What the pages give is in the reader's language, and so it comes before another language's menu.
        if handle in by_handle and by_handle[handle].locale.language_code != language:
            del by_handle[handle]
    wanted = [handle for handle in AUTOMATIC if handle not in by_handle]
    named = {pk for menu in by_handle.values() for pk in menu.page_ids}
    pages = _pages(locales.roots(site.pk).get(language), wanted, named)
    made = {
        handle: Navigation(
            handle,
            menu.locale.language_code,
            tuple(_items(menu.raw_items, pages, site)),
            menu.version,
        )
        for handle, menu in by_handle.items()
    }
    following = _automatic(pages, site, language, wanted)
    return {handle: Navigation(handle, language, items) for handle, items in following} | made


def _pages(root: str | None, wanted: Sequence[str], named: Iterable[int]) -> dict[int, "Page"]:
    """The pages menus show, those that follow from the tree and those editors named, in the order of the tree."""
    Page = apps.get_model("cms", "Page")
    parts: list[PageQuerySet] = []
    if root and MAIN in wanted:
        parts.append(_marked(root))
    if root and (FOOTER in wanted or SHELVES in wanted):
        parts.append(Page.objects.filter(pk__in=_remaining(root).values("pk")[:MOST_LINKS]))
    if named := list(named):
        parts.append(Page.objects.filter(pk__in=named).listed())
    if not parts:
        return {}
    ids = [part.order_by().values("pk") for part in parts]
    found = Page.objects.filter(pk__in=ids[0].union(*ids[1:], all=True) if len(ids) > 1 else ids[0])
    columns = (
        "title",
        "url_path",
        "depth",
        "path",
        "locale_id",
        "slug",
        "content_type_id",
        "translation_key",
        "show_in_menus",
        "noindex",
        "section_robots",
    )
    return {page.pk: page for page in found.only(*columns).order_by("path")}


def _below(root: str, levels: int) -> "PageQuerySet":
    """The readable pages below a home page; a page's depth is the number of slashes in its place in the tree."""
    pages = apps.get_model("cms", "Page").objects.readable()
    depth = root.count("/")
    return pages.filter(url_path__startswith=root, depth__gt=depth, depth__lte=depth + levels)


def _marked(root: str) -> "PageQuerySet":
    """Pages marked for menus, two levels below the home page."""
    return _below(root, 2).filter(show_in_menus=True)


def _remaining(root: str) -> "PageQuerySet":
    """What stands directly below the home page and in no menu: nothing is an orphan."""
    return _below(root, 1).shown().filter(show_in_menus=False).order_by("path")


# What follows from the pages -------------------------------------------------------------------------------


def _automatic(
    pages: Mapping[int, "Page"], site: Site, language: str, wanted: Sequence[str]
) -> Iterator[tuple[str, tuple[MenuItem, ...]]]:
    root = locales.roots(site.pk).get(language)
    if root is None:
        yield from ((handle, ()) for handle in wanted)
        return
    top = root.count("/") + 1
    near = [
        page for page in pages.values() if page.url_path.startswith(root) and page.depth in {top, top + 1}
    ]
    children: dict[str, list[MenuItem]] = {}
    for page in near:
        if page.depth > top and page.show_in_menus:
            children.setdefault(page.path[: -page.steplen], []).append(_link(page, site))
    first = [page for page in near if page.depth == top]
    rest = [page for page in first if not page.show_in_menus and not _is_hidden(page)]
    found = {
        MAIN: [
            replace(_link(page, site), children=tuple(children.get(page.path, ())))
            for page in first
            if page.show_in_menus
        ],
        FOOTER: [_link(page, site) for page in rest if not _is_shelf(page)],
        SHELVES: [_link(page, site) for page in rest if _is_shelf(page)],
    }
    yield from ((handle, tuple(found[handle])) for handle in wanted)


def _is_hidden(page: "Page") -> bool:
    """Hidden from search engines: not `shown`, asked of a page an editor named for another menu."""
    return page.noindex or page.section_robots.startswith("noindex")


def _is_shelf(page: "Page") -> bool:
    return bool(page.specific_class and page.specific_class.is_shelf)


def _link(page: "Page", site: Site, **said: Any) -> MenuItem:
    site_id, root, path = page.get_url_parts()
    return MenuItem(
        **{"title": page.title, "uid": str(page.translation_key), **said},
        url=root + path,
        path=path if site_id == site.pk else "",
        page_id=page.pk,
    )


# What editors made -----------------------------------------------------------------------------------------


def _items(
    stored: Sequence[Mapping[str, Any]], pages: Mapping[int, "Page"], site: Site
) -> Iterator[MenuItem]:
    """The items readers see. Where a page is not for them, its item goes; those below it stay, under its title where
    an editor gave it one, else in its place: the title of a page is the page's."""
    for item in stored:
        children = tuple(_items(item["children"], pages, site))
        said = {
            "uid": item["id"],
            "rel": _rel(item),
            "target": "_blank" if item["new_window"] else "",
            "children": children,
        }
        page = pages.get(item["page"] or 0)
        if page is not None and page.get_url_parts() is not None:
            yield _link(page, site, **said, **({"title": item["title"]} if item["title"] else {}))
        elif item["address"]:
            yield _address(item, site, said)
        elif children and item["title"]:
            yield MenuItem(title=item["title"], url="", uid=item["id"], children=children)
        else:
            yield from children


def _address(item: Mapping[str, Any], site: Site, said: Mapping[str, Any]) -> MenuItem:
    """An item that leads to an address: one of the site's own host is a path of the site."""
    address, root = item["address"], site.root_url
    path = address
    if not address.startswith("/"):
        rest = address.removeprefix(root) if address.startswith(root) else "-"
        path = rest if rest[:1] in {"/", "?", "#"} else "/" if not rest else ""
        path = f"/{path}" if path[:1] in {"?", "#"} else path
    return MenuItem(title=item["title"], url=root + path if path else address, path=path, **said)


def _rel(item: Mapping[str, Any]) -> str:
    """The link's relations; one that opens a window gives it no hold on this one (HTML: "noopener")."""
    return " ".join([*item["rel"], *(["noopener"] if item["new_window"] else [])])
