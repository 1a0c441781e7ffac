"""What the change log is told of pages: who could see them, where they stood, and where they stand now.

Whole trees are told page by page, a few hundred rows at a time, whatever their size.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import batched
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from wagtail.models import ReferenceIndex, Site

from cms import locales
from cms.doors import Closed
from delivery import log, tags
from delivery.models import Change

if TYPE_CHECKING:
    from cms.querysets import PageQuerySet

Kind = Change.Kind
CHUNK = 500
MADE_UP_FOR = timedelta(days=7)  # how long after a moment it is still looked for
# Where these happen the translations of a page name another address, or one less.
ADDRESS_CHANGES = frozenset({Kind.MOVE, Kind.DELETE, Kind.UNPUBLISH})


class Standing(NamedTuple):
    """The columns of a page a change is told from."""

    pk: int
    path: str
    url_path: str
    content_type_id: int
    translation_key: Any
    show_in_menus: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands below a site: `depth` counts the steps from its home page."""

    site_id: int | None = None
    language: str = ""
    depth: int = 0
    urls: tuple[str, ...] = ()


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Roots:
    """Where the sites and their languages begin in the tree, at one moment."""

    paths: tuple[Any, ...]

    @classmethod
    def now(cls) -> "Roots":
        return cls(tuple(Site.get_site_root_paths()))

    def moved(self, old: str, new: str) -> "Roots":
        """The same after everything below the tree place `old` has gone to `new`."""
        return replace(
            self,
            paths=tuple(
                root._replace(root_path=new + root.root_path[len(old) :])
                if root.root_path.startswith(old)
                else root
                for root in self.paths
            ),
        )

    def place(self, url_path: str) -> Place:
        """The public addresses of a place in the tree, on every site that has it; the nearest site first."""
        known = locales.codes()
        found = [
            root for root in self.paths if url_path.startswith(root.root_path) and root.language_code in known
        ]
        if not found:
            return NOWHERE
        urls = (
            root.root_url
            + locales.quoted(locales.prefix(root.language_code) + url_path.removeprefix(root.root_path))
            for root in found
        )
        depth = url_path.removeprefix(found[0].root_path).count("/")
        return Place(found[0].site_id, found[0].language_code, depth, tuple(dict.fromkeys(urls)))


def restricted_above(url_path: str) -> bool:
    """Whether a page above this place in the tree is closed to some."""
    parts = url_path.strip("/").split("/")
    above = ["/", *("/" + "/".join(parts[:depth]) + "/" for depth in range(1, len(parts)))]
    pages = apps.get_model("cms", "Page").objects.filter(url_path__in=above)
    return pages.filter(Closed()).exists()


