"""kill -9 of the worker at any point: every change is relayed, none is forgotten, and none is heard twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.db import connection

import pytest

from delivery.models import Change, Consumer

ROOT = Path(__file__).parent.parent
POINTS = (
    "in the middle of a task",
    "before positions are committed",
    "after positions are committed",
    "before the consumer",
    "after the consumer",
    "before the consumer's place is committed",
    "after the consumer's place is committed",
    "at any moment",
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,  # the test's SQLite lives in one process's memory
]


@pytest.fixture
def heard():
    """What the consumer heard, in the database of the test."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS heard (change_id bigint NOT NULL)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE heard")


def address() -> str:
    named = connection.settings_dict
    host = named["HOST"] or named.get("OPTIONS", {}).get("host", "")
    place = f"{named['USER']}:{quote(named['PASSWORD'] or '')}@"
    if host.startswith("/"):
        return f"postgres://{named['USER']}@/{named['NAME']}?host={quote(host)}"
    return f"postgres://{place}{host}:{named['PORT'] or 5432}/{named['NAME']}"


@pytest.mark.parametrize("point", POINTS)
def test_every_change_is_relayed_though_the_worker_is_killed(heard, point):
    run = subprocess.run(
        [sys.executable, "-m", "tests.killed_worker", point],
        cwd=ROOT,
        env={
            **os.environ,
            "AUDIT_HOUR": "",  # no audit of the night, whatever the clock says
            "DATABASE_URL": address(),
            "PHAROS_ENV": "local",
            "TASKS": "database",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "WORKER_HEARTBEAT": os.devnull,
            "LOG_LEVEL": "CRITICAL",
        },
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert str(-signal.SIGKILL) in run.stdout.split()

    ids = list(Change.objects.order_by("position").values_list("pk", flat=True))
    positions = list(Change.objects.order_by("position").values_list("position", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT change_id FROM heard")
        told = [pk for [pk] in cursor.fetchall()]
    assert len(ids) == 108 or point == "at any moment"
    assert ids
    assert positions == list(range(1, len(ids) + 1))
    assert sorted(told) == sorted(ids)
    assert Consumer.objects.get(name="tests.killed_worker.consume").position == len(ids)
