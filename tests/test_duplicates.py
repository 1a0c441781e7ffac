"""The report of same titles and descriptions: per language, among what search engines may list, at a constant cost."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import pytest

from cms.duplicates import duplicates
from tests.make import make_content
from tests.people import client_of, make_user, sign_in
from tests.translate import translate

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return [page.slug for page in duplicates()]


def test_pages_of_the_same_title_stand_side_by_side(home):
    make_content(home, title="Lamps", slug="a")
    make_content(home, title="Delivery", slug="b")
    make_content(home, title="Rare", seo_title="LAMPS", slug="c")
    assert found() == ["a", "c"]


def test_pages_of_the_same_written_description_are_found(home):
    for slug in ("a", "b"):
        make_content(home, slug=slug, search_description="All you need at night.")
    make_content(home, slug="c")
    make_content(home, slug="d")
    assert found() == ["a", "b"]


@pytest.mark.parametrize(
    "fields",
    [
        {"live": False},
        {"noindex": True},
        {"canonical_url": "https://other.example/"},
        {"seo_title": "Others"},
    ],
)
def test_what_search_engines_do_not_list_is_no_duplicate(fields, home):
    make_content(home, title="Lamps")
    make_content(home, title="Lamps", **fields)
    assert found() == []


def test_a_translation_may_be_called_as_its_original(home):
    page = make_content(home, title="Pharos")
    translate(page, "ru", title="Pharos", summary="Другой текст.", body=[("text", "<p>Другой текст.</p>")])
    assert found() == []


def test_the_report_is_shown_at_a_constant_cost(home):
    admin = sign_in(make_user(is_superuser=True))
    address = reverse("duplicates")

    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert "Lamps" in admin.get(address).text
        return len(counted)

    for _ in range(2):
        make_content(home, title="Lamps")
    cost()
    few = cost()
    for _ in range(6):
        make_content(home, title="Lamps")
    assert cost() == few
    assert admin.get(address, {"export": "csv"}).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("SEO managers", 200), ("Editors", 302)])
def test_the_report_is_for_those_who_answer_for_search(role, status, home):
    assert client_of(role).get(reverse("duplicates")).status_code == status
