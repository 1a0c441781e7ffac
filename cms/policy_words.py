"""Returns, delivery and membership in words, for people: made of the very values that machines read."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seo.figures import country, day, figure, money
from seo.policies import (
    Amount,
    Days,
    MemberProgram,
    ReturnCategory,
    ReturnCost,
    ReturnFees,
    ReturnMethod,
    ReturnPolicy,
    ReturnTerms,
    ShippingConditions,
    ShippingService,
    TierBenefit,
)


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One line of a table: where to, for how much, how fast, under which conditions."""

    where: str
    price: str
    time: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a page says of delivery and returns; `link` is where all of it is written."""

    delivery: tuple[DeliveryLine, ...] = ()
    returns: tuple[str, ...] = ()
    link: str = ""

    def __bool__(self) -> bool:
        return bool(self.delivery or self.returns or self.link)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class TierWords:
    name: str
    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class MembershipWords:
    name: str
    description: str
    url: str
    tiers: tuple[TierWords, ...]


def delivery_of(services: Iterable[ShippingService]) -> tuple[DeliveryLine, ...]:
    """Every condition of every way of delivery."""
    return tuple(
        _line(conditions, _joined([way.name, _packing(way)]))
        for way in services
        for conditions in way.conditions
    )


def delivery_line(conditions: ShippingConditions) -> DeliveryLine:
    return _line(conditions, "")


def _line(conditions: ShippingConditions, way: str) -> DeliveryLine:
    return DeliveryLine(
        where=conditions.label or _places(conditions),
        price=_price(conditions),
        time=_days(conditions.transit) if conditions.ships else "",
        note=_joined([way, *_limits(conditions)]),
    )


def _places(conditions: ShippingConditions) -> str:
    return _(", ").join(
        " ".join([country(region.country), _(", ").join(region.regions or region.postal_codes)]).strip()
        for region in conditions.destinations
    )


def _price(conditions: ShippingConditions) -> str:
    rate = conditions.rate
    if not conditions.ships or rate is None:
        return _("not sent")
    if rate.order_share is not None:
        return _("%(percent)s%% of the order’s value") % {"percent": figure(rate.order_share * 100)}
    if rate.weight_share is not None:
        return _("%(percent)s%% by weight") % {"percent": figure(rate.weight_share * 100)}
    if rate.amount is None or not rate.amount.value:
        return _("free")
    amount = money(rate.amount.value, rate.amount.currency)
    return _("at most %(amount)s") % {"amount": amount} if rate.is_most else amount


def _limits(conditions: ShippingConditions) -> Iterator[str]:
    currency = conditions.rate.amount.currency if conditions.rate and conditions.rate.amount else ""
    value, weight, items = conditions.order_value, conditions.weight, conditions.items
    if value.least is not None:
        yield _("for orders from %(amount)s") % {
            "amount": money(value.least, currency) if currency else figure(value.least)
        }
    if value.most is not None:
        yield _("for orders up to %(amount)s") % {
            "amount": money(value.most, currency) if currency else figure(value.most)
        }
    if weight.least is not None:
        yield _("from %(weight)s kg") % {"weight": figure(weight.least)}
    if weight.most is not None:
        yield _("up to %(weight)s kg") % {"weight": figure(weight.most)}
    if items.least is not None:
        yield _("from %(count)s pieces") % {"count": figure(items.least)}
    if items.most is not None:
        yield _("up to %(count)s pieces") % {"count": figure(items.most)}
    if conditions.season_start:
        yield _("from %(day)s") % {"day": day(conditions.season_start)}
    if conditions.season_end:
        yield _("until %(day)s") % {"day": day(conditions.season_end)}


def _packing(service: ShippingService) -> str:
    words = [_("packed in %(days)s") % {"days": _days(service.handling)} if service.handling else ""]
    if service.cutoff:
        words.append(_("ordered before %(time)s") % {"time": service.cutoff.strftime("%H:%M")})
    if service.tier:
        words.append(_("for members"))
    return _joined(words)


def _days(days: Days | None) -> str:
    if days is None:
        return ""
    span = figure(days.most) if days.least == days.most else f"{figure(days.least)}–{figure(days.most)}"
    return ngettext("%(span)s working day", "%(span)s working days", days.most) % {"span": span}


# Returns ---------------------------------------------------------------------------------------------------


def returns_of(policy: ReturnPolicy | None) -> tuple[str, ...]:
    """The shop's return policy in short sentences."""
    if policy is None or policy.terms is None:
        return ()
    return tuple(filter(None, [*_terms(policy.terms), *_more(policy)]))


