"""Shipping services and membership tiers as editors enter them: blocks that answer with values of `seo.policies`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.phrases import say
from seo.figures import is_country
from seo.policies import (
    Amount,
    Days,
    Fulfillment,
    Range,
    Rate,
    Region,
    ShippingConditions,
    ShippingService,
    Tier,
    TierBenefit,
    Weekday,
    countries_of,
    countries_problem,
)

_NOT_NEGATIVE = [MinValueValidator(Decimal(0))]
RATE_KINDS = [
    ("amount", _("an amount")),
    ("most", _("at most an amount")),
    ("order", _("per cent of the order’s value")),
    ("weight", _("per cent of the weight")),
]
# Where Google reads regions, and where postal codes (OfferShippingDetails).
REGION_COUNTRIES = ("US", "AU", "JP")
POSTAL_COUNTRIES = ("US", "CA", "AU")


class ConditionsValue(blocks.StructValue):
    def in_currency(self, currency: str) -> ShippingConditions:
        """As a value; amounts are in the shop's currency."""
        return ShippingConditions(
            label=say(self["label"] or ""),
            destinations=tuple(
                Region(code, _codes(self["regions"]), _codes(self["postal_codes"]))
                for code in countries_of(self["countries"])
            ),
            origin=Region(self["origin"]) if self.get("origin") else None,
            order_value=Range(self.get("order_from"), self.get("order_to")),
            weight=Range(self.get("weight_from"), self.get("weight_to")),
            items=Range(self.get("items_from"), self.get("items_to")),
            rate=self._rate(currency),
            transit=_days(self, "transit"),
            ships=not self["does_not_ship"],
            season_start=self.get("season_start"),
            season_end=self.get("season_end"),
        )

    def _rate(self, currency: str) -> Rate | None:
        value = self["rate"]
        if value is None or self["does_not_ship"]:
            return None
        match self["rate_kind"]:
            case "order":
                return Rate(order_share=value / 100)
            case "weight":
                return Rate(weight_share=value / 100)
            case kind:
                return Rate(amount=Amount(value, currency), is_most=kind == "most")


class ExceptionBlock(blocks.StructBlock):
    """Where, at what rate and how fast: all that an Offer may say for itself."""

    label = blocks.CharBlock(
        required=False, max_length=80, label=_("called"), help_text=_("Empty: the countries by name.")
    )
    countries = blocks.CharBlock(
        label=_("to the countries"), help_text=_("Two letters each (ISO 3166-1), e.g. GB IE.")
    )
    regions = blocks.CharBlock(
        required=False,
        label=_("only these regions"),
        help_text=_("US, AU and JP: codes without the country, e.g. NY CA."),
    )
    postal_codes = blocks.CharBlock(
        required=False, label=_("only these postal codes"), help_text=_("US, CA and AU; not beside regions.")
    )
    does_not_ship = blocks.BooleanBlock(required=False, label=_("is not sent there"))
    rate_kind = blocks.ChoiceBlock(choices=RATE_KINDS[:2], default="amount", label=_("costs"))
    rate = blocks.DecimalBlock(
        required=False,
        max_digits=9,
        decimal_places=2,
        validators=_NOT_NEGATIVE,
        label=_("how much"),
        help_text=_("0 is free."),
    )
    transit_least = blocks.IntegerBlock(required=False, min_value=0, label=_("on the way: at least days"))
    transit_most = blocks.IntegerBlock(required=False, min_value=0, label=_("at most days"))

    class Meta:
        icon = "site"
        value_class = ConditionsValue
        label = _("delivery")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if problems := dict(self.problems(cleaned)):
            raise StructBlockValidationError(
                {name: ValidationError(words) for name, words in problems.items()}
            )
        return cleaned

    def problems(self, value: Any) -> Iterator[tuple[str, Any]]:
        countries = countries_of(value["countries"])
        if problem := countries_problem(value["countries"]):
            yield "countries", problem
        if value["regions"] and value["postal_codes"]:
            yield "postal_codes", _("Either regions or postal codes, never both.")
        if value["regions"] and (len(countries) != 1 or countries[0] not in REGION_COUNTRIES):
            yield "regions", _("Regions go with one country: US, AU or JP.")
        if value["postal_codes"] and (len(countries) != 1 or countries[0] not in POSTAL_COUNTRIES):
            yield "postal_codes", _("Postal codes go with one country: US, CA or AU.")
        if value["does_not_ship"] and value["rate"] is not None:
            yield "rate", _("What is not sent has no rate.")
        if not value["does_not_ship"] and value["rate"] is None:
            yield "rate", _("Say what it costs; 0 is free.")
        if not value["does_not_ship"] and value["transit_most"] is None:
            yield "transit_most", _("Say how many days it is on the way, at most.")
        yield from _range_problems(value, "transit_least", "transit_most", both=True)


class ConditionsBlock(ExceptionBlock):
    """Where, for which orders, at what rate and how fast."""

    rate_kind = blocks.ChoiceBlock(choices=RATE_KINDS, default="amount", label=_("costs"))
    order_from = blocks.DecimalBlock(required=False, validators=_NOT_NEGATIVE, label=_("for orders from"))
    order_to = blocks.DecimalBlock(required=False, validators=_NOT_NEGATIVE, label=_("for orders up to"))
    weight_from = blocks.DecimalBlock(required=False, validators=_NOT_NEGATIVE, label=_("from kilograms"))
    weight_to = blocks.DecimalBlock(required=False, validators=_NOT_NEGATIVE, label=_("up to kilograms"))
    items_from = blocks.IntegerBlock(required=False, min_value=0, label=_("from pieces"))
    items_to = blocks.IntegerBlock(required=False, min_value=0, label=_("up to pieces"))
    origin = blocks.CharBlock(
        required=False, max_length=2, label=_("sent from"), help_text=_("A country, e.g. GB.")
    )
    season_start = blocks.DateBlock(required=False, label=_("only from"))
    season_end = blocks.DateBlock(required=False, label=_("only until"))

    def problems(self, value: Any) -> Iterator[tuple[str, Any]]:
        yield from super().problems(value)
        for least, most in (
            ("order_from", "order_to"),
            ("weight_from", "weight_to"),
            ("items_from", "items_to"),
            ("season_start", "season_end"),
        ):
            yield from _range_problems(value, least, most)
        if value["origin"] and not is_country(value["origin"]):
            yield "origin", _("A country is two capital letters (ISO 3166-1), e.g. GB.")
        if value["rate_kind"] in {"order", "weight"} and (value["rate"] or 0) > 100:
            yield "rate", _("Per cent, from 0 to 100.")


