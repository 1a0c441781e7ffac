"""One thing as the product feed says it: what it is made of, and its attributes in the order of the specification.

Source: Google Merchant Center Help, "Product data specification".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from seo.commerce import Availability, Condition, Offer, gtin_problem
from seo.merchant.problems import Problem
from seo.prices import UNITS, Measure
from seo.text import clip, plain
from seo.traits import EnergyLabel

ID_MAX, TITLE_MAX, DESCRIPTION_MAX, BRAND_MAX, TYPE_MAX = 50, 150, 5000, 70, 750
# Enforced from 31 January 2027; a smaller picture is refused here already.
IMAGE_MIN = 500
IMAGES_MAX = 10
IMAGE_TYPES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff"}
AVAILABLE_WITHIN = timedelta(days=365)
OPTION_MAX = {"color": 100, "size": 100, "material": 200, "pattern": 100}
DETAILS_MAX, HIGHLIGHTS, HIGHLIGHT_MAX = 100, (2, 100), 150
QUESTIONS_MAX, DOCUMENTS_MAX, SHIPPING_MAX, VARIANT_OPTIONS_MAX, SUB_MAX = 30, 5, 100, 30, 250
# "Unit pricing base measure": whole numbers Google knows, and what trade uses beside them.
_BASES = {Decimal(number) for number in (1, 2, 4, 8, 10, 100)}
_TRADE_BASES = {
    (Decimal(75), "cl"), (Decimal(750), "ml"), (Decimal(50), "l"), (Decimal(50), "kg"), (Decimal(1000), "kg"),
}  # fmt: skip
# Great Britain, Norway and Switzerland read the class itself; the Union reads the number of the register.
_CLASS_CURRENCIES = {"GBP", "NOK", "CHF"}
_APPAREL = ("166", "Apparel & Accessories")

_AVAILABILITY = {
    Availability.IN_STOCK: "in_stock",
    Availability.LIMITED: "in_stock",
    Availability.ONLINE_ONLY: "in_stock",
    Availability.BACK_ORDER: "backorder",
    Availability.PRE_ORDER: "preorder",
    Availability.PRE_SALE: "preorder",
    Availability.OUT_OF_STOCK: "out_of_stock",
    Availability.SOLD_OUT: "out_of_stock",
}
_CONDITION = {Condition.NEW: "new", Condition.REFURBISHED: "refurbished", Condition.USED: "used"}

Group = tuple[tuple[str, str], ...]  # a group attribute: its sub-attributes in their order
Attribute = tuple[str, str | Group]


@dataclass(frozen=True, slots=True)
class FeedImage:
    """A picture with its absolute address and size in pixels."""

    url: str
    width: int
    height: int

    @property
    def is_large(self) -> bool:
        return min(self.width, self.height) >= IMAGE_MIN

    @property
    def is_taken(self) -> bool:
        return PurePosixPath(urlsplit(self.url).path).suffix.lower() in IMAGE_TYPES


@dataclass(frozen=True, slots=True)
class ShippingLine:
    """What sending one of them costs: to a country or one of its regions or postal codes, by which service."""

    country: str
    price: Decimal
    currency: str
    region: str = ""
    postal_code: str = ""
    service: str = ""
    handling: tuple[int, int] | None = None
    transit: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One variant as the feed says it. `offer` is the value that page, graph and API print."""

    offer: Offer
    title: str
    description: str
    images: tuple[FeedImage, ...]
    brand: str
    gtin: str
    mpn: str
    group_id: str
    product_type: str
    options: Mapping[str, str]
    group_title: str = ""
    # Name and value of what tells the variants of a group apart: the same names in all of them.
    variant_options: Group = ()
    google_category: str = ""
    gender: str = ""
    age_group: str = ""
    size_system: str = ""
    size_group: str = ""
    energy: EnergyLabel | None = None
    is_adult: bool = False
    model_url: str = ""
    multipack: int = 0
    is_bundle: bool = False
    details: Group = ()
    highlights: tuple[str, ...] = ()
    questions: Group = ()
    documents: tuple[str, ...] = ()
    measures: Group = ()  # shipping_weight, shipping_length, … with their units
    shipping: tuple[ShippingLine, ...] = ()
    program: str = ""

    @property
    def is_ahead(self) -> bool:
        """It is ordered now and delivered later, on a date the feed has to name."""
        return _AVAILABILITY.get(self.offer.availability) in {"backorder", "preorder"}

    @property
    def valid_gtin(self) -> str:
        return "" if self.gtin and gtin_problem(self.gtin) else self.gtin

    @property
    def further_images(self) -> list[FeedImage]:
        return [image for image in self.images[1:] if image.is_large and image.is_taken][:IMAGES_MAX]

    # What is wrong -------------------------------------------------------------------------------------------

    def problems(self, now: datetime) -> list[Problem]:
        """Everything that keeps it out of the feed; empty for an item that is in it."""
        return [problem for problem in self.judged(now) if problem.keeps_out]

    def judged(self, now: datetime) -> list[Problem]:
        """What keeps it out, and what only makes it worse."""
        return [problem for problem, found in (*self._faults(now), *self._weaknesses()) if found]

    def _faults(self, now: datetime) -> Iterator[tuple[Problem, bool]]:
        offer, main = self.offer, next(iter(self.images), None)
        ahead = self.is_ahead
        date = offer.available_from
        yield Problem.DISCONTINUED, offer.availability == Availability.DISCONTINUED
        yield Problem.SHOP_ONLY, offer.availability == Availability.IN_STORE_ONLY
        yield Problem.NO_DATE, ahead and date is None
        yield Problem.DATE_TOO_FAR, ahead and date is not None and date > now + AVAILABLE_WITHIN
        yield Problem.LONG_ID, len(offer.sku) > ID_MAX
        yield Problem.NO_DESCRIPTION, not self.description
        yield Problem.NO_IMAGE, main is None
        yield Problem.SMALL_IMAGE, main is not None and not main.is_large
        yield Problem.IMAGE_TYPE, main is not None and not main.is_taken
        yield Problem.NO_BRAND, not self.brand and bool(self.gtin or self.mpn)

    def _weaknesses(self) -> Iterator[tuple[Problem, bool]]:
        title = plain(self.title)
        is_apparel = self.google_category.startswith(_APPAREL)
        worn = (self.options.get("color"), self.options.get("size"), self.gender, self.age_group)
        yield Problem.BAD_GTIN, self.valid_gtin != self.gtin
        yield Problem.NO_IDENTIFIER, not self.valid_gtin and not (self.brand and self.mpn)
        yield Problem.NO_CATEGORY, not self.google_category
        yield Problem.APPAREL, is_apparel and not all(worn)
        yield Problem.LONG_TITLE, len(title) > TITLE_MAX
        yield Problem.CAPITALS, len(title) > 8 and title.isupper()
        yield Problem.FURTHER_IMAGES, len(self.further_images) < len(self.images) - 1
        yield (
            Problem.UNIT_BASE,
            self.offer.unit_price is not None and not _is_known_base(self.offer.unit_price.base),
        )

    # What is said --------------------------------------------------------------------------------------------

    def attributes(self) -> Iterator[Attribute]:
        """Names and values in the order of the specification; what is empty is left out when it is written."""
        yield from self._basics()
        yield from self._prices()
        yield from self._identifiers()
        yield from self._traits()
        yield from self._descriptions()
        yield from self._delivery()

    def _basics(self) -> Iterator[Attribute]:
        yield "id", self.offer.sku
        yield "title", clip(plain(self.title), TITLE_MAX)
        yield "description", clip(plain(self.description), DESCRIPTION_MAX)
        yield "link", self.offer.url
        yield "image_link", self.images[0].url if self.images else ""
        for image in self.further_images:
            yield "additional_image_link", image.url
        yield "virtual_model_link", self.model_url
        yield "availability", feed_availability(self.offer.availability)
        yield "availability_date", _moment(self.offer.available_from) if self.is_ahead else ""

    def _prices(self) -> Iterator[Attribute]:
        offer = self.offer
        yield (
            "price",
            _amount(offer.was_price if offer.was_price is not None else offer.price, offer.currency),
        )
        if offer.was_price is not None:
            yield "sale_price", _amount(offer.price, offer.currency)
            if offer.price_valid_from and offer.price_valid_until:
                dates = f"{_moment(offer.price_valid_from)}/{_moment(offer.price_valid_until)}"
                yield "sale_price_effective_date", dates
        if offer.unit_price is not None:
            yield "unit_pricing_measure", _measure(offer.unit_price.content)
            base = offer.unit_price.base
            yield "unit_pricing_base_measure", _measure(base) if _is_known_base(base) else ""
        for member in offer.member_prices:
            yield (
                "loyalty_program",
                (
                    ("program_label", self.program),
                    ("tier_label", member.tier),
                    ("price", _amount(member.price, offer.currency)),
                    ("loyalty_points", str(member.points or "")),
                ),
            )

    def _identifiers(self) -> Iterator[Attribute]:
        yield "brand", clip(self.brand, BRAND_MAX)
        yield "gtin", self.valid_gtin
        yield "mpn", self.mpn
        yield "identifier_exists", "" if self.valid_gtin or (self.brand and self.mpn) else "no"
        yield "condition", _CONDITION[self.offer.condition]
        yield "google_product_category", self.google_category
        yield "product_type", clip(self.product_type, TYPE_MAX)
        yield "item_group_id", self.group_id
        if self.group_id:
            yield "item_group_title", clip(plain(self.group_title), TITLE_MAX)
            for name, value in self.variant_options[:VARIANT_OPTIONS_MAX]:
                yield "variant_option", (("name", clip(name, SUB_MAX)), ("value", clip(value, SUB_MAX)))

    def _traits(self) -> Iterator[Attribute]:
        for name, most in OPTION_MAX.items():
            yield name, clip(plain(self.options.get(name, "")), most)
        yield "gender", self.gender.lower()
        yield "age_group", self.age_group
        yield "size_system", {"Europe": "EU"}.get(self.size_system, self.size_system)
        yield "size_type", self.size_group.lower()
        yield "adult", "yes" if self.is_adult else ""
        yield "multipack", str(self.multipack) if self.multipack > 1 else ""
        yield "is_bundle", "yes" if self.is_bundle else ""
        if self.energy and self.offer.currency in _CLASS_CURRENCIES:
            yield "energy_efficiency_class", self.energy.rating
            yield "min_energy_efficiency_class", self.energy.worst
            yield "max_energy_efficiency_class", self.energy.best
        elif self.energy:
            yield (
                "certification",
                (
                    ("certification_authority", "EC"),
                    ("certification_name", "EPREL"),
                    ("certification_code", self.energy.eprel),
                ),
            )

    def _descriptions(self) -> Iterator[Attribute]:
        least, most = HIGHLIGHTS
        for highlight in self.highlights[:most] if len(self.highlights) >= least else ():
            yield "product_highlight", clip(highlight, HIGHLIGHT_MAX)
        for name, value in self.details[:DETAILS_MAX]:
            yield (
                "product_detail",
                (
                    ("section_name", ""),
                    ("attribute_name", clip(name, 140)),
                    ("attribute_value", clip(value, 1000)),
                ),
            )
        for question, answer in self.questions[:QUESTIONS_MAX]:
            yield "question_and_answer", (("question", question), ("answer", answer))
        for document in self.documents[:DOCUMENTS_MAX]:
            yield "document_link", document

    def _delivery(self) -> Iterator[Attribute]:
        for line in self.shipping[:SHIPPING_MAX]:
            yield (
                "shipping",
                (
                    ("country", line.country),
                    ("region", line.region),
                    ("postal_code", line.postal_code),
                    ("service", line.service),
                    ("price", _amount(line.price, line.currency)),
                    *_days("handling", line.handling),
                    *_days("transit", line.transit),
                ),
            )
        yield from self.measures


