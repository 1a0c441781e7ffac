"""The demo and a second site on a live server, the example front end built and running before each, and a browser."""

import base64
import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.core.management import call_command
from django.core.signals import request_started
from django.db import connection
from django.db.models import Max
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases

import pytest
import requests
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.frontend import seed
from tests.frontend.ends import LONG, Front, Shop, until

# Playwright's synchronous API runs an event loop in this thread, where Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "examples" / "astro"
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
JOBS = [("delivery.webhooks.sending.send_due", 1), ("headless.jobs.running.work", 1)]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.frontend)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """As in tests/browser: a database of its own, and in a file where it is SQLite's."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("data") / "test_front.sqlite3")
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())
        assert "test_" in str(connection.settings_dict["NAME"])
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def shop(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Shop]:
    """The demo, loaded once, of a site whose public address is the front end's; two hundred products written into it
    through the API; a second site beside it."""
    from wagtail.models import Site

    from home.models import HomePage

    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    public = f"http://localhost:{free_port()}"
    told = override_settings(
        STORAGES=storages,
        MEDIA_ROOT=str(tmp_path_factory.mktemp("media")),
        PUBLIC_URL=public,
        INDEXABLE=True,
        ALLOWED_HOSTS=["localhost", seed.HARBOUR],
        API_KEPT_SECONDS=60,  # as in production: what is published is seen all the same
    )
    with django_db_blocker.unblock(), told:
        call_command("load_demo", "--no-renditions", verbosity=0)
        site = Site.objects.get(is_default_site=True)
        site.hostname, site.port = "localhost", urlsplit(public).port
        site.save()
        seed.make_shelf(HomePage.objects.get(pk=site.root_page_id))
        seed.make_harbour(free_port())
        server = LiveServer("localhost")
        shop = Shop(server.url, public, rows=seed.make_rows(), token=seed.make_erp())
        job = shop.write_products()
        assert job["counts"]["created"] == seed.PRODUCTS, job
        request_started.connect(shop.note)
        yield shop
        request_started.disconnect(shop.note)
        server.stop()


@pytest.fixture(scope="session")
def harbour(shop, django_db_blocker) -> Shop:
    """The same CMS as its second site has it."""
    from wagtail.models import Site

    with django_db_blocker.unblock():
        site = Site.objects.get(hostname=seed.HARBOUR)
    return replace(shop, public=f"http://{site.hostname}:{site.port}")


@pytest.fixture(scope="session")
def node() -> dict[str, str]:
    """The environment in which node and the example's own programs are found."""
    brought = [str(found.parent) for found in (ROOT / ".tools" / "frontend").glob("node_modules/*/bin/node")]
    if not (EXAMPLE / "node_modules").exists():
        pytest.fail("The packages of the example are missing: run .ci/frontend_tools once.")
    own = str(EXAMPLE / "node_modules" / ".bin")
    return os.environ | {
        "PATH": os.pathsep.join([own, *brought, os.environ["PATH"]]),
        "ASTRO_TELEMETRY_DISABLED": "1",
    }


