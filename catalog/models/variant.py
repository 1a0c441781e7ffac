"""Variants: the things one can buy. Plain rows without revisions, so an ERP may write a hundred thousand of them."""

from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from cms.tidy import TidyText
from seo.commerce import Availability, Condition, Offer, gtin_problem

sku_shape = RegexValidator(r"^[!-~]+$", _("A SKU is printable ASCII without white space."))
currency_shape = RegexValidator(r"^[A-Z]{3}$", _("A currency is three capital letters (ISO 4217), e.g. GBP."))
_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}
OPTION_FIELDS = ("color", "size", "material", "pattern")


class Variant(TidyText, models.Model):
    """One thing to buy: identifiers, price, stock and the option values that tell it from its siblings.

    `price` is always what the buyer pays. `compare_at` is the former price; it is shown only between
    `compare_at_from` and `compare_at_until`.
    """

    product = models.ForeignKey(
        "catalog.ProductPage", on_delete=models.CASCADE, related_name="variants", verbose_name=_("product")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    sku = models.CharField(_("SKU"), max_length=64, unique=True, validators=[sku_shape])
    gtin = models.CharField(
        _("GTIN"),
        max_length=14,
        blank=True,
        help_text=_("The number under the barcode: 8, 12, 13 or 14 digits."),
    )
    mpn = models.CharField(_("maker's number"), max_length=70, blank=True)

    price = models.DecimalField(
        _("price"), max_digits=12, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    currency = models.CharField(_("currency"), max_length=3, default="GBP", validators=[currency_shape])
    compare_at = models.DecimalField(
        _("former price"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    compare_at_from = models.DateTimeField(_("reduced from"), null=True, blank=True)
    compare_at_until = models.DateTimeField(_("reduced until"), null=True, blank=True)

    availability = models.CharField(
        _("availability"),
        max_length=20,
        default=Availability.IN_STOCK,
        choices=[(a.value, a.words) for a in Availability],
    )
    available_from = models.DateTimeField(_("available from"), null=True, blank=True)
    stock = models.IntegerField(_("stock"), null=True, blank=True, help_text=_("Empty: not counted."))
    condition = models.CharField(
        _("condition"), max_length=24, default=Condition.NEW, choices=[(c.value, c.words) for c in Condition]
    )

    color = models.CharField(_("colour"), max_length=60, blank=True)
    size = models.CharField(_("size"), max_length=60, blank=True)
    material = models.CharField(_("material"), max_length=60, blank=True)
    pattern = models.CharField(_("pattern"), max_length=60, blank=True)
    picture = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("own picture"),
    )

    external_id = models.CharField(_("external id"), max_length=190, blank=True, db_index=True)
    # Set by an import when the source stops naming the variant, and cleared when it is named again.
    absent_since = models.DateTimeField(null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    panels = [
        "product",
        "sku",
        "gtin",
        "mpn",
        "price",
        "currency",
        "compare_at",
        "compare_at_from",
        "compare_at_until",
        "availability",
        "available_from",
        "stock",
        "condition",
        *OPTION_FIELDS,
        "picture",
        "position",
    ]

    class Meta:
        ordering = ["product", "position", "pk"]
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="price_above_zero"),
            models.CheckConstraint(
                condition=Q(compare_at__isnull=True) | Q(compare_at__gt=F("price")),
                name="former_price_above_price",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.label}".strip()

    def clean(self) -> None:
        super().clean()
        errors: dict[str, str] = {}
        if self.gtin and (problem := gtin_problem(self.gtin)):
            errors["gtin"] = _("Not a valid GTIN: %(problem)s.") % {"problem": problem}
        if self.compare_at is not None and self.price is not None and self.compare_at <= self.price:
            errors["compare_at"] = _("The former price must be above the price.")
        if self.compare_at_from and self.compare_at_until and self.compare_at_from >= self.compare_at_until:
            errors["compare_at_until"] = _("The reduction must end after it begins.")
        if self.availability == Availability.PRE_ORDER and not self.available_from:
            errors["available_from"] = _("A pre-order needs the date from which it is delivered.")
        if errors:
            raise ValidationError(errors)

    # Answers -------------------------------------------------------------------------------------------

    def offer(self, url: str, now: datetime | None = None) -> Offer:
        """The commerce facts of this moment: the one function page, graph, API and feeds read."""
        now = now or timezone.now()
        reduced = (
            self.compare_at is not None
            and (self.compare_at_from is None or self.compare_at_from <= now)
            and (self.compare_at_until is None or now < self.compare_at_until)
        )
        return Offer(
            sku=self.sku,
            url=url,
            price=self.price,
            currency=self.currency,
            availability=self.stocked_availability,
            condition=Condition(self.condition),
            was_price=self.compare_at if reduced else None,
            price_valid_from=self.compare_at_from if reduced else None,
            price_valid_until=self.compare_at_until if reduced else None,
            available_from=self.available_from if self.available_from and self.available_from > now else None,
            stock=self.stock,
        )

    @property
    def stocked_availability(self) -> Availability:
        """What is said of it: a counted stock of nothing overrules “in stock”."""
        availability = Availability(self.availability)
        says_in_stock = availability in {
            Availability.IN_STOCK,
            Availability.LIMITED,
            Availability.ONLINE_ONLY,
            Availability.IN_STORE_ONLY,
        }
        return (
            Availability.OUT_OF_STOCK
            if says_in_stock and self.stock is not None and self.stock <= 0
            else availability
        )

    @property
    def options(self) -> dict[str, str]:
        """The option values it has, by schema.org property."""
        return {name: getattr(self, name) for name in OPTION_FIELDS if getattr(self, name)}

    @property
    def label(self) -> str:
        """What tells it from its siblings, in words: “Ochre, M”."""
        return ", ".join(self.options.values())


def money(amount: Decimal, currency: str) -> str:
    """An amount as the page prints it: £48.00, or 48.00 SEK where the currency has no symbol of its own."""
    number = number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)
    symbol = _SYMBOLS.get(currency)
    return f"{symbol}{number}" if symbol else f"{number} {currency}"


def day(moment: datetime) -> str:
    """A date as the page prints it."""
    return date_format(timezone.localtime(moment), "j F Y")
