"""docs/headless/start.md: every command in it does what the guide says, against a server. Needs curl and jq."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connections

import pytest

from headless.access import SCOPES
from tests.make import make_category, make_product
from tests.people import make_bearer, make_user

pytestmark = [pytest.mark.contract, pytest.mark.django_db]
GUIDE = Path(__file__).parent.parent.parent / "docs/headless/start.md"
COMMANDS = re.findall(r"^```sh\n(.*?)^```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server(home, settings) -> Iterator[str]:
    """The site on a port, reading what this test has written and will take back: by the same connection, which
    Django's own live server would close."""
    settings.ALLOWED_HOSTS = ["localhost"]
    connection = connections["default"]
    connection.inc_thread_sharing()
    # As Django's own test client does: the end of a request is not the end of the test's connection.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    served = make_server("localhost", 0, get_wsgi_application(), handler_class=_Quiet)

    def serve() -> None:
        connections["default"] = connection
        served.serve_forever(poll_interval=0.05)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{served.server_port}"
    finally:
        served.shutdown()
        thread.join()
        served.server_close()
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
        connection.dec_thread_sharing()


def test_every_command_of_the_guide_works(server, home):
    make_product(make_category(home))
    bearer = make_bearer(make_user(is_superuser=True), *SCOPES)
    known = {
        "SITE": server,
        "TOKEN": bearer["authorization"].removeprefix("Bearer "),
        "PATH": os.environ["PATH"],
    }
    assert len(COMMANDS) >= 8
    for command in COMMANDS:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command], env=known, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
