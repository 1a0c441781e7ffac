"""A form as data: what a front end needs to draw it and to check it before it is sent.

Read from the very fields that check an answer, so that what is promised is what is taken.
"""

from typing import Any

from django import forms

from headless import antispam
from home.answering import AnswerForm
from home.uploads import MEGABYTE, VisitorFileField

_FORMATS: dict[type[forms.Field], dict[str, Any]] = {
    forms.EmailField: {"type": "string", "format": "email"},
    forms.URLField: {"type": "string", "format": "uri"},
    forms.DateTimeField: {"type": "string", "format": "date-time"},
    forms.DateField: {"type": "string", "format": "date"},
    forms.DecimalField: {"type": "number"},
}


def describe(form: AnswerForm, rows: dict[str, Any]) -> list[dict[str, Any]]:
    """The questions of a form in their order; `rows` are the editors' questions by name, the consent has none."""
    return [
        {
            "name": bound.name,
            "label": str(bound.label),
            "type": rows[bound.name].field_type if bound.name in rows else "checkbox",
            "required": bound.field.required,
            "help": rows[bound.name].help_text if bound.name in rows else "",
            "choices": choices_of(bound.field),
            "default": rows[bound.name].default_value if bound.name in rows else "",
            "constraints": constraints_of(bound.field),
        }
        for bound in form
        if bound.name not in {antispam.HONEYPOT, antispam.TOKEN}
    ]


def choices_of(field: forms.Field) -> list[str]:
    return [str(value) for value, _label in getattr(field, "choices", ())]


def constraints_of(field: forms.Field) -> dict[str, Any]:
    """What a value may be besides its type; sizes in bytes."""
    if isinstance(field, VisitorFileField):
        return {
            "max_bytes": field.megabytes * MEGABYTE,
            "endings": field.endings,
            "media_types": field.media_types,
        }
    longest = getattr(field, "max_length", None)
    return {"max_length": longest} if longest else {}


def json_schema(form: AnswerForm) -> dict[str, Any]:
    """The schema of `values` (JSON Schema, 2020-12). Files are not in it: they come beside, by multipart."""
    plain = {
        name: field
        for name, field in form.fields.items()
        if name != antispam.TOKEN and not isinstance(field, VisitorFileField)
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {name: _schema_of(field) for name, field in plain.items()},
        "required": [name for name, field in plain.items() if field.required],
        "additionalProperties": False,
    }


def _schema_of(field: forms.Field) -> dict[str, Any]:
    choices = choices_of(field)
    if isinstance(field, forms.MultipleChoiceField):
        least = {"minItems": 1} if field.required else {}
        return {"type": "array", "items": {"enum": choices}, "uniqueItems": True, **least}
    if isinstance(field, forms.ChoiceField):
        return {"enum": choices if field.required else [*choices, ""]}
    if isinstance(field, forms.BooleanField):
        return {"const": True} if field.required else {"type": "boolean"}
    said = next(
        (dict(words) for kind, words in _FORMATS.items() if isinstance(field, kind)), {"type": "string"}
    )
    if said["type"] != "string":
        return said
    least = {"minLength": 1} if field.required else {}
    longest = getattr(field, "max_length", None)
    return said | least | ({"maxLength": longest} if longest else {})
