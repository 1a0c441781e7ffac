"""What a thing is to machines that compare: category, audience, sizes, energy label, 3D model."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel

from seo.traits import (
    ENERGY_CLASSES,
    SIZE_GROUPS,
    SIZE_SYSTEMS,
    AgeGroup,
    EnergyLabel,
    Gender,
    category_problem,
    energy_problems,
    model_problem,
)

GENDERS = [(gender.value, gender.words) for gender in Gender]
AGE_GROUPS = [(group.value, group.words) for group in AgeGroup]
_CLASSES = [(name, name) for name in ENERGY_CLASSES]


class GoogleCategory(models.Model):
    """A place in Google's product taxonomy; empty means: as the category above."""

    google_category = models.CharField(
        _("category at Google"),
        max_length=255,
        blank=True,
        validators=[MaxLengthValidator(255)],
        help_text=_(
            "The number or the full path in Google’s product taxonomy, e.g. 2370 or Home & Garden > Lighting > Lamps. "
            "Empty: as the category above."
        ),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if problem := category_problem(self.google_category):
            raise ValidationError({"google_category": problem})


class HasTraits(GoogleCategory):
    """The traits of the original; translations read them through `thing`."""

    gender = models.CharField(_("for"), max_length=6, blank=True, choices=GENDERS)
    age_group = models.CharField(_("of the age"), max_length=8, blank=True, choices=AGE_GROUPS)
    size_system = models.CharField(
        _("sizes of"), max_length=8, blank=True, choices=[(name, name) for name in SIZE_SYSTEMS]
    )
    size_group = models.CharField(
        _("cut"), max_length=10, blank=True, choices=[(name, name) for name in SIZE_GROUPS]
    )
    energy_class = models.CharField(_("energy class"), max_length=4, blank=True, choices=_CLASSES)
    energy_best = models.CharField(_("best class"), max_length=4, default="A", choices=_CLASSES)
    energy_worst = models.CharField(_("worst class"), max_length=4, default="G", choices=_CLASSES)
    eprel = models.CharField(
        _("EPREL number"),
        max_length=10,
        blank=True,
        help_text=_(
            "The number in the European register of energy labels: the end of the address behind its QR code."
        ),
    )
    is_adult = models.BooleanField(_("sexual content, for adults only"), default=False)
    model_url = models.URLField(_("3D model"), blank=True, help_text=_("Address of a file .gltf or .glb."))

    traits_panel = MultiFieldPanel(
        [
            "google_category",
            FieldRowPanel(["gender", "age_group"]),
            FieldRowPanel(["size_system", "size_group"]),
            FieldRowPanel(["energy_class", "energy_best", "energy_worst", "eprel"]),
            FieldRowPanel(["model_url", "is_adult"]),
        ],
        _("For comparison"),
        classname="collapsed",
    )

    # What the product page has.
    thing: Any

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        problems: dict[str, Any] = energy_problems(
            self.eprel, self.energy_class, self.energy_best, self.energy_worst
        )
        if problem := model_problem(self.model_url):
            problems["model_url"] = problem
        if problems:
            raise ValidationError(problems)

    @property
    def energy_label(self) -> EnergyLabel | None:
        thing = self.thing
        if not thing.energy_class:
            return None
        return EnergyLabel(thing.eprel, thing.energy_class, thing.energy_best, thing.energy_worst)

    def trait_words(self, gender: str, age_group: str) -> Iterator[tuple[str, str]]:
        """The traits as rows of the facts table: label and value."""
        thing = self.thing
        if gender:
            yield _t("For"), str(Gender(gender).words)
        if age_group:
            yield _t("Age"), str(AgeGroup(age_group).words)
        if thing.size_system or thing.size_group:
            yield _t("Sizes"), " ".join(filter(None, [thing.size_system, thing.size_group]))
        if label := self.energy_label:
            yield _t("Energy class"), f"{label.rating} ({label.best}–{label.worst})"
            yield _t("EPREL number"), label.eprel
        if thing.is_adult:
            yield _t("Adults only"), _t("Yes")
