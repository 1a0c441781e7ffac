"""What `manage.py check` asks of page types, so that a new one is not half a page type."""

from typing import Any

from django.apps import AppConfig
from django.core import checks

from wagtail.models import get_page_models

from PIL import features

from cms.access import ROLES
from cms.models import Page


@checks.register
def check_page_types(app_configs: list[AppConfig] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    types = [model for model in get_page_models() if model.is_creatable]
    return [
        *(
            checks.Warning(
                f"{model._meta.label} has no summary of its own.",
                hint="Answer `summary`: cards, descriptions and the API read it (docs/decisions/0002).",
                obj=model,
                id="cms.W001",
            )
            for model in types
            if model.summary is Page.summary
        ),
        *(
            checks.Warning(
                f"No group but administrators may work on {model._meta.label}.",
                hint="Name it in cms.access.ROLES and grant it in a migration (docs/decisions/0005).",
                obj=model,
                id="cms.W002",
            )
            for model in types
            if not any(model._meta.label_lower in role.page_types for role in ROLES)
        ),
    ]


@checks.register
def check_lettering(app_configs: list[AppConfig] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Drawn share pictures join Arabic and set Devanagari through Raqm, which Pillow's wheels bring along."""
    if features.check("raqm"):
        return []
    return [
        checks.Error(
            "This Pillow has no Raqm, so share pictures cannot be lettered.",
            hint="Install Pillow from its wheel, or build it with libraqm (docs/decisions/0007).",
            id="cms.E001",
        )
    ]
