"""No stars for oneself. Google: "Review snippet (Review, AggregateRating)", self-serving reviews."""

from seo.graph import Node

_RATINGS = ("aggregateRating", "review")


def refuse_own_ratings(node: Node) -> Node:
    """The node of our own organization or store, if it carries no rating. Raises ValueError if it does: ratings of a
    business on that business's own site get no stars and can bring a manual action."""
    carried = [name for name in _RATINGS if node.get(name)]
    if carried:
        raise ValueError(f"{node.get('@type')} rates itself: {', '.join(carried)} must go.")
    return node
