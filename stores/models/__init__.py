"""Places people can go to, and what happens there."""

from stores.models.event import EventPage
from stores.models.hours import Department, OpeningHours, SpecialHours
from stores.models.programme import EventIndexPage
from stores.models.store import StoreIndexPage, StorePage
from stores.models.ticket import Performer, Ticket

__all__ = [
    "Department",
    "EventIndexPage",
    "EventPage",
    "OpeningHours",
    "Performer",
    "SpecialHours",
    "StoreIndexPage",
    "StorePage",
    "Ticket",
]
