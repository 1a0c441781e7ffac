"""On which terms a site sells: returns, delivery, membership. Said once, by the home page; every offer refers to it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField

from cms import policy_blocks, policy_words
from cms.models.public import PublicSetting
from cms.models.recorded import RecordedSetting
from cms.models.shared_thing import SharedBySite
from cms.phrases import say
from cms.tidy import TidyText
from seo import nodes
from seo.commerce import Condition
from seo.figures import is_country, is_currency
from seo.graph import Node, ref
from seo.policies import (
    Amount,
    Days,
    MemberProgram,
    RefundType,
    ReturnCategory,
    ReturnCost,
    ReturnFees,
    ReturnLabel,
    ReturnMethod,
    ReturnPolicy,
    ReturnSeason,
    ReturnTerms,
    ShippingService,
    countries_of,
    fee_problem,
    return_problems,
)

CATEGORIES = [
    (ReturnCategory.FINITE, _("for a limited time")),
    (ReturnCategory.UNLIMITED, _("at any time")),
    (ReturnCategory.NOT_PERMITTED, _("not at all")),
]
FEES = [
    (ReturnFees.FREE, _("free")),
    (ReturnFees.BUYER_PAYS_CARRIER, _("the buyer pays the carrier")),
    (ReturnFees.SHOP_CHARGES, _("the shop charges a fixed amount")),
]
LABELS = [
    (ReturnLabel.IN_BOX, _("in the parcel")),
    (ReturnLabel.DOWNLOAD, _("to download and print")),
    (ReturnLabel.BUYER, _("the buyer’s own affair")),
]
REFUNDS = [
    (RefundType.FULL, _("money back")),
    (RefundType.EXCHANGE, _("another one in exchange")),
    (RefundType.CREDIT, _("credit in the shop")),
]


def currency_code(value: str) -> None:
    """Raises ValidationError for what is no currency in use."""
    if not is_currency(value):
        raise ValidationError(_("A currency is one of the three-letter codes of ISO 4217, e.g. GBP."))


class ReturnTermsFields(models.Model):
    """The return terms a whole shop has, and a single thing may have differently."""

    return_category = models.CharField(_("can be returned"), max_length=40, blank=True, choices=CATEGORIES)
    return_days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)
    return_countries = models.CharField(
        _("in the countries"),
        max_length=200,
        blank=True,
        help_text=_("Where the policy holds: at most 50 countries of two letters (ISO 3166-1), e.g. GB IE."),
    )
    return_fees = models.CharField(_("the way back"), max_length=40, blank=True, choices=FEES)
    return_fee = models.DecimalField(
        _("amount"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Only when the shop charges a fixed amount."),
    )
    return_by_mail = models.BooleanField(_("by post"), default=False)
    return_in_store = models.BooleanField(_("in a shop"), default=False)
    return_at_kiosk = models.BooleanField(_("at a collection point"), default=False)

    return_terms_panels = [
        FieldRowPanel(["return_category", "return_days"]),
        "return_countries",
        FieldRowPanel(["return_fees", "return_fee"]),
        FieldRowPanel(["return_by_mail", "return_in_store", "return_at_kiosk"]),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        problems = return_problems(
            self.return_category,
            days=self.return_days,
            fees=self.return_fees,
            fee=self.return_fee,
            countries=self.return_countries,
        )
        if problems:
            raise ValidationError({f"return_{name}": words for name, words in problems.items()})

    def return_terms(self, currency: str) -> ReturnTerms | None:
        if not self.return_category:
            return None
        methods = (
            (ReturnMethod.BY_MAIL, self.return_by_mail),
            (ReturnMethod.IN_STORE, self.return_in_store),
            (ReturnMethod.AT_KIOSK, self.return_at_kiosk),
        )
        return ReturnTerms(
            category=ReturnCategory(self.return_category),
            countries=countries_of(self.return_countries),
            days=self.return_days,
            cost=cost(self.return_fees, self.return_fee, "", currency),
            methods=tuple(method for method, is_offered in methods if is_offered),
        )


def cost(fees: str, fee: Any, label: str, currency: str) -> ReturnCost:
    return ReturnCost(
        fees=ReturnFees(fees) if fees else None,
        fee=Amount(fee, currency) if fee else None,
        label=ReturnLabel(label) if label else None,
    )


def _fees(label: Any) -> Any:
    return models.CharField(label, max_length=40, blank=True, choices=FEES)


def _fee() -> Any:
    return models.DecimalField(_("amount"), max_digits=9, decimal_places=2, null=True, blank=True)


def _label() -> Any:
    return models.CharField(_("label for the parcel"), max_length=40, blank=True, choices=LABELS)


@register_setting(icon="history", order=2)
class Policies(TidyText, RecordedSetting, PublicSetting, ReturnTermsFields, SharedBySite, BaseSiteSetting):
    """Returns, delivery and membership of one site."""

    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="GBP",
        validators=[currency_code],
        help_text=_("Of every amount on this page."),
    )

    return_link = models.URLField(
        _("address of the terms"),
        blank=True,
        help_text=_("Enough alone, if you would rather not give the terms below."),
    )
    return_label = _label()
    return_country = models.CharField(
        _("sent back to"), max_length=2, blank=True, help_text=_("A country, if it is not the buyer’s own.")
    )
    refund_type = models.CharField(_("the buyer gets"), max_length=20, blank=True, choices=REFUNDS)
    restocking_fee = models.DecimalField(
        _("restocking fee"),
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    restocking_percent = models.DecimalField(
        _("or per cent of the price"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    return_condition = models.CharField(
        _("accepted"), max_length=24, blank=True, choices=[(c.value, _(c.words)) for c in Condition]
    )
    remorse_fees, remorse_fee, remorse_label = _fees(_("changed their mind")), _fee(), _label()
    defect_fees, defect_fee, defect_label = _fees(_("something is wrong with it")), _fee(), _label()
    season_start = models.DateField(_("bought from"), null=True, blank=True)
    season_end = models.DateField(_("bought until"), null=True, blank=True)
    season_category = models.CharField(_("can be returned"), max_length=40, blank=True, choices=CATEGORIES)
    season_days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)

    shipping = StreamField(
        [("service", policy_blocks.ServiceBlock())], blank=True, verbose_name=_("ways of delivery")
    )

    program_name = models.CharField(_("name"), max_length=80, blank=True)
    program_description = models.CharField(_("in one sentence"), max_length=250, blank=True)
    program_url = models.URLField(_("address where one joins"), blank=True)
    tiers = StreamField([("tier", policy_blocks.TierBlock())], blank=True, verbose_name=_("levels"))

    public_name = "policies"
    public_fields = (
        "currency", "return_category", "return_days", "return_countries", "return_fees", "return_fee",
        "return_by_mail", "return_in_store", "return_at_kiosk", "return_link", "return_label", "return_country",
        "refund_type", "restocking_fee", "restocking_percent", "return_condition",
        "remorse_fees", "remorse_fee", "remorse_label", "defect_fees", "defect_fee", "defect_label",
        "season_start", "season_end", "season_category", "season_days",
        "program_name", "program_description", "program_url",
    )  # fmt: skip

    panels = [
        HelpPanel(
            _(
                "These terms are shown on the home page and on every product, and search engines read the same values. "
                "A product may say otherwise on its own page."
            )
        ),
        "currency",
        MultiFieldPanel(
            [
                "return_link",
                *ReturnTermsFields.return_terms_panels,
                FieldRowPanel(["return_label", "return_country"]),
                FieldRowPanel(["refund_type", "return_condition"]),
                FieldRowPanel(["restocking_fee", "restocking_percent"]),
            ],
            _("Returns"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["remorse_fees", "remorse_fee", "remorse_label"]),
                FieldRowPanel(["defect_fees", "defect_fee", "defect_label"]),
            ],
            _("Returns, by reason, where they differ"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["season_start", "season_end"]),
                FieldRowPanel(["season_category", "season_days"]),
            ],
            _("Returns, in a season"),
            classname="collapsed",
        ),
        FieldPanel("shipping"),
        MultiFieldPanel(["program_name", "program_description", "program_url", "tiers"], _("Membership")),
    ]

    class Meta:
        verbose_name = _("delivery, returns, membership")

    def clean(self) -> None:
        super().clean()
        self.__dict__.pop("_services", None)
        errors: dict[str, Any] = {}
        if self.return_country and not is_country(self.return_country):
            errors["return_country"] = _("A country is two capital letters (ISO 3166-1), e.g. GB.")
        for reason in ("remorse", "defect"):
            problem = fee_problem(getattr(self, f"{reason}_fees"), getattr(self, f"{reason}_fee"))
            errors |= {f"{reason}_{name}": words for name, words in problem.items()}
        if self.restocking_fee is not None and self.restocking_percent is not None:
            errors["restocking_percent"] = _("Either an amount or per cent.")
        errors |= self._season_problems() | self._program_problems()
        if errors:
            raise ValidationError(errors)

    def _season_problems(self) -> dict[str, Any]:
        if not (self.season_start or self.season_end or self.season_category or self.season_days):
            return {}
        if not (self.season_start and self.season_end and self.season_category):
            return {"season_start": _("A season needs its first and last day and its terms.")}
        if self.season_start > self.season_end:
            return {"season_end": _("The end must not come before the beginning.")}
        problems = return_problems(
            self.season_category, days=self.season_days, fees="", fee=None, countries="GB"
        )
        return {f"season_{name}": words for name, words in problems.items()}

    def _program_problems(self) -> dict[str, Any]:
        named = {tier.key for tier in policy_blocks.tiers(self.tiers)}
        if len(named) < len(self.tiers):
            return {"tiers": _("Two levels cannot bear one name.")}
        if any(service.tier and service.tier not in named for service in self.services):
            return {"shipping": _("A way of delivery names a level of membership that does not exist.")}
        if len({service.key for service in self.services}) < len(self.shipping):
            return {"shipping": _("Two ways of delivery cannot bear one name.")}
        given = [bool(self.program_name), bool(self.program_description), bool(self.tiers)]
        if any(given) and not all(given):
            return {"program_name": _("A programme needs a name, a sentence and at least one level.")}
        return {}

    # As values -----------------------------------------------------------------------------------------

    @property
    def return_policy(self) -> ReturnPolicy | None:
        terms = self.return_terms(self.currency)
        if terms is None and not self.return_link:
            return None
        return ReturnPolicy(
            terms=terms,
            link=self.return_link,
            country=self.return_country,
            refund=RefundType(self.refund_type) if self.refund_type else None,
            restocking=Amount(self.restocking_fee, self.currency) if self.restocking_fee else None,
            restocking_percent=self.restocking_percent,
            condition=self.return_condition,
            remorse=self._reason("remorse"),
            defect=self._reason("defect"),
            season=ReturnSeason(
                self.season_start, self.season_end, ReturnCategory(self.season_category), self.season_days
            )
            if self.season_start and self.season_end
            else None,
        )

    def _reason(self, reason: str) -> ReturnCost | None:
        fees, fee, label = (getattr(self, f"{reason}_{name}") for name in ("fees", "fee", "label"))
        return cost(fees, fee, label, self.currency) if fees or label else None

    def return_terms(self, currency: str) -> ReturnTerms | None:
        terms = super().return_terms(currency)
        if terms is None:
            return None
        return replace(terms, cost=cost(self.return_fees, self.return_fee, self.return_label, currency))

    @property
    def services(self) -> tuple[ShippingService, ...]:
        """The ways of delivery, in the language now active: one answer may hold pages in several."""
        known = self._services
        language = get_language()
        if language not in known:
            known[language] = policy_blocks.services(self.shipping, self.currency)
        return known[language]

    @cached_property
    def _services(self) -> dict[str | None, tuple[ShippingService, ...]]:
        return {}

    @property
    def handling(self) -> Days | None:
        """How long packing takes, as the first way of delivery says."""
        return next((service.handling for service in self.services if service.handling), None)

    @property
    def program(self) -> MemberProgram | None:
        if not self.program_name:
            return None
        return MemberProgram(
            name=say(self.program_name),
            description=say(self.program_description),
            url=self.program_url,
            tiers=policy_blocks.tiers(self.tiers),
        )

    # In words ------------------------------------------------------------------------------------------

    @property
    def terms(self) -> policy_words.Terms:
        """Delivery and returns as pages print them."""
        return policy_words.Terms(
            delivery=policy_words.delivery_of(self.services),
            returns=policy_words.returns_of(self.return_policy),
            link=self.return_link,
        )

    @property
    def membership(self) -> policy_words.MembershipWords | None:
        return policy_words.membership_of(self.program)

    # What machines read --------------------------------------------------------------------------------

    def graph_nodes(self, root: str) -> Iterator[Node]:
        """The policies with the @ids offers refer to: said by the home page."""
        if policy := self.return_policy:
            yield nodes.return_policy(root, policy)
        for service in self.services:
            yield nodes.shipping_service(root, service)
        if self.program:
            yield from nodes.member_program(root, self.program)

    def organization_properties(self, root: str) -> dict[str, Any]:
        """What the Organization says of them."""
        return {
            "hasMerchantReturnPolicy": ref(nodes.returns_id(root)) if self.return_policy else None,
            "hasShippingService": [ref(nodes.shipping_id(root, service.key)) for service in self.services],
            "hasMemberProgram": ref(nodes.members_id(root)) if self.program else None,
        }

    def offer_properties(self, root: str) -> dict[str, Any]:
        """What an Offer says when nothing else holds for it: follow the shop's policies."""
        return {
            "hasMerchantReturnPolicy": ref(nodes.returns_id(root)) if self.return_policy else None,
            "shippingDetails": [nodes.shipping_reference(root, service.key) for service in self.services],
        }
