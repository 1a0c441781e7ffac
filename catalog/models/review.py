"""Reviews: what buyers say of a product, shown once somebody has read and approved it."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Count, Sum
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Locale

from catalog.changes import record_ratings
from cms.models.recorded import differs
from cms.tidy import TidyText
from delivery.webhooks.models import Event
from delivery.webhooks.queue import announce
from seo import nodes, reviews
from seo.graph import Node
from seo.languages import bcp47
from seo.reviews import AUTHOR_MAX, BEST, WORST, Rating

# The columns of a product that are counted from its reviews.
COUNTED = ("rating_total", "rating_count")
# A product page shows this many, the newest in its own language first.
SHOWN = 8
_AUTHOR_PROBLEMS = {
    "length": _("A name has fewer than 100 characters."),
    "signs": _("The name of a person or a team: it begins with a letter and has no address and no signs."),
    "words": _("The name of a person or a team, not a sentence: at most six words."),
}


class ReviewStatus(models.TextChoices):
    PENDING = "pending", _("waiting")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("rejected")


class ReviewQuerySet(models.QuerySet["Review"]):
    def approved(self) -> "ReviewQuerySet":
        return self.filter(status=ReviewStatus.APPROVED)

    def decide(self, status: ReviewStatus) -> int:
        """Approve or reject all of them; the ratings of their products follow."""
        with transaction.atomic():
            decided = list(self.values_list("pk", "product_id", "status"))
            count = self.model.objects.filter(pk__in=[pk for pk, _product, _old in decided]).update(
                status=status
            )
            rate({product for _pk, product, _old in decided})
            shown = {product for _pk, product, old in decided if old != status and _is_shown(old, status)}
            record_ratings(shown)
            if status == ReviewStatus.APPROVED:
                tell_approved((pk, product) for pk, product, old in decided if old != status)
        return count

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete all of them; the ratings of their products follow."""
        with transaction.atomic():
            found = set(self.values_list("product_id", "status"))
            deleted = super().delete()
            rate({product for product, _status in found})
            record_ratings(product for product, status in found if _is_shown(status))
        return deleted

    delete.alters_data = True
    delete.queryset_only = True


