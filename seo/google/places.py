"""Where people can go and when."""

import re
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from seo.commerce import Availability
from seo.events import EventStatus
from seo.google.document import Json, many, types_of
from seo.google.rules import (
    ADDRESS,
    COUNTRY,
    CURRENCY,
    DAY,
    FREE_OR_AMOUNT,
    MOMENT,
    PHONE,
    TEXT,
    Rule,
    a,
    each,
    matches,
    one_of,
)
from seo.google.shape import Check, Level, Row, Table
from seo.places import BUSINESS_TYPES

_CLOCK = re.compile(r"\d{2}:\d{2}:\d{2}")


def _is_opening_hours(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and all(_CLOCK.fullmatch(str(value.get(name))) for name in ("opens", "closes"))
        and ("dayOfWeek" in value or {"validFrom", "validThrough"} <= set(value))
    )


def _departments_are_named(node: Json, known: dict[str, Json]) -> bool:
    """Google: "Local business": a department's name says its store's name first."""
    parts = [part for part in many(node.get("department")) if isinstance(part, dict)]
    return all(str(part.get("name", "")).startswith(f"{node.get('name')} ") for part in parts)


def _is_rescheduled(node: Json) -> bool:
    return str(node.get("eventStatus", "")).endswith("EventRescheduled")


def _ends_after_it_starts(node: Json, known: dict[str, Json]) -> bool:
    start, end = str(node.get("startDate", "")), str(node.get("endDate", ""))
    if not (DAY_OR_MOMENT(start) and DAY_OR_MOMENT(end)):
        return True  # said by the rows
    if len(start) > 10 and len(end) > 10:
        return datetime.fromisoformat(start) <= datetime.fromisoformat(end)
    return start[:10] <= end[:10]


def _is_at_one_place(node: Json) -> bool:
    return not isinstance(node.get("location"), list)


def _has_a_place_with_an_address(node: Json, known: dict[str, Json]) -> bool:
    """Any number of online addresses do not make a place."""
    if _is_at_one_place(node):
        return (
            types_of(node["location"]) != {"VirtualLocation"}
            if isinstance(node.get("location"), dict)
            else True
        )
    return any(isinstance(place, dict) and "address" in place for place in node["location"])


DAY_OR_MOMENT = Rule(
    _("a date, or a date with time and zone (ISO 8601)"),
    lambda value: MOMENT(value) or (DAY(value) and len(value) == 10),
)
HOURS = Rule(_("days or dates with opening and closing time as hh:mm:ss"), _is_opening_hours)
LATITUDE = matches(r"-?\d{1,2}\.\d{5,}", _("a latitude with at least five decimals"))
LONGITUDE = matches(r"-?\d{1,3}\.\d{5,}", _("a longitude with at least five decimals"))

TABLES = (
    Table(
        BUSINESS_TYPES,
        source="Local business (LocalBusiness) structured data",
        required={"name": TEXT, "address": a("PostalAddress")},
        recommended={
            "address.streetAddress": TEXT,
            "address.addressLocality": TEXT,
            "address.addressRegion": TEXT,
            "address.postalCode": TEXT,
            "address.addressCountry": COUNTRY,
            "geo.latitude": LATITUDE,
            "geo.longitude": LONGITUDE,
            "openingHoursSpecification": each(HOURS),
            "telephone": PHONE,
            "url": ADDRESS,
            "priceRange": matches(".{1,99}", _("a text of fewer than 100 characters")),
            "image": each(a("ImageObject")),
        },
        optional={"department": each(a(*BUSINESS_TYPES)), "email": TEXT},
        checks=(
            Check(
                "aggregateRating",
                _("has no place on a store of the site itself: ratings of oneself get no stars"),
                lambda node, known: "aggregateRating" not in node and "review" not in node,
            ),
            Check("department", _("begins with the name of its store"), _departments_are_named),
        ),
    ),
    Table(
        ("Event",),
        source="Event (Event) structured data",
        required={
            "name": TEXT,
            "startDate": DAY_OR_MOMENT,
            "location": each(a("Place", "VirtualLocation")),
        },
        recommended={
            "endDate": DAY_OR_MOMENT,
            "eventStatus": one_of(*EventStatus),
            "image": each(a("ImageObject")),
            "description": TEXT,
            "offers.price": FREE_OR_AMOUNT,
            "offers.priceCurrency": CURRENCY,
            "offers.availability": one_of(*Availability),
            "offers.validFrom": MOMENT,
            "offers.url": ADDRESS,
            "organizer.name": TEXT,
            "organizer.url": ADDRESS,
            "performer.name": TEXT,
        },
        conditional=(
            # An event that can also be seen online has two locations, and the second has no address.
            Row("location.address", a("PostalAddress"), Level.ERROR, _is_at_one_place),
            Row("location.name", TEXT, Level.IDEA, _is_at_one_place),
            Row("previousStartDate", DAY_OR_MOMENT, Level.ERROR, _is_rescheduled),
        ),
        checks=(
            Check("endDate", _("does not lie before startDate"), _ends_after_it_starts),
            Check(
                "location",
                _("is a place with an address: purely online events are not shown any more"),
                _has_a_place_with_an_address,
            ),
        ),
    ),
)
