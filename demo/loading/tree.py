"""The demo's page tree: where pages are put, and where texts find the pages they name."""

from typing import Any

from catalog.models import CategoryPage, ProductPage
from cms.models import Page
from cms.sites import point_default_site_at_public_url
from home.models import ArticlePage, HomePage


class Tree:
    """The pages of the default site."""

    def __init__(self) -> None:
        self.site = point_default_site_at_public_url()
        self.home = HomePage.objects.get(pk=self.site.root_page_id)

    def add(self, parent: Page, page: Page) -> Any:
        """The page under `parent` with this slug: the one that is there, else `page`, published."""
        found = type(page).objects.child_of(parent).filter(slug=page.slug).first()
        if found:
            return found
        parent.refresh_from_db()
        parent.add_child(instance=page)
        page.save_revision().publish()
        return page

    def category(self, path: str) -> CategoryPage:
        return CategoryPage.objects.get(url_path=f"{self.home.url_path}{path}/")

    def product(self, slug: str) -> ProductPage:
        return ProductPage.objects.get(slug=slug, path__startswith=self.home.path)

    def find_page(self, kind: str, name: str) -> int:
        """The primary key of the page a text links to. Raises LookupError for a name the demo does not have."""
        models = {"product": ProductPage, "page": Page, "article": ArticlePage, "category": CategoryPage}
        slug = name.rpartition("/")[2]
        page = models[kind].objects.descendant_of(self.home).filter(slug=slug).first()
        if page is None:
            raise LookupError(f"The demo has no {kind} called {name}.")
        return page.pk
