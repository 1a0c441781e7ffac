"""The worker: the queue of tasks, jobs by the clock, an end that is clean, a database that goes and comes back."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

from django.core.management import call_command, get_commands
from django.db import DatabaseError, connection
from django.tasks import task
from django.utils import timezone

import wagtail.tasks

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from delivery import log, relay, worker
from delivery.models import Change, Job

ROOT = Path(__file__).parent.parent
DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
JOB = "tests.test_worker.job"
ran: list[str] = []


def job():
    ran.append("job")


def broken_job():
    ran.append("broken")
    raise ValueError("no")


@pytest.fixture(autouse=True)
def _quiet(settings, tmp_path):
    ran.clear()
    settings.WORKER_HEARTBEAT = str(tmp_path / "heartbeat")
    settings.PERIODIC = []


@pytest.fixture
def queue(settings, home, monkeypatch):
    """The database's queue. A task belongs to the backend it was made for, so the two of these tests are made anew."""
    settings.TASKS = DATABASE
    # The test's transaction lives on the connection that would be renewed.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    for module, name in ((wagtail.tasks, "update_reference_index_task"), (relay, "relay_changes")):
        monkeypatch.setattr(module, name, task()(getattr(module, name).func))


# Tasks -------------------------------------------------------------------------------------------------------


def test_changes_wait_for_the_worker_where_tasks_do(queue, settings, django_capture_on_commit_callbacks):
    settings.CHANGE_CONSUMERS = []
    with django_capture_on_commit_callbacks(execute=True):
        log.record(Change.Kind.MENU)
    assert DBTaskResult.objects.ready().get().task_path == "delivery.relay.relay_changes"
    assert Change.objects.get(kind="menu").position is None
    call_command("run_worker", "--once")
    assert DBTaskResult.objects.successful().count() == 1
    assert Change.objects.get(kind="menu").position == Change.objects.count()


def test_a_task_that_fails_leaves_the_others_alone(queue, home):
    wagtail.tasks.update_reference_index_task.enqueue("home", "homepage", "0")
    wagtail.tasks.update_reference_index_task.enqueue("home", "homepage", str(home.pk))
    call_command("run_worker", "--once")
    assert (DBTaskResult.objects.failed().count(), DBTaskResult.objects.successful().count()) == (1, 1)


def test_a_task_whose_worker_was_killed_is_run_again(queue, home):
    wagtail.tasks.update_reference_index_task.enqueue("home", "homepage", str(home.pk))
    DBTaskResult.objects.get().claim("a worker that was killed")
    assert worker.find_lost_tasks() == 0
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(hours=1))
    assert worker.find_lost_tasks() == 1
    call_command("run_worker", "--once")
    assert DBTaskResult.objects.successful().count() == 1


def test_finished_tasks_are_forgotten(queue, home):
    wagtail.tasks.update_reference_index_task.enqueue("home", "homepage", str(home.pk))
    call_command("run_worker", "--once")
    worker.prune_tasks()
    assert DBTaskResult.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        worker.prune_tasks()
    assert not DBTaskResult.objects.exists()


# Jobs by the clock -------------------------------------------------------------------------------------------


def test_a_job_runs_as_often_as_it_says(db, settings):
    settings.PERIODIC = [(JOB, 60)]
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False) as clock:
        for seconds in (0, 30, 29, 1, 60):
            clock.shift(seconds)
            call_command("run_worker", "--once")
    assert len(ran) == 3


def test_a_nightly_job_runs_once_a_night_and_not_on_the_day_of_installation(db, settings):
    settings.PERIODIC = [(JOB, "03:30")]
    counts = []
    with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False) as clock:
        for hours in (0, 15, 1, 10, 14, 24):
            clock.shift(timedelta(hours=hours))
            call_command("run_worker", "--once")
            counts.append(len(ran))
    assert counts == [0, 0, 1, 1, 2, 3]


def test_of_two_workers_one_runs_a_job(db, settings):
    settings.PERIODIC = [(JOB, 60)]
    assert worker.due_jobs() == [JOB]
    assert worker.run_job(JOB)
    assert not worker.run_job(JOB)
    assert ran == ["job"]