# Every attribute there is, in the order of the columns; group attributes with their sub-attributes.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        [
            *(
                "id",
                "title",
                "description",
                "link",
                "image_link",
                "additional_image_link",
                "virtual_model_link",
            ),
            *("availability", "availability_date", "price", "sale_price", "sale_price_effective_date"),
            *("unit_pricing_measure", "unit_pricing_base_measure"),
        ],
        (),
    ),
    "loyalty_program": ("program_label", "tier_label", "price", "loyalty_points"),
    **dict.fromkeys(
        [
            *("brand", "gtin", "mpn", "identifier_exists", "condition", "google_product_category"),
            *("product_type", "item_group_id", "item_group_title"),
        ],
        (),
    ),
    "variant_option": ("name", "value"),
    **dict.fromkeys(
        [
            *(
                *OPTION_MAX,
                "gender",
                "age_group",
                "size_system",
                "size_type",
                "adult",
                "multipack",
                "is_bundle",
            ),
            *("energy_efficiency_class", "min_energy_efficiency_class", "max_energy_efficiency_class"),
        ],
        (),
    ),
    "certification": ("certification_authority", "certification_name", "certification_code"),
    "product_highlight": (),
    "product_detail": ("section_name", "attribute_name", "attribute_value"),
    "question_and_answer": ("question", "answer"),
    "document_link": (),
    "shipping": (
        *("country", "region", "postal_code", "service", "price"),
        *("min_handling_time", "max_handling_time", "min_transit_time", "max_transit_time"),
    ),
    **dict.fromkeys(["shipping_weight", "shipping_length", "shipping_width", "shipping_height"], ()),
}


def feed_availability(availability: Availability) -> str:
    """The feed's word; what cannot be ordered at all has none, and is not in the feed."""
    return _AVAILABILITY.get(availability, "out_of_stock")


def _amount(amount: Any, currency: str) -> str:
    return f"{amount:.2f} {currency}"


def _moment(moment: datetime | None) -> str:
    return moment.isoformat(timespec="minutes") if moment else ""


def _measure(measure: Measure) -> str:
    return f"{measure.value.normalize():f} {UNITS[measure.unit].merchant}"


def _is_known_base(base: Measure) -> bool:
    return base.value in _BASES or (base.value, UNITS[base.unit].merchant) in _TRADE_BASES


def _days(name: str, days: tuple[int, int] | None) -> Group:
    least, most = days or ("", "")
    return (f"min_{name}_time", str(least)), (f"max_{name}_time", str(most))
