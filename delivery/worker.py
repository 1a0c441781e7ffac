"""The worker: tasks of the queue, changes left behind, and jobs by the clock, until it is told to stop.

Everything it does is done in transactions and may be done again: it can be killed at any moment, and several may run.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string

from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from delivery import relay
from delivery.reading import Job

LOOKS_EVERY = 1.0  # seconds between looks at the queue and the change log
LOST_AFTER = timedelta(minutes=30)  # a task that has been running this long was killed with its worker
LAST_JOBS_MAY_TAKE = 45.0  # seconds after it was told to stop

logger = logging.getLogger(__name__)


class Worker:
    """One process, until `stop` is set."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self._running: dict[str, threading.Thread] = {}
        self._has_queue = isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend)

    def run(self, every: float = LOOKS_EVERY) -> None:
        """Until `stop` is set. Jobs run beside, each in a thread of its own, so that a long one holds up nothing."""
        while not self.stop.is_set():
            close_old_connections()
            try:
                self.round()
                for name in due_jobs():
                    self._begin(name)
            except DatabaseError as error:
                logger.error("The database did not answer: %s", error)
                connection.close()
            else:
                Path(settings.WORKER_HEARTBEAT).touch()
            self.stop.wait(every)
        for thread in self._running.values():
            thread.join(LAST_JOBS_MAY_TAKE)

    def run_once(self) -> None:
        """What waits, and every job that is due, one after another."""
        self.round()
        for name in due_jobs():
            run_job(name)
        Path(settings.WORKER_HEARTBEAT).touch()

    def round(self) -> None:
        if self._has_queue:
            self._run_tasks()
        relay.sweep()

    def _run_tasks(self) -> None:
        """The tasks that wait in the queue, as django-tasks-db's own worker runs them."""
        while not self.stop.is_set() and DBTaskResult.objects.ready().exists():
            QueueWorker(
                queue_names=["*"],
                excluded_queue_names=[],
                interval=0,
                batch=True,
                backend_name=DEFAULT_TASK_BACKEND_ALIAS,
                startup_delay=False,
                max_tasks=1,
                worker_id=get_random_string(32),
            ).run()
            Path(settings.WORKER_HEARTBEAT).touch()

    def _begin(self, name: str) -> None:
        thread = self._running.get(name)
        if thread is None or not thread.is_alive():
            self._running[name] = thread = threading.Thread(target=_run_aside, args=[name], daemon=True)
            thread.start()


def _run_aside(name: str) -> None:
    try:
        run_job(name)
    finally:
        connection.close()


def due_jobs(now: datetime | None = None) -> list[str]:
    """The jobs of PERIODIC whose time has come."""
    now = now or timezone.now()
    began = dict(Job.objects.values_list("name", "began_at"))
    # A new installation waits for the hour: what is planned for the night is heavy.
    waiting = [name for name, when in settings.PERIODIC if isinstance(when, str) and name not in began]
    Job.objects.bulk_create([Job(name=name, began_at=now) for name in waiting], ignore_conflicts=True)
    return [name for name, when in settings.PERIODIC if _is_due(when, began.get(name), now)]


def run_job(name: str) -> bool:
    """Run a job unless another worker has begun it meanwhile; whether it ran to its end."""
    when = dict(settings.PERIODIC)[name]
    with transaction.atomic():
        now = timezone.now()
        job, is_new = Job.objects.get_or_create(name=name, defaults={"began_at": now})
        job = Job.objects.select_for_update().get(pk=job.pk)
        if not is_new and not _is_due(when, job.began_at, now):
            return False
        job.began_at = now
        job.save()
    try:
        find_job(name)()
    except Exception:
        logger.exception("%s failed; it is run again when it is due", name)
        return False
    return True


def find_job(name: str) -> Callable[[], object]:
    """The function of a dotted name; a name without a dot is a management command's."""
    return import_string(name) if "." in name else partial(call_command, name, verbosity=0)


def _is_due(when: int | str, began: datetime | None, now: datetime) -> bool:
    """`when` is seconds between two beginnings, or a time of day ("03:30") in the zone of TIME_ZONE."""
    if isinstance(when, str):
        local = timezone.localtime(now)
        planned = datetime.combine(local.date(), time.fromisoformat(when), local.tzinfo)
        planned -= timedelta(days=planned > local)
        return began is not None and began < planned
    return began is None or (now - began).total_seconds() >= when


def find_lost_tasks() -> int:
    """Put tasks back into the queue whose worker was killed in the middle of them; how many."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LOST_AFTER)
    return lost.update(status="READY", started_at=None)


def prune_tasks() -> None:
    """Forget finished tasks: a week of those that went well, a month of the others."""
    if isinstance(task_backends[DEFAULT_TASK_BACKEND_ALIAS], DatabaseBackend):
        call_command("prune_db_task_results", "--min-age-days=7", "--failed-min-age-days=30", verbosity=0)
