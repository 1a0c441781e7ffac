"""Prices beside the price: per unit, for members. Google: "Merchant listing (Product) structured data", prices."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: its code of UN/CEFACT Recommendation 20, its name in Merchant Center, how it is written, and
    how many of its kind's first unit it is."""

    code: str
    merchant: str
    symbol: str | Promise
    kind: str
    factor: Decimal


UNITS = {
    unit.code: unit
    for unit in (
        Unit("MLT", "ml", _("ml"), "volume", Decimal("0.001")),
        Unit("CLT", "cl", _("cl"), "volume", Decimal("0.01")),
        Unit("LTR", "l", _("l"), "volume", Decimal(1)),
        Unit("MTQ", "cbm", _("m³"), "volume", Decimal(1000)),
        Unit("MGM", "mg", _("mg"), "mass", Decimal("0.000001")),
        Unit("GRM", "g", _("g"), "mass", Decimal("0.001")),
        Unit("KGM", "kg", _("kg"), "mass", Decimal(1)),
        Unit("CMT", "cm", _("cm"), "length", Decimal("0.01")),
        Unit("MTR", "m", _("m"), "length", Decimal(1)),
        Unit("MTK", "sqm", _("m²"), "area", Decimal(1)),
        Unit("C62", "ct", _("piece"), "number", Decimal(1)),
    )
}


@dataclass(frozen=True, slots=True)
class Measure:
    """So much of a unit; `unit` is a code of `UNITS`."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """What one `base` costs, for something that holds `content`: 75 cl, priced per litre."""

    content: Measure
    base: Measure

    def of(self, price: Decimal) -> Decimal:
        """The price of one base, to the cent."""
        content = self.content.value * UNITS[self.content.unit].factor
        base = self.base.value * UNITS[self.base.unit].factor
        return (price * base / content).quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class MemberPrice:
    """What members of a level pay, and the points they earn; `tier` is the level's key."""

    tier: str
    name: str
    price: Decimal
    points: int | None = None


def unit_problem(content: str, base: str) -> str | Promise:
    """Why two units do not measure the same, or an empty string."""
    if UNITS[content].kind != UNITS[base].kind:
        return _("What it holds and what is priced must be measured alike, e.g. both by volume.")
    return ""
