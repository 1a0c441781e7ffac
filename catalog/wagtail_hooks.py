"""The catalogue's desk in the admin: variants, brands and attributes, listed, filtered and changed."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.search.index import insert_or_update_object
from wagtail.snippets.models import register_snippet

from catalog import feed_report
from catalog.facets.admin import FacetPolicyViewSet
from catalog.models import Attribute, Brand, ProductPage, Variant
from catalog.models.pricing import HasPrices
from catalog.models.variant import OPTION_FIELDS
from catalog.moderation import Approve, Reject, ReviewViewSet
from cms.models import Page
from seo.figures import money


class FromProduct:
    """A view that came from a product's editor (`?product=`) and goes back there when it is done."""

    request: HttpRequest

    @cached_property
    def product(self) -> ProductPage | None:
        """The product named in the address; nothing for a number that is none."""
        given = self.request.GET.get("product", "")
        is_id = given.isascii() and given.isdigit() and len(given) < 19
        return ProductPage.objects.filter(pk=int(given)).first() if is_id else None

    def with_product(self, url: str) -> str:
        return f"{url}?{urlencode({'product': self.product.pk})}" if self.product else url

    def get_success_url(self) -> str:
        if self.product:
            return reverse("wagtailadmin_pages:edit", args=[self.product.pk])
        return super().get_success_url()  # type: ignore[misc]

    def get_edit_url(self) -> str:
        return self.with_product(super().get_edit_url())  # type: ignore[misc]

    def save_instance(self) -> Variant:
        """Save, and make the product findable by what is new: a SKU is part of its product's search words."""
        variant = super().save_instance()  # type: ignore[misc]
        insert_or_update_object(variant.product)
        return variant


class AddVariant(FromProduct, generic.CreateView):
    def get_add_url(self) -> str:
        return self.with_product(super().get_add_url())

    def get_initial_form_instance(self) -> Variant | None:
        """A variant of the product one came from, after its last sibling and in the same currency."""
        if self.product is None:
            return None
        last = self.product.variants.last()
        if last is None:
            return Variant(product=self.product)
        return Variant(product=self.product, currency=last.currency, position=last.position + 1)


class EditVariant(FromProduct, generic.EditView):
    def get_delete_url(self) -> str | None:
        url = super().get_delete_url()
        return url and self.with_product(url)


class DeleteVariant(FromProduct, generic.DeleteView):
    def get_delete_url(self) -> str:
        return self.with_product(super().get_delete_url())

    def delete_action(self) -> None:
        product = self.object.product
        super().delete_action()
        insert_or_update_object(product)


class VariantIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Variant]:
        return super().get_base_queryset().select_related("product")


class VariantFilters(WagtailFilterSet):
    class Meta:
        model = Variant
        fields = {
            "availability": ["exact"],
            "condition": ["exact"],
            "product__brand": ["exact"],
            "stock": ["lte"],
            "price": ["gte", "lte"],
        }


