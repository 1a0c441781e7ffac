import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from delivery.worker import LOOKS_EVERY, Worker


class Command(BaseCommand):
    help = (
        "Works off what waits: tasks, changes to hand on, jobs by the clock; until it is told to stop (SIGTERM or "
        "Ctrl-C)."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--every", type=float, default=LOOKS_EVERY, metavar="SECONDS")
        parser.add_argument("--once", action="store_true", help="One round, then stop.")

    def handle(self, *args: Any, every: float, once: bool, **options: Any) -> None:
        worker = Worker()
        if once:
            worker.run_once()
            return
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: worker.stop.set())
        self.stdout.write("Worker started.")
        worker.run(every)
        self.stdout.write("Worker stopped.")
