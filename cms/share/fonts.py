"""The faces a share picture is lettered in, and which face can write what."""

import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

FOLDER = Path(__file__).parent / "fonts"
# Marks that steer shaping and direction; every face may meet them and none draws them.
INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\u00ad")


@dataclass(frozen=True)
class Face:
    """A font file. `scale` matches its apparent size to the site's serif, `leading` is its line height in sizes."""

    file: str
    scale: float = 1.0
    leading: float = 1.12
    weight: float = 0.0  # drawn as an outline of this many sizes, for a face that has no bold

    @cache  # noqa: B019 - there are eleven faces, and they live as long as the process
    def font(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(
            FOLDER / self.file, round(size * self.scale), layout_engine=ImageFont.Layout.RAQM
        )

    @property
    def covers(self) -> frozenset[str]:
        return _coverage(self.file)

    def can_write(self, text: str) -> bool:
        return self.covers.issuperset(set(text) - INVISIBLE)


SERIF = Face("brygada-1918-latin.ttf")
# In the order in which they are asked. The first two are the site's own and know fewer letters than the third.
HOUSE_FACES = (SERIF, Face("brygada-1918-cyrillic.ttf"))
FACES = (
    *HOUSE_FACES,
    Face("noto-serif.ttf", scale=0.86),
    Face("noto-naskh-arabic.ttf", scale=1.04, leading=1.5),
    Face("noto-serif-hebrew.ttf", scale=0.95, leading=1.2),
    Face("noto-serif-thai.ttf", scale=0.92, leading=1.5),
    Face("noto-serif-devanagari.ttf", scale=0.9, leading=1.45),
    Face("noto-serif-armenian.ttf", scale=0.88, leading=1.2),
    Face("noto-serif-georgian.ttf", scale=0.88, leading=1.2),
    Face("droid-sans-fallback.ttf", scale=0.9, leading=1.24, weight=0.012),
)


def clusters(text: str) -> Iterator[str]:
    """The text in pieces that stay together: a letter with its marks, joined signs with their joiners."""
    piece = ""
    for char in text:
        joins = (
            unicodedata.category(char) in {"Mn", "Me", "Mc"} or char in INVISIBLE or piece.endswith("\u200d")
        )
        if piece and not joins:
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def writable(text: str) -> str:
    """The text without what no face can draw: pictographs, and scripts whose faces are not here."""
    kept = (piece for piece in clusters(unicodedata.normalize("NFC", text)) if _first(piece, FACES))
    return " ".join("".join(kept).split())


def faces_of(text: str) -> list[tuple[str, Face]]:
    """Every cluster of a writable text with its face. Signs stay with the letters before them.

    A text that needs one letter the site's serif lacks is set in its stand-in throughout: two serifs in one word
    look like a fault.
    """
    pieces = list(clusters(text))
    letters = [piece for piece in pieces if piece[0].isalpha()]
    native = {_first(piece, FACES) for piece in letters}
    faces = tuple(face for face in FACES if face not in HOUSE_FACES) if FACES[2] in native else FACES
    current, chosen = None, []
    for piece in pieces:
        stays = current is not None and not piece[0].isalpha() and current.can_write(piece)
        current = current if stays else _first(piece, faces)
        if current is None:
            raise ValueError(f"No face can write {piece!r}; ask writable() first.")
        chosen.append((piece, current))
    return chosen


def _first(piece: str, faces: tuple[Face, ...]) -> Face | None:
    return next((face for face in faces if face.can_write(piece)), None)


@cache
def _coverage(file: str) -> frozenset[str]:
    """The characters a font file has glyphs for, from its `cmap` table (OpenType specification, cmap, 4 and 12)."""
    data = (FOLDER / file).read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * index) for index in range(tables))
    start = next(offset for tag, _sum, offset, _length in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    subtables = {
        start + offset: struct.unpack_from(">H", data, start + offset)[0]
        for index in range(count)
        for _platform, _encoding, offset in [struct.unpack_from(">HHL", data, start + 4 + 8 * index)]
    }
    readers = {4: _segments, 12: _groups}
    return frozenset(
        chr(code)
        for offset, form in subtables.items()
        if form in readers
        for code in readers[form](data, offset)
    )


def _segments(data: bytes, start: int) -> Iterator[int]:
    segments = struct.unpack_from(">H", data, start + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", data, start + 14)
    begins = struct.unpack_from(f">{segments}H", data, start + 16 + 2 * segments)
    for begin, end in zip(begins, ends, strict=True):
        yield from (code for code in range(begin, end + 1) if code != 0xFFFF)


def _groups(data: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">L", data, start + 12)
    for index in range(count):
        begin, end, _glyph = struct.unpack_from(">LLL", data, start + 16 + 12 * index)
        yield from range(begin, end + 1)
