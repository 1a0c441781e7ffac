"""Forms for front ends: read as data, sent as data, checked by the page's own form."""

import csv
import io
import json
import logging
from typing import Any

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase, override_settings

from wagtail.models import PageViewRestriction

import jsonschema
import pytest

from home.models import FormPage, Receipt, SubmittedFile
from tests.people import make_user
from tests.test_forms import GOOD, PDF
from tests.visitors import api_address, bearer, make_questions, send, send_json, token_of

pytestmark = pytest.mark.django_db

EVERY_KIND = (
    ("Name", "singleline"),
    ("Story", "multiline"),
    ("Email", "email"),
    ("Age?", "number"),
    ("Site?", "url"),
    ("News?", "checkbox"),
    ("Colours", "checkboxes"),
    ("Colour", "dropdown"),
    ("Shade", "radio"),
    ("Tones?", "multiselect"),
    ("Day?", "date"),
    ("Moment?", "datetime"),
    ("Source?", "hidden"),
    ("Letter?", "file"),
)
WHOLE = {
    "name": "Ada",
    "story": "Long.",
    "email": "ada@visitor.example",
    "age": 36.5,
    "site": "https://ada.example/",
    "news": True,
    "colours": ["Red", "Blue"],
    "colour": "Red",
    "shade": "Blue",
    "tones": ["Red"],
    "day": "2026-11-26",
    "moment": "2026-11-26T10:00:00",
    "source": "footer",
}


@pytest.fixture
def form(home) -> FormPage:
    return make_questions(
        home,
        ("Your name", "singleline"),
        ("Your address", "email"),
        ("Message", "multiline"),
        thank_you="<p>We answer soon.</p>",
    )


@pytest.fixture
def every_kind(home) -> FormPage:
    return make_questions(home, *EVERY_KIND)


def answers(form: FormPage) -> list[dict[str, Any]]:
    return [submission.form_data for submission in form.get_submissions()]


def errors(response: Any) -> dict[str, str]:
    """The rule that was broken, by the last part of its place."""
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert {error["loc"][0] for error in body["errors"]} <= {"body"}
    return {".".join(map(str, error["loc"][1:])): error["type"] for error in body["errors"]}


# The definition -----------------------------------------------------------------------------------------------


def test_a_form_is_told_with_all_that_is_needed_to_draw_and_to_send_it(every_kind, client):
    response = client.get(f"/api/v1/forms/{every_kind.pk}/")
    assert response["Cache-Control"] == "private, no-store"
    told = response.json()
    assert told["submit_url"] == api_address(every_kind)
    by_name = {field["name"]: field for field in told["fields"]}
    assert [(field["label"], field["type"]) for field in told["fields"]] == [
        (label.rstrip("?"), kind) for label, kind in EVERY_KIND
    ]
    assert by_name["name"]["constraints"] == {"max_length": 255}
    assert by_name["story"]["constraints"] == {"max_length": 20_000}
    assert by_name["colours"]["choices"] == ["Red", "Blue"]
    assert by_name["letter"]["constraints"] == {
        "max_bytes": 5 * 1024 * 1024,
        "endings": ["pdf", "jpg", "jpeg", "png"],
        "media_types": ["application/pdf", "image/jpeg", "image/png"],
    }
    assert told["anti_spam"].keys() == {"token", "token_name", "honeypot", "min_seconds", "max_seconds"}


def test_what_the_schema_allows_is_taken_and_what_it_forbids_is_refused(every_kind, client):
    schema = client.get(f"/api/v1/forms/{every_kind.pk}/").json()["value_schema"]
    judge = jsonschema.Draft202012Validator(schema)
    judge.check_schema(schema)
    assert list(judge.iter_errors(WHOLE)) == []
    assert send_json(client, every_kind, WHOLE).status_code == 201
    wrong = [("name", ""), ("name", "x" * 256), ("colours", []), ("colours", ["Green"]), ("shade", "Green")]
    for name, value in (*wrong, ("nobody", "x")):
        changed = {**WHOLE, name: value}
        assert list(judge.iter_errors(changed)), name
        assert list(errors(send_json(client, every_kind, changed))) == [f"values.{name}"]


