"""The signed address of a size of a picture: where it is drawn when it is first asked for.

It names the picture's file and focal point, and changes with them. What is not signed here cannot be ordered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Any

from django.urls import reverse

from wagtail.images.models import AbstractImage, Filter
from wagtail.images.utils import generate_signature

ADDRESS = "signed_picture"
_MEASURES = ("width", "height", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


@dataclass(frozen=True, slots=True)
class Original:
    """All that the sizes of a picture and their addresses follow from. `version` is the file's name, by which people
    and search engines know a picture, and what changes with the file and the point that crops keep."""

    model: type[AbstractImage]
    picture_id: int
    version: str
    measures: tuple[int | None, ...]

    @classmethod
    def of(cls, picture: Any) -> "Original":
        measures = tuple(getattr(picture, name) for name in _MEASURES)
        version = _version(picture.file.name, picture.file_hash, *measures)
        return cls(type(picture), picture.pk, version, measures)

    def path(self, spec: str) -> str:
        """Where a size is drawn and led to."""
        return _path(self.picture_id, spec, self.version)

    def size(self, operation: str) -> tuple[int, int]:
        """Width and height after an operation, in pixels. Draws nothing."""
        return _size(self.model, operation, self.measures)


@lru_cache(maxsize=16384)
def _path(picture_id: int, spec: str, version: str) -> str:
    return reverse(ADDRESS, args=[generate_signature(picture_id, spec), picture_id, spec, version])


@lru_cache(maxsize=4096)
def _size(model: type[AbstractImage], operation: str, facts: tuple[int | None, ...]) -> tuple[int, int]:
    measured: Mapping[str, int | None] = dict(zip(_MEASURES, facts, strict=True))
    width, height = Filter(spec=operation).get_transform(model(**measured)).size
    return max(1, round(width)), max(1, round(height))


@lru_cache(maxsize=4096)
def _version(name: str, *facts: str | int | None) -> str:
    digest = blake2b(repr([name, *facts]).encode(), digest_size=5).hexdigest()
    return f"{PurePosixPath(name).stem[:60]}.{digest}"
