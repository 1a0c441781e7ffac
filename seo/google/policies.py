"""On which terms a shop sells: returns, shipping, membership."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from seo.commerce import Condition
from seo.google.document import Json, many
from seo.google.rules import (
    ADDRESS,
    COUNTRY,
    CURRENCY,
    DAY,
    FREE_OR_AMOUNT,
    TEXT,
    TRUE,
    Rule,
    a,
    each,
    either,
    matches,
    number,
    one_of,
)
from seo.google.shape import Check, Level, Row, Table
from seo.policies import (
    MOST_COUNTRIES,
    Fulfillment,
    RefundType,
    ReturnCategory,
    ReturnFees,
    ReturnLabel,
    ReturnMethod,
    TierBenefit,
    Weekday,
)

RETURNS = "Merchant return policy (MerchantReturnPolicy) structured data"
SHIPPING = "Merchant shipping policy (ShippingService) structured data"
OFFER_SHIPPING = "Merchant listing (Product) structured data"
MEMBERS = "Loyalty program (MemberProgram) structured data"

COUNTRIES = Rule(
    _("countries of two capital letters, at most 50"),
    lambda value: 0 < len(many(value)) <= MOST_COUNTRIES and all(COUNTRY(code) for code in many(value)),
)
CATEGORY = one_of(*ReturnCategory)
FEES = one_of(*ReturnFees)
LABEL = one_of(*ReturnLabel)
DAYS = number(1)


def _says(name: str, member: str) -> Any:
    return lambda node: str(node.get(name, "")).endswith(f"/{member}")


def _gives_terms(node: Json) -> bool:
    """Option A: everything but a link alone."""
    return "returnPolicyCategory" in node or "applicableCountry" in node or "merchantReturnLink" not in node


def _is_the_shops(node: Json) -> bool:
    return _gives_terms(node) and str(node.get("@id", "")).endswith("#returns")


def _amount_fits(fees: str, amount: str) -> Any:
    return lambda node, known: str(node.get(fees, "")).endswith("ReturnShippingFees") == (amount in node)


def _is_finite(node: Json) -> bool:
    return _says("returnPolicyCategory", ReturnCategory.FINITE)(node)


def _one_kind_of_place(node: Json, known: dict[str, Json]) -> bool:
    return all(
        not ("addressRegion" in region and "postalCode" in region)
        for region in many(node.get("shippingDestination"))
        if isinstance(region, dict)
    )


def _ships(node: Json) -> bool:
    return not node.get("doesNotShip")


def _follows_no_service(node: Json) -> bool:
    return "hasShippingService" not in node and _ships(node)


_PERIOD = each(
    Rule(
        _("whole days, with minValue and maxValue or value"),
        lambda value: (
            isinstance(value, dict)
            and value.get("unitCode") in {"DAY", "d"}
            and ("value" in value) != ("minValue" in value or "maxValue" in value)
        ),
    )
)

TABLES = (
    Table(
        ("MerchantReturnPolicy",),
        source=RETURNS,
        conditional=(
            Row("applicableCountry", COUNTRIES, Level.ERROR, _gives_terms),
            Row("returnPolicyCategory", CATEGORY, Level.ERROR, _gives_terms),
            Row("merchantReturnDays", DAYS, Level.ERROR, _is_finite),
            Row("merchantReturnLink", ADDRESS, Level.OPTIONAL),
            Row("returnFees", FEES, Level.IDEA, _gives_terms),
            Row("returnMethod", each(one_of(*ReturnMethod)), Level.IDEA, _gives_terms),
            Row("refundType", each(one_of(*RefundType)), Level.IDEA, _is_the_shops),
            Row("returnLabelSource", LABEL, Level.IDEA, _is_the_shops),
            Row(
                "itemCondition",
                each(one_of(*Condition)),
                Level.IDEA,
                _is_the_shops,
            ),
            Row("returnPolicyCountry", each(COUNTRY), Level.IDEA, _is_the_shops),
            Row("restockingFee", either(number(0), a("MonetaryAmount")), Level.IDEA, _is_the_shops),
            Row("customerRemorseReturnFees", FEES, Level.IDEA, _is_the_shops),
            Row("customerRemorseReturnLabelSource", LABEL, Level.IDEA, _is_the_shops),
            Row("itemDefectReturnFees", FEES, Level.IDEA, _is_the_shops),
            Row("itemDefectReturnLabelSource", LABEL, Level.IDEA, _is_the_shops),
            Row(
                "returnPolicySeasonalOverride",
                each(a("MerchantReturnPolicySeasonalOverride")),
                Level.IDEA,
                _is_the_shops,
            ),
        ),
        checks=tuple(
            Check(
                f"{prefix}ShippingFeesAmount",
                _("stands only and always beside ReturnShippingFees"),
                _amount_fits(f"{prefix}Fees", f"{prefix}ShippingFeesAmount"),
            )
            for prefix in ("return", "customerRemorseReturn", "itemDefectReturn")
        ),
        nested=True,
    ),
    Table(
        ("MerchantReturnPolicySeasonalOverride",),
        source=RETURNS,
        required={"startDate": DAY, "endDate": DAY, "returnPolicyCategory": CATEGORY},
        conditional=(Row("merchantReturnDays", DAYS, Level.ERROR, _is_finite),),
        nested=True,
    ),
    Table(
        ("MonetaryAmount",),
        source=SHIPPING,
        required={"currency": CURRENCY},
        optional={"value": FREE_OR_AMOUNT},
        nested=True,
    ),
    Table(
        ("ShippingService",),
        source=SHIPPING,
        required={"shippingConditions": each(a("ShippingConditions"))},
        recommended={
            "name": TEXT,
            "description": TEXT,
            "fulfillmentType": one_of(*Fulfillment),
            "handlingTime": a("ServicePeriod"),
            "handlingTime.duration": _PERIOD,
            "handlingTime.businessDays": each(one_of(*Weekday)),
            "handlingTime.cutoffTime": matches(r"\d\d:\d\d:\d\d", _("a time, hh:mm:ss")),
        },
        optional={"validForMemberTier": each(a("MemberProgramTier"))},
    ),
    Table(
        ("ShippingConditions",),
        source=SHIPPING,
        recommended={
            "shippingDestination": each(a("DefinedRegion")),
            "shippingDestination.addressCountry": COUNTRY,
        },
        optional={
            "shippingOrigin": a("DefinedRegion"),
            "orderValue": a("MonetaryAmount"),
            "weight": a("QuantitativeValue"),
            "numItems": a("QuantitativeValue"),
            "seasonalOverride": a("OpeningHoursSpecification"),
            "doesNotShip": TRUE,
        },
        conditional=(
            Row(
                "shippingRate",
                a("MonetaryAmount", "ShippingRateSettings"),
                Level.IDEA,
                _ships,
            ),
            Row("transitTime.duration", _PERIOD, Level.IDEA, _ships),
        ),
        nested=True,
    ),
    Table(
        ("ShippingRateSettings",),
        source=SHIPPING,
        required={"orderPercentage|weightPercentage": number(0, 1)},
        nested=True,
    ),
    Table(
        ("OfferShippingDetails",),
        source=OFFER_SHIPPING,
        conditional=(
            Row("hasShippingService", a("ShippingService"), Level.OPTIONAL),
            Row("shippingDestination.addressCountry", COUNTRY, Level.ERROR, _follows_no_service),
            Row("shippingRate", a("MonetaryAmount"), Level.ERROR, _follows_no_service),
            Row("deliveryTime.handlingTime", _PERIOD, Level.ERROR, _follows_no_service),
            Row("deliveryTime.transitTime", _PERIOD, Level.ERROR, _follows_no_service),
        ),
        checks=(
            Check("shippingDestination", _("names regions or postal codes, never both"), _one_kind_of_place),
        ),
        nested=True,
    ),
    Table(
        ("MemberProgram",),
        source=MEMBERS,
        required={"name": TEXT, "description": TEXT, "hasTiers": each(a("MemberProgramTier"))},
        recommended={"url": ADDRESS},
    ),
    Table(
        ("MemberProgramTier",),
        source=MEMBERS,
        required={"name": TEXT, "hasTierBenefit": each(one_of(*TierBenefit))},
        recommended={"url": ADDRESS, "hasTierRequirement": TEXT},
        conditional=(
            Row(
                "membershipPointsEarned",
                number(0),
                Level.ERROR,
                lambda node: any(
                    "LoyaltyPoints" in str(benefit) for benefit in many(node.get("hasTierBenefit"))
                ),
            ),
        ),
    ),
)
