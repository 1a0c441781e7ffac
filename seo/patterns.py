"""Patterns for titles and descriptions: “{title} – {brand} | {site}”, “{summary} [By {brand}.]”.

A variable that is empty takes with it what was written for its sake: the brackets around it, else everything between
the two separators it stands between. So no result begins or ends with a separator, or says “By .”.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from seo.text import plain

_SEPARATOR = re.compile(r"(\s+[–—|·•/-]\s+|[,،]\s+)")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def fill(pattern: str, value_of: Callable[[str], str]) -> str:
    """The pattern with its variables' values as one line; values are never read as patterns."""
    kept = ""
    for separator, part in _parts(pattern):
        words = _fill_part(part, value_of).strip()
        if words:
            kept += (separator if kept else "") + words
    return plain(kept)


def variables_in(pattern: str) -> list[str]:
    return _VARIABLE.findall(pattern)


def problems(pattern: str, known: Sequence[str], *, needs: str = "") -> Iterator[str]:
    """What is wrong with a pattern of a type that offers these variables; `needs` names one it must have."""
    if re.search(r"[{}]", _VARIABLE.sub("", pattern)):
        yield _("A brace is not closed: a variable is written {like this}.")
    if re.search(r"[\[\]]", _BRACKETS.sub("", pattern)):
        yield _("A bracket is not closed, or stands inside another.")
    if strange := [name for name in variables_in(pattern) if name not in known]:
        yield _("There is no variable %(strange)s here. Known are %(known)s.") % {
            "strange": _listed(strange),
            "known": _listed(known),
        }
    if pattern and needs and needs not in variables_in(pattern):
        yield _("The pattern must contain %(variable)s.") % {"variable": _listed([needs])}


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)


def _parts(pattern: str) -> Iterator[tuple[str, str]]:
    """(separator before it, part); separators inside brackets belong to their part."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\x00{len(held) - 1}\x00"

    pieces = _SEPARATOR.split(_BRACKETS.sub(hold, pattern))
    for separator, part in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        yield separator, re.sub("\x00([0-9]+)\x00", lambda match: held[int(match[1])], part)


def _fill_part(part: str, value_of: Callable[[str], str]) -> str:
    """The part with its values; empty when a variable outside brackets is."""
    optional = [(match.start(), match.end(), match[1]) for match in _BRACKETS.finditer(part)]
    words, position = "", 0
    for start, end, inside in [*optional, (len(part), len(part), "")]:
        plain_words = _values(part[position:start], value_of)
        if plain_words is None:
            return ""
        words += plain_words + (_values(inside, value_of) or "")
        position = end
    return words


def _values(text: str, value_of: Callable[[str], str]) -> str | None:
    """The text with its values, None when one of them is empty."""
    pieces = _VARIABLE.split(text)
    values = [plain(value_of(name)) for name in pieces[1::2]]
    if not all(values):
        return None
    return "".join(piece for pair in zip(pieces[::2], [*values, ""], strict=True) for piece in pair)