class VariantViewSet(ModelViewSet):
    model = Variant
    icon = "tag"
    menu_label = _("Variants and prices")
    index_view_class = VariantIndex
    add_view_class = AddVariant
    edit_view_class = EditVariant
    delete_view_class = DeleteVariant
    copy_view_enabled = False  # a SKU is unique
    inspect_view_enabled = False
    ordering = ["product", "position", "pk"]
    list_per_page = 50
    list_display = [
        "sku",
        TitleColumn(
            "product",
            label=_("Product"),
            sort_key="product__title",
            get_url=lambda variant: reverse("wagtailadmin_pages:edit", args=[variant.product_id]),
        ),
        Column("label", label=_("Options")),
        Column(
            "price",
            label=_("Price"),
            sort_key="price",
            accessor=lambda variant: money(variant.price, variant.currency),
        ),
        Column("availability", label=_("Availability"), accessor="get_availability_display"),
        NumberColumn("stock", label=_("Stock"), sort_key="stock"),
        DateColumn("updated_at", label=_("Changed"), sort_key="updated_at"),
    ]
    filterset_class = VariantFilters
    list_export = [
        "sku",
        "gtin",
        "mpn",
        "product.title",
        *OPTION_FIELDS,
        "price",
        "currency",
        "compare_at",
        "availability",
        "stock",
        "condition",
    ]
    search_fields = ["sku", "gtin", "mpn", "external_id", "product__title"]
    search_backend_name = None
    panels = [
        PageChooserPanel("product", "catalog.ProductPage"),
        MultiFieldPanel([FieldRowPanel(["sku", "gtin", "mpn"])], _("Identifiers")),
        MultiFieldPanel(
            [
                FieldRowPanel(list(OPTION_FIELDS)),
                FieldRowPanel(["gender", "age_group"]),
                "picture",
                "position",
            ],
            _("What tells it apart"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["price", "currency", "compare_at"]),
                FieldRowPanel(["compare_at_from", "compare_at_until"]),
            ],
            _("Price"),
        ),
        HasPrices.prices_panel,
        MultiFieldPanel(
            [FieldRowPanel(["availability", "available_from"]), FieldRowPanel(["stock", "condition"])],
            _("Availability"),
        ),
    ]


class BrandViewSet(ModelViewSet):
    model = Brand
    icon = "tag"
    ordering = ["name"]
    list_display = ["name", "url"]
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False


class AttributeViewSet(ModelViewSet):
    model = Attribute
    icon = "list-ul"
    ordering = ["label"]
    list_display = [
        "label",
        "code",
        "type",
        "unit",
        BooleanColumn("is_facet", label=_("Filter"), sort_key="is_facet"),
    ]
    list_filter = ["type", "is_facet"]
    search_fields = ["label", "code"]
    search_backend_name = None
    copy_view_enabled = False


class BrandFilterForm(BaseFilterForm):
    """Brands are no indexed model: their names are looked for in the database."""

    q = forms.CharField(
        label=_("Name"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")})
    )

    def filter(self, objects: QuerySet[Brand]) -> QuerySet[Brand]:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return super().filter(objects).filter(name__icontains=self.search_query)


class BrandChoose(ChooseView):
    filter_form_class = BrandFilterForm


class BrandChooseResults(ChooseResultsView):
    filter_form_class = BrandFilterForm


class BrandChooserViewSet(ChooserViewSet):
    """Brands are many: the product editor searches them instead of listing them all."""

    model = Brand
    icon = "tag"
    choose_one_text = _("Choose a manufacturer")
    choose_another_text = _("Choose another manufacturer")
    edit_item_text = _("Edit this manufacturer")
    form_fields = ["name", "url"]
    choose_view_class = BrandChoose
    choose_results_view_class = BrandChooseResults


class CatalogueGroup(ViewSetGroup):
    menu_label = _("Catalogue")
    menu_icon = "tag"
    menu_order = 200
    items = (
        VariantViewSet("variant"),
        BrandViewSet("brand"),
        AttributeViewSet("attribute"),
        FacetPolicyViewSet("facetpolicy"),
    )


@hooks.register("before_delete_page")
def keep_originals(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An original takes the prices of its translations with it: refuse, and say what to do instead."""
    originals = ProductPage.objects.descendant_of(page, inclusive=True)
    foreign = ProductPage.objects.filter(source__in=originals).exclude(path__startswith=page.path)
    translation = foreign.first()
    if translation is None:
        return None
    messages.error(
        request,
        _("“%(title)s” is sold in other languages with the prices kept here. Delete its translations first.")
        % {"title": translation.source.title},
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("register_admin_viewset")
def register_catalogue() -> list[Any]:
    return [CatalogueGroup(), BrandChooserViewSet("brand_chooser")]


@hooks.register("register_admin_urls")
def feed_report_urls() -> list[URLPattern]:
    return feed_report.urls()


hooks.register("register_reports_menu_item", feed_report.menu_item)
register_snippet(ReviewViewSet)
hooks.register("register_bulk_action", Approve)
hooks.register("register_bulk_action", Reject)
