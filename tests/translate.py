"""Translations as an editor makes them: copied into another language, changed, published."""

from typing import Any

from wagtail.models import Locale

from cms.models import Page


def make_locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def translate(page: Page, code: str, **fields: Any) -> Any:
    """A published translation of `page` with these fields; without a changed text it is still a copy."""
    locale = make_locale(code)
    copy = page.specific.copy_for_translation(locale, copy_parents=True)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision().publish()
    return type(copy).objects.get(pk=copy.pk)
