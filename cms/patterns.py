"""Patterns an editor gives a page type for its titles and descriptions."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.models import get_page_models

from seo.patterns import problems

if TYPE_CHECKING:
    from cms.models import Page


def page_types() -> list[tuple[str, str]]:
    return [(model._meta.label_lower, model._meta.verbose_name) for model in _types()]


def languages() -> list[tuple[str, str]]:
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


class PatternBlock(blocks.StructBlock):
    """The patterns of one page type; judged against the variables it offers."""

    page_type = blocks.ChoiceBlock(choices=page_types, label=_("page type"))
    language = blocks.ChoiceBlock(
        choices=languages, required=False, label=_("language"), help_text=_("Empty: every language.")
    )
    title = blocks.CharBlock(
        required=False, max_length=160, label=_("title"), help_text=_("E.g. {title} – {brand} | {site}")
    )
    description = blocks.CharBlock(
        required=False,
        max_length=300,
        label=_("description"),
        help_text=_(
            "E.g. {summary} [By {brand}.] What stands in brackets is left out when a variable in it is empty."
        ),
    )

    class Meta:
        icon = "edit"
        label = _("pattern")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        known = variables_of(cleaned["page_type"])
        errors = {
            "title": list(problems(cleaned["title"], known, needs="title")),
            "description": list(problems(cleaned["description"], known)),
        }
        if any(errors.values()):
            raise blocks.StructBlockValidationError(
                block_errors={name: ValidationError(said) for name, said in errors.items() if said}
            )
        return cleaned


def variables_of(page_type: str) -> tuple[str, ...]:
    """The variables a page type offers, by its label."""
    return next((model.variables for model in _types() if model._meta.label_lower == page_type), ())


def pattern_of(patterns: Any, page: "Page", part: str) -> str:
    """The pattern for the `title` or `description` of a page; its language's own before that of all. Empty if none."""
    mine = [block.value for block in patterns if block.value["page_type"] == page._meta.label_lower]
    for language in (page.language_code, ""):
        for value in mine:
            if (value["language"] or "") == language and value[part]:
                return value[part]
    return ""


def _types() -> "list[type[Page]]":
    return [model for model in get_page_models() if model.is_creatable]
