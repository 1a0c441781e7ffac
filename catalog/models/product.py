"""Product pages: words, pictures and SEO of a thing; what it costs is on its variants."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.models.pages import PageManager
from wagtail.search import index

from modelcluster.fields import ParentalKey, ParentalManyToManyField

from catalog.models.attribute import AttributeValue
from catalog.models.variant import OPTION_FIELDS, Variant, money
from catalog.panels import VariantsPanel
from catalog.presentation import ProductView
from catalog.querysets import ProductQuerySet
from cms.blocks import TEXT_FEATURES, StoryBlock
from cms.cards import prefetch
from cms.models import Page, Picture, Place
from cms.models.picture import GRAPH_SPECS, with_renditions
from cms.representation import story_data
from seo import nodes
from seo.graph import Node
from seo.text import clip, plain, plain_from_html


class ProductPage(Page):
    """A product. Its variants are rows of their own, changed without a revision."""

    summary = models.CharField(
        _("summary"), max_length=200, blank=True, help_text=_("One sentence for cards and search results.")
    )
    external_id = models.CharField(_("external id"), max_length=190, blank=True, db_index=True)
    # What the last import said of the page, so that an unchanged row writes nothing; see catalog.importing.
    import_hash = models.CharField(max_length=80, blank=True, default="", editable=False)
    brand = models.ForeignKey(
        "catalog.Brand",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="products",
        verbose_name=_("manufacturer"),
    )
    description = RichTextField(_("description"), blank=True, features=TEXT_FEATURES)
    care = RichTextField(_("care"), blank=True, features=TEXT_FEATURES)
    body = StreamField(StoryBlock(), blank=True, verbose_name=_("more"))
    # The first of `pictures`, kept here so that a list needs no join; see `save`.
    cover = models.ForeignKey(
        "cms.Picture", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    more_categories = ParentalManyToManyField(
        "catalog.CategoryPage", blank=True, related_name="more_products", verbose_name=_("also listed in")
    )

    og_type = "product"
    schema_type = "ItemPage"
    card_kind = "product"

    content_panels = [
        *Page.content_panels,
        "summary",
        "brand",
        InlinePanel("pictures", label=_("picture")),
        "description",
        InlinePanel("attribute_values", label=_("attribute")),
        "care",
        "body",
        VariantsPanel(heading=_("Variants")),
        InlinePanel("related", label=_("related product"), max_num=8),
        MultiFieldPanel([FieldPanel("more_categories")], _("Also listed in")),
    ]
    parent_page_types = ["catalog.CategoryPage"]
    subpage_types: list[str] = []
    # A copy made by an editor is a page of its own and not the imported one.
    exclude_fields_in_copy = ["external_id", "import_hash"]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("description"),
        index.SearchField("sku_words"),
        index.AutocompleteField("sku_words"),
        index.RelatedFields("brand", [index.SearchField("name")]),
    ]
    objects = PageManager.from_queryset(ProductQuerySet)()

    class Meta:
        verbose_name = _("product")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.cover = next((item.picture for item in self.pictures.all() if item.picture_id), None)
        super().full_clean(*args, **kwargs)

    # Facts ---------------------------------------------------------------------------------------------

    @cached_property
    def offered(self) -> Sequence[Variant]:
        """The variants in their order; asked once for the life of this object."""
        return list(self.variants.all())

    @property
    def sku_words(self) -> str:
        return " ".join(variant.sku for variant in self.variants.all())

    def varies_by(self, variants: Sequence[Variant]) -> list[str]:
        """The options in which variants differ, in schema.org's names."""
        return [name for name in OPTION_FIELDS if len({getattr(variant, name) for variant in variants}) > 1]

    def select(self, request: HttpRequest | None) -> Variant | None:
        """The variant asked for by `?variant=SKU`, else the first that can be bought, else the first.

        Raises Http404 for a SKU that is not this product's.
        """
        variants = self.offered
        sku = request.GET.get("variant") if request else None
        if sku is not None:
            chosen = next((variant for variant in variants if variant.sku == sku), None)
            if chosen is None:
                raise Http404(_t("This product has no variant “%(sku)s”.") % {"sku": sku[:64]})
            return chosen
        buyable = (variant for variant in variants if variant.stocked_availability.can_be_bought)
        return next(buyable, variants[0] if variants else None)

    def check_query(self, request: HttpRequest) -> None:
        super().check_query(request)
        self.select(request)

    def get_queries(self) -> Iterable[str]:
        return [urlencode({"variant": variant.sku}) for variant in self.offered]

    def url_of(self, variant: Variant, base: str) -> str:
        """The address that pre-selects a variant; the product's own when it is the only one."""
        return base if len(self.offered) < 2 else f"{base}?{urlencode({'variant': variant.sku})}"

    # Answers -------------------------------------------------------------------------------------------

    @classmethod
    def prepare_cards(cls, pages: Sequence["Page"]) -> None:
        prefetch(pages, "variants")

    def card_facts(self) -> dict[str, str]:
        """The lowest price, the former one when it is reduced, and a badge when none can be bought."""
        offers = [variant.offer("") for variant in self.offered]
        if not offers:
            return {}
        buyable = [offer for offer in offers if offer.availability.can_be_bought]
        lowest = min(buyable or offers, key=lambda offer: offer.price)
        prices = {offer.price for offer in buyable or offers}
        note = money(lowest.price, lowest.currency)
        return {
            "note": _t("from %(price)s") % {"price": note} if len(prices) > 1 else note,
            "was": money(lowest.was_price, lowest.currency) if lowest.was_price is not None else "",
            "badge": "" if buyable else lowest.availability.words,
        }

    def get_head_properties(self) -> Iterable[tuple[str, str]]:
        """Open Graph's product facts, of the variant that stands for the product."""
        variant = self.select(None)
        if variant is None:
            return
        offer = variant.offer("")
        yield "product:price:amount", f"{offer.price:f}"
        yield "product:price:currency", offer.currency
        yield "product:availability", "instock" if offer.availability.can_be_bought else "oos"
        yield (
            "product:condition",
            {"NewCondition": "new", "RefurbishedCondition": "refurbished"}.get(offer.condition, "used"),
        )
        if self.brand:
            yield "product:brand", plain(self.brand.name)

    def get_schema(self, place: Place) -> Iterable[Node]:
        """ProductGroup with its variants, or one Product; a product without variants is no Product to a machine."""
        variants = self.offered
        if not variants:
            return []
        pictures = self._graph_pictures(place, variants)
        shared = {
            "brand": plain(self.brand.name) if self.brand else "",
            "category": self.category_path,
            "properties": [(value.attribute.label, value.words) for value in self.facts],
        }
        description = plain_from_html(self.description) or plain(self.summary)
        own_pictures = pictures.get(self.cover_id, [])
        if len(variants) == 1:
            [variant] = variants
            own_pictures = pictures.get(variant.picture_id) or own_pictures
            product = nodes.product(
                f"{place.url}#product",
                name=plain(self.title),
                url=place.url,
                description=clip(description, 5000),
                sku=variant.sku,
                gtin=variant.gtin,
                mpn=variant.mpn,
                images=own_pictures,
                options=self.shared_options | variant.options,
                offers=nodes.offer(place.root, variant.offer(place.url)),
                **shared,
            )
            return [*own_pictures, product]
        group_id = f"{place.url}#product"
        products = [
            nodes.product(
                f"{self.url_of(variant, place.url)}#variant",
                name=f"{plain(self.title)} – {plain(variant.label) or variant.sku}",
                url=self.url_of(variant, place.url),
                sku=variant.sku,
                gtin=variant.gtin,
                mpn=variant.mpn,
                images=pictures.get(variant.picture_id) or own_pictures,
                options=self.shared_options | variant.options,
                offers=nodes.offer(place.root, variant.offer(self.url_of(variant, place.url))),
                group_id=self.group_id,
                group_ref=group_id,
            )
            for variant in variants
        ]
        group = nodes.product_group(
            group_id,
            name=plain(self.title),
            description=clip(description, 5000),
            url=place.url,
            group_id=self.group_id,
            varies_by=self.varies_by(variants),
            variants=products,
            images=own_pictures,
            **shared,
        )
        used = {node["@id"]: node for shapes in pictures.values() for node in shapes}
        return [*own_pictures, group, *products, *used.values()]

    @property
    def group_id(self) -> str:
        """The parent SKU of its variants: stable, the same in feeds."""
        return self.external_id or str(self.translation_key)

    @cached_property
    def facts(self) -> Sequence[AttributeValue]:
        """Its attribute values with their attributes; asked once."""
        return list(self.attribute_values.select_related("attribute").all())

    @property
    def shared_options(self) -> dict[str, str]:
        """What all variants have in common of colour, size, material and pattern: attributes that bear these codes."""
        return {
            value.attribute.code: value.words
            for value in self.facts
            if value.attribute.code in OPTION_FIELDS and value.words
        }

    @property
    def category_path(self) -> str:
        """The trail above the product as Google's own-category text (at most 750 characters)."""
        return clip(" > ".join(crumb.title for crumb in self.get_breadcrumbs()[1:-1]), 750)

    def _graph_pictures(self, place: Place, variants: Sequence[Variant]) -> dict[int, list[Node]]:
        wanted = {variant.picture_id for variant in variants} | {self.cover_id}
        pictures = with_renditions(extra=GRAPH_SPECS).filter(pk__in=filter(None, wanted))
        return {picture.pk: picture.graph_nodes(place.root) for picture in pictures}

    # How it is shown -----------------------------------------------------------------------------------

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "product": ProductView.of(self, request)}

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        root = self.get_site_root(request)
        return (
            super().get_content(request)
            | ProductView.of(self, request).as_dict(root)
            | {"body": story_data(self.body, root, request)}
        )


class ProductPicture(Orderable):
    """One of a product's pictures, in order; the first is its cover."""

    product = ParentalKey(ProductPage, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(
        Picture, on_delete=models.CASCADE, related_name="+", verbose_name=_("picture")
    )

    panels = [FieldPanel("picture")]


class RelatedProduct(Orderable):
    """A product shown beside another."""

    product = ParentalKey(ProductPage, on_delete=models.CASCADE, related_name="related")
    page = models.ForeignKey(
        ProductPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("product")
    )

    panels = [PageChooserPanel("page")]
