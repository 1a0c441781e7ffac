"""What sending one thing costs, as far as the feed can say it: fixed amounts for an order of that one thing."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from seo.merchant.items import ShippingLine
from seo.policies import Days, Range, ShippingConditions, ShippingService


def lines_of_services(
    services: Iterable[ShippingService], price: Decimal, currency: str, today: date
) -> Iterator[ShippingLine]:
    """The ways of delivery open to everybody; what only members get is no price of the feed."""
    for service in services:
        if not service.tier:
            yield from lines_of(service.conditions, price, currency, today, service.name, service.handling)


def lines_of(
    conditions: Iterable[ShippingConditions],
    price: Decimal,
    currency: str,
    today: date,
    service: str = "",
    handling: Days | None = None,
) -> Iterator[ShippingLine]:
    """Shares of a value or weight and rates "at most" have no place in a feed; Merchant Center's settings do."""
    for one in conditions:
        amount = one.rate.amount if one.rate and not one.rate.is_most else None
        if amount is None or amount.currency != currency or not _holds(one, price, today):
            continue
        for place in one.destinations:
            areas = [(region, "") for region in place.regions] or [("", code) for code in place.postal_codes]
            for region, postal_code in areas or [("", "")]:
                yield ShippingLine(
                    country=place.country,
                    region=region,
                    postal_code=postal_code,
                    service=service or one.label,
                    price=amount.value,
                    currency=currency,
                    handling=(handling.least, handling.most) if handling else None,
                    transit=(one.transit.least, one.transit.most) if one.transit else None,
                )


def _holds(conditions: ShippingConditions, price: Decimal, today: date) -> bool:
    """Whether they hold for an order of one, today. A limit by weight holds for nobody knows which things."""
    in_season = (conditions.season_start is None or conditions.season_start <= today) and (
        conditions.season_end is None or today <= conditions.season_end
    )
    return (
        conditions.ships
        and in_season
        and conditions.weight.is_open
        and _contains(conditions.order_value, price)
        and _contains(conditions.items, Decimal(1))
    )


def _contains(range_: Range, value: Decimal) -> bool:
    return (range_.least is None or range_.least <= value) and (range_.most is None or value <= range_.most)
