"""Category pages, of any depth."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wagtail.fields import RichTextField
from wagtail.models import Site
from wagtail.search import index

from catalog.content_schemas import CategoryFields
from catalog.facets.addresses import Asked
from catalog.facets.listed import facet_urls
from catalog.facets.shelves import Shelf, shelf_of
from catalog.facets.views import say_amount, say_combination
from catalog.found import FoundProducts
from catalog.models.shelf_page import ShelfPage
from catalog.models.traits import GoogleCategory
from cms.blocks import TEXT_FEATURES
from cms.cards import cards
from cms.feeds import newest
from cms.listing import Listing
from cms.models import HasFeed, Page, Place
from cms.models.translation import alternates_of
from cms.representation import card_data, picture_data
from cms.rich_text import rich_text_data
from delivery import tags
from delivery.made_of import note
from seo.head import Alternate
from seo.sitemaps import SitemapUrl
from seo.text import DESCRIPTION_MAX, clip, plain, plain_from_html


class CategoryPage(HasFeed, ShelfPage, GoogleCategory, Page):
    """A shelf of the catalogue: its subcategories and, paginated and filtered, every product below it."""

    content_schema = CategoryFields
    summary = models.CharField(
        _("summary"), max_length=200, blank=True, help_text=_("One sentence for cards and search results.")
    )
    cover = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    intro = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    external_id = models.CharField(_("external id"), max_length=190, blank=True, db_index=True)

    schema_type = "CollectionPage"
    card_kind = "category"
    is_shelf = True
    further_section = "facets"

    content_panels = [*Page.content_panels, "summary", "cover", "intro", "google_category"]
    parent_page_types = ["home.HomePage", "catalog.CategoryPage"]
    subpage_types = ["catalog.CategoryPage", "catalog.ProductPage", "catalog.FacetPage"]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("intro")]

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def get_variable(self, name: str, place: Place) -> str:
        if name == "summary":
            return self.summary or clip(plain_from_html(self.intro), DESCRIPTION_MAX)
        return super().get_variable(name, place)

    def get_products(self) -> Any:
        """Every listed product of this category and those below it, in tree order."""
        from catalog.models.product import ProductPage

        return ProductPage.objects.in_category(self).listed().order_by("path")

    def get_feed_entries(self) -> Any:
        """The new products, whatever the filters."""
        from catalog.models.product import ProductPage

        return newest(ProductPage.objects.in_category(self)).select_related("source")

    def get_subcategories(self) -> Any:
        note(tags.type_("catalog.categorypage"))
        return CategoryPage.objects.child_of(self).readable().joined().order_by("path")

    # Filters -------------------------------------------------------------------------------------------

    @cached_property
    def shelf(self) -> Shelf:
        return shelf_of(self)

    @cached_property
    def shelf_path(self) -> str:
        return self.get_url_parts()[2]

    def ask(self, query: str) -> Asked:
        return self.shelf.ask(query, self.per_page)

    def get_normal_address(self, query: str) -> str:
        return self.shelf.normal_address(self.shelf_path, query, self.per_page)

    def get_own_query(self, request: HttpRequest | None) -> str:
        return self.get_canonical_path(self.get_asked(request)).partition("?")[2]

    def get_queries(self) -> Iterable[str]:
        yield from self.get_listing(None).queries
        for names in self.shelf.policy.indexed:
            for combination in self.shelf.open_combinations(names):
                if combination.query not in self.shelf.landings:
                    yield combination.query

    @classmethod
    def get_further_urls(cls, site: Site) -> Sequence[tuple[str, SitemapUrl]]:
        return facet_urls(site)

    def get_combination_alternates(self, asked: Asked) -> tuple[Alternate, ...]:
        """hreflang of a filtered list: the same filters in each language in which they are open as well."""
        listed = {one.language: one for one in self.translations_to_read if one.is_listed}
        others = CategoryPage.objects.filter(translation_key=self.translation_key).exclude(pk=self.pk)
        open_in = {self.language_code: self.shelf}
        for other in others:
            if other.language_code in listed:
                open_in[other.language_code] = other.shelf
        query = asked.combination.query
        return alternates_of(
            [
                replace(one, path=f"{one.path}?{query}", url=f"{one.url}?{query}")
                for code, one in listed.items()
                if code in open_in and open_in[code].is_listed_by_filters(asked.combination)
            ],
            self.language_code,
        )

    def list_of(self, found: FoundProducts, request: HttpRequest | None, asked: Asked) -> Listing:
        return Listing.of(
            self,
            found,
            request,
            self.per_page,
            asked.list_query,
            is_crawlable=self.shelf.is_indexable(asked),
        )

    # Answers -------------------------------------------------------------------------------------------

    def get_heading(self, request: HttpRequest | None = None) -> str:
        combination = self.get_asked(request).combination
        if not combination:
            return super().get_heading(request)
        filters = plain(say_combination(self.shelf, combination))
        return _t("%(category)s – %(filters)s") % {"category": plain(self.title), "filters": filters}

    def get_own_title(self, request: HttpRequest | None) -> str:
        return "" if self.get_asked(request).combination else super().get_own_title(request)

    def get_description(self, place: Place) -> tuple[str, str]:
        """A filtered list says what it holds, whatever was written for the whole."""
        combination = self.get_asked(place.request).combination
        if not combination:
            return super().get_description(place)
        words = f"{self.get_heading(place.request)}. {self._said_of(combination)}"
        return clip(words.strip(), DESCRIPTION_MAX), "filters"

    def _said_of(self, combination: Any) -> str:
        selection = self.shelf.select(combination)
        number, prices = self.shelf.number(combination), self.shelf.count.price_range(selection)
        held = ngettext("%(number)d product", "%(number)d products", number) % {"number": number}
        if prices is None:
            return f"{held}. {plain(self.summary)}"
        lowest, highest = (say_amount(self.shelf, amount) for amount in prices)
        cost = (
            lowest
            if lowest == highest
            else _t("%(least)s to %(below)s") % {"least": lowest, "below": highest}
        )
        return f"{held}, {cost}. {plain(self.summary)}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "subcategories": cards(list(self.get_subcategories()), request),
        }

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        root = self.get_site_root(request)
        return super().get_content(request) | {
            "intro": rich_text_data(self.intro),
            "picture": picture_data(self.cover and self.cover.responsive("wide"), root),
            "subcategories": [
                card_data(card, root) for card in cards(list(self.get_subcategories()), request)
            ],
        }
