"""Answers to forms through the API: read from the request, checked by the page's own form, told as data."""

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any, Final

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wagtail.contrib.forms.models import FormSubmission
from wagtail.contrib.forms.utils import get_forms_for_user
from wagtail.models import Site

from cms.representation import link_data
from headless import antispam, limits, unlock
from headless.bodies import JSON, InvalidBody, read_json, shaped
from headless.problems import Refused
from headless.requests import Address, language_asked_for
from home.answering import AnswerForm
from home.definition import json_schema
from home.forms import safe_cell
from home.models import FormPage, SubmittedFile
from home.models.form import RATE, SentAlready
from home.schemas import Answer, Value
from home.uploads import MEGABYTE
from seo.languages import bcp47

MULTIPART = "multipart/form-data"
LOCALE, PAGE_PATH = "form-locale", "form-page-path"
WORDS_MAX: Final = 2 * MEGABYTE
_MAX_ID: Final = 2**63 - 1


def form_page(site: Site, number: int) -> FormPage:
    """The form that is open to the request at hand. Raises Http404."""
    page = unlock.opened(FormPage.objects.of_site(site), number, FormPage)
    if page is None:
        raise Http404(_("No form has the id %(id)d.") % {"id": number})
    return page


def definition_of(page: FormPage) -> dict[str, Any]:
    with translation.override(page.language_code):
        form, content = page.get_form(page=page), page.get_content()
        return {
            "id": page.pk,
            "title": page.title,
            "locale": bcp47(page.language_code),
            "path": page.get_url_parts()[2],
            "intro": content["intro"],
            "fields": content["fields"],
            "value_schema": json_schema(form),
            "consent_text": page.consent_text,
            "submit_url": reverse("delivery:submit_form", args=[page.pk]),
            "content_types": [JSON, MULTIPART],
            "anti_spam": antispam.Parameters(antispam.issue(page.answers_purpose)),
        }


def take(request: HttpRequest, site: Site, page: FormPage) -> dict[str, Any]:
    """Keep the answer in a request; what its sender is told. Raises Refused for one that cannot be taken."""
    limits.check(request, "forms", RATE)
    answer = read(request, page)
    language = _language(site, answer, page)
    with translation.override(language):
        form = _filled_in(page, answer, request)
        if not form.is_valid():
            raise InvalidBody(errors_of(form))
        try:
            page.process_form_submission(form, page_path=answer.page_path, locale=language)
        except SentAlready as error:
            raise Refused(409, "conflict", error.messages[0], headers={}) from error
        thanks = page.get_thanks_page()
        return {
            "id": form.reference,
            "message": page.thanks,
            "redirect": link_data(thanks) if thanks else None,
        }


def read(request: HttpRequest, page: FormPage) -> Answer:
    """The answer in a body of either kind. Raises Refused: 413, 415, 422."""
    most = WORDS_MAX + sum(
        row.max_megabytes * MEGABYTE for row in page.get_form_fields() if row.field_type == "file"
    )
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > most:
        raise Refused(413, "too-large", f"An answer to this form has at most {most} bytes.")
    if request.content_type == JSON:
        return read_json(request, Answer)
    if request.content_type == MULTIPART:
        return _from_parts(request)
    raise Refused(415, "unsupported-media-type", f"An answer is {JSON} or {MULTIPART}.")


def _from_parts(request: HttpRequest) -> Answer:
    """Each question as parts of its name; what is no question by names no question has."""
    meta = {"token": antispam.TOKEN, "locale": LOCALE, "page_path": PAGE_PATH}
    try:
        parts = request.POST
    except MultiPartParserError as error:
        raise Refused(400, "bad-request", "The body is no multipart/form-data.") from error
    values = {
        name: given if len(given) > 1 else given[0]
        for name, given in parts.lists()
        if name not in meta.values()
    }
    known = {key: parts[name] for key, name in meta.items() if name in parts}
    return shaped({"values": values, "token": "", **known}, Answer)


def _language(site: Site, answer: Answer, page: FormPage) -> str:
    if answer.page_path:
        if answer.page_path[1:2] in ("/", "\\"):
            message = "A path has no host: it begins with one slash."
            raise InvalidBody([(["page_path"], message, "value_error")])
        _in_body("page_path", lambda: Address.parse(answer.page_path))
    if answer.locale is None:
        return page.language_code
    return _in_body("locale", lambda: language_asked_for(site, answer.locale))