def own_returns(terms: ReturnTerms) -> tuple[str, ...]:
    return tuple(filter(None, _terms(terms)))


def _terms(terms: ReturnTerms) -> Iterator[str]:
    yield _window(terms.category, terms.days)
    if terms.category == ReturnCategory.NOT_PERMITTED:
        return
    yield _cost(terms.cost)
    if terms.methods:
        yield _("Return it %(ways)s.") % {"ways": _(" or ").join(_METHODS[way]() for way in terms.methods)}
    yield _("Holds for %(countries)s.") % {
        "countries": _(", ").join(country(code) for code in terms.countries)
    }


def _window(category: ReturnCategory, days: int | None) -> str:
    match category:
        case ReturnCategory.NOT_PERMITTED:
            return _("It cannot be returned.")
        case ReturnCategory.UNLIMITED:
            return _("Return it at any time.")
        case _finite:
            return ngettext("%(days)d day to return it.", "%(days)d days to return it.", days or 0) % {
                "days": days
            }


def _cost(cost: ReturnCost) -> str:
    match cost.fees:
        case ReturnFees.FREE:
            return _("The way back is free.")
        case ReturnFees.BUYER_PAYS_CARRIER:
            return _("You pay the carrier for the way back.")
        case ReturnFees.SHOP_CHARGES:
            return _("The way back costs %(amount)s.") % {"amount": _amount(cost.fee)}
        case _unsaid:
            return ""


_METHODS = {
    ReturnMethod.BY_MAIL: lambda: _("by post"),
    ReturnMethod.IN_STORE: lambda: _("in the shop"),
    ReturnMethod.AT_KIOSK: lambda: _("at a collection point"),
}


def _more(policy: ReturnPolicy) -> Iterator[str]:
    if policy.restocking:
        yield _("Restocking costs %(amount)s.") % {"amount": _amount(policy.restocking)}
    elif policy.restocking_percent:
        yield _("Restocking costs %(percent)s%% of the price.") % {
            "percent": figure(policy.restocking_percent)
        }
    if policy.remorse and policy.remorse.fees:
        yield _("If you changed your mind: %(cost)s") % {"cost": _cost(policy.remorse)}
    if policy.defect and policy.defect.fees:
        yield _("If something is wrong with it: %(cost)s") % {"cost": _cost(policy.defect)}
    if policy.season:
        yield _("Bought from %(start)s to %(end)s: %(window)s") % {
            "start": day(policy.season.start),
            "end": day(policy.season.end),
            "window": _window(policy.season.category, policy.season.days),
        }


def _amount(amount: Amount | None) -> str:
    return money(amount.value, amount.currency) if amount else ""


# Membership ------------------------------------------------------------------------------------------------


def membership_of(program: MemberProgram | None) -> MembershipWords | None:
    if program is None:
        return None
    return MembershipWords(
        name=program.name,
        description=program.description,
        url=program.url,
        tiers=tuple(
            TierWords(
                name=tier.name,
                sentence=_joined(
                    [
                        _("prices for members") if TierBenefit.PRICE in tier.benefits else "",
                        _("%(points)s points for each unit spent") % {"points": figure(tier.points)}
                        if tier.points
                        else "",
                        tier.requirement,
                    ]
                ),
                url=tier.url,
            )
            for tier in program.tiers
        ),
    )


def _joined(parts: Iterable[str]) -> str:
    return _("; ").join(part for part in parts if part)
