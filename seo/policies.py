"""On which terms a shop sells: returns, shipping, membership. Values and rules; words and nodes are made of them.

Google: "Merchant return policy (MerchantReturnPolicy) structured data", "Merchant shipping policy (ShippingService)
structured data", "Loyalty program (MemberProgram) structured data".
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seo.figures import is_country

MOST_COUNTRIES = 50
Words = str | Promise


class ReturnCategory(StrEnum):
    FINITE = "MerchantReturnFiniteReturnWindow"
    UNLIMITED = "MerchantReturnUnlimitedWindow"
    NOT_PERMITTED = "MerchantReturnNotPermitted"


class ReturnFees(StrEnum):
    FREE = "FreeReturn"
    BUYER_PAYS_CARRIER = "ReturnFeesCustomerResponsibility"
    SHOP_CHARGES = "ReturnShippingFees"


class ReturnMethod(StrEnum):
    BY_MAIL = "ReturnByMail"
    IN_STORE = "ReturnInStore"
    AT_KIOSK = "ReturnAtKiosk"


class RefundType(StrEnum):
    FULL = "FullRefund"
    EXCHANGE = "ExchangeRefund"
    CREDIT = "StoreCreditRefund"


class ReturnLabel(StrEnum):
    IN_BOX = "ReturnLabelInBox"
    DOWNLOAD = "ReturnLabelDownloadAndPrint"
    BUYER = "ReturnLabelCustomerResponsibility"


class Fulfillment(StrEnum):
    DELIVERY = "FulfillmentTypeDelivery"
    COLLECTION_POINT = "FulfillmentTypeCollectionPoint"


class TierBenefit(StrEnum):
    POINTS = "TierBenefitLoyaltyPoints"
    PRICE = "TierBenefitLoyaltyPrice"


class Weekday(StrEnum):
    MONDAY = "Monday"
    TUESDAY = "Tuesday"
    WEDNESDAY = "Wednesday"
    THURSDAY = "Thursday"
    FRIDAY = "Friday"
    SATURDAY = "Saturday"
    SUNDAY = "Sunday"


@dataclass(frozen=True, slots=True)
class Amount:
    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class ReturnCost:
    """Who pays for the way back: `fee` only and always with SHOP_CHARGES."""

    fees: ReturnFees | None = None
    fee: Amount | None = None
    label: ReturnLabel | None = None


@dataclass(frozen=True, slots=True)
class ReturnTerms:
    """What may differ from thing to thing: the part of a return policy Google reads on an Offer."""

    category: ReturnCategory
    countries: tuple[str, ...]
    days: int | None = None
    cost: ReturnCost = ReturnCost()
    methods: tuple[ReturnMethod, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnSeason:
    """Other days for what is bought in a season, inclusive of both dates."""

    start: date
    end: date
    category: ReturnCategory
    days: int | None = None


@dataclass(frozen=True, slots=True)
class ReturnPolicy:
    """A shop's policy: terms (option A of Google), or no more than the address where they are written (option B)."""

    terms: ReturnTerms | None = None
    link: str = ""
    country: str = ""
    refund: RefundType | None = None
    restocking: Amount | None = None
    restocking_percent: Decimal | None = None
    condition: str = ""
    remorse: ReturnCost | None = None
    defect: ReturnCost | None = None
    season: ReturnSeason | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """From so many days to so many, working days."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Region:
    """A country, or some of its regions, or some of its postal codes (never both)."""

    country: str
    regions: tuple[str, ...] = ()
    postal_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """Of an order's value, weight in kilograms or number of items; an open end is None."""

    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def is_open(self) -> bool:
        return self.least is None and self.most is None


@dataclass(frozen=True, slots=True)
class Rate:
    """What shipping costs: an amount, at most an amount, or a share (0 to 1) of the order's value or weight."""

    amount: Amount | None = None
    is_most: bool = False
    order_share: Decimal | None = None
    weight_share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ShippingConditions:
    """Where, for which orders, at what rate and how fast."""

    destinations: tuple[Region, ...]
    label: str = ""
    origin: Region | None = None
    order_value: Range = Range()
    weight: Range = Range()
    items: Range = Range()
    rate: Rate | None = None
    transit: Days | None = None
    ships: bool = True
    season_start: date | None = None
    season_end: date | None = None


@dataclass(frozen=True, slots=True)
class ShippingService:
    key: str
    name: str
    conditions: tuple[ShippingConditions, ...]
    description: str = ""
    fulfillment: Fulfillment = Fulfillment.DELIVERY
    handling: Days | None = None
    cutoff: time | None = None
    weekdays: tuple[Weekday, ...] = ()
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    key: str
    name: str
    benefits: tuple[TierBenefit, ...]
    points: Decimal | None = None
    requirement: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class MemberProgram:
    name: str
    description: str
    tiers: tuple[Tier, ...]
    url: str = ""


# Rules, in words ------------------------------------------------------------------------------------------


def countries_of(text: str) -> tuple[str, ...]:
    """The codes in a text: "GB, IE" and "gb ie" are two."""
    return tuple(dict.fromkeys(text.replace(",", " ").upper().split()))


def countries_problem(text: str) -> Words:
    """Why a text is no list of countries, or an empty string."""
    codes = countries_of(text)
    strange = next((code for code in codes if not is_country(code)), "")
    if strange:
        return _("“%(code)s” is no country. Countries are two letters (ISO 3166-1), e.g. GB IE.") % {
            "code": strange
        }
    if len(codes) > MOST_COUNTRIES:
        return _("A policy names at most 50 countries.")
    return ""


def return_problems(
    category: str, *, days: int | None, fees: str, fee: Decimal | None, countries: str
) -> dict[str, Words]:
    """What is wrong with return terms, by the name of the value."""
    found: dict[str, Words] = {}
    if not category and (days or countries or fees):
        found["category"] = _("Say first whether things may be returned: without it the rest is not told.")
    if category == ReturnCategory.FINITE and not days:
        found["days"] = _("A limited time needs its number of days.")
    if category and category != ReturnCategory.FINITE and days:
        found["days"] = _("Days belong to a limited time only.")
    if category and not countries_of(countries):
        found["countries"] = _("Name the countries the policy holds for.")
    elif problem := countries_problem(countries):
        found["countries"] = problem
    if fees and category == ReturnCategory.NOT_PERMITTED:
        found["fees"] = _("What cannot be returned costs nothing to return.")
    return found | fee_problem(fees, fee)


def fee_problem(fees: str, fee: Decimal | None) -> dict[str, Words]:
    """Google: the amount stands only and always beside ReturnShippingFees, and is not zero."""
    if fees == ReturnFees.SHOP_CHARGES and not fee:
        return {"fee": _("When the shop charges for the way back, say how much (more than 0).")}
    if fees != ReturnFees.SHOP_CHARGES and fee is not None:
        return {"fee": _("An amount belongs only to “the shop charges a fixed amount”.")}
    return {}
