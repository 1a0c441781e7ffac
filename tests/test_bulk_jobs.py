"""Jobs: who sees them, how they are stopped, what goes on after a kill, and that they are forgotten."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

import pytest
import time_machine

from catalog.models import ProductPage
from headless.jobs import models, running
from headless.jobs.models import BulkJob, BulkPart, BulkRow
from tests.bulk import as_lines, caller, finish, make_rows, make_worker, rows_of_job, send, write
from tests.make import make_category
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamps(home):
    make_worker()
    return make_category(home, title="Lamps", slug="lamps")


@pytest.fixture
def erp():
    return caller()


def cancel(client, job):
    return send(client, "POST", f"jobs/{job['id']}/actions/cancel/", "")


# Seeing them --------------------------------------------------------------------------------------------


def test_everybody_sees_their_own_jobs_and_an_administrator_all(client, lamps, erp):
    mine, other = caller(make_user("Merchandisers")), caller(make_user("Merchandisers"))
    job = write(mine, make_rows(1), publish="false").json()
    address = f"jobs/{job['id']}/"
    assert [send(who, "GET", address).status_code for who in (mine, other, erp, client)] == [
        200,
        404,
        200,
        401,
    ]
    assert [send(who, "GET", "jobs/").json()["count"] for who in (mine, other, erp)] == [1, 0, 1]
    assert [send(who, "GET", f"{address}rows/").status_code for who in (mine, other)] == [200, 404]
    assert cancel(other, job).status_code == 404
    assert send(erp, "GET", f"jobs/{uuid4()}/").status_code == 404
    assert send(erp, "GET", "jobs/1/").status_code == 404
    assert send(mine, "GET", "jobs/?state=queued").json()["items"][0]["id"] == job["id"]
    assert send(mine, "GET", "jobs/?state=failed").json()["items"] == []


def test_rows_are_read_on_from_a_cursor(lamps, erp):
    job = finish(erp, make_rows(5))
    first = send(erp, "GET", f"jobs/{job['id']}/rows/?limit=2").json()
    second = send(erp, "GET", f"jobs/{job['id']}/rows/?limit=2&cursor={first['next_cursor']}").json()
    last = send(erp, "GET", f"jobs/{job['id']}/rows/?limit=2&cursor={second['next_cursor']}").json()
    found = [row["index"] for page in (first, second, last) for row in page["items"]]
    assert (found, last["next_cursor"]) == ([0, 1, 2, 3, 4], None)
    for strange in ("x", "-1", "²", "9" * 19):
        assert send(erp, "GET", f"jobs/{job['id']}/rows/?cursor={strange}").status_code == 422


def test_what_it_costs_to_follow_a_job_does_not_grow(lamps, erp, django_assert_max_num_queries):
    job = finish(erp, make_rows(150))
    with django_assert_max_num_queries(8):
        assert len(rows_of_job(erp, job, limit=150)) == 150
    for _ in range(20):
        write(erp, make_rows(1))
    with django_assert_max_num_queries(8):
        assert send(erp, "GET", "jobs/?limit=100").json()["count"] == 21


# Without a worker ---------------------------------------------------------------------------------------


def test_without_a_worker_a_small_job_is_done_at_once_and_says_so(home, erp):
    make_category(home, title="Lamps", slug="lamps")
    job = write(erp, make_rows(2)).json()
    assert (job["state"], job["counts"]["created"]) == ("succeeded", 2)
    assert "No worker" in job["warnings"][0]


def test_without_a_worker_a_large_job_waits_for_one_and_says_so(home, erp):
    make_category(home, title="Lamps", slug="lamps")
    job = write(erp, as_lines(make_rows(201))).json()
    assert (job["state"], ProductPage.objects.count()) == ("queued", 0)
    assert "waits" in job["warnings"][0]
    running.work()
    assert send(erp, "GET", f"jobs/{job['id']}/").json()["state"] == "succeeded"


# Stopping -----------------------------------------------------------------------------------------------


def test_a_job_nobody_has_begun_is_stopped_at_once(lamps, erp):
    job = write(erp, make_rows(3)).json()
    assert cancel(erp, job).json()["state"] == "cancelled"
    running.work()
    assert not ProductPage.objects.exists()
    assert not BulkPart.objects.exists()
    assert cancel(erp, job).status_code == 409


def test_a_running_job_stops_after_the_part_in_hand_and_what_is_written_stays(lamps, erp):
    job = write(erp, as_lines(make_rows(250))).json()
    runner = running.claim()
    assert running.step(*runner)
    assert cancel(erp, job).json()["state"] == "running"
    assert not running.step(*runner)
    job = send(erp, "GET", f"jobs/{job['id']}/").json()
    assert (job["state"], job["progress"]["done"], ProductPage.objects.count()) == ("cancelled", 100, 100)
    assert "100 of 250" in job["warnings"][0]
    assert job["finished_at"]


def test_stopping_needs_the_scope_the_job_was_made_with(lamps):
    user = make_user("Merchandisers")
    job = write(caller(user), make_rows(1), publish="false").json()
    assert cancel(caller(user, scopes=("jobs:read",)), job).status_code == 403
    assert cancel(caller(user), job).status_code == 200


# Going on -----------------------------------------------------------------------------------------------


def test_a_deserted_job_is_gone_on_with_and_its_first_runner_finds_it_lost(lamps, erp):
    job = write(erp, as_lines(make_rows(150))).json()
    first = running.claim()
    assert running.step(*first)
    assert running.claim() is None
    with time_machine.travel(timezone.now() + running.LOST_AFTER + timedelta(seconds=1)):
        second = running.claim()
        assert second is not None
        assert not running.step(*first)
        running.run(*second)
    job = send(erp, "GET", f"jobs/{job['id']}/").json()
    assert (job["state"], job["counts"]["created"], len(rows_of_job(erp, job, limit=500))) == (
        "succeeded",
        150,
        150,
    )


def test_a_job_that_never_gets_on_is_given_up(lamps, erp, monkeypatch):
    from catalog.bulk.products import Products

    def break_off(self, rows):
        raise RuntimeError("no")

    monkeypatch.setattr(Products, "write", break_off)
    job = write(erp, make_rows(1)).json()
    moment = timezone.now()
    for _ in range(running.MOST_TRIES + 1):
        with time_machine.travel(moment):
            running.work()
        moment += running.LOST_AFTER + timedelta(seconds=1)
    job = send(erp, "GET", f"jobs/{job['id']}/").json()
    assert (job["state"], "never got on" in job["warnings"][0]) == ("failed", True)
    assert not BulkPart.objects.exists()


def test_a_job_whose_owner_was_dismissed_writes_nothing(lamps, erp):
    user = make_user(is_superuser=True)
    job = write(caller(user), make_rows(1)).json()
    user.is_active = False
    user.save()
    running.work()
    assert not ProductPage.objects.exists()
    assert send(erp, "GET", f"jobs/{job['id']}/").json()["state"] == "failed"


def test_jobs_are_forgotten_a_month_after_they_ended(lamps, erp):
    finish(erp, make_rows(1))
    write(erp, make_rows(1))
    assert models.prune() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert models.prune() == 1
    assert (BulkJob.objects.count(), BulkRow.objects.count(), BulkPart.objects.count()) == (1, 0, 1)
