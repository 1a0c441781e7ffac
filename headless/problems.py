"""Every refusal in one shape: application/problem+json (RFC 9457, "Problem Details for HTTP APIs")."""

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse

from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

PROBLEM_JSON = "application/problem+json"
# Stable names of the kinds of problem; a relative reference, resolved against the address that was asked.
TYPE_PREFIX = "/api/v1/docs/problems/"
# What a problem document in the contract looks like; see docs/api.md.
TITLES = {
    "bad-request": "The request cannot be read",
    "unauthorized": "A good bearer token is needed",
    "forbidden": "This is not for the owner of this token",
    "missing-scope": "The token may not do this",
    "not-found": "Nothing answers at this address",
    "unknown-site": "No such site",
    "method-not-allowed": "This address does not take that method",
    "conflict": "This contradicts what is there",
    "cursor-expired": "The place to go on from is no longer kept",
    "precondition-failed": "It has changed since it was read",
    "too-large": "The request is larger than is taken here",
    "unsupported-media-type": "A body of this kind is not taken here",
    "too-many-requests": "Too many requests",
    "invalid-parameter": "A parameter has a value it cannot have",
    "unknown-parameter": "A parameter is not known here",
    "wrong-password": "The password is wrong, or there is nothing to open",
    "server-error": "Something broke here",
}
_BY_STATUS = {
    400: "bad-request",
    401: "unauthorized",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    412: "precondition-failed",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid-parameter",
    429: "too-many-requests",
}

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
    """A refusal with a kind of its own. `errors` are (name, message, rule) triples of what stands in `where`."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        errors: Iterable[tuple[str, str, str]] = (),
        *,
        where: str = "query",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail)
        self.kind = kind
        self.errors = [{"loc": [where, name], "msg": msg, "type": rule} for name, msg, rule in errors]
        self.headers = headers or {}


def invalid(parameter: str, message: str, where: str = "query") -> Refused:
    """422 for a value that is well-formed but means nothing here."""
    return Refused(422, "invalid-parameter", message, [(parameter, message, "value_error")], where=where)


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
    answer_refusals(api)
    answer_broken(api)

    @api.exception_handler(ValidationError)
    def _invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
        names = ", ".join(dict.fromkeys(str(error["loc"][-1]) for error in exc.errors))
        return problem(request, 422, detail=f"Not valid: {names}.", errors=exc.errors)

    @api.exception_handler(HttpError)
    def _http_error(request: HttpRequest, exc: HttpError) -> HttpResponse:
        return problem(request, exc.status_code, detail=exc.message)

    @api.exception_handler(Http404)
    def _not_found(request: HttpRequest, exc: Http404) -> HttpResponse:
        return problem(request, 404, detail=str(exc))

    @api.exception_handler(SuspiciousOperation)
    def _suspicious(request: HttpRequest, exc: SuspiciousOperation) -> HttpResponse:
        return problem(request, 400, detail=str(exc))


def answer_refusals(api: NinjaAPI) -> None:
    """Make what we refuse ourselves, and a token that is none, problem documents of an API."""

    @api.exception_handler(Refused)
    def _refused(request: HttpRequest, exc: Refused) -> HttpResponse:
        return problem(request, exc.status_code, exc.kind, exc.message, exc.errors, exc.headers)

    @api.exception_handler(AuthenticationError)
    def _unauthorized(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
        # RFC 9110, 11.6.1: a 401 says how to identify oneself.
        return problem(request, 401, headers={"WWW-Authenticate": "Bearer"})


def answer_broken(api: NinjaAPI) -> None:
    """Make our own failures problem documents of an API."""

    @api.exception_handler(Exception)
    def _unexpected(request: HttpRequest, exc: Exception) -> HttpResponse:
        # Logged with its request id, so that the id a client quotes finds the traceback.
        logger.error("Request %s to %s failed", request.request_id, request.path, exc_info=exc)
        return problem(request, 500)
