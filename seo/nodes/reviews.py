"""What people say of a thing: Review and AggregateRating."""

from collections.abc import Sequence

from seo.graph import Node, node, ref
from seo.reviews import BEST, WORST, Rating, Review
from seo.text import clip, plain


def rated(item: Node, url: str, rating: Rating | None, reviews: Sequence[Review]) -> list[Node]:
    """The node of a thing with its rating and the reviews its page shows, then those as nodes.

    Google: "Review snippet": several reviews come with their aggregate, on the group or on the thing, never twice.
    Without a rating the node stays as it is.
    """
    if rating is None:
        return [item]
    aggregate = node(
        "AggregateRating",
        f"{url}#rating",
        ratingValue=rating.value,
        reviewCount=rating.count,
        bestRating=BEST,
        worstRating=WORST,
    )
    said = [_review(url, review) for review in reviews]
    links = {"aggregateRating": ref(aggregate["@id"])}
    if said:
        links["review"] = [ref(one["@id"]) for one in said]
    return [item | links, aggregate, *said]


def _review(url: str, review: Review) -> Node:
    return node(
        "Review",
        f"{url}#review-{review.id}",
        author=node("Person", name=plain(review.author)),
        datePublished=review.written_at,
        inLanguage=review.language,
        name=plain(review.title),
        reviewBody=clip(plain(review.text), 5000),
        reviewRating=node("Rating", ratingValue=review.rating, bestRating=BEST, worstRating=WORST),
    )
