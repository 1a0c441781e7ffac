"""The contract of what pages hold: a type for the `fields` of every page type, and for every block.

The document of the API carries them, so that generated clients know the fields of a page by its `type`; `schema/` gives
them alone, as JSON Schema 2020-12. Answers are not judged by them while they are made: tests hold the two together.
"""

from functools import cache
from typing import Any, Literal

from wagtail.models import get_page_models

from pydantic import TypeAdapter, create_model

from cms.models import Page
from headless.blocks import Story
from headless.schemas import PageContent

_REFERENCE = "#/components/schemas/{model}"


@cache
def content_types() -> dict[str, Any]:
    """The type of a page's identity and content by the name of its page type."""
    models = [model for model in get_page_models() if model is not Page]
    return {
        model._meta.label: create_model(
            f"{model.__name__}Content",
            __base__=PageContent,
            type=Literal[model._meta.label],
            fields=model.content_schema or dict[str, Any],
        )
        for model in models
    }


def typed(document: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document in which a page's content is one of those its `type` tells apart."""
    schemas = document["components"]["schemas"]
    if PageContent.__name__ not in schemas:
        return document
    mapping = {}
    for name, content in content_types().items():
        schema = content.model_json_schema(ref_template=_REFERENCE, mode="serialization")
        definitions = schema.pop("$defs", {})
        # What the document has already stays as it is said there.
        schemas |= {key: value for key, value in definitions.items() if key not in schemas}
        schemas[content.__name__] = schema
        mapping[name] = _REFERENCE.format(model=content.__name__)
    schemas[PageContent.__name__] = {
        "title": PageContent.__name__,
        "description": PageContent.__doc__,
        "oneOf": [{"$ref": reference} for reference in mapping.values()],
        "discriminator": {"propertyName": "type", "mapping": mapping},
    }
    return document


@cache
def block_schemas() -> dict[str, Any]:
    """JSON Schema of a body of blocks: `$defs` has a definition for every type of block."""
    return _standing_alone(TypeAdapter(Story).json_schema(mode="serialization"), "A body of blocks")


@cache
def page_schemas() -> dict[str, Any]:
    """JSON Schema of every page type's identity and content, by its name."""
    return {
        name: _standing_alone(content.model_json_schema(mode="serialization"), name)
        for name, content in content_types().items()
    }


def _standing_alone(schema: dict[str, Any], title: str) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema | {"title": title}
