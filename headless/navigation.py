"""navigation/: the menus around every page, read by everybody and written whole."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wagtail.models import Site

from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from cms import locales
from cms.menu_blocks import DEPTH, LONGEST_ADDRESS, LONGEST_TITLE, MOST_ITEMS, RELATIONS, item_problems
from cms.models import Menu, Page
from cms.navigation import MenuItem, Navigation, menus_of
from delivery import tags
from delivery.made_of import note, noting
from headless.access import Scoped
from headless.api import Locale, SiteName
from headless.preconditions import require_match, tagged
from headless.problems import Refused
from headless.requests import Address, language_asked_for, site_asked_for
from headless.schemas import Words
from seo.languages import bcp47
from seo.text import plain

router = Router(tags=["navigation"])

Handle = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
Current = Annotated[
    str | None, Query(description="the reader's path: marks its item and those above it, e.g. /lamps/deck/")
]
Fallback = Annotated[
    Literal["none", "default"],
    Query(description="default: where a menu exists in the default language only, that one, and it is said"),
]
Depth = Annotated[int, Query(ge=1, le=DEPTH, description="levels")]


class MenuLink(Schema):
    """Where an item leads. `path` is null for what stands on another host."""

    url: str
    path: str | None


class NavigationItem(Schema):
    """A link of a menu and those below it; a heading has no `link`. `uid` stays when the item moves."""

    uid: str
    title: str
    link: MenuLink | None
    rel: str
    target: Literal["", "_blank"]
    is_external: bool
    page_id: int | None
    is_current: bool
    is_ancestor: bool
    children: list["NavigationItem"]


class NavigationMenu(Schema):
    """A menu as readers have it. `is_automatic`: nobody made one, and it follows from the pages. `version` is another
    for every other stored tree; null for one that follows."""

    handle: str
    locale: str
    requested_locale: str
    is_fallback: bool
    is_automatic: bool
    version: str | None
    items: list[NavigationItem]


class NavigationList(Schema):
    count: int
    items: list[NavigationMenu]


class WrittenItem(Schema):
    """An item to store: it leads to `page_id` or `address`, or is a heading with a title and children. Without a
    title it has its page's. A `uid` that is sent back stays."""

    model_config = ConfigDict(extra="forbid")

    uid: UUID | None = None
    title: Annotated[Words, Field(max_length=LONGEST_TITLE)] = ""
    page_id: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    address: Annotated[Words, Field(max_length=LONGEST_ADDRESS)] = ""
    rel: Annotated[list[Literal[*RELATIONS]], Field(max_length=len(RELATIONS))] = []  # type: ignore[valid-type]
    target: Literal["", "_blank"] = ""
    children: Annotated[list["WrittenItem"], Field(max_length=50)] = []


class WrittenMenu(Schema):
    """The whole tree."""

    model_config = ConfigDict(extra="forbid")

    items: Annotated[list[WrittenItem], Field(max_length=MOST_ITEMS)]


class StoredMenu(Schema):
    """A menu as it was written, with what readers do not see; `items` may be changed and sent back."""

    handle: str
    locale: str
    version: str
    items: list[WrittenItem]


@router.get("/", response=NavigationList, summary="Every menu of a language", operation_id="navigation")
def navigation(
    request: HttpRequest,
    site: SiteName = None,
    locale: Locale = None,
    fallback: Fallback = "none",
    current: Current = None,
    depth: Depth = DEPTH,
) -> dict[str, Any]:
    """Menus editors made, and `main`, `footer` and `shelves`, which follow from the pages where nobody made them."""
    found = site_asked_for(request, site)
    language = language_asked_for(found, locale)
    menus = _menus(found, language, fallback, current)
    items = [_menu_data(menu, language, depth) for menu in menus.values()]
    return {"count": len(items), "items": items}


@router.get("/{handle}/", response=NavigationMenu, summary="One menu", operation_id="navigation_menu")
def navigation_menu(
    request: HttpRequest,
    response: HttpResponse,
    handle: Handle,
    site: SiteName = None,
    locale: Locale = None,
    fallback: Fallback = "none",
    current: Current = None,
    depth: Depth = DEPTH,
) -> dict[str, Any]:
    """Items whose page is a draft, not for everybody or over are left out. Its ETag is what If-Match takes."""
    found = site_asked_for(request, site)
    language = language_asked_for(found, locale)
    menu = _menus(found, language, fallback, current).get(handle)
    if menu is None:
        raise Http404(_("The site has no menu “%(handle)s” in this language.") % {"handle": handle})
    return tagged(response, _menu_data(menu, language, depth), menu.version)


@router.get(
    "/{handle}/stored/",
    response=StoredMenu,
    auth=Scoped("content:read", "cms.change_menu"),
    summary="A menu as it was written",
    operation_id="stored_menu",
)
def stored_menu(
    request: HttpRequest, response: HttpResponse, handle: Handle, site: SiteName = None, locale: Locale = None
) -> dict[str, Any]:
    """With the items readers do not see. Change it and send its `items` back by PUT."""
    found = site_asked_for(request, site)
    language = language_asked_for(found, locale)
    menu = _stored(found, language, handle)
    return tagged(response, _stored_data(menu), menu.version)


