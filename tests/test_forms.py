"""The contact form: checked, stored, mailed, never lost."""

import csv
import io
import logging
from typing import Any

from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

import pytest

from home.models import FormField, FormPage
from tests.make import make_form
from tests.people import client_of, sign_in

pytestmark = pytest.mark.django_db

GOOD = {"your_name": "Ada", "your_address": "ada@visitor.example", "message": "Do you post lenses?"}


@pytest.fixture
def form(home) -> FormPage:
    page = make_form(
        home, title="Write to us", subject="Contact", to_address="one@shop.example, two@shop.example"
    )
    for position, (label, kind) in enumerate(
        (("Your name", "singleline"), ("Your address", "email"), ("Message", "multiline"))
    ):
        FormField.objects.create(page=page, label=label, field_type=kind, required=True, sort_order=position)
    return FormPage.objects.get(pk=page.pk)


def answers(form: FormPage) -> list[dict[str, Any]]:
    return [submission.form_data for submission in form.get_submissions()]


def test_a_good_answer_is_stored_and_thanked(form, client):
    response = client.post(form.url, GOOD)
    assert (response.status_code, response["Location"]) == (303, f"{form.url}?sent")
    assert client.get(response["Location"]).template_name == "home/form_page_thanks.html"
    assert answers(form) == [GOOD]


def test_the_editors_get_it_and_answer_the_visitor(form, client):
    client.post(form.url, GOOD)
    [message] = mail.outbox
    assert message.to == ["one@shop.example", "two@shop.example"]
    assert message.reply_to == ["ada@visitor.example"]
    assert message.subject == "Contact"
    assert "Do you post lenses?" in message.body


def test_without_an_address_there_is_nobody_to_reply_to(form, client):
    form.form_fields.filter(clean_name="your_address").delete()
    client.post(form.url, {"your_name": "Ada", "message": "Hello"})
    [message] = mail.outbox
    assert message.reply_to == []


def test_a_form_without_editors_sends_nothing_but_keeps_the_answer(form, client):
    form.to_address = ""
    form.save_revision().publish()
    client.post(form.url, GOOD)
    assert (mail.outbox, len(answers(form))) == ([], 1)


@override_settings(MAILERS={"default": {"BACKEND": "tests.broken_mail.EmailBackend"}})
def test_a_dead_mail_server_loses_nothing_and_is_reported(form, client, caplog):
    with caplog.at_level(logging.ERROR, logger="home.forms"):
        response = client.post(form.url, GOOD)
    assert (response.status_code, response["Location"]) == (303, f"{form.url}?sent")
    assert client.get(response["Location"]).template_name == "home/form_page_thanks.html"
    assert answers(form) == [GOOD]
    assert f"form page {form.pk}" in caplog.text
    assert "ConnectionRefusedError" in caplog.text


def test_a_post_from_elsewhere_is_refused(form):
    stranger = sign_in(None, enforce_csrf_checks=True)
    assert stranger.post(form.url, GOOD).status_code == 403
    assert answers(form) == []


def test_the_forms_own_token_lets_it_pass(form):
    visitor = sign_in(None, enforce_csrf_checks=True)
    page = visitor.get(form.url)
    assert 'name="csrfmiddlewaretoken"' in page.content.decode()
    token = page.context["csrf_token"]
    response = visitor.post(
        form.url, {**GOOD, "csrfmiddlewaretoken": str(token)}, headers={"referer": form.full_url}
    )
    assert response.status_code == 303
    assert len(answers(form)) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("your_name", ""),
        ("your_address", "no-address"),
        ("your_address", "ada@visitor.example\nBcc: everyone@shop.example"),
        ("your_address", "ada@visitor.example\r\nBcc: everyone@shop.example"),
        ("message", "with a nul \x00 byte"),
        ("message", "   "),
    ],
)
def test_a_bad_answer_names_its_field_and_stores_nothing(form, client, field, value):
    response = client.post(form.url, {**GOOD, field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert (answers(form), mail.outbox) == ([], [])


def test_an_error_is_printed_beside_its_field_and_the_words_are_kept(form, client):
    html = client.post(form.url, {**GOOD, "your_address": "no-address"}).content.decode()
    assert "Enter a valid email address." in html
    assert "Do you post lenses?" in html


HOSTILE = "</script><img src=x onerror=alert(1)>"


def test_hostile_words_are_kept_as_words(form, client):
    client.post(form.url, {**GOOD, "your_name": HOSTILE, "message": "\u202eltr\nSubject: x"})
    assert answers(form)[0]["your_name"] == HOSTILE
    [message] = mail.outbox
    assert message.subject == "Contact"
    assert message.message()["Subject"] == "Contact"
    html = client_of("Editors").get(reverse("wagtailforms:list_submissions", args=[form.pk])).content.decode()
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_hostile_words_are_printed_back_as_words(form, client):
    html = client.post(form.url, {**GOOD, "your_name": HOSTILE, "message": ""}).content.decode()
    assert "<img src=x" not in html


def test_a_subject_of_two_lines_becomes_one(form, client):
    FormPage.objects.filter(pk=form.pk).update(subject="Contact\nBcc: everyone@shop.example")
    client.post(form.url, GOOD)
    [message] = mail.outbox
    assert message.message()["Subject"] == "Contact Bcc: everyone@shop.example"
    assert message.message()["Bcc"] is None


def export(form: FormPage, kind: str = "csv") -> Any:
    url = reverse("wagtailforms:list_submissions", args=[form.pk])
    return client_of("Editors").get(f"{url}?export={kind}")


def test_editors_export_the_answers(form, client):
    client.post(form.url, GOOD)
    text = b"".join(export(form).streaming_content).decode()
    [heading, row] = list(csv.reader(io.StringIO(text)))
    assert heading[1:] == ["Your name", "Your address", "Message"]
    assert row[1:] == list(GOOD.values())
    assert export(form, "xlsx").status_code == 200


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_an_exported_answer_does_not_run_in_a_spreadsheet(form, client, start):
    formula = f'{start}HYPERLINK("https://evil.example/","click")'
    client.post(form.url, {**GOOD, "message": formula})
    text = b"".join(export(form).streaming_content).decode()
    assert list(csv.reader(io.StringIO(text)))[1][3] == f"'{formula}"


def test_the_form_answers_head_and_refuses_other_methods_like_any_page(form, client):
    assert client.head(form.url).status_code == 200


def test_an_unpublished_form_takes_no_answers(form, client):
    form.unpublish()
    assert client.post(form.url, GOOD).status_code == 404
    assert answers(form) == []


def test_too_large_an_answer_is_refused(form):
    visitor: Client = sign_in(None, raise_request_exception=False)
    assert visitor.post(form.url, {**GOOD, "message": "x" * 3_000_000}).status_code == 400
    assert answers(form) == []
