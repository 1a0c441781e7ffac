"""Pictures from one local folder. Nothing is loaded from the network or opened outside the folder."""

import hashlib
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.images import ImageFile

from PIL import Image

from catalog.importing.problems import BadValue, ImportRefused
from catalog.importing.values import as_slug
from cms.models import Picture
from seo.text import clip

_REMOTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_ENDINGS = {"AVIF": "avif", "GIF": "gif", "JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


@dataclass(frozen=True, slots=True)
class LocalPicture:
    """A file known to be a picture; `digest` is the SHA-1 by which Wagtail knows pictures again."""

    path: Path
    digest: str

    def is_(self, picture: Picture) -> bool:
        return picture.file_hash == self.digest


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture that is here already."""

    picture: Picture

    @property
    def digest(self) -> str:
        """What tells it from every other; never the digest of a file."""
        return f"picture {self.picture.pk}"

    def is_(self, picture: Picture) -> bool:
        return picture.pk == self.picture.pk


class PictureFolder:
    """The folder named with --pictures."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise ImportRefused(f"{folder} is not a folder.")
        self.root = folder.resolve()
        self._good: set[str] = set()

    def find(self, name: str) -> LocalPicture:
        """The picture a row names. A remote address is looked for by its path, then by its last part.

        Raises BadValue for a name that leads out of the folder, a missing, too large or broken file.
        """
        path = self._locate(name)
        size = path.stat().st_size
        if size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            raise BadValue("is larger than an upload may be", name)
        found = LocalPicture(path, _digest(path, size, path.stat().st_mtime_ns))
        if found.digest not in self._good:
            if not Picture.objects.filter(file_hash=found.digest).exists():
                _check(path, name)
            self._good.add(found.digest)
        return found

    def _locate(self, name: str) -> Path:
        remote = bool(_REMOTE.match(name))
        plain_name = unquote(urlsplit(name).path) if remote else name
        parts = [part for part in plain_name.replace("\\", "/").split("/") if part not in ("", ".")]
        if ".." in parts or "\x00" in plain_name or not parts:
            raise BadValue("leads out of the picture folder", name)
        for candidate in (
            (self.root.joinpath(*parts), self.root / parts[-1]) if remote else (self.root.joinpath(*parts),)
        ):
            try:
                path = candidate.resolve()
                if not path.is_relative_to(self.root):
                    raise BadValue("leads out of the picture folder", name)
                if path.is_file():
                    return path
            except OSError as error:
                raise BadValue("is not a file name", name) from error
        raise BadValue("is not in the picture folder", name)


def store(pictures: Iterable[tuple[LocalPicture | StoredPicture, str]]) -> dict[str, Picture]:
    """Pictures by digest, each file stored once however many show it, with the first one's title as words."""
    wanted: dict[str, tuple[LocalPicture, str]] = {}
    here: dict[str, Picture] = {}
    for one, title in pictures:
        if isinstance(one, StoredPicture):
            here[one.digest] = one.picture
        else:
            wanted.setdefault(one.digest, (one, title))
    if not wanted:
        return here
    stored = here | {
        picture.file_hash: picture for picture in Picture.objects.filter(file_hash__in=wanted).order_by("-pk")
    }
    for digest, (local, title) in wanted.items():
        if digest not in stored:
            with local.path.open("rb") as file, Image.open(local.path) as image:
                name = f"{as_slug(title, digest)}.{_ENDINGS[image.format]}"
                stored[digest] = Picture.objects.create(
                    title=title,
                    alt_text=clip(title, 250),
                    file=ImageFile(file, name=name),
                    file_hash=digest,
                    file_size=local.path.stat().st_size,
                )
    return stored


@lru_cache(maxsize=4096)
def _digest(path: Path, size: int, changed: int) -> str:
    """SHA-1 of a file; size and time of change make the memory forget a file that was replaced."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.sha1(usedforsecurity=False)).hexdigest()


def _check(path: Path, name: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=tuple(_ENDINGS)) as image:
                if image.width * image.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                    raise BadValue("has too many pixels", name)
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadValue("has too many pixels", name) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise BadValue("is broken or not a picture", name) from error
