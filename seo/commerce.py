"""Commerce facts in schema.org's words: what an offer is, whatever shop model it comes from."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from stdnum import ean

from seo.prices import MemberPrice, UnitPrice


class Availability(StrEnum):
    """Google: "Merchant listing (Product) structured data", Offer.availability; exactly one applies."""

    IN_STOCK = "InStock"
    LIMITED = "LimitedAvailability"
    ONLINE_ONLY = "OnlineOnly"
    IN_STORE_ONLY = "InStoreOnly"
    BACK_ORDER = "BackOrder"
    PRE_ORDER = "PreOrder"
    PRE_SALE = "PreSale"
    OUT_OF_STOCK = "OutOfStock"
    SOLD_OUT = "SoldOut"
    DISCONTINUED = "Discontinued"

    @property
    def words(self) -> str:
        """How an English page says it; whoever prints it translates."""
        return _AVAILABILITY_WORDS[self]

    @property
    def share_word(self) -> str:
        """Meta, "Microdata tags for catalogs": the words `product:availability` may have."""
        return _SHARE_WORDS.get(self, "in stock" if self.can_be_bought else "out of stock")

    @property
    def can_be_bought(self) -> bool:
        return self not in {Availability.OUT_OF_STOCK, Availability.SOLD_OUT, Availability.DISCONTINUED}


_AVAILABILITY_WORDS = {
    Availability.IN_STOCK: _("In stock"),
    Availability.LIMITED: _("Few left"),
    Availability.ONLINE_ONLY: _("In stock, online only"),
    Availability.IN_STORE_ONLY: _("In the shop only"),
    Availability.BACK_ORDER: _("Back order"),
    Availability.PRE_ORDER: _("Pre-order"),
    Availability.PRE_SALE: _("Pre-sale"),
    Availability.OUT_OF_STOCK: _("Out of stock"),
    Availability.SOLD_OUT: _("Sold out"),
    Availability.DISCONTINUED: _("No longer made"),
}

# What is in stock when its count allows it, and what becomes so on its date.
IN_STOCK = (
    Availability.IN_STOCK,
    Availability.LIMITED,
    Availability.ONLINE_ONLY,
    Availability.IN_STORE_ONLY,
)
PRE_ORDERS = (Availability.PRE_ORDER, Availability.PRE_SALE)
_SHARE_WORDS = {
    Availability.BACK_ORDER: "available for order",
    Availability.PRE_ORDER: "preorder",
    Availability.PRE_SALE: "preorder",
    Availability.DISCONTINUED: "discontinued",
}


class Condition(StrEnum):
    """Google: "Merchant listing (Product) structured data", Offer.itemCondition."""

    NEW = "NewCondition"
    REFURBISHED = "RefurbishedCondition"
    USED = "UsedCondition"

    @property
    def words(self) -> str:
        """How an English page says it; whoever prints it translates."""
        return _CONDITION_WORDS[self]


_CONDITION_WORDS = {
    Condition.NEW: _("New"),
    Condition.REFURBISHED: _("Refurbished"),
    Condition.USED: _("Used"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One price for one thing at one moment. Page text, JSON-LD, API and feeds all print this value.

    `price` is what the buyer pays; `was_price` is set only while the reduction runs, `price_valid_until` only
    when it lies ahead. All datetimes are aware.
    """

    sku: str
    url: str
    price: Decimal
    currency: str
    availability: Availability
    condition: Condition
    was_price: Decimal | None = None
    price_valid_from: datetime | None = None
    price_valid_until: datetime | None = None
    available_from: datetime | None = None
    stock: int | None = None
    unit_price: UnitPrice | None = None
    member_prices: tuple[MemberPrice, ...] = ()

    @property
    def is_reduced(self) -> bool:
        return self.was_price is not None


GTIN_LENGTHS = {8, 12, 13, 14}


def gtin_problem(gtin: str) -> str:
    """Why `gtin` cannot be sent to a search engine, or an empty string.

    Rules: GS1 General Specifications (length, check digit); Google Merchant Center "Product data
    specification" (restricted-circulation prefixes 02, 04 and 2, coupon prefixes 98 and 99).
    """
    if not gtin.isdigit() or not gtin.isascii():
        return gettext("a GTIN has digits only")
    if len(gtin) not in GTIN_LENGTHS:
        return gettext("a GTIN has 8, 12, 13 or 14 digits, not %(found)d") % {"found": len(gtin)}
    if has_wrong_check_digit(gtin):
        words = {"right": ean.calc_check_digit(gtin[:-1]), "found": gtin[-1]}
        return gettext("the check digit should be %(right)s, not %(found)s") % words
    number = gtin.zfill(14)[1:]  # as a GTIN-13: without the packaging digit of a GTIN-14
    is_short = number.startswith("00000")  # a GTIN-8, alone or padded with zeros
    restricted = number[5] in "02" if is_short else number.startswith(("02", "04", "2"))
    if number.startswith(("98", "99")):
        return gettext("GTINs that begin with 98 or 99 are coupons")
    return gettext("this prefix is for use inside one shop and is not a worldwide GTIN") if restricted else ""


def has_wrong_check_digit(gtin: str) -> bool:
    """Whether a number as long as a GTIN was mistyped."""
    return gtin.isdigit() and len(gtin) in GTIN_LENGTHS and not ean.is_valid(gtin)


def gtin_property(gtin: str) -> str:
    """The most specific schema.org property for a valid GTIN: gtin8, gtin12, gtin13 or gtin14."""
    return f"gtin{len(gtin)}"