def test_choices_written_with_commas_are_several(form, client):
    question = form.form_fields.get(clean_name="your_name")
    question.field_type, question.choices = "radio", "Red, Blue"
    question.save()
    told = client.get(f"/api/v1/forms/{form.pk}/").json()["fields"][0]
    content = client.get("/api/v1/resolve/", {"path": form.url}).json()["page"]["fields"]["fields"][0]
    assert told["choices"] == content["choices"] == ["Red", "Blue"]


def test_resolve_tells_the_same_questions_without_a_token(form, client):
    told = client.get(f"/api/v1/forms/{form.pk}/").json()
    resolved = client.get("/api/v1/resolve/", {"path": form.url})
    assert resolved.json()["page"]["fields"]["fields"] == told["fields"]
    assert "public" in resolved["Cache-Control"]


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999"])
def test_there_is_no_other_form(form, client, number):
    assert client.get(f"/api/v1/forms/{number}/").status_code in {404, 422}
    assert client.get(f"/api/v1/forms/{form.get_parent().pk}/").status_code == 404


def test_a_draft_and_a_private_form_are_not_there(form, client):
    PageViewRestriction.objects.create(page=form, restriction_type="password", password="sesame")
    assert client.get(f"/api/v1/forms/{form.pk}/").status_code == 404
    assert send_json(client, form, GOOD).status_code == 404
    PageViewRestriction.objects.all().delete()
    form.unpublish()
    assert client.get(f"/api/v1/forms/{form.pk}/").status_code == 404
    assert send_json(client, form, GOOD).status_code == 404
    assert answers(form) == []


# Sending ------------------------------------------------------------------------------------------------------


def test_an_answer_is_stored_mailed_and_thanked(form, client):
    response = send_json(client, form, GOOD, page_path="/contact-us/?from=footer", locale="en-gb")
    assert (response.status_code, response["Cache-Control"]) == (201, "no-store")
    told = response.json()
    receipt = Receipt.objects.get()
    assert told == {"id": receipt.reference, "message": "<p>We answer soon.</p>", "redirect": None}
    assert (receipt.page_path, receipt.locale) == ("/contact-us/?from=footer", "en-gb")
    assert answers(form) == [GOOD]
    assert [message.reply_to for message in mail.outbox] == [["ada@visitor.example"]]


def test_the_mail_goes_after_the_commit(form, client):
    with TestCase.captureOnCommitCallbacks() as waiting:
        client.post(
            api_address(form),
            {"values": GOOD, "token": token_of(form.answers_purpose)},
            content_type="application/json",
        )
    assert (len(answers(form)), mail.outbox) == (1, [])
    assert len(waiting) == 1


@override_settings(MAILERS={"default": {"BACKEND": "tests.broken_mail.EmailBackend"}})
def test_a_dead_mail_server_loses_nothing(form, client, caplog):
    with caplog.at_level(logging.ERROR, logger="home.forms"):
        assert send_json(client, form, GOOD).status_code == 201
    assert answers(form) == [GOOD]
    assert f"form page {form.pk}" in caplog.text


def test_every_error_names_its_field(form, client):
    response = send_json(client, form, {"your_name": " ", "your_address": "nobody", "color": "red"})
    assert response.status_code == 422
    assert errors(response) == {"values.color": "unknown_field"}
    response = send_json(client, form, {"your_name": " ", "your_address": "nobody"})
    assert errors(response) == {
        "values.your_name": "required",
        "values.your_address": "invalid",
        "values.message": "required",
    }
    assert (answers(form), mail.outbox) == ([], [])


def test_errors_are_said_in_the_language_that_was_asked_for(form, client):
    body = send_json(client, form, {}, locale="xx").json()
    assert body["errors"][0]["loc"] == ["body", "locale"]
    assert "no language" in body["errors"][0]["msg"]


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("with a nul \x00 byte", "values.message"),
        ("half a sign \ud800", "values.message"),
        ({"a": "b"}, "values.message"),
        ([1], "values.message"),
        (["a", "b"], "values.message"),
        ([], "values.message"),
        (True, "values.message"),
        (1, "values.message"),
        ("a\x01b", "values.message"),
        ("x" * 20_001, "values.message"),
    ],
)
def test_what_is_no_text_is_refused_by_name(form, client, value, place):
    body = json.dumps({"values": {**GOOD, "message": value}, "token": token_of(form.answers_purpose)})
    response = client.post(api_address(form), body, content_type="application/json")
    assert response.status_code == 422
    assert list(errors(response)) == [place]
    assert answers(form) == []


