"""The worker: publishes what is scheduled."""

import signal
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections


class Command(BaseCommand):
    help = "Publishes and expires scheduled pages every minute until it is told to stop (SIGTERM or Ctrl-C)."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--every", type=float, default=60.0, metavar="SECONDS")
        parser.add_argument("--once", action="store_true", help="One round, then stop.")

    def handle(self, *args: Any, every: float, once: bool, **options: Any) -> None:
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stop.set())
        self.stdout.write("Worker started.")
        while not stop.is_set():
            self.round()
            if once:
                return
            stop.wait(every)
        self.stdout.write("Worker stopped.")

    def round(self) -> None:
        """One look at the schedule. A database that is away is reported and tried again in the next round."""
        close_old_connections()
        try:
            call_command("publish_scheduled")
        except DatabaseError as error:
            self.stderr.write(f"The database did not answer: {error}")
            return
        Path(settings.WORKER_HEARTBEAT).touch()
