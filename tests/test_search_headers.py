"""Files and answers of the API tell search engines in headers what a page tells in its head; never two things."""

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from wagtail.documents.models import Document

import pytest

from cms.models import CrawlRules, DocumentPolicy
from seo.headers import canonical_link, search_headers
from seo.robots import NOINDEX, Robots
from tests.make import make_content

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(home, settings, tmp_path) -> Document:
    """A file on a disk: Wagtail serves no other by itself."""
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": disk}
    return Document.objects.create(title="Manual", file=ContentFile(b"%PDF-1.4", name="manual.pdf"))


def headers_of(client, document: Document) -> dict[str, str | None]:
    answer = client.get(document.url)
    assert answer.status_code == 200
    return {name: answer.headers[name] for name in ("X-Robots-Tag", "Link") if name in answer.headers}


@pytest.fixture(autouse=True)
def _public(settings):
    settings.INDEXABLE = True


def test_a_document_is_listed_unless_said_otherwise(document, client):
    assert headers_of(client, document) == {}


@pytest.mark.parametrize(
    ("site_hides", "listing", "hidden"),
    [
        (True, "", True),
        (True, "list", False),
        (False, "hide", True),
        (False, "list", False),
        (True, "hide", True),
    ],
)
def test_a_document_follows_the_site_or_its_own_policy(site_hides, listing, hidden, document, site, client):
    CrawlRules.objects.create(site=site, hide_documents=site_hides)
    DocumentPolicy.objects.create(document=document, listing=listing)
    assert headers_of(client, document) == ({"X-Robots-Tag": "noindex"} if hidden else {})


def test_a_document_that_repeats_a_page_names_it_as_long_as_it_may_be_listed(document, home, site, client):
    CrawlRules.objects.create(site=site, hide_documents=True)
    page = make_content(home)
    policy = DocumentPolicy(document=document, canonical_page=page)
    policy.full_clean()
    policy.save()
    assert headers_of(client, document) == {"Link": f'<{page.full_url}>; rel="canonical"'}
    page.unpublish()
    assert headers_of(client, document) == {"X-Robots-Tag": "noindex"}


@pytest.mark.parametrize("facts", [{"listing": "hide"}, {"draft": True}])
def test_a_contradicting_policy_is_refused(facts, document, home):
    page = make_content(home, live=not facts.pop("draft", False))
    with pytest.raises(ValidationError) as refused:
        DocumentPolicy(document=document, canonical_page=page, **facts).full_clean()
    assert set(refused.value.message_dict) == {"canonical_page"}


def test_outside_production_every_document_is_hidden(document, client, settings):
    settings.INDEXABLE = False
    DocumentPolicy.objects.create(document=document, listing="list")
    assert headers_of(client, document) == {"X-Robots-Tag": "noindex"}


@pytest.mark.parametrize("kind", ["resolve", "head"])
def test_an_answer_of_the_api_names_the_page_it_belongs_to(kind, home, client):
    page = make_content(home, slug="öl")
    answer = client.get(f"/api/v1/{kind}/", {"path": "/öl/"})
    assert (
        answer.headers["Link"]
        == f'<{page.full_url}>; rel="canonical"'
        == answer.headers["Link"].encode("ascii").decode()
    )
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Link" not in client.get(f"/api/v1/{kind}/", {"path": "/nowhere/"}).headers


def test_headers_never_hide_a_file_and_name_another():
    assert search_headers(NOINDEX, "https://shop.example/") == {"X-Robots-Tag": "noindex"}
    assert search_headers(Robots(), "https://shop.example/") == {
        "Link": '<https://shop.example/>; rel="canonical"'
    }
    assert search_headers() == {}
    assert search_headers(Robots(snippet=False))["X-Robots-Tag"] == "max-image-preview:large, nosnippet"


def test_a_link_header_cannot_be_left_early():
    assert (
        canonical_link("https://a.example/>; rel=x/ö")
        == '<https://a.example/%3E;%20rel=x/%C3%B6>; rel="canonical"'
    )
