"""kill -9 of the worker in the middle of a bulk write, again and again: nothing is lost, nothing is there twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.models import ProductPage, Variant
from cms.models import Page
from cms.sites import point_default_site_at_public_url
from delivery.models import Change
from headless.jobs.models import BulkJob, BulkPart, BulkRow
from home.models import HomePage
from tests.bulk import as_lines, caller, make_rows, make_worker, write
from tests.make import make_category
from tests.test_worker_killed import ROOT, address

ROWS = 1000

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.postgres,  # the test's SQLite lives in one process's memory
]


def test_a_bulk_write_survives_workers_that_are_killed():
    site = point_default_site_at_public_url()
    make_category(HomePage.objects.get(pk=site.root_page_id), title="Lamps", slug="lamps")
    make_worker()
    before = Change.objects.count()
    assert write(caller(), as_lines(make_rows(ROWS))).status_code == 202

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
    assert int(run.stdout) > 1

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
