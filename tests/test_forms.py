"""The contact form: checked, stored, mailed, never lost."""

import csv
import io
import logging
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

import pytest
import time_machine

from home.models import FormField, FormPage, SubmittedFile
from home.uploads import KINDS
from tests.make import make_form
from tests.people import client_of, is_refused, make_user, sign_in
from tests.visitors import filled_in, make_questions, send, token_of

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
    response = send(client, form, GOOD)
    assert (response.status_code, response["Location"]) == (303, f"{form.url}?sent")
    assert client.get(response["Location"]).template_name == "home/form_page_thanks.html"
    assert answers(form) == [GOOD]


def test_the_editors_get_it_and_answer_the_visitor(form, client):
    send(client, form, GOOD)
    [message] = mail.outbox
    assert message.to == ["one@shop.example", "two@shop.example"]
    assert message.reply_to == ["ada@visitor.example"]
    assert message.subject == "Contact"
    assert "Do you post lenses?" in message.body


def test_without_an_address_there_is_nobody_to_reply_to(form, client):
    form.form_fields.filter(clean_name="your_address").delete()
    send(client, form, {"your_name": "Ada", "message": "Hello"})
    [message] = mail.outbox
    assert message.reply_to == []


def test_a_form_without_editors_sends_nothing_but_keeps_the_answer(form, client):
    form.to_address = ""
    form.save_revision().publish()
    send(client, form, GOOD)
    assert (mail.outbox, len(answers(form))) == ([], 1)


@override_settings(MAILERS={"default": {"BACKEND": "tests.broken_mail.EmailBackend"}})
def test_a_dead_mail_server_loses_nothing_and_is_reported(form, client, caplog):
    with caplog.at_level(logging.ERROR, logger="home.forms"):
        response = send(client, form, GOOD)
    assert (response.status_code, response["Location"]) == (303, f"{form.url}?sent")
    assert client.get(response["Location"]).template_name == "home/form_page_thanks.html"
    assert answers(form) == [GOOD]
    assert f"form page {form.pk}" in caplog.text
    assert "ConnectionRefusedError" in caplog.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none", "origin": "https://shop.example"},
        {"origin": "https://evil.example"},
        {"origin": "http://shop.example"},
        {"origin": "null"},
        {"referer": "https://shop.example/contact/"},
    ],
)
def test_a_post_from_elsewhere_is_refused(headers, form):
    stranger = sign_in(None, enforce_csrf_checks=True)
    assert send(stranger, form, GOOD, headers=headers, secure=True).status_code == 403
    assert answers(form) == []


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"origin": "https://shop.example"}])
def test_a_post_from_the_page_itself_passes_without_a_cookie(headers, form):
    visitor = sign_in(None, enforce_csrf_checks=True)
    page = visitor.get(form.url)
    assert (dict(page.cookies), page.has_header("Vary") and "Cookie" in page["Vary"]) == ({}, False)
    assert send(visitor, form, GOOD, headers=headers, secure=True).status_code == 303
    assert len(answers(form)) == 1


def test_a_form_of_the_admin_is_asked_for_its_token_wherever_it_comes_from(home):
    editor = sign_in(make_user("Editors"), enforce_csrf_checks=True)
    address = reverse("wagtailadmin_account")
    assert editor.post(address, {}, headers={"sec-fetch-site": "same-origin"}).status_code == 403


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
    response = send(client, form, {**GOOD, field: value})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert (answers(form), mail.outbox) == ([], [])


def test_an_error_is_printed_beside_its_field_and_the_words_are_kept(form, client):
    html = send(client, form, {**GOOD, "your_address": "no-address"}).content.decode()
    assert "Enter a valid email address." in html
    assert "Do you post lenses?" in html


HOSTILE = "</script><img src=x onerror=alert(1)>"


def test_hostile_words_are_kept_as_words(form, client):
    send(client, form, {**GOOD, "your_name": HOSTILE, "message": "\u202eltr\nSubject: x"})
    assert answers(form)[0]["your_name"] == HOSTILE
    [message] = mail.outbox
    assert message.subject == "Contact"
    assert message.message()["Subject"] == "Contact"
    html = client_of("Editors").get(reverse("wagtailforms:list_submissions", args=[form.pk])).content.decode()
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_hostile_words_are_printed_back_as_words(form, client):
    html = send(client, form, {**GOOD, "your_name": HOSTILE, "message": ""}).content.decode()
    assert "<img src=x" not in html


def test_a_subject_of_two_lines_becomes_one(form, client):
    FormPage.objects.filter(pk=form.pk).update(subject="Contact\nBcc: everyone@shop.example")
    send(client, form, GOOD)
    [message] = mail.outbox
    assert message.message()["Subject"] == "Contact Bcc: everyone@shop.example"
    assert message.message()["Bcc"] is None


def export(form: FormPage, kind: str = "csv") -> Any:
    url = reverse("wagtailforms:list_submissions", args=[form.pk])
    return client_of("Editors").get(f"{url}?export={kind}")


