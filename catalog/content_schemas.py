"""What the pages of the catalogue look like in the API: the types of their `fields`."""

from datetime import datetime

from catalog.schemas import AppliedFilter, AttributeFact, Facet, PriceRange, Rating, Variant
from headless.blocks import CardOnly, Fields, ListingPlace, RichText, Story, Strict, TermsWords
from headless.schemas import PictureData


class ShelfFields(Fields):
    """A list of products with filters beside it; of a page with filters, what they leave."""

    heading: str
    listing: ListingPlace
    cards: list[CardOnly]
    facets: list[Facet]
    price: PriceRange | None
    applied: list[AppliedFilter]
    intro: RichText
    picture: PictureData | None


class CategoryFields(ShelfFields):
    subcategories: list[CardOnly]


class OptionKeyData(Strict):
    value: str
    url: str
    is_selected: bool
    can_be_bought: bool


class OptionGroupData(Strict):
    """What can be chosen of one option; each value leads to the variant that keeps the other choices if it can."""

    label: str
    name: str
    keys: list[OptionKeyData]


class EnergyData(Strict):
    eprel: str
    rating: str
    best: str
    worst: str


class TraitData(Strict):
    gender: str
    age_group: str
    size_system: str
    size_group: str
    energy: EnergyData | None
    is_adult: bool
    model_url: str


class ReviewData(Strict):
    id: int
    author: str
    rating: int
    title: str
    text: str
    language: str | None
    written_at: datetime
    is_verified: bool
    is_incentivised: bool
    reply: str


class ProductPageFields(Fields):
    """Amounts are decimal strings; `selected` is the SKU that is chosen."""

    sku: str
    group_id: str
    brand: str
    description: RichText
    care: RichText
    pictures: list[PictureData]
    selected: str | None
    variants: list[Variant]
    options: list[OptionGroupData]
    attributes: list[AttributeFact]
    related: list[CardOnly]
    rating: Rating | None
    reviews: list[ReviewData]
    successor: CardOnly | None
    updated_at: datetime | None
    traits: TraitData
    terms: TermsWords
    body: Story
