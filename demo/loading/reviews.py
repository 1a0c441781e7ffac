"""What buyers said of the goods."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from wagtail.models import Locale

from catalog.models import Review
from catalog.models.review import ReviewStatus
from demo.content import table
from demo.loading.tree import Tree


def build_reviews(tree: Tree) -> None:
    """Every review once: its writer and its product tell it from the others."""
    for facts in table("reviews")["review"]:
        build_review(tree, facts)


def build_review(tree: Tree, facts: dict[str, Any]) -> None:
    product = tree.product(facts["product"]).thing
    if product.reviews.filter(author_name=facts["author"]).exists():
        return
    language = facts.get("language")
    review = Review(
        product=product,
        author_name=facts["author"],
        rating=facts["rating"],
        title=facts.get("title", ""),
        text=facts["text"],
        locale=Locale.objects.get_or_create(language_code=language)[0] if language else product.locale,
        status=ReviewStatus.APPROVED,
        is_verified=facts.get("bought", False),
        is_incentivised=facts.get("gift", False),
        reply=facts.get("reply", ""),
        created_at=timezone.now() - timedelta(days=facts["days_ago"]),
    )
    review.full_clean()
    review.save()