def test_editors_export_the_answers(form, client):
    send(client, form, GOOD)
    text = b"".join(export(form).streaming_content).decode()
    [heading, row] = list(csv.reader(io.StringIO(text)))
    assert heading[1:] == ["Your name", "Your address", "Message"]
    assert row[1:] == list(GOOD.values())
    assert export(form, "xlsx").status_code == 200


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_an_exported_answer_does_not_run_in_a_spreadsheet(form, client, start):
    formula = f'{start}HYPERLINK("https://evil.example/","click")'
    send(client, form, {**GOOD, "message": formula})
    text = b"".join(export(form).streaming_content).decode()
    assert list(csv.reader(io.StringIO(text)))[1][3] == f"'{formula}"


def test_the_form_answers_head_and_refuses_other_methods_like_any_page(form, client):
    assert client.head(form.url).status_code == 200


def test_an_unpublished_form_takes_no_answers(form, client):
    form.unpublish()
    assert send(client, form, GOOD).status_code == 404
    assert answers(form) == []


def test_too_large_an_answer_is_refused(form):
    visitor: Client = sign_in(None, raise_request_exception=False)
    assert send(visitor, form, {**GOOD, "message": "x" * 3_000_000}).status_code == 400
    assert answers(form) == []


# People and programs ------------------------------------------------------------------------------------------


def test_a_page_with_a_form_is_kept_by_nobody_for_it_says_when_it_was_handed_out(form, client):
    page = client.get(form.url)
    assert page["Cache-Control"] == "private, no-store"
    assert "ETag" not in page


def test_what_the_page_hands_out_is_taken(form, client):
    with time_machine.travel(datetime.now(UTC) - timedelta(seconds=30)):
        page = client.get(form.url)
    given = page.context["form"]["form-token"].value()
    assert f'name="form-token" value="{given}"' in page.text
    assert client.post(form.url, {**GOOD, "form-token": given}).status_code == 303


@pytest.mark.parametrize(
    ("token", "word"),
    [
        (lambda form: "", "without its token"),
        (lambda form: "made:up:by-me", "not one of ours"),
        (lambda form: token_of("form.999"), "not one of ours"),
        (lambda form: token_of(form.answers_purpose, seconds=0), "faster than people"),
        (lambda form: token_of(form.answers_purpose, seconds=25 * 3600), "open for too long"),
    ],
)
def test_a_token_that_proves_nothing_is_said_and_the_words_are_kept(form, client, token, word):
    page = client.post(form.url, {**GOOD, "form-token": token(form)})
    assert word in page.text
    assert "Do you post lenses?" in page.text
    assert answers(form) == []
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=5)):
        again = client.post(form.url, {**GOOD, "form-token": page.context["form"]["form-token"].value()})
    assert again.status_code == 303, "what is printed with the error can be sent"


def test_who_falls_into_the_trap_is_thanked_and_forgotten(form, client):
    assert 'name="your-website"' in client.get(form.url).text
    response = send(client, form, {**GOOD, "your-website": "https://pills.example"})
    assert (response.status_code, response["Location"]) == (303, f"{form.url}?sent")
    assert (answers(form), mail.outbox) == ([], [])


def test_an_answer_sent_twice_is_kept_once(form, client):
    sent = filled_in(form, GOOD)
    for _ in range(2):
        assert client.post(form.url, sent).status_code == 303
    assert answers(form) == [GOOD]


def test_another_answer_with_the_same_token_is_asked_for_once_more(form, client):
    sent = filled_in(form, GOOD)
    client.post(form.url, sent)
    page = client.post(form.url, {**sent, "message": "And wicks?"})
    assert "Another answer was sent" in page.text
    assert page.context["form"]["form-token"].value() != sent["form-token"]
    assert answers(form) == [GOOD]


def test_who_sends_too_much_waits_and_keeps_the_words(form, client):
    for _ in range(20):
        send(client, form, GOOD)
    page = send(client, form, GOOD)
    assert page.status_code == 429
    assert "Do you post lenses?" in page.text
    assert len(answers(form)) == 20


def test_what_was_consented_to_is_kept_with_the_answer(form, client):
    form.consent_text = "You may keep this for a year."
    form.save_revision().publish()
    assert list(send(client, form, GOOD).context["form"].errors) == ["consent-given"]
    send(client, form, {**GOOD, "consent-given": "on"})
    assert answers(form) == [{**GOOD, "consent-given": "You may keep this for a year."}]
    text = b"".join(export(form).streaming_content).decode()
    assert "You may keep this for a year." in text


# Files --------------------------------------------------------------------------------------------------------

PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def form_with_file(home) -> FormPage:
    return make_questions(home, ("Your name", "singleline"), ("Letter?", "file"))


def upload(client: Client, form: FormPage, name: str = "letter.pdf", content: bytes = PDF) -> Any:
    return send(client, form, {"your_name": "Ada", "letter": SimpleUploadedFile(name, content)})


