"""How alike two texts are, without keeping either: MinHash over shingles of words (Broder, "On the resemblance and
containment of documents", 1997), and a way to find alike ones among thousands that is near linear."""

import random
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

SHINGLE = 4  # words
SIZE = 64  # numbers in a sketch: an estimate is off by about 1/√64 of what is left to chance
BANDS = 8  # of 8 numbers: two texts of 90 % meet in one of them with 99.6 % certainty
_PRIME = (1 << 61) - 1
_WORD = re.compile(r"\w+")
# Texts without spaces between words are cut into signs.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_SEEDS = random.Random(20261126)  # noqa: S311 - fixed numbers, not secrets
_TURNS = [(_SEEDS.randrange(1, _PRIME), _SEEDS.randrange(_PRIME)) for _ in range(SIZE)]


def words_of(text: str) -> list[str]:
    """The words of a text in one case; of a script without spaces, its signs."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _WORD.findall(_UNSPACED.sub(lambda sign: f" {sign[0]} ", folded))


def sketch(words: list[str]) -> tuple[int, ...]:
    """`SIZE` numbers that two texts share in the measure of their common shingles; empty for no words."""
    if not words:
        return ()
    last = max(len(words) - SHINGLE, 0) + 1
    shingles = {zlib.crc32(" ".join(words[at : at + SHINGLE]).encode()) for at in range(last)}
    return tuple(min((a * value + b) % _PRIME for value in shingles) & 0xFFFFFFFF for a, b in _TURNS)


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The estimated share of shingles two texts have in common, 0 to 1."""
    if not one or not other:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / SIZE


def alike(sketches: Iterable[tuple[str, tuple[int, ...]]], least: float) -> Iterator[tuple[str, str, float]]:
    """The pairs (name, name, similarity) of at least that similarity, each text beside the first it resembles.

    Only texts with a whole band in common are compared, and a text that resembles one already named is not compared
    with the rest, so that a thousand equal pages cost a thousand steps.
    """
    rows = SIZE // BANDS
    homes: dict[tuple[int, tuple[int, ...]], list[str]] = defaultdict(list)
    kept: dict[str, tuple[int, ...]] = {}
    for name, numbers in sketches:
        if not numbers:
            continue
        bands = [(band, numbers[band * rows : (band + 1) * rows]) for band in range(BANDS)]
        near = dict.fromkeys(other for band in bands for other in homes[band])
        found = next(
            ((other, how) for other in near if (how := similarity(kept[other], numbers)) >= least), None
        )
        if found is not None:
            yield found[0], name, found[1]
            continue
        kept[name] = numbers
        for band in bands:
            homes[band].append(name)
