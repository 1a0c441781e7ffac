"""kill -9 of the worker in the middle of a bulk write, again and again: nothing is lost, nothing is there twice."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from catalog.models import ProductPage, Variant
from cms.models import Page
from cms.sites import point_default_site_at_public_url
from delivery.models import Change
from headless.jobs.models import BulkJob, BulkPart, BulkRow
from home.models import HomePage
from tests.bulk import as_lines, caller, finish, make_rows, make_worker, write
from tests.make import make_category
from tests.test_worker_killed import ROOT, address

ROWS = 1000
MISSING = 1000

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.postgres,  # the test's SQLite lives in one process's memory
]


@pytest.fixture
def lamps():
    site = point_default_site_at_public_url()
    make_worker()
    return make_category(HomePage.objects.get(pk=site.root_page_id), title="Lamps", slug="lamps")


def work_and_be_killed() -> int:
    """Workers, one after another, until the job is done; how many were killed."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.killed_bulk"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": address(),
            "PHAROS_ENV": "local",
            "TASKS": "database",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{Path(ROOT, 'site')}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_LEVEL": "CRITICAL",
        },
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return int(run.stdout)


def test_a_bulk_write_survives_workers_that_are_killed(lamps):
    before = Change.objects.count()
    assert write(caller(), as_lines(make_rows(ROWS))).status_code == 202

    assert work_and_be_killed() > 1

    job = BulkJob.objects.get()
    assert (job.state, job.done, job.counts) == ("succeeded", ROWS, {"created": ROWS})
    assert not BulkPart.objects.exists()
    assert list(BulkRow.objects.values_list("index", flat=True)) == list(range(ROWS))
    ids = list(ProductPage.objects.values_list("external_id", flat=True))
    assert sorted(ids) == sorted(f"erp:{number}" for number in range(1, ROWS + 1))
    assert Variant.objects.count() == ROWS
    told = Change.objects.filter(page_type="catalog.productpage").values_list("page_id", flat=True)
    assert sorted(told) == sorted(ProductPage.objects.values_list("pk", flat=True))
    assert Change.objects.count() > before
    assert Page.find_problems() == ([], [], [], [], [])


def test_what_is_missing_is_discontinued_once_though_workers_are_killed(lamps):
    erp = caller()
    finish(erp, as_lines(make_rows(MISSING + 1)))
    before = Change.objects.latest("pk").pk
    assert write(erp, make_rows(1), mode="replace", missing_at_most=1).status_code == 202

    assert work_and_be_killed() > 0

    job = BulkJob.objects.get(options__mode="replace")
    assert (job.state, job.counts) == ("succeeded", {"unchanged": 1, "discontinued": MISSING})
    named = BulkRow.objects.filter(job=job, status="discontinued").values_list("key", flat=True)
    assert sorted(named) == sorted(f"erp:{number}" for number in range(2, MISSING + 2))
    assert Variant.objects.filter(availability="Discontinued").count() == MISSING
    # Each has left the lists and is offered otherwise, and that is told once.
    told = Counter(Change.objects.filter(pk__gt=before).values_list("page_id", "kind"))
    assert (len(told), set(told.values())) == (2 * MISSING, {1})
