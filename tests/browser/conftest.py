"""The demo shop on a live server, and a real browser to judge it with."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

# Playwright's synchronous API runs an event loop in this thread, where Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ROOT / ".tools" / "pages" / "node_modules"
PASSWORD = "a lamp for the night watch"
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """A test database whatever the tests are marked with; pytest-django's own fixture makes one only for
    `django_db`, and these tests would otherwise load the demo into the developer's site. SQLite's is a file:
    a browser asks for many things at once, and a database in memory has one lock for all."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("data") / "test_shop.sqlite3")
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())
        assert "test_" in str(connection.settings_dict["NAME"])
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def shop(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[LiveServer]:
    """The demo, loaded once, served with its static files and its pictures."""
    from wagtail.models import Site

    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(STORAGES=storages, MEDIA_ROOT=str(media)):
        call_command("load_demo", "--no-renditions", verbosity=0)
        server = LiveServer("localhost")
        # The site's own host is the server's: heads name icons by absolute addresses.
        site = Site.objects.get(is_default_site=True)
        site.hostname, site.port = "localhost", urlsplit(server.url).port
        site.save()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def paths(shop) -> dict[str, str]:
    """One address of every page type of the demo, by name."""
    from catalog.models import CategoryPage, ProductPage
    from home.models import ArticleIndexPage, ArticlePage, AuthorPage, ContentPage, FormPage, HomePage

    def first(queryset: Any) -> str:
        return queryset.live().order_by("path").first().specific.get_url()

    several = {page.pk for page in ProductPage.objects.live() if page.variants.count() > 1}
    subcategory = CategoryPage.objects.live().order_by("-depth", "path").first()
    return {
        "home": first(HomePage.objects.all()),
        "category": subcategory.get_parent().get_url(),
        "subcategory": subcategory.get_url(),
        "product": first(ProductPage.objects.exclude(pk__in=several)),
        "variants": first(ProductPage.objects.filter(pk__in=several)),
        "journal": first(ArticleIndexPage.objects.all()),
        "article": first(ArticlePage.objects.all()),
        "author": first(AuthorPage.objects.all()),
        "content": first(ContentPage.objects.all()),
        "form": first(FormPage.objects.all()),
        "search": "/search/?q=lantern",
        "search for nothing": "/search/?q=qqqqqq",
        "missing": "/nowhere/",
    }


# The names `paths` will have, known before the demo is loaded.
PAGE_TYPES = (
    "home",
    "category",
    "subcategory",
    "product",
    "variants",
    "journal",
    "article",
    "author",
    "content",
    "form",
    "search",
    "search for nothing",
    "missing",
)


@pytest.fixture(scope="session")
def judges() -> Path:
    """The folder of axe-core and the Nu checker."""
    if not TOOLS.exists():
        pytest.fail("axe-core and the Nu checker are missing: run .ci/browser_tools once.")
    return TOOLS


@pytest.fixture(scope="session")
def axe(judges) -> str:
    return (judges / "axe-core" / "axe.min.js").read_text()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=CHROMIUM_FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, shop) -> Iterator[Any]:
    """Opens an address of the shop in a window of its own; options are Playwright's, such as color_scheme."""
    contexts: list[BrowserContext] = []

    def open_(path: str, *, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(
            base_url=shop.url, viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        context.set_default_navigation_timeout(60_000)  # the first visitor waits for picture sizes
        page = context.new_page()
        page.goto(path, wait_until="load")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture(params=PAGE_TYPES)
def path(request, paths) -> str:
    """Each page type in turn."""
    return paths[request.param]


# The admin, signed in --------------------------------------------------------------------------------------


@pytest.fixture
def administrator(shop, django_db_blocker) -> Any:
    from cms.models import User

    with django_db_blocker.unblock():
        user = User.objects.create_superuser("browser", "browser@shop.example", PASSWORD)
        yield user
        user.delete()


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def desk(open_page, administrator, complaints, settings) -> Page:
    """The admin, signed in, writing down every error of its console.

    Without autosave: a draft saved while a block is still empty is refused with 400, which is no fault of the page
    and happens or not as the clock goes.
    """
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "favicon" not in message.location.get("url", ""):
            complaints.append(f"{message.text} ({message.location})")

    page = open_page("/admin/login/")
    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.fill("#id_username", administrator.username)
    page.fill("#id_password", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")
    return page
