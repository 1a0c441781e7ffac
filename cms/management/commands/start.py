"""`make run`: from an empty clone to a served site in one process start, and in seconds ever after."""

import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV

from cms.models import Page, User
from cms.sites import point_default_site_at_public_url

HOME_DEPTH = 2  # the root is 1, a site's home page 2: a page below it means that somebody has begun
RELOAD_WANTED = 3  # the exit status by which django.utils.autoreload asks for a new process


class Command(BaseCommand):
    help = "Migrate, load the demo into an empty site, create the admin user, print the addresses and serve."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--no-demo", action="store_true", help="Leave an empty site empty.")
        parser.add_argument("--prepare-only", action="store_true", help="Everything but serving.")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if not options["prepare_only"]:
            self.claim(host, port)
        demo_is_new = self.prepare(with_demo=not options["no_demo"])
        if demo_is_new and options["prepare_only"]:
            # A container ends with this process, and whatever it left running with it.
            call_command("warm_up")
        elif demo_is_new:
            self.warm_up_beside()
        self.print_addresses()
        if not options["prepare_only"]:
            self.serve(f"{host}:{port}")

    def claim(self, host: str, port: int) -> None:
        """Say that the port is taken before minutes are spent on the demo, not after."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(
                    f"Port {port} cannot be used ({error.strerror}). Try: PORT={port + 1} make run"
                ) from error

    def prepare(self, *, with_demo: bool) -> bool:
        """Return whether the demo was loaded just now."""
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor == "sqlite":
            Path(str(connection.settings_dict["NAME"])).parent.mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database ...")
            call_command("migrate", interactive=False, verbosity=0)
        point_default_site_at_public_url()
        if not User.objects.filter(is_superuser=True).exists():
            call_command("create_admin")
        if (
            not with_demo
            or not apps.is_installed("demo")
            or Page.objects.filter(depth__gt=HOME_DEPTH).exists()
        ):
            return False
        self.stdout.write("Loading the demo: this draws every picture once and takes a minute ...")
        call_command("load_demo")
        return True

    def warm_up_beside(self) -> None:
        """Make the remaining picture sizes while the site serves already. In the same process group, so that
        Ctrl-C ends it too; what it has not made by then, the first visitor of a page makes."""
        command = [sys.executable, sys.argv[0], "warm_up", "--verbosity", "0"]
        subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - this very program

    def print_addresses(self) -> None:
        address = settings.PUBLIC_URL
        self.stdout.write(
            f"\n  Site      {address}/\n  Admin     {address}/admin/\n  API docs  {address}/api/v1/docs/\n"
        )
        self.stdout.flush()

    def serve(self, address: str) -> None:
        """Django's reloader starts two processes. Its watching half is enough until the first change in the
        code and shows the first page sooner; then Django's own takes over, which outlives a syntax error."""
        os.environ[DJANGO_AUTORELOAD_ENV] = "true"
        try:
            call_command("runserver", address)
        except SystemExit as stop:
            if stop.code != RELOAD_WANTED:
                raise
            del os.environ[DJANGO_AUTORELOAD_ENV]
            os.execv(sys.executable, [sys.executable, sys.argv[0], "runserver", address])  # noqa: S606
