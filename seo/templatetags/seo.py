"""{% head head %}: prints a Head through the one template that knows meta tags."""

from typing import Any

from django import template
from django.utils.safestring import mark_safe

from seo.head import Head

register = template.Library()


@register.inclusion_tag("seo/head.html")
def head(value: Head) -> dict[str, Any]:
    return {"head": value, "meta": value.as_meta(), "script": _script(value)}


def _script(value: Head) -> str:
    # Safe by construction: seo.graph.script_json leaves no "<", ">" or "&" in its output.
    return mark_safe(value.script())  # noqa: S308
