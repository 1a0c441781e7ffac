"""Products by the thousand: written once, left alone the second time, told row by row."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import Revision

import pytest

from catalog.models import ProductPage, Variant
from cms.models import Page, RedirectRule
from delivery.models import Change
from headless.jobs.models import BulkJob, BulkPart, BulkRow
from tests.bulk import as_lines, caller, finish, make_rows, make_worker, rows_of_job, write
from tests.importing import product
from tests.make import make_category, make_product
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamps(home):
    make_worker()
    return make_category(home, title="Lamps", slug="lamps")


@pytest.fixture
def erp():
    return caller()


def statuses(client, job, **query):
    return [row["status"] for row in rows_of_job(client, job, **query)]


def test_an_array_becomes_a_job_that_writes_it(client, lamps, erp):
    response = write(erp, make_rows(3))
    job = response.json()
    assert (response.status_code, job["state"], job["progress"]) == (202, "queued", {"done": 0, "total": 3})
    assert response["Location"] == f"/api/v1/jobs/{job['id']}/"
    assert not ProductPage.objects.exists()

    job = finish(erp, make_rows(3))

    assert (job["state"], job["progress"]) == ("succeeded", {"done": 3, "total": 3})
    assert sorted(ProductPage.objects.values_list("external_id", "live")) == [
        (f"erp:{number}", True) for number in (1, 2, 3)
    ]
    row = rows_of_job(erp, job)[1]
    assert (row["index"], row["key"], row["path"], row["id"]) == (
        1, "erp:2", "/lamps/lantern-2/", product(2, "erp").pk
    )  # fmt: skip
    assert client.get("/lamps/lantern-2/").status_code == 200
    assert client.get("/api/v1/catalog/products/?q=Lantern").json()["count"] == 3
    assert not BulkPart.objects.exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_lines_are_taken_too_and_a_bad_one_costs_itself_alone(lamps, erp):
    one, two, three = make_rows(3)
    two["title"], three["colour"] = "", "red"
    lines = (
        as_lines([one, "{oops", two, "[1]", three, '{"id": "4", "title": "\\ud800"}', ""]).encode()
        + b"\xff\n"
    )
    job = finish(erp, lines)
    assert (job["state"], job["counts"]["created"], job["counts"]["failed"]) == ("partial", 1, 6)
    failed = rows_of_job(erp, job, status="failed")
    assert [(row["index"], row["errors"][0]["type"], row["errors"][0]["loc"]) for row in failed] == [
        (1, "unreadable", ["row"]),
        (2, "value_error", ["title"]),
        (3, "unreadable", ["row"]),
        (4, "extra_forbidden", ["colour"]),
        (5, "value_error", ["title"]),
        (6, "unreadable", ["row"]),
    ]


def test_the_second_run_writes_nothing_at_no_cost(lamps, erp):
    rows = make_rows(300)
    finish(erp, as_lines(rows))
    before = (
        list(Page.objects.order_by("pk").values()),
        list(Variant.objects.order_by("pk").values()),
        Revision.objects.count(),
        Change.objects.count(),
    )
    response = write(erp, as_lines(rows))
    with CaptureQueriesContext(connection) as queries:
        from headless.jobs import running

        running.work()
    job = erp.get(response["Location"]).json()
    assert (job["state"], job["counts"]["unchanged"]) == ("succeeded", 300)
    assert before == (
        list(Page.objects.order_by("pk").values()),
        list(Variant.objects.order_by("pk").values()),
        Revision.objects.count(),
        Change.objects.count(),
    )
    assert len(queries) <= 0.2 * 300


def test_rows_that_say_what_is_stored_are_unchanged_whoever_wrote_it(lamps, erp):
    finish(erp, make_rows(3))
    ProductPage.objects.update(import_hash="")
    revisions = Revision.objects.count()
    job = finish(erp, make_rows(3))
    assert job["counts"]["unchanged"] == 3
    assert Revision.objects.count() == revisions
    assert not ProductPage.objects.filter(import_hash="").exists()


def test_what_an_editor_wrote_stays_until_the_row_changes(lamps, erp):
    finish(erp, make_rows(1))
    page = product(1, "erp")
    page.title = "The Lamp"
    page.save_revision().publish()
    finish(erp, make_rows(1))
    assert product(1, "erp").title == "The Lamp"
    finish(erp, make_rows(1, summary="Lit."))
    assert product(1, "erp").title == "Lantern 1"


def test_renamed_products_are_told_with_both_addresses_and_redirect(client, lamps, erp):
    finish(erp, make_rows(3))
    rows = make_rows(3)
    rows[1]["slug"] = "beacon"
    job = finish(erp, rows)
    assert (job["counts"]["updated"], job["counts"]["unchanged"]) == (1, 2)
    [row] = rows_of_job(erp, job, status="updated")
    assert (row["path"], row["old_path"], row["redirect_created"]) == (
        "/lamps/beacon/", "/lamps/lantern-2/", True
    )  # fmt: skip
    assert client.get("/lamps/lantern-2/")["Location"] == "/lamps/beacon/"


def test_two_rows_that_want_one_address_fail(lamps, erp):
    finish(erp, make_rows(2))
    rows = [{**row, "slug": "beacon"} for row in make_rows(2)]
    assert statuses(erp, finish(erp, rows)) == ["failed", "failed"]
    rows = make_rows(3)
    rows[0]["slug"] = rows[2]["slug"] = "beacon"
    assert statuses(erp, finish(erp, rows)) == ["failed", "unchanged", "failed"]


def test_a_slug_that_is_given_is_had_or_refused(lamps, erp):
    make_product(lamps, slug="beacon")
    rows = make_rows(2, slug="beacon")
    rows[1]["slug"] = "lantern"
    job = finish(erp, rows)
    assert statuses(erp, job) == ["failed", "created"]
    [row] = rows_of_job(erp, job, status="failed")
    assert [(one["loc"], one["type"]) for one in row["errors"]] == [(["slug"], "conflict")]
    assert product(2, "erp").slug == "lantern"


def test_a_slug_made_from_a_title_gives_way_to_one_that_is_given(lamps, erp):
    rows = make_rows(3, title="Beacon")
    rows[0]["slug"], rows[2]["slug"] = "lantern", "beacon"
    finish(erp, rows)
    assert [product(number, "erp").slug for number in (1, 2, 3)] == ["lantern", "beacon-2", "beacon"]
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_patch_touches_what_it_names_and_makes_nothing(lamps, erp):
    finish(erp, make_rows(2))
    patch = [
        {"id": "1", "variants": [{"sku": "LN-1", "stock": 0}]},
        {"id": "2", "summary": "Lit."},
        {"id": "3", "title": "Lantern 3", "category": "/lamps/"},
        {"id": "2", "summary": "Again."},
    ]
    job = finish(erp, patch, mode="patch")
    assert statuses(erp, job) == ["updated", "updated", "failed", "failed"]
    assert [row["errors"][0]["type"] for row in rows_of_job(erp, job, status="failed")] == [
        "not_found",
        "repeated",
    ]
    assert (product(2, "erp").summary, product(2, "erp").title) == ("Lit.", "Lantern 2")
    assert Variant.objects.get(sku="LN-1").stock == 0
    assert Variant.objects.get(sku="LN-1").price == 12.5
    # The source's own rows are compared with what they said the last time.
    assert finish(erp, make_rows(2))["counts"].get("unchanged", 0) == 1
    assert product(2, "erp").summary == "Lit."


def test_products_are_found_by_sku(lamps, erp):
    by_hand = make_product(lamps, title="By hand", slug="by-hand", variants=1)
    sku = by_hand.variants.get().sku
    rows = [
        {"title": "Taken over", "variants": [{"sku": sku, "price": 9, "currency": "GBP"}]},
        {
            "title": "New",
            "category": "/lamps/",
            "variants": [{"sku": "NEW-1", "price": 9, "currency": "GBP"}],
        },
        {"title": "Nobody"},
    ]
    job = finish(erp, rows, match="sku")
    assert statuses(erp, job) == ["updated", "created", "failed"]
    by_hand.refresh_from_db()
    assert (by_hand.title, by_hand.external_id, by_hand.variants.get().price) == ("Taken over", "", 9)
    assert product("NEW-1", "erp").title == "New"
    assert statuses(erp, finish(erp, rows[:2], match="sku")) == ["unchanged", "unchanged"]


def test_a_dry_run_tells_the_same_and_writes_nothing(lamps, erp):
    finish(erp, make_rows(2))
    rows = make_rows(3)
    rows[0]["slug"] = "beacon"
    before = Page.objects.count(), Change.objects.count(), Revision.objects.count()
    dry = finish(erp, rows, dry_run="true")
    assert (Page.objects.count(), Change.objects.count(), Revision.objects.count()) == before
    assert not RedirectRule.objects.exists()
    wet = finish(erp, rows)
    assert (dry["dry_run"], dry["counts"]) == (True, wet["counts"])
    first, second = rows_of_job(erp, dry), rows_of_job(erp, wet)
    assert [(row["status"], row["path"], row["old_path"]) for row in first] == [
        (row["status"], row["path"], row["old_path"]) for row in second
    ]


# What is missing ----------------------------------------------------------------------------------------


def test_products_no_row_names_go_offline_where_that_is_asked_and_come_back(client, lamps, erp):
    finish(erp, make_rows(12))
    make_product(lamps, slug="by-hand")
    assert finish(erp, make_rows(11))["counts"].get("unpublished", 0) == 0
    job = finish(erp, make_rows(11), missing="unpublish")
    assert (job["state"], job["counts"]["unpublished"]) == ("succeeded", 1)
    [row] = rows_of_job(erp, job, status="unpublished")
    assert (row["key"], row["path"], row["old_path"]) == ("erp:12", None, "/lamps/lantern-12/")
    assert client.get("/lamps/lantern-12/").status_code in (404, 410)
    assert client.get("/lamps/by-hand/").status_code == 200
    finish(erp, make_rows(12))
    assert client.get("/lamps/lantern-12/").status_code == 200
    assert product(12, "erp").absent_since is None


def test_more_than_a_share_stays_online_unless_it_is_confirmed(lamps, erp):
    finish(erp, make_rows(10))
    job = finish(erp, make_rows(4), missing="unpublish")
    assert job["counts"].get("unpublished", 0) == 0
    assert "6 of 10" in job["warnings"][0]
    dry = finish(erp, make_rows(4), missing="unpublish", missing_at_most=1, dry_run="true")
    assert (ProductPage.objects.live().count(), "would be" in dry["warnings"][0]) == (10, True)
    finish(erp, make_rows(4), missing="unpublish", missing_at_most=0.6)
    assert ProductPage.objects.live().count() == 4


def test_a_row_nobody_can_read_takes_nothing_offline(lamps, erp):
    finish(erp, make_rows(2))
    job = finish(erp, as_lines([make_rows(1)[0], "{oops"]), missing="unpublish", missing_at_most=1)
    assert (job["state"], ProductPage.objects.live().count()) == ("partial", 2)
    rows = make_rows(2)
    rows[1]["title"] = ""
    finish(erp, rows, missing="unpublish", missing_at_most=1)
    assert ProductPage.objects.live().count() == 2  # refused, but named


def test_what_is_missing_is_not_asked_of_patches(lamps, erp):
    assert write(erp, make_rows(1), mode="patch", missing="unpublish").status_code == 422
    assert write(erp, make_rows(1), match="sku", missing="unpublish").status_code == 422


# What is not taken --------------------------------------------------------------------------------------


def test_bodies_that_cannot_be_taken_are_refused_whole(lamps, erp, settings):
    assert write(erp, []).status_code == 422
    assert write(erp, "\n\n").status_code == 422
    assert write(erp, {"id": 1}).status_code == 422
    assert write(erp, make_rows(1001)).status_code == 413
    settings.BULK_ROWS = 5
    assert write(erp, as_lines(make_rows(6))).status_code == 413
    settings.BULK_BYTES = 100
    assert write(erp, as_lines(make_rows(5))).status_code == 413
    path = "/api/v1/catalog/products/bulk/?source=erp"
    assert erp.post(path, "x", content_type="text/csv").status_code == 415
    assert erp.post(path, "[{", content_type="application/json").status_code == 400
    assert erp.post(path, "[1, NaN]", content_type="application/json").status_code == 400
    assert erp.post(path, "[" * 100_000, content_type="application/json").status_code == 400
    zipped = erp.post(path, "[]", content_type="application/json", headers={"Content-Encoding": "gzip"})
    assert zipped.status_code == 415
    assert erp.post(f"{path}&mode=replace", "[]", content_type="application/json").status_code == 422
    assert erp.post(f"{path}&modus=patch", "[]", content_type="application/json").status_code == 422
    assert not BulkJob.objects.exists()


def test_strange_rows_are_told_of_and_break_nothing(lamps, erp):
    deep = '{"id": ' + "[" * 50 + "]" * 50 + "}"
    rows = [
        {"id": "a\0b", "title": "x"},
        {"id": "1", "category": "/a\0b/", "title": "x"},
        {"id": "2", "category": "x\0", "title": "x"},
        {
            "id": "7",
            "category": "x\ud800",
            "title": "x",
            "brand": "\ud800",
            "attributes": {"\ud800": "\ud800"},
        },
        {
            "id": "3",
            "title": "x",
            "category": "/lamps/",
            "attributes": {"a\0": 1},
            "pictures": ["\0", "²", 10**30],
        },
        {"id": 4, "title": "x"},
        {"id": "5", "a\0b": 1},
        {"id": "6", "title": "x", "category": True},
        {"variants": [1]},
        {"variants": {"sku": 1}},
        {"id": "x" * 400},
    ]
    job = finish(erp, as_lines([*rows, deep]))
    assert (job["state"], job["counts"]["failed"]) == ("failed", 12)
    assert len(rows_of_job(erp, job)) == 12
    assert not ProductPage.objects.exists()


def test_without_the_right_to_publish_rows_are_refused_one_by_one(lamps, erp):
    finish(erp, make_rows(2))
    sender = caller(make_user("Merchandisers"))
    rows = make_rows(3)
    rows[0]["title"] = "Other"
    rows[1]["variants"][0]["price"] = 1
    job = finish(sender, rows, publish="false")
    assert statuses(sender, job) == ["failed", "updated", "created"]
    assert (product(1, "erp").title, product(3, "erp").live) == ("Lantern 1", False)
    assert BulkRow.objects.get(job=job["id"], index=0).errors[0]["type"] == "forbidden"
    assert write(caller(make_user()), make_rows(1)).status_code == 403
    assert write(caller(scopes=("jobs:read",)), make_rows(1)).status_code == 403
