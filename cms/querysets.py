"""Pages, asked for in English."""

from django.db.models import Q

from wagtail.models import Site
from wagtail.query import PageQuerySet as WagtailPageQuerySet


class PageQuerySet(WagtailPageQuerySet):
    """The one definition of which pages exist for readers and which for search engines."""

    def of_site(self, site: Site) -> "PageQuerySet":
        """The pages below a site's home page, itself included; never the tree's own root."""
        return self.descendant_of(site.root_page, inclusive=True)

    def readable(self) -> "PageQuerySet":
        """Published and free of view restrictions: what anybody may read."""
        return self.live().public()

    def indexable(self) -> "PageQuerySet":
        """What search engines may list: readable, not hidden, and its own canonical address."""
        return self.readable().filter(Q(noindex=False) & Q(canonical_url=""))
