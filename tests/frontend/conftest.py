"""The demo on a live server, the example front end built and running before it, and a browser."""

import base64
import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

from django.core.management import call_command
from django.core.signals import request_started
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases

import pytest
import requests
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

# Playwright's synchronous API runs an event loop in this thread, where Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = ROOT / "examples" / "astro"
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
LONG = 120  # seconds: the first visitor of a page waits for its picture sizes


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.frontend)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@dataclass(frozen=True)
class Asked:
    """A question the CMS was asked."""

    method: str
    address: str
    validator: str


@dataclass
class Shop:
    """The CMS: its own address, the public one of its site, and what it has been asked."""

    url: str
    public: str
    asked: list[Asked] = field(default_factory=list)

    @property
    def host(self) -> str:
        return urlsplit(self.public).netloc

    def get(self, path: str, **options: Any) -> requests.Response:
        """A page as Django renders it, under the site's public name."""
        return requests.get(
            self.url + path, headers={"Host": self.host}, timeout=LONG, allow_redirects=False, **options
        )

    def api(self, path: str, method: str = "GET", **options: Any) -> requests.Response:
        options.setdefault("timeout", LONG)
        return requests.request(method, f"{self.url}/api/v1/{path}", **options)

    def resolve(self, path: str) -> dict[str, Any]:
        return self.api(f"resolve/?path={quote(path, safe='')}&site={self.host}").json()

    def note(self, environ: dict[str, Any], **_rest: Any) -> None:
        address = f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"
        self.asked.append(Asked(environ["REQUEST_METHOD"], address, environ.get("HTTP_IF_NONE_MATCH", "")))


@dataclass
class Front:
    """The example front end, and the file it writes its complaints to."""

    url: str
    log: Path

    def get(self, path: str, **options: Any) -> requests.Response:
        return self.ask("GET", path, **options)

    def ask(self, method: str, path: str, **options: Any) -> requests.Response:
        options.setdefault("allow_redirects", False)
        return requests.request(method, self.url + path, timeout=LONG, **options)


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
    """The demo, loaded once, of a site whose public address is the front end's."""
    from wagtail.models import Site

    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    public = f"http://localhost:{free_port()}"
    media = str(tmp_path_factory.mktemp("media"))
    told = override_settings(STORAGES=storages, MEDIA_ROOT=media, PUBLIC_URL=public, INDEXABLE=True)
    with django_db_blocker.unblock(), told:
        call_command("load_demo", "--no-renditions", verbosity=0)
        site = Site.objects.get(is_default_site=True)
        site.hostname, site.port = "localhost", urlsplit(public).port
        site.save()
        server = LiveServer("localhost")
        shop = Shop(server.url, public)
        request_started.connect(shop.note)
        yield shop
        request_started.disconnect(shop.note)
        server.stop()


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
    port = str(urlsplit(shop.public).port)
    settings = {"CMS_URL": shop.url, "SITE_HOST": shop.public, "REVALIDATE_SECRET": secret}
    with (tmp_path_factory.mktemp("front") / "log").open("w+") as log:
        process = subprocess.Popen(
            ["node", str(built)],
            cwd=EXAMPLE,
            env=node | settings | {"HOST": "localhost", "PORT": port},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        front = Front(shop.public, Path(log.name))
        for _attempt in range(100):
            try:
                front.get("/robots.txt")
                break
            except requests.ConnectionError:
                assert process.poll() is None, front.log.read_text()
                time.sleep(0.2)
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


@pytest.fixture(scope="session")
def addresses(shop) -> list[str]:
    """Every address of the site's sitemaps."""
    from bs4 import BeautifulSoup

    def locations(path: str) -> list[str]:
        found = BeautifulSoup(shop.get(path).text, "xml").select("url > loc, sitemap > loc")
        return [urlsplit(each.text).path for each in found]

    found = [path for sitemap in locations("/sitemap.xml") for path in locations(sitemap)]
    assert len(found) > 200
    return found


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
def home(shop, writing) -> Any:
    """The home page in the default language."""
    from home.models import HomePage

    return HomePage.objects.get(locale__language_code="en-gb")


@pytest.fixture
def writing(django_db_blocker) -> Iterator[None]:
    """The database of the live server, for tests that change what it shows."""
    with django_db_blocker.unblock():
        yield
