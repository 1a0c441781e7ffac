"""The pictures a head names, and fetching them as programs do that read share cards and structured data."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.core.files.storage import default_storage
from django.test import Client

from PIL import Image

from seo.google import types_of, walk

ROOT = "https://shop.example"


class Named(NamedTuple):
    """A picture as a head names it."""

    url: str
    width: int
    height: int


def named_in(head: dict[str, Any]) -> set[Named]:
    """Share picture and ImageObjects of a head, as the API has it."""
    told = {meta["property"]: meta["content"] for meta in head["metas"] if "property" in meta}
    found = set(_image_objects(head["json_ld"]))
    if "og:image" in told:
        found.add(Named(told["og:image"], int(told["og:image:width"]), int(told["og:image:height"])))
    return found


def _image_objects(document: Any) -> Iterator[Named]:
    for node in walk(document):
        if "ImageObject" in types_of(node) and "contentUrl" in node:
            yield Named(node["contentUrl"], node["width"]["value"], node["height"]["value"])


def fetch(client: Client, url: str) -> bytes | None:
    """What stands at the address; None where it answers anything but 200. Media files are served by others than us."""
    path = urlsplit(url.removeprefix(ROOT)).path
    if path.startswith("/media/"):
        with default_storage.open(path.removeprefix("/media/")) as file:
            return file.read()
    response = client.get(path)
    return response.content if response.status_code == 200 else None


def size_of(content: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(content)) as picture:
        return picture.size
