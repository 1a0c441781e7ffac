"""What every address of the delivery API owes: methods, headers, validators, problems."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, re_path
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)
from django.views.decorators.http import require_GET

from ninja import NinjaAPI

from headless.parameters import refuse_unknown
from headless.problems import PROBLEM_JSON, Problem, answer_with_problems, problem

MAX_AGE = 60
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class DeliveryAPI(NinjaAPI):
    """A public, cacheable read API. Everything below its root, known or not, keeps the contract."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        answer_with_problems(self)
        self.add_decorator(refuse_unknown, mode="view")

    def _get_urls(self) -> list[URLPattern]:
        own = {
            "openapi-json": require_GET,
            "openapi-view": require_GET,
            "api-root": lambda view: _nothing_here,
        }
        patterns = [*super()._get_urls(), re_path("", _nothing_here, name="nothing-here")]
        for pattern in patterns:
            finished = own.get(pattern.name, lambda view: view)(pattern.callback)
            pattern.callback = keep_contract(finished)
        return patterns

    def get_openapi_schema(self, **options: Any) -> dict[str, Any]:
        """The document, with the problem answer every operation may give."""
        document = super().get_openapi_schema(**options)
        schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        definitions = schema.pop("$defs", {})
        document["components"]["schemas"] |= {**definitions, "Problem": schema}
        for methods in document["paths"].values():
            for operation in methods.values():
                operation["responses"]["default"] = {
                    "description": "A problem (RFC 9457)",
                    "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
        return document


def keep_contract(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view with HEAD, OPTIONS, request id, caching, validators, CORS and noindex."""

    @wraps(view, updated=())
    def contracted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.request_id = _request_id(request)
        return _finish(request, _answer(request, view, args, kwargs))

    # Nothing here reads a session or a cookie, so there is nothing a forged request could use.
    contracted.csrf_exempt = True
    return contracted


def _answer(request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> HttpResponse:
    asked = request.method
    if asked == "HEAD":
        request.method = "GET"
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = asked
    if isinstance(response, HttpResponseNotAllowed):
        allowed = _allowed(response)
        if asked == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": allowed})
        detail = f"{asked} is not answered here; {allowed} are."
        return problem(request, 405, detail=detail, headers={"Allow": allowed})
    return response


def _finish(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response = _with_validators(request, response)
    response.headers["X-Request-ID"] = request.request_id
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag, X-Request-ID"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET, HEAD, OPTIONS")
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match, X-Request-ID"
        response.headers["Access-Control-Max-Age"] = "86400"
    if request.method == "HEAD" and response.status_code != 304:
        # The length of what GET would have sent (RFC 9110, 9.3.2); no server has to cut the body.
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response


def _with_validators(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its caching headers, or 304 when the asker has it already."""
    patch_vary_headers(response, ["Accept-Encoding"])
    if request.method not in {"GET", "HEAD"} or response.status_code != 200:
        patch_cache_control(response, no_store=True)
        return response
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    set_response_etag(response)
    return get_conditional_response(request, etag=response.headers["ETag"], response=response)


def _allowed(response: HttpResponseNotAllowed) -> str:
    methods = {method.strip() for method in response.headers["Allow"].split(",")} | {"OPTIONS"}
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))


def _request_id(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if _REQUEST_ID.fullmatch(given) else uuid4().hex


def _nothing_here(request: HttpRequest) -> HttpResponse:
    return problem(request, 404, detail="Nothing answers here. Addresses end with a slash; see docs/.")
