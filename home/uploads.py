"""Files that visitors send: which kinds are taken, known by what is in them and not by what they are called."""

import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

MEGABYTE: Final = 1024 * 1024
NAME_MAX: Final = 150


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its endings, its media type (IANA), and whether an open file begins as one does."""

    endings: tuple[str, ...]
    media_type: str
    is_one: Callable[[BinaryIO], bool]


def _begins(*starts: bytes) -> Callable[[BinaryIO], bool]:
    return lambda file: file.read(16).startswith(starts)


def _is_webp(file: BinaryIO) -> bool:
    head = file.read(12)
    return head[:4] == b"RIFF" and head[8:] == b"WEBP"


def _is_text(file: BinaryIO) -> bool:
    """UTF-8 without control characters but tabs and ends of lines."""
    try:
        text = file.read().decode()
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in text)


def _holds(*members: str) -> Callable[[BinaryIO], bool]:
    """An archive with these members and no macros (ECMA-376; OpenDocument 1.3, part 2)."""

    def is_one(file: BinaryIO) -> bool:
        try:
            with zipfile.ZipFile(file) as archive:
                names = set(archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return False
        return names.issuperset(members) and not any(
            PurePath(name).name.lower() == "vbaproject.bin" for name in names
        )

    return is_one


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: Final = {
    "pdf": Kind(("pdf",), "application/pdf", _begins(b"%PDF-")),
    "jpg": Kind(("jpg", "jpeg"), "image/jpeg", _begins(b"\xff\xd8\xff")),
    "png": Kind(("png",), "image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "gif": Kind(("gif",), "image/gif", _begins(b"GIF87a", b"GIF89a")),
    "webp": Kind(("webp",), "image/webp", _is_webp),
    "txt": Kind(("txt",), "text/plain", _is_text),
    "docx": Kind(
        ("docx",),
        f"{_OFFICE}.wordprocessingml.document",
        _holds("[Content_Types].xml", "word/document.xml"),
    ),
    "xlsx": Kind(
        ("xlsx",), f"{_OFFICE}.spreadsheetml.sheet", _holds("[Content_Types].xml", "xl/workbook.xml")
    ),
    "odt": Kind(("odt",), "application/vnd.oasis.opendocument.text", _holds("mimetype", "content.xml")),
}
USUAL: Final = "pdf, jpg, png"


def kinds_named(text: str) -> list[str]:
    """The kinds of a list as editors write it: "pdf, jpg". Raises ValidationError for a name that is none."""
    names = [name.strip().lower().removeprefix(".") for name in text.split(",") if name.strip()]
    for name in names:
        if name not in KINDS:
            raise ValidationError(
                _("“%(name)s” is no kind of file that can be taken; known are %(known)s."),
                params={"name": name, "known": ", ".join(KINDS)},
            )
    return list(dict.fromkeys(names))


class VisitorFileField(forms.FileField):
    """One file of these kinds, no larger than so many megabytes. What is cleaned has a `media_type`."""

    def __init__(self, *, kinds: list[str], megabytes: int, **options: Any) -> None:
        self.kinds, self.megabytes = kinds, megabytes
        super().__init__(max_length=NAME_MAX, **options)

    @property
    def endings(self) -> list[str]:
        return [ending for name in self.kinds for ending in KINDS[name].endings]

    @property
    def media_types(self) -> list[str]:
        return [KINDS[name].media_type for name in self.kinds]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"accept": ",".join(f".{ending}" for ending in self.endings)}

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        if file.size > self.megabytes * MEGABYTE:
            raise ValidationError(
                _("A file has at most %(megabytes)d MB."),
                code="too_large",
                params={"megabytes": self.megabytes},
            )
        kind = self._kind_of(file)
        if kind is None:
            raise ValidationError(
                _("This file is none of these kinds: %(kinds)s."),
                code="wrong_kind",
                params={"kinds": ", ".join(self.kinds)},
            )
        file.media_type = kind.media_type
        return file

    def _kind_of(self, file: UploadedFile) -> Kind | None:
        """The kind its name promises, if the file is one; None for all else."""
        ending = PurePath(file.name or "").suffix.lower().removeprefix(".")
        for name in self.kinds:
            if ending in KINDS[name].endings:
                file.seek(0)
                is_one = KINDS[name].is_one(file)  # type: ignore[arg-type]
                file.seek(0)
                return KINDS[name] if is_one else None
        return None