class Story:
    """The rows of one operation: a row for each page, and one for each menu they stood or stand in.

    `before` and `after` are the roots on both sides of it.
    """

    def __init__(self, before: Roots, after: Roots | None = None) -> None:
        self.before = before
        self.after = after or before
        self._menus: set[tuple[int | None, str]] = set()

    def tell(
        self, pages: "PageQuerySet", kind: Kind, *, old: str = "", new: str = "", menus: bool = True
    ) -> int:
        """Record what happened to these pages; how many rows. Their tree places begin with `new` now, and began with
        `old`; UPSERT without `old` is of pages nobody could see before. `menus`: what menus say of them changed."""

        def old_url_path(page: Standing) -> str:
            return old + page.url_path[len(new) :] if old else ""

        rows = (row for chunk in chunks(pages) for row in self._rows_of(chunk, kind, old_url_path, menus))
        return log.record_all(rows) + self._tell_menus(menus)

    def tell_one(self, page: Standing, kind: Kind, old_url_path: str = "", *, menus: bool = True) -> None:
        """Record what happened to one page, which stood at `old_url_path`; empty where nobody could see it."""
        log.record_all(self._rows_of([page], kind, lambda _page: old_url_path, menus))
        self._tell_menus(menus)

    def _tell_menus(self, is_wanted: bool) -> int:
        told = sorted(self._menus, key=str) if is_wanted else []
        self._menus.clear()
        return log.record_all(
            Change(kind=Kind.MENU, site_id=site_id, locale=language, tags=[tags.MENU])
            for site_id, language in told
        )

    def _rows_of(
        self, pages: Sequence[Standing], kind: Kind, old_url_path: Callable[[Standing], str], menus: bool
    ) -> Iterator[Change]:
        """A row for each page with an address; none where a move leaves its addresses as they were. With `menus`,
        those editors made that lead to one of the pages are noted."""
        is_new = kind == Kind.UPSERT and not old_url_path(pages[0])
        others = _translations(pages) if is_new or kind in ADDRESS_CHANGES else {}
        if menus:
            self._menus.update(apps.get_model("cms", "Menu").naming(page.pk for page in pages))
        for page in pages:
            is_gone = kind in {Kind.DELETE, Kind.UNPUBLISH}
            place = NOWHERE if is_gone else self.after.place(page.url_path)
            was = self.before.place(old) if (old := old_url_path(page)) else NOWHERE
            if place == was and (kind == Kind.MOVE or place is NOWHERE):
                continue
            self._menus |= {
                (standing.site_id, standing.language)
                for standing in (place, was)
                if standing.depth == 1 or (standing.depth == 2 and page.show_in_menus)
            }
            known = place if place.urls else was
            # Moved out of every site, or into one.
            told = kind if kind != Kind.MOVE or (place.urls and was.urls) else _one_sided(place)
            page_type = ".".join(ContentType.objects.get_for_id(page.content_type_id).natural_key())
            yield Change(
                kind=told,
                site_id=known.site_id,
                page_id=page.pk,
                page_type=page_type,
                locale=known.language,
                urls=list(place.urls),
                old_urls=list(was.urls),
                tags=[
                    tags.page(page.pk),
                    tags.type_(page_type),
                    *map(tags.page, others.get(page.translation_key, ())),
                ],
            )


def _one_sided(place: Place) -> Kind:
    return Kind.UPSERT if place.urls else Kind.UNPUBLISH


def chunks(pages: "PageQuerySet") -> Iterator[list[Standing]]:
    """These pages in the order of the tree, some hundreds at a time. Asked anew for each, so that rows may be written
    between."""
    last = ""
    while found := list(pages.filter(path__gt=last).order_by("path").values_list(*Standing._fields)[:CHUNK]):
        yield [Standing(*row) for row in found]
        last = found[-1][1]


def record_deletion(pages: "PageQuerySet") -> None:
    """Before a deletion: everything readers lose with these pages, those below included."""
    story = Story(Roots.now())
    every = apps.get_model("cms", "Page").objects
    removed = ""
    for path, url_path in list(pages.order_by("path").values_list("path", "url_path")):
        if removed and path.startswith(removed):
            continue
        removed = path
        story.tell(every.filter(path__startswith=path).readable(), Kind.DELETE, old=url_path, new=url_path)


def record_news(pages: "PageQuerySet", kind: Kind = Kind.UPSERT, *, menus: bool = False) -> int:
    """These pages, as far as anybody may read them, say something else than before, at the same addresses; how many
    rows. `menus`: and menus say something else of them."""
    return Story(Roots.now()).tell(pages.readable(), kind, old="/", new="/", menus=menus)


def record_appearance(pages: "PageQuerySet", *, visible: bool) -> None:
    """Pages that have become readable, or (all of these) have ceased to be."""
    story = Story(Roots.now())
    if visible:
        story.tell(pages.readable(), Kind.UPSERT)
    else:
        story.tell(pages, Kind.UNPUBLISH, old="/", new="/")


