"""A product as its page and the API show it: computed once, printed by both."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from catalog.models.variant import OPTION_FIELDS, Variant, day, money
from cms.cards import Card, cards_by_id, prefetch
from cms.models.picture import Picture, ResponsivePicture, absolute, with_renditions
from cms.representation import card_data, picture_data, rich_text_data
from seo.commerce import Availability, Offer

if TYPE_CHECKING:
    from catalog.models import ProductPage

_OPTION_LABELS = {"color": "Colour", "size": "Size", "material": "Material", "pattern": "Pattern"}


@dataclass(frozen=True, slots=True)
class VariantView:
    """A variant in words and as data. `price` and `was` are written out, `offer` holds the figures."""

    sku: str
    label: str
    url: str
    is_selected: bool
    gtin: str
    mpn: str
    price: str
    was: str
    reduced_until: str
    availability: str
    availability_note: str
    can_be_bought: bool
    condition: str
    options: dict[str, str]
    offer: Offer

    @classmethod
    def of(cls, variant: Variant, url: str, *, is_selected: bool) -> "VariantView":
        offer = variant.offer(url)
        return cls(
            sku=variant.sku,
            label=variant.label,
            url=url,
            is_selected=is_selected,
            gtin=variant.gtin,
            mpn=variant.mpn,
            price=money(offer.price, offer.currency),
            was=money(offer.was_price, offer.currency) if offer.was_price is not None else "",
            reduced_until=day(offer.price_valid_until) if offer.price_valid_until else "",
            availability=offer.availability.words,
            availability_note=_availability_note(offer),
            can_be_bought=offer.availability.can_be_bought,
            condition=offer.condition.words,
            options=variant.options,
            offer=offer,
        )

    @property
    def currency_code(self) -> str:
        """The currency's code where `price` has only its symbol, so that both are on the page; else empty."""
        return "" if self.offer.currency in self.price else self.offer.currency

    def as_dict(self, root: str) -> dict[str, Any]:
        """The shape of a variant in the API: figures as they are, words as the page prints them."""
        return {
            "sku": self.sku,
            "gtin": self.gtin,
            "mpn": self.mpn,
            "label": self.label,
            "options": self.options,
            "path": self.url.removeprefix(root),
            "url": absolute(self.url, root),
            "price": self.offer.price,
            "was_price": self.offer.was_price,
            "price_valid_from": self.offer.price_valid_from,
            "price_valid_until": self.offer.price_valid_until,
            "currency": self.offer.currency,
            "availability": str(self.offer.availability),
            "available_from": self.offer.available_from,
            "stock": self.offer.stock,
            "condition": str(self.offer.condition),
            "can_be_bought": self.can_be_bought,
            "words": {
                "price": self.price,
                "was": self.was,
                "reduced_until": self.reduced_until,
                "availability": self.availability,
                "availability_note": self.availability_note,
                "condition": self.condition,
            },
        }


@dataclass(frozen=True, slots=True)
class OptionKey:
    """One value of an option as a link to the variant it selects."""

    value: str
    url: str
    is_selected: bool
    can_be_bought: bool


@dataclass(frozen=True, slots=True)
class OptionGroup:
    label: str
    name: str
    keys: tuple[OptionKey, ...]


