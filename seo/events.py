"""When something happens and whether it will: the values behind an event's page and its graph."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class EventStatus(StrEnum):
    """Google: "Event structured data", eventStatus. The start stays as announced; a new one is a reschedule."""

    SCHEDULED = "EventScheduled"
    CANCELLED = "EventCancelled"
    POSTPONED = "EventPostponed"
    RESCHEDULED = "EventRescheduled"

    @property
    def words(self) -> str:
        return str(_WORDS[self])


_WORDS = {
    EventStatus.SCHEDULED: _("Takes place as announced"),
    EventStatus.CANCELLED: _("Cancelled"),
    EventStatus.POSTPONED: _("Postponed, new date not known yet"),
    EventStatus.RESCHEDULED: _("New date"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, with a time where one is known; `zone` (IANA) gives the offset of that season."""

    day: date
    clock: time | None
    zone: str

    @property
    def value(self) -> date | datetime:
        """A date alone, or an aware datetime with the offset of that day."""
        return (
            datetime.combine(self.day, self.clock, ZoneInfo(self.zone))
            if self.clock is not None
            else self.day
        )

    @property
    def iso(self) -> str:
        value = self.value
        return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()

    @property
    def day_words(self) -> str:
        return date_format(self.day, "l, j E Y")

    @property
    def clock_words(self) -> str:
        return f"{self.clock:%H:%M}" if self.clock is not None else ""

    @property
    def words(self) -> str:
        return f"{self.day_words}, {self.clock_words}" if self.clock_words else self.day_words

    def is_after(self, other: "Moment") -> bool:
        """Whether it lies after `other`, by the time where both have one, else by the day."""
        if self.clock is None or other.clock is None:
            return self.day > other.day
        return self.value > other.value  # type: ignore[operator]
