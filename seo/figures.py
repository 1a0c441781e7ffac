"""Amounts, dates, measures and countries as a page prints them, in the language now active.

Formats are those of the Unicode CLDR, by way of Babel: symbol before or after, point or comma, and in Arabic the mark
that keeps the amount in one piece between words that run from right to left.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.numbers import format_currency, format_decimal, get_currency_symbol

_LEFT_TO_RIGHT = "\u200e"
# What the CLDR names with two letters and ISO 3166-1 does not know as a country.
_NO_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
# Without a minor unit by ISO 4217. The CLDR counts more, by what is in circulation.
_WHOLE = {
    *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"),
    *("PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"),
}


def money(amount: Decimal, currency: str) -> str:
    """An amount as the page prints it: £48.00, 48,00 £, or 48.00 SEK where the currency has no symbol of its own."""
    locale = _locale(get_language())
    if get_currency_symbol(currency, locale) == currency:
        return f"{format_decimal(amount, '#,##0.00', locale)} {currency}"
    words = format_currency(amount, currency, locale=locale)
    # A symbol of letters and a sign, UK£, would be torn apart at the end of a word that runs from right to left.
    return f"{words}{_LEFT_TO_RIGHT}" if locale.text_direction == "rtl" else words


def figure(amount: Decimal | int, decimals: int | None = None) -> str:
    """A number in the language's way of writing, with so many decimals or as many as it has."""
    form = None if decimals is None else f"#,##0.{'0' * decimals}"
    return format_decimal(amount, form, _locale(get_language()))


def day(moment: datetime | date) -> str:
    """A date as the page prints it: 24 December 2026, 24 декабря 2026."""
    return date_format(timezone.localtime(moment) if isinstance(moment, datetime) else moment, "j E Y")


def country(code: str) -> str:
    """A country's name: GB is United Kingdom, Великобритания. The code itself where it has none."""
    return _locale(get_language()).territories.get(code, code)


def is_country(code: str) -> bool:
    """Whether it is a code of ISO 3166-1 alpha-2."""
    return len(code) == 2 and code in _locale("en").territories and code not in _NO_COUNTRIES


def is_currency(code: str) -> bool:
    """Whether it is a code of ISO 4217 that is legal tender somewhere today: not XXX, XAU or DEM."""
    return code in _tenders()


def fits_currency(amount: Decimal, currency: str) -> bool:
    """Whether an amount can be paid: whole where the currency has no smaller unit."""
    return currency not in _WHOLE or amount == amount.to_integral_value()


@cache
def _tenders() -> frozenset[str]:
    by_territory = get_global("territory_currencies").values()
    return frozenset(
        code for found in by_territory for code, _since, until, is_tender in found if is_tender and not until
    )


@cache
def _locale(language: str | None) -> Locale:
    tag = language or settings.LANGUAGE_CODE
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(tag.partition("-")[0])
