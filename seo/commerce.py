"""Commerce facts in schema.org's words: what an offer is, whatever shop model it comes from."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from stdnum import ean
from stdnum.exceptions import ValidationError as NumberError


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
        """How the page says it."""
        return _AVAILABILITY_WORDS[self]

    @property
    def can_be_bought(self) -> bool:
        return self not in {Availability.OUT_OF_STOCK, Availability.SOLD_OUT, Availability.DISCONTINUED}


_AVAILABILITY_WORDS = {
    Availability.IN_STOCK: "In stock",
    Availability.LIMITED: "Few left",
    Availability.ONLINE_ONLY: "In stock, online only",
    Availability.IN_STORE_ONLY: "In the shop only",
    Availability.BACK_ORDER: "Back order",
    Availability.PRE_ORDER: "Pre-order",
    Availability.PRE_SALE: "Pre-sale",
    Availability.OUT_OF_STOCK: "Out of stock",
    Availability.SOLD_OUT: "Sold out",
    Availability.DISCONTINUED: "No longer made",
}


class Condition(StrEnum):
    """Google: "Merchant listing (Product) structured data", Offer.itemCondition."""

    NEW = "NewCondition"
    REFURBISHED = "RefurbishedCondition"
    USED = "UsedCondition"

    @property
    def words(self) -> str:
        return {"NewCondition": "New", "RefurbishedCondition": "Refurbished", "UsedCondition": "Used"}[
            self.value
        ]


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

    @property
    def is_reduced(self) -> bool:
        return self.was_price is not None


def gtin_problem(gtin: str) -> str:
    """Why `gtin` cannot be sent to a search engine, or an empty string.

    Rules: GS1 General Specifications (length, check digit); Google Merchant Center "Product data
    specification" (restricted-circulation prefixes 02, 04 and 2, coupon prefixes 98 and 99).
    """
    if not gtin.isdigit() or not gtin.isascii():
        return "a GTIN has digits only"
    if len(gtin) not in {8, 12, 13, 14}:
        return f"a GTIN has 8, 12, 13 or 14 digits, not {len(gtin)}"
    try:
        ean.validate(gtin)
    except NumberError:
        return f"the check digit should be {ean.calc_check_digit(gtin[:-1])}, not {gtin[-1]}"
    number = gtin.zfill(14)[1:]  # as a GTIN-13: without the packaging digit of a GTIN-14
    is_short = number.startswith("00000")  # a GTIN-8, alone or padded with zeros
    restricted = number[5] in "02" if is_short else number.startswith(("02", "04", "2"))
    if number.startswith(("98", "99")):
        return "GTINs that begin with 98 or 99 are coupons"
    return "this prefix is for use inside one shop and is not a worldwide GTIN" if restricted else ""


def gtin_property(gtin: str) -> str:
    """The most specific schema.org property for a valid GTIN: gtin8, gtin12, gtin13 or gtin14."""
    return f"gtin{len(gtin)}"