@router.put(
    "/{handle}/",
    response=StoredMenu,
    auth=Scoped("content:write", "cms.change_menu"),
    summary="Write a menu whole",
    operation_id="write_menu",
)
def write_menu(
    request: HttpRequest,
    response: HttpResponse,
    handle: Handle,
    payload: WrittenMenu,
    site: SiteName = None,
    locale: Locale = None,
) -> dict[str, Any]:
    """Everything is judged before anything is written. With `If-Match` only while the menu is what was read (412)."""
    found = site_asked_for(request, site)
    language = language_asked_for(found, locale)
    items = _judged(payload)
    with transaction.atomic():
        stored = Menu.stored(found, language, handle)
        require_match(request, stored.version if stored else None)
        menu = Menu.store(found, language, handle, items)
    return tagged(response, _stored_data(menu), menu.version)


@router.delete(
    "/{handle}/",
    response={204: None},
    auth=Scoped("content:write", "cms.delete_menu"),
    summary="Delete a menu",
    operation_id="delete_menu",
)
def delete_menu(
    request: HttpRequest, handle: Handle, site: SiteName = None, locale: Locale = None
) -> Status[None]:
    """`main`, `footer` and `shelves` follow from the pages again; others are gone."""
    found = site_asked_for(request, site)
    language = language_asked_for(found, locale)
    with transaction.atomic():
        menu = _stored(found, language, handle)
        require_match(request, menu.version)
        menu.delete()
    return Status(204, None)


# Reading -----------------------------------------------------------------------------------------------------


def _menus(site: Site, language: str, fallback: str, current: str | None) -> dict[str, Navigation]:
    note(tags.MENU, tags.SETTINGS)
    # What the pages of a menu say elsewhere does not end it; see cms.frame.
    with noting():
        menus = menus_of(site, language, fallback=fallback == "default")
    if current is None:
        return menus
    here = locales.quoted(Address.parse(current, "current").normal)
    return {handle: menu.at(here) for handle, menu in menus.items()}


def _menu_data(menu: Navigation, asked: str, depth: int) -> dict[str, Any]:
    return {
        "handle": menu.handle,
        "locale": bcp47(menu.language),
        "requested_locale": bcp47(asked),
        "is_fallback": menu.language != asked,
        "is_automatic": menu.is_automatic,
        "version": menu.version or None,
        "items": [_item_data(item, depth) for item in menu.items],
    }


def _item_data(item: MenuItem, depth: int) -> dict[str, Any]:
    return {
        "uid": item.uid,
        "title": item.title,
        "link": {"url": item.url, "path": item.path or None} if item.url else None,
        "rel": item.rel,
        "target": item.target,
        "is_external": item.is_external,
        "page_id": item.page_id,
        "is_current": item.is_current,
        "is_ancestor": item.is_ancestor,
        "children": [_item_data(child, depth - 1) for child in item.children] if depth > 1 else [],
    }


# Writing -----------------------------------------------------------------------------------------------------


def _stored(site: Site, language: str, handle: str) -> Menu:
    menu = Menu.stored(site, language, handle)
    if menu is None:
        raise Http404(_("Nobody made a menu “%(handle)s” in this language.") % {"handle": handle})
    return menu


def _stored_data(menu: Menu) -> dict[str, Any]:
    def item(stored: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "uid": stored["id"] or None,
            "title": plain(stored["title"]),
            "page_id": stored["page"],
            "address": stored["address"],
            "rel": stored["rel"],
            "target": "_blank" if stored["new_window"] else "",
            "children": [item(child) for child in stored["children"]],
        }

    return {
        "handle": menu.handle,
        "locale": bcp47(menu.locale.language_code),
        "version": menu.version,
        "items": [item(stored) for stored in menu.raw_items],
    }


def _judged(payload: WrittenMenu) -> list[dict[str, Any]]:
    """The items as they are stored. Raises Refused (422) with every rule that is broken, and where."""
    placed = list(_walk(payload.items, "items", 1))
    asked = {item.page_id for _place, _level, item in placed if item.page_id}
    known = set(Page.objects.filter(pk__in=asked, depth__gt=1).values_list("pk", flat=True))
    errors = [error for place, level, item in placed for error in _errors(place, level, item, known)]
    uids = [item.uid for _place, _level, item in placed if item.uid]
    if len(uids) > len(set(uids)):
        errors.append(("items", "Two items have one uid.", "unique"))
    if len(placed) > MOST_ITEMS:
        errors.append(("items", f"A menu has at most {MOST_ITEMS} items.", "too_long"))
    if errors:
        raise Refused(422, "invalid-parameter", errors[0][1], errors, where="body")
    return [_to_store(item) for item in payload.items]


def _walk(items: Sequence[WrittenItem], place: str, level: int) -> Iterator[tuple[str, int, WrittenItem]]:
    for number, item in enumerate(items):
        yield f"{place}.{number}", level, item
        yield from _walk(item.children, f"{place}.{number}.children", level + 1)


def _errors(place: str, level: int, item: WrittenItem, known: set[int]) -> Iterator[tuple[str, str, str]]:
    if level > DEPTH:
        yield place, f"A menu has at most {DEPTH} levels.", "depth"
    if item.page_id and item.page_id not in known:
        yield f"{place}.page_id", f"No page has the id {item.page_id}.", "not_found"
    problems = item_problems(
        has_page=bool(item.page_id),
        address=item.address.strip(),
        title=plain(item.title),
        has_children=bool(item.children),
    )
    for name, words in problems:
        yield f"{place}.{'page_id' if name == 'page' else name}", str(words), "value_error"


def _to_store(item: WrittenItem) -> dict[str, Any]:
    return {
        "id": str(item.uid or uuid4()),
        "page": item.page_id,
        "address": item.address.strip(),
        "title": plain(item.title),
        "rel": list(dict.fromkeys(item.rel)),
        "new_window": item.target == "_blank",
        "children": [_to_store(child) for child in item.children],
    }