@pytest.mark.parametrize(
    ("body", "status", "place"),
    [
        (b"{", 400, None),
        (b"\xff", 400, None),
        (b"[" * 100_000, 400, None),
        (b"[]", 422, ""),
        (b'{"values": {}}', 422, "token"),
        (b'{"values": 1, "token": "x"}', 422, "values"),
        (b'{"values": {}, "token": "x", "extra": 1}', 422, "extra"),
        (b'{"values": {}, "token": "x", "page_path": "https://evil.example/"}', 422, "page_path"),
        (b'{"values": {}, "token": "x", "page_path": "//evil.example/"}', 422, "page_path"),
        (b'{"values": {}, "token": "x", "page_path": "/\\\\evil.example/"}', 422, "page_path"),
    ],
)
def test_a_body_that_is_no_answer_is_a_problem(form, client, body, status, place):
    response = client.post(api_address(form), body, content_type="application/json")
    assert response.status_code == status
    if place is not None:
        assert place in errors(response)


def test_a_body_of_another_kind_or_too_large_is_refused(form, client):
    assert client.post(api_address(form), "x", content_type="text/plain").status_code == 415
    broken = client.post(api_address(form), b"x", content_type="multipart/form-data")
    assert broken.status_code == 400
    assert send_json(client, form, {**GOOD, "message": "x" * 3_000_000}).status_code == 413


@pytest.mark.parametrize(
    ("token", "rule"),
    [
        (lambda form: "", "missing"),
        (lambda form: "a:b:c", "invalid"),
        (lambda form: token_of("form.0"), "invalid"),
        (lambda form: token_of(form.answers_purpose, seconds=0), "too_fast"),
        (lambda form: token_of(form.answers_purpose, seconds=90_000), "expired"),
    ],
)
def test_a_token_that_proves_nothing_is_told_by_its_rule(form, client, token, rule):
    response = send_json(client, form, GOOD, token=token(form))
    assert errors(response) == {"token": rule}
    assert answers(form) == []


def test_a_trapped_program_cannot_tell(form, client):
    good = send_json(client, form, GOOD)
    trapped = send_json(client, form, {**GOOD, "your-website": "https://pills.example"})
    assert trapped.status_code == good.status_code == 201
    assert trapped.json().keys() == good.json().keys()
    assert len(trapped.json()["id"]) == len(good.json()["id"])
    assert len(answers(form)) == len(mail.outbox) == 1


def test_a_repeated_request_is_one_answer_and_another_one_is_a_conflict(form, client):
    token = token_of(form.answers_purpose)
    first, second = (send_json(client, form, GOOD, token=token) for _ in range(2))
    assert first.json() == second.json()
    assert send_json(client, form, {**GOOD, "message": "Other."}, token=token).status_code == 409
    assert len(answers(form)) == len(mail.outbox) == 1


def test_who_sends_too_much_is_told_when_to_come_back(form, client):
    for _ in range(20):
        assert send_json(client, form, {}).status_code == 422
    response = send_json(client, form, GOOD)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert answers(form) == []


def test_cookies_and_sessions_mean_nothing_here(form):
    stranger = Client(
        enforce_csrf_checks=True, headers={"host": "shop.example", "origin": "https://x.example"}
    )
    stranger.force_login(make_user("Editors"))
    response = send_json(stranger, form, GOOD)
    assert response.status_code == 201
    assert not response.cookies
    assert "Access-Control-Allow-Origin" not in response  # nobody named https://x.example a front end of ours


# With files ---------------------------------------------------------------------------------------------------


def send_parts(client: Client, form: FormPage, parts: dict[str, Any]) -> Any:
    return client.post(api_address(form), {"form-token": token_of(form.answers_purpose), **parts})


