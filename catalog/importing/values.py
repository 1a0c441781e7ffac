"""The rules of single values: text, HTML, money, numbers, dates, GTINs. Pure; BadValue names the rule."""

import re
from datetime import UTC, datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from html import unescape
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.html import escape
from django.utils.text import slugify

import nh3

from catalog.importing.problems import BadValue
from seo.commerce import gtin_problem, has_wrong_check_digit
from seo.figures import fits_currency, is_currency
from seo.text import clip, plain, plain_from_html

MAX_INTEGER = 2**31 - 1
MAX_SLUG = 100
# Only entities that end in a semicolon: “R&D” and “Q&A” are words, not entities.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BLOCK = re.compile(
    r"<(/?)(?:h[1-6]|div|section|article|blockquote|figure|table|tr|dl|dt|dd|pre)\b[^<>]*>", re.I
)
_EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")
_SKU = re.compile(r"[!-~]+")
_SYMBOLS = {"€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH", "zł": "PLN"}
_CURRENCY_MARK = re.compile(r"(?:[^\W\d_]{0,2}\.?[$¥₤₪₫฿]?)")
_AMOUNT = re.compile(r"(?P<before>[^\d.,+-]*)(?P<number>[+-]?[\d.,'’\s]*\d)(?P<after>[^\d]*)")
_THOUSANDS = "[,'’ ]"
_GROUPED = {
    ".": re.compile(rf"[+-]?(?:\d+|\d{{1,3}}(?:{_THOUSANDS}\d{{3}})+)(?:\.\d+)?"),
    ",": re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[.'’ ]\d{3})+)(?:,\d+)?"),
}
_TRUE = {"1", "true", "yes", "y", "on"}
_FALSE = {"0", "false", "no", "n", "off"}


def as_text(value: Any) -> str:
    """One line of clean text: entities decoded once, controls and bidirectional overrides removed."""
    return plain(_decode(_written(value)))


def required(text: str, limit: int) -> str:
    """Text that must be there and must fit."""
    if not text:
        raise BadValue("is missing")
    return fitting(text, limit)


def fitting(text: str, limit: int) -> str:
    """Text that must fit, because a shortened one would mean something else."""
    if len(text) > limit:
        raise BadValue(f"is longer than {limit} characters", text)
    return text


def as_sku(value: Any) -> str:
    """A SKU as the catalogue takes it: printable ASCII without white space, at most 64 characters."""
    sku = required(_written(value).strip(), 64)
    if not _SKU.fullmatch(sku):
        raise BadValue("has white space or characters outside ASCII", sku)
    return sku


def as_summary(value: Any, limit: int) -> str:
    """One sentence or two for cards, whatever the column holds."""
    text = _written(value)
    return clip(plain_from_html(text) if _TAG.search(text) else as_text(text), limit)


def as_html(value: Any) -> str:
    """HTML with what the rich text editor offers and nothing else; text without tags becomes paragraphs."""
    text = "\n".join(plain(line) for line in _written(value).splitlines())
    if not _TAG.search(text):
        return as_paragraphs(text)
    clean = nh3.clean(
        _BLOCK.sub(r"<\1p>", text),
        tags={"p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "hr", "sub", "sup", "a"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        generic_attribute_prefixes=set(),
        filter_style_properties=set(),
        url_relative="deny",
    )
    clean = _EMPTY_PARAGRAPH.sub("", clean).strip()
    return clean if not clean or clean.startswith("<") else f"<p>{clean}</p>"


def as_paragraphs(value: Any) -> str:
    """Plain text as HTML: an empty line ends a paragraph, a line end is a line break."""
    lines = [plain(line) for line in _decode(_written(value)).splitlines()]
    paragraphs = "\n".join(lines).strip().split("\n\n")
    return "".join(
        f"<p>{escape(text.strip()).replace(chr(10), '<br>')}</p>" for text in paragraphs if text.strip()
    )


def as_currency(value: Any) -> str:
    code = as_text(value).upper()
    if not is_currency(code):
        raise BadValue("is no currency of ISO 4217", code)
    return code


def as_price(value: Any, decimal: str, currency: str) -> Decimal:
    """An amount above zero with two decimals, or whole in a currency that has none: “1,299.00”, “€ 12”, “12.50 EUR”.

    `decimal` is the map's decimal sign; what may be read in two ways is refused, not guessed.
    """
    amount = _amount(value, decimal, currency)
    if not amount.is_finite():
        raise BadValue("is not a price", _written(value))
    if amount <= 0:
        raise BadValue("must be above 0", _written(value))
    if amount >= Decimal("1e10"):
        raise BadValue("is too large", _written(value))
    rounded = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if not rounded:
        raise BadValue("must be above 0", _written(value))
    if not fits_currency(rounded, currency):
        raise BadValue(f"has decimals, which {currency} has not", _written(value))
    return rounded


def _amount(value: Any, decimal: str, currency: str) -> Decimal:
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return Decimal(value)
    text = required(plain(_written(value)).replace("\u00a0", " "), 60)
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise BadValue("is not a price", text)
    for words in (match["before"].strip(), match["after"].strip().rstrip(".-")):
        said = _SYMBOLS.get(words, words.upper() if re.fullmatch(r"[A-Za-z]{3}", words) else "")
        if said and said != currency:
            raise BadValue(f"is in another currency than the map's {currency}", text)
        if not said and not _CURRENCY_MARK.fullmatch(words):
            raise BadValue("is not a price", text)
    number = match["number"].strip()
    if not _GROUPED[decimal].fullmatch(number):
        raise BadValue(f"is not a price with “{decimal}” as its decimal sign", text)
    digits = re.sub(r"[^\d,.+-]", "", number)
    return Decimal(digits.replace(",", "") if decimal == "." else digits.replace(".", "").replace(",", "."))


def as_number(value: Any) -> Decimal:
    """A finite number that fits an attribute: ten digits before the point, four after."""
    try:
        number = Decimal(value if isinstance(value, int | Decimal) else plain(_written(value)))
    except InvalidOperation as error:
        raise BadValue("is not a number", _written(value)) from error
    if not number.is_finite() or abs(number) >= Decimal("1e10"):
        raise BadValue("is not a number that can be kept", _written(value))
    return number.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def as_count(value: Any) -> int:
    """A whole number, also written “5.0”."""
    number = as_number(value)
    if number != number.to_integral_value() or abs(number) > MAX_INTEGER:
        raise BadValue("is not a whole number", _written(value))
    return int(number)


def as_boolean(value: Any) -> bool:
    word = as_text(value).lower()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    raise BadValue("is neither yes nor no", word)


def as_moment(value: Any) -> datetime:
    """An ISO 8601 date or date and time; without an offset it is UTC."""
    text = plain(_written(value))
    try:
        moment = parse_datetime(text)
        if moment is None and (day := parse_date(text)):
            moment = datetime.combine(day, time.min)
    except ValueError as error:
        raise BadValue("is not a date", text) from error
    if moment is None:
        raise BadValue("is not a date (ISO 8601: 2026-05-04 or 2026-05-04T09:30Z)", text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def as_gtin(value: Any) -> str:
    """A GTIN search engines accept; spaces and hyphens between digits are the printer's."""
    gtin = re.sub(r"[\s-]", "", _written(value))
    if problem := gtin_problem(gtin):
        # The expected digit differs from row to row and would spoil the count.
        raise BadValue("has a wrong check digit" if has_wrong_check_digit(gtin) else problem, gtin)
    return gtin


def as_slug(text: str, fallback: str) -> str:
    """An address part from words, cut after a whole word; letters of any script stay what they are."""
    slug = slugify(text, allow_unicode=True)
    if len(slug) > MAX_SLUG:
        slug = slug[: MAX_SLUG + 1].rpartition("-")[0] or slug[:MAX_SLUG]
    return slug.strip("-_") or slugify(fallback, allow_unicode=True)[:MAX_SLUG].strip("-_") or "product"


def _written(value: Any) -> str:
    """A value as the file would write it."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case Decimal() if value.is_finite() and abs(value.adjusted()) < 30:
            return f"{value:f}"
        case list():
            return ", ".join(filter(None, (_written(item) for item in value)))
        case dict():
            raise BadValue("is a group of values, not one value")
        case _:
            return str(value)


def _decode(text: str) -> str:
    return _ENTITY.sub(lambda match: unescape(match[0]), text)
