"""An API of its own under the contract, for what no operation of the real one shows alone (`@pytest.mark.urls`)."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.urls import path

from ninja import Schema, Status
from pydantic import Field

import config.urls
from headless import limits
from headless.access import Scoped
from headless.contract import DeliveryAPI

api = DeliveryAPI(urls_namespace="trial", docs_url=None, openapi_url=None)


@api.get("/counted/", response=dict[str, int], operation_id="counted")
def counted(request: HttpRequest) -> dict[str, int]:
    return {"taken": 1}


@api.get("/live-preview/", response=dict[str, int], operation_id="live_preview")
@limits.exempt
def live_preview(request: HttpRequest) -> dict[str, int]:
    return {"taken": 1}


class Note(Schema, extra="forbid"):
    text: Annotated[str, Field(min_length=1)]


written: list[str] = []


@api.api_operation(
    ["POST", "PUT", "PATCH"],
    "/notes/",
    response={201: Note},
    auth=Scoped("content:write"),
    operation_id="note",
)
def note(request: HttpRequest, response: HttpResponse, data: Note) -> Status:
    if data.text == "break":
        raise RuntimeError("broken")
    written.append(data.text)
    response.headers["Location"] = f"/notes/{len(written)}/"
    return Status(201, data)


urlpatterns = [path("trial/", api.urls), *config.urls.urlpatterns]
