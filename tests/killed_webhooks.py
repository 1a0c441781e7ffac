"""Workers that are killed while they call receivers, for test_webhooks_killed.py: run with the name of a scenario in an
environment of its own, where the database has a webhook."""

import random
import sys
import time
from datetime import timedelta

import django

from tests.killed_worker import die, fork, killed

WRITES = 30
TURNS = 400


def write() -> None:
    from django.db import transaction

    from delivery import log
    from delivery.models import Change

    for number in range(WRITES):
        with transaction.atomic():
            log.record(Change.Kind.UPSERT, page_id=number + 1, page_type="home.contentpage")


def work(point: str = "") -> None:
    """A worker that dies where it is told to; without a point it works until it is killed from outside."""
    from delivery.webhooks import sending
    from delivery.worker import Worker

    make, write_down = sending._make, sending._write_down

    def called_and_died(call: object) -> None:
        make(call)
        die()

    def written_and_died(*arguments: object) -> None:
        write_down(*arguments)
        die()

    match point:
        case "before the call":
            sending._make = lambda call: die()
        case "after the call":
            sending._make = called_and_died
        case "before writing down":
            sending._write_down = lambda *arguments: die()
        case "after writing down":
            sending._write_down = written_and_died
    Worker().run(every=0.005)


def main(scenario: str) -> None:
    django.setup()
    from django.conf import settings
    from django.db import connection

    from delivery.models import Delivery
    from delivery.webhooks import queue, sending
    from delivery.worker import Worker

    settings.CHANGE_CONSUMERS = ["delivery.webhooks.queue.consume"]
    settings.PERIODIC = [("delivery.webhooks.sending.send_due", 0)]
    sending.HELD = timedelta(seconds=0.5)  # nobody wants to wait for what a dead worker held
    queue.WINDOW = timedelta()
    connection.close()
    if scenario == "at any moment":
        chance = random.Random(7)
        writer = fork(write)
        for _round in range(8):
            killed(fork(work), after=chance.uniform(0.05, 0.8))
        killed(writer, after=0)
    else:
        killed(fork(write))
        # A receiver that hangs is being called when the time is over.
        killed(fork(work, scenario), after=2 if scenario == "during the call" else None)
    worker = Worker()
    for _turn in range(TURNS):
        worker.run_once()
        if not Delivery.objects.filter(state="pending").exists():
            break
        time.sleep(0.05)


if __name__ == "__main__":
    main(sys.argv[1])
