"""Prices beside the price of a variant: per unit of measure, and for members."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from cms.phrases import say
from seo.prices import UNITS, Measure, MemberPrice, UnitPrice, unit_problem

UNIT_CHOICES = [(unit.code, unit.symbol) for unit in UNITS.values()]


class MemberPriceBlock(blocks.StructBlock):
    tier = blocks.CharBlock(
        max_length=60,
        label=_("for members of"),
        help_text=_("A level, as it is called under Settings, Delivery, returns, membership."),
    )
    price = blocks.DecimalBlock(
        max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))], label=_("price")
    )
    points = blocks.IntegerBlock(required=False, min_value=1, label=_("points earned"))

    class Meta:
        icon = "group"
        label = _("price for members")


class HasPrices(models.Model):
    """What a variant holds, so that its unit price can be said, and what members pay for it."""

    content = models.DecimalField(
        _("holds"),
        max_digits=10,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.001"))],
        help_text=_("For what is sold by measure: 75 cl, 2.5 m."),
    )
    content_unit = models.CharField(_("unit"), max_length=3, blank=True, choices=UNIT_CHOICES)
    base = models.DecimalField(
        _("priced per"),
        max_digits=10,
        decimal_places=3,
        default=1,
        validators=[MinValueValidator(Decimal("0.001"))],
        help_text=_("Usually 1, or 100 for ml and g."),
    )
    base_unit = models.CharField(_("unit"), max_length=3, blank=True, choices=UNIT_CHOICES)
    member_prices = StreamField(
        [("price", MemberPriceBlock())], blank=True, verbose_name=_("prices for members")
    )

    prices_panel = MultiFieldPanel(
        [FieldRowPanel(["content", "content_unit", "base", "base_unit"]), "member_prices"],
        _("Unit price, prices for members"),
    )

    class Meta:
        abstract = True

    def price_problems(self) -> dict[str, Any]:
        """What is wrong with them, by field."""
        found: dict[str, Any] = {}
        if self.content is not None and not (self.content_unit and self.base_unit):
            found["content_unit"] = _("A measure needs its unit, and the unit it is priced by.")
        elif self.content is None and (self.content_unit or self.base_unit):
            found["content"] = _("Say how much it holds.")
        elif self.content_unit and (problem := unit_problem(self.content_unit, self.base_unit)):
            found["base_unit"] = problem
        prices = self.members_pay
        if any(self.price is not None and member.price >= self.price for member in prices):
            found["member_prices"] = _("A price for members must be below the price.")
        elif len({member.tier for member in prices}) < len(prices):
            found["member_prices"] = _("Name each level once.")
        elif strange := self._strange_tier(prices):
            found["member_prices"] = _("There is no level of membership called “%(name)s”.") % {
                "name": strange
            }
        return found

    def _strange_tier(self, prices: tuple[MemberPrice, ...]) -> str:
        if not prices or not self.product_id:
            return ""
        organization = self.product.get_place().organization
        program = organization.policies.program
        known = {tier.key for tier in program.tiers} if program else set()
        return next((member.name for member in prices if member.tier not in known), "")

    @property
    def unit_price(self) -> UnitPrice | None:
        if self.content is None or not self.content_unit or not self.base_unit:
            return None
        return UnitPrice(Measure(self.content, self.content_unit), Measure(self.base, self.base_unit))

    @property
    def members_pay(self) -> tuple[MemberPrice, ...]:
        return tuple(
            MemberPrice(
                tier=slugify(block.value["tier"]),
                name=say(block.value["tier"]),
                price=block.value["price"],
                points=block.value["points"],
            )
            for block in self.member_prices
        )
