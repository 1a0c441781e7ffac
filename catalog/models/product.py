"""Product pages: words, pictures and SEO of a thing; what it costs is on its variants."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable
from wagtail.models.pages import PageManager
from wagtail.search import index

from modelcluster.fields import ParentalKey, ParentalManyToManyField

from catalog.content_schemas import ProductPageFields
from catalog.graph import product_nodes
from catalog.models.attribute import AttributeValue
from catalog.models.ending import HasEnding
from catalog.models.review import HasReviews
from catalog.models.shared_facts import ShowsSharedFacts
from catalog.models.terms import HasTerms
from catalog.models.trails import HasTrails
from catalog.models.traits import HasTraits
from catalog.models.variant import OPTION_FIELDS, Variant
from catalog.panels import VariantsPanel
from catalog.presentation import ProductView
from catalog.querysets import ProductQuerySet
from catalog.reviews import rating_words
from cms.blocks import TEXT_FEATURES, StoryBlock
from cms.cards import prefetch, spoken_id
from cms.models import Page, Picture, Place
from cms.representation import story_data
from seo.figures import money
from seo.graph import Node
from seo.text import clip, plain, plain_from_html

# Google: "Product data specification", item_group_id.
GROUP_ID_MAX = 50


class ProductPage(ShowsSharedFacts, HasEnding, HasReviews, HasTerms, HasTraits, HasTrails, Page):
    """A product. Its variants are rows of their own, changed without a revision."""

    summary = models.CharField(
        _("summary"), max_length=200, blank=True, help_text=_("One sentence for cards and search results.")
    )
    external_id = models.CharField(_("external id"), max_length=190, blank=True, db_index=True)
    # A translation is other words for the same thing: variants and facts are the original's.
    source = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="translations"
    )
    # What the last import said of the page, so that an unchanged row writes nothing; see catalog.importing.
    import_hash = models.CharField(max_length=80, blank=True, default="", editable=False)
    # Set when a bulk write took the page offline because its source names it no more.
    absent_since = models.DateTimeField(null=True, blank=True, editable=False)
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
    variables = (*Page.variables, "brand", "price", "sku")
    description_pattern = _("{summary} [Made by {brand}.] [Price: {price}.]")
    card_kind = "product"
    is_followed = True
    picture_preset = "product"
    joined_with = ("brand", "source")
    own_rows = ("pictures", "related")
    content_schema = ProductPageFields

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
        HasEnding.ending_panel,
        HasTerms.terms_panel,
        HasTraits.traits_panel,
    ]
    parent_page_types = ["catalog.CategoryPage"]
    subpage_types: list[str] = []
    # A copy made by an editor is a page of its own and not the imported one.
    shared_by_translations = ("attribute_values",)
    unseen_fields = Page.unseen_fields | {"import_hash", "absent_since"}
    exclude_fields_in_copy = [
        "external_id",
        "import_hash",
        "absent_since",
        "ending",
        "ends_at",
        "successor",
        "rating_total",
        "rating_count",
    ]
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

    @property
    def thing(self) -> "ProductPage":
        """The original, whose variants and facts are this page's too."""
        return self.source or self

    @cached_property
    def offered(self) -> Sequence[Variant]:
        """The variants of the thing in their order; asked once for the life of this object. A page that is only
        being written has none yet."""
        return list(self.thing.variants.all()) if self.thing.pk else []

    @property
    def sku_words(self) -> str:
        return " ".join(variant.sku for variant in self.offered)

    def varies_by(self, variants: Sequence[Variant]) -> list[str]:
        """The options in which variants differ, in schema.org's names."""
        read = {
            **{name: name for name in OPTION_FIELDS},
            "suggestedGender": "gender",
            "suggestedAge": "age_group",
        }
        return [
            name for name, field in read.items() if len({getattr(variant, field) for variant in variants}) > 1
        ]

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
        if "variant" in request.GET:
            self.select(request)

    def get_queries(self) -> Iterable[str]:
        return [urlencode({"variant": variant.sku}) for variant in self.offered]

    def url_of(self, variant: Variant, base: str) -> str:
        """The address that pre-selects a variant; the product's own when it is the only one."""
        return base if len(self.offered) < 2 else f"{base}?{urlencode({'variant': variant.sku})}"

    def copied_into(self) -> dict[str, Any]:
        return {**super().copied_into(), "source": self.thing}

    def get_variable(self, name: str, place: Place) -> str:
        match name:
            case "brand":
                return self.brand.name if self.brand else ""
            case "price":
                return self.card_facts().get("note", "")
            case "sku":
                variant = self.select(None)
                return variant.sku if variant else ""
        return super().get_variable(name, place)

    # Answers -------------------------------------------------------------------------------------------

    @classmethod
    def prepare_verdicts(cls, pages: Sequence["Page"]) -> None:
        """The originals of translations: what has ended is said there."""
        cls.prefetch_things(pages)

    @classmethod
    def prepare_content(cls, pages: Sequence["Page"]) -> None:
        """Everything products show but trails; with the related ones, whose variants come along."""
        related = RelatedProduct.objects.annotate(
            spoken_id=spoken_id("page__translation_key"), spoken_in=models.Value(get_language())
        )
        prefetch(
            pages,
            Prefetch("pictures", ProductPicture.objects.select_related("picture")),
            Prefetch("related", related),
        )
        prefetch([page for page in pages if page.source_id], "source")
        things = {page.thing.pk: page for page in pages}
        facts = AttributeValue.objects.filter(product__in=things).select_related("attribute")
        by_thing: dict[int, list[AttributeValue]] = {}
        for fact in facts.order_by("product", "sort_order"):
            by_thing.setdefault(fact.product_id, []).append(fact)
        for page in pages:
            if "attribute_values" not in getattr(
                page.thing, "_cluster_related_objects", {}
            ):  # a draft has its own
                page.__dict__["facts"] = by_thing.get(page.thing.pk, [])
        cls.load_reviews(pages)

    def get_card_ids(self) -> Iterable[int]:
        return [*super().get_card_ids(), *(item.page_id for item in self.related.all())]

    def get_typed_card_ids(self) -> Iterable[tuple[type[Page], int, int]]:
        """Not those of a draft: they come from its form or its revision, and nothing else is known of them; nor those
        of a page in another language than was asked for."""
        for item in self.related.all():
            if getattr(item, "spoken_in", None) == self.language_code:
                yield type(self), item.page_id, item.spoken_id or item.page_id

    def get_pictures(self) -> Iterable[Picture]:
        return [item.picture for item in self.pictures.all() if ProductPicture.picture.is_cached(item)]

    def get_picture_ids(self) -> Iterable[int]:
        shown = (*self.pictures.all(), *self.offered)
        return [*super().get_picture_ids(), *(one.picture_id for one in shown if one.picture_id)]

    @classmethod
    def prepare_cards(cls, pages: Sequence["Page"]) -> None:
        cls.prefetch_things(pages, "variants")

    @staticmethod
    def prefetch_things(pages: Sequence["Page"], *lookups: object) -> None:
        """Load relations of the things these pages are about; the originals of translations come with one query."""
        prefetch([page for page in pages if page.source_id], "source")
        prefetch([page.thing for page in pages], *lookups)

    def card_facts(self) -> dict[str, str]:
        """The rating, the lowest price, the former one when it is reduced, and a badge when none can be bought."""
        rating = {"rating": rating_words(self.rating)}
        offers = [variant.offer("") for variant in self.offered]
        if not offers:
            return rating
        buyable = [offer for offer in offers if offer.availability.can_be_bought]
        lowest = min(buyable or offers, key=lambda offer: offer.price)
        prices = {offer.price for offer in buyable or offers}
        note = money(lowest.price, lowest.currency)
        return rating | {
            "note": _t("from %(price)s") % {"price": note} if len(prices) > 1 else note,
            "was": money(lowest.was_price, lowest.currency) if lowest.was_price is not None else "",
            "badge": "" if buyable else _t(lowest.availability.words),
        }

    @classmethod
    def prepare_entries(cls, pages: Sequence["Page"]) -> None:
        cls.prefetch_things(pages, "variants")

    def get_entry_parts(self) -> Iterable[Any]:
        """What it costs and whether it can be had, in words; then what it is."""
        facts, variant = self.card_facts(), self.select(None)
        if variant is not None:
            was = _t("before %(price)s") % {"price": facts["was"]} if facts["was"] else ""
            said = filter(None, [facts["note"], was, str(_t(variant.stocked_availability.words))])
            yield format_html("<p>{}</p>", " · ".join(said))
        yield self.description

    @property
    def share_note(self) -> str:
        return self.card_facts().get("note", "")

    def get_head_properties(self) -> Iterable[tuple[str, str]]:
        """Open Graph's product facts, of the variant that stands for the product."""
        variant = self.select(None)
        if variant is None:
            return
        offer = variant.offer("")
        yield "product:price:amount", f"{offer.price:f}"
        yield "product:price:currency", offer.currency
        yield "product:retailer_item_id", offer.sku
        yield "product:availability", offer.availability.share_word
        yield (
            "product:condition",
            {"NewCondition": "new", "RefurbishedCondition": "refurbished"}.get(offer.condition, "used"),
        )
        if self.brand:
            yield "product:brand", plain(self.brand.name)

    def get_schema(self, place: Place) -> Iterable[Node]:
        """ProductGroup with its variants, or one Product; a product without variants is no Product to a machine."""
        return product_nodes(self, place)

    @property
    def group_id(self) -> str:
        """The parent SKU of its variants: stable, the same in feeds."""
        own = self.thing.external_id
        return own if own and len(own) <= GROUP_ID_MAX else str(self.thing.translation_key)

    def name_of(self, variant: Variant) -> str:
        """The product's name, with what tells the variant apart where there are several."""
        title = plain(self.title)
        return title if len(self.offered) < 2 else f"{title} – {plain(variant.label) or variant.sku}"

    @property
    def description_words(self) -> str:
        """The description as one line, else the summary; as much as Google reads."""
        return clip(plain_from_html(self.description) or plain(self.summary), 5000)

    @cached_property
    def facts(self) -> Sequence[AttributeValue]:
        """Its attribute values with their attributes; asked once."""
        return list(self.thing.attribute_values.select_related("attribute").all())

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
