"""Category pages, of any depth."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wagtail.fields import RichTextField
from wagtail.search import index

from cms.blocks import TEXT_FEATURES
from cms.cards import cards
from cms.listing import Listing
from cms.models import Page, Place
from cms.representation import card_data, picture_data, rich_text_data
from seo.graph import Node


class CategoryPage(Page):
    """A shelf of the catalogue: its subcategories and, paginated, every product below it."""

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
    per_page = 24

    content_panels = [*Page.content_panels, "summary", "cover", "intro"]
    parent_page_types = ["home.HomePage", "catalog.CategoryPage"]
    subpage_types = ["catalog.CategoryPage", "catalog.ProductPage"]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("intro")]

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def get_products(self) -> Any:
        """Every readable product of this category and those below it, in tree order."""
        from catalog.models.product import ProductPage

        return ProductPage.objects.in_category(self).readable().order_by("path")

    def get_subcategories(self) -> Any:
        return CategoryPage.objects.child_of(self).readable().order_by("path")

    def get_listing(self, request: HttpRequest | None) -> Listing:
        return Listing.of(self, self.get_products(), request, self.per_page)

    def get_page_number(self, request: HttpRequest | None) -> int:
        return self.get_listing(request).number

    def get_queries(self) -> Iterable[str]:
        return self.get_listing(None).queries

    def get_schema(self, place: Place) -> Iterable[Node]:
        return self.get_listing(place.request).nodes(place)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        listing = self.get_listing(request)
        return {
            **super().get_context(request, *args, **kwargs),
            "listing": listing,
            "cards": cards(listing.pages, request),
            "subcategories": cards(list(self.get_subcategories()), request),
        }

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        listing = self.get_listing(request)
        root = self.get_site_root(request)
        return super().get_content(request) | {
            "intro": rich_text_data(self.intro),
            "picture": picture_data(self.cover and self.cover.responsive("wide"), root),
            "listing": listing.as_dict(),
            "cards": [card_data(card, root) for card in cards(listing.pages, request)],
            "subcategories": [
                card_data(card, root) for card in cards(list(self.get_subcategories()), request)
            ],
        }
