"""Workers that are killed while they work on a bulk write, for test_bulk_killed.py: run in an environment of its own.

Forks one worker after another; SIGKILL ends each at a moment it does not choose, until the job is done.
"""

import os
import random
import signal
import sys
import time
from contextlib import suppress
from datetime import timedelta

import django


def work() -> None:
    from headless.jobs import running

    # Killed workers are missed at once, so that the test need not wait.
    running.LOST_AFTER = timedelta(0)
    running.MOST_TRIES = 1000
    running.work()


def main() -> None:
    django.setup()
    from django.db import connection

    from headless.jobs.models import BulkJob

    chance = random.Random(7)
    kills = 0
    while BulkJob.objects.filter(state__in=BulkJob.OPEN).exists():
        connection.close()
        pid = os.fork()
        if pid == 0:
            try:
                work()
            finally:
                os._exit(0)
        # Longer each time: on a busy machine a chunk must be able to end.
        time.sleep(chance.uniform(0.3, 1.5) * (1 + kills / 4))
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        _pid, status = os.waitpid(pid, 0)
        kills += os.WIFSIGNALED(status)
    sys.stdout.write(str(kills))


if __name__ == "__main__":
    main()
