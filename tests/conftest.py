from typing import Any

from django.core.cache import cache, caches
from django.db import connection, transaction
from django.test import Client, override_settings

from wagtail.models import Site

import pytest
import time_machine

from cms import phrases
from cms.models import Organization
from cms.sites import point_default_site_at_public_url
from home.models import HomePage
from tests.every_type import NOW, GoldenPage, make_every_type
from tests.head_pictures import fetch, named_in

MEMORY = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STATIC = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the tests that need PostgreSQL out on SQLite: out of the count, where a skip in CI is a failure."""
    if connection.vendor != "postgresql":
        left_out = [item for item in items if item.get_closest_marker("postgres")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(autouse=True)
def _empty_cache():
    """Site root paths and renditions are cached; one test's must not be seen by the next."""
    for alias in caches.settings:
        caches[alias].clear()
    Site.clear_site_root_paths_cache()
    phrases.forget()


@pytest.fixture
def site(db) -> Site:
    """The default site at https://shop.example."""
    return point_default_site_at_public_url()


@pytest.fixture
def home(site) -> HomePage:
    home = HomePage.objects.get(pk=site.root_page_id)
    home.headline, home.lead = "Things for the night", "Lamps and what goes with them."
    home.save_revision().publish()
    return HomePage.objects.get(pk=home.pk)


@pytest.fixture
def organization(site) -> Organization:
    """The organization of the default site, with every fact filled in but its pictures."""
    organization = Organization.for_site(site)
    organization.name = "Night Shop"
    organization.legal_name = "Night Shop Ltd"
    organization.email = "hello@shop.example"
    organization.telephone = "+44 1632 960001"
    organization.street_address, organization.locality, organization.postal_code = (
        "1 Quay",
        "Lerwick",
        "ZE1 0AA",
    )
    organization.country = "GB"
    organization.same_as = [("profile", "https://social.example/nightshop")]
    organization.full_clean()
    organization.save()
    return organization


@pytest.fixture
def client(client):
    """A client that asks the site's own host, over https."""
    client.defaults["HTTP_HOST"] = "shop.example"
    client.defaults["wsgi.url_scheme"] = "https"
    return client


@pytest.fixture(scope="module")
def golden_pages(django_db_setup, django_db_blocker) -> dict[str, GoldenPage]:
    """A page of every type as the API and a browser get it; made once, then only read."""
    cache.clear()
    with (
        django_db_blocker.unblock(),
        override_settings(STORAGES={"default": MEMORY, "staticfiles": STATIC}),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        browser = Client(headers={"host": "shop.example"})
        made = make_every_type()
        # Drawn first: golden heads name files, whose names are the same on every machine.
        for page in made.values():
            for picture in named_in(page.get_head().as_dict()):
                assert fetch(browser, picture.url), picture
        pages = {
            name: GoldenPage(
                head=page.get_head().as_dict(),
                html=browser.get(page.get_url(), secure=True).content.decode(),
            )
            for name, page in made.items()
        }
        transaction.set_rollback(True)
    cache.clear()
    return pages


@pytest.fixture(scope="module")
def heads(golden_pages) -> dict[str, dict[str, Any]]:
    """The heads of the golden pages."""
    return {name: page.head for name, page in golden_pages.items()}


@pytest.fixture
def ask(client, home, organization):
    """ask(address, **parameters): the body of a 200 answer of the delivery API."""

    def call(address, **parameters):
        response = client.get(f"/api/v1/{address}", parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return call