def _in_body(name: str, ask: Any) -> Any:
    """What `ask` answers; its refusal told as one of the body."""
    try:
        return ask()
    except Refused as refused:
        raise InvalidBody([([name], refused.message, "value_error")]) from refused


def _filled_in(page: FormPage, answer: Answer, request: HttpRequest) -> AnswerForm:
    files = request.FILES if request.content_type == MULTIPART else {}
    blank = page.get_form(page=page)
    unknown = [
        name for name in (*answer.values, *files) if name not in blank.fields or name == antispam.TOKEN
    ]
    if unknown:
        words = _("This form does not ask that.")
        raise InvalidBody((["values", name[:64]], words, "unknown_field") for name in unknown)
    strange = [
        (name, kind) for name, value in answer.values.items() if (kind := _not_of(blank.fields[name], value))
    ]
    if strange:
        words = {"string_type": _("This has to be a text."), "bool_type": _("This has to be true or false.")}
        raise InvalidBody((["values", name], words[kind], kind) for name, kind in strange)
    data = {
        name: _as_sent(blank.fields[name], value)
        for name, value in answer.values.items()
        if value is not None
    }
    return type(blank)({**data, antispam.TOKEN: answer.token}, files, page=page)


def _not_of(field: forms.Field, value: Value) -> str:
    """The rule of `value_schema` a value breaks by its type, where the field itself would take it; else empty."""
    if value is None or isinstance(value, str):
        return ""
    if isinstance(field, forms.BooleanField):
        return "" if isinstance(value, bool) else "bool_type"
    return "string_type" if isinstance(field, forms.CharField) else ""


def _as_sent(field: forms.Field, value: Value) -> Any:
    """A value as a browser would send it."""
    if isinstance(field, forms.MultipleChoiceField):
        return [value] if isinstance(value, str) else value
    if isinstance(field, forms.BooleanField) or isinstance(value, str):
        return value
    # A list where one value is asked for is none of its choices, and no text.
    return json.dumps(value)


def errors_of(form: AnswerForm) -> Iterator[tuple[list[str], str, str]]:
    """Place, message and rule of every error; what concerns the whole form is the token's."""
    for name, found in form.errors.as_data().items():
        place = ["token"] if name == NON_FIELD_ERRORS else ["values", name]
        for error in found:
            yield place, " ".join(error.messages), error.code or "invalid"


# Reading answers -------------------------------------------------------------------------------------------


def submissions_of(user: Any, number: int) -> QuerySet[FormSubmission]:
    """The answers to a form its reader may see, newest first. Raises Http404."""
    allowed = number <= _MAX_ID and get_forms_for_user(user).filter(pk=number).exists()
    if not allowed:
        raise Http404(_("No form has the id %(id)d.") % {"id": number})
    files = SubmittedFile.objects.defer("content")
    found = FormSubmission.objects.filter(page=number).select_related("receipt")
    return found.prefetch_related(Prefetch("files", files)).order_by("-submit_time", "-pk")


def as_data(submission: FormSubmission) -> dict[str, Any]:
    receipt = getattr(submission, "receipt", None)
    return {
        "id": submission.pk,
        "reference": receipt.reference if receipt else None,
        "submitted_at": submission.submit_time,
        "locale": receipt.locale if receipt else "",
        "page_path": receipt.page_path if receipt else "",
        "values": submission.form_data,
        "files": [
            {
                "question": file.question,
                "name": file.name,
                "media_type": file.media_type,
                "size": file.size,
                "url": reverse("submitted_file", args=[submission.page_id, file.pk]),
            }
            for file in submission.files.all()
        ],
    }


def as_csv(page: FormPage, submissions: Iterable[FormSubmission]) -> str:
    """The answers as CSV (RFC 4180), no cell of which runs in a spreadsheet."""
    columns = page.get_data_fields()
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([safe_cell(str(label)) for _name, label in columns])
    for submission in submissions:
        data = submission.get_data()
        writer.writerow([safe_cell(_cell(data.get(name))) for name, _label in columns])
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
