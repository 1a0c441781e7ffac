"""Where a line may end, by script: at spaces, between ideographs, between Thai words."""

import gzip
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from cms.share.fonts import clusters

_THAI = re.compile(r"[\u0e01-\u0e4e]+")
_THAI_WORDS = Path(__file__).parent / "thai-words.txt.gz"
_LONGEST_BRACKET = 24
# Ideographs, kana, hangul and their full-width signs: a line may end after almost any of them.
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]")
# Signs no line begins with or ends with (W3C, "Requirements for Japanese Text Layout", 3.1.7 and 3.1.8).
_KATAKANA = re.compile(r"[\u30a1-\u30ff]")  # spells foreign words, which look broken when they are
_NEVER_FIRST = set("、。，．・：；？！ー々〻ゝゞヽヾ’”）〕］｝〉》」』】〗…‥％‰℃,.!?:;)]}%»”’")
_NEVER_FIRST |= set("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ")
_NEVER_LAST = set("‘“（〔［｛〈《「『【〖￥＄￡$£€([{«¿¡#")
_AFTER = set("-–—/\u200b\u00ad")


def pieces(text: str) -> list[str]:
    """The text in pieces between which a line may end; spaces belong to the piece before them."""
    result: list[str] = []
    for word in re.findall(r"\s*\S+\s*", text):
        result += _within(word)
    return _with_whole_brackets(result)


def _with_whole_brackets(parts: list[str]) -> list[str]:
    """Short words in brackets stay together: a bracket that closes on another line is hard to read back."""
    result: list[str] = []
    for part in parts:
        is_open = bool(result) and sum(map(result[-1].count, "([（")) > sum(map(result[-1].count, ")]）"))
        if is_open and len(result[-1] + part) <= _LONGEST_BRACKET:
            result[-1] += part
        else:
            result.append(part)
    return result


def _within(word: str) -> list[str]:
    """A word without spaces inside, cut where its script allows."""
    units = [
        unit
        for part in re.split(rf"({_THAI.pattern})", word)
        for unit in (_thai(part) if _THAI.fullmatch(part) else clusters(part))
    ]
    result: list[str] = []
    for unit in units:
        if result and not _may_part(result[-1], unit):
            result[-1] += unit
        else:
            result.append(unit)
    return result


def _may_part(before: str, after: str) -> bool:
    last, first = before[-1], after[0]
    if first in _NEVER_FIRST or last in _NEVER_LAST or first.isspace() or last == "\u2060":
        return False
    if last in _AFTER:
        return len(before) > 2 and not first.isdigit()
    is_thai = bool(_THAI.match(last)) and bool(_THAI.match(first))
    if _KATAKANA.match(last) and _KATAKANA.match(first):
        return len(before) > 10
    has_wide = bool(_WIDE.match(last)) or bool(_WIDE.match(first))
    return is_thai or has_wide


def _thai(text: str) -> list[str]:
    """Thai in words: the division with the fewest letters in no word, then the fewest words."""
    stops = _thai_stops(text)
    best: dict[int, tuple[int, int, int]] = {
        0: (0, 0, 0)
    }  # place: letters in no word, words, where the last began
    for end in stops[1:]:
        options = []
        for begin in stops:
            if begin >= end or begin not in best:
                continue
            strange, words, _begin = best[begin]
            if text[begin:end] in _thai_words():
                options.append((strange, words + 1, begin))
            elif begin == max(stop for stop in stops if stop < end):
                options.append((strange + end - begin, words + 1, begin))
        best[end] = min(options)
    ends = [len(text)]
    while ends[-1]:
        ends.append(best[ends[-1]][2])
    ends.reverse()
    return [text[begin:end] for begin, end in pairwise(ends)]


def _thai_stops(text: str) -> list[int]:
    """Places where Thai may be cut at all: before no vowel or mark that hangs on a consonant, after no vowel that
    leads one."""
    hanging = set("ะัาำิีึืฺุู็่้๊๋์ํๅๆฯ")
    leading = set("เแโใไ")
    inner = [
        place
        for place in range(1, len(text))
        if text[place] not in hanging and text[place - 1] not in leading
    ]
    return [0, *inner, len(text)]


@cache
def _thai_words() -> frozenset[str]:
    return frozenset(gzip.decompress(_THAI_WORDS.read_bytes()).decode().split("\n"))
