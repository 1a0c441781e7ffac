from django.core.cache import caches

from wagtail.models import Site

import pytest

from cms.models import Organization
from cms.sites import point_default_site_at_public_url
from home.models import HomePage


@pytest.fixture(autouse=True)
def _empty_cache():
    """Site root paths and renditions are cached; one test's must not be seen by the next."""
    for alias in caches.settings:
        caches[alias].clear()
    Site.clear_site_root_paths_cache()


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