def test_files_come_by_multipart_with_the_same_names(every_kind, client):
    parts = {name: "on" if value is True else value for name, value in WHOLE.items()} | {"colours": "Red"}
    file = SimpleUploadedFile("letter.pdf", PDF)
    response = send_parts(client, every_kind, {**parts, "letter": file, "form-page-path": "/x/"})
    assert response.status_code == 201, response.json()
    [kept] = answers(every_kind)
    assert (kept["colours"], kept["news"], kept["letter"]) == (["Red"], True, "letter.pdf")
    assert bytes(SubmittedFile.objects.get().content) == PDF
    assert Receipt.objects.get().page_path == "/x/"


@pytest.mark.parametrize(
    ("name", "content", "rule"), [("letter.pdf", b"MZ", "wrong_kind"), ("letter.pdf", b"", "empty")]
)
def test_a_wrong_file_is_told_by_its_field(every_kind, client, name, content, rule):
    file = SimpleUploadedFile(name, content)
    response = send_parts(client, every_kind, {**WHOLE, "letter": file})
    assert errors(response) == {"values.letter": rule}
    assert (answers(every_kind), SubmittedFile.objects.count()) == ([], 0)


def test_a_file_nobody_asked_for_is_refused(form, client):
    file = SimpleUploadedFile("letter.pdf", PDF)
    assert errors(send_parts(client, form, {**GOOD, "letter": file})) == {"values.letter": "unknown_field"}


# Reading ------------------------------------------------------------------------------------------------------


def test_answers_are_read_with_scope_and_right(form, client):
    send_json(client, form, GOOD, page_path="/x/")
    send(client, form, GOOD)
    response = client.get(api_address(form), headers=bearer("Editors", scopes=["forms:read"]))
    assert response["Cache-Control"] == "private, no-store"
    told = response.json()
    assert told["count"] == 2
    assert [item["values"] for item in told["items"]] == [GOOD, GOOD]
    assert [item["page_path"] for item in told["items"]] == [form.url, "/x/"]


@pytest.mark.parametrize(
    ("group", "scopes", "status"),
    [
        ("Editors", ["content:read"], 403),
        ("Editors", [], 403),
        ("Merchandisers", ["forms:read"], 403),
        ("SEO managers", ["forms:read"], 403),
    ],
)
def test_others_do_not_read_answers(form, client, group, scopes, status):
    send_json(client, form, GOOD)
    assert client.get(api_address(form), headers=bearer(group, scopes=scopes)).status_code == status
    assert client.get(api_address(form)).status_code == 401


def test_answers_of_what_is_no_form_are_not_there(form, client):
    headers = bearer("Editors", scopes=["forms:read"])
    for number in (form.get_parent().pk, 10**30):
        assert client.get(f"/api/v1/forms/{number}/submissions/", headers=headers).status_code == 404


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝"])
def test_answers_as_csv_do_not_run_in_a_spreadsheet(form, client, start):
    send_json(client, form, {**GOOD, "message": f"{start}1+1"})
    headers = {**bearer("Editors", scopes=["forms:read"]), "accept": "text/csv"}
    response = client.get(api_address(form), headers=headers)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    [heading, row] = list(csv.reader(io.StringIO(response.text)))
    assert heading[1:] == ["Your name", "Your address", "Message"]
    assert row[1:] == ["Ada", "ada@visitor.example", f"'{start}1+1"]


# What it costs ------------------------------------------------------------------------------------------------


def test_a_form_costs_the_same_with_three_questions_and_with_thirty(
    home, client, django_assert_max_num_queries
):
    few = make_questions(home, *[(f"Question {number}?", "singleline") for number in range(3)])
    many = make_questions(home, *[(f"Question {number}?", "singleline") for number in range(30)])
    for form in (few, many):
        client.get(f"/api/v1/forms/{form.pk}/")
        with django_assert_max_num_queries(10):
            assert client.get(f"/api/v1/forms/{form.pk}/").status_code == 200
        with django_assert_max_num_queries(14):
            assert send_json(client, form, {"question_0": "x"}).status_code == 201


def test_answers_cost_the_same_however_many_there_are(form, client, django_assert_max_num_queries):
    headers = bearer("Editors", scopes=["forms:read"])
    for count in (1, 12):
        while len(answers(form)) < count:
            send_json(client, form, GOOD)
        client.get(api_address(form), headers=headers)
        with django_assert_max_num_queries(14):
            assert client.get(api_address(form), headers=headers).json()["count"] == count
