"""Numbers by which registers know an organization, and what is wrong with them.

Google: "Organization (Organization) structured data". Check digits: python-stdnum.
"""

import re
from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stdnum import ean, lei

Words = str | Promise


def _iso6523(value: str) -> Words:
    code, colon, number = value.partition(":")
    if not colon or not re.fullmatch(r"\d{4}", code) or not re.fullmatch(r"[0-9A-Za-z .-]{1,50}", number):
        return _("A register of four digits, a colon and the number there, e.g. 0060:123456789 (ISO 6523).")
    match code:
        case "0060":
            return _duns(number)
        case "0199":
            return _lei(number)
        case "0088":
            return _gln(number)
        case _other:
            return ""


def _duns(value: str) -> Words:
    return "" if re.fullmatch(r"\d{9}", value) else _("A DUNS number has nine digits.")


def _lei(value: str) -> Words:
    return (
        ""
        if lei.is_valid(value)
        else _("Not a valid LEI: 20 letters and digits, the last two check the others (ISO 17442).")
    )


def _gln(value: str) -> Words:
    is_valid = len(value) == 13 and ean.is_valid(value)
    return "" if is_valid else _("Not a valid GLN: 13 digits, the last one checks the others (GS1).")


def _naics(value: str) -> Words:
    return "" if re.fullmatch(r"\d{2,6}", value) else _("A NAICS code has two to six digits.")


def _vat(value: str) -> Words:
    return (
        ""
        if re.fullmatch(r"[A-Z]{2}[0-9A-Z+*. ]{2,18}", value)
        else _("A VAT number begins with its country: GB123456789.")
    )


_RULES: dict[str, Callable[[str], Words]] = {
    "iso6523": _iso6523,
    "duns": _duns,
    "lei": _lei,
    "gln": _gln,
    "naics": _naics,
    "vat_id": _vat,
}


def identifier_problems(values: Mapping[str, str]) -> dict[str, Words]:
    """What is wrong, by name; empty values are no problem."""
    found = {name: _RULES[name](value) for name, value in values.items() if value}
    return {name: problem for name, problem in found.items() if problem}
