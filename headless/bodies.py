"""Bodies that are read by hand, because they come in several kinds or because their errors are told by field."""

import json
from collections.abc import Iterable
from typing import Any, Final

from django.http import HttpRequest

from pydantic import BaseModel, ValidationError

from headless.problems import Refused

MOST_ERRORS: Final = 20
JSON: Final = "application/json"


class InvalidBody(Refused):
    """422 with the place of every error in the body: (["values", "email"], message, rule)."""

    def __init__(self, errors: Iterable[tuple[Iterable[str | int], str, str]]) -> None:
        told = [{"loc": ["body", *place], "msg": msg, "type": rule} for place, msg, rule in errors][
            :MOST_ERRORS
        ]
        names = ", ".join(dict.fromkeys(str(error["loc"][-1]) for error in told))
        super().__init__(422, "invalid-parameter", f"Not valid: {names}.")
        self.errors = told


def read_json[Body: BaseModel](request: HttpRequest, shape: type[Body]) -> Body:
    """Raises Refused: 400 for what is no JSON, 415 for another kind, 422 for another shape."""
    if request.content_type != JSON:
        raise Refused(415, "unsupported-media-type", f"The body is {JSON}.")
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "bad-request", "The body is no JSON.") from error
    return shaped(said, shape)


def shaped[Body: BaseModel](said: Any, shape: type[Body]) -> Body:
    """Raises InvalidBody, with one error for each place, however many types a value is none of."""
    try:
        return shape.model_validate(said)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        places = {each["loc"][:2]: each for each in reversed(found)}
        raise InvalidBody(
            (place, each["msg"], each["type"]) for place, each in reversed(places.items())
        ) from error


def described(shape: type[BaseModel], **others: Any) -> dict[str, Any]:
    """What the contract says of such a body; `others` are further kinds, with their schema."""
    kinds = {JSON: shape.model_json_schema(), **others}
    return {
        "requestBody": {
            "required": True,
            "content": {name: {"schema": schema} for name, schema in kinds.items()},
        }
    }