@dataclass(frozen=True, slots=True)
class ProductView:
    """Everything a product page prints beyond its head."""

    sku: str
    group_id: str
    brand: str
    description: str
    care: str
    pictures: tuple[ResponsivePicture, ...]
    thumbs: tuple[ResponsivePicture, ...]
    variants: tuple[VariantView, ...]
    selected: VariantView | None
    options: tuple[OptionGroup, ...]
    facts: tuple[tuple[str, str], ...]
    attributes: tuple[dict[str, Any], ...]
    related: tuple[Card, ...]
    updated_at: datetime | None

    @classmethod
    def of(cls, page: "ProductPage", request: HttpRequest | None) -> "ProductView":
        chosen = page.select(request)
        prefetch([page], "pictures")
        wanted = _picture_ids(page, chosen)
        pictures = with_renditions("product", "thumb").in_bulk(wanted) if wanted else {}
        return cls._of(page, request, pictures, _related(page, request))

    @classmethod
    def _of(
        cls,
        page: "ProductPage",
        request: HttpRequest | None,
        found: Mapping[int, Picture],
        related: Sequence[Card],
    ) -> "ProductView":
        base = page.get_url(request) or ""
        variants = page.offered
        chosen = page.select(request)
        views = tuple(
            VariantView.of(variant, page.url_of(variant, base), is_selected=variant is chosen)
            for variant in variants
        )
        pictures = [found[pk] for pk in _picture_ids(page, chosen) if pk in found]
        return cls(
            sku=chosen.sku if chosen else "",
            group_id=page.group_id,
            brand=page.brand.name if page.brand else "",
            description=page.description,
            care=page.care,
            pictures=tuple(picture.responsive("product") for picture in pictures),
            thumbs=tuple(picture.responsive("thumb") for picture in pictures),
            variants=views,
            selected=next((view for view in views if view.is_selected), None),
            options=tuple(_option_groups(variants, views, chosen)),
            facts=tuple((value.attribute.label, value.words) for value in page.facts),
            attributes=tuple(
                {
                    "code": value.attribute.code,
                    "label": value.attribute.label,
                    "type": value.attribute.type,
                    "value": value.value,
                    "unit": value.attribute.unit,
                }
                for value in page.facts
            ),
            related=tuple(related),
            updated_at=max((variant.updated_at for variant in variants), default=None),
        )

    @classmethod
    def of_many(cls, pages: Sequence["ProductPage"], request: HttpRequest | None) -> list["ProductView"]:
        """The same for a list, without the related products: as many queries for one as for a hundred."""
        prefetch(pages, "brand", "variants", "pictures", "attribute_values__attribute")
        for page in pages:
            page.__dict__["facts"] = list(page.attribute_values.all())
        wanted = {pk for page in pages for pk in _picture_ids(page, page.select(None))}
        pictures = with_renditions("product", "thumb").in_bulk(wanted) if wanted else {}
        return [cls._of(page, request, pictures, ()) for page in pages]

    @property
    def more_pictures(self) -> tuple[ResponsivePicture, ...]:
        """All but the first, which stands large."""
        return self.pictures[1:]

    @property
    def has_choice(self) -> bool:
        return len(self.variants) > 1

    def as_dict(self, root: str) -> dict[str, Any]:
        """The shape of a product in the API; `root` is the absolute address of its site, without a slash."""
        return {
            "sku": self.sku,
            "group_id": self.group_id,
            "brand": self.brand,
            "description": rich_text_data(self.description),
            "care": rich_text_data(self.care),
            "pictures": [picture_data(picture, root) for picture in self.pictures],
            "selected": self.selected.sku if self.selected else None,
            "variants": [variant.as_dict(root) for variant in self.variants],
            "options": [asdict(group) for group in self.options],
            "attributes": list(self.attributes),
            "related": [card_data(card, root) for card in self.related],
            "updated_at": self.updated_at,
        }


def _availability_note(offer: Offer) -> str:
    if offer.available_from:
        return _("Delivered from %(day)s") % {"day": day(offer.available_from)}
    if offer.availability == Availability.IN_STOCK and offer.stock is not None and offer.stock <= 5:
        return _("%(count)d left") % {"count": offer.stock}
    return ""


def _picture_ids(page: "ProductPage", chosen: Variant | None) -> list[int]:
    """The chosen variant's own picture first, then the product's in their order."""
    ids = [item.picture_id for item in page.pictures.all()]
    own = chosen.picture_id if chosen else None
    return list(dict.fromkeys([own, *ids] if own else ids))


def _option_groups(
    variants: Sequence[Variant], views: Sequence[VariantView], chosen: Variant | None
) -> list[OptionGroup]:
    """One group per option that has values: each value links to the variant that keeps the other choices if it can."""
    if len(variants) < 2 or chosen is None:
        return []
    groups = []
    for name in OPTION_FIELDS:
        values = list(dict.fromkeys(getattr(variant, name) for variant in variants if getattr(variant, name)))
        if not values:
            continue
        keys = []
        for value in values:
            view = max(
                (pair for pair in zip(variants, views, strict=True) if getattr(pair[0], name) == value),
                key=lambda pair: sum(
                    getattr(pair[0], other) == getattr(chosen, other) for other in OPTION_FIELDS
                ),
            )[1]
            keys.append(OptionKey(value, view.url, getattr(chosen, name) == value, view.can_be_bought))
        groups.append(OptionGroup(label=_(_OPTION_LABELS[name]), name=name, keys=tuple(keys)))
    if groups:
        return groups
    keys = tuple(OptionKey(view.sku, view.url, view.is_selected, view.can_be_bought) for view in views)
    return [OptionGroup(label=_("Variant"), name="variant", keys=keys)]


def _related(page: "ProductPage", request: HttpRequest | None) -> list[Card]:
    return cards_by_id([item.page_id for item in page.related.all()], request)
