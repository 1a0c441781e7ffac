"""Typed attributes: what kinds of facts products have, and the facts."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.models import Orderable

from modelcluster.fields import ParentalKey

from cms.models.recorded import Recorded
from cms.models.shared_thing import SharedThing
from cms.phrases import say
from cms.tidy import TidyText
from delivery import tags


class Attribute(TidyText, Recorded, SharedThing):
    """A kind of fact: its code, its words, its type and unit."""

    not_shown = ("is_facet",)

    class Type(models.TextChoices):
        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        BOOLEAN = "boolean", _("Yes or no")
        CHOICE = "choice", _("Choice")

    code = models.SlugField(
        _("code"), max_length=50, unique=True, help_text=_("Stable, for the API: burn_time.")
    )
    label = models.CharField(_("label"), max_length=80)
    type = models.CharField(_("type"), max_length=8, choices=Type.choices, default=Type.TEXT)
    unit = models.CharField(_("unit"), max_length=16, blank=True)
    is_facet = models.BooleanField(_("offered as a filter"), default=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    panels = ["label", "code", "type", "unit", "is_facet"]
    is_seen_when_new = False

    class Meta:
        ordering = ["label"]
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")

    def __str__(self) -> str:
        return self.label

    def get_change(self) -> dict[str, Any]:
        return {"tags": [tags.type_("catalog.productpage")]}

    @property
    def words(self) -> str:
        """The label in the active language."""
        return say(self.label)

    def takes(self, type_: str) -> bool:
        """Whether values of `type_` can be this attribute's: text and choices are both words, the rest is strict."""
        words = {self.Type.TEXT, self.Type.CHOICE}
        return type_ == self.type or {type_, self.type} <= words


class AttributeValue(TidyText, Orderable):
    """One fact about one product; `text` holds text and choices, `number` numbers, `boolean` yes or no."""

    product = ParentalKey("catalog.ProductPage", on_delete=models.CASCADE, related_name="attribute_values")
    attribute = models.ForeignKey(
        Attribute, on_delete=models.PROTECT, related_name="values", verbose_name=_("attribute")
    )
    text = models.CharField(_("text"), max_length=250, blank=True)
    number = models.DecimalField(_("number"), max_digits=14, decimal_places=4, null=True, blank=True)
    boolean = models.BooleanField(_("yes or no"), null=True, blank=True)

    panels = ["attribute", "text", "number", "boolean"]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["product", "attribute"], name="one_value_per_attribute")
        ]

    def __str__(self) -> str:
        return f"{self.attribute}: {self.words}"

    @classmethod
    def of(cls, attribute: Attribute, value: Any, **fields: Any) -> "AttributeValue":
        """A value in the column its type asks for. Raises ValidationError naming the attribute and the rule."""
        match attribute.type:
            case Attribute.Type.NUMBER:
                try:
                    number = Decimal(str(value))
                except InvalidOperation as error:
                    raise ValidationError({attribute.code: f"“{value}” is not a number."}) from error
                if not number.is_finite():
                    raise ValidationError({attribute.code: f"“{value}” is not a number."})
                return cls(attribute=attribute, number=number, **fields)
            case Attribute.Type.BOOLEAN:
                return cls(attribute=attribute, boolean=bool(value), **fields)
            case _:
                return cls(attribute=attribute, text=str(value)[:250], **fields)

    def clean(self) -> None:
        super().clean()
        if self.attribute_id and self.value in (None, ""):
            column = {"number": "number", "boolean": "boolean"}.get(self.attribute.type, "text")
            raise ValidationError(
                {column: _("“%(label)s” needs a value here.") % {"label": self.attribute.label}}
            )

    @property
    def value(self) -> Any:
        """The value in its own Python type."""
        match self.attribute.type:
            case Attribute.Type.NUMBER:
                return self.number
            case Attribute.Type.BOOLEAN:
                return self.boolean
            case _:
                return self.text

    @property
    def words(self) -> str:
        """The value as the page says it, with its unit."""
        match self.value:
            case bool() as yes:
                return str(_("Yes") if yes else _("No"))
            case Decimal() as number:
                return f"{number.normalize():f} {say(self.attribute.unit)}".strip()
            case other:
                return f"{say(other or '')} {say(self.attribute.unit)}".strip()