@pytest.fixture(scope="session")
def built(node) -> Path:
    """The example, built with types made of the API's document as it is now."""
    made = subprocess.run(["npm", "run", "build"], cwd=EXAMPLE, env=node, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    return EXAMPLE / "dist" / "server" / "entry.mjs"


@pytest.fixture(scope="session")
def webhook(shop, django_db_blocker) -> Any:
    """What the CMS tells its changes to."""
    from delivery.webhooks.models import Webhook

    with django_db_blocker.unblock(), override_settings(WEBHOOK_PRIVATE_HOSTS=["localhost"]):
        webhook = Webhook(name="Front end", url=f"{shop.public}/api/revalidate")
        webhook.full_clean()
        webhook.save()
        yield webhook


@pytest.fixture(scope="session")
def secret(webhook) -> str:
    """As the admin shows it once."""
    return webhook.secret


@pytest.fixture(scope="session")
def front(shop, built, node, secret, tmp_path_factory) -> Iterator[Front]:
    """The front end, running as in production."""
    with running(
        built, shop, node | {"REVALIDATE_SECRET": secret}, tmp_path_factory.mktemp("front")
    ) as front:
        yield front


@pytest.fixture(scope="session")
def harbour_front(harbour, built, node, tmp_path_factory) -> Iterator[Front]:
    """The same program before the second site."""
    with running(built, harbour, node, tmp_path_factory.mktemp("harbour")) as front:
        yield front


@contextmanager
def running(built: Path, shop: Shop, environment: dict[str, str], folder: Path) -> Iterator[Front]:
    port = str(urlsplit(shop.public).port)
    settings = {"CMS_URL": shop.url, "SITE_HOST": shop.public, "HOST": "localhost", "PORT": port}
    with (folder / "log").open("w+") as log:
        process = subprocess.Popen(
            ["node", str(built)],
            cwd=EXAMPLE,
            env=environment | settings,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        front = Front(shop.public, Path(log.name))

        def answers() -> bool:
            assert process.poll() is None, front.log.read_text()
            try:
                return front.get("/robots.txt").ok
            except requests.ConnectionError:
                return False

        until(answers, LONG)
        yield front
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@pytest.fixture(scope="session")
def seen(shop) -> Callable[..., None]:
    """seen(path, …): has pages visited once, so that nobody waits for their pictures later."""
    known: set[str] = set()

    def see(*paths: str) -> None:
        for path in set(paths) - known:
            shop.get(path)
            shop.resolve(path)
            known.add(path)

    return see


@pytest.fixture
def forget(front, secret) -> Callable[[str], None]:
    """forget(path): the front end forgets a page, as when it has changed."""

    def tell(path: str) -> None:
        body = json.dumps({"tags": [], "urls": [front.url + path], "old_urls": []}).encode()
        answer = front.ask("POST", "/api/revalidate", data=body, headers=signed(secret, body))
        assert answer.json() == {"forgotten": 1}

    return tell


def signed(secret: str, body: bytes, at: int | None = None) -> dict[str, str]:
    """The headers of a webhook, as Standard Webhooks has them."""
    identity, timestamp = f"msg_{uuid4().hex}", str(at or int(time.time()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256)
    return {
        "Content-Type": "application/json",
        "webhook-id": identity,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=CHROMIUM_FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe() -> str:
    program = ROOT / ".tools" / "pages" / "node_modules" / "axe-core" / "axe.min.js"
    if not program.exists():
        pytest.fail("axe-core is missing: run .ci/browser_tools once.")
    return program.read_text()


@pytest.fixture
def open_page(browser, front) -> Iterator[Any]:
    """Opens an address of the front end in a window of its own; without JavaScript unless asked for."""
    contexts = []

    def open_(path: str, *, width: int = 1280, javascript: bool = False) -> Page:
        context = browser.new_context(
            base_url=front.url, viewport={"width": width, "height": 900}, java_script_enabled=javascript
        )
        contexts.append(context)
        context.set_default_navigation_timeout(60_000)
        page = context.new_page()
        page.failed = []
        page.on("console", lambda said: page.failed.append(said.text) if said.type == "error" else None)
        page.on("response", lambda answer: page.failed.append(answer.url) if answer.status >= 400 else None)
        page.answer = page.goto(path, wait_until="load")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def worker(webhook, writing, tmp_path) -> Iterator[Any]:
    """The worker, as `manage.py run_worker` runs it."""
    from delivery.worker import Worker

    worker = Worker()
    with override_settings(
        PERIODIC=JOBS, WEBHOOK_PRIVATE_HOSTS=["localhost"], WORKER_HEARTBEAT=str(tmp_path / "heartbeat")
    ):
        thread = threading.Thread(target=worker.run, args=[0.5])
        thread.start()
        yield worker
        worker.stop.set()
        thread.join(30)


def caught_up() -> None:
    """Returns when nothing waits to be told that other tests, or this one, have changed. Wants the worker."""
    from delivery.models import Change, Consumer, Delivery

    def quiet() -> bool:
        last = Change.objects.aggregate(last=Max("position"))["last"] or 0
        return not (
            Change.objects.filter(position=None).exists()
            or Consumer.objects.filter(position__lt=last).exists()
            or Delivery.objects.filter(state=Delivery.State.PENDING).exists()
        )

    until(quiet, 60)


@pytest.fixture
def home(shop, writing) -> Any:
    """The home page of the first site in the default language."""
    from home.models import HomePage

    return HomePage.objects.get(sites_rooted_here__is_default_site=True)


@pytest.fixture
def writing(django_db_blocker) -> Iterator[None]:
    """The database of the live server, for tests that change what it shows."""
    with django_db_blocker.unblock():
        yield
