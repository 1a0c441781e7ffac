"""Is what a page tells machines also told to people? The graph's facts, looked for in the page's visible text.

Google: "General structured data guidelines": do not mark up content that is not visible to readers of the page.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import get_currency_symbol, get_decimal_symbol, get_group_symbol
from bs4 import BeautifulSoup

from seo.commerce import Availability
from seo.google.document import Json, is_reference, many, types_of, walk
from seo.parity import read_head

_UNSEEN = "script, style, template, noscript, head, [hidden]"
_MARKS = dict.fromkeys(
    map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad")
)
_NUMBER = re.compile(r"\d(?:[\d.,'’٫٬ ]*\d)?")

_PRICES = ("price", "lowPrice", "highPrice", "minPrice", "maxPrice")
_RATINGS = ("ratingValue", "reviewCount", "ratingCount")
_DATES = (
    "datePublished",
    "dateModified",
    "dateCreated",
    "validFrom",
    "validThrough",
    "priceValidUntil",
    "availabilityStarts",
    "startDate",
    "endDate",
    "previousStartDate",
    "foundingDate",
    "uploadDate",
)
# What has a name people look for. Pictures, brands of programs and authorities are named for machines only.
_NAMELESS = {"ImageObject", "Certification", "VideoObject", "MediaObject", "Clip"}
_BETWEEN_NAME_AND_OPTIONS = " – "


def invisible_facts(html: str, language: str) -> list[str]:
    """What the JSON-LD of a page says and its visible text does not: prices, currencies, availability, ratings, names
    and dates, as "Type.property: value". Numbers and dates are read in the way of `language` (BCP 47), whatever digits
    they are written in; an empty list is what a page should have."""
    document = read_head(html)["json_ld"]
    if document is None:
        return []
    text, title = _read(html)
    return unseen_facts(document, text=text, title=title, language=language)


def unseen_facts(document: Json, *, text: str, title: str, language: str) -> list[str]:
    """The same of a document and the text a reader sees, whoever read them. Raises ValueError for a language nobody
    speaks."""
    try:
        page = _Page(text, title, language)
    except UnknownLocaleError as unknown:
        raise ValueError(str(unknown)) from unknown
    with translation.override(language.lower()):
        return list(dict.fromkeys(page.unseen(document)))


def unsaid(facts: Iterable[tuple[str, Any]], html: str, language: str) -> list[str]:
    """Those of these facts, each a property of schema.org and its value, that the page's visible text does not say, as
    "property: value"."""
    page = _Page(*_read(html), language)
    with translation.override(language.lower()):
        return [f"{name}: {value}" for name, value in facts if not page.shows(name, value, {})]


def _read(html: str) -> tuple[str, str]:
    """What a reader sees of a page, and its title."""
    soup = BeautifulSoup(html, "html.parser")
    title = soup.title.get_text() if soup.title else ""
    for tag in soup.select(_UNSEEN):
        tag.decompose()
    return soup.get_text(" "), title


class _Page:
    """The text a reader sees, and what can be found in it."""

    def __init__(self, text: str, title: str, language: str) -> None:
        self.title = _folded(title)
        self.locale = Locale.parse(language, sep="-")
        self.text = _folded(text)
        # A sentence may be cut into elements; what is looked for may not be.
        self.close = self.text.replace(" ", "")
        self.numbers = set(self._numbers())

    def _numbers(self) -> Iterator[Decimal]:
        """Every number of the text, read with the language's own signs for groups and decimals."""
        for found in _NUMBER.findall(self.text):
            for part in {found, *found.split(" ")}:
                for group, point in (
                    (get_group_symbol(self.locale), get_decimal_symbol(self.locale)),
                    ("٬", "٫"),
                ):
                    plain = part.replace(_folded(group) or " ", "").replace(" ", "").replace(point, ".")
                    try:
                        yield Decimal(plain)
                    except InvalidOperation:
                        continue

    def unseen(self, document: Json) -> Iterator[str]:
        for node in walk(_without_credits(document)):
            if is_reference(node):
                continue
            kind = "/".join(sorted(types_of(node)))
            for name, value in self._facts(node):
                if not self.shows(name, value, node):
                    yield f"{kind}.{name}: {value}"

    def _facts(self, node: Json) -> Iterator[tuple[str, Any]]:
        for name in (*_PRICES, *_RATINGS, *_DATES, "priceCurrency", "availability"):
            for value in many(node.get(name)):
                yield name, value
        if "name" in node and not types_of(node) & _NAMELESS:
            yield "name", node["name"]
        if "headline" in node:
            yield "headline", node["headline"]
        if "MonetaryAmount" in types_of(node):
            yield from (
                (name, node[name]) for name in ("value", "minValue", "maxValue", "currency") if name in node
            )

    def shows(self, name: str, value: Any, node: Json) -> bool:
        if name in {"name", "headline"}:
            # A page is called by its title; that of a home page need not be its headline.
            is_page = any(type_.endswith("Page") for type_ in types_of(node))
            return self._says(str(value)) or (is_page and _folded(str(value)) in self.title)
        if name in _DATES:
            return any(self._has(written) for written in self._dates(str(value)))
        if name == "availability":
            return self._has(gettext(Availability(str(value).rpartition("/")[2]).words))
        if name in {"priceCurrency", "currency"}:
            return self._has_currency(str(value)) or _is_free(node)
        return self._has_number(value) or (name == "value" and _is_free(node) and self._has(gettext("free")))

    def _has(self, words: str) -> bool:
        return bool(words) and _folded(words).replace(" ", "") in self.close

    def _says(self, name: str) -> bool:
        """A name, whole; or, of a variant, the name of the thing and what tells the variant apart."""
        return self._has(name) or all(map(self._has, name.split(_BETWEEN_NAME_AND_OPTIONS)))

    def _has_number(self, value: Any) -> bool:
        try:
            return Decimal(str(value)) in self.numbers
        except InvalidOperation:
            return self._has(str(value))  # a class of energy is rated in letters

    def _has_currency(self, code: str) -> bool:
        return code.casefold() in self.text or self._has(get_currency_symbol(code, self.locale))

    def _dates(self, value: str) -> Iterator[str]:
        """How the date may be written: the house's way, and those of the CLDR; in the zone it is given in and ours."""
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return
        days: set[date] = {moment.date()}
        if moment.tzinfo is not None:
            days.add(timezone.localtime(moment).date())
        for day in days:
            yield date_format(day, "j E Y")
            yield date_format(day, "j F Y")
            yield date_format(day, "DATE_FORMAT")
            for length in ("full", "long", "medium"):
                yield format_date(day, length, locale=self.locale)


def _without_credits(value: Any) -> Any:
    """The graph without what goes with a picture wherever it is used, and the authority behind a label: neither is a
    fact of the page."""
    if isinstance(value, dict):
        kept = {"@type", "@id"} if "ImageObject" in types_of(value) else value.keys() - {"issuedBy"}
        return {name: _without_credits(inner) for name, inner in value.items() if name in kept}
    return [_without_credits(inner) for inner in value] if isinstance(value, list) else value


def _is_free(node: Json) -> bool:
    try:
        return "value" in node and Decimal(str(node["value"])) == 0
    except InvalidOperation:
        return False


def _folded(text: str) -> str:
    """Text as it is compared: one case, one kind of space, Western digits, no marks of direction."""
    western = "".join(
        str(unicodedata.decimal(sign)) if unicodedata.category(sign) == "Nd" else sign for sign in text
    )
    # Arabic separators keep their meaning; NFKC makes every space a space and every ligature letters.
    return " ".join(unicodedata.normalize("NFKC", western).translate(_MARKS).casefold().split())
