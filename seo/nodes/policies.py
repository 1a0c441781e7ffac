"""On which terms a shop sells: described once on the home page, referred to by every Offer."""

from collections.abc import Iterator

from seo.graph import Node, node, plain_number, ref, schema_url
from seo.policies import (
    Amount,
    Days,
    MemberProgram,
    Range,
    Rate,
    Region,
    ReturnCost,
    ReturnPolicy,
    ReturnTerms,
    ShippingConditions,
    ShippingService,
    Tier,
)


def returns_id(root: str) -> str:
    return f"{root}#returns"


def shipping_id(root: str, key: str) -> str:
    return f"{root}#shipping-{key}"


def members_id(root: str) -> str:
    return f"{root}#members"


def tier_id(root: str, key: str) -> str:
    return f"{root}#tier-{key}"


def return_terms(id_: str | None, terms: ReturnTerms, /, **more: object) -> Node:
    """MerchantReturnPolicy as an Offer may carry it; with more, an Organization's."""
    return node(
        "MerchantReturnPolicy",
        id_,
        applicableCountry=list(terms.countries),
        returnPolicyCategory=schema_url(terms.category),
        merchantReturnDays=terms.days,
        returnMethod=[schema_url(method) for method in terms.methods],
        **_cost("return", terms.cost, amount="returnShippingFeesAmount"),
        **more,
    )


def return_policy(root: str, policy: ReturnPolicy) -> Node:
    """The shop's MerchantReturnPolicy. Option B, a link alone, where it gives no terms."""
    if policy.terms is None:
        return node("MerchantReturnPolicy", returns_id(root), merchantReturnLink=policy.link)
    season = policy.season
    return return_terms(
        returns_id(root),
        policy.terms,
        merchantReturnLink=policy.link,
        returnPolicyCountry=policy.country,
        refundType=schema_url(policy.refund) if policy.refund else None,
        restockingFee=_amount(policy.restocking)
        if policy.restocking
        else plain_number(policy.restocking_percent),
        itemCondition=schema_url(policy.condition) if policy.condition else None,
        **(_cost("customerRemorseReturn", policy.remorse) if policy.remorse else {}),
        **(_cost("itemDefectReturn", policy.defect) if policy.defect else {}),
        returnPolicySeasonalOverride=node(
            "MerchantReturnPolicySeasonalOverride",
            startDate=season.start,
            endDate=season.end,
            returnPolicyCategory=schema_url(season.category),
            merchantReturnDays=season.days,
        )
        if season
        else None,
    )


def _cost(prefix: str, cost: ReturnCost, *, amount: str = "") -> dict[str, object]:
    return {
        f"{prefix}Fees": schema_url(cost.fees) if cost.fees else None,
        amount or f"{prefix}ShippingFeesAmount": _amount(cost.fee),
        f"{prefix}LabelSource": schema_url(cost.label) if cost.label else None,
    }


def shipping_service(root: str, service: ShippingService) -> Node:
    return node(
        "ShippingService",
        shipping_id(root, service.key),
        name=service.name,
        description=service.description,
        fulfillmentType=schema_url(service.fulfillment),
        handlingTime=node(
            "ServicePeriod",
            businessDays=[schema_url(day) for day in service.weekdays],
            cutoffTime=service.cutoff.strftime("%H:%M:%S") if service.cutoff else None,
            duration=_days(service.handling),
        )
        if service.handling
        else None,
        validForMemberTier=ref(tier_id(root, service.tier)) if service.tier else None,
        shippingConditions=[shipping_conditions(conditions) for conditions in service.conditions],
    )


def shipping_conditions(conditions: ShippingConditions) -> Node:
    """ShippingConditions; one that holds for a season only names it (seasonalOverride)."""
    currency = conditions.rate.amount.currency if conditions.rate and conditions.rate.amount else ""
    return node(
        "ShippingConditions",
        shippingOrigin=_region(conditions.origin) if conditions.origin else None,
        shippingDestination=[_region(region) for region in conditions.destinations],
        doesNotShip=None if conditions.ships else True,
        orderValue=_range("MonetaryAmount", conditions.order_value, currency=currency),
        weight=_range("QuantitativeValue", conditions.weight, unitCode="KGM"),
        numItems=_range("QuantitativeValue", conditions.items),
        shippingRate=_rate(conditions.rate) if conditions.rate else None,
        transitTime=node("ServicePeriod", duration=_days(conditions.transit)) if conditions.transit else None,
        seasonalOverride=node(
            "OpeningHoursSpecification",
            validFrom=conditions.season_start,
            validThrough=conditions.season_end,
        )
        if conditions.season_start or conditions.season_end
        else None,
    )


def offer_shipping(conditions: ShippingConditions, handling: Days | None) -> list[Node]:
    """OfferShippingDetails, one per country: what holds for this Offer instead of the shop's services.

    Google: one rate per node, several nodes allowed; regions or postal codes, never both.
    """
    return [
        node(
            "OfferShippingDetails",
            shippingDestination=_region(region),
            doesNotShip=None if conditions.ships else True,
            shippingRate=_rate(conditions.rate) if conditions.rate else None,
            deliveryTime=node(
                "ShippingDeliveryTime",
                handlingTime=_days(handling),
                transitTime=_days(conditions.transit),
            ),
        )
        for region in conditions.destinations
    ]


def shipping_reference(root: str, key: str) -> Node:
    """What an Offer says to follow one of the shop's services."""
    return node("OfferShippingDetails", hasShippingService=ref(shipping_id(root, key)))


def member_program(root: str, program: MemberProgram) -> Iterator[Node]:
    """MemberProgram and its tiers, each with an @id prices can refer to."""
    yield node(
        "MemberProgram",
        members_id(root),
        name=program.name,
        description=program.description,
        url=program.url,
        hasTiers=[ref(tier_id(root, tier.key)) for tier in program.tiers],
    )
    for tier in program.tiers:
        yield _tier(root, tier)


def _tier(root: str, tier: Tier) -> Node:
    return node(
        "MemberProgramTier",
        tier_id(root, tier.key),
        name=tier.name,
        url=tier.url,
        isTierOf=ref(members_id(root)),
        hasTierRequirement=tier.requirement,
        hasTierBenefit=[schema_url(benefit) for benefit in tier.benefits],
        membershipPointsEarned=plain_number(tier.points),
    )


def _amount(amount: Amount | None) -> Node | None:
    return node("MonetaryAmount", value=amount.value, currency=amount.currency) if amount else None


def _rate(rate: Rate) -> Node | None:
    if rate.amount is None:
        return node(
            "ShippingRateSettings",
            orderPercentage=plain_number(rate.order_share),
            weightPercentage=plain_number(rate.weight_share),
        )
    if rate.is_most:
        return node("MonetaryAmount", maxValue=rate.amount.value, currency=rate.amount.currency)
    return _amount(rate.amount)


def _days(days: Days | None) -> Node | None:
    if days is None:
        return None
    return node("QuantitativeValue", minValue=days.least, maxValue=days.most, unitCode="DAY")


def _range(type_: str, range_: Range, **unit: str) -> Node | None:
    if range_.is_open:
        return None
    return node(type_, minValue=plain_number(range_.least), maxValue=plain_number(range_.most), **unit)


def _region(region: Region) -> Node:
    return node(
        "DefinedRegion",
        addressCountry=region.country,
        addressRegion=list(region.regions),
        postalCode=list(region.postal_codes),
    )
