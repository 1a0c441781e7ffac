"""An upload that is all a source has: what it does not name is discontinued, after the last row, within a share."""

from datetime import timedelta

from django.utils import timezone

import pytest
import time_machine

from catalog.bulk.missing import Discontinued
from catalog.models import ProductPage, Variant
from delivery.models import Change
from headless.jobs import running
from seo.commerce import Availability
from tests.bulk import as_lines, caller, finish, make_rows, make_worker, rows_of_job, send, write
from tests.importing import product
from tests.make import make_category, make_product, make_variant
from tests.people import make_user
from tests.test_machine_files import make_second_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamps(home):
    make_worker()
    return make_category(home, title="Lamps", slug="lamps")


@pytest.fixture
def erp():
    return caller()


def replace(client, rows, **options):
    return finish(client, rows, **{"mode": "replace", "missing_at_most": 1, **options})


def ended():
    """The ids of variants that are no longer made."""
    found = Variant.objects.filter(availability=Availability.DISCONTINUED)
    return sorted(found.values_list("external_id", flat=True))


def test_products_no_row_names_are_discontinued(lamps, erp):
    finish(erp, make_rows(3))
    job = replace(erp, make_rows(1))
    assert (job["state"], job["counts"]["discontinued"], job["counts"]["unchanged"]) == ("succeeded", 2, 1)
    assert ended() == ["erp:LN-2", "erp:LN-3"]


def test_the_report_says_which_were_discontinued_and_where_they_stand(lamps, erp):
    finish(erp, make_rows(2))
    job = replace(erp, make_rows(1))
    [row] = rows_of_job(erp, job, status="discontinued")
    assert (row["key"], row["id"], row["path"]) == ("erp:2", product(2, "erp").pk, "/lamps/lantern-2/")


def test_a_discontinued_product_keeps_its_address_and_leaves_the_lists(client, lamps, erp):
    finish(erp, make_rows(2))
    replace(erp, make_rows(1))
    assert client.get("/lamps/lantern-2/").status_code == 200
    assert client.get("/api/v1/catalog/products/").json()["count"] == 1


def test_those_who_listen_are_told(lamps, erp):
    finish(erp, make_rows(2))
    before = set(Change.objects.values_list("pk", flat=True))
    replace(erp, make_rows(1))
    told = Change.objects.exclude(pk__in=before).filter(page_id=product(2, "erp").pk)
    assert told.exists()


def test_a_product_comes_back_when_a_row_names_it_again(client, lamps, erp):
    finish(erp, make_rows(2))
    replace(erp, make_rows(1))
    job = replace(erp, make_rows(2))
    assert (job["counts"]["updated"], ended()) == (1, [])
    assert client.get("/api/v1/catalog/products/").json()["count"] == 2


def test_a_second_upload_discontinues_nothing_again(lamps, erp):
    finish(erp, make_rows(2))
    replace(erp, make_rows(1))
    assert replace(erp, make_rows(1))["counts"]["discontinued"] == 0


def test_what_others_brought_or_made_stays_for_sale(lamps, erp):
    make_product(lamps, variants=1, slug="by-hand")
    finish(erp, make_rows(1), source="pim")
    finish(erp, [*make_rows(1, variants=[{"sku": "ERP-1", "price": "1.00", "currency": "GBP"}])])
    by_hand = make_variant(product(1, "erp"), sku="BY-HAND")
    finish(erp, make_rows(5)[4:])
    replace(erp, make_rows(5)[4:])
    by_hand.refresh_from_db()
    assert (ended(), by_hand.availability) == (["erp:ERP-1"], Availability.IN_STOCK)


def test_products_of_the_source_on_another_site_stay(lamps, erp):
    make_category(make_second_site("second.example"), title="Lamps", slug="lamps")
    finish(erp, make_rows(2))
    there = make_rows(1, id="there", variants=[{"sku": "THERE", "price": "1.00", "currency": "GBP"}])
    replace(erp, there, site="second.example")
    assert ended() == []


