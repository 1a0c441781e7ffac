"""Which site of several an address of the API is about: Wagtail's own choice, made with one query."""

from itertools import product

from django.test import RequestFactory

from wagtail.models import Site

import pytest

from cms.models import Organization
from headless.requests import Address, reader_request, site_asked_for

pytestmark = pytest.mark.django_db

HOSTS = ("shop.example", "other.example", "two.example", "nowhere.example")
PORTS = ("80", "443", "8000", "9999")


@pytest.fixture
def sites(home):
    """The default site, one of another host, and two that share a host."""
    for host, port in (("other.example", 80), ("two.example", 8000), ("two.example", 443)):
        Site.objects.create(hostname=host, port=port, root_page=home)


@pytest.mark.parametrize(("host", "port"), list(product(HOSTS, PORTS)))
def test_the_site_of_a_host_is_the_one_wagtail_finds(settings, sites, host, port):
    settings.ALLOWED_HOSTS = ["*"]
    asked = RequestFactory().get("/", SERVER_PORT=port, headers={"host": host})
    expected = Site.find_for_request(RequestFactory().get("/", SERVER_PORT=port, headers={"host": host}))
    assert site_asked_for(asked, None) == expected


def test_a_site_comes_with_what_is_said_of_it_in_one_query(site, organization, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = site_asked_for(RequestFactory().get("/", headers={"host": site.hostname}), None)
        said = Organization.for_request(reader_request(found, Address("/")))
        assert said == organization
        assert said.policies.currency
        assert said.logo_id == organization.logo_id


def test_a_site_nobody_has_described_is_found_all_the_same(settings, sites):
    settings.ALLOWED_HOSTS = ["*"]
    Organization.objects.all().delete()
    asked = RequestFactory().get("/", headers={"host": "other.example"})
    settings_of = reader_request(site_asked_for(asked, None), Address("/"))
    assert Organization.for_request(settings_of).site.hostname == "other.example"
