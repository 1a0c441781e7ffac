"""A product as its page and the API show it: computed once, printed by both."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from catalog.models.variant import FEW, OPTION_FIELDS, Variant
from catalog.reviews import Opinions, rating_data
from cms.cards import Card, cards, cards_by_id, prefetch
from cms.models.picture import Picture, ResponsivePicture, absolute
from cms.phrases import say
from cms.policy_words import Terms
from cms.representation import card_data, picture_data
from cms.rich_text import rich_text_data
from cms.stock import pictures_with
from seo.commerce import Availability, Offer
from seo.figures import day, figure, money
from seo.prices import UNITS, MemberPrice

if TYPE_CHECKING:
    from catalog.models import ProductPage

OPTION_LABELS = {
    "color": gettext_noop("Colour"),
    "size": gettext_noop("Size"),
    "material": gettext_noop("Material"),
    "pattern": gettext_noop("Pattern"),
}


@dataclass(frozen=True, slots=True)
class MemberPriceWords:
    """What members of a level pay."""

    name: str
    price: str
    points: str


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
    reduced_from: str
    reduced_until: str
    availability: str
    availability_note: str
    can_be_bought: bool
    condition: str
    options: dict[str, str]
    offer: Offer
    unit_price: str
    member_prices: tuple[MemberPriceWords, ...]

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
            reduced_from=day(offer.price_valid_from) if offer.price_valid_from else "",
            reduced_until=day(offer.price_valid_until) if offer.price_valid_until else "",
            availability=_(offer.availability.words),
            availability_note=_availability_note(offer),
            can_be_bought=offer.availability.can_be_bought,
            condition=_(offer.condition.words),
            options=variant.options,
            offer=offer,
            unit_price=_unit_price(offer),
            member_prices=tuple(_member_price(member, offer.currency) for member in offer.member_prices),
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
            "unit_price": _unit_price_data(self.offer),
            "member_prices": [
                {"tier": member.tier, "price": member.price, "points": member.points}
                for member in self.offer.member_prices
            ],
            "words": {
                "price": self.price,
                "was": self.was,
                "reduced_from": self.reduced_from,
                "reduced_until": self.reduced_until,
                "availability": self.availability,
                "availability_note": self.availability_note,
                "condition": self.condition,
                "unit_price": self.unit_price,
                "member_prices": [asdict(member) for member in self.member_prices],
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
    successor: Card | None
    opinions: Opinions
    updated_at: datetime | None
    traits: dict[str, Any]
    model_url: str
    terms: Terms = field(default_factory=Terms)

    @classmethod
    def of(cls, page: "ProductPage", request: HttpRequest | None) -> "ProductView":
        chosen = page.select(request)
        pictures = pictures_with(["product", "thumb"], _picture_ids(page, chosen), request)
        view = cls._of(page, request, pictures, _related(page, request))
        return replace(view, terms=page.terms(page.get_place(request).organization.policies))

    @classmethod
    def _of(
        cls,
        page: "ProductPage",
        request: HttpRequest | None,
        found: Mapping[int, Picture],
        related: Sequence[Card] | None,
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
            facts=(
                *((value.attribute.words, value.words) for value in page.facts),
                *(_option_words(chosen) if chosen and len(variants) == 1 else ()),
                *(page.trait_words(*chosen.audience) if chosen else ()),
            ),
            traits=_traits(page, chosen),
            model_url=page.thing.model_url,
            attributes=tuple(
                {
                    "code": value.attribute.code,
                    "label": value.attribute.words,
                    "type": value.attribute.type,
                    "value": value.value,
                    "unit": value.attribute.unit,
                }
                for value in page.facts
            ),
            related=tuple(related or ()),
            successor=_successor(page, request),
            opinions=Opinions.of(page, page.shown_reviews if related is not None else ()),
            updated_at=max((variant.updated_at for variant in variants), default=None),
        )

    @classmethod
    def of_many(cls, pages: Sequence["ProductPage"], request: HttpRequest | None) -> list["ProductView"]:
        """The same for a list, without the related products: as many queries for one as for a hundred."""
        prefetch(pages, "brand", "pictures")
        for page_type in {type(page) for page in pages}:
            page_type.prefetch_things(pages, "variants", "attribute_values__attribute")
        for page in pages:
            page.__dict__["facts"] = list(page.thing.attribute_values.all())
        wanted = {pk for page in pages for pk in _picture_ids(page, page.select(None))}
        pictures = pictures_with(["product", "thumb"], wanted, request)
        return [cls._of(page, request, pictures, None) for page in pages]

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
            "rating": rating_data(self.opinions.rating),
            "reviews": [review.as_dict() for review in self.opinions.reviews],
            "successor": card_data(self.successor, root) if self.successor else None,
            "updated_at": self.updated_at,
            "traits": self.traits,
            "terms": self.terms.as_dict(),
        }


def _unit_price(offer: Offer) -> str:
    """£16.00 per l (75 cl)."""
    said = offer.unit_price
    if said is None:
        return ""
    base = "" if said.base.value == 1 else f"{figure(said.base.value)} "
    return _("%(price)s per %(base)s (%(content)s)") % {
        "price": money(said.of(offer.price), offer.currency),
        "base": f"{base}{UNITS[said.base.unit].symbol}",
        "content": f"{figure(said.content.value)} {UNITS[said.content.unit].symbol}",
    }


def _unit_price_data(offer: Offer) -> dict[str, Any] | None:
    said = offer.unit_price
    if said is None:
        return None
    return {
        "price": said.of(offer.price),
        "content": said.content.value,
        "content_unit": said.content.unit,
        "base": said.base.value,
        "base_unit": said.base.unit,
    }


def _member_price(member: MemberPrice, currency: str) -> MemberPriceWords:
    points = member.points or 0
    return MemberPriceWords(
        name=say(member.name),
        price=money(member.price, currency),
        points=ngettext("%(points)s point", "%(points)s points", points) % {"points": figure(points)}
        if points
        else "",
    )


def _availability_note(offer: Offer) -> str:
    if offer.available_from:
        return _("Delivered from %(day)s") % {"day": day(offer.available_from)}
    if offer.availability == Availability.IN_STOCK and offer.stock is not None and offer.stock <= FEW:
        return _("%(count)d left") % {"count": offer.stock}
    return ""


def _option_words(variant: Variant) -> list[tuple[str, str]]:
    """The options of an only variant, which nobody has to choose; those of several are links."""
    return [(_(OPTION_LABELS[name]), value) for name, value in variant.options.items()]


def _traits(page: "ProductPage", chosen: Variant | None) -> dict[str, Any]:
    """What machines compare, as data."""
    thing, label = page.thing, page.energy_label
    gender, age_group = chosen.audience if chosen else (thing.gender, thing.age_group)
    return {
        "gender": gender,
        "age_group": age_group,
        "size_system": thing.size_system,
        "size_group": thing.size_group,
        "energy": asdict(label) if label else None,
        "is_adult": thing.is_adult,
        "model_url": thing.model_url,
    }


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
            keys.append(OptionKey(say(value), view.url, getattr(chosen, name) == value, view.can_be_bought))
        groups.append(OptionGroup(label=_(OPTION_LABELS[name]), name=name, keys=tuple(keys)))
    if groups:
        return groups
    keys = tuple(OptionKey(view.sku, view.url, view.is_selected, view.can_be_bought) for view in views)
    return [OptionGroup(label=_("Variant"), name="variant", keys=keys)]


def _related(page: "ProductPage", request: HttpRequest | None) -> list[Card]:
    return cards_by_id([item.page_id for item in page.related.all()], request)


def _successor(page: "ProductPage", request: HttpRequest | None) -> Card | None:
    """What took the place of a product that is discontinued; asked for nowhere else."""
    heir = page.get_heir() if page.thing.successor_id and not page.policy.is_listed else None
    return next(iter(cards([heir], request)), None) if heir else None
