"""What happens at a place."""

from collections.abc import Sequence

from seo.events import EventStatus, Moment
from seo.graph import Node, node, ref, schema_url
from seo.nodes.organization import postal_address
from seo.places import Address


def event(
    url: str,
    *,
    name: str,
    start: Moment,
    end: Moment | None,
    status: EventStatus,
    previous_start: Moment | None,
    location: Node,
    organizer: Node,
    description: str = "",
    stream_url: str = "",
    images: Sequence[Node] = (),
    performers: Sequence[Node] = (),
    offers: Sequence[Node] = (),
    language: str = "",
) -> Node:
    """Event at a place; online only in addition to one (Google: "Event (Event) structured data")."""
    return node(
        "Event",
        f"{url}#event",
        name=name,
        url=url,
        description=description,
        startDate=start.iso,
        endDate=end.iso if end else None,
        previousStartDate=previous_start.iso if previous_start else None,
        eventStatus=schema_url(status),
        eventAttendanceMode=schema_url(
            "MixedEventAttendanceMode" if stream_url else "OfflineEventAttendanceMode"
        ),
        location=[location, node("VirtualLocation", url=stream_url)] if stream_url else location,
        image=[ref(image["@id"]) for image in images],
        organizer=organizer,
        performer=list(performers),
        offers=list(offers),
        inLanguage=language,
        mainEntityOfPage=ref(f"{url}#webpage"),
    )


def event_place(*, name: str, address: Address, id_: str | None = None, url: str = "") -> Node:
    """Where it happens; `id_` when the place has a page of its own."""
    return node(
        "Place",
        id_,
        name=name,
        url=url,
        address=postal_address(
            street=address.street,
            locality=address.locality,
            region=address.region,
            postal_code=address.postal_code,
            country=address.country,
        ),
    )


def event_organizer(*, name: str, url: str) -> Node:
    """Who invites, with name and address: Google follows no reference to another page for them."""
    return node("Organization", name=name, url=url)
