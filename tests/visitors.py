"""Visitors who fill in a form at the speed of people."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client, TestCase

from wagtail.models import APIToken

import time_machine

from headless import antispam
from headless.models import TokenPolicy
from home.models import FormField, FormPage
from tests.make import make_form
from tests.people import make_user


def token_of(purpose: str, seconds: int = 10) -> str:
    """A token that was handed out so many seconds ago."""
    with time_machine.travel(datetime.now(UTC) - timedelta(seconds=seconds)):
        return antispam.issue(purpose)


def filled_in(form: FormPage, values: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends from the form of our own page."""
    return {antispam.TOKEN: token_of(form.answers_purpose), **values}


def send(client: Client, form: FormPage, values: dict[str, Any], **options: Any) -> Any:
    """Send the form of our own page; what waits for the commit is done."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(form.url, filled_in(form, values), **options)


def api_address(form: FormPage) -> str:
    return f"/api/v1/forms/{form.pk}/submissions/"


def send_json(client: Client, form: FormPage, values: Any, **body: Any) -> Any:
    """Send an answer as a front end does."""
    body = {"values": values, "token": token_of(form.answers_purpose), **body}
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(api_address(form), body, content_type="application/json")


def make_questions(home: Any, *questions: tuple[str, str], **fields: Any) -> FormPage:
    """A form with these (label, type) questions, all required; a label that ends with ? is not."""
    page = make_form(home, **fields)
    for position, (label, kind) in enumerate(questions):
        FormField.objects.create(
            page=page,
            label=label.rstrip("?"),
            field_type=kind,
            required=not label.endswith("?"),
            choices="Red\nBlue" if kind in {"radio", "dropdown", "checkboxes", "multiselect"} else "",
            sort_order=position,
        )
    return FormPage.objects.get(pk=page.pk)


def bearer(*groups: str, scopes: list[str], **user: Any) -> dict[str, str]:
    """The header of a token with these scopes, of a user of these groups."""
    token, secret = APIToken.create_token(user=make_user(*groups, **user), name="Test")
    TokenPolicy.objects.create(token=token, scopes=scopes)
    return {"authorization": f"Bearer {secret}"}
