"""A place of business as one record: its page, graph, KML and profile export all print this value."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from itertools import groupby

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from seo.figures import country

MIDNIGHT, LAST_MINUTE = time(0, 0), time(23, 59)
COORDINATE_DECIMALS = 5
# schema.org's names, Monday first, as datetime.weekday() counts.
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# schema.org's kinds of LocalBusiness that a shop can be.
BUSINESS_TYPES = (
    "LocalBusiness",
    "Store",
    "BikeStore",
    "BookStore",
    "CafeOrCoffeeShop",
    "ClothingStore",
    "ConvenienceStore",
    "DepartmentStore",
    "ElectronicsStore",
    "FurnitureStore",
    "GardenStore",
    "GroceryStore",
    "HardwareStore",
    "HobbyShop",
    "HomeGoodsStore",
    "JewelryStore",
    "MusicStore",
    "OutletStore",
    "PetStore",
    "ShoeStore",
    "SportingGoodsStore",
    "ToyStore",
    "WholesaleStore",
)
_MINUTES_OF_WEEK = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when. It runs over midnight when it closes earlier than it opens, and all day from 00:00 to
    23:59 (Google: "Local business (LocalBusiness) structured data")."""

    opens: time
    closes: time

    @property
    def is_all_day(self) -> bool:
        return (self.opens, self.closes) == (MIDNIGHT, LAST_MINUTE)

    @property
    def words(self) -> str:
        return _("open all day") if self.is_all_day else f"{self.opens:%H:%M}–{self.closes:%H:%M}"

    @property
    def minutes(self) -> tuple[int, int]:
        """Begin and end in minutes of the day; the end lies beyond 24 hours when it runs over midnight."""
        begin, end = (moment.hour * 60 + moment.minute for moment in (self.opens, self.closes))
        return begin, end if end > begin else end + 24 * 60


@dataclass(frozen=True, slots=True)
class Day:
    """The hours of one weekday, 0 for Monday; no spans: closed."""

    weekday: int
    spans: tuple[Span, ...] = ()

    @property
    def name(self) -> str:
        return str(WEEKDAYS[self.weekday])

    @property
    def words(self) -> str:
        return ", ".join(span.words for span in self.spans) or _("closed")


@dataclass(frozen=True, slots=True)
class SpecialDays:
    """Days with other hours; without a span they are closed. `last` is included."""

    name: str
    first: date
    last: date
    span: Span | None = None

    @property
    def words(self) -> str:
        return self.span.words if self.span else _("closed")

    @property
    def is_several(self) -> bool:
        return self.last > self.first


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `country` is ISO 3166-1 alpha-2."""

    street: str
    locality: str
    region: str
    postal_code: str
    country: str

    @property
    def lines(self) -> tuple[str, ...]:
        """As it is written on an envelope, empty lines left out, with the country's name in the language now active."""
        town = " ".join(filter(None, [self.locality, self.postal_code]))
        return tuple(filter(None, [self.street, town, self.region, country(self.country)]))


@dataclass(frozen=True, slots=True)
class Department:
    """A part of a place with its own door, counter or number. `name` says the place too: "Pier shop Repairs"."""

    name: str
    types: tuple[str, ...]
    telephone: str = ""
    week: tuple[Day, ...] = ()

    @property
    def telephone_uri(self) -> str:
        return telephone_uri(self.telephone)


@dataclass(frozen=True, slots=True)
class Location:
    """Where people can go. `code` tells it from our other places, `url` is its own page, coordinates are WGS 84."""

    code: str
    name: str
    url: str
    types: tuple[str, ...]
    address: Address
    latitude: Decimal
    longitude: Decimal
    telephone: str = ""
    email: str = ""
    price_range: str = ""
    description: str = ""
    week: tuple[Day, ...] = ()
    special: tuple[SpecialDays, ...] = ()
    departments: tuple[Department, ...] = ()

    @property
    def coordinates(self) -> tuple[str, str]:
        """Latitude and longitude as text, with at least five decimals."""
        return coordinate(self.latitude), coordinate(self.longitude)

    @property
    def telephone_uri(self) -> str:
        return telephone_uri(self.telephone)

    @property
    def week_words(self) -> str:
        """The open days in a line, neighbours with the same hours together: Mon–Fri 09:00–17:00, Sat 10:00–14:00."""
        runs = [
            (list(days), words)
            for words, days in groupby((day for day in self.week), key=lambda day: day.spans and day.words)
        ]
        return ", ".join(
            f"{'–'.join(str(WEEKDAYS_ABBR[day.weekday]) for day in (days[0], days[-1])[: len(days)])} {words}"
            for days, words in runs
            if words
        )

    @property
    def map_url(self) -> str:
        latitude, longitude = self.coordinates
        return (
            f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
        )

    @property
    def directions_url(self) -> str:
        latitude, longitude = self.coordinates
        return f"https://www.openstreetmap.org/directions?to={latitude}%2C{longitude}"


