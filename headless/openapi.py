"""OpenAPI documents as they are served: complete, valid, and for a token only what it may do."""

import json
from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from ninja import NinjaAPI
from ninja.responses import NinjaJSONEncoder

from headless.access import Rule, Scoped, bearer_of
from headless.problems import PROBLEM_JSON, Problem, problem

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")


Rules = Callable[[], dict[str, Rule]]


def rules_of(api: NinjaAPI) -> dict[str, Rule]:
    """What each operation of an API asks for, as its `auth=` says."""
    rules = {}
    for bound in api._get_bound_routers():
        for path_view in bound.path_operations.values():
            for operation in path_view.operations:
                scoped = next((auth for auth in operation.auth_callbacks if isinstance(auth, Scoped)), None)
                name = operation.operation_id or api.get_openapi_operation_id(operation)
                rules[name] = scoped.rule if scoped else Rule()
    return rules


def document_view(api: NinjaAPI, rules: Rules) -> Callable[..., HttpResponse]:
    """The document; with a good bearer token without what that token may not do, with a bad one 401."""

    def openapi_document(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        hidden: frozenset[str] = frozenset()
        if "Authorization" in request.headers:
            token = bearer_of(request)
            if token is None:
                return problem(request, 401, headers={"WWW-Authenticate": "Bearer"})
            hidden = frozenset(name for name, rule in rules().items() if not rule.is_open_to(token))
        response = HttpResponse(_written(api, hidden), content_type="application/json")
        patch_vary_headers(response, ["Authorization"])
        return response

    return openapi_document


@lru_cache(maxsize=64)
def _written(api: NinjaAPI, hidden: frozenset[str]) -> bytes:
    # Made once: it takes a second and never changes while the process lives.
    return json.dumps(without(_whole(api), hidden)).encode()


@lru_cache(maxsize=4)
def _whole(api: NinjaAPI) -> dict[str, Any]:
    with translation.override(settings.LANGUAGE_CODE):
        return json.loads(json.dumps(api.get_openapi_schema(), cls=NinjaJSONEncoder))


def without(document: dict[str, Any], hidden: Iterable[str]) -> dict[str, Any]:
    """The document without these operations, and without schemas and tags only they had."""
    names = set(hidden)
    if not names:
        return document
    left = deepcopy(document)
    for path, methods in list(left["paths"].items()):
        for method in [name for name in methods if name in METHODS and methods[name]["operationId"] in names]:
            del methods[method]
        if not any(name in METHODS for name in methods):
            del left["paths"][path]
    _drop_unused_schemas(left)
    return left


def add_problems(document: dict[str, Any]) -> None:
    """Say of every operation that it may answer with a problem, and what its declared refusals look like."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    definitions = schema.pop("$defs", {})
    document["components"].setdefault("schemas", {}).update({**definitions, "Problem": schema})
    said = {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operation in operations(document):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                answer.setdefault("content", {}).update(said)
        operation["responses"]["default"] = {"description": "A problem (RFC 9457)", "content": said}


def add_scopes(document: dict[str, Any], rules: dict[str, Rule]) -> None:
    """Name the scopes each operation asks for (OpenAPI 3.1: a bearer scheme lists the roles it needs)."""
    for operation in operations(document):
        rule = rules.get(operation["operationId"], Rule())
        if rule.scopes and operation.get("security"):
            schemes = [name for each in operation["security"] for name in each]
            operation["security"] = [{name: [scope]} for name in schemes for scope in rule.scopes]


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        operation
        for methods in document["paths"].values()
        for method, operation in methods.items()
        if method in METHODS
    ]


def _drop_unused_schemas(document: dict[str, Any]) -> None:
    schemas = document["components"].get("schemas", {})
    used: set[str] = set()
    waiting = list(_references(document["paths"]))
    while waiting:
        name = waiting.pop()
        if name not in used and name in schemas:
            used.add(name)
            waiting += _references(schemas[name])
    document["components"]["schemas"] = {name: schema for name, schema in schemas.items() if name in used}


def _references(node: Any) -> Iterable[str]:
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str):
            yield reference.rpartition("/")[2]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
