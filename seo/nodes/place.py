"""Places people can go to."""

from collections.abc import Iterator, Sequence

from seo.graph import Node, node, ref, schema_url
from seo.nodes.organization import organization_id, postal_address
from seo.places import DAYS, MIDNIGHT, Address, Day, Location, Span, SpecialDays

CLOSED = Span(MIDNIGHT, MIDNIGHT)


def local_business(location: Location, root: str, *, images: Sequence[Node] = ()) -> Node:
    """LocalBusiness or subtypes, several as an array (Google: "Local business (LocalBusiness) structured data").

    It never carries ratings: those of one's own shop are self-serving (Google: "Review snippet").
    """
    latitude, longitude = location.coordinates
    return node(
        _types(location.types),
        f"{location.url}#store",
        name=location.name,
        description=location.description,
        url=location.url,
        branchCode=location.code,
        image=[ref(image["@id"]) for image in images],
        address=address_node(location.address),
        geo=node("GeoCoordinates", latitude=latitude, longitude=longitude),
        hasMap=location.map_url,
        telephone=location.telephone,
        email=location.email,
        priceRange=location.price_range,
        openingHoursSpecification=list(opening_hours(location.week, location.special)),
        department=[
            node(
                _types(department.types),
                name=department.name,
                address=address_node(location.address),
                telephone=department.telephone or location.telephone,
                openingHoursSpecification=list(opening_hours(department.week)),
                image=[ref(image["@id"]) for image in images[-1:]],
            )
            for department in location.departments
        ],
        parentOrganization=ref(organization_id(root)),
    )


def address_node(address: Address) -> Node | None:
    return postal_address(
        street=address.street,
        locality=address.locality,
        region=address.region,
        postal_code=address.postal_code,
        country=address.country,
    )


def opening_hours(week: Sequence[Day], special: Sequence[SpecialDays] = ()) -> Iterator[Node]:
    """OpeningHoursSpecifications: one per span and the days that share it, closed days said, holidays last."""
    days_of: dict[Span, list[str]] = {}
    for day in week:
        for span in day.spans or (CLOSED,):
            days_of.setdefault(span, []).append(schema_url(DAYS[day.weekday]))
    for span, days in days_of.items():
        yield node("OpeningHoursSpecification", dayOfWeek=days, **_times(span))
    for days in special:
        yield node(
            "OpeningHoursSpecification",
            name=days.name,
            validFrom=days.first,
            validThrough=days.last,
            **_times(days.span or CLOSED),
        )


def _times(span: Span) -> dict[str, str]:
    return {"opens": f"{span.opens:%H:%M:%S}", "closes": f"{span.closes:%H:%M:%S}"}


def _types(types: Sequence[str]) -> str | list[str]:
    return types[0] if len(types) == 1 else list(types)
