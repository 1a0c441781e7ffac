"""Stores: one location record behind page, graph, KML and profile export, and the rules at its door."""

import csv
from datetime import date, time
from decimal import Decimal
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.management import call_command

import pytest
import time_machine
from bs4 import BeautifulSoup
from lxml import etree

from seo import nodes
from seo.places import Day, Span, overlap, profile_row, telephone_uri, week_of
from stores import profiles
from stores.models import Department, OpeningHours, SpecialHours, StorePage
from tests.every_type import make_full_store
from tests.make import make_store, make_store_index
from tests.people import STREAMS, client_of, form_of
from tests.translate import translate

KML = {"kml": "http://www.opengis.net/kml/2.2", "atom": "http://www.w3.org/2005/Atom"}
NIGHT, MORNING = Span(time(18), time(1)), Span(time(9), time(12, 30))


@pytest.fixture
def store(home, organization):
    return make_full_store(make_store_index(home, slug="stores"))


def store_node(page):
    return next(node for node in page.get_head().json_ld["@graph"] if node["@id"].endswith("#store"))


# One record --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_name_address_and_telephone_are_the_same_everywhere(store, client, site):
    """On the page, on the locator, in the graph, in the KML, in the API and in the profile export."""
    node = store_node(store)
    said = {
        "graph": (
            node["name"],
            tuple(node["address"][key] for key in ("streetAddress", "addressLocality", "postalCode")),
            node["telephone"],
        )
    }
    shown = BeautifulSoup(client.get(store.url).content, "html.parser").main
    contact = shown.select_one(".contact")
    lines = [line.get_text() for line in contact.select("p span")]
    said["page"] = (shown.h1.get_text(), (lines[0], *lines[1].split(" ", 1)), contact.bdi.get_text())
    row = next(
        item
        for item in BeautifulSoup(client.get("/stores/").content, "html.parser").select(".locator > li")
        if item.h3.get_text() == store.title
    )
    lines = [line.get_text() for line in row.select(".contact p span")]
    said["locator"] = (row.h3.get_text(), (lines[0], *lines[1].split(" ", 1)), row.bdi.get_text())
    document = etree.fromstring(client.get("/stores/stores.kml").content)
    [mark] = document.xpath(f"//kml:Placemark[kml:name='{store.title}']", namespaces=KML)
    street, town, *_rest = mark.findtext("kml:address", namespaces=KML).split(", ")
    assert mark.findtext("kml:phoneNumber", namespaces=KML) == telephone_uri(node["telephone"])
    said["kml"] = (
        mark.findtext("kml:name", namespaces=KML),
        (street, *town.split(" ", 1)),
        store.telephone,
    )
    data = client.get("/api/v1/resolve/?path=/stores/pier-shop/").json()["page"]["fields"]["location"]
    said["api"] = (
        data["name"],
        tuple(data["address"][key] for key in ("street", "locality", "postal_code")),
        data["telephone"],
    )
    out = StringIO()
    call_command("export_stores", stdout=out, stderr=StringIO())
    profile = next(row for row in csv.DictReader(StringIO(out.getvalue())) if row["Store code"] == "KS-1")
    said["profile"] = (
        profile["Business name"],
        tuple(profile[key] for key in ("Address line 1", "Locality", "Postal code")),
        profile["Primary phone"],
    )
    assert len(said) == 6
    assert set(said.values()) == {("Pier shop", ("1 Quay", "Lerwick", "ZE1 0AA"), "+44 1632 960002")}


@pytest.mark.django_db
def test_hours_on_the_page_are_those_of_the_graph(store, client):
    words = BeautifulSoup(client.get(store.url).content, "html.parser").main.get_text(" ", strip=True)
    assert "Thursday 09:00–12:30, 18:00–01:00" in words
    assert "Saturday open all day" in words
    assert "Sunday closed" in words
    assert "Christmas 24 December 2026 – 26 December 2026 closed" in words
    assert "Pier shop Repairs" in words
    said = {
        (spec["opens"], spec["closes"], tuple(day.rpartition("/")[2] for day in spec.get("dayOfWeek", ())))
        for spec in store_node(store)["openingHoursSpecification"]
    }
    assert ("18:00:00", "01:00:00", ("Thursday",)) in said
    assert ("00:00:00", "23:59:00", ("Saturday",)) in said
    assert ("00:00:00", "00:00:00", ("Sunday",)) in said


@pytest.mark.django_db
def test_a_store_never_rates_itself(store):
    assert not {"review", "aggregateRating"} & set(store_node(store))


@pytest.mark.django_db
def test_what_is_open_now_is_not_computed_into_the_page(store, client):
    shown = []
    for moment in ("2026-12-24T10:00:00Z", "2027-03-01T23:00:00Z"):
        with time_machine.travel(moment, tick=False):
            shown.append(BeautifulSoup(client.get(store.url).content, "html.parser").main.decode())
    assert shown[0] == shown[1]


@pytest.mark.django_db
def test_kml_lists_readable_stores_only_and_is_valid_xml(home, organization, client):
    index = make_store_index(home, slug="stores", title="Shops & <counters>")
    make_store(index, title="Pier & <shop>", slug="pier")
    make_store(index, title="Draft", slug="draft", live=False)
    response = client.get("/stores/stores.kml")
    assert response["Content-Type"] == "application/vnd.google-earth.kml+xml"
    document = etree.fromstring(response.content)
    assert document.xpath("//kml:Placemark/kml:name/text()", namespaces=KML) == ["Pier & <shop>"]
    assert document.xpath("//kml:coordinates/text()", namespaces=KML) == ["-1.14290,60.15476"]
    assert document.xpath("//atom:link/@href", namespaces=KML) == ["https://shop.example/stores/pier/"]


