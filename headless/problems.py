"""Every refusal in one shape: application/problem+json (RFC 9457, "Problem Details for HTTP APIs")."""

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse

from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

PROBLEM_JSON = "application/problem+json"
# Stable names of the kinds of problem; a relative reference, resolved against the address that was asked.
TYPE_PREFIX = "/api/v1/docs/problems/"
# What a problem document in the contract looks like; see docs/api.md.
TITLES = {
    "bad-request": "The request cannot be read",
    "not-found": "Nothing answers at this address",
    "unknown-site": "No such site",
    "method-not-allowed": "This address does not take that method",
    "invalid-parameter": "A parameter has a value it cannot have",
    "unknown-parameter": "A parameter is not known here",
    "server-error": "Something broke here",
}
_BY_STATUS = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 422: "invalid-parameter"}

logger = logging.getLogger("headless")


class ProblemError(Schema):
    """One thing that is wrong: where, in words, and the rule's name."""

    loc: list[str | int]
    msg: str
    type: str


class Problem(Schema):
    """RFC 9457 problem details. `type` names the kind for machines; `detail` is for whoever reads the log."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemError] = []
    request_id: str


class Refused(HttpError):
    """A refusal with a kind of its own. `errors` are (parameter, message, rule) triples."""

    def __init__(
        self, status: int, kind: str, detail: str, errors: Iterable[tuple[str, str, str]] = ()
    ) -> None:
        super().__init__(status, detail)
        self.kind = kind
        self.errors = [{"loc": ["query", name], "msg": msg, "type": rule} for name, msg, rule in errors]


def invalid(parameter: str, message: str) -> Refused:
    """422 for a value that is well-formed but means nothing here."""
    return Refused(422, "invalid-parameter", message, [(parameter, message, "value_error")])


def problem(
    request: HttpRequest,
    status: int,
    kind: str = "",
    detail: str = "",
    errors: Iterable[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A problem document as a response. An empty `kind` is named after the status."""
    kind = kind or _BY_STATUS.get(status, "bad-request" if status < 500 else "server-error")
    body = {
        "type": TYPE_PREFIX + kind,
        "title": TITLES[kind],
        "status": status,
        "detail": detail or TITLES[kind] + ".",
        "errors": [{"loc": error["loc"], "msg": error["msg"], "type": error["type"]} for error in errors],
        "request_id": getattr(request, "request_id", ""),
    }
    return HttpResponse(json.dumps(body), status=status, content_type=PROBLEM_JSON, headers=headers or {})


def answer_with_problems(api: NinjaAPI) -> None:
    """Make every exception of an operation a problem document, the unexpected ones included."""

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
        names = ", ".join(dict.fromkeys(str(error["loc"][-1]) for error in exc.errors))
        return problem(request, 422, detail=f"Not valid: {names}.", errors=exc.errors)

    @api.exception_handler(Refused)
    def _refused(request: HttpRequest, exc: Refused) -> HttpResponse:
        return problem(request, exc.status_code, exc.kind, exc.message, exc.errors)

    @api.exception_handler(HttpError)
    def _http_error(request: HttpRequest, exc: HttpError) -> HttpResponse:
        return problem(request, exc.status_code, detail=exc.message)

    @api.exception_handler(Http404)
    def _not_found(request: HttpRequest, exc: Http404) -> HttpResponse:
        return problem(request, 404, detail=str(exc))

    @api.exception_handler(SuspiciousOperation)
    def _suspicious(request: HttpRequest, exc: SuspiciousOperation) -> HttpResponse:
        return problem(request, 400, detail=str(exc))

    @api.exception_handler(Exception)
    def _unexpected(request: HttpRequest, exc: Exception) -> HttpResponse:
        # Logged with its request id, so that the id a client quotes finds the traceback.
        logger.error("Request %s to %s failed", request.request_id, request.path, exc_info=exc)
        return problem(request, 500)
