"""Where visitors are led after they sent a form, on our own page and by the API."""

from django.core.exceptions import ValidationError

from wagtail.models import PageViewRestriction

import pytest

from cms.models import Page
from home.models import FormPage
from tests.make import make_content
from tests.translate import translate
from tests.visitors import make_questions, send, send_json

pytestmark = pytest.mark.django_db

ANSWER = {"your_name": "Ada"}


@pytest.fixture
def thanks(home) -> Page:
    return make_content(home, title="We got it", slug="we-got-it")


@pytest.fixture
def form(home, thanks) -> FormPage:
    return make_questions(home, ("Your name", "singleline"), thanks_page=thanks)


def close(page: Page) -> None:
    page.unpublish()


def lock(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="sesame")


def delete(page: Page) -> None:
    Page.objects.get(pk=page.pk).delete()


def test_our_own_page_leads_to_the_page_that_was_chosen(form, client):
    response = send(client, form, ANSWER)
    assert (response.status_code, response["Location"]) == (303, "/we-got-it/")


def test_the_api_says_where_to_lead_to(form, client):
    assert send_json(client, form, ANSWER).json()["redirect"] == {
        "title": "We got it",
        "path": "/we-got-it/",
        "url": "https://shop.example/we-got-it/",
    }


def test_a_program_in_the_trap_is_led_to_the_same_page(form, client):
    trapped = send_json(client, form, {**ANSWER, "your-website": "https://pills.example"})
    assert trapped.json()["redirect"]["path"] == "/we-got-it/"


@pytest.mark.parametrize("end", [close, lock, delete])
def test_a_page_not_everybody_may_read_is_not_led_to_by_our_page(form, thanks, client, end):
    end(thanks)
    assert send(client, form, ANSWER)["Location"] == f"{form.url}?sent"


@pytest.mark.parametrize("end", [close, lock, delete])
def test_a_page_not_everybody_may_read_is_not_named_by_the_api(form, thanks, client, end):
    end(thanks)
    assert send_json(client, form, ANSWER).json()["redirect"] is None


def test_a_form_in_another_language_leads_to_the_translation(form, thanks, client):
    translate(thanks, "ru", title="Получено", slug="polucheno")
    russian = translate(form, "ru", title="Напишите")
    assert send_json(client, russian, ANSWER).json()["redirect"]["path"] == "/ru/polucheno/"


def test_a_page_that_is_not_translated_is_led_to_as_it_is(form, client):
    russian = translate(form, "ru", title="Напишите")
    assert send_json(client, russian, ANSWER).json()["redirect"]["path"] == "/we-got-it/"


def test_a_form_cannot_lead_to_itself(form):
    form.thanks_page = Page.objects.get(pk=form.pk)
    with pytest.raises(ValidationError) as refused:
        form.full_clean()
    assert list(refused.value.message_dict) == ["thanks_page"]