def test_a_job_that_fails_is_reported_and_stops_nothing(db, settings, caplog):
    settings.PERIODIC = [("tests.test_worker.broken_job", 60), (JOB, 60)]
    call_command("run_worker", "--once")
    assert ran == ["broken", "job"]
    assert "ValueError: no" in caplog.text
    assert Job.objects.count() == 2


def test_every_job_of_the_settings_is_there():
    from config.settings import PERIODIC

    assert len(PERIODIC) > 5
    commands = get_commands()
    assert all("." in name or name in commands for name, _when in PERIODIC)
    assert all(callable(worker.find_job(name)) for name, _when in PERIODIC)


# Its life ----------------------------------------------------------------------------------------------------


def test_a_database_that_is_away_is_reported_and_asked_again(db, settings, monkeypatch, caplog):
    answers = iter([DatabaseError("gone away"), None])

    def look(_self):
        error = next(answers)
        if error:
            raise error
        working.stop.set()

    working = worker.Worker()
    monkeypatch.setattr(worker.Worker, "round", look)
    monkeypatch.setattr(connection, "close", lambda: None)  # the test's own transaction lives on it
    working.run(every=0)
    assert "gone away" in caplog.text
    assert Path(settings.WORKER_HEARTBEAT).exists()


@pytest.mark.django_db(transaction=True)
def test_a_long_job_holds_up_neither_tasks_nor_changes(settings, monkeypatch):
    settings.PERIODIC, settings.CHANGE_CONSUMERS = [("tests.test_worker.job", 60)], []
    begun, end = threading.Event(), threading.Event()
    working = worker.Worker()

    def slow(_name):
        begun.set()
        end.wait(30)
        return True

    monkeypatch.setattr(worker, "run_job", slow)
    rounds = []

    def look(_self):
        rounds.append(begun.is_set())
        if rounds.count(True) > 3:
            working.stop.set()
            end.set()

    monkeypatch.setattr(worker.Worker, "round", look)
    working.run(every=0.001)
    assert rounds.count(True) == 4
    assert not any(thread.is_alive() for thread in working._running.values())


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """The environment of a site of its own, with the queue in its database."""
    folder = tmp_path_factory.mktemp("worker")
    env = {
        **os.environ,
        "AUDIT_HOUR": "",  # no audit of the night, whatever the clock says
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "PHAROS_ENV": "local",
        "TASKS": "database",
        "WORKER_HEARTBEAT": str(folder / "heartbeat"),
        "PYTHONPATH": "site",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True
    )
    return env


WAGTAILS_TASKS = """
import django; django.setup()
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from wagtail.models import ReferenceIndex
from cms.models import Page
home = Page.objects.get(depth=2).specific
home.headline = "Things"
home.save_revision().publish()
print(*sorted(set(DBTaskResult.objects.ready().values_list("task_path", flat=True))))
call_command("run_worker", "--once")
print(*DBTaskResult.objects.exclude(status="SUCCESSFUL").values_list("status", "task_path", "traceback"))
"""


def test_wagtails_own_tasks_and_ours_run_in_the_worker(machine):
    run = subprocess.run(
        [sys.executable, "-c", WAGTAILS_TASKS], cwd=ROOT, env=machine, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    waited, failed = run.stdout.split("\n")[:2]
    assert waited.split() == [
        "delivery.relay.relay_changes",
        "modelsearch.tasks.insert_or_update_object_task",
        "wagtail.tasks.update_reference_index_task",
    ]
    assert failed == ""


def test_it_stops_when_it_is_told_to(machine):
    heartbeat = Path(machine["WORKER_HEARTBEAT"])
    heartbeat.unlink(missing_ok=True)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_worker"], cwd=ROOT, env=machine, stdout=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 120
    while not heartbeat.exists() and time.monotonic() < until:
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    printed, _errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert printed.splitlines()[-1] == "Worker stopped."


def test_one_round_says_nothing(db):
    out = StringIO()
    call_command("run_worker", "--once", stdout=out)
    assert out.getvalue() == ""
