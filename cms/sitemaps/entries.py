"""What stands in one file of pages: read from the database as it is written, without page objects."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType

from wagtail.models import Site

from cms import locales
from cms.models import Page
from cms.models.translation import Translation, alternates_of
from cms.querysets import modified_at
from cms.sitemaps.pictures import addresses_of, pictures_of, shown_specs
from seo.head import Alternate
from seo.sitemaps import LONGEST_LOC, SitemapUrl

# So many pages are held at once, with their translations and pictures: one query each for so many.
CHUNK = 5_000


class Row(NamedTuple):
    pk: int
    translation_key: Any
    url_path: str
    modified_at: datetime | None
    noimageindex: bool
    section_robots: str

    @property
    def may_show_pictures(self) -> bool:
        return not self.noimageindex and "noimageindex" not in self.section_robots


class PageEntries:
    """The pages of one type in one language of a site."""

    def __init__(self, site: Site, model: type[Page], language: str) -> None:
        self.site, self.model, self.language = site, model, language
        self.roots = locales.roots(site.pk)
        content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
        self.pages = Page.objects.of_site(site).indexable().filter(content_type=content_type)

    def between(self, first: int, last: int) -> Iterator[SitemapUrl]:
        """The entries of the pages with these ids, in their order; four queries for each `CHUNK` at most."""
        root = self.roots.get(self.language)
        if root is None:
            return
        rows = (
            self.pages.filter(pk__gte=first, pk__lte=last, url_path__startswith=root)
            .order_by("pk")
            .values_list("pk", "translation_key", "url_path", modified_at(), "noimageindex", "section_robots")
        )
        for chunk in batched(map(Row._make, rows.iterator(CHUNK)), CHUNK, strict=False):
            yield from self._entries(chunk)

    def ids_after(self, after: int, limit: int) -> list[int]:
        """The ids of the first pages behind one, in their order: what a window of entries ends with."""
        root = self.roots.get(self.language)
        if root is None:
            return []
        pages = self.pages.filter(pk__gt=after, url_path__startswith=root).order_by("pk")
        return list(pages.values_list("pk", flat=True)[:limit])

    def _entries(self, rows: Sequence[Row]) -> Iterator[SitemapUrl]:
        alternates = self._alternates(rows)
        pictures = pictures_of([row.pk for row in rows if row.may_show_pictures])
        wanted = {picture for ids in pictures.values() for picture in ids}
        addresses = addresses_of(wanted, shown_specs(self.model.picture_preset), self.site.root_url)
        videos = self.model.get_videos([row.pk for row in rows], self.site.root_url)
        for row in rows:
            loc = address(self.site, self.roots, self.language, row.url_path)
            if len(loc) <= LONGEST_LOC:
                yield SitemapUrl(
                    loc,
                    row.modified_at,
                    images=tuple(addresses[pk] for pk in pictures.get(row.pk, ()) if pk in addresses),
                    alternates=alternates.get(row.translation_key, ()),
                    videos=videos.get(row.pk, ()),
                )

    def _alternates(self, rows: Sequence[Row]) -> dict[Any, tuple[Alternate, ...]]:
        """The hreflang set of each cluster; asked for only where there are several languages."""
        if len(self.roots) < 2:
            return {}
        clusters: dict[Any, dict[str, Translation]] = defaultdict(dict)
        keys = [row.translation_key for row in rows]
        members = self.pages.filter(translation_key__in=keys).values_list("translation_key", "url_path")
        for key, tree_path in members:
            language = next(code for code, root in self.roots.items() if tree_path.startswith(root))
            url = address(self.site, self.roots, language, tree_path)
            clusters[key][language] = Translation(language, url, url, is_listed=True)
        return {
            key: alternates_of([members[code] for code in self.roots if code in members])
            for key, members in clusters.items()
        }


def address(site: Site, roots: dict[str, str], language: str, tree_path: str) -> str:
    """The public address of the page that stands at `tree_path`, as its head says it."""
    return site.root_url + locales.quoted(locales.public_path(roots, language, tree_path))
