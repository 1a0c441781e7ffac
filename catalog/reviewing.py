"""Reviews through the API: read by everybody, sent by anybody, decided by those who may."""

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Case, Count, QuerySet, When
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from wagtail.models import Locale, Site

from catalog.models import ProductPage, Review
from catalog.review_schemas import Decision, NewReview
from catalog.reviews import ReviewView, rating_data
from catalog.selection import MAX_ID, by_id
from delivery import tags
from delivery.made_of import note
from headless import antispam
from headless.bodies import InvalidBody
from headless.lists import page_at
from headless.problems import Refused, invalid
from headless.requests import language_asked_for
from seo.languages import bcp47
from seo.reviews import BEST, WORST

PURPOSE: Final = "review"


def product_at(site: Site, said: str) -> ProductPage:
    """The product of an id or a path. Raises Refused (422) for one that nobody can read."""
    if not said.isdecimal():
        return page_at(site, "product", said, ProductPage)
    page = by_id(ProductPage.objects.of_site(site).readable(), int(said))
    if page is None:
        raise invalid("product", f"No product has the id {said[:20]}.")
    return page


def reviews_of(page: ProductPage, *, rating: int | None, limit: int, offset: int) -> dict[str, Any]:
    """The approved reviews, those in the page's language first, newest first; and how many gave how many stars."""
    note(tags.page(page.pk), tags.page(page.thing.pk))
    approved = page.thing.reviews.approved()
    counts = dict(approved.order_by().values_list("rating").annotate(Count("pk")))
    chosen = approved.filter(rating=rating) if rating else approved
    own_language_first = Case(When(locale=page.locale_id, then=0), default=1)
    ordered = chosen.select_related("locale").order_by(own_language_first, "-created_at", "-pk")
    with translation.override(page.language_code):
        return {
            "count": counts.get(rating, 0) if rating else sum(counts.values()),
            "rating": rating_data(page.rating),
            "distribution": [
                {"rating": stars, "count": counts.get(stars, 0)} for stars in range(BEST, WORST - 1, -1)
            ],
            "items": [ReviewView.of(review, page).as_dict() for review in ordered[offset : offset + limit]],
        }


def take(site: Site, new: NewReview) -> dict[str, Any]:
    """Keep a review until somebody decides. Raises InvalidBody, and Refused (409).

    Of one that fell into the trap nothing is kept.
    """
    try:
        reference = antispam.reference_of(new.token, PURPOSE)
    except antispam.Untimely as untimely:
        words = f"The token is not good: {untimely.code}."
        raise InvalidBody([(["token"], words, untimely.code)]) from untimely
    try:
        page = product_at(site, str(new.product))
        language = language_asked_for(site, new.locale) if new.locale is not None else page.language_code
    except Refused as refused:
        raise InvalidBody(
            ([error["loc"][-1]], error["msg"], error["type"]) for error in refused.errors
        ) from refused
    review = Review(
        product=page,
        locale=Locale.objects.get(language_code=language),
        reference=reference,
        **new.model_dump(include={"author_name", "rating", "title", "text"}),
    )
    with translation.override(language):
        _check(review)
        if not new.trap:
            _keep(review)
        return {
            "id": reference,
            "status": "pending",
            "message": _("Thank you. We read every review before it is shown."),
        }


def _keep(review: Review) -> None:
    """Once, however often it is sent. Raises Refused (409) where its token has brought another one."""
    review.fingerprint = review.content_fingerprint
    try:
        with transaction.atomic():
            review.save()
    except IntegrityError as error:
        kept = Review.objects.filter(reference=review.reference).first()
        if kept is None:
            raise
        if kept.fingerprint != review.fingerprint:
            message = _("Another review was sent with this form already. Please send this one once more.")
            raise Refused(409, "conflict", message, headers={}) from error


def _check(review: Review) -> None:
    try:
        review.full_clean(exclude={"reference"})
    except ValidationError as error:
        raise InvalidBody(
            ([name], " ".join(each.messages), each.code or "invalid")
            for name, found in error.error_dict.items()
            for each in found
        ) from error


# Moderation --------------------------------------------------------------------------------------------------


def waiting(status: str) -> QuerySet[Review]:
    return (
        Review.objects.filter(status=status).select_related("locale", "product").order_by("created_at", "pk")
    )


def decide(number: int, decision: Decision) -> Review:
    """Approve, reject or answer a review; what readers see by it is in the change log. Raises Http404, InvalidBody."""
    with transaction.atomic():
        review = locked(number)
        for name, value in decision.model_dump(exclude_none=True).items():
            setattr(review, name, value)
        _check(review)
        review.save()
    return review


def locked(number: int) -> Review:
    """The review, held until the transaction ends. Raises Http404."""
    found = Review.objects.select_for_update(of=("self",)).select_related("locale", "product")
    review = found.filter(pk=number).first() if number <= MAX_ID else None
    if review is None:
        raise Http404(_("No review has the id %(id)d.") % {"id": number})
    return review


def as_data(review: Review) -> dict[str, Any]:
    """A review as those see it who decide."""
    return {
        "id": review.pk,
        "status": review.status,
        "product": {"id": review.product_id, "title": review.product.title},
        "author": review.author_name,
        "rating": review.rating,
        "title": review.title,
        "text": review.text,
        "locale": bcp47(review.locale.language_code),
        "written_at": review.created_at,
        "is_verified": review.is_verified,
        "is_incentivised": review.is_incentivised,
        "reply": review.reply,
    }
