"""Places as KML, for maps that read it (OGC 07-147r2, "KML 2.2")."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from seo.places import Location

MEDIA_TYPE = "application/vnd.google-earth.kml+xml"


def kml(name: str, locations: Iterable[Location]) -> Iterator[str]:
    """The lines of one document with a placemark per place."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom">\n'
    yield f"<Document><name>{escape(name)}</name>\n"
    for location in locations:
        yield _placemark(location)
    yield "</Document>\n</kml>\n"


def _placemark(location: Location) -> str:
    # The order of elements is the schema's; coordinates are longitude first.
    latitude, longitude = location.coordinates
    parts = [
        f"<name>{escape(location.name)}</name>",
        f'<atom:link rel="alternate" href={quoteattr(location.url)}/>',
        f"<address>{escape(', '.join(location.address.lines))}</address>",
        f"<phoneNumber>{escape(location.telephone_uri)}</phoneNumber>" if location.telephone else "",
        f"<description>{escape(location.description)}</description>" if location.description else "",
        f"<Point><coordinates>{longitude},{latitude}</coordinates></Point>",
    ]
    return f"<Placemark>{''.join(parts)}</Placemark>\n"