@pytest.mark.django_db
def test_a_translated_locator_has_its_file_too(home, organization, client):
    translate(home, "ru")
    index = make_store_index(home, slug="stores")
    translate(index, "ru", slug="magaziny", title="Наши магазины")
    assert "Наши магазины" in client.get("/ru/magaziny/stores.kml").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nothing/stores.kml", "/stores/pier/stores.kml"])
def test_kml_stands_below_a_store_index_only(path, home, organization, client):
    make_store(make_store_index(home, slug="stores"), slug="pier")
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_a_number_that_is_not_the_organizations_is_a_finding(store, site, organization):
    found = profiles.findings(site)
    assert any(finding.startswith("KS-1: telephone +44 1632 960002 is not") for finding in found)
    store.telephone = organization.telephone.replace(" ", "-")
    store.save_revision().publish()
    assert not any("KS-1: telephone" in finding for finding in profiles.findings(site))


@pytest.mark.django_db
def test_two_stores_with_one_code_and_a_store_without_hours_are_findings(home, organization, site):
    index = make_store_index(home)
    make_store(index, code="A")
    make_store(index, code="A", telephone="")
    found = profiles.findings(site)
    assert "A: more than one store has this code" in found
    assert "A: opening hours are missing" in found
    assert any("telephone is missing" in finding for finding in found)


# Rules where the value is entered ----------------------------------------------------------------------


def refused(model, **fields) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        model(**fields).full_clean(exclude=["store", "path", "depth", "slug", "locale", "content_type"])
    return caught.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("latitude", Decimal("60.1547"), "five decimals"),
        ("longitude", Decimal("-181.00000"), "greater than or equal to -180"),
        ("telephone", "01632 960001", "country code"),
        ("country", "Scotland", "two capital letters"),
        ("price_range", "£" * 100, "99 characters"),
        ("type", "Shed", "not a valid choice"),
        ("street_address", "", "blank"),
        ("email", "pier", "valid email"),
    ],
)
def test_a_wrong_fact_is_refused_in_words(field, value, rule):
    facts = {"latitude": Decimal("60.15476"), "longitude": Decimal("-1.14290"), "country": "GB"}
    assert rule in " ".join(refused(StorePage, **{**facts, field: value})[field])


@pytest.mark.parametrize(
    ("model", "fields", "field"),
    [
        (OpeningHours, {"weekday": 7, "opens": time(9), "closes": time(17)}, "weekday"),
        (OpeningHours, {"weekday": 0, "opens": time(9), "closes": time(9)}, "closes"),
        (
            SpecialHours,
            {"name": "Yule", "valid_from": date(2026, 12, 26), "valid_through": date(2026, 12, 24)},
            "valid_through",
        ),
        (
            SpecialHours,
            {
                "name": "Yule",
                "valid_from": date(2026, 12, 24),
                "valid_through": date(2026, 12, 24),
                "opens": time(9),
            },
            "closes",
        ),
        (Department, {"name": "Repairs", "opens": time(9)}, "opens"),
    ],
)
def test_wrong_hours_are_refused_at_their_field(model, fields, field):
    assert field in refused(model, **fields)


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ([(0, MORNING), (0, Span(time(12), time(17)))], 0),
        ([(4, NIGHT), (5, Span(time(0), time(23, 59)))], 5),
        ([(6, NIGHT), (0, Span(time(0, 30), time(8)))], 0),
    ],
)
def test_overlapping_hours_are_found_over_midnight_and_over_sunday(rows, day):
    found = overlap(week_of(rows))
    assert found is not None
    assert found[0].weekday == day


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(0, NIGHT)],
        [(0, MORNING), (0, Span(time(12, 30), time(17)))],
        [(4, NIGHT), (5, Span(time(1), time(9)))],
        [(day, Span(time(0), time(23, 59))) for day in range(7)],
    ],
)
def test_hours_one_after_the_other_are_in_order(rows):
    assert overlap(week_of(rows)) is None


@pytest.mark.django_db
def test_the_editor_is_told_which_hours_overlap(store):
    client = client_of("administrator")
    url = f"/admin/pages/{store.pk}/edit/"
    form = {**form_of(client, url, form_id="page-edit-form"), **STREAMS}
    response = client.post(url, {**form, "hours-0-closes": "18:30", "hours-0-weekday": "3"})
    assert response.status_code == 200
    assert "begins before the hours before it end" in response.content.decode()
    assert client.post(url, form).status_code == 302


def test_closed_days_are_said_and_days_with_the_same_hours_stand_together():
    specs = list(nodes.opening_hours(week_of([(0, MORNING), (1, MORNING)])))
    assert [len(spec["dayOfWeek"]) for spec in specs] == [2, 5]
    assert (specs[1]["opens"], specs[1]["closes"]) == ("00:00:00", "00:00:00")


def test_no_hours_say_nothing():
    assert list(nodes.opening_hours(week_of([]))) == []


@pytest.mark.django_db
def test_profile_row_writes_each_closed_holiday(store):
    row = profile_row(store.get_location())
    assert row["Special hours"] == ("2026-12-24: x, 2026-12-25: x, 2026-12-26: x, 2027-01-26: 08:00-02:00")
    assert (row["Thursday hours"], row["Sunday hours"]) == ("09:00-12:30, 18:00-01:00", "x")


def test_a_day_reads_as_it_opens():
    assert Day(0, (Span(time(0), time(23, 59)),)).words == "open all day"
