"""kill -9 of the worker at any point of a delivery: everything is delivered, and what comes twice has the same id."""

import os
import signal
import subprocess
import sys

import pytest

from delivery.models import Change, Delivery, Pruned
from tests.endpoints import endpoint
from tests.killed_webhooks import WRITES
from tests.test_worker_killed import ROOT, address
from tests.webhooks import ids, make_webhook

POINTS = (
    "before the call",
    "during the call",
    "after the call",
    "before writing down",
    "after writing down",
    "at any moment",
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,  # the test's SQLite lives in one process's memory
]


@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_though_the_worker_is_killed(point):
    answers = ["hang", 200] if point == "during the call" else [200]
    with endpoint(*answers) as fake:
        make_webhook(fake.url)
        run = subprocess.run(
            [sys.executable, "-m", "tests.killed_webhooks", point],
            cwd=ROOT,
            env={
                **os.environ,
                "AUDIT_HOUR": "",
                "DATABASE_URL": address(),
                "PHAROS_ENV": "local",
                "TASKS": "database",
                "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "WEBHOOK_PRIVATE_HOSTS": "127.0.0.1",
                "WORKER_HEARTBEAT": os.devnull,
                "LOG_LEVEL": "CRITICAL",
            },
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr
        told = ids(fake)
    kills = run.stdout.split().count(str(-signal.SIGKILL))
    assert kills >= 1
    deliveries = Delivery.objects.all()
    assert {delivery.state for delivery in deliveries} == {"delivered"}
    assert set(told) == {delivery.uid for delivery in deliveries}
    assert len(told) - len(set(told)) <= kills
    said = sorted(change["seq"] for delivery in deliveries for change in delivery.body["changes"])
    assert said == list(range(1, Change.objects.count() + 1))
    assert len(said) == WRITES or point == "at any moment"
    assert not Pruned.objects.exists()