def test_a_file_is_kept_with_its_answer_and_nowhere_else(form_with_file, client):
    assert 'enctype="multipart/form-data"' in client.get(form_with_file.url).text
    folders = set(default_storage.listdir("")[0])
    assert upload(client, form_with_file).status_code == 303
    [file] = SubmittedFile.objects.all()
    assert (file.name, file.media_type, bytes(file.content)) == ("letter.pdf", "application/pdf", PDF)
    assert answers(form_with_file) == [{"your_name": "Ada", "letter": "letter.pdf"}]
    assert set(default_storage.listdir("")[0]) - folders <= {"share"}


def test_a_form_without_its_file_is_taken_where_the_file_is_optional(form_with_file, client):
    assert send(client, form_with_file, {"your_name": "Ada"}).status_code == 303
    assert answers(form_with_file) == [{"your_name": "Ada", "letter": None}]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.exe", b"MZ\x90"),
        ("letter.pdf", b"MZ\x90 this is a program"),
        ("letter.pdf", b"<html><script>alert(1)</script>"),
        ("letter.svg", b"<svg onload='alert(1)'/>"),
        ("letter.pdf.html", PDF),
        ("letter", PDF),
        ("letter.png", PDF),
        ("letter.jpg", b"GIF89a"),
        ("letter.pdf", b""),
        ("x" * 200 + ".pdf", PDF),
    ],
)
def test_a_file_that_is_not_what_it_says_or_not_asked_for_is_refused(form_with_file, client, name, content):
    page = upload(client, form_with_file, name, content)
    assert list(page.context["form"].errors) == ["letter"]
    assert (answers(form_with_file), SubmittedFile.objects.count()) == ([], 0)


def test_a_file_that_is_too_large_is_refused(form_with_file, client):
    form_with_file.form_fields.filter(clean_name="letter").update(max_megabytes=1)
    page = upload(client, form_with_file, content=PDF + b"x" * (1024 * 1024))
    assert list(page.context["form"].errors) == ["letter"]


def archive(*members: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name in members:
            made.writestr(name, "x")
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "is_taken"),
    [
        ("a.docx", archive("[Content_Types].xml", "word/document.xml"), True),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), False),
        ("a.docx", archive("other"), False),
        ("a.docx", b"PK\x03\x04 broken", False),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), True),
        ("a.odt", archive("mimetype", "content.xml"), True),
        ("a.txt", "Ένα γράμμα\n".encode(), True),
        ("a.txt", b"\x00\x01", False),
        ("a.txt", "Größe".encode("latin-1"), False),
        ("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", True),
        ("a.gif", b"GIF89a", True),
    ],
)
def test_a_file_is_known_by_what_is_in_it(form_with_file, client, name, content, is_taken):
    form_with_file.form_fields.update(file_kinds="docx, xlsx, odt, txt, webp, gif")
    assert (upload(client, form_with_file, name, content).status_code == 303) is is_taken


def test_files_are_handed_to_those_who_may_see_answers_and_only_to_keep(form_with_file, client):
    upload(client, form_with_file)
    file = SubmittedFile.objects.get()
    address = reverse("submitted_file", args=[form_with_file.pk, file.pk])
    listing = client_of("Editors").get(reverse("wagtailforms:list_submissions", args=[form_with_file.pk]))
    assert f'<a href="{address}" download>letter.pdf</a>' in listing.text
    handed = client_of("Editors").get(address)
    assert b"".join(handed.streaming_content) == PDF
    assert handed["Content-Type"] == "application/octet-stream"
    assert handed["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert "no-store" in handed["Cache-Control"]
    for other in ("SEO managers", "Merchandisers", "outsider", "nobody"):
        assert is_refused(client_of(other).get(address)), other


def test_a_file_is_handed_out_under_its_own_form_only(home, form_with_file, form, client):
    upload(client, form_with_file)
    file = SubmittedFile.objects.get()
    assert client_of("Editors").get(reverse("submitted_file", args=[form.pk, file.pk])).status_code == 404


def test_a_name_with_markup_stays_a_name(form_with_file, client):
    upload(client, form_with_file, name="<img src=x onerror=alert(1)>.pdf")
    listing = client_of("Editors").get(reverse("wagtailforms:list_submissions", args=[form_with_file.pk]))
    assert "<img src=x" not in listing.text


def test_files_go_with_their_answer_and_with_their_page(form_with_file, client):
    upload(client, form_with_file)
    form_with_file.get_submissions().delete()
    assert SubmittedFile.objects.count() == 0
    upload(client, form_with_file)
    form_with_file.delete()
    assert SubmittedFile.objects.count() == 0


def test_kinds_of_files_an_editor_names_are_known_ones(form_with_file):
    question = form_with_file.form_fields.get(clean_name="letter")
    question.file_kinds, question.max_megabytes = ".PDF, pdf , jpg", None
    question.full_clean()
    assert (question.file_kinds, question.max_megabytes) == ("pdf, jpg", 5)
    question.file_kinds = "pdf, exe"
    with pytest.raises(ValidationError) as refused:
        question.full_clean()
    assert "exe" in str(refused.value.message_dict["file_kinds"])
    help_text = str(FormField._meta.get_field("file_kinds").help_text)
    assert all(name in help_text for name in KINDS)
