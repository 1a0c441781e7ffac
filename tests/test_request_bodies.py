"""Bodies of writes: which texts they take, and how an error says its place."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from catalog.bulk.rows import ProductBody
from catalog.review_schemas import Decision, NewReview
from config.api import api
from headless.schemas import Secret
from home.schemas import Answer

# Read by hand; the others are found. A product's words are tidied, as an import's are.
BY_HAND = (Answer, NewReview, Decision)
TIDIED = {ProductBody}


def bodies() -> list[type[BaseModel]]:
    found = [
        field.annotation
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
        for model in operation.models
        if model.__ninja_param_source__ == "body"
        for field in model.model_fields.values()
    ]
    shapes = {shape for annotation in found for shape in shapes_in(annotation)} | set(BY_HAND)
    return sorted(
        shapes - {inner for one in TIDIED for inner in shapes_in(one)}, key=lambda one: one.__name__
    )


def shapes_in(annotation: Any, known: frozenset[Any] = frozenset()) -> Iterator[type[BaseModel]]:
    """The models in a type, those of their own fields too."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation in known:
            return
        yield annotation
        for field in annotation.model_fields.values():
            yield from shapes_in(field.annotation, known | {annotation})
    for part in get_args(annotation):
        yield from shapes_in(part, known)


def takes(field: Any, value: Any) -> bool:
    try:
        TypeAdapter(Annotated[field.annotation, "", *field.metadata]).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("shape", bodies(), ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\ud800b"], ids=["nul", "escape", "surrogate"])
def test_no_text_of_a_body_has_control_characters(shape, text):
    fields = {name: field for name, field in shape.model_fields.items() if name != "password"}
    assert [
        name
        for name, field in fields.items()
        if takes(field, text) or takes(field, [text]) or takes(field, {"a": text})
    ] == []


def test_what_people_paste_is_a_text():
    assert takes(NewReview.model_fields["title"], "One\r\ntwo\tthree\vfour\x85")


def test_a_password_is_compared_as_it_is():
    assert TypeAdapter(Secret).validate_python("\x00") == "\x00"