class ServiceBlock(blocks.StructBlock):
    """One way a parcel travels."""

    name = blocks.CharBlock(max_length=80, label=_("name"))
    description = blocks.CharBlock(required=False, max_length=200, label=_("in one sentence"))
    fulfillment = blocks.ChoiceBlock(
        choices=[
            (Fulfillment.DELIVERY, _("to the door")),
            (Fulfillment.COLLECTION_POINT, _("to a collection point")),
        ],
        default=Fulfillment.DELIVERY,
        label=_("delivered"),
    )
    handling_least = blocks.IntegerBlock(required=False, min_value=0, label=_("packed in: at least days"))
    handling_most = blocks.IntegerBlock(required=False, min_value=0, label=_("at most days"))
    cutoff = blocks.TimeBlock(
        required=False, label=_("ordered before"), help_text=_("Later orders count from the next day.")
    )
    weekdays = blocks.MultipleChoiceBlock(
        required=False,
        choices=[
            (Weekday.MONDAY, _("Monday")),
            (Weekday.TUESDAY, _("Tuesday")),
            (Weekday.WEDNESDAY, _("Wednesday")),
            (Weekday.THURSDAY, _("Thursday")),
            (Weekday.FRIDAY, _("Friday")),
            (Weekday.SATURDAY, _("Saturday")),
            (Weekday.SUNDAY, _("Sunday")),
        ],
        label=_("packed on"),
    )
    tier = blocks.CharBlock(
        required=False, label=_("only for members of"), help_text=_("The name of a level below.")
    )
    conditions = blocks.ListBlock(ConditionsBlock(), min_num=1, label=_("where and for how much"))

    class Meta:
        icon = "site"
        label = _("way of delivery")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if problems := dict(_range_problems(cleaned, "handling_least", "handling_most", both=True)):
            raise StructBlockValidationError(
                {name: ValidationError(words) for name, words in problems.items()}
            )
        return cleaned


class TierBlock(blocks.StructBlock):
    """One level of membership."""

    name = blocks.CharBlock(max_length=60, label=_("name"))
    benefits = blocks.MultipleChoiceBlock(
        choices=[(TierBenefit.PRICE, _("prices for members")), (TierBenefit.POINTS, _("points"))],
        label=_("brings"),
    )
    points = blocks.DecimalBlock(
        required=False,
        validators=_NOT_NEGATIVE,
        label=_("points for each unit of money"),
        help_text=_("With “points” only."),
    )
    requirement = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("what it takes"),
        help_text=_("E.g. Free for everybody who signs up."),
    )
    url = blocks.URLBlock(required=False, label=_("address where one joins"))

    class Meta:
        icon = "group"
        label = _("level")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        has_points = TierBenefit.POINTS in cleaned["benefits"]
        if has_points != bool(cleaned["points"]):
            words = _("Say how many points.") if has_points else _("Points need the benefit “points”.")
            raise StructBlockValidationError({"points": ValidationError(words)})
        return cleaned


# From blocks to values -------------------------------------------------------------------------------------


def services(stream: Any, currency: str) -> tuple[ShippingService, ...]:
    """The ways of delivery, in the words of the active language."""
    return tuple(
        ShippingService(
            key=key_of(block.value["name"], position),
            name=say(block.value["name"]),
            description=say(block.value["description"] or ""),
            fulfillment=Fulfillment(block.value["fulfillment"]),
            handling=_days(block.value, "handling"),
            cutoff=block.value["cutoff"],
            weekdays=tuple(Weekday(day) for day in block.value["weekdays"] or ()),
            tier=slugify(block.value["tier"] or ""),
            conditions=tuple(item.in_currency(currency) for item in block.value["conditions"]),
        )
        for position, block in enumerate(stream, start=1)
    )


def tiers(stream: Any) -> tuple[Tier, ...]:
    return tuple(
        Tier(
            key=key_of(block.value["name"], position),
            name=say(block.value["name"]),
            benefits=tuple(TierBenefit(benefit) for benefit in block.value["benefits"]),
            points=block.value["points"],
            requirement=say(block.value["requirement"] or ""),
            url=block.value["url"] or "",
        )
        for position, block in enumerate(stream, start=1)
    )


def key_of(name: str, position: int) -> str:
    """The stable end of an @id: the name in ASCII, else its place."""
    return slugify(name) or str(position)


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple((text or "").replace(",", " ").split())


def _days(value: Any, name: str) -> Days | None:
    least, most = value[f"{name}_least"], value[f"{name}_most"]
    return None if least is None or most is None else Days(least, most)


def _range_problems(value: Any, least: str, most: str, *, both: bool = False) -> Iterator[tuple[str, Any]]:
    first, last = value[least], value[most]
    if both and (first is None) != (last is None):
        yield most, _("Give both ends or none.")
    elif first is not None and last is not None and first > last:
        yield most, _("The end must not come before the beginning.")
