"""Shared texts in the language of the page: `say("Signal red")` is «сигнальный красный» on a Russian page.

gettext for what editors write. Python keeps the phrases of a language until the change log moves, which tells of every
phrase. To ask costs one query a request (`begin`); none in the default language, and none where it is known how far the
log has come.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

from asgiref.local import Local

from delivery import since, tags
from delivery.made_of import note
from delivery.since import Moment

# Outside a request (commands, the worker) phrases are asked for again after this many seconds.
FRESH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class _Known:
    """The phrases of a language by their sources, and the moment of the change log at which that was so; none for what
    was read in a transaction, which may take it back."""

    texts: Mapping[str, str]
    moment: Moment | None


_kept: dict[str, _Known] = {}
_checked = Local()


def say(text: str) -> str:
    """`text` in the active language; the text itself where nobody has said it in that language yet."""
    language = get_language() or settings.LANGUAGE_CODE
    if not text or language == settings.LANGUAGE_CODE:
        return text
    note(tags.PHRASES)
    return _phrases(language).get(text, text)


def begin(moment: Moment | None = None) -> None:
    """A new request: what is known of phrases is asked for again, once. Not what was known at this `moment` of the
    change log, which tells of every phrase; it was asked before anything the request reads."""
    _checked.moments, _checked.moment = {}, moment


def forget() -> None:
    """Know nothing, as after a start: for another database."""
    _kept.clear()
    begin()


def _phrases(language: str) -> Mapping[str, str]:
    moments: dict[str, float] = getattr(_checked, "moments", {})
    checked = moments.get(language)
    if checked is None or monotonic() - checked > FRESH_SECONDS:
        _refresh(language)
        _checked.moments = moments | {language: monotonic()}
    return _kept[language].texts


def _refresh(language: str) -> None:
    # Not the dates of the phrases: one that is committed late may be older than what was known by then.
    known, moment = _kept.get(language), _moment()
    if known is None or moment is None or known.moment != moment:
        phrases = apps.get_model("cms", "Phrase").objects.filter(locale__language_code=language)
        _kept[language] = _Known(dict(phrases.values_list("source", "text")), moment)


def _moment() -> Moment | None:
    """How far the change log has come, asked before the phrases are; None in a transaction, which counts its own."""
    known = getattr(_checked, "moment", None)
    return known if known is not None or connection.in_atomic_block else since.now()
