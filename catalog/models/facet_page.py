"""Landing pages: a combination of filters with words, an address and a place of its own."""

from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.fields import RichTextField
from wagtail.search import index

from catalog.content_schemas import ShelfFields
from catalog.facets.addresses import POSITION, Asked, Combination, Nonsense, in_order_of
from catalog.facets.shelves import Shelf, pages
from catalog.facets.views import say_combination
from catalog.found import FoundProducts
from catalog.models.shelf_page import ShelfPage
from cms.blocks import TEXT_FEATURES
from cms.editing import PageForm
from cms.listing import Listing
from cms.models import Page
from cms.representation import picture_data
from cms.rich_text import rich_text_data
from seo.head import Alternate


class FacetPageForm(PageForm):
    """Tests the filters against the category the page stands in, which a new page does not know yet."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("combination") and self.parent_page is not None:
            try:
                cleaned["combination"] = self.instance.accepted(
                    cleaned["combination"], self.parent_page.specific
                )
            except ValidationError as error:
                self.add_error("combination", error)
        return cleaned


class FacetPage(ShelfPage, Page):
    """An edited page for a combination that the category opens to search engines.

    The combination's address with parameters leads here in one hop, and so do all links of filters.
    """

    content_schema = ShelfFields
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
    combination = models.CharField(
        _("filters"),
        max_length=250,
        help_text=_(
            "What stands behind the question mark when you filter the category: material=brass&fuel=paraffin."
        ),
    )

    schema_type = "CollectionPage"
    card_kind = "category"
    base_form_class = api_base_form_class = FacetPageForm

    content_panels = [*Page.content_panels, "combination", "summary", "cover", "intro"]
    parent_page_types = ["catalog.CategoryPage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("intro")]

    class Meta:
        verbose_name = _("page of a filter")
        verbose_name_plural = _("pages of filters")

    def accepted(self, query: str, category: Any) -> str:
        """A query in the one form the category gives it. Raises ValidationError with the rule it breaks."""
        shelf: Shelf = category.shelf
        try:
            asked = shelf.ask(query.strip().removeprefix("?"), category.per_page)
        except Nonsense as error:
            raise ValidationError(str(error)) from error
        chosen = asked.combination
        if not chosen or asked.ignored or asked.sort != POSITION or asked.page > 1:
            raise ValidationError(_t("Give filters of the category and nothing else."))
        if not chosen.single_values or not shelf.policy.indexes(chosen.names):
            raise ValidationError(
                _t("The filters of this category do not open “%(filters)s” to search engines.")
                % {"filters": say_combination(shelf, chosen)}
            )
        if shelf.number(chosen) < shelf.policy.minimum:
            raise ValidationError(
                _t("A page needs at least %(minimum)d products; these filters leave %(number)d.")
                % {"minimum": shelf.policy.minimum, "number": shelf.number(chosen)}
            )
        siblings = FacetPage.objects.child_of(category).exclude(pk=self.pk)
        twin = next(
            (page for page in siblings if in_order_of(shelf.policy, page.combination) == chosen), None
        )
        if twin is not None:
            raise ValidationError(_t("“%(title)s” is the page of these filters.") % {"title": twin.title})
        return chosen.query

    # Filters -------------------------------------------------------------------------------------------

    @cached_property
    def category(self) -> Any:
        return self.get_parent().specific

    @property
    def shelf(self) -> Shelf:
        return self.category.shelf

    @property
    def shelf_path(self) -> str:
        return self.category.shelf_path

    @cached_property
    def chosen(self) -> Combination:
        return in_order_of(self.shelf.policy, self.combination)

    def ask(self, query: str) -> Asked:
        """Its own filters, and a page number; everything else it is asked with is ignored."""
        numbers = [part for part in query.split("&") if part.partition("=")[0].lower() == "page"]
        asked = self.shelf.reader.read("&".join(numbers))
        if asked.page > max(1, pages(self.shelf.number(self.chosen), self.per_page)):
            raise Nonsense(_t("This list has no page %(number)d.") % {"number": asked.page})
        return Asked(self.chosen, page=asked.page)

    def get_normal_address(self, query: str) -> str:
        parts = [part for part in query.split("&") if part]
        numbers = [part for part in parts if part.partition("=")[0].lower() == "page"]
        try:
            asked = self.ask(query)
        except Nonsense:
            return ""
        wanted = [f"page={asked.page}"] if asked.page > 1 else []
        if numbers == wanted:
            return ""
        kept = "&".join([*wanted, *(part for part in parts if part not in numbers)])
        path = self.get_url_parts()[2]
        return f"{path}?{kept}" if kept else path

    def get_canonical_path(self, asked: Asked) -> str:
        path = self.get_url_parts()[2]
        return f"{path}?page={asked.page}" if asked.page > 1 else path

    def is_listed(self, asked: Asked) -> bool:
        return True

    def get_combination_alternates(self, asked: Asked) -> tuple[Alternate, ...]:
        return self.get_alternates()

    def get_queries(self) -> list[str]:
        return self.get_listing(None).queries

    def list_of(self, found: FoundProducts, request: HttpRequest | None, asked: Asked) -> Listing:
        return Listing.of(self, found, request, self.per_page)

    # Answers -------------------------------------------------------------------------------------------

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        root = self.get_site_root(request)
        return super().get_content(request) | {
            "intro": rich_text_data(self.intro),
            "picture": picture_data(self.cover and self.cover.responsive("wide"), root),
        }
