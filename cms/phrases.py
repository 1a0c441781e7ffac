"""Shared texts in the language of the page: `say("Signal red")` is «сигнальный красный» on a Russian page.

gettext for what editors write. Python keeps the phrases of a language until they change, which costs one query
a request (`begin`), and none in the default language.
"""

from time import monotonic

from django.apps import apps
from django.conf import settings
from django.db.models import Count, Max
from django.utils.translation import get_language

from asgiref.local import Local

from delivery import tags
from delivery.made_of import note

# Outside a request (commands, the worker) phrases are asked for again after this many seconds.
FRESH_SECONDS = 1.0

_Stamp = tuple[object, int]
_kept: dict[str, tuple[_Stamp, dict[str, str]]] = {}
_checked = Local()


def say(text: str) -> str:
    """`text` in the active language; the text itself where nobody has said it in that language yet."""
    language = get_language() or settings.LANGUAGE_CODE
    if not text or language == settings.LANGUAGE_CODE:
        return text
    note(tags.PHRASES)
    return _phrases(language).get(text, text)


def begin() -> None:
    """A new request: what is known of phrases is asked for again, once."""
    _checked.moments = {}


def _phrases(language: str) -> dict[str, str]:
    moments: dict[str, float] = getattr(_checked, "moments", {})
    checked = moments.get(language)
    if checked is None or monotonic() - checked > FRESH_SECONDS:
        _refresh(language)
        _checked.moments = moments | {language: monotonic()}
    return _kept[language][1]


def _refresh(language: str) -> None:
    phrases = apps.get_model("cms", "Phrase").objects.filter(locale__language_code=language)
    stamp = tuple(phrases.aggregate(Max("updated_at"), Count("pk")).values())
    if language not in _kept or _kept[language][0] != stamp:
        _kept[language] = (stamp, dict(phrases.values_list("source", "text")))
