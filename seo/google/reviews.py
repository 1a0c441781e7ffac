"""What people say of things."""

from django.utils.translation import gettext_lazy as _

from seo.google.rules import MOMENT, TEXT, Rule, as_number, matches, number
from seo.google.shape import Table
from seo.reviews import author_problem

SNIPPET = "Review snippet (Review, AggregateRating) structured data"
AUTHOR = Rule(
    _("the name of a person or a team, no slogan and no address, below 100 characters"),
    lambda value: isinstance(value, str) and bool(value.strip()) and not author_problem(value),
)
WHOLE = Rule(
    _("a whole number above 0"),
    lambda value: (found := as_number(value)) is not None and found > 0 and found == int(found),
)

TABLES = (
    Table(
        ("Review",),
        source=SNIPPET,
        required={"author.name": AUTHOR, "reviewRating.ratingValue": number(1, 5)},
        recommended={"reviewBody": TEXT, "datePublished": MOMENT, "reviewRating.bestRating": number(1, 5)},
        optional={"name": TEXT, "inLanguage": matches(r"[A-Za-z]{2,3}(-\w+)*", _("a language (BCP 47)"))},
    ),
    Table(
        ("AggregateRating",),
        source=SNIPPET,
        required={"ratingValue": number(1, 5), "reviewCount|ratingCount": WHOLE},
        recommended={"bestRating": number(1, 5), "worstRating": number(1, 5)},
    ),
)