def record_moves(pages: "PageQuerySet", old: Mapping[int, str]) -> None:
    """These pages have other addresses now; `old` is where each stood in the tree. Nothing stands below them."""
    story = Story(Roots.now())
    for row in list(pages.readable().order_by("path").values_list(*Standing._fields)):
        page = Standing(*row)
        story.tell_one(page, Kind.MOVE, old[page.pk])


def record_moments() -> None:
    """Record what happens to pages by itself, because its time has come: the worker asks once a minute.

    A moment counts as recorded when a change of the page was written since. So a worker that was away makes up for it.
    """
    now = timezone.now()
    pages = apps.get_model("cms", "Page").objects
    with transaction.atomic():
        record_appearance(_unrecorded(pages.live().public(), "closed_from", now), visible=False)
        record_news(_unrecorded(pages, "unlisted_from", now))


def _unrecorded(pages: "PageQuerySet", name: str, now: datetime) -> "PageQuerySet":
    recorded = Change.objects.filter(page_id=OuterRef("pk"), created_at__gte=OuterRef(name))
    return pages.filter(**{f"{name}__gt": now - MADE_UP_FOR, f"{name}__lte": now}).filter(~Exists(recorded))


class Users(NamedTuple):
    """Who shows some shared things: ids of pages; whether a setting, and with it every page, does."""

    pages: list[int]
    is_sitewide: bool


def find_users(things: QuerySet[Any]) -> Users:
    """The pages that show these pictures or other shared things, by Wagtail's index of references, and by rows written
    past it: a model whose rows belong to pages says which in `pages_of`."""
    page_model = apps.get_model("cms", "Page")
    ids = list(map(str, things.values_list("pk", flat=True)))
    content_type = ContentType.objects.get_for_model(things.model)
    found = ReferenceIndex.objects.filter(to_content_type=content_type, to_object_id__in=ids)
    pages: set[int] = set()
    is_sitewide = False
    for base_id, object_id in found.values_list("base_content_type", "object_id").distinct():
        if ContentType.objects.get_for_id(base_id).model_class() is page_model:
            pages.add(int(object_id))
        else:
            is_sitewide = True
    for field in things.model._meta.get_fields(include_hidden=True):
        if field.one_to_many and hasattr(field.related_model, "pages_of"):
            rows = field.related_model._base_manager.filter(**{f"{field.field.name}__in": ids})
            pages |= set(field.related_model.pages_of(rows).values_list("pk", flat=True))
    return Users(sorted(pages), is_sitewide)


def record_users(things: QuerySet[Any], found: Users | None = None) -> None:
    """What shows these things shows them differently."""
    found = found or find_users(things)
    pages = apps.get_model("cms", "Page").objects
    for some in batched(found.pages, CHUNK, strict=False):
        record_news(pages.filter(pk__in=some))
    if found.is_sitewide:
        log.record(Kind.SETTINGS, tags=[tags.SETTINGS])


@contextmanager
def telling_of_users(things: QuerySet[Any]) -> Iterator[None]:
    """Around a deletion, after which nobody refers to these things any more."""
    found = find_users(things)
    yield
    record_users(things, found)


def record_order(page: Any) -> None:
    """A page stands elsewhere among its siblings: menus and lists in the order of the tree show it there."""
    place = Roots.now().place(page.url_path)
    if place is not NOWHERE:
        page_type = page.specific_class._meta.label_lower
        log.record(
            Kind.MENU, site_id=place.site_id, locale=place.language, tags=[tags.MENU, tags.type_(page_type)]
        )


def _translations(pages: Iterable[Standing]) -> dict[Any, list[int]]:
    """The pages that name these as their translations, by translation key."""
    own = {page.pk for page in pages}
    found: dict[Any, list[int]] = {}
    every = apps.get_model("cms", "Page").objects.live()
    rows = every.filter(translation_key__in={page.translation_key for page in pages})
    for key, pk in rows.values_list("translation_key", "pk"):
        if pk not in own:
            found.setdefault(key, []).append(pk)
    return found
