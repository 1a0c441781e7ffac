"""What a thing is, in words search engines compare: for whom, how sized, how thrifty, of which category."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
TAXONOMY = "https://www.google.com/basepages/producttype/taxonomy-with-ids.en-US.txt"


class Gender(StrEnum):
    MALE = "Male"
    FEMALE = "Female"
    UNISEX = "Unisex"

    @property
    def words(self) -> Words:
        return {Gender.MALE: _("Men"), Gender.FEMALE: _("Women"), Gender.UNISEX: _("Everybody")}[self]

    @property
    def address(self) -> str:
        """schema.org has two genders as members; the third is text."""
        return self.value if self is Gender.UNISEX else f"https://schema.org/{self.value}"


class AgeGroup(StrEnum):
    """The groups between the five ages Google snaps to: 0, 0.25, 1, 5, 13 years."""

    NEWBORN = "newborn"
    INFANT = "infant"
    TODDLER = "toddler"
    KIDS = "kids"
    ADULT = "adult"

    @property
    def words(self) -> Words:
        return {
            AgeGroup.NEWBORN: _("Newborn, up to 3 months"),
            AgeGroup.INFANT: _("Infants, 3 to 12 months"),
            AgeGroup.TODDLER: _("Toddlers, 1 to 5 years"),
            AgeGroup.KIDS: _("Children, 5 to 13 years"),
            AgeGroup.ADULT: _("Adults, from 13 years"),
        }[self]

    @property
    def years(self) -> tuple[Decimal, Decimal | None]:
        """From, and up to (None: open)."""
        return {
            AgeGroup.NEWBORN: (Decimal(0), Decimal("0.25")),
            AgeGroup.INFANT: (Decimal("0.25"), Decimal(1)),
            AgeGroup.TODDLER: (Decimal(1), Decimal(5)),
            AgeGroup.KIDS: (Decimal(5), Decimal(13)),
            AgeGroup.ADULT: (Decimal(13), None),
        }[self]


# schema.org, WearableSizeSystemEnumeration and WearableSizeGroupEnumeration, as far as Google reads them.
SIZE_SYSTEMS = ("AU", "BR", "CN", "DE", "Europe", "FR", "IT", "JP", "MX", "UK", "US")
SIZE_GROUPS = ("Regular", "Petite", "Plus", "Tall", "Big", "Maternity")
ENERGY_CLASSES = ("A+++", "A++", "A+", "A", "B", "C", "D", "E", "F", "G")


@dataclass(frozen=True, slots=True)
class EnergyLabel:
    """The EU energy label: the class, the scale it stands on, the number in the EPREL register."""

    eprel: str
    rating: str
    best: str = "A"
    worst: str = "G"


def energy_problems(eprel: str, rating: str, best: str, worst: str) -> dict[str, Words]:
    """What is wrong with an energy label, by the name of the value."""
    found: dict[str, Words] = {}
    if rating and not re.fullmatch(r"\d{1,10}", eprel):
        found["eprel"] = _("An energy class needs the number of the EPREL register, in digits.")
    if eprel and not rating:
        found["energy_class"] = _("The EPREL number needs its energy class.")
    if rating and not ENERGY_CLASSES.index(best) <= ENERGY_CLASSES.index(rating) <= ENERGY_CLASSES.index(
        worst
    ):
        found["energy_class"] = _("The class lies between the best and the worst of its scale.")
    return found


def category_problem(text: str) -> Words:
    """Why a text names no category of Google's product taxonomy, or an empty string: an id, or a full path."""
    if text and not (text.isascii() and text.isdigit()) and " > " not in text and ">" in text:
        return _("A path is written with spaces around “>”, e.g. Home & Garden > Lighting.")
    if text and text.isdigit() and len(text) > 6:
        return _("A category of Google’s taxonomy has at most six digits.")
    return ""


def model_problem(url: str) -> Words:
    """Google: "3DModel": contentUrl ends in .gltf or .glb."""
    path = url.partition("?")[0].lower()
    return "" if not url or path.endswith((".gltf", ".glb")) else _("A 3D model is a file .gltf or .glb.")


def is_book(gtin: str) -> bool:
    """Whether a GTIN-13 is an ISBN-13: its prefix is 978 or 979 (ISO 2108)."""
    return len(gtin) == 13 and gtin.startswith(("978", "979"))
