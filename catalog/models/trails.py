"""The ways that lead to a product: the one through the tree, and one for every further category it is listed in."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.http import HttpRequest

from cms import locales
from cms.models import Page
from seo.head import Crumb
from seo.text import plain


class HasTrails:
    """A page that stands in one category and may be listed in more. All its trails come from one query."""

    trail_facts: ClassVar[Mapping[str, Any]] = {"taxonomy": F("categorypage__google_category")}

    def _trail_from(self, root: str) -> Sequence[Page]:
        """The ancestors of the page; those of its further categories are kept for `get_more_trails`.

        A translation is listed in the translations of the categories: it has the rows of its original.
        """
        if "_above" in self.__dict__:  # by cms.trails, for lists that print one trail a product
            return super()._trail_from(root)
        field = type(self).more_categories
        listed = field.through.objects.filter(productpage=self.pk)
        above = field.rel.model.objects.filter(
            translation_key__in=listed.values("categorypage__translation_key"),
            locale=self.locale_id,
            path__startswith=OuterRef("path"),
        )
        pages = list(
            Page.objects.filter(Q(path__in=self._paths_above()) | Exists(above))
            .filter(url_path__startswith=root)
            .in_trails()
            .annotate(
                is_listed_in=Exists(listed.filter(categorypage__translation_key=OuterRef("translation_key"))),
                **self.trail_facts,
            )
            .only("title", "url_path", "depth", "path", "locale_id", "slug")
            .order_by("depth", "path")
        )
        return self._keep_trails(pages, {page.path for page in pages if page.is_listed_in})

    def _keep_trails(self, pages: Sequence[Any], ends: Collection[str]) -> list[Any]:
        """The ancestors among `pages`; what is inherited from them and the trails to the other `ends` are kept."""
        own = [page for page in pages if self.path.startswith(page.path)]
        self.__dict__["_inherited_taxonomy"] = next(
            (page.taxonomy for page in reversed(own) if page.taxonomy), ""
        )
        self.__dict__["_more_trails"] = [
            [page for page in pages if end.path.startswith(page.path)]
            for end in pages
            if end.path in ends and not self.path.startswith(end.path)
        ]
        return own

    @classmethod
    def find_further_places(cls, pages: Sequence[Any]) -> Mapping[int, Collection[str]]:
        """Where the categories stand in which these pages are listed as well, with one query."""
        field = cls.more_categories
        same = field.rel.model.objects.filter(
            translation_key=OuterRef("categorypage__translation_key"), locale=OuterRef("productpage__locale")
        )
        rows = field.through.objects.filter(productpage__in=pages)
        found: dict[int, set[str]] = {}
        for pk, place in rows.values_list("productpage", Subquery(same.order_by().values("path")[:1])):
            if place:
                found.setdefault(pk, set()).add(place)
        return found

    def keep_trails(self, pages: Sequence[Any], ends: Collection[str]) -> None:
        root = locales.roots(self.get_url_parts()[0])[self.language_code]
        shown = [page for page in pages if page.url_path.startswith(root)]
        self.__dict__["_above"] = self._keep_trails(shown, ends)

    def remember_above(self, pages: Sequence[Page]) -> None:
        """Nothing: its trails are asked for together with those of its further categories."""

    @classmethod
    def load_taxonomies(cls, pages: Sequence["HasTrails"]) -> None:
        """What pages whose trails came from `cms.trails` inherit as category at Google, with one query for all."""
        above = {page.pk: page.__dict__.get("_above", ()) for page in pages}
        categories = cls.more_categories.rel.model.objects
        said = dict(
            categories.filter(pk__in={one.pk for trail in above.values() for one in trail})
            .exclude(google_category="")
            .values_list("pk", "google_category")
        )
        for page in pages:
            nearest = (said[one.pk] for one in reversed(above[page.pk]) if one.pk in said)
            page.__dict__["_inherited_taxonomy"] = next(nearest, "")

    def _paths_above(self) -> list[str]:
        return [self.path[:end] for end in range(self.steplen, len(self.path), self.steplen)]

    def get_more_trails(self, request: HttpRequest | None = None) -> list[list[Crumb]]:
        """A trail for every further category, in tree order, each from the home page to the product."""
        primary = self.get_breadcrumbs(request)
        trails: list[list[Any]] = self.__dict__.get("_more_trails", [])
        return [[*(self._crumb(page, request) for page in trail), primary[-1]] for trail in trails]

    @staticmethod
    def _crumb(page: Page, request: HttpRequest | None) -> Crumb:
        _site, root, path = page.get_url_parts(request)
        return Crumb(title=plain(page.title), url=root + path, path=path)

    @property
    def taxonomy(self) -> str:
        """Its category at Google: its own, else that of the nearest category above."""
        self.get_breadcrumbs()
        return self.thing.google_category or self.__dict__.get("_inherited_taxonomy", "")
