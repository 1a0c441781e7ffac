"""The shapes of forms in the API."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict, Field, StrictBool, StrictFloat, StrictInt

from headless.schemas import Link, Words


class Question(Schema):
    """One question. `constraints` are `max_length` of texts; `max_bytes`, `endings`, `media_types` of files."""

    name: str
    label: str
    type: str
    required: bool
    help: str
    choices: list[str]
    default: str
    constraints: dict[str, Any]


class AntiSpam(Schema):
    """Send `token` back, `honeypot` empty, and not before `min_seconds` nor after `max_seconds` have gone by."""

    token: str
    token_name: str
    honeypot: str
    min_seconds: int
    max_seconds: int


class Form(Schema):
    """A form to draw and to send. `value_schema` is the JSON Schema of `values`."""

    id: int
    title: str
    locale: str
    path: str
    intro: str
    fields: list[Question]
    value_schema: dict[str, Any]
    consent_text: str
    submit_url: str
    content_types: list[str]
    anti_spam: AntiSpam


Value = Words | StrictBool | StrictInt | StrictFloat | list[Words] | None


class Answer(Schema):
    """`values` by the names of the questions; `page_path` is where on the front end the form stood."""

    model_config = ConfigDict(extra="forbid")
    values: dict[str, Value]
    token: Words = Field(max_length=300)
    locale: Words | None = Field(None, max_length=20)
    page_path: Words = Field("", max_length=2000)


class Taken(Schema):
    """`message` is HTML, `redirect` the page to lead to instead of saying it; null where there is none. The same answer
    sent twice has the same `id` and is kept once."""

    id: str
    message: str
    redirect: Link | None


class SentFile(Schema):
    question: str
    name: str
    media_type: str
    size: int
    url: str


class Submission(Schema):
    """An answer as it is kept; `url` of a file is for people who are signed in to the admin."""

    id: int
    reference: str | None
    submitted_at: datetime
    locale: str
    page_path: str
    values: dict[str, Any]
    files: list[SentFile]


class SubmissionList(Schema):
    count: int
    items: list[Submission]
