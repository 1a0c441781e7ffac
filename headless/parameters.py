"""Parameters nobody reads are refused, with the nearest name that is read."""

from collections.abc import Callable
from difflib import get_close_matches
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from ninja.operation import Operation

from headless.problems import Refused


def refuse_unknown(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view decorator for all operations of an API: a query parameter the operation does not declare is 422.

    A misspelt filter that is ignored answers with everything, and nobody notices.
    """
    operation: Operation = run.__self__
    known = query_parameters(operation)

    @wraps(run)
    def guarded(request: HttpRequest, **path_parameters: Any) -> HttpResponse:
        unknown = [name for name in request.GET if name not in known]
        if unknown:
            errors = [(name[:64], _advice(name, known), "unknown_parameter") for name in unknown]
            refusal = Refused(422, "unknown-parameter", errors[0][1], errors)
            return operation.api.on_exception(request, refusal)
        return run(request, **path_parameters)

    return guarded


def query_parameters(operation: Operation) -> list[str]:
    """The names of the query parameters an operation declares."""
    names: list[str] = []
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            names += getattr(model, "__ninja_flatten_map__", None) or model.model_fields
    return names


def _advice(name: str, known: list[str]) -> str:
    nearest = get_close_matches(name, known, n=1, cutoff=0.5)
    if nearest:
        return f"“{name[:64]}” is not a parameter here; did you mean “{nearest[0]}”?"
    return f"“{name[:64]}” is not a parameter here; known are {', '.join(known) or 'none'}."
