"""Places in the page tree and the bookkeeping Wagtail does on save, for many new pages at once.

Wagtail saves a page with some thirty queries, which is right for an editor and too slow for a catalogue.
What its `add_child` and `save` would do is done here in bulk: treebeard's path, depth and numchild,
a slug unique among siblings, url_path, the reference index. tests/test_import_tree.py holds it against
`Page.find_problems()` and against pages saved in Wagtail's own way.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import F

from wagtail.models import ReferenceIndex

from catalog.importing.values import as_slug
from catalog.models import ProductPage
from cms.models import Page


def place(pages: Sequence[tuple[ProductPage, int, str]]) -> None:
    """Give unsaved pages their places as last children: (page, id of its parent, its external id).

    Runs inside the transaction that saves the pages; the parents' rows stay locked until it ends.
    """
    by_parent: dict[int, list[tuple[ProductPage, str]]] = defaultdict(list)
    for page, parent_id, external_id in pages:
        by_parent[parent_id].append((page, external_id))
    locked = Page.objects.select_for_update().filter(pk__in=by_parent).order_by("pk")
    for parent in list(locked):
        children = by_parent[parent.pk]
        slugs = _Slugs(parent, children)
        step = _last_step(parent)
        for page, external_id in children:
            step += 1
            page.depth = parent.depth + 1
            page.path = Page._get_path(parent.path, page.depth, step)
            page.slug = slugs.take(page.slug, external_id)
            page.url_path = f"{parent.url_path}{page.slug}/"
            page.locale_id = parent.locale_id
            page.section_robots = parent.bequest
        Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(children))


def insert(pages: Sequence[ProductPage]) -> None:
    """Insert placed pages: the base rows in one statement, then the rows of the product table."""
    fields = [field for field in Page._meta.concrete_fields if not field.primary_key]
    bases = Page.objects.bulk_create(
        Page(**{field.attname: getattr(page, field.attname) for field in fields}) for page in pages
    )
    for page, base in zip(pages, bases, strict=True):
        page.pk = page.page_ptr_id = page.id = base.pk
        # `raw` saves the product's own table only and tells signal handlers to stay quiet.
        page.save_base(raw=True, force_insert=True)


def remember_references(pages: Iterable[ProductPage], known: Sequence[int] = ()) -> None:
    """What pages point to, for the admin's “used by”. `known` are ids of pages with older entries."""
    content_type = ContentType.objects.get_for_model(ProductPage)
    base_type = ContentType.objects.get_for_model(Page)
    if known:
        ReferenceIndex.objects.filter(base_content_type=base_type, object_id__in=map(str, known)).delete()
    ReferenceIndex.objects.bulk_create(
        ReferenceIndex(
            content_type=content_type,
            base_content_type=base_type,
            object_id=str(page.pk),
            to_content_type_id=to_type,
            to_object_id=to_id,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for page in pages
        for to_type, to_id, model_path, content_path in set(
            ReferenceIndex._extract_references_from_object(page)
        )
    )


def _last_step(parent: Page) -> int:
    """The number of the last child's place; asks the rows, because numchild does not know of gaps."""
    paths = Page.objects.filter(
        depth=parent.depth + 1, path__range=Page._get_children_path_interval(parent.path)
    ).order_by("-path")
    last = paths.values_list("path", flat=True).first()
    return Page._str2int(last[-Page.steplen :]) if last else 0


class _Slugs:
    """Free slugs below one parent. A taken one gets the external id at its end, so the order of rows and the
    number of namesakes do not matter."""

    def __init__(self, parent: Page, children: Sequence[tuple[ProductPage, str]]) -> None:
        self.parent = parent
        wanted = {page.slug for page, _external_id in children}
        wanted |= {self._longer(page.slug, external_id) for page, external_id in children}
        self.taken = self._taken_of(wanted)

    def take(self, slug: str, external_id: str) -> str:
        candidate, number = slug, 1
        if candidate in self.taken:
            candidate = self._longer(slug, external_id)
        while candidate in self.taken:
            number += 1
            candidate = f"{self._longer(slug, external_id)}-{number}"
            self.taken |= self._taken_of({candidate})
        self.taken.add(candidate)
        return candidate

    def _taken_of(self, slugs: set[str]) -> set[str]:
        siblings = Page.objects.filter(depth=self.parent.depth + 1, path__startswith=self.parent.path)
        return set(siblings.filter(slug__in=slugs).values_list("slug", flat=True))

    @staticmethod
    def _longer(slug: str, external_id: str) -> str:
        return f"{slug}-{as_slug(external_id.partition(':')[2], 'x')}"
