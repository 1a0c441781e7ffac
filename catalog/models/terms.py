"""What may hold for one thing instead of the shop's policies: how it comes back, what sending it costs."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import MultiFieldPanel
from wagtail.fields import StreamField

from cms.models import Place, Policies
from cms.models.policies import ReturnTermsFields
from cms.policy_blocks import ExceptionBlock
from cms.policy_words import Terms, delivery_line, own_returns
from seo import nodes
from seo.graph import Node
from seo.policies import ShippingConditions


class HasTerms(ReturnTermsFields):
    """A page of a thing that is sold: on the shop's terms, or on its own."""

    shipping_exceptions = StreamField(
        [("exception", ExceptionBlock())],
        blank=True,
        verbose_name=_("delivery of this thing"),
        help_text=_("Only where it differs from the shop's; amounts are in the currency of its price."),
    )

    terms_panel = MultiFieldPanel(
        [*ReturnTermsFields.return_terms_panels, "shipping_exceptions"],
        _("Returns and delivery, where they differ from the shop’s"),
        classname="collapsed",
    )

    # What the product page has.
    thing: Any
    offered: Sequence[Any]

    class Meta:
        abstract = True

    def own_conditions(self, currency: str) -> list[ShippingConditions]:
        return [exception.value.in_currency(currency) for exception in self.thing.shipping_exceptions]

    def terms(self, policies: Policies) -> Terms:
        """Delivery and returns of this thing in words."""
        currency = self.offered[0].currency if self.offered else policies.currency
        own = self.thing.return_terms(currency)
        shop = policies.terms
        return Terms(
            delivery=tuple(map(delivery_line, self.own_conditions(currency))) or shop.delivery,
            returns=own_returns(own) if own else shop.returns,
            link=shop.link,
        )

    def offer_terms(self, currency: str, url: str, place: Place) -> dict[str, Any]:
        """What an Offer says of them: a reference to the shop's policies, or what holds for this thing."""
        policies = place.organization.policies
        said = policies.offer_properties(place.root)
        if own := self.thing.return_terms(currency):
            said["hasMerchantReturnPolicy"] = nodes.return_terms(f"{url}#own-returns", own)
        if conditions := self.own_conditions(currency):
            details: list[Node] = []
            for condition in conditions:
                details += nodes.offer_shipping(condition, policies.handling)
            said["shippingDetails"] = details
        return said
