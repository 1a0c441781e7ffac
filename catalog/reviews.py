"""Ratings and reviews as page, card and API show them: in words, computed once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seo.figures import day, figure
from seo.languages import bcp47
from seo.reviews import BEST, Rating

if TYPE_CHECKING:
    from catalog.models import ProductPage, Review


def rating_words(rating: Rating | None) -> str:
    """A rating in words: 4.6 of 5, 12 reviews; empty where there is none."""
    if rating is None:
        return ""
    return ngettext(
        "%(value)s of %(best)d, %(count)d review", "%(value)s of %(best)d, %(count)d reviews", rating.count
    ) % {"value": figure(rating.value, 1), "best": BEST, "count": rating.count}


def rating_data(rating: Rating | None) -> dict[str, Any] | None:
    """The shape of a rating in the API."""
    if rating is None:
        return None
    return {"value": rating.value, "best": BEST, "count": rating.count, "words": rating_words(rating)}


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One review in words. `language` is set where it is not the page's own."""

    id: int
    author: str
    rating: int
    stars: str
    title: str
    text: str
    language: str
    written_at: datetime
    written_on: str
    is_verified: bool
    is_incentivised: bool
    reply: str

    @classmethod
    def of(cls, review: "Review", page: "ProductPage") -> "ReviewView":
        return cls(
            id=review.pk,
            author=review.author_name,
            rating=review.rating,
            stars=_("%(rating)d of %(best)d") % {"rating": review.rating, "best": BEST},
            title=review.title,
            text=review.text,
            language=bcp47(review.locale.language_code) if review.locale_id != page.locale_id else "",
            written_at=review.created_at,
            written_on=day(review.created_at),
            is_verified=review.is_verified,
            is_incentivised=review.is_incentivised,
            reply=review.reply,
        )

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "author": self.author,
            "rating": self.rating,
            "title": self.title,
            "text": self.text,
            "language": self.language or None,
            "written_at": self.written_at,
            "is_verified": self.is_verified,
            "is_incentivised": self.is_incentivised,
            "reply": self.reply,
        }


@dataclass(frozen=True, slots=True)
class Opinions:
    """The rating of a product and the reviews its page shows of all there are."""

    rating: Rating | None
    words: str
    reviews: tuple[ReviewView, ...]

    @classmethod
    def of(cls, page: "ProductPage", reviews: "Iterable[Review]") -> "Opinions":
        return cls(
            rating=page.rating,
            words=rating_words(page.rating),
            reviews=tuple(ReviewView.of(review, page) for review in reviews),
        )

    @property
    def has_more(self) -> bool:
        """There are reviews this page does not show."""
        return self.rating is not None and self.rating.count > len(self.reviews)
