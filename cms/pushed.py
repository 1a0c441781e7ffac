"""What delivery asks of pages: which are nothing for search engines, and every address that is something."""

from collections.abc import Iterable, Iterator

from wagtail.models import Site, get_page_models

from cms import locales
from cms.models import Page
from cms.querysets import listable


class PushedPages:
    """Answers for INDEXNOW_PAGES."""

    def hidden(self, page_ids: Iterable[int]) -> set[int]:
        """Those of these pages that search engines may not list by what they say themselves, published or not."""
        there = Page.objects.filter(pk__in=list(page_ids))
        shown = there.filter(listable())
        return set(there.values_list("pk", flat=True)) - set(shown.values_list("pk", flat=True))

    def addresses(self, site: Site) -> Iterator[str]:
        """The addresses of the sitemap, read from the database as they are asked for."""
        roots = locales.roots(site.pk)
        listed = Page.objects.of_site(site).indexable().order_by("pk").values_list("url_path", flat=True)
        for tree_path in listed.iterator():
            language = next(code for code, root in roots.items() if tree_path.startswith(root))
            yield site.root_url + locales.quoted(locales.public_path(roots, language, tree_path))
        for model in get_page_models():
            for url in model.get_further_urls(site):
                yield url.loc
