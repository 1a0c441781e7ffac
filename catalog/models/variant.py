"""Variants: the things one can buy. Plain rows without revisions, so an ERP may write a hundred thousand of them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.changes import UNSEEN_OF_VARIANT, record_offers
from catalog.models.pricing import HasPrices
from catalog.models.traits import AGE_GROUPS, GENDERS
from cms.models.policies import currency_code
from cms.models.recorded import differs
from cms.models.shared_thing import SharedThing
from cms.phrases import say
from cms.tidy import TidyText
from seo.commerce import IN_STOCK, PRE_ORDERS, Availability, Condition, Offer, gtin_problem
from seo.figures import fits_currency
from seo.traits import AgeGroup, Gender

sku_shape = RegexValidator(r"^[!-~]+$", _("A SKU is printable ASCII without white space."))
FEW = 5  # so many or fewer in stock are counted for readers
OPTION_FIELDS = ("color", "size", "material", "pattern")


class Variant(TidyText, HasPrices, SharedThing):
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
    currency = models.CharField(_("currency"), max_length=3, default="GBP", validators=[currency_code])
    compare_at = models.DecimalField(
        _("former price"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    compare_at_from = models.DateTimeField(_("reduced from"), null=True, blank=True)
    compare_at_until = models.DateTimeField(_("reduced until"), null=True, blank=True)

    availability = models.CharField(
        _("availability"),
        max_length=20,
        default=Availability.IN_STOCK,
        choices=[(a.value, _(a.words)) for a in Availability],
    )
    available_from = models.DateTimeField(_("available from"), null=True, blank=True)
    stock = models.IntegerField(_("stock"), null=True, blank=True, help_text=_("Empty: not counted."))
    condition = models.CharField(
        _("condition"),
        max_length=24,
        default=Condition.NEW,
        choices=[(c.value, _(c.words)) for c in Condition],
    )

    color = models.CharField(_("colour"), max_length=60, blank=True)
    size = models.CharField(_("size"), max_length=60, blank=True)
    material = models.CharField(_("material"), max_length=60, blank=True)
    pattern = models.CharField(_("pattern"), max_length=60, blank=True)
    gender = models.CharField(_("for"), max_length=6, blank=True, choices=GENDERS)
    age_group = models.CharField(_("of the age"), max_length=8, blank=True, choices=AGE_GROUPS)
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

    not_shown = ("stock", "external_id", "absent_since")
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
        HasPrices.prices_panel,
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            before = Variant.objects.filter(pk=self.pk).first() if self.pk else None
            super().save(*args, **kwargs)
            self._tell({self.product_id, before.product_id if before else self.product_id}, before)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            self._tell({self.product_id}, None)
        return deleted

    def _tell(self, products: set[int], before: "Variant | None") -> None:
        """What follows for the products' pages, and for whoever hears of changes."""
        type(self.product).objects.filter(pk__in=products).settle()
        if before is None or differs(before, self, UNSEEN_OF_VARIANT):
            record_offers(products)

    @staticmethod
    def pages_of(variants: models.QuerySet["Variant"]) -> Any:
        """The pages that show these variants."""
        from catalog.models.product import ProductPage

        return ProductPage.objects.family(variants.order_by().values("product"))

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.gtin and (problem := gtin_problem(self.gtin)):
            errors["gtin"] = _("Not a valid GTIN: %(problem)s.") % {"problem": problem}
        if self.compare_at is not None and self.price is not None and self.compare_at <= self.price:
            errors["compare_at"] = _("The former price must be above the price.")
        if self.compare_at_from and self.compare_at_until and self.compare_at_from >= self.compare_at_until:
            errors["compare_at_until"] = _("The reduction must end after it begins.")
        for name in ("price", "compare_at"):
            amount = getattr(self, name)
            if amount is not None and not fits_currency(amount, self.currency):
                errors[name] = _("%(currency)s has no decimals.") % {"currency": self.currency}
        errors |= self.price_problems()
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
            availability=self.availability_at(now),
            condition=Condition(self.condition),
            was_price=self.compare_at if reduced else None,
            price_valid_from=self.compare_at_from if reduced else None,
            price_valid_until=self.compare_at_until if reduced else None,
            available_from=self.available_from if self.available_from and self.available_from > now else None,
            stock=self.stock,
            unit_price=self.unit_price,
            member_prices=self.members_pay,
        )

    @property
    def stocked_availability(self) -> Availability:
        """What is said of it now."""
        return self.availability_at(timezone.now())

    def availability_at(self, now: datetime) -> Availability:
        """What is said of it: an ended product overrules everything, a counted stock of nothing “in stock”.

        A pre-order whose date has come is in stock: no job has to say so.
        """
        if self.product_id and self.product.has_ended(now):
            return Availability.DISCONTINUED
        availability = Availability(self.availability)
        if availability in PRE_ORDERS and self.available_from and self.available_from <= now:
            availability = Availability.IN_STOCK
        says_in_stock = availability in IN_STOCK
        return (
            Availability.OUT_OF_STOCK
            if says_in_stock and self.stock is not None and self.stock <= 0
            else availability
        )

    @property
    def stock_said(self) -> int | None:
        """What readers learn of the stock: 0 when it is gone, the number when few are left, else nothing."""
        availability = Availability(self.availability)
        if self.stock is None or availability not in (*IN_STOCK, *PRE_ORDERS):
            return None
        is_counted = availability in (Availability.IN_STOCK, *PRE_ORDERS) and self.stock <= FEW
        return max(0, self.stock) if is_counted or self.stock <= 0 else None

    @property
    def facts(self) -> dict[str, Any]:
        return super().facts | {"stock": self.stock_said}

    @property
    def options(self) -> dict[str, str]:
        """The option values it has in the active language, by schema.org property."""
        return {name: say(getattr(self, name)) for name in OPTION_FIELDS if getattr(self, name)}

    @property
    def audience(self) -> tuple[str, str]:
        """For whom it is, by gender and age: its own, else the thing's."""
        return self.gender or self.product.gender, self.age_group or self.product.age_group

    @property
    def label(self) -> str:
        """What tells it from its siblings, in words: “Ochre, M”."""
        people = [str(Gender(self.gender).words)] if self.gender else []
        people += [str(AgeGroup(self.age_group).words)] if self.age_group else []
        return ", ".join([*self.options.values(), *people])
