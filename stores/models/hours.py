"""What hangs on a store: its hours through the week, its holidays, its departments."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from modelcluster.fields import ParentalKey

from cms.models.organization import phone_with_country_code
from cms.tidy import TidyText
from seo import places
from seo.places import Span

# How an editor chooses a kind of store; the values are schema.org's names.
TYPE_WORDS = {
    "LocalBusiness": _("Workshop or other business"),
    "Store": _("Store"),
    "BikeStore": _("Bicycle store"),
    "BookStore": _("Bookshop"),
    "CafeOrCoffeeShop": _("Café"),
    "ClothingStore": _("Clothing store"),
    "ConvenienceStore": _("Convenience store"),
    "DepartmentStore": _("Department store"),
    "ElectronicsStore": _("Electronics store"),
    "FurnitureStore": _("Furniture store"),
    "GardenStore": _("Garden centre"),
    "GroceryStore": _("Grocery"),
    "HardwareStore": _("Hardware store, chandler"),
    "HobbyShop": _("Hobby shop"),
    "HomeGoodsStore": _("Household goods store"),
    "JewelryStore": _("Jeweller"),
    "MusicStore": _("Music shop"),
    "OutletStore": _("Outlet"),
    "PetStore": _("Pet shop"),
    "ShoeStore": _("Shoe shop"),
    "SportingGoodsStore": _("Sporting goods store"),
    "ToyStore": _("Toy shop"),
    "WholesaleStore": _("Wholesaler"),
}
TYPES = [(name, TYPE_WORDS[name]) for name in places.BUSINESS_TYPES]


class Hours(models.Model):
    """From when to when, in the store's own time."""

    opens = models.TimeField(_("opens"))
    closes = models.TimeField(
        _("closes"),
        help_text=_("Earlier than it opens: after midnight. The whole day: 00:00 to 23:59."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.opens is not None and self.opens == self.closes:
            raise ValidationError({"closes": _("It cannot close at the moment it opens. No hours: closed.")})

    @property
    def span(self) -> Span | None:
        return Span(self.opens, self.closes) if self.opens is not None and self.closes is not None else None


class OpeningHours(Orderable, Hours):
    """Hours of one weekday; a day may have several, a day without any is closed."""

    store = ParentalKey("stores.StorePage", on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(
        _("day"), choices=list(WEEKDAYS.items()), validators=[MaxValueValidator(6)]
    )

    panels = [FieldRowPanel(["weekday", "opens", "closes"])]


class SpecialHours(Orderable, Hours):
    """Days whose hours differ; without times they are closed."""

    store = ParentalKey("stores.StorePage", on_delete=models.CASCADE, related_name="special_hours")
    name = models.CharField(_("occasion"), max_length=80)
    valid_from = models.DateField(_("from"))
    valid_through = models.DateField(_("until"), help_text=_("The last such day; the same day for one day."))
    opens = models.TimeField(_("opens"), null=True, blank=True, help_text=_("Empty: closed."))
    closes = models.TimeField(_("closes"), null=True, blank=True)

    panels = ["name", FieldRowPanel(["valid_from", "valid_through", "opens", "closes"])]

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_through and self.valid_through < self.valid_from:
            raise ValidationError({"valid_through": _("The last day cannot come before the first.")})
        if (self.opens is None) != (self.closes is None):
            raise ValidationError({"closes": _("Give both times, or neither for days that are closed.")})

    @property
    def days(self) -> places.SpecialDays:
        return places.SpecialDays(self.name, self.valid_from, self.valid_through, self.span)


class Department(TidyText, Orderable):
    """A part of a store with hours or a number of its own."""

    store = ParentalKey("stores.StorePage", on_delete=models.CASCADE, related_name="departments")
    name = models.CharField(
        _("name"),
        max_length=60,
        help_text=_("Without the store's name: search engines see “Store Department”."),
    )
    type = models.CharField(_("kind"), max_length=40, choices=TYPES, default="Store")
    telephone = models.CharField(
        _("telephone"), max_length=30, blank=True, validators=[phone_with_country_code]
    )
    first_day = models.PositiveSmallIntegerField(
        _("from"), choices=list(WEEKDAYS.items()), null=True, blank=True
    )
    last_day = models.PositiveSmallIntegerField(
        _("until"), choices=list(WEEKDAYS.items()), null=True, blank=True
    )
    opens = models.TimeField(_("opens"), null=True, blank=True)
    closes = models.TimeField(_("closes"), null=True, blank=True)

    panels = [
        FieldRowPanel(["name", "type", "telephone"]),
        FieldRowPanel([FieldPanel(name) for name in ("first_day", "last_day", "opens", "closes")]),
    ]

    def clean(self) -> None:
        super().clean()
        hours = (self.first_day, self.last_day, self.opens, self.closes)
        if any(value is not None for value in hours) and None in hours:
            raise ValidationError({"opens": _("Give both days and both times, or none of them.")})
        if self.opens is not None and self.opens == self.closes:
            raise ValidationError({"closes": _("It cannot close at the moment it opens.")})

    @property
    def week(self) -> tuple[places.Day, ...]:
        """Its own hours; empty when it keeps those of the store."""
        if self.first_day is None or self.last_day is None:
            return ()
        days = (self.last_day - self.first_day) % 7 + 1
        span = Span(self.opens, self.closes)
        return places.week_of(((self.first_day + day) % 7, span) for day in range(days))

    def at(self, store_name: str) -> places.Department:
        """This department as part of the store of that name."""
        return places.Department(
            name=f"{store_name} {self.name}", types=(self.type,), telephone=self.telephone, week=self.week
        )


def children(owner: Any, relation: str) -> list[Any]:
    """A page's inline children, whether they come from the database or from an editor's form."""
    return list(getattr(owner, relation).all())
