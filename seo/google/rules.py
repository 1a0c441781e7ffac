"""What a value must be, with the words an editor reads when it is not."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from seo.google.document import is_reference, many, types_of

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Rule:
    """A test of one value; `words` complete the sentence “This must be …”."""

    words: Words
    test: Callable[[Any], bool]

    def __call__(self, value: Any) -> bool:
        return self.test(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def as_number(value: Any) -> Decimal | None:
    """A JSON number, or digits with a dot; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _is_moment(value: Any) -> bool:
    try:
        return _is_text(value) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_day(value: Any) -> bool:
    try:
        return _is_text(value) and bool(date.fromisoformat(value[:10])) and len(value) in {10, 25}
    except ValueError:
        return False


def matches(pattern: str, words: Words) -> Rule:
    return Rule(words, lambda value: _is_text(value) and re.fullmatch(pattern, value) is not None)


def one_of(*members: str) -> Rule:
    """The address of one of these members of a schema.org enumeration."""
    addresses = {f"https://schema.org/{member}" for member in members}
    return Rule(
        format_lazy(_("one of {members}"), members=", ".join(members)),
        lambda value: isinstance(value, str) and value in addresses,
    )


def word_of(*members: str) -> Rule:
    """One of these words, as they stand."""
    return Rule(
        format_lazy(_("one of {members}"), members=", ".join(members)),
        lambda value: isinstance(value, str) and value in members,
    )


def number(least: int | float, most: int | float | None = None) -> Rule:
    """A number, or digits with a dot, within bounds."""

    def is_within(value: Any) -> bool:
        found = as_number(value)
        return found is not None and found >= least and (most is None or found <= most)

    return Rule(format_lazy(_("a number from {least}"), least=least), is_within)


def each(rule: Rule, least: int = 1) -> Rule:
    """At least so many values (one alone or a list), all of which keep the rule."""
    return Rule(
        rule.words
        if least == 1
        else format_lazy(_("{least} or more, each {rule}"), least=least, rule=rule.words),
        lambda value: len(many(value)) >= least and all(rule(item) for item in many(value)),
    )


def either(*rules: Rule) -> Rule:
    return Rule(rules[0].words, lambda value: any(rule(value) for rule in rules))


def a(*types: str) -> Rule:
    """A node of one of these types. A reference to a node of another page is believed."""
    return Rule(
        format_lazy(_("a description of type {types}"), types=", ".join(types)),
        lambda value: isinstance(value, dict) and (is_reference(value) or bool(types_of(value) & set(types))),
    )


TEXT = Rule(_("a text"), _is_text)
ADDRESS = matches(r"https?://[^\s#]+", _("a whole web address"))
MOMENT = Rule(_("a date with time and zone (ISO 8601)"), _is_moment)
DAY = Rule(_("a date (ISO 8601)"), _is_day)
AMOUNT = Rule(
    _("an amount above 0, with a dot and without a symbol"),
    lambda value: (
        _is_text(value) and re.fullmatch(r"\d+(\.\d{1,4})?", value) is not None and Decimal(value) > 0
    ),
)
FREE_OR_AMOUNT = Rule(
    _("an amount of 0 or more, with a dot and without a symbol"),
    lambda value: _is_text(value) and re.fullmatch(r"\d+(\.\d{1,4})?", value) is not None,
)
CURRENCY = matches("[A-Z]{3}", _("a currency of three capital letters (ISO 4217)"))
COUNTRY = matches("[A-Z]{2}", _("a country of two capital letters (ISO 3166-1)"))
PHONE = matches(r"\+[\d ()-]+", _("a telephone number with + and the country code"))
SKU = matches(r"[!-~]+", _("printable ASCII without white space"))
TRUE = Rule(_("true"), lambda value: value is True)