# Guards -------------------------------------------------------------------------------------------------


def test_more_than_a_tenth_is_not_discontinued_unless_it_is_confirmed(lamps, erp):
    finish(erp, make_rows(10))
    job = finish(erp, make_rows(8), mode="replace")
    assert (job["counts"]["discontinued"], ended()) == (0, [])
    assert "2 of 10" in job["warnings"][0]
    assert replace(erp, make_rows(8), missing_at_most=0.2)["counts"]["discontinued"] == 2


def test_a_dry_run_says_how_many_and_writes_nothing(lamps, erp):
    finish(erp, make_rows(3))
    job = replace(erp, make_rows(1), dry_run="true")
    assert (job["counts"]["discontinued"], ended()) == (2, [])
    assert "2 of 3 products are missing and would be discontinued." in job["warnings"]


def test_a_row_nobody_can_read_discontinues_nothing(lamps, erp):
    finish(erp, make_rows(2))
    assert replace(erp, as_lines([make_rows(1)[0], "{oops"]))["state"] == "partial"
    assert ended() == []


def test_a_refused_row_still_names_its_product(lamps, erp):
    finish(erp, make_rows(2))
    rows = make_rows(2)
    rows[1]["title"] = ""
    replace(erp, rows)
    assert ended() == []


def test_who_may_not_change_variants_discontinues_nothing(lamps, erp):
    finish(erp, make_rows(2))
    sent = {"mode": "replace", "missing_at_most": 1, "publish": "false"}
    response = write(caller(make_user("Editors")), make_rows(1), **sent)
    running.work()
    assert ended() == []
    assert "may not change" in erp.get(response["Location"]).json()["warnings"][0]


@pytest.mark.parametrize("options", [{"missing": "keep"}, {"match": "sku"}])
def test_what_contradicts_a_replacement_is_refused(lamps, erp, options):
    response = write(erp, make_rows(1), mode="replace", **options)
    assert (response.status_code, response.json()["errors"][0]["loc"]) == (422, ["query", "missing"])


# Stopped and killed -------------------------------------------------------------------------------------


@pytest.fixture
def one_at_a_time(monkeypatch):
    monkeypatch.setattr(Discontinued, "step_size", 1)


def test_nothing_is_discontinued_before_the_last_row(lamps, erp):
    finish(erp, make_rows(150)[140:])
    write(erp, as_lines(make_rows(149)), mode="replace", missing_at_most=1)
    runner = running.claim()
    assert running.step(*runner)
    assert ended() == []
    running.run(*runner)
    assert ended() == ["erp:LN-150"]


def test_a_stopped_upload_discontinues_nothing(lamps, erp):
    finish(erp, make_rows(2))
    job = write(erp, make_rows(1), mode="replace", missing_at_most=1).json()
    runner = running.claim()
    assert running.step(*runner)
    send(erp, "POST", f"jobs/{job['id']}/actions/cancel/", "")
    running.run(*runner)
    assert ended() == []


def test_a_killed_worker_is_followed_by_one_that_discontinues_the_rest(lamps, erp, one_at_a_time):
    finish(erp, make_rows(4))
    job = write(erp, make_rows(1), mode="replace", missing_at_most=1).json()
    first = running.claim()
    for _ in range(2):  # the rows, and one product that is missing
        assert running.step(*first)
    assert len(ended()) == 1
    with time_machine.travel(timezone.now() + running.LOST_AFTER + timedelta(seconds=1)):
        running.work()
        assert not running.step(*first)
    job = send(erp, "GET", f"jobs/{job['id']}/").json()
    assert (job["state"], job["counts"]["discontinued"]) == ("succeeded", 3)
    rows = rows_of_job(erp, job, status="discontinued")
    assert [row["key"] for row in rows] == ["erp:2", "erp:3", "erp:4"]
    assert ProductPage.objects.live().count() == 4
