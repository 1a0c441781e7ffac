"""The shapes of reviews in the API."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StrictInt

from catalog.schemas import Rating
from headless.antispam import HONEYPOT
from headless.schemas import Words
from seo.reviews import AUTHOR_MAX, BEST, WORST


class Review(Schema):
    """`language` is set where it is not the product page's own."""

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


class Stars(Schema):
    rating: int
    count: int


class ReviewList(Schema):
    """`rating` and `distribution` are of all approved reviews; `count` of those that match."""

    count: int
    rating: Rating | None
    distribution: list[Stars]
    items: list[Review]


class ReviewForm(Schema):
    """Send `token` back, `honeypot` empty, and not before `min_seconds` nor after `max_seconds` have gone by."""

    submit_url: str
    token: str
    honeypot: str
    min_seconds: int
    max_seconds: int


class NewReview(Schema):
    """`product` is an id; `locale` the language it is written in, else that of the product's page."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    product: StrictInt = Field(ge=1)
    author_name: Words = Field(max_length=AUTHOR_MAX)
    rating: StrictInt = Field(ge=WORST, le=BEST)
    title: Words = Field("", max_length=120)
    text: Words = Field(max_length=5000)
    locale: Words | None = Field(None, max_length=20)
    token: Words = Field(max_length=300)
    trap: Words = Field("", max_length=2000, alias=HONEYPOT)


class Waiting(Schema):
    """The same review sent twice has the same `id` and is kept once."""

    id: str
    status: Literal["pending"]
    message: str


class Decision(Schema):
    model_config = ConfigDict(extra="forbid")
    status: Literal["pending", "approved", "rejected"] | None = None
    reply: Words | None = Field(None, max_length=2000)


class ReviewedProduct(Schema):
    id: int
    title: str


class ModeratedReview(Schema):
    id: int
    status: Literal["pending", "approved", "rejected"]
    product: ReviewedProduct
    author: str
    rating: int
    title: str
    text: str
    locale: str
    written_at: datetime
    is_verified: bool
    is_incentivised: bool
    reply: str


class ModerationList(Schema):
    count: int
    items: list[ModeratedReview]
