"""Where the shop can be visited, what happens there, and its films."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from demo import pictures
from demo.content import table
from demo.loading.tree import Tree
from demo.prose import rich_text
from home.models import Clip, VideoPage
from stores.models import (
    Department,
    EventIndexPage,
    EventPage,
    OpeningHours,
    Performer,
    SpecialHours,
    StoreIndexPage,
    StorePage,
    Ticket,
)

ZONE = "Europe/London"


def build_places(tree: Tree) -> None:
    """Stores before events, which happen in them."""
    stores, events = dict(table("stores")), dict(table("events"))
    index = tree.add(tree.home, StoreIndexPage(**_named(stores.pop("index"))))
    for slug, facts in stores.items():
        tree.add(index, store(tree, slug, facts))
    programme = tree.add(tree.home, EventIndexPage(**_named(events.pop("index"))))
    for slug, facts in events.items():
        tree.add(programme, event(tree, slug, facts, index))
    for slug, facts in table("videos").items():
        tree.add(tree.home, video(tree, slug, facts))


def store(tree: Tree, slug: str, facts: dict[str, Any]) -> StorePage:
    page = StorePage(
        slug=slug,
        **_named(facts),
        **_given(facts, "code", "type", "second_type", "telephone", "email", "price_range"),
        **_address(facts),
        cover=pictures.picture(facts["picture"]),
        intro=rich_text(facts["intro"], tree.find_page),
        latitude=Decimal(facts["latitude"]),
        longitude=Decimal(facts["longitude"]),
    )
    page.hours = [
        OpeningHours(sort_order=order, weekday=day, opens=_clock(opens), closes=_clock(closes))
        for order, (day, opens, closes) in enumerate(facts["hours"])
    ]
    page.special_hours = [
        SpecialHours(
            sort_order=order,
            name=days["name"],
            valid_from=date.fromisoformat(days["first"]),
            valid_through=date.fromisoformat(days["last"]),
            opens=_clock(days.get("opens")),
            closes=_clock(days.get("closes")),
        )
        for order, days in enumerate(facts.get("special", ()))
    ]
    page.departments = [
        Department(
            sort_order=order,
            **_given(part, "name", "type", "telephone", "first_day", "last_day"),
            opens=_clock(part["opens"]),
            closes=_clock(part["closes"]),
        )
        for order, part in enumerate(facts.get("department", ()))
    ]
    return page


def event(tree: Tree, slug: str, facts: dict[str, Any], stores: StoreIndexPage) -> EventPage:
    page = EventPage(
        slug=slug,
        **_named(facts),
        **_given(facts, "status", "organizer_url"),
        cover=pictures.picture(facts["picture"]),
        description=rich_text(facts["description"], tree.find_page),
        start_date=date.fromisoformat(facts["start"]),
        start_time=_clock(facts.get("start_time")),
        end_date=_day(facts.get("end", facts["start"])),
        end_time=_clock(facts.get("end_time")),
        previous_start_date=_day(facts.get("previous_start")),
        time_zone=ZONE,
        organizer_name=facts.get("organizer", ""),
    )
    if "store" in facts:
        page.venue = StorePage.objects.child_of(stores).get(slug=facts["store"])
    else:
        page.place_name = facts["place"]
        for name, value in _address(facts).items():
            setattr(page, name, value)
    page.performers = [
        Performer(sort_order=order, **_given(person, "name", "kind", "url"))
        for order, person in enumerate(facts.get("performer", ()))
    ]
    page.tickets = [
        Ticket(
            sort_order=order,
            name=ticket["name"],
            price=Decimal(ticket["price"]),
            availability=ticket["availability"],
            valid_from=datetime.fromisoformat(ticket["on_sale"]),
        )
        for order, ticket in enumerate(facts.get("ticket", ()))
    ]
    return page


def video(tree: Tree, slug: str, facts: dict[str, Any]) -> VideoPage:
    page = VideoPage(
        slug=slug,
        **_named(facts),
        cover=pictures.picture(facts["picture"]),
        uploaded_at=datetime.fromisoformat(facts["shown"]),
        duration=timedelta(minutes=facts["minutes"], seconds=facts["seconds"]),
        content_url=facts["file"],
        transcript=rich_text(facts["transcript"], tree.find_page),
    )
    page.clips = [
        Clip(
            sort_order=order,
            name=clip["name"],
            start=timedelta(seconds=clip["start"]),
            end=timedelta(seconds=clip["end"]),
        )
        for order, clip in enumerate(facts["clip"])
    ]
    return page


def _named(facts: dict[str, Any]) -> dict[str, str]:
    return {"title": facts["name"], "summary": facts["summary"], **_given(facts, "slug")}


def _address(facts: dict[str, Any]) -> dict[str, str]:
    return _given(facts, "street_address", "locality", "region", "postal_code", "country")


def _given(facts: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: facts[name] for name in names if name in facts}


def _clock(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
