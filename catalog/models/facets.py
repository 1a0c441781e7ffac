"""What a category offers as filters and opens to search engines, as editors set it."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.fields import StreamField

from catalog.facets.policy import BRAND, MINIMUM, PRICE, RESERVED, STOCK, parameter
from catalog.models.attribute import Attribute
from cms.models.recorded import Recorded
from cms.tidy import TidyText
from delivery import tags

OPTION_LABELS = {"color": _("Colour"), "size": _("Size"), "material": _("Material"), "pattern": _("Pattern")}
BUILT_IN = {BRAND: _("Made by"), **OPTION_LABELS, STOCK: _("In stock"), PRICE: _("Price")}


def facet_choices() -> list[tuple[str, Any]]:
    """Everything a category may offer as a filter: what every product has, then attributes by label."""
    attributes = Attribute.objects.exclude(code__in=BUILT_IN).values_list("code", "label")
    return [
        *BUILT_IN.items(),
        *((code, label) for code, label in attributes if parameter(code) not in RESERVED | BUILT_IN.keys()),
    ]


def bounds_of(text: str) -> tuple[Decimal, ...]:
    """The steps of a facet of numbers: “5, 10, 20”. Raises ValueError for what does not rise."""
    try:
        bounds = tuple(Decimal(part) for part in text.replace(";", ",").split(",") if part.strip())
    except InvalidOperation as error:
        raise ValueError(_("Steps are numbers with commas between, e.g. 5, 10, 20.")) from error
    if any(not bound.is_finite() or bound < 0 for bound in bounds) or list(bounds) != sorted(set(bounds)):
        raise ValueError(_("Steps are numbers from 0 that rise, e.g. 5, 10, 20."))
    return bounds


class FacetBlock(blocks.StructBlock):
    """A filter, and whether one of its values makes a page for search engines."""

    code = blocks.ChoiceBlock(choices=facet_choices, label=_("filter"))
    is_indexable = blocks.BooleanBlock(
        required=False,
        label=_("open to search engines"),
        help_text=_(
            "Each value with enough products becomes a page of its own that search engines may list."
        ),
    )
    bounds = blocks.CharBlock(
        required=False,
        label=_("steps"),
        help_text=_("For numbers: where one step ends and the next begins, e.g. 5, 10, 20."),
    )

    class Meta:
        icon = "list-ul"
        label = _("filter")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        errors: dict[str, ValidationError] = {}
        if value["is_indexable"] and value["code"] in {STOCK, PRICE}:
            errors["is_indexable"] = ValidationError(
                _("Price and stock change by the hour; lists of them stay out of search engines.")
            )
        try:
            bounds_of(value["bounds"])
        except ValueError as error:
            errors["bounds"] = ValidationError(str(error))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value


class PairBlock(blocks.StructBlock):
    """Two filters, one value of each, as a page for search engines."""

    first = blocks.ChoiceBlock(choices=facet_choices, label=_("filter"))
    second = blocks.ChoiceBlock(choices=facet_choices, label=_("and filter"))

    class Meta:
        icon = "list-ul"
        label = _("pair")


class FacetPolicy(TidyText, Recorded, models.Model):
    """The filters of a category and of those below it that have no policy of their own.

    It holds for the category's translations too: one policy, whatever the language.
    """

    category = models.OneToOneField(
        "catalog.CategoryPage",
        on_delete=models.CASCADE,
        related_name="facet_policy",
        verbose_name=_("category"),
        help_text=_("And every category below it that has no filters of its own."),
    )
    facets = StreamField(
        [("facet", FacetBlock())],
        blank=True,
        verbose_name=_("filters"),
        help_text=_("In the order in which they are shown and written in addresses."),
    )
    pairs = StreamField(
        [("pair", PairBlock())],
        blank=True,
        verbose_name=_("pairs open to search engines"),
        help_text=_("At least one of the two must be open by itself: the other is linked from its pages."),
    )
    minimum = models.PositiveSmallIntegerField(
        _("least number of products"),
        default=MINIMUM,
        validators=[MinValueValidator(1)],
        help_text=_("A combination with fewer stays out of search engines."),
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["category__path"]
        verbose_name = _("filters of a category")
        verbose_name_plural = _("filters of categories")

    def __str__(self) -> str:
        return str(self.category)

    def get_change(self) -> dict[str, Any]:
        """It holds for categories below and for translations: all lists of products ask it."""
        category = tags.page(self.category_id)
        return {"tags": [category, tags.type_("catalog.categorypage"), tags.type_("catalog.facetpage")]}

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.category_id and self._translated_elsewhere():
            errors["category"] = _("A translation of this category has filters; they hold for all languages.")
        codes = [facet["code"] for facet in self._facets]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            errors["facets"] = _("“%(code)s” is named twice.") % {"code": twice[0]}
        problem = next(filter(None, map(self._pair_problem, self._pairs)), None)
        if problem:
            errors["pairs"] = problem
        if errors:
            raise ValidationError(errors)

    def _translated_elsewhere(self) -> bool:
        others = FacetPolicy.objects.exclude(pk=self.pk).exclude(category=self.category_id)
        return others.filter(category__translation_key=self.category.translation_key).exists()

    def _pair_problem(self, pair: Any) -> Any:
        opened = {facet["code"]: facet["is_indexable"] for facet in self._facets}
        codes = [pair["first"], pair["second"]]
        if codes[0] == codes[1]:
            return _("A pair is made of two different filters.")
        if {STOCK, PRICE} & set(codes):
            return _("Price and stock change by the hour; lists of them stay out of search engines.")
        if not all(code in opened for code in codes):
            return _("A pair is made of filters named above.")
        if not any(opened[code] for code in codes):
            return _(
                "No page would link to “%(first)s” with “%(second)s”: open one of the two by itself."
            ) % {
                "first": codes[0],
                "second": codes[1],
            }
        return None

    @property
    def opened(self) -> str:
        """What is open to search engines, in codes: “color, material + fuel”."""
        single = [facet["code"] for facet in self._facets if facet["is_indexable"]]
        return ", ".join([*single, *(f"{pair['first']} + {pair['second']}" for pair in self._pairs)])

    @property
    def _facets(self) -> Sequence[Any]:
        return [block.value for block in self.facets]

    @property
    def _pairs(self) -> Sequence[Any]:
        return [block.value for block in self.pairs]
