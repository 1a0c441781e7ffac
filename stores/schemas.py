"""What stores and events look like in the API: the types of their `fields`."""

from datetime import date, datetime
from decimal import Decimal

from headless.blocks import CardOnly, Fields, ListingPlace, RichText, Strict
from headless.schemas import PictureData


class Hours(Strict):
    opens: str
    closes: str


class WeekDay(Strict):
    """Days as in ISO 8601: 1 is Monday."""

    day: int
    hours: list[Hours]


class SpecialDays(Strict):
    """Days on which other hours hold; closed where there are none."""

    name: str
    first: date
    last: date
    hours: list[Hours]


class Department(Strict):
    name: str
    types: list[str]
    telephone: str
    week: list[WeekDay]


class PostalAddress(Strict):
    street: str
    locality: str
    region: str
    postal_code: str
    country: str


class LocationData(Strict):
    """A place people can go to. `types` are schema.org's."""

    code: str
    name: str
    url: str
    types: list[str]
    address: PostalAddress
    latitude: Decimal | float | str | None
    longitude: Decimal | float | str | None
    telephone: str
    email: str
    price_range: str
    week: list[WeekDay]
    special: list[SpecialDays]
    departments: list[Department]


class StoreIndexFields(Fields):
    listing: ListingPlace
    stores: list[LocationData]


class StoreFields(Fields):
    intro: RichText
    picture: PictureData | None
    location: LocationData


class Organizer(Strict):
    name: str
    url: str


class Performer(Strict):
    name: str
    kind: str
    url: str


class TicketData(Strict):
    name: str
    price: str
    currency: str
    availability: str
    on_sale_from: datetime | None
    url: str


class EventData(Strict):
    """When, where, with whom and for how much. Moments are ISO 8601 with the place's offset, or a day."""

    start: str
    end: str | None
    time_zone: str
    status: str
    previous_start: str | None
    place: str
    address: PostalAddress
    stream_url: str
    organizer: Organizer
    performers: list[Performer]
    tickets: list[TicketData]


class EventFields(Fields):
    description: RichText
    picture: PictureData | None
    event: EventData


class EventIndexFields(Fields):
    listing: ListingPlace
    cards: list[CardOnly]
