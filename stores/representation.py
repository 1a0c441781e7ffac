"""Places and events as data for the API."""

from typing import TYPE_CHECKING, Any

from seo.places import Address, Day, Location, Span

if TYPE_CHECKING:
    from stores.models import EventPage


def location_data(location: Location) -> dict[str, Any]:
    """A location for the API."""
    latitude, longitude = location.coordinates
    return {
        "code": location.code,
        "name": location.name,
        "url": location.url,
        "types": list(location.types),
        "address": address_data(location.address),
        "latitude": latitude,
        "longitude": longitude,
        "telephone": location.telephone,
        "email": location.email,
        "price_range": location.price_range,
        "week": [_day(day) for day in location.week],
        "special": [
            {
                "name": days.name,
                "first": days.first,
                "last": days.last,
                "hours": [_span(days.span)] if days.span else [],
            }
            for days in location.special
        ],
        "departments": [
            {
                "name": department.name,
                "types": list(department.types),
                "telephone": department.telephone,
                "week": [_day(day) for day in department.week],
            }
            for department in location.departments
        ],
    }


def _span(span: Span) -> dict[str, str]:
    return {"opens": f"{span.opens:%H:%M}", "closes": f"{span.closes:%H:%M}"}


def address_data(address: Address) -> dict[str, str]:
    return {
        "street": address.street,
        "locality": address.locality,
        "region": address.region,
        "postal_code": address.postal_code,
        "country": address.country,
    }


def _day(day: Day) -> dict[str, Any]:
    """Days are numbered as in ISO 8601: 1 is Monday."""
    return {"day": day.weekday + 1, "hours": [_span(span) for span in day.spans]}


def event_data(event: "EventPage", organizer: str, organizer_url: str) -> dict[str, Any]:
    """When, where, with whom and for how much. Dates carry the place's offset when they have a time."""
    return {
        "start": event.start.iso,
        "end": event.end.iso if event.end else None,
        "time_zone": event.time_zone,
        "status": event.status,
        "previous_start": event.previous_start.iso if event.previous_start else None,
        "place": event.where,
        "address": address_data(event.address),
        "stream_url": event.stream_url,
        "organizer": {"name": organizer, "url": organizer_url},
        "performers": [
            {"name": performer.name, "kind": performer.kind, "url": performer.url}
            for performer in event.performers.all()
        ],
        "tickets": [
            {
                "name": ticket.name,
                "price": f"{ticket.price:f}",
                "currency": ticket.currency,
                "availability": ticket.availability,
                "on_sale_from": ticket.valid_from,
                "url": ticket.url,
            }
            for ticket in event.tickets.all()
        ],
    }
