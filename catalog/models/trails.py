"""The ways that lead to a product: the one through the tree, and one for every further category it is listed in."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.http import HttpRequest

from cms import locales
from cms.models import Page
from seo.head import Crumb
from seo.text import plain


class HasTrails:
    """A page that stands in one category and may be listed in more. All its trails come from one query."""

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
                taxonomy=F("categorypage__google_category"),
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
    def prepare_trails(cls, pages: Sequence[Any]) -> None:
        """All trails of these pages, with three queries for any number."""
        field = cls.more_categories
        listed: dict[int, set[Any]] = {}
        rows = field.through.objects.filter(productpage__in=pages)
        for page, key in rows.values_list("productpage", "categorypage__translation_key"):
            listed.setdefault(page, set()).add(key)
        keys = set().union(*listed.values())
        places: dict[tuple[Any, int], str] = {}
        if keys:
            categories = field.rel.model.objects.filter(translation_key__in=keys)
            for key, locale, path in categories.values_list("translation_key", "locale", "path"):
                places[key, locale] = path
        ends = {
            page.pk: {
                places[key, page.locale_id]
                for key in listed.get(page.pk, ())
                if (key, page.locale_id) in places
            }
            for page in pages
        }
        steps = {
            step for page in pages for path in (page.path, *ends[page.pk]) for step in _steps(page, path)
        }
        above = (
            Page.objects.filter(path__in=steps, depth__gt=1)
            .in_trails()
            .annotate(taxonomy=F("categorypage__google_category"))
            .only("title", "url_path", "depth", "path", "locale_id", "slug")
            .order_by("depth", "path")
        )
        known = list(above)
        for page in pages:
            mine = {step for path in (page.path, *ends[page.pk]) for step in _steps(page, path)} - {page.path}
            root = locales.roots(page.get_url_parts()[0])[page.language_code]
            shown = [one for one in known if one.path in mine and one.url_path.startswith(root)]
            page.__dict__["_above"] = page._keep_trails(shown, ends[page.pk])

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


def _steps(page: Page, path: str) -> list[str]:
    """The tree paths from the top to `path`."""
    return [path[:end] for end in range(page.steplen, len(path) + 1, page.steplen)]
