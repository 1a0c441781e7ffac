"""Category pages, found again or made, for the paths a file names."""

from hashlib import blake2b

from wagtail.coreutils import find_available_slug

from catalog.importing.values import as_slug
from catalog.models import CategoryPage
from cms.models import Page

Path = tuple[str, ...]


class CategoryTree:
    """The categories below one page, known by the source's id for their path, else by their title."""

    def __init__(self, under: Page, source: str, publish: bool) -> None:
        self.under = under
        self.source = source
        self.publish = publish
        self.created = 0
        self._known: dict[Path, CategoryPage] = {}

    def forget(self) -> None:
        """After a rollback: what was made in it is not there."""
        self._known.clear()

    def get(self, path: Path) -> Page:
        """The page for a path; the page imported under for the empty one."""
        if not path:
            return self.under
        if path not in self._known:
            self._known[path] = self._find_or_make(path)
        return self._known[path]

    def _find_or_make(self, path: Path) -> CategoryPage:
        parent = self.get(path[:-1])
        external_id = category_id(self.source, path)
        below = CategoryPage.objects.descendant_of(self.under)
        found = below.filter(external_id=external_id).order_by("path").first()
        found = found or CategoryPage.objects.child_of(parent).filter(title=path[-1]).order_by("path").first()
        if found is None:
            return self._make(parent, path[-1], external_id)
        if self.publish and not found.live and found.first_published_at is None:
            found.get_latest_revision_as_object().save_revision(clean=False).publish(log_action=False)
            found.refresh_from_db()
        return found

    def _make(self, parent: Page, title: str, external_id: str) -> CategoryPage:
        parent = Page.objects.get(pk=parent.pk)
        slug = find_available_slug(parent, as_slug(title, "category"))
        category = CategoryPage(title=title, slug=slug, external_id=external_id, live=False)
        category.has_unpublished_changes = True
        parent.add_child(instance=category)
        revision = category.save_revision(clean=False)
        if self.publish:
            revision.publish(log_action=False)
            category.refresh_from_db()
        self.created += 1
        return category


def category_id(source: str, path: Path) -> str:
    """The external id of a path: readable, or a digest where it would be too long."""
    words = " > ".join(name.replace(">", "\\>") for name in path)
    external_id = f"{source}:{words}"
    if len(external_id) <= 190:
        return external_id
    return f"{source}:{blake2b(words.encode(), digest_size=16).hexdigest()}"
