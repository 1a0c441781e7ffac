"""Events: dates with the offset of their place, a status that keeps the first date, and a place with an address."""

from datetime import date, time
from decimal import Decimal

from django.core.exceptions import ValidationError

import pytest
from bs4 import BeautifulSoup

from seo.events import Moment
from stores.models import EventPage, Performer, Ticket
from tests.make import make_event, make_event_index, make_picture, make_store, make_store_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(home, organization):
    return make_event_index(home, slug="events")


def refused(event: EventPage) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        event.full_clean()
    return caught.value.message_dict


def event_node(event: EventPage):
    return next(node for node in event.get_head().json_ld["@graph"] if node["@id"].endswith("#event"))


# Dates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (Moment(date(2026, 12, 5), time(18), "Europe/London"), "2026-12-05T18:00:00+00:00"),
        (Moment(date(2026, 7, 5), time(18), "Europe/London"), "2026-07-05T18:00:00+01:00"),
        (Moment(date(2026, 7, 5), None, "Europe/London"), "2026-07-05"),
        (Moment(date(2026, 7, 5), time(0), "Asia/Kolkata"), "2026-07-05T00:00:00+05:30"),
    ],
)
def test_a_date_carries_the_offset_of_its_place_and_season(moment, said):
    assert moment.iso == said


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"end_date": date(2026, 12, 4)}, "end_date", "cannot end before"),
        ({"end_time": time(17)}, "end_date", "cannot end before"),
        ({"start_time": None, "end_time": time(17)}, "start_time", "begins at one"),
        ({"time_zone": "Lerwick"}, "time_zone", "IANA"),
        ({"status": "EventRescheduled"}, "previous_start_date", "first announced"),
        (
            {
                "status": "EventRescheduled",
                "previous_start_date": date(2026, 12, 5),
                "previous_start_time": time(18),
            },
            "previous_start_date",
            "the one first announced",
        ),
        ({"organizer_url": "https://keepers.example/"}, "organizer_name", "Name the organizer"),
        ({"country": "Shetland"}, "country", "two"),
    ],
)
def test_wrong_facts_are_refused_at_their_field(changes, field, rule, index):
    event = make_event(index)
    for name, value in changes.items():
        setattr(event, name, value)
    assert rule in " ".join(refused(event)[field])


def test_an_end_without_a_day_is_on_the_day_it_begins(index):
    event = make_event(index)
    event.end_time = time(21)
    event.full_clean()
    assert event_node(event)["endDate"] == "2026-12-05T21:00:00+00:00"


def test_a_new_date_keeps_the_one_first_announced(index):
    event = make_event(index)
    event.status, event.start_date = "EventRescheduled", date(2026, 12, 12)
    event.full_clean()
    event.save_revision().publish()
    node = event_node(EventPage.objects.get(pk=event.pk))
    assert node["previousStartDate"] == "2026-12-05T18:00:00+00:00"
    assert node["startDate"] == "2026-12-12T18:00:00+00:00"
    assert node["eventStatus"] == "https://schema.org/EventRescheduled"


@pytest.mark.parametrize("status", ["EventCancelled", "EventPostponed"])
def test_a_cancelled_or_postponed_event_keeps_its_date_and_says_so(status, index, client):
    event = make_event(index, status=status)
    node = event_node(event)
    assert node["startDate"] == "2026-12-05T18:00:00+00:00"
    assert node["eventStatus"] == f"https://schema.org/{status}"
    shown = BeautifulSoup(client.get(event.url).content, "html.parser").main
    assert shown.select_one(".status").get_text(strip=True) == event.state.words
    listed = BeautifulSoup(client.get("/events/").content, "html.parser").main
    assert event.state.words in listed.get_text()


# Places ------------------------------------------------------------------------------------------------


def test_an_event_that_is_only_online_is_refused_with_the_reason(index):
    event = make_event(index)
    event.place_name = event.locality = event.country = ""
    event.stream_url = "https://video.example/evening"
    assert "only online" in " ".join(refused(event)["place_name"])


def test_an_event_without_any_place_is_refused(index):
    event = make_event(index)
    event.place_name = ""
    assert "Choose one of our stores" in " ".join(refused(event)["place_name"])


def test_an_event_has_one_place(index, home):
    event = make_event(index)
    event.venue = make_store(make_store_index(home))
    assert "not both" in " ".join(refused(event)["venue"])


def test_an_event_in_a_store_has_the_stores_name_and_address(index, home, client):
    store = make_store(make_store_index(home), title="Pier shop")
    event = make_event(index, venue=store, place_name="")
    place = event_node(event)["location"]
    assert (place["name"], place["address"]["streetAddress"]) == ("Pier shop", "1 Quay")
    assert place["@id"] == f"{store.get_full_url()}#store"
    assert event.url in client.get(store.url).content.decode()


def test_a_narrow_picture_is_refused(index):
    event = make_event(index)
    event.cover = make_picture(width=719, height=400)
    assert "720" in " ".join(refused(event)["cover"])


# On the page -------------------------------------------------------------------------------------------


def test_the_page_says_what_the_graph_says(index, client):
    event = make_event(index, end_time=time(21), organizer_name="Keepers' Society")
    event.performers.add(Performer(name="The Pier Choir"))
    event.tickets.add(Ticket(name="Seat", price=Decimal("8.50")), Ticket(name="Child", price=Decimal("0.00")))
    event.save_revision().publish()
    node = event_node(EventPage.objects.get(pk=event.pk))
    shown = BeautifulSoup(client.get(event.url).content, "html.parser").main
    words = shown.get_text(" ", strip=True)
    assert [stamp["datetime"] for stamp in shown.select("time")] == [node["startDate"], node["endDate"]]
    assert "Saturday, 5 December 2026, 18:00" in words
    for said in (
        node["name"],
        node["location"]["name"],
        node["location"]["address"]["addressLocality"],
        node["organizer"]["name"],
        *(performer["name"] for performer in node["performer"]),
        *(f"{offer['price']} {offer['priceCurrency']}" for offer in node["offers"]),
    ):
        assert said in words
    assert "free" in words


def test_the_api_gives_the_event(index, client):
    event = make_event(index, slug="evening")
    fields = client.get("/api/v1/resolve/?path=/events/evening/").json()["page"]["fields"]
    assert fields["event"]["start"] == event_node(event)["startDate"]
    assert fields["event"]["address"]["locality"] == "Lerwick"


def test_a_negative_price_and_a_currency_in_words_are_refused(index):
    with pytest.raises(ValidationError) as caught:
        Ticket(name="Seat", price=Decimal("-1"), currency="pounds").full_clean(exclude=["event"])
    assert {"price", "currency"} <= set(caught.value.message_dict)
