"""How registers know an organization, how large it is, whom one reaches there."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel

from seo.graph import node
from seo.identifiers import identifier_problems


class Identified(models.Model):
    """What Google recommends to say of an Organization beyond its name and address."""

    employees = models.PositiveIntegerField(_("number of employees"), null=True, blank=True)
    tax_id = models.CharField(_("tax number"), max_length=30, blank=True)
    iso6523 = models.CharField(
        _("ISO 6523 code"),
        max_length=60,
        blank=True,
        help_text=_(
            "Register and number: 0060:123456789. Search engines prefer it to the DUNS number and the LEI."
        ),
    )
    duns = models.CharField(_("DUNS number"), max_length=11, blank=True)
    lei = models.CharField(
        _("LEI"), max_length=20, blank=True, help_text=_("Legal entity identifier, ISO 17442.")
    )
    gln = models.CharField(_("GLN"), max_length=13, blank=True, help_text=_("Global location number of GS1."))
    naics = models.CharField(_("NAICS code"), max_length=6, blank=True)
    contact_type = models.CharField(
        _("whom one reaches"),
        max_length=60,
        default="customer service",
        help_text=_("E.g. customer service, sales."),
    )

    identifiers_panel = MultiFieldPanel(
        [
            FieldRowPanel(["employees", "contact_type"]),
            FieldRowPanel(["tax_id", "naics"]),
            "iso6523",
            FieldRowPanel(["duns", "lei", "gln"]),
        ],
        _("In registers"),
        classname="collapsed",
    )

    # What the organization has.
    vat_id: Any

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        names = ("iso6523", "duns", "lei", "gln", "naics", "vat_id")
        if problems := identifier_problems({name: getattr(self, name) for name in names}):
            raise ValidationError(problems)

    @property
    def identifiers(self) -> dict[str, Any]:
        """As properties of its node."""
        return {
            "numberOfEmployees": node("QuantitativeValue", value=self.employees) if self.employees else None,
            "taxID": self.tax_id,
            "iso6523Code": self.iso6523,
            "duns": self.duns,
            "leiCode": self.lei,
            "globalLocationNumber": self.gln,
            "naics": self.naics,
        }
