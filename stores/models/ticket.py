"""Who performs at an event and what it costs to be there."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldRowPanel
from wagtail.models import Orderable

from modelcluster.fields import ParentalKey

from cms.models.policies import currency_code
from cms.tidy import TidyText
from seo.commerce import Availability
from seo.figures import money
from seo.graph import Node, node, schema_url

PERFORMERS = [("Person", _("person")), ("PerformingGroup", _("group")), ("MusicGroup", _("band or choir"))]
SALE_STATES = (Availability.IN_STOCK, Availability.LIMITED, Availability.PRE_ORDER, Availability.SOLD_OUT)


class Performer(TidyText, Orderable):
    """Somebody people come to see."""

    event = ParentalKey("stores.EventPage", on_delete=models.CASCADE, related_name="performers")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=PERFORMERS, default="Person")
    url = models.URLField(_("address"), blank=True)

    panels = [FieldRowPanel(["name", "kind", "url"])]

    @property
    def node(self) -> Node:
        return node(self.kind, name=self.name, url=self.url)


class Ticket(TidyText, Orderable):
    """One way to be there; a price of 0 is free entry."""

    event = ParentalKey("stores.EventPage", on_delete=models.CASCADE, related_name="tickets")
    name = models.CharField(_("name"), max_length=80)
    price = models.DecimalField(
        _("price"),
        max_digits=9,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text=_("0 for free entry."),
    )
    currency = models.CharField(_("currency"), max_length=3, default="GBP", validators=[currency_code])
    availability = models.CharField(
        _("availability"),
        max_length=30,
        choices=[(state.value, _(state.words)) for state in SALE_STATES],
        default=Availability.IN_STOCK.value,
    )
    valid_from = models.DateTimeField(_("on sale from"), null=True, blank=True)
    url = models.URLField(
        _("where to buy"), blank=True, help_text=_("The page that sells this ticket. Empty: this page.")
    )

    panels = [
        FieldRowPanel(["name", "price", "currency"]),
        FieldRowPanel(["availability", "valid_from", "url"]),
    ]

    @property
    def price_words(self) -> str:
        """The price as the page prints it."""
        return money(self.price, self.currency)

    @property
    def is_free(self) -> bool:
        return self.price == 0

    @property
    def availability_words(self) -> str:
        return gettext(Availability(self.availability).words)

    def node(self, page_url: str) -> Node:
        """An Offer in the words of Google's "Event (Event) structured data"."""
        return node(
            "Offer",
            name=self.name,
            price=self.price,
            priceCurrency=self.currency,
            availability=schema_url(self.availability),
            validFrom=self.valid_from,
            url=self.url or page_url,
        )