class Review(TidyText, models.Model):
    """One buyer's rating in whole stars with a text and a name; without either it says nothing anyone can use."""

    product = models.ForeignKey(
        "catalog.ProductPage", on_delete=models.CASCADE, related_name="reviews", verbose_name=_("product")
    )
    author_name = models.CharField(
        _("author"),
        max_length=AUTHOR_MAX,
        help_text=_("The name of a person or a team, as it is shown."),
    )
    rating = models.PositiveSmallIntegerField(
        _("rating"),
        choices=[(stars, str(stars)) for stars in range(BEST, WORST - 1, -1)],
        validators=[MinValueValidator(WORST), MaxValueValidator(BEST)],
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("text"), max_length=5000)
    locale = models.ForeignKey(
        Locale,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("language"),
    )
    status = models.CharField(
        _("status"), max_length=8, choices=ReviewStatus, default=ReviewStatus.PENDING, db_index=True
    )
    is_verified = models.BooleanField(
        _("bought here"), default=False, help_text=_("We have seen the order of this person.")
    )
    is_incentivised = models.BooleanField(
        _("got something for it"),
        default=False,
        help_text=_(
            "A discount, a gift, a free sample. It is said beside the review; Google forbids hiding it."
        ),
    )
    reply = models.TextField(_("our answer"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    # The number a review that was sent to us was given, so that one sent twice is kept once.
    reference = models.CharField(max_length=32, blank=True, editable=False)
    # Of what was sent, whatever was made of it since.
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    panels = [
        PageChooserPanel("product", "catalog.ProductPage"),
        MultiFieldPanel([FieldRowPanel(["author_name", "created_at"]), FieldRowPanel(["rating", "locale"])]),
        "title",
        "text",
        MultiFieldPanel(["is_verified", "is_incentivised"], _("What readers should know")),
        FieldPanel("reply"),
        FieldPanel("status"),
    ]

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["product", "status", "-created_at"], name="reviews_of_a_product")]
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=~models.Q(reference=""), name="one_review_of_a_reference"
            ),
            models.CheckConstraint(condition=models.Q(rating__range=(WORST, BEST)), name="one_to_five_stars"),
            models.CheckConstraint(
                condition=~models.Q(author_name="") & ~models.Q(text=""), name="review_has_name_and_text"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}: {self.title or self.text[:60]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            before = type(self).objects.filter(pk=self.pk).first() if self.pk else None
            products = {self.product_id, before.product_id if before else self.product_id}
            super().save(*args, **kwargs)
            rate(products)
            if _is_shown(self.status, before and before.status) and (
                before is None or differs(before, self, {"updated_at"})
            ):
                record_ratings(products)
            if self.status == ReviewStatus.APPROVED and (before is None or before.status != self.status):
                tell_approved([(self.pk, self.product_id)])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        product = self.product_id
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            rate([product])
            if _is_shown(self.status):
                record_ratings([product])
        return deleted

    def clean(self) -> None:
        super().clean()
        if self.author_name and (problem := reviews.author_problem(self.author_name)):
            raise ValidationError({"author_name": _AUTHOR_PROBLEMS[problem]})
        if self.product_id:
            self.product = self.product.thing

    @property
    def content_fingerprint(self) -> str:
        """The same for the same words about the same product."""
        said = (self.product_id, self.locale_id, self.author_name, self.rating, self.title, self.text)
        return blake2b(repr(said).encode(), digest_size=16).hexdigest()

    # Answers -------------------------------------------------------------------------------------------

    @property
    def facts(self) -> reviews.Review:
        return reviews.Review(
            id=self.pk,
            author=self.author_name,
            rating=self.rating,
            title=self.title,
            text=self.text,
            language=bcp47(self.locale.language_code),
            written_at=self.created_at,
        )


def _is_shown(*statuses: str | None) -> bool:
    """Whether readers see a review in one of these states."""
    return ReviewStatus.APPROVED in statuses


def tell_approved(approved: Iterable[tuple[int, int]]) -> None:
    """Tell webhooks of reviews readers see from now on: pairs of review and product."""
    things = [{"kind": "review", "id": pk, "product": product} for pk, product in approved]
    if things:
        announce(Event.REVIEW_APPROVED, *things)


def rate(products: Iterable[int]) -> None:
    """Write the sum and number of approved ratings on the products' rows: the one place that counts them."""
    from catalog.models.product import ProductPage

    ids = set(products)
    found = (
        Review.objects.approved()
        .filter(product__in=ids)
        .order_by()
        .values("product")
        .annotate(total=Sum("rating"), count=Count("pk"))
    )
    counted = {row["product"]: (row["total"], row["count"]) for row in found}
    for pk in ids:
        total, count = counted.get(pk, (0, 0))
        ProductPage.objects.filter(pk=pk).update(rating_total=total, rating_count=count)


def _own_language_first(locale_id: int) -> list[Any]:
    return [models.Case(models.When(locale=locale_id, then=0), default=1), "-created_at", "-pk"]


class HasReviews(models.Model):
    """The rating of a product, on its row so that lists and heads need no query, and the reviews its page shows."""

    rating_total = models.PositiveIntegerField(default=0, editable=False)
    rating_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save, and count again: a revision remembers an older rating."""
        result = super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None:
            rate([self.pk])
        return result

    @property
    def rating(self) -> Rating | None:
        thing = self.thing
        return Rating(thing.rating_total, thing.rating_count) if thing.rating_count else None

    @cached_property
    def shown_reviews(self) -> Sequence[Review]:
        """The newest approved ones, those in the page's language first. No query for a product without a rating."""
        if self.rating is None:
            return []
        approved = self.thing.reviews.approved().select_related("locale")
        return list(approved.order_by(*_own_language_first(self.locale_id))[:SHOWN])

    @classmethod
    def load_reviews(cls, pages: Sequence["HasReviews"]) -> None:
        """Load the shown reviews of all these pages, with one query for each of their languages. A page by itself asks
        when it shows them."""
        if len(pages) < 2:
            return
        by_locale: dict[int, list[HasReviews]] = {}
        for page in pages:
            if page.rating is not None:
                by_locale.setdefault(page.locale_id, []).append(page)
        for locale_id, group in by_locale.items():
            order = _own_language_first(locale_id)
            place = models.Window(RowNumber(), partition_by="product", order_by=order)
            approved = Review.objects.approved().filter(product__in={page.thing.pk for page in group})
            shown: dict[int, list[Review]] = {}
            for review in (
                approved.annotate(place=place)
                .filter(place__lte=SHOWN)
                .order_by("place")
                .select_related("locale")
            ):
                shown.setdefault(review.product_id, []).append(review)
            for page in group:
                page.__dict__["shown_reviews"] = shown.get(page.thing.pk, [])

    def rated(self, item: Node, url: str) -> list[Node]:
        """The node of this product with its rating and the reviews its page shows."""
        return nodes.rated(item, url, self.rating, [review.facts for review in self.shown_reviews])
