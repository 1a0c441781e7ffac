"""Workers that are killed, for test_worker_killed.py: run with the name of a scenario in an environment of its own.

Forks one process after another: a writer that commits changes, and workers that SIGKILL ends at the point the scenario
names, or at a moment it does not choose.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress

import django

WRITES = 120


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def consume(changes: Sequence[object]) -> None:
    """Write down what was heard, in the transaction of the relay."""
    from django.db import connection

    _perhaps_die("before the consumer")
    with connection.cursor() as cursor:
        for change in changes:
            cursor.execute("INSERT INTO heard (change_id) VALUES (%s)", [change.pk])
    _perhaps_die("after the consumer")


def _perhaps_die(point: str) -> None:
    if os.environ.get("DIE_AT") == point:
        die()


def fork(function: Callable[..., None], *arguments: object) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            function(*arguments)
        finally:
            os._exit(0)
    return pid


def write() -> None:
    from django.db import transaction

    from delivery import log
    from delivery.models import Change

    for number in range(WRITES):
        with transaction.atomic():
            log.record(Change.Kind.UPSERT, page_id=number)
            transaction.set_rollback(number % 10 == 9)


def work(point: str = "") -> None:
    """A worker that dies where it is told to; without a point it works until it is killed from outside."""
    from django.db import transaction

    from delivery import relay
    from delivery.worker import Worker

    os.environ["DIE_AT"] = point

    def dying(name: str, decorate: Callable[..., object]) -> None:
        inner = getattr(relay, name)

        def last(*arguments: object) -> object:
            result = inner(*arguments)
            if result:
                die()
            return result

        setattr(relay, name, decorate(last))

    match point:
        case "before positions are committed":
            dying("_give_positions", transaction.atomic)
        case "after positions are committed":
            dying("_give_positions", lambda function: function)
        case "before the consumer's place is committed":
            dying("_deliver", transaction.atomic)
        case "after the consumer's place is committed":
            dying("_deliver", lambda function: function)
        case "in the middle of a task":
            relay.sweep = die
    Worker().run(every=0.005)


def killed(pid: int, after: float | None = None) -> None:
    """Wait until a process has been killed, by us when the time is over."""
    if after is not None:
        time.sleep(after)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    _pid, status = os.waitpid(pid, 0)
    ended = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    sys.stdout.write(f"{ended} ")


def main(scenario: str) -> None:
    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.CHANGE_CONSUMERS = ["tests.killed_worker.consume"]
    settings.PERIODIC = []
    connection.close()
    if scenario == "at any moment":
        chance = random.Random(7)
        writer = fork(write)
        for _round in range(12):
            killed(fork(work), after=chance.uniform(0.01, 0.6))
        killed(writer, after=0)
    else:
        os.waitpid(fork(write), 0)
        killed(fork(work, scenario))
    from delivery import relay
    from delivery.worker import Worker

    Worker().run_once()
    relay.sweep()


if __name__ == "__main__":
    main(sys.argv[1])
