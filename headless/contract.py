"""What every address of the delivery API owes: methods, headers, validators, problems."""

import re
from collections.abc import Callable
from functools import wraps
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, re_path
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)
from django.views.decorators.http import require_GET

from ninja import NinjaAPI
from ninja.errors import ValidationError, ValidationErrorContext

from headless import kept, limits, openapi, origins, unlock
from headless.contents import typed
from headless.idempotency import remember
from headless.parameters import operation_of, refuse_unknown
from headless.problem_kinds import problem_list, problem_page
from headless.problems import Refused, answer_with_problems, problem

MAX_AGE = 60
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class DeliveryAPI(NinjaAPI):
    """A public, cacheable read API. Everything below its root, known or not, keeps the contract."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        answer_with_problems(self)
        self.add_decorator(remember, mode="view")
        self.add_decorator(refuse_unknown, mode="view")
        self.add_decorator(kept.keep, mode="view")
        self.add_decorator(count_request, mode="view")

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext]
    ) -> ValidationError:
        """Places in the body as its sender knows them, without the name of the argument that takes it."""
        errors = []
        for context in error_contexts:
            found = super().validation_error_from_error_contexts([context]).errors
            argument = getattr(context.model, "__read_from_single_attr__", None)
            for each in found:
                source, *place = each["loc"]
                if source == "body" and argument is not None and place[:1] == [argument]:
                    each["loc"] = (source, *place[1:])
            errors += found
        return ValidationError(errors)

    def _get_urls(self) -> list[URLPattern]:
        own = {
            "openapi-json": lambda view: require_GET(
                openapi.document_view(self, lambda: openapi.rules_of(self))
            ),
            "openapi-view": require_GET,
            "api-root": lambda view: nothing_here,
        }
        patterns = [
            path("docs/problems/", require_GET(problem_list), name="problems"),
            path("docs/problems/<slug:kind>", require_GET(problem_page), name="problem"),
            *super()._get_urls(),
            re_path("", nothing_here, name="nothing-here"),
        ]
        for pattern in patterns:
            finished = own.get(pattern.name, lambda view: view)(pattern.callback)
            pattern.callback = keep_contract(finished)
        return patterns

    def get_openapi_schema(self, **options: Any) -> dict[str, Any]:
        """The document, with the problem answer every operation may give and the scopes it asks for."""
        document = super().get_openapi_schema(**options)
        openapi.add_problems(document)
        openapi.add_scopes(document, openapi.rules_of(self))
        return typed(document)


def count_request(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view decorator for all operations of an API: whoever asks too often is refused (headless.limits)."""
    operation = operation_of(run)
    if getattr(operation.view_func, "has_no_rate", False):
        return run

    @wraps(run)
    def counted(request: HttpRequest, **path_parameters: Any) -> HttpResponse:
        try:
            limits.check_default(request)
        except Refused as refusal:
            return operation.api.on_exception(request, refusal)
        return run(request, **path_parameters)

    return counted


def keep_contract(
    view: Callable[..., HttpResponse], *, max_age: int | None = MAX_AGE
) -> Callable[..., HttpResponse]:
    """The view with HEAD, OPTIONS, request id, caching, validators, CORS and noindex.

    Without `max_age` what is public is asked for each time, as pages are (cms.caching).
    """

    @wraps(view, updated=())
    def contracted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.request_id = _request_id(request)
        started = perf_counter()
        with unlock.shown(request) as keys:
            response = _answer(request, view, args, kwargs)
        if keys.tokens or keys.is_asked:
            patch_vary_headers(response, [unlock.HEADER])
        if keys.tokens:
            patch_cache_control(response, private=True, no_store=True)
        response = _finish(request, response, max_age)
        if settings.DEBUG:
            response.headers["Server-Timing"] = f"app;dur={1000 * (perf_counter() - started):.1f}"
        return response

    # Nothing here reads a session or a cookie, so there is nothing a forged request could use; whoever writes
    # shows a bearer token.
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


def _finish(request: HttpRequest, response: HttpResponse, max_age: int | None) -> HttpResponse:
    response = _with_validators(request, response, max_age)
    response.headers["X-Request-ID"] = request.request_id
    limits.tell(request, response)
    response.headers["X-Robots-Tag"] = "noindex"
    origins.tell(request, response)
    if request.method == "HEAD":
        # The length of what GET would have sent (RFC 9110, 9.3.2); no server has to cut the body.
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response


def _with_validators(request: HttpRequest, response: HttpResponse, max_age: int | None) -> HttpResponse:
    """The answer with its caching headers."""
    patch_vary_headers(response, ["Accept-Encoding", *([] if max_age else ["Authorization"])])
    is_read = request.method in {"GET", "HEAD"} and response.status_code == 200
    if "Authorization" in request.headers:
        patch_vary_headers(response, ["Authorization"])
        patch_cache_control(response, private=True, no_store=True)
        return _for_its_holder(request, response) if is_read else response
    if getattr(request, "auth", None):
        # Opened by a secret in its address: for who holds it, and known to no cache, not even by an entity tag.
        patch_cache_control(response, private=True, no_store=True)
        return response
    if not is_read:
        patch_cache_control(response, no_store=True)
        return response
    if max_age is None or "no-store" in response.headers.get("Cache-Control", ""):
        return response  # its operation made it for one reader
    patch_cache_control(response, public=True, max_age=max_age)
    # Here, because HEAD loses its body below; compared by cms.caching, as those of every other answer are.
    return response if "ETag" in response.headers else set_response_etag(response)


def _for_its_holder(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """No cache keeps it, but a program may: with an entity tag, and 304 for who has it. cms.caching passes it by."""
    if "ETag" not in response.headers:
        set_response_etag(response)
    conditional = get_conditional_response(request, etag=response.headers.get("ETag"), response=response)
    for name in ("Cache-Control", "Vary", "ETag"):
        if name in response.headers:
            conditional.headers.setdefault(name, response.headers[name])
    return conditional


def _allowed(response: HttpResponseNotAllowed) -> str:
    methods = {method.strip() for method in response.headers["Allow"].split(",")} | {"OPTIONS"}
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))


def _request_id(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if _REQUEST_ID.fullmatch(given) else uuid4().hex


def nothing_here(request: HttpRequest) -> HttpResponse:
    return problem(request, 404, detail="Nothing answers here. Addresses end with a slash; see docs/.")