def week_of(rows: Iterable[tuple[int, Span]]) -> tuple[Day, ...]:
    """The seven days of (weekday, span) rows in any order; nothing at all where no row is given."""
    by_day: dict[int, list[Span]] = {}
    for weekday, span in rows:
        by_day.setdefault(weekday, []).append(span)
    if not by_day:
        return ()
    return tuple(
        Day(weekday, tuple(sorted(by_day.get(weekday, ()), key=lambda span: span.minutes)))
        for weekday in range(7)
    )


def overlap(week: Sequence[Day]) -> tuple[Day, Span] | None:
    """The first span that begins before the one before it has ended, over midnight and over Sunday too."""
    spans = _in_order(week)
    if len(spans) < 2:
        return None
    following = [*spans[1:], (spans[0][0] + _MINUTES_OF_WEEK, *spans[0][1:])]
    for (_begin, end, _day, _span), (begin, _end, day, span) in zip(spans, following, strict=True):
        if begin < end:
            return day, span
    return None


def _in_order(week: Sequence[Day]) -> list[tuple[int, int, Day, Span]]:
    spans = [
        (day.weekday * 24 * 60 + begin, day.weekday * 24 * 60 + end, day, span)
        for day in week
        for span in day.spans
        for begin, end in (span.minutes,)
    ]
    return sorted(spans, key=lambda item: item[:2])


def coordinate(value: Decimal) -> str:
    """A coordinate with at least five decimals and no zeros beyond them."""
    text = f"{value:f}"
    whole, _dot, decimals = text.partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(COORDINATE_DECIMALS, '0')}"


def telephone_uri(telephone: str) -> str:
    """The number to be dialled by a link (RFC 3966): digits and the plus only."""
    return "tel:" + "".join(sign for sign in telephone if sign in "+0123456789")


# Profile export ----------------------------------------------------------------------------------------

# The columns of Google Business Profile's bulk upload ("Bulk upload spreadsheet").
PROFILE_COLUMNS = (
    "Store code",
    "Business name",
    "Address line 1",
    "Locality",
    "Administrative area",
    "Postal code",
    "Country / Region",
    "Latitude",
    "Longitude",
    "Primary phone",
    "Website",
    "Primary category",
    *(f"{day} hours" for day in DAYS),
    "Special hours",
)


def profile_row(location: Location) -> dict[str, str]:
    """A location as one row of the profile export."""
    address = location.address
    latitude, longitude = location.coordinates
    return dict(
        zip(
            PROFILE_COLUMNS,
            (
                location.code,
                location.name,
                address.street,
                address.locality,
                address.region,
                address.postal_code,
                address.country,
                latitude,
                longitude,
                location.telephone,
                location.url,
                location.types[0],
                *(_profile_hours(day) for day in location.week or [Day(number) for number in range(7)]),
                ", ".join(_profile_special(location.special)),
            ),
            strict=True,
        )
    )


def _profile_hours(day: Day) -> str:
    return ", ".join(f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in day.spans) or "x"


def _profile_special(special: Iterable[SpecialDays]) -> Iterator[str]:
    for days in special:
        hours = f"{days.span.opens:%H:%M}-{days.span.closes:%H:%M}" if days.span else "x"
        for ordinal in range(days.first.toordinal(), days.last.toordinal() + 1):
            yield f"{date.fromordinal(ordinal).isoformat()}: {hours}"


def profile_findings(location: Location, organization_telephone: str) -> list[str]:
    """Where what is said of a place may confuse those who compare it with its organization."""
    found = []
    if not location.telephone:
        found.append(f"{location.code}: telephone is missing; profiles compare name, address and telephone")
    elif organization_telephone and telephone_uri(location.telephone) != telephone_uri(
        organization_telephone
    ):
        found.append(
            f"{location.code}: telephone {location.telephone} is not the organization's {organization_telephone};"
            " right for a line of its own, wrong for a slip of the pen"
        )
    if not location.week:
        found.append(f"{location.code}: opening hours are missing")
    return found
