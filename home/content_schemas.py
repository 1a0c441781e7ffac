"""What the pages of this app look like in the API: the types of their `fields`."""

from datetime import datetime
from typing import Any

from headless.blocks import CardOnly, Fields, ListingPlace, RichText, Story, Strict, TermsWords
from headless.schemas import Link, PictureData


class TierWords(Strict):
    name: str
    sentence: str
    url: str


class Membership(Strict):
    name: str
    description: str
    url: str
    tiers: list[TierWords]


class StoryOfTheDay(Strict):
    title: str
    text: RichText
    page: CardOnly | None


class TitledCards(Strict):
    title: str
    cards: list[CardOnly]


class ShelfData(TitledCards):
    """`url` leads to all of it; empty where there is no such page."""

    url: str


class HomeFields(Fields):
    headline: str
    lead: str
    hero: PictureData | None
    story: StoryOfTheDay
    shelves: list[ShelfData]
    journal: TitledCards
    body: Story
    terms: TermsWords
    membership: Membership | None


class ContentFields(Fields):
    picture: PictureData | None
    body: Story


class ArticleIndexFields(Fields):
    listing: ListingPlace
    cards: list[CardOnly]


class ArticleFields(Fields):
    published_at: datetime
    modified_at: datetime
    place: str
    authors: list[Link]
    picture: PictureData | None
    body: Story
    related: list[CardOnly]


class AuthorFields(Fields):
    biography: RichText
    picture: PictureData | None
    alternate_name: str
    job_title: str
    identifier: str
    same_as: list[str]
    cards: list[CardOnly]


class VideoClip(Strict):
    """A named moment, in seconds from the beginning."""

    name: str
    start: int
    end: int | None


class VideoFields(Fields):
    picture: PictureData | None
    uploaded_at: datetime
    seconds: int
    file_url: str
    player_url: str
    expires_at: datetime | None
    regions_allowed: list[str]
    clips: list[VideoClip]
    transcript: RichText


class FormFields(Fields):
    """The questions; `forms/` says more of each and takes the answers."""

    intro: RichText
    fields: list[dict[str, Any]]
