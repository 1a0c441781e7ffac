"""forms/: a form as data, sending an answer, and reading what was answered."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from ninja import Path, Query, Router, Status

from headless.access import Scoped
from headless.api import Offset, SiteName
from headless.bodies import described
from headless.requests import site_asked_for
from home import schemas, submitting
from home.models import FormPage

router = Router(tags=["forms"])

Number = Annotated[int, Path(ge=1, description="the id of the form's page")]
# The body is read by hand, because it comes in two kinds; this is what the contract says of it.
BODY = described(schemas.Answer, **{submitting.MULTIPART: {"type": "object", "additionalProperties": True}})


@router.get("/{int:form_id}/", response=schemas.Form, summary="A form", operation_id="form", url_name="form")
def form(request: HttpRequest, response: HttpResponse, form_id: Number, site: SiteName = None) -> Any:
    """Its questions, their schema, and a token that is good for one answer within a day."""
    patch_cache_control(response, private=True, no_store=True)
    return submitting.definition_of(submitting.form_page(site_asked_for(request, site), form_id))


@router.post(
    "/{int:form_id}/submissions/",
    response={201: schemas.Taken},
    summary="Answer a form",
    operation_id="submit_form",
    url_name="submit_form",
    openapi_extra=BODY,
)
def submit(request: HttpRequest, form_id: Number, site: SiteName = None) -> Any:
    """As JSON, or as multipart with files: each question a part of its name. Errors name the field."""
    found = site_asked_for(request, site)
    return Status(201, submitting.take(request, found, submitting.form_page(found, form_id)))


@router.get(
    "/{int:form_id}/submissions/",
    auth=Scoped("forms:read", "wagtailforms.view_formsubmission"),
    response=schemas.SubmissionList,
    summary="What was answered",
    operation_id="submissions",
    openapi_extra={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
)
def submissions(
    request: HttpRequest,
    form_id: Number,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Offset = 0,
) -> Any:
    """Newest first; as CSV for who accepts text/csv."""
    found = submitting.submissions_of(request.user, form_id)
    window = found[offset : offset + limit]
    if request.get_preferred_type(["application/json", "text/csv"]) == "text/csv":
        page = FormPage.objects.get(pk=form_id)
        return HttpResponse(submitting.as_csv(page, window), content_type="text/csv; charset=utf-8")
    return {"count": found.count(), "items": [submitting.as_data(each) for each in window]}
