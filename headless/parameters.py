"""Parameters nobody reads are refused, with the nearest name that is read."""

from collections.abc import Callable, Collection, Iterable, Sequence
from difflib import get_close_matches
from functools import wraps
from inspect import unwrap
from typing import Any

from django.http import HttpRequest, HttpResponse

from ninja.operation import Operation
from ninja.security import APIKeyQuery

from headless.problems import Refused, invalid


def refuse_unknown(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view decorator for all operations of an API: a query parameter the operation does not declare is 422.

    A misspelt filter that is ignored answers with everything, and nobody notices.
    """
    operation = operation_of(run)
    known = query_parameters(operation)

    @wraps(run)
    def guarded(request: HttpRequest, **path_parameters: Any) -> HttpResponse:
        try:
            require_known(request, known)
        except Refused as refusal:
            return operation.api.on_exception(request, refusal)
        return run(request, **path_parameters)

    return guarded


def require_known(request: HttpRequest, known: Sequence[str]) -> None:
    """Raises Refused (422) for query parameters that are none of these."""
    unknown = [name for name in request.GET if name not in known]
    if unknown:
        errors = [(name[:64], _advice(name, known), "unknown_parameter") for name in unknown]
        raise Refused(422, "unknown-parameter", errors[0][1], errors)


def operation_of(run: Callable[..., HttpResponse]) -> Operation:
    """The operation whose `run` this is, under whatever decorators."""
    return unwrap(run).__self__


def query_parameters(operation: Operation) -> list[str]:
    """The names of the query parameters an operation declares, or is opened by."""
    names = [each.param_name for each in operation.auth_callbacks if isinstance(each, APIKeyQuery)]
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            names += getattr(model, "__ninja_flatten_map__", None) or model.model_fields
    return names


def _advice(name: str, known: Sequence[str]) -> str:
    nearest = get_close_matches(name, known, n=1, cutoff=0.5)
    if nearest:
        return f"“{name[:64]}” is not a parameter here; did you mean “{nearest[0]}”?"
    return f"“{name[:64]}” is not a parameter here; known are {', '.join(known) or 'none'}."


def apart(values: Iterable[str]) -> list[str]:
    """A repeated parameter whose values may also be written as one, with commas: a=x,y is a=x&a=y."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def one_of(name: str, values: Sequence[str], known: Collection[str]) -> Sequence[str]:
    """The values, if all are known. Raises Refused (422) naming the parameter."""
    strange = next((value for value in values if value not in known), None)
    if strange is not None:
        raise invalid(name, f"“{strange[:64]}” is none of {', '.join(known)}.")
    return values
